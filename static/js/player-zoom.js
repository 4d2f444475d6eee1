/** A closer look: + and − or Ctrl and the wheel, dragged to other places; 0 fits the picture again. */

const STEPS = [1, 1.5, 2, 3, 4, 6, 8];

export class PlayerZoom {
  /** @param {object} player a frame-player */
  constructor(player) {
    Object.assign(this, { player, level: 1, x: 0, y: 0 });
    /** @type {{x: number, y: number}|null} */
    this.held = null;
    const { view } = player;
    view.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    view.addEventListener("pointerdown", (event) => this.down(event));
    view.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) view.addEventListener(name, () => { this.held = null; });
    view.addEventListener("click", (event) => { if (this.moved) event.stopPropagation(); this.moved = false; }, true);
  }

  /** @param {1|-1} way */
  step(way) {
    const at = STEPS.findIndex((level) => level >= this.level - 1e-6);
    this.to(STEPS[Math.max(0, Math.min(STEPS.length - 1, at + way))]);
  }

  /** The place (x, y), in parts of the picture from its middle, stays where it is. */
  to(level, x = 0, y = 0) {
    const grow = level / this.level;
    this.level = level;
    this.pan(x - (x - this.x) * grow, y - (y - this.y) * grow);
  }

  pan(x, y) {
    const most = (this.level - 1) / 2, { view, bar } = this.player;
    this.x = Math.max(-most, Math.min(most, x));
    this.y = Math.max(-most, Math.min(most, y));
    for (const [name, value] of [["--zoom", this.level], ["--x", `${100 * this.x}%`], ["--y", `${100 * this.y}%`]]) view.style.setProperty(name, String(value));
    view.classList.toggle("is-zoomed", this.level > 1);
    bar.render();
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = this.player.pane.getBoundingClientRect(), level = Math.max(1, Math.min(STEPS.at(-1), this.level * Math.exp(-event.deltaY / 300)));
    this.to(level, (event.clientX - box.left) / box.width - 0.5, (event.clientY - box.top) / box.height - 0.5);
  }

  down(event) {
    this.moved = false;
    if (this.level === 1 || event.button || event.target.closest(".is-drawing, .note-mark, input")) return;
    this.held = { x: event.clientX, y: event.clientY };
  }

  move(event) {
    if (!this.held || !event.buttons) return;
    const box = this.player.pane.getBoundingClientRect(), dx = event.clientX - this.held.x, dy = event.clientY - this.held.y;
    if (!this.moved && Math.hypot(dx, dy) < 4) return;
    if (!this.moved) this.player.view.setPointerCapture(event.pointerId);
    this.moved = true;
    this.held = { x: event.clientX, y: event.clientY };
    this.pan(this.x + dx / box.width, this.y + dy / box.height);
  }
}
