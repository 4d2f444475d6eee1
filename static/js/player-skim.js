/** A film's strip and sound below its picture, in the scrub bar: to find a place by looking. */

import { make } from "./make.js";
import { drawWave, fetchWave, sized } from "./sound-wave.js";
import { toTimecode } from "./timecode.js";

const WAVE = 28; // pixels of sound below the strip

/** @typedef {{url: string, tiles: number, columns: number, tile_width: number, tile_height: number, frames: number[]}} Strip */

export class PlayerSkim {
  /** @param {object} player a frame-player @param {HTMLElement} scrub where it is drawn */
  constructor(player, scrub) {
    Object.assign(this, { player, scrub, wave: null, image: null });
    /** @type {Strip} */
    this.strip = JSON.parse(player.dataset.strip);
    this.canvas = make("canvas", "player-strip");
    this.canvas.ariaHidden = "true";
    this.peek = make("div", "player-peek");
    this.peek.hidden = true;
    this.peekTime = make("span");
    this.peek.append(this.peekTime);
    scrub.classList.add("has-strip");
    scrub.prepend(this.canvas);
    scrub.append(this.peek);
    scrub.addEventListener("pointermove", (event) => this.look(event));
    scrub.addEventListener("pointerleave", () => { this.peek.hidden = true; });
    this.load();
  }

  async load() {
    this.image = new Image();
    this.image.src = this.strip.url;
    const { waveUrl } = this.player.dataset;
    [this.wave] = await Promise.all([waveUrl ? fetchWave(waveUrl) : null, this.image.decode().catch(() => null)]);
    this.canvas.classList.toggle("has-wave", Boolean(this.wave));
    this.watcher = new ResizeObserver(() => this.draw());
    this.watcher.observe(this.canvas);
  }

  stop() {
    this.watcher?.disconnect();
  }

  draw() {
    const { context, width, height } = sized(this.canvas), tall = this.wave ? height - WAVE : height;
    if (this.image.naturalWidth) this.drawTiles(context, width, tall);
    if (this.wave) drawWave(context, this.wave, { top: tall, width, height: WAVE });
  }

  /** Whole tiles side by side, each the picture nearest to its place. */
  drawTiles(context, width, height) {
    const { strip } = this, slots = Math.max(1, Math.round(width / ((height * strip.tile_width) / strip.tile_height)));
    for (let slot = 0; slot < slots; slot += 1) {
      const { left, top } = this.place(this.nearest(((slot + 0.5) / slots) * this.player.frames));
      context.drawImage(this.image, left, top, strip.tile_width, strip.tile_height, (slot * width) / slots, 0, width / slots - 1, height);
    }
  }

  /** @param {number} frame @returns {number} the tile that was taken nearest to it */
  nearest(frame) {
    const { frames } = this.strip;
    return frames.reduce((best, at, tile) => (Math.abs(at - frame) < Math.abs(frames[best] - frame) ? tile : best), 0);
  }

  place(tile) {
    const { columns, tile_width, tile_height } = this.strip;
    return { left: (tile % columns) * tile_width, top: Math.floor(tile / columns) * tile_height };
  }

  /** The picture under the pointer, before anybody goes there. */
  look(event) {
    const { player, strip } = this, box = this.scrub.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    const frame = Math.min(player.frames - 1, Math.floor(share * player.frames)), { left, top } = this.place(this.nearest(frame));
    const half = strip.tile_width / 2, x = Math.min(Math.max(share * box.width, half), Math.max(half, box.width - half));
    Object.assign(this.peek.style, {
      width: `${strip.tile_width}px`, height: `${strip.tile_height}px`, left: `${x - half}px`,
      backgroundImage: `url("${strip.url}")`, backgroundPosition: `-${left}px -${top}px`,
    });
    this.peekTime.textContent = toTimecode(player.startFrame + frame, player.rate, player.drop);
    this.peek.hidden = event.pointerType === "touch";
  }
}
