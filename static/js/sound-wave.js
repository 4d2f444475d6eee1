/** <sound-wave data-url>: the outline of a sound, as /renditions/…/waveform.json tells it. Also drawn below a film's strip. */

import { make } from "./make.js";

/** @typedef {{points: number, low: number[], high: number[]}} Wave lowest and highest sample of each stretch, in -1..1 */

/** @param {string} url @returns {Promise<Wave|null>} null when it does not arrive: the sound plays all the same */
export async function fetchWave(url) {
  try {
    const answer = await fetch(url);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/**
 * One line a pixel, from the lowest to the highest sample under it.
 * @param {CanvasRenderingContext2D} context @param {Wave} wave @param {{top: number, width: number, height: number}} box pixels
 */
export function drawWave(context, wave, { top, width, height }) {
  const middle = top + height / 2, reach = height / 2;
  context.fillStyle = "#7c7c7c";
  for (let x = 0; x < width; x += 1) {
    const first = Math.floor((x * wave.points) / width), last = Math.max(first + 1, Math.floor(((x + 1) * wave.points) / width));
    const low = Math.min(...wave.low.slice(first, last)), high = Math.max(...wave.high.slice(first, last));
    context.fillRect(x, middle - high * reach, 1, Math.max(1, (high - low) * reach));
  }
}

/** A canvas as sharp as the screen. @param {HTMLCanvasElement} canvas @returns {{context: CanvasRenderingContext2D, width: number, height: number}} */
export function sized(canvas) {
  const scale = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
  Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  return { context, width, height };
}

class SoundWave extends HTMLElement {
  async connectedCallback() {
    if (this.canvas) return;
    this.canvas = make("canvas", "wave");
    this.canvas.ariaHidden = "true";
    this.replaceChildren(this.canvas);
    const wave = await fetchWave(this.dataset.url);
    if (!wave) return;
    this.watcher = new ResizeObserver(() => {
      const { context, width, height } = sized(this.canvas);
      drawWave(context, wave, { top: 0, width, height });
    });
    this.watcher.observe(this.canvas);
  }

  disconnectedCallback() {
    this.watcher?.disconnect();
  }
}

customElements.define("sound-wave", SoundWave);
