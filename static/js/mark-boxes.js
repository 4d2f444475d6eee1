/**
 * <mark-boxes>: faces marked with boxes on frames of a film, each with the name of a character. They are written as
 * JSON into the field `data-field`, which stays where it is for those without this; `data-shots` is the field whose
 * shots are offered one by one. Frames come from `data-frame-url` with "{frame}" for the number, counted from 0.
 */

import { teach } from "./keys.js";
import { button, make } from "./make.js";
import { MarkList, ShotStrip } from "./mark-boxes-list.js";
import { readMarks, readShots, shotOf, within, writeMarks } from "./mark-boxes-marks.js";
import { BoxStage } from "./mark-boxes-stage.js";
import { parseRate, toTimecode } from "./timecode.js";
import { gettext, interpolate, ngettext } from "./words.js";

const SCRUB = 90; // ms that the slider rests before its frame is asked for

class MarkBoxes extends HTMLElement {
  connectedCallback() {
    if (this.stage) return;
    teach(gettext("Boxes"), [["B · Enter", gettext("New box on this frame")], ["← → ↑ ↓", gettext("Move the box; with Shift size it. Without a box: frame by frame")],
      [", .", gettext("Frame before, next frame")], ["Delete", gettext("Remove the box")], ["Escape", gettext("Choose no box")]]);
    const { frames, rate, width, height } = this.dataset;
    Object.assign(this, { frames: Number(frames), rate: rate ? parseRate(rate) : null, size: [Number(width), Number(height)], chosen: null });
    this.names = this.querySelector("datalist");
    this.field = document.getElementById(this.dataset.field);
    this.shotsField = document.getElementById(this.dataset.shots);
    this.build();
    this.field.addEventListener("change", () => this.read());
    this.shotsField?.addEventListener("change", () => this.read());
    this.read();
    this.go(this.begin());
  }

  build() {
    const view = make("div", "mark-view");
    this.picture = make("img");
    Object.assign(this.picture, { alt: "", draggable: false });
    this.picture.addEventListener("load", () => this.loaded(true));
    this.picture.addEventListener("error", () => this.loaded(false));
    view.append(this.picture);
    if (this.dataset.mark) {
      const mark = make("view-mark");
      mark.dataset.text = this.dataset.mark;
      view.append(mark);
      import("./view-mark.js");
    }
    view.setAttribute("role", "application");
    view.setAttribute("aria-roledescription", gettext("picture to mark people on"));
    view.setAttribute("aria-describedby", "mark-keys");
    this.view = view;
    this.said = make("output", "mark-said");
    const shots = make("ol", "mark-shots"), lines = make("ul", "mark-lines");
    shots.setAttribute("aria-label", gettext("Shots"));
    lines.setAttribute("aria-label", gettext("Marks"));
    this.count = make("p", "mark-count");
    this.count.setAttribute("role", "status");
    this.append(shots, view, this.bar(), this.keys(), this.count, lines);
    this.stage = new BoxStage(view, this.hand());
    this.strip = new ShotStrip(shots, (frame) => this.address(frame), (frame) => this.go(frame));
    this.list = new MarkList(lines, { ...this.hand(), go: (mark) => this.goTo(mark), named: () => this.changed(), back: () => this.view.focus({ preventScroll: true }), said: (frame) => this.clock(frame) });
  }

  /** What is done with boxes, by whichever part. */
  hand() {
    return {
      add: (box) => this.add(box),
      change: (mark, box) => { Object.assign(mark, box); this.changed(); },
      choose: (mark) => { this.chosen = mark; this.show(); },
      remove: (mark) => this.remove_(mark),
      step: (by) => this.go(this.frame + by),
    };
  }

  bar() {
    const bar = make("div", "mark-bar"), step = (word, iconName, by) => button(word, iconName, () => this.go(this.frame + by), "is-icon", true);
    this.slider = make("input");
    Object.assign(this.slider, { type: "range", min: 0, max: this.frames - 1, step: 1, ariaLabel: gettext("Frame") });
    this.slider.addEventListener("input", () => this.scrub());
    this.slider.addEventListener("change", () => this.go(Number(this.slider.value)));
    this.unmarked = button(gettext("Next shot without a mark"), "", () => this.go(this.nextUnmarked()), "is-small");
    bar.append(step(gettext("Frame back"), "back", -1), this.slider, step(gettext("Frame forward"), "forward", 1), this.said, button(gettext("Add a box"), "plus", () => { this.stage.add(); }, "is-small"), this.unmarked);
    return bar;
  }

  keys() {
    const said = make("p", "quiet small", gettext("Drag on the picture to draw a box. With the picture focused: Left and Right go through the frames (Shift: 10), Enter adds a box, arrows move it, Shift and arrows size it, Delete removes it, Escape lets go of it."));
    said.id = "mark-keys";
    return said;
  }

  read() {
    this.shots = readShots(this.shotsField?.value ?? "");
    const { marks, kept, sound } = readMarks(this.field.value, this.shots, this.size);
    Object.assign(this, { marks, kept, sound, chosen: null });
    this.strip.set(this.shots);
    this.unmarked.hidden = !this.shots.length;
    this.show();
  }

