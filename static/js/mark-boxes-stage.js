/** Boxes over one frame: drawn, chosen, moved and sized by pointer or by keys. */

import { svg } from "./drawn.js";
import { LEAST, within } from "./mark-boxes-marks.js";

const STEP = 0.005, FAST = 4, NEAR = 12, NEAR_FINGER = 24, FIRST = { x: 0.44, y: 0.3, width: 0.12, height: 0.2 };
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const CORNERS = [[0, 0], [1, 0], [1, 1], [0, 1]];
const inside = (value) => Math.min(1, Math.max(0, value));

/** @typedef {import("./mark-boxes-marks.js").Mark} Mark */

export class BoxStage {
  /**
   * @param {HTMLElement} host what holds the picture
   * @param {{add(box): void, change(mark: Mark, box): void, choose(mark: Mark|null): void, remove(mark: Mark): void, step(by: number): void}} told
   */
  constructor(host, told) {
    Object.assign(this, { host, told, marks: [], chosen: null, ready: false, under: null });
    this.layer = svg("svg", { class: "mark-layer" });
    this.layer.setAttribute("aria-hidden", "true");
    host.append(this.layer);
    host.tabIndex = 0;
    host.addEventListener("pointerdown", (event) => this.down(event));
    host.addEventListener("pointermove", (event) => this.move(event));
    host.addEventListener("pointerup", () => this.up());
    host.addEventListener("pointercancel", () => { this.under = null; this.render(); });
    host.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.render()).observe(host);
  }

  /** @param {Mark[]} marks of the frame that is shown @param {Mark|null} chosen one of them */
  show(marks, chosen) {
    Object.assign(this, { marks, chosen });
    this.render();
  }

  /** A box in the middle, for those who do not draw. */
  add() {
    if (this.ready) this.told.add({ ...FIRST });
  }

  place(event) {
    const area = this.layer.getBoundingClientRect();
    return [inside((event.clientX - area.left) / area.width), inside((event.clientY - area.top) / area.height)];
  }

  down(event) {
    if (!this.ready || event.button || event.target.closest("button")) return;
    event.preventDefault();
    this.host.focus({ preventScroll: true });
    this.host.setPointerCapture(event.pointerId);
    const at = this.place(event), corner = this.corner(event), held = corner ? this.chosen : this.at(at);
    if (corner) this.under = { mark: held, from: corner };
    else if (held) this.under = { mark: held, held: [at[0] - held.x, at[1] - held.y] };
    else this.under = { from: at };
    if (held !== this.chosen) this.told.choose(held ?? null);
  }

  /** The opposite of the corner of the chosen box that is held. @returns {[number, number]|null} */
  corner(event) {
    if (!this.chosen) return null;
    const area = this.layer.getBoundingClientRect(), reach = event.pointerType === "touch" ? NEAR_FINGER : NEAR, { x, y, width, height } = this.chosen;
    const far = ([right, low]) => Math.hypot(area.left + (x + right * width) * area.width - event.clientX, area.top + (y + low * height) * area.height - event.clientY);
    const [near] = [...CORNERS].sort((one, other) => far(one) - far(other));
    return far(near) <= reach ? [x + (1 - near[0]) * width, y + (1 - near[1]) * height] : null;
  }

  /** The smallest box at a place. */
  at([x, y]) {
    const there = this.marks.filter((mark) => x >= mark.x && x <= mark.x + mark.width && y >= mark.y && y <= mark.y + mark.height);
    return there.sort((one, other) => one.width * one.height - other.width * other.height)[0];
  }

  move(event) {
    const { under } = this;
    if (!under) return;
    const at = this.place(event);
    if (under.held) under.box = within({ ...sides(under.mark), x: at[0] - under.held[0], y: at[1] - under.held[1] });
    else under.box = between(under.from, at);
    if (under.mark) this.told.change(under.mark, under.box);
    this.render();
  }

  /** A press without a way is no box. */
  up() {
    const { under } = this;
    this.under = null;
    if (under?.box && !under.mark && under.box.width >= LEAST && under.box.height >= LEAST) this.told.add(under.box);
    else this.render();
  }

  /** Arrows step through frames; with a box chosen they move it, with Shift they size it. */
  key(event) {
    if (event.target !== this.host || event.ctrlKey || event.metaKey || event.altKey || !this.press(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  press(event) {
    const { key, shiftKey } = event, move = MOVES[key];
    if (key === "," || key === ".") return this.told.step(key === "." ? 1 : -1), true;
    if (key === "Enter" || key === "b") return this.add(), true;
    if (!this.chosen) return move?.[0] ? (this.told.step(move[0] * (shiftKey ? 10 : 1)), true) : false;
    if (key === "Delete" || key === "Backspace") return this.told.remove(this.chosen), true;
    if (key === "Escape") return this.told.choose(null), true;
    if (!move) return false;
    const { x, y, width, height } = this.chosen, by = STEP * (event.repeat ? FAST : 1);
    const box = shiftKey ? { x, y, width: width + by * move[0], height: height + by * move[1] } : { x: x + by * move[0], y: y + by * move[1], width, height };
    this.told.change(this.chosen, within(box));
    return true;
  }

  render() {
    const { clientWidth: wide, clientHeight: high } = this.layer;
    this.layer.setAttribute("viewBox", `0 0 ${wide || 1} ${high || 1}`);
    const drawn = this.marks.map((mark) => this.box(mark, wide, high, mark === this.chosen));
    if (this.under?.box && !this.under.mark) drawn.push(this.box({ ...this.under.box, character: "" }, wide, high, false));
    this.layer.replaceChildren(...drawn);
  }

  box(mark, wide, high, chosen) {
    const group = svg("g", { class: chosen ? "mark-box is-chosen" : "mark-box" }), at = { x: mark.x * wide, y: mark.y * high, width: mark.width * wide, height: mark.height * high };
    group.append(svg("rect", { class: "halo", ...at }), svg("rect", at));
    if (chosen) for (const [right, low] of CORNERS) group.append(svg("circle", { cx: at.x + right * at.width, cy: at.y + low * at.height, r: 5 }));
    if (mark.character) {
      const name = svg("text", { x: at.x, y: at.y > 20 ? at.y - 6 : at.y + at.height + 16 });
      name.textContent = mark.character;
      group.append(name);
    }
    return group;
  }
}

const sides = ({ x, y, width, height }) => ({ x, y, width, height });

function between([x, y], [toX, toY]) {
  return { x: Math.min(x, toX), y: Math.min(y, toY), width: Math.abs(toX - x), height: Math.abs(toY - y) };
}
