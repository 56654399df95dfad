// Keeps what was typed into a long form over a reload or a lost connection, in this tab only: window PCs are shared.

const KEY = "yidi-draft:";

function fieldsOf(form) {
  return Array.from(form.querySelectorAll("input[name], select[name], textarea[name]"))
    .filter((field) => field.type !== "hidden");
}

function write(form) {
  const typed = fieldsOf(form).map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]);
  try {
    window.sessionStorage.setItem(KEY + form.dataset.draft, JSON.stringify(typed));
  } catch (error) {
    // A full or forbidden store: the page itself still holds the text.
  }
}

function read(form) {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEY + form.dataset.draft) || "[]");
  } catch (error) {
    return [];
  }
}

function restore(form) {
  for (const [name, value] of read(form)) {
    const field = form.elements.namedItem(name);
    if (!field || field instanceof RadioNodeList) continue;
    if (field.type === "checkbox") field.checked = value;
    else if (!field.value) field.value = value;
  }
}

// Whoever sits down next must not find what the one before had typed.
function forgetAll() {
  for (const key of Object.keys(window.sessionStorage)) if (key.startsWith(KEY)) window.sessionStorage.removeItem(key);
}

export function keepDrafts() {
  if (document.querySelector('form[action="/seat"]')) forgetAll();
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (form.dataset.kept) continue;
    form.dataset.kept = "yes";
    restore(form);
    form.addEventListener("input", () => write(form));
    form.addEventListener("answered", (event) => {
      if (event.detail.ok) window.sessionStorage.removeItem(KEY + form.dataset.draft);
    });
  }
}