  /** Where somebody looks first: a shot without a mark, a mark, or the middle of the film. */
  begin() {
    if (this.shots.length) return this.nextUnmarked();
    return this.marks[0]?.frame ?? Math.floor(this.frames / 2);
  }

  nextUnmarked() {
    const marked = this.marked(), here = shotOf(this.shots, this.frame ?? 0), order = [...this.shots.keys()];
    const next = [...order.slice(here + 1), ...order.slice(0, here + 1)].find((number) => !marked.has(number)) ?? Math.max(0, here);
    return this.middle(this.frame === undefined && !marked.has(0) ? 0 : next);
  }

  middle(number) {
    const [first, end] = this.shots[number];
    return Math.floor((first + end) / 2);
  }

  marked() {
    return new Set(this.marks.map((mark) => shotOf(this.shots, mark.frame)));
  }

  address(frame) {
    return this.dataset.frameUrl.replace("{frame}", String(frame));
  }

  /** @param {number} frame */
  go(frame) {
    clearTimeout(this.rest);
    this.rest = 0;
    const wanted = Math.min(this.frames - 1, Math.max(0, frame));
    if (wanted !== this.frame || this.chosen?.frame !== wanted) this.chosen = null;
    this.turn(wanted, `${this.address(wanted)}?large=1`);
  }

  /** While the slider moves, small pictures do. */
  scrub() {
    clearTimeout(this.rest);
    const frame = Number(this.slider.value);
    this.said.textContent = this.clock(frame);
    this.rest = setTimeout(() => { this.chosen = null; this.turn(frame, this.address(frame)); }, SCRUB);
  }

  turn(frame, address) {
    this.frame = frame;
    this.slider.value = String(frame);
    if (this.picture.getAttribute("src") !== address) {
      this.stage.ready = false;
      this.view.ariaBusy = "true";
      this.picture.src = address;
    }
    this.show();
  }

  loaded(well) {
    this.stage.ready = well;
    this.view.ariaBusy = "false";
    this.view.classList.toggle("is-missing", !well);
    if (well) this.view.style.setProperty("--ratio", String(this.picture.naturalWidth / this.picture.naturalHeight));
    this.show();
  }

  goTo(mark) {
    this.chosen = mark;
    if (mark.frame === this.frame) this.show(); else this.turn(mark.frame, `${this.address(mark.frame)}?large=1`);
  }

  add(box) {
    const mark = { ...within(box), frame: this.frame, character: "" };
    this.marks.push(mark);
    this.chosen = mark;
    this.changed();
    if (!matchMedia("(pointer: coarse)").matches) this.list.focus(mark);
  }

  remove_(mark) {
    this.marks.splice(this.marks.indexOf(mark), 1);
    if (this.chosen === mark) this.chosen = null;
    this.changed();
    this.view.focus({ preventScroll: true });
  }

  changed() {
    this.field.value = writeMarks(this.marks, this.kept);
    this.sound = true;
    this.show();
  }

  clock(frame) {
    const count = interpolate(gettext("frame %(n)s"), { n: frame });
    return this.rate ? `${toTimecode(frame + Number(this.dataset.start || 0), this.rate, "drop" in this.dataset)} · ${count}` : count;
  }

  show() {
    if (this.frame !== undefined) this.stage.show(this.marks.filter((mark) => mark.frame === this.frame), this.chosen);
    const shot = shotOf(this.shots, this.frame ?? -1), where = this.frame === undefined ? "" : this.clock(this.frame);
    this.said.textContent = this.view.classList.contains("is-missing") ? interpolate(gettext("%(where)s cannot be shown"), { where }) : where;
    this.view.ariaLabel = shot < 0 ? where : interpolate(gettext("Shot %(n)s · %(where)s"), { n: shot + 1, where });
    this.strip.show(this.marked(), shot);
    this.list.show(this.marks, this.chosen, this.shots);
    this.count.textContent = this.counted();
    this.offer();
  }

  counted() {
    if (!this.sound) return gettext("What stands under Marks in the parameters cannot be read. The first box drawn here replaces it.");
    const count = interpolate(ngettext("%(n)s mark", "%(n)s marks", this.marks.length), { n: this.marks.length });
    if (!this.shots.length) return this.marks.length ? count : gettext("Nobody is marked.");
    const done = this.marked();
    done.delete(-1);
    return interpolate(gettext("%(count)s · %(done)s of %(all)s shots are marked"), { count, done: done.size, all: this.shots.length });
  }

  /** Names that are in use are offered for further marks. */
  offer() {
    const known = new Set([...(this.names?.options ?? [])].map((one) => one.value));
    for (const { character } of this.marks) {
      const name = character.trim();
      if (!name || known.has(name) || (this.chosen?.character ?? null) === character) continue;
      known.add(name);
      const option = make("option");
      option.value = name;
      this.names?.append(option);
    }
  }
}

customElements.define("mark-boxes", MarkBoxes);
