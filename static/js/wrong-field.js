/** What came back wrong is where a person goes on: in a dialog, folded away, or in sight. */

const WRONG = "[aria-invalid=true]:not([type=hidden])", TROUBLE = ":is(form [role=alert], .problem[role=alert]):not(:empty)";

/** The dialog that the server sent open is one that holds the page, as its button would have opened it. @param {Element} inside */
function opened(inside) {
  const box = inside.closest("dialog");
  if (box?.open && !box.matches(":modal")) { box.close(); box.showModal(); }
  for (let fold = inside.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

/** Focus goes to the first wrong field; where no field is to blame, to the words that say what is. @param {ParentNode} [where] */
export function showWrong(where = document.querySelector(".work, main")) {
  const within = where?.querySelector("dialog[open]") ?? where;
  const wrong = within?.querySelector(WRONG), told = wrong ?? within?.querySelector(TROUBLE);
  if (!told) return;
  opened(told);
  if (!wrong) told.tabIndex = -1;
  told.focus({ preventScroll: true });
  told.scrollIntoView({ block: "center" });
}
