/**
 * <mark-quad data-frame data-frames data-rate data-drop data-timecode data-width data-height data-aspect data-rotation>:
 * four corners of something flat, marked in a frame. They go as JSON into the field `corners` of its form, in the film's
 * own pixels, and the frame into `at`. Markup: templates/projects/_ask_region.html.
 */

import { Film } from "./mark-quad-film.js";
import { Glass } from "./mark-quad-glass.js";
import { atEdge, clockwise, fault, filmSize, kept, partsOf, pointOf, ratio, read } from "./mark-quad-geometry.js";
import { teach } from "./keys.js";
import { gettext, interpolate, number } from "./words.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class MarkQuad extends HTMLElement {
  connectedCallback() {
    if (this.film) return;
    teach(gettext("Corners"), [["← → ↑ ↓", gettext("Move a corner by one pixel; with Shift ten, with Alt a tenth")]]);
    const { width, height, aspect, rotation } = this.dataset, shape = { width: Number(width), height: Number(height) };
    this.size = filmSize({ ...shape, aspect: ratio(aspect), rotation: Number(rotation) || 0 });
    this.form = this.closest("form");
    this.piece = (name) => this.querySelector(`[data-part="${name}"]`);
    this.view = this.piece("view");
    this.view.style.setProperty("--shape", String(shape.width / shape.height));
    this.handles = [...this.querySelectorAll("[data-corner]")];
    this.names = this.handles.map((one) => one.ariaLabel);
    this.glass = new Glass(this.piece("glass"), this.piece("picture"), this.view);
    this.piece("drawn").setAttribute("viewBox", `-0.5 -0.5 ${this.size.width} ${this.size.height}`);
    /** @type {[number, number][]} */
    this.corners = [];
    this.at = 0;
    this.film = new Film(this, () => this.draw());
    this.listen();
    this.hidden = false;
    this.take();
    this.film.show(this.at, true);
  }

  field(name) {
    return this.form.elements[name];
  }

  listen() {
    for (const name of ["corners", "at", "first_frame", "last_frame"]) this.field(name).addEventListener("input", () => this.take());
    for (const [n, handle] of this.handles.entries()) {
      handle.addEventListener("keydown", (event) => this.nudge(n, event));
      handle.addEventListener("focus", () => { if (handle.matches(":focus-visible")) this.look(n); });
      handle.addEventListener("blur", () => this.glass.hide());
    }
    this.view.addEventListener("pointerdown", (event) => this.down(event));
    this.view.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) this.view.addEventListener(name, () => this.up());
    this.piece("picture").addEventListener("load", () => { if (!this.piece("glass").hidden && this.looked !== undefined) this.look(this.looked); });
    this.piece("picture").addEventListener("error", () => this.say(gettext("This frame did not arrive. Go to another one and back.")));
    for (const one of this.querySelectorAll("[data-do]")) one.addEventListener("click", () => this[one.dataset.do]());
    this.form.addEventListener("submit", (event) => this.check(event));
  }

  /** What the fields say, also when somebody writes there. */
  take() {
    this.corners = read(this.field("corners").value);
    this.at = Math.max(0, Number(this.field("at").value) || 0);
    this.draw();
  }

  give() {
    const { corners } = this;
    this.field("corners").value = corners.length ? JSON.stringify(corners) : "";
    this.field("at").value = String(this.at);
    this.draw();
  }

  /** Whether the frame that is shown is the one that is marked. */
  get here() {
    return !this.corners.length || this.film.frame === this.at;
  }

  get placing() {
    return this.corners.length < 4;
  }

  /** @param {number} n @param {[number, number]} point */
  put(n, point) {
    if (!this.corners.length) this.at = this.film.frame;
    this.corners[n] = kept(point, this.size);
    this.give();
    this.look(n);
  }

  look(n) {
    this.looked = n;
    if (this.corners[n]) this.glass.show(partsOf(this.corners[n], this.size));
  }

  pointer(event) {
    const box = this.view.getBoundingClientRect();
    return pointOf([(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height], this.size);
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button || !this.here) return;
    const grabbed = this.handles.indexOf(event.target.closest("[data-corner]")), at = this.pointer(event);
    if (grabbed < 0 && !this.placing) return;
    event.preventDefault();
    const n = grabbed < 0 ? this.corners.length : grabbed, from = this.corners[n] ?? at;
    this.held = { n, off: [from[0] - at[0], from[1] - at[1]], placed: grabbed < 0 };
    this.view.setPointerCapture(event.pointerId);
    if (grabbed < 0) this.put(n, at); else this.look(n);
    this.handles[n].focus({ preventScroll: true });
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (!this.held) return;
    const at = this.pointer(event), { n, off } = this.held;
    this.put(n, [at[0] + off[0], at[1] + off[1]]);
  }

  up() {
    if (!this.held) return;
    const { placed } = this.held;
    this.held = null;
    this.glass.hide();
    if (placed && this.corners.length === 4) {
      this.corners = clockwise(this.corners);
      this.give();
    }
  }

  /** Arrows: a pixel of the film; with Shift ten, with Alt a tenth. @param {number} n @param {KeyboardEvent} event */
  nudge(n, event) {
    const way = STEPS[event.key];
    if (!way || event.ctrlKey || event.metaKey || !this.here) return;
    event.preventDefault();
    const step = event.shiftKey ? 10 : event.altKey ? 0.1 : 1, [x, y] = this.corners[n];
    this.put(n, [x + way[0] * step, y + way[1] * step]);
  }

  /** A box to begin with, in the middle of the frame that is shown. */
  box() {
    this.at = this.film.frame;
    this.corners = [[0.3, 0.3], [0.7, 0.3], [0.7, 0.7], [0.3, 0.7]].map((parts) => kept(pointOf(parts, this.size), this.size));
    this.give();
    this.handles[0].focus();
  }

  clear() {
    this.corners = [];
    this.give();
  }

  turn() {
    this.corners = [...this.corners.slice(1), this.corners[0]];
    this.give();
  }

  back() {
    this.film.show(this.at);
  }

  /** The corners go along to the frame that is shown. */
  along() {
    this.at = this.film.frame;
    this.give();
  }

  from() {
    this.field("first_frame").value = String(this.film.frame);
    this.draw();
  }

  to() {
    this.field("last_frame").value = String(this.film.frame);
    this.draw();
  }

  whole() {
    this.field("first_frame").value = "0";
    this.field("last_frame").value = "";
    this.draw();
  }

  draw() {
    const { corners, here, placing } = this, { width, height } = this.size;
    for (const [n, handle] of this.handles.entries()) {
      handle.hidden = !here || !corners[n];
      if (!corners[n]) continue;
      const [x, y] = partsOf(corners[n], this.size);
      handle.style.left = `${100 * x}%`;
      handle.style.top = `${100 * y}%`;
      handle.ariaLabel = interpolate(gettext("%(name)s corner, x %(x)s, y %(y)s"), { name: this.names[n], x: number(corners[n][0], 1), y: number(corners[n][1], 1) });
    }
    const points = corners.map((one) => one.join(",")).join(" "), wrong = fault(corners, this.size);
    const line = this.piece("outline"), shade = `M-1 -1H${width}V${height}H-1Z`;
    line.setAttribute("points", points);
    this.piece("shade").setAttribute("d", placing || !here || wrong ? "" : `${shade}M${points.replaceAll(" ", "L")}Z`);
    this.piece("drawn").classList.toggle("is-away", !here);
    this.piece("drawn").classList.toggle("is-wrong", Boolean(wrong) && !placing);
    this.view.classList.toggle("is-placing", placing && here);
    const shows = { box: placing, clear: corners.length > 0, turn: !placing, back: !here, along: !here };
    for (const [name, on] of Object.entries(shows)) this.querySelector(`[data-do="${name}"]`).hidden = !on;
    this.piece("range").textContent = this.range();
    this.say(this.words(wrong));
  }

  range() {
    const first = Number(this.field("first_frame").value) || 0, written = this.field("last_frame").value;
    const last = written === "" ? this.film.count - 1 : Number(written);
    this.querySelector('[data-do="whole"]').hidden = first === 0 && written === "";
    const values = { a: first, b: last, n: last - first + 1 };
    if (last < first) return gettext("The last frame is before the first one.");
    if (this.corners.length && (this.at < first || this.at > last)) return interpolate(gettext("Frames %(a)s to %(b)s: the marked frame is not among them."), values);
    return interpolate(gettext("Frames %(a)s to %(b)s are tracked."), values);
  }

  words(wrong) {
    const { corners } = this, values = { at: this.at, timecode: this.film?.timecode(this.at), name: this.names[corners.length] };
    if (!this.here) return interpolate(gettext("The corners are those of frame %(at)s (%(timecode)s)."), values);
    if (this.placing) return interpolate(gettext("%(name)s corner: press in the picture where it is."), values);
    const said = {
      outside: gettext("A corner lies outside the picture. The whole region has to be seen in the marked frame."),
      tiny: gettext("The region is too small: each side needs 16 pixels of the film."),
      turned: gettext("The sides cross, turn inwards or run against the clock. Go clockwise from the upper left."),
    }[wrong];
    if (said) return said;
    if (corners.some((one) => atEdge(one, this.size))) return gettext("A corner is at the edge of the picture. What lies beyond it cannot be tracked: a frame that shows the whole region is better.");
    return interpolate(gettext("Marked in frame %(at)s (%(timecode)s)."), values);
  }

  say(text) {
    const said = this.piece("said");
    if (said.textContent !== text) said.textContent = text;
  }

  /** Nothing is sent that the tool would refuse. @param {SubmitEvent} event */
  check(event) {
    const wrong = fault(this.corners, this.size);
    if (!wrong) return;
    event.preventDefault();
    this.say(this.placing ? gettext("Mark the four corners of the region first.") : this.words(wrong));
    this.film.show(this.corners.length ? this.at : this.film.frame);
    if (this.placing) this.say(gettext("Mark the four corners of the region first."));
    this.scrollIntoView({ block: "center" });
    (this.corners.length ? this.handles[0] : this.querySelector('[data-do="box"]')).focus({ preventScroll: true });
  }
}

customElements.define("mark-quad", MarkQuad);
