/** What notes stand on: the player, or a picture alone. */

import { DrawLayer } from "./draw-layer.js";
import { NoteMarks } from "./note-marks.js";

/**
 * @param {(id: string) => void} choose when a mark is pressed
 * @returns {Promise<Surface|null>} nothing while there is no picture yet
 */
export async function findSurface(choose) {
  const player = document.querySelector("#version frame-player");
  if (player) {
    await customElements.whenDefined("frame-player");
    return new Surface(player.pane, () => [player.video.videoWidth || 1920, player.video.videoHeight || 1080], player, choose);
  }
  const image = document.querySelector("[data-note-picture] img");
  return image && new Surface(image.parentElement, () => [image.naturalWidth || 1920, image.naturalHeight || 1080], null, choose);
}

class Surface {
  constructor(host, size, player, choose) {
    Object.assign(this, { host, player });
    // The same place asked for twice keeps its layer.
    this.layer = host.noteLayer ??= new DrawLayer(host, size);
    this.marks = player && (host.noteMarks ??= new NoteMarks(player, choose));
    const picture = player?.video ?? host.querySelector("img");
    picture.addEventListener(player ? "loadedmetadata" : "load", () => this.layer.render());
  }

  get frame() {
    return this.player?.frame ?? 0;
  }

  /** In to out where they are marked, else the frame on the screen. */
  place() {
    this.player?.pause();
    const { start = null, end = null } = this.player?.range ?? {}, from = start ?? (end === null ? this.frame : Math.min(this.frame, end - 1));
    return { start: from, end: end ?? Math.max(from + 1, start === null ? 0 : this.frame + 1) };
  }

  go(start, end) {
    if (!this.player) return;
    this.player.pause();
    this.player.seekFrame(start);
    this.player.setRange(end - start > 1 ? start : null, end - start > 1 ? end : null);
  }

  remove() {
    this.layer.remove();
    this.marks?.remove();
    delete this.host.noteLayer;
    delete this.host.noteMarks;
  }
}
