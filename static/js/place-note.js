/** <place-note data-note data-version>: a note without a place gets one: the frame on the screen, or in to out. */

import { call } from "./api.js";
import { findSurface } from "./note-surface.js";
import { toast, toastError } from "./toast.js";
import { gettext } from "./words.js";

/** In to out where they are marked, else the frame on the screen. @param {string} note @param {string} version */
export async function placeHere(note, version) {
  const surface = await findSurface(() => {}), { start, end } = surface?.place() ?? { start: 0, end: 1 };
  await call("POST", `/api/v1/notes/${note}/place/`, { version, start, end });
  document.body.dispatchEvent(new CustomEvent("carried"));
}

class PlaceNote extends HTMLElement {
  connectedCallback() {
    const press = this.querySelector("button");
    press?.addEventListener("click", async () => {
      press.disabled = true;
      try {
        await placeHere(this.dataset.note, this.dataset.version);
        toast(gettext("The note stands here now."));
      } catch (error) {
        press.disabled = false;
        toastError(error);
      }
    });
  }
}

customElements.define("place-note", PlaceNote);
