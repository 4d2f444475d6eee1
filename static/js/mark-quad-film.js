/** Which frame is shown: slider, steps and keys, and the picture that comes for it. */

import { parseRate, toFrame, toTimecode } from "./timecode.js";
import { gettext, interpolate } from "./words.js";

const PATIENCE = 80;

export class Film {
  /** @param {HTMLElement} element a mark-quad; `changed` is called with every frame */
  constructor(element, changed) {
    const { frame, frames, rate, drop, timecode } = element.dataset;
    Object.assign(this, { element, changed, address: frame, count: Math.max(1, Number(frames) || 1), drop: drop === "1", frame: 0 });
    this.rate = parseRate(rate || "25");
    try { this.start = timecode ? toFrame(timecode, this.rate, this.drop) : 0; } catch { this.start = 0; }
    this.picture = element.querySelector('[data-part="picture"]');
    this.slider = element.querySelector('[data-part="slider"]');
    this.told = element.querySelector('[data-part="frame"]');
    this.slider.max = String(this.count - 1);
    this.slider.addEventListener("input", () => this.show(Number(this.slider.value)));
    for (const one of element.querySelectorAll("[data-step]")) one.addEventListener("click", () => this.step(Number(one.dataset.step)));
    element.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const way = { ",": -1, "<": -1, ";": -1, ".": 1, ">": 1, ":": 1 }[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=range])")) return;
    event.preventDefault();
    this.step(event.shiftKey ? 10 * way : way);
  }

  step(count) {
    this.show(this.frame + count);
  }

  /** @param {number} frame */
  timecode(frame) {
    return toTimecode(this.start + frame, this.rate, this.drop);
  }

  /** @param {number} frame @param {boolean} [now] without waiting for a hand that still slides */
  show(frame, now = false) {
    this.frame = Math.max(0, Math.min(this.count - 1, Math.round(frame) || 0));
    const values = { frame: this.frame, timecode: this.timecode(this.frame) };
    this.slider.value = String(this.frame);
    this.slider.ariaValueText = interpolate(gettext("Frame %(frame)s, %(timecode)s"), values);
    this.told.textContent = `${values.timecode} · ${this.frame}`;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.load(), now ? 0 : PATIENCE);
    this.changed(this.frame);
  }

  load() {
    const wanted = `${this.address.replace("/0.jpg", `/${this.frame}.jpg`)}?large=1`;
    if (this.picture.getAttribute("src") === wanted) return;
    this.picture.alt = interpolate(gettext("Frame %(frame)s"), { frame: this.frame });
    this.picture.src = wanted;
  }
}
