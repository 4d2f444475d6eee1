/** The player's keys, and J K L: faster with each press, backwards by stepping. */

const SPEEDS = [1, 2, 4, 8], SEEKS = 12;

export class Shuttle {
  /** @param {object} player a frame-player */
  constructor(player) {
    this.player = player;
    this.level = 0;
  }

  get moving() {
    return Boolean(this.timer);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.level = 0;
  }

  /** @param {1|-1} way */
  push(way) {
    const { player } = this, level = Math.sign(this.level) === way ? Math.min(SPEEDS.length, Math.abs(this.level) + 1) : 1;
    player.stop();
    this.level = way * level;
    const speed = SPEEDS[level - 1];
    if (way > 0) {
      player.video.playbackRate = speed;
      return void player.play();
    }
    const frames = Math.max(1, Math.round((player.rate.base * speed) / SEEKS));
    this.timer = setInterval(() => {
      if (player.frame <= 0) this.stop(); else player.seekFrame(player.frame - frames);
      player.bar.render();
    }, (1000 * frames) / (player.rate.base * speed));
  }

  normal() {
    this.stop();
    this.player.video.playbackRate = Number(this.player.bar.speed.value) || 1;
    this.player.toggle();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { player } = this, { target } = event;
    if (this.look(event)) return event.preventDefault();
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !player.isConnected) return;
    if (target.closest("input, textarea, select, [contenteditable], dialog")) return;
    if (event.key === " " && target.closest("button, a, summary, [role=button]")) return;
    const act = this.verb(event.key.length === 1 ? event.key.toLowerCase() : event.key, event.shiftKey ? 10 : 1);
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Ctrl, Shift and an arrow move the enlarged picture, as a drag does. @param {KeyboardEvent} event */
  look(event) {
    const way = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key], { zoom } = this.player;
    if (!way || !event.shiftKey || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || zoom.level === 1) return false;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog") || !this.player.isConnected) return false;
    zoom.pan(zoom.x + way[0] / 8, zoom.y + way[1] / 8);
    return true;
  }

  verb(key, count) {
    const { player } = this;
    return {
      " ": () => (player.video.paused && !this.moving ? this.normal() : player.stop()),
      k: () => player.stop(), l: () => this.push(1), j: () => this.push(-1),
      ArrowLeft: () => player.step(-count), ArrowRight: () => player.step(count),
      Home: () => player.step(-player.frames), End: () => player.step(player.frames),
      i: () => player.mark("start"), o: () => player.mark("end"), x: () => player.setRange(), p: () => player.playMarked(), f: () => player.bar.full(),
      "+": () => player.zoom.step(1), "=": () => player.zoom.step(1), "-": () => player.zoom.step(-1), 0: () => player.zoom.to(1),
    }[key];
  }
}
