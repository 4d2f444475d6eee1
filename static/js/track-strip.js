/**
 * <track-strip data-frames="96">: a track by frame below its player. A press in a lane goes there, [data-frame] buttons go
 * to a frame, and the outline is laid over the picture where the preview does not show it. Markup: _track_strip.html.
 */

import { make } from "./make.js";

const NS = "http://www.w3.org/2000/svg";

class TrackStrip extends HTMLElement {
  connectedCallback() {
    this.player = document.querySelector("frame-player");
    if (!this.player || this.heads) return;
    this.frames = Number(this.dataset.frames) || 1;
    this.dataset.live = "";
    this.lanes = [...this.querySelectorAll('[data-part="lane"]')];
    this.heads = this.lanes.map((lane) => {
      const head = make("div", "track-head");
      lane.append(head);
      for (const name of ["pointerdown", "pointermove"]) lane.addEventListener(name, (event) => this.drag(lane, event));
      return head;
    });
    for (const one of this.querySelectorAll("[data-frame]")) one.addEventListener("click", () => this.go(Number(one.dataset.frame)));
    this.toggle = this.querySelector('[data-part="outline"]');
    this.toggle?.addEventListener("click", () => this.outline(this.toggle.ariaPressed !== "true"));
    this.player.addEventListener("frame", (event) => this.show(event.detail.frame));
    this.show(0);
  }

  /** @param {number} frame of the preview, from 0 */
  go(frame) {
    this.player.stop?.();
    this.player.seekFrame?.(frame);
  }

  /** @param {HTMLElement} lane @param {PointerEvent} event */
  drag(lane, event) {
    if (!(event.buttons & 1)) return;
    if (event.type === "pointerdown") lane.setPointerCapture(event.pointerId);
    event.preventDefault();
    const box = lane.getBoundingClientRect(), at = Math.floor((this.frames * (event.clientX - box.left)) / box.width);
    this.go(Math.max(0, Math.min(this.frames - 1, at)));
  }

  /** @param {number} frame */
  show(frame) {
    this.frame = frame;
    for (const head of this.heads) head.style.left = `${(100 * (frame + 0.5)) / this.frames}%`;
    this.draw();
  }

  /** @param {boolean} on */
  outline(on) {
    this.toggle.ariaPressed = String(on);
    this.track ??= JSON.parse(document.getElementById("track-outline").textContent);
    if (!this.svg) this.lay();
    this.svg.toggleAttribute("hidden", !on);
    this.draw();
  }

  /** It lies in the player's pane, and is enlarged with the picture. */
  lay() {
    this.svg = document.createElementNS(NS, "svg");
    this.svg.setAttribute("class", "track-outline");
    this.svg.setAttribute("viewBox", `-0.5 -0.5 ${this.track.width} ${this.track.height}`);
    this.svg.setAttribute("aria-hidden", "true");
    this.line = document.createElementNS(NS, "polygon");
    this.svg.append(this.line);
    this.player.pane.append(this.svg);
  }

  draw() {
    const corners = this.track?.corners[this.frame];
    if (this.line && corners) this.line.setAttribute("points", corners.map((one) => one.join(",")).join(" "));
  }
}

customElements.define("track-strip", TrackStrip);
