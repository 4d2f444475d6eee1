/** data-copy="text" or data-copies="id": copies, and says so in the button's own place. */

import { gettext } from "./words.js";
import { toast } from "./toast.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy], [data-copies]");
  if (!button) return;
  const source = button.dataset.copies && document.getElementById(button.dataset.copies);
  const text = source ? source.value ?? source.textContent.trim() : button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
    toast(gettext("Copied."), "success");
  } catch {
    toast(gettext("The browser did not allow copying. Select the text and copy it by hand."), "warning");
  }
});
