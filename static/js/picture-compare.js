/**
 * <picture-compare>: two pictures of one size, the second over the first: alone, wiped, side by side, with what may lie
 * over the second. Its buttons come with the page: [data-mode] first, second, wipe or side; [data-part] overlay.
 */

class PictureCompare extends HTMLElement {
  connectedCallback() {
    this.view = this.querySelector('[data-part="view"]');
    this.slider = this.querySelector('[data-part="wipe"] input');
    this.overlay = this.querySelector('[data-part="overlay"]');
    this.modes = [...this.querySelectorAll("[data-mode]")];
    for (const one of this.modes) one.addEventListener("click", () => this.show(one.dataset.mode));
    this.slider.addEventListener("input", () => this.wipe(Number(this.slider.value)));
    this.overlay?.addEventListener("click", () => this.lay(this.overlay.ariaPressed !== "true"));
    this.view.addEventListener("contextmenu", (event) => event.preventDefault());
    for (const name of ["pointerdown", "pointermove"]) this.view.addEventListener(name, (event) => this.drag(event));
    this.show(this.dataset.shows || "second");
  }

  /** @param {string} mode */
  show(mode) {
    this.mode = mode;
    this.view.dataset.shows = mode;
    for (const one of this.modes) one.ariaPressed = String(one.dataset.mode === mode);
    this.querySelector('[data-part="wipe"]').hidden = mode !== "wipe";
  }

  /** @param {number} percent from the left */
  wipe(percent) {
    this.slider.value = String(Math.max(0, Math.min(100, percent)));
    this.view.style.setProperty("--wipe", `${this.slider.value}%`);
  }

  /** The line follows a pointer that is held. @param {PointerEvent} event */
  drag(event) {
    if (this.mode !== "wipe" || !(event.buttons & 1)) return;
    if (event.type === "pointerdown") this.view.setPointerCapture(event.pointerId);
    event.preventDefault();
    const box = this.view.getBoundingClientRect();
    this.wipe((100 * (event.clientX - box.left)) / box.width);
  }

  /** Over the second picture, which comes along if it is not to be seen. @param {boolean} on */
  lay(on) {
    this.overlay.ariaPressed = String(on);
    for (const one of this.querySelectorAll('[data-part="laid"]')) one.hidden = !on;
    if (on && this.mode === "first") this.show("second");
  }
}

customElements.define("picture-compare", PictureCompare);
