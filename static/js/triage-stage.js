/**
 * The large picture and its plate. What comes next is fetched and decoded before it is wanted, and stays in the page,
 * hidden: showing it changes one attribute.
 */

import { make } from "./make.js";

const KEPT = 24, MODES = ["alone", "wipe", "side", "plate"];

/** Pictures by address, the latest used last. */
class Pool {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    /** @type {Map<string, HTMLImageElement>} */
    this.images = new Map();
  }

  /** @param {string} key @param {string} address @param {"high"|"low"} [haste] */
  fetch(key, address, haste = "low") {
    let image = this.images.get(key);
    if (image) this.images.delete(key);
    else {
      image = make("img");
      Object.assign(image, { alt: "", decoding: "sync", draggable: false, fetchPriority: haste, src: address });
      image.dataset.picture = key;
      image.ready = image.decode().catch(() => {});
      image.addEventListener("error", () => { if (this.images.get(key) === image) { this.images.delete(key); image.remove(); } });
      this.place.append(image);
    }
    this.images.set(key, image);
    return image;
  }

  /** @param {string} key "" for none @param {string} [address] */
  show(key, address) {
    const image = key ? this.fetch(key, address, "high") : null;
    for (const one of this.images.values()) one.classList.toggle("is-shown", one === image);
    for (const [old, one] of this.images) {
      if (this.images.size <= KEPT) break;
      if (one === image) continue;
      one.remove();
      this.images.delete(old);
    }
    return image;
  }
}

export class Stage {
  /** @param {HTMLElement} board */
  constructor(board) {
    const part = (name) => board.querySelector(`[data-part="${name}"]`);
    this.view = part("view");
    this.pictures = new Pool(part("pictures"));
    this.plates = new Pool(part("plates"));
    this.wipe = part("wipe");
    this.slider = this.wipe.querySelector("input");
    this.slider.addEventListener("input", () => this.setWipe(Number(this.slider.value)));
    this.mode = "alone";
    this.item = null;
    this.view.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /** @param {object} item a picture of the board @param {object[]} soon those that may come next, the likeliest first */
  show(item, soon) {
    this.item = item;
    this.pictures.show(item.id, item.large).alt = item.label;
    for (const other of [...soon].reverse()) this.pictures.fetch(other.id, other.large);
    this.pictures.fetch(item.id, item.large);
    this.showPlate();
    clearTimeout(this.later);
    this.later = setTimeout(() => { for (const other of [item, ...soon.slice(0, 2)]) this.plate(other); }, this.mode === "alone" ? 500 : 0);
  }

  plate(item) {
    return item.plate ? this.plates.fetch(item.plate.url, item.plate.url) : null;
  }

  showPlate() {
    const wanted = this.mode !== "alone" && this.item?.plate;
    this.plates.show(wanted ? wanted.url : "", wanted ? wanted.url : "");
    for (const mode of MODES) this.view.classList.toggle(`is-${mode}`, mode === (wanted ? this.mode : "alone"));
    this.wipe.hidden = !wanted || this.mode !== "wipe";
  }

  /** The same again goes back to the picture alone. @param {string} mode */
  toggle(mode) {
    this.mode = this.mode === mode ? "alone" : mode;
    this.showPlate();
    return this.mode;
  }

  /** @param {number} value percent from the left */
  setWipe(value) {
    this.slider.value = String(Math.max(0, Math.min(100, value)));
    this.view.style.setProperty("--wipe", `${this.slider.value}%`);
  }

  nudge(step) {
    this.setWipe(Number(this.slider.value) + step);
  }
}
