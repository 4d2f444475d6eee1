/** Where the notes are, on the player's scrub bar. The list says the same to those who do not see it. */

import { make } from "./make.js";

export class NoteMarks {
  /** @param {object} player a frame-player @param {(id: string) => void} choose */
  constructor(player, choose) {
    Object.assign(this, { player, choose });
    this.element = make("div", "note-marks");
    this.element.ariaHidden = "true";
    player.bar.scrub.append(this.element);
  }

  remove() {
    this.element.remove();
  }

  /** @param {{id: string, start: number, end: number, resolved_at: string|null}[]} notes @param {string} current */
  show(notes, current) {
    const { frames } = this.player;
    this.element.replaceChildren(...notes.map((note) => {
      const mark = make("span", `note-mark${note.resolved_at ? " is-resolved" : ""}${note.id === current ? " is-current" : ""}`);
      mark.style.left = `${(100 * note.start) / frames}%`;
      mark.style.width = `${(100 * (note.end - note.start)) / frames}%`;
      mark.addEventListener("pointerdown", (event) => { event.stopPropagation(); this.choose(note.id); });
      return mark;
    }));
  }
}
