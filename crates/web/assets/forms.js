// Sends a form without leaving the page. The hidden request id stays the same on a retry, so nothing happens twice.

const TRIES = 4;
const WAIT_MS = 1500;

function say(form, id) {
  const place = form.querySelector("[data-form-note]") || document.getElementById("live-note");
  const words = document.getElementById("words");
  if (place && words) place.textContent = words.dataset[id] || "";
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

// A form with a file goes as it is; every other one as a browser without scripts would send it.
function bodyOf(form) {
  const fields = new FormData(form);
  if (form.enctype === "multipart/form-data") return fields;
  const body = new URLSearchParams();
  for (const [name, value] of fields) if (typeof value === "string") body.append(name, value);
  return body;
}

async function post(form) {
  const body = bodyOf(form);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    } catch (error) {
      if (attempt === TRIES) throw error;
      say(form, "retrying");
      await pause(WAIT_MS * attempt);
    }
  }
}

// Puts the answer where the page was. The answer is our own server's page; scripts in it would not run.
function show(answer, html, afterwards) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("main");
  const main = document.querySelector("main");
  if (!fresh || !main) { window.location.assign(answer.url); return; }
  main.replaceWith(document.importNode(fresh, true));
  document.title = page.title;
  const menu = document.querySelector(".nav");
  const freshMenu = page.querySelector(".nav");
  if (menu && freshMenu) menu.replaceWith(document.importNode(freshMenu, true));
  if (answer.redirected || answer.ok) window.history.pushState(null, "", answer.url);
  const notice = document.querySelector("main [data-focus]") || document.querySelector("main");
  if (notice instanceof HTMLElement) { notice.focus(); notice.scrollIntoView({ block: "start" }); }
  afterwards();
}

async function send(form, afterwards) {
  const buttons = Array.from(form.querySelectorAll("button"));
  buttons.forEach((button) => { button.disabled = true; });
  say(form, "sending");
  try {
    const answer = await post(form);
    const html = await answer.text();
    form.dispatchEvent(new CustomEvent("answered", { bubbles: true, detail: { ok: answer.ok } }));
    show(answer, html, afterwards);
  } catch (error) {
    say(form, "unreachable");
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
}

export function listenForForms(afterwards) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-swap") || event.defaultPrevented) return;
    // A button with a name asks for something else than to hand in, for example one more row.
    if (event.submitter && event.submitter.getAttribute("name")) return;
    event.preventDefault();
    send(form, afterwards);
  });
  // A link that leads to a form on this page opens it.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href^="#act-"]');
    const act = link && document.getElementById(link.hash.slice(1));
    if (act instanceof HTMLDetailsElement) act.open = true;
  });
  window.addEventListener("popstate", () => window.location.reload());
}
