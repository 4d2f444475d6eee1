/** Moving one cut: shown at once, sent when the hand rests. Boundary i lies between shot i and shot i + 1. */

const REST = 400;

export class Moves {
  /** @param {{shots: () => object[], show: (boundary: number, frame: number) => void, send: (edit: object) => Promise<boolean>}} house */
  constructor(house) {
    this.house = house;
    /** @type {{boundary: number, frame: number, from: number}|null} */
    this.open = null;
    this.timer = 0;
  }

  /** @param {number} boundary @param {number} count frames */
  by(boundary, count) {
    const shots = this.house.shots(), right = shots[boundary];
    if (right) this.to(boundary, right.start + count);
  }

  /** @param {number} boundary @param {number} frame the new first frame of the right shot */
  to(boundary, frame) {
    const shots = this.house.shots(), left = shots[boundary - 1], right = shots[boundary];
    if (!left || !right) return;
    if (this.open && this.open.boundary !== boundary) this.flush();
    const place = Math.max(left.start + 1, Math.min(right.end - 1, frame));
    this.open ??= { boundary, frame: place, from: right.start };
    this.open.frame = place;
    Object.assign(left, { end: place });
    Object.assign(right, { start: place, pending: true });
    this.house.show(boundary, place);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), REST);
  }

  /** Sends what waits. Resolves when nothing is open any more. */
  async flush() {
    clearTimeout(this.timer);
    const { open } = this;
    this.open = null;
    if (!open || open.frame === open.from) return;
    await this.house.send({ op: "move", boundary: open.boundary, frame: open.frame });
  }
}
