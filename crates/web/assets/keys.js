// Keyboard: `/` search, `g` then a letter to go, `?` help, Ctrl+Enter to submit. Letters do nothing inside a field.

const GO_WITHIN_MS = 1200;
let goUntil = 0;
let compositionEnded = 0;

// An input method uses Enter and letters for itself while it composes (229 is what older engines report then).
export function composing(event) {
  return event.isComposing || event.keyCode === 229;
}

function inField(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));
}

function submitForm(event) {
  const form = event.target instanceof HTMLElement ? event.target.closest("form") : null;
  if (form && form.requestSubmit) {
    event.preventDefault();
    form.requestSubmit();
  }
}

function go(letter) {
  const link = document.querySelector(`[data-go="${letter}"]`);
  if (link instanceof HTMLAnchorElement) link.click();
}

function toggleHelp(open) {
  const help = document.getElementById("help");
  if (!help) return;
  help.hidden = !open;
  const button = help.querySelector("button");
  if (open && button) button.focus();
}

function shortcut(event) {
  const key = event.key.toLowerCase();
  if (Date.now() < goUntil && /^[a-z]$/.test(key)) {
    goUntil = 0;
    event.preventDefault();
    go(key);
  } else if (key === "g") {
    goUntil = Date.now() + GO_WITHIN_MS;
  } else if (key === "/") {
    const search = document.getElementById("find");
    if (search) { event.preventDefault(); search.focus(); }
  } else if (key === "?") {
    event.preventDefault();
    toggleHelp(true);
  }
}

function onKey(event) {
  if (composing(event)) return;
  if (event.key === "Escape") { toggleHelp(false); return; }
  // Some input methods end the composition just before the Enter that confirmed it arrives.
  if (event.key === "Enter" && event.timeStamp - compositionEnded < 50) { event.preventDefault(); return; }
  if (event.key === "Enter" && event.ctrlKey) { submitForm(event); return; }
  if (event.ctrlKey || event.altKey || event.metaKey || inField(event.target)) return;
  shortcut(event);
}

export function listenForKeys() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("compositionend", (event) => { compositionEnded = event.timeStamp; });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof HTMLElement)) return;
    if (event.target.closest("[data-help-open]")) { event.preventDefault(); toggleHelp(true); }
    if (event.target.closest("[data-help-close]") || event.target.id === "help") toggleHelp(false);
    if (event.target.closest("[data-print]")) window.print();
  });
}
