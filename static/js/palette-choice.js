/**
 * <palette-choice>: boxes of providers. The form's button says what would be sent to whom, and sends nothing
 * as long as nobody is chosen.
 */

import { gettext, interpolate } from "./words.js";

class PaletteChoice extends HTMLElement {
  connectedCallback() {
    this.button = this.closest("form")?.querySelector("[data-part=send]");
    this.none = this.querySelector("input[name=to]:enabled") ? gettext("Choose a provider") : this.button?.textContent;
    this.addEventListener("change", () => this.tell());
    this.tell();
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
