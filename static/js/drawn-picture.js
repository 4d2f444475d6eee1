/** <drawn-picture data-src data-alt data-drawing>: a picture with what somebody drew on it. */

import { drawShape, layer } from "./drawn.js";
import { make } from "./make.js";

class DrawnPicture extends HTMLElement {
  connectedCallback() {
    if (this.image) return;
    this.image = make("img");
    this.image.alt = this.dataset.alt || "";
    this.image.addEventListener("load", () => this.draw());
    this.image.addEventListener("error", () => { this.hidden = true; });
    this.image.src = this.dataset.src;
    this.append(this.image);
  }

  draw() {
    const { naturalWidth: width, naturalHeight: height } = this.image;
    this.drawn?.remove();
    this.drawn = layer(width, height);
    for (const shape of JSON.parse(this.dataset.drawing || "[]")) this.drawn.append(drawShape(shape, width, height));
    this.append(this.drawn);
  }
}

customElements.define("drawn-picture", DrawnPicture);
