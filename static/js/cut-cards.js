/** The contact sheet of a breakdown: one card a shot, in the markup of templates/components/_shot_card.html. */

import { make } from "./make.js";
import { gettext, interpolate, ngettext } from "./words.js";
import { length, toTimecode } from "./timecode.js";

export const DOUBT = 0.6;

/** How a shot is come into, in words; an editing system's own kind as it came. @param {string} kind */
const passage = (kind) => ({ cut: gettext("hard cut"), dissolve: gettext("dissolve"), fade: gettext("fade"), flash_frame: gettext("flash frames") })[kind] ?? kind;

export class Cards {
  /** @param {HTMLElement} editor @param {{rate: object, drop: boolean, startFrame: number}} clock */
  constructor(editor, clock) {
    this.clock = clock;
    this.sheet = editor.querySelector("[data-part=sheet]");
    this.template = editor.querySelector("template[data-part=card]");
    /** Whether the last timecode of a shot names its last frame (1) or the one after it (0). */
    this.inclusive = 0;
  }

  timecode(frame) {
    return toTimecode(this.clock.startFrame + frame, this.clock.rate, this.clock.drop);
  }

  at(index) {
    return this.sheet.children[index];
  }

  /** @param {object[]} shots @param {number} selected @param {boolean} editable */
  draw(shots, selected, editable) {
    const first = shots[0];
    if (first?.timecode_out) this.inclusive = first.timecode_out === this.timecode(first.end - 1) ? 1 : 0;
    while (this.sheet.children.length > shots.length) this.sheet.lastElementChild.remove();
    while (this.sheet.children.length < shots.length) this.sheet.append(this.template.content.firstElementChild.cloneNode(true));
    shots.forEach((shot, index) => this.fill(this.at(index), shot, index, editable));
    this.mark(selected);
  }

  fill(card, shot, index, editable) {
    const part = (name) => card.querySelector(`[data-part="${name}"]`);
    const { number, start, end, confidence, transition, thumbnail } = shot, doubtful = index > 0 && confidence != null && confidence < DOUBT;
    const kind = transition?.kind ?? (index > 0 ? "cut" : ""); // what a person cut is a hard cut, and is exported as one
    Object.assign(card.dataset, { number, start, end, confidence: confidence ?? "" });
    const picture = part("thumb");
    if (thumbnail && picture.getAttribute("src") !== thumbnail) picture.src = thumbnail;
    part("number").textContent = number;
    part("in").textContent = this.timecode(start);
    part("out").textContent = this.timecode(end - this.inclusive);
    part("length").textContent = length(end - start, this.clock.rate);
    part("look").hidden = !doubtful;
    part("transition").hidden = !kind;
    part("transition").textContent = kind && passage(kind);
    card.classList.toggle("is-pending", Boolean(shot.pending));
    card.ariaLabel = interpolate(doubtful ? gettext("Shot %(n)s, %(in)s, %(length)s, look at its head") : gettext("Shot %(n)s, %(in)s, %(length)s"),
      { n: number, in: this.timecode(start), length: length(end - start, this.clock.rate) });
    this.seam(card, index, editable);
  }

  /** The cut before a shot, to be dragged by frames. */
  seam(card, index, editable) {
    const seam = card.querySelector(".seam");
    if (index === 0 || !editable) return void seam?.remove();
    if (seam) return;
    const handle = make("span", "seam");
    handle.title = gettext("Drag the cut by frames");
    card.append(handle);
  }

  /** @param {number} selected */
  mark(selected) {
    [...this.sheet.children].forEach((card, index) => {
      const is = index === selected;
      card.classList.toggle("is-selected", is);
      card.tabIndex = is ? 0 : -1;
      if (is) card.setAttribute("aria-current", "true"); else card.removeAttribute("aria-current");
    });
  }

  /** @param {HTMLElement} place @param {object[]} shots */
  count(place, shots, madeBy) {
    const doubtful = shots.filter((shot, index) => index > 0 && shot.confidence != null && shot.confidence < DOUBT).length;
    const frames = shots.length ? shots.at(-1).end - shots[0].start : 0;
    const line = (value, words) => { const part = make("span"); part.append(make("b", "", String(value)), ` ${words}`); return part; };
    place.replaceChildren(
      line(shots.length, ngettext("shot", "shots", shots.length)),
      line(length(frames, this.clock.rate), gettext("in all")),
      line(doubtful, ngettext("cut to look at", "cuts to look at", doubtful)),
      ...(madeBy ? [make("span", "", interpolate(gettext("last change by %(name)s"), { name: madeBy }))] : []));
  }
}
