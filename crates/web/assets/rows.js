// One more row of a repeated part (parties, instalments). Without this module the server adds it on request.

function renumber(row, list, index) {
  const swap = (text) => text.replace(`${list}.0.`, `${list}.${index}.`);
  for (const field of row.querySelectorAll("[name]")) {
    field.name = swap(field.name);
    field.id = swap(field.id);
    if (field.type === "checkbox") field.checked = false;
    else if (field.tagName !== "SELECT") field.value = "";
  }
  for (const label of row.querySelectorAll("label[for]")) label.htmlFor = swap(label.htmlFor);
}

function addRow(button) {
  const list = button.dataset.addRow;
  const rows = button.closest("form").querySelectorAll(`[data-row="${list}"]`);
  const last = rows[rows.length - 1];
  if (!last) return false;
  const row = rows[0].cloneNode(true);
  renumber(row, list, rows.length);
  const legend = row.querySelector("legend");
  if (legend) legend.textContent = legend.textContent.replace("1", String(rows.length + 1));
  last.after(row);
  const first = row.querySelector("input, select, textarea");
  if (first) first.focus();
  return true;
}

export function listenForRows() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof HTMLElement ? event.target.closest("[data-add-row]") : null;
    if (button && addRow(button)) event.preventDefault();
  });
}
