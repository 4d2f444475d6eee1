/** Drawing over the player's picture, by pointer or by keys. */

import { drawShape, layer, svg } from "./drawn.js";

const STEP = 0.01, LEAST = 0.004;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const within = (value) => Math.min(1, Math.max(0, value));
const round = (value) => Math.round(value * 10_000) / 10_000;

export class DrawLayer {
  /** @param {HTMLElement} host what holds the picture @param {() => [number, number]} size of the picture in pixels */
  constructor(host, size) {
    Object.assign(this, { host, size, tool: "", colour: "amber", label: "", shapes: [], shown: [] });
    /** Told when a shape was added or taken back. */
    this.changed = () => {};
    /** @type {import("./drawn.js").Shape|null} */
    this.under = null;
    this.cross = [0.5, 0.5];
    this.build();
  }

  build() {
    this.element?.remove();
    const [width, height] = this.size();
    this.width = width;
    this.element = layer(width, height);
    this.host.append(this.element);
    this.element.addEventListener("pointerdown", (event) => this.down(event));
    this.element.addEventListener("pointermove", (event) => this.move(event));
    this.element.addEventListener("pointerup", () => this.up());
    this.element.addEventListener("pointercancel", () => { this.under = null; this.render(); });
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("click", (event) => event.stopPropagation());
    this.use(this.tool, this.colour);
  }

  remove() {
    this.element.remove();
  }

  /** What others drew, below what is being drawn. @param {import("./drawn.js").Shape[]} shapes */
  show(shapes) {
    this.shown = shapes;
    this.render();
  }

  /** @param {string} tool arrow, box, pen, or "" to draw nothing @param {string} colour */
  use(tool, colour = this.colour) {
    Object.assign(this, { tool, colour });
    this.element.classList.toggle("is-drawing", Boolean(tool));
    if (tool) {
      this.element.removeAttribute("aria-hidden");
      this.element.setAttribute("tabindex", "0");
      this.element.setAttribute("role", "application");
      this.element.setAttribute("aria-label", this.label);
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) this.element.removeAttribute(name);
      this.element.setAttribute("aria-hidden", "true");
    }
    this.render();
  }

  /** @param {import("./drawn.js").Shape[]} shapes */
  set(shapes) {
    this.shapes = shapes;
    this.under = null;
    this.render();
    this.changed();
  }

  undo() {
    this.set(this.shapes.slice(0, -1));
  }

  place(event) {
    const [width, height] = this.size(), point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.element.getScreenCTM().inverse());
    return [round(within(point.x / width)), round(within(point.y / height))];
  }

  down(event) {
    if (!this.tool || event.button) return;
    event.preventDefault();
    this.element.setPointerCapture(event.pointerId);
    this.begin(this.place(event));
  }

  begin(at) {
    this.under = { kind: this.tool, colour: this.colour, points: [at, at] };
    this.render();
  }

  move(event) {
    if (this.under) this.lead(this.place(event));
  }

  lead(at) {
    const { points } = this.under;
    if (this.tool !== "pen") points[1] = at;
    else if (Math.hypot(at[0] - points.at(-1)[0], at[1] - points.at(-1)[1]) >= LEAST && points.length < 1000) points.push(at);
    this.render();
  }

  /** A press without a way is no shape. */
  up() {
    const shape = this.under;
    this.under = null;
    if (!shape) return;
    const [first] = shape.points, far = shape.points.some(([x, y]) => Math.hypot(x - first[0], y - first[1]) > LEAST);
    if (far) this.set([...this.shapes, shape]); else this.render();
  }

  /** Arrows lead a cross, Enter begins and ends a shape. */
  key(event) {
    if (!this.tool) return;
    const move = MOVES[event.key];
    if (move) {
      const step = STEP * (event.shiftKey ? 5 : 1);
      this.cross = [round(within(this.cross[0] + move[0] * step)), round(within(this.cross[1] + move[1] * step))];
      if (this.under) this.lead(this.cross); else this.render();
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      if (this.under) this.up(); else this.begin(this.cross);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  render() {
    const [width, height] = this.size();
    this.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const all = [...this.shown, ...this.shapes, ...(this.under ? [this.under] : [])];
    this.element.replaceChildren(...all.map((shape) => drawShape(shape, width, height)));
    if (!this.tool) return;
    const [x, y] = [this.cross[0] * width, this.cross[1] * height], arm = width / 60;
    this.element.append(svg("path", { class: "cross", d: `M${x - arm} ${y}H${x + arm}M${x} ${y - arm}V${y + arm}` }));
  }
}
