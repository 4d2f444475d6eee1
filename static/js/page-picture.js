/**
 * <page-picture>: with the person's consent, a picture of what the window shows, drawn from boxes and words.
 * Markup: templates/feedback/_ticket_form.html. `file` is the PNG that goes along, or null; while
 * it is made `drawing` is waited for.
 */

import { toastError } from "./toast.js";

class PagePicture extends HTMLElement {
  connectedCallback() {
    if (this.consent) return;
    this.file = null;
    this.consent = this.querySelector('[data-part="consent"]');
    this.shown = this.querySelector('[data-part="shown"]');
    this.consent.addEventListener("change", () => { this.drawing = this.change(); });
  }

  disconnectedCallback() {
    this.forget();
  }

  /** Drawn anew each time: the page behind may have gone on. */
  async change() {
    this.forget();
    if (!this.consent.checked) return;
    const drawing = await import("./page-drawing.js").catch(() => null);
    if (!drawing) {
      this.consent.checked = false;
      return toastError({ status: 0 });
    }
    const blob = await new Promise((resolve) => drawing.drawn(document.querySelector(".frame") ?? document.body).toBlob(resolve, "image/png"));
    if (!blob || !this.consent.checked) return;
    this.file = new File([blob], "page.png", { type: "image/png" });
    this.shown.src = URL.createObjectURL(blob);
    this.shown.hidden = false;
    await this.shown.decode().catch(() => {}); // before, it has no height to be scrolled to
    this.shown.scrollIntoView({ block: "nearest" });
  }

  forget() {
    this.file = null;
    if (this.shown?.src) URL.revokeObjectURL(this.shown.src);
    this.shown?.removeAttribute("src");
    if (this.shown) this.shown.hidden = true;
  }
}

customElements.define("page-picture", PagePicture);
