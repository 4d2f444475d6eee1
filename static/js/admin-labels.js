/**
 * Runs on pages of the administration: says to a screen reader what Django's forms only show. Rows of a table have no labels but
 * the heads of their columns, and a choice that is looked up is named after its own value.
 */

/** @param {ParentNode} where */
function label(where) {
  for (const select of where.querySelectorAll("select.admin-autocomplete")) named(select);
  for (const cell of where.querySelectorAll(".tabular td[class*='field-']")) ofColumn(cell);
  for (const pair of where.querySelectorAll("p.datetime")) ofDay(pair);
  for (const head of where.querySelectorAll("thead th:empty")) head.ariaHidden = "true";
  for (const box of where.querySelectorAll(".tabular td.delete input")) box.ariaLabel = [...box.closest("table").querySelectorAll("thead th")].at(-1).textContent.trim();
}

/** What stands for a select: the box that takes the focus, and within it the value. @param {HTMLSelectElement} select */
function named(select) {
  const box = select.nextElementSibling?.querySelector(".select2-selection"), value = box?.querySelector(".select2-selection__rendered");
  const text = select.labels[0]?.textContent.trim().replace(/\s*:$/, "") || columnOf(select.closest("td"));
  if (!box || !text) return;
  box.removeAttribute("aria-labelledby");
  box.ariaLabel = value?.textContent ? `${text}: ${value.textContent}` : text;
  if (value) value.ariaLabel = text;
  if (select.ariaInvalid) box.ariaInvalid = select.ariaInvalid;
  if (select.hasAttribute("aria-describedby")) box.setAttribute("aria-describedby", select.getAttribute("aria-describedby"));
}

/** @param {Element|null} cell */
function columnOf(cell) {
  const name = [...(cell?.classList ?? [])].find((one) => one.startsWith("field-"))?.slice(6);
  return name ? cell.closest("table").querySelector(`th.column-${CSS.escape(name)}`)?.textContent.trim() ?? "" : "";
}

function ofColumn(cell) {
  for (const field of cell.querySelectorAll("input:not([type=hidden]), select:not(.admin-autocomplete), textarea")) {
    if (!field.labels?.length) field.ariaLabel = columnOf(cell);
  }
}

/** A day and a time are two fields under one label, each after a word of its own. @param {Element} pair */
function ofDay(pair) {
  const about = pair.closest(".form-row")?.querySelector("label, legend")?.textContent.trim() ?? "";
  for (const field of pair.querySelectorAll("input:not([type=hidden])")) field.ariaLabel = `${about} ${field.previousSibling?.textContent.trim() ?? ""}`.trim();
}

// After all that Django's scripts make when the page is ready; a choice that is looked up as soon as it is made, however late.
addEventListener("load", () => label(document));
new MutationObserver((changes) => {
  for (const made of changes.flatMap((change) => [...change.addedNodes])) {
    if (made.matches?.(".select2") && made.previousElementSibling?.matches("select.admin-autocomplete")) named(made.previousElementSibling);
  }
}).observe(document, { childList: true, subtree: true });
document.addEventListener("formset:added", (event) => setTimeout(() => label(event.target)));
document.addEventListener("change", (event) => { if (event.target.matches?.("select.admin-autocomplete")) named(event.target); });
