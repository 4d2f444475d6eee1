/** Native dialogs and the small behaviours of forms, by attributes. */

import { gettext } from "./words.js";

const byId = (id) => document.getElementById(id);

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-opens], [data-closes], [data-toggles]");
  if (target?.dataset.opens) byId(target.dataset.opens)?.showModal();
  else if (target?.dataset.toggles) toggle(target);
  else if (target) target.closest("dialog")?.close();
  else if (event.target.matches?.("dialog.dialog[open]") && outside(event)) event.target.close();
});

/** A press on the backdrop is a press on the dialog outside of its box. */
function outside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}

/** What the portal sent back to be mended is open again. */
for (const dialog of document.querySelectorAll("dialog[data-opens-itself]")) dialog.showModal();

function toggle(button) {
  const element = byId(button.dataset.toggles);
  if (!element) return;
  element.hidden = !element.hidden;
  for (const one of document.querySelectorAll(`[data-toggles="${CSS.escape(element.id)}"]`)) one.setAttribute("aria-expanded", String(!element.hidden));
}

document.addEventListener("change", (event) => {
  const name = event.target.dataset?.checkAll;
  if (!name) return;
  for (const box of document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]:not(:disabled)`)) {
    if (box.checked === event.target.checked) continue;
    box.checked = event.target.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

/** A form with data-confirm-leave does not lose what was typed. */
const touched = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-confirm-leave]");
  if (form) touched.add(form);
});
document.addEventListener("submit", (event) => touched.delete(event.target));
addEventListener("beforeunload", (event) => {
  if ([...touched].some((form) => form.isConnected)) { event.preventDefault(); event.returnValue = gettext("Your text is not saved."); }
});
