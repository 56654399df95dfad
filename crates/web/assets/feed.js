// Shows facts as they arrive. A browser allows six connections to one server over all its tabs, so one tab holds the
// stream and tells the others.

const BEAT_MS = 2000;
const LOST_MS = 6000;
const BEAT_KEY = "yidi-feed-leader";
const me = `${Date.now()}-${Math.random()}`;

let source = null;
let started = false;

function leader() {
  try {
    const [id, time] = (window.localStorage.getItem(BEAT_KEY) || " 0").split(" ");
    return Date.now() - Number(time) < LOST_MS ? id : "";
  } catch (error) {
    return "";
  }
}

function beat() {
  try {
    window.localStorage.setItem(BEAT_KEY, `${me} ${Date.now()}`);
  } catch (error) {
    // Without storage every tab holds a stream of its own.
  }
}

function setState(state) {
  const sign = document.getElementById("live");
  const words = document.getElementById("words");
  if (!sign || !words || sign.dataset.state === state) return;
  sign.dataset.state = state;
  sign.textContent = words.dataset[`live${state[0].toUpperCase()}${state.slice(1)}`] || state;
}

// `html` comes from our own server, which has escaped every value in it.
function show(html) {
  const list = document.getElementById("feed");
  if (!list) return;
  const page = new DOMParser().parseFromString(`<ul>${html}</ul>`, "text/html");
  const item = page.querySelector("li");
  if (!item || document.getElementById(item.id)) return;
  item.classList.add("fresh");
  list.prepend(document.importNode(item, true));
  const empty = document.getElementById("feed-empty");
  if (empty) empty.hidden = true;
  const note = document.getElementById("live-note");
  if (note) note.textContent = item.dataset.say || "";
}

function open(path, tell) {
  source = new EventSource(path);
  source.onopen = () => tell({ state: "open" });
  source.onerror = () => tell({ state: "lost" });
  source.addEventListener("fact", (event) => tell({ html: JSON.parse(event.data).html }));
}

export function watchFeed() {
  const list = document.getElementById("feed");
  if (!list || started) return;
  started = true;
  const path = list.dataset.stream;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(`yidi${path}`) : null;
  const take = (news) => { if (news.state) setState(news.state); if (news.html) show(news.html); };
  const tell = (news) => { take(news); if (channel) channel.postMessage(news); };
  if (channel) channel.onmessage = (event) => take(event.data);
  const lead = () => {
    const id = leader();
    if (id && id !== me && channel) return;
    beat();
    if (!source) open(path, tell);
    else tell({ state: source.readyState === EventSource.OPEN ? "open" : "lost" });
  };
  lead();
  window.setInterval(lead, BEAT_MS);
  window.addEventListener("pagehide", () => {
    if (source) { source.close(); source = null; }
    try { if (leader() === me) window.localStorage.removeItem(BEAT_KEY); } catch (error) { /* nothing to give up */ }
  });
}
