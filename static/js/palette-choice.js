/**
 * <palette-choice>: boxes of providers. The form's button says what would be sent to whom, and sends nothing
 * as long as nobody is chosen. Whoever comes back to the form by the back button finds its key again, so that
 * sending it unchanged sends nothing twice.
 */

import { gettext, interpolate } from "./words.js";

class PaletteChoice extends HTMLElement {
  connectedCallback() {
    this.button = this.closest("form")?.querySelector("[data-part=send]");
    this.none = this.querySelector("input[name=to]:enabled") ? gettext("Choose a provider") : this.button?.textContent;
    this.keepKey(this.closest("form")?.elements.once);
    this.addEventListener("change", () => this.tell());
    this.tell();
  }

  /** The page may be fetched anew with another key; this place in the history keeps the first. @param {HTMLInputElement} [field] */
  keepKey(field) {
    if (!field) return;
    if (history.state?.once) field.value = history.state.once;
    else history.replaceState({ ...history.state, once: field.value }, "");
  }

  tell() {
    if (!this.button) return;
    const chosen = [...this.querySelectorAll("input[name=to]:checked")].map((box) => box.dataset.to);
    this.button.disabled = !chosen.length;
    this.button.textContent = chosen.length
      ? interpolate(gettext("Send %(name)s to %(providers)s"), { name: this.dataset.what, providers: chosen.join(", ") })
      : this.none;
  }
}

customElements.define("palette-choice", PaletteChoice);
