/** The player's scrub bar and buttons. */

import { button, make } from "./make.js";
import { teach } from "./keys.js";
import { gettext, interpolate } from "./words.js";
import { toTimecode } from "./timecode.js";

const ZOOMS = ["1", "1.5", "2", "3", "4", "6", "8"];
const SPEEDS = ["0.25", "0.5", "1", "1.5", "2", "4"];

export class PlayerBar {
  /** @param {object} player a frame-player */
  constructor(player) {
    this.player = player;
    this.looping = false;
    this.buildScrub();
    this.buildButtons();
    this.teach();
    queueMicrotask(() => this.render());
  }

  buildScrub() {
    const { player } = this;
    this.scrub = make("div", "player-scrub");
    this.range = make("div", "player-range");
    this.head = make("div", "player-head");
    this.scrub.append(this.range, this.head);
    Object.assign(this.scrub, { tabIndex: 0, role: "slider", ariaLabel: gettext("Frame"), ariaValueMin: "0", ariaValueMax: String(player.frames - 1) });
    const go = (event) => {
      const box = this.scrub.getBoundingClientRect();
      player.stop();
      player.seekFrame(Math.floor(((event.clientX - box.left) / box.width) * player.frames));
    };
    this.scrub.addEventListener("pointerdown", (event) => { this.scrub.setPointerCapture(event.pointerId); go(event); });
    this.scrub.addEventListener("pointermove", (event) => { if (this.scrub.hasPointerCapture(event.pointerId)) go(event); });
  }

  buildButtons() {
    const { player } = this, quiet = "is-quiet is-small is-icon";
    const group = (...parts) => { const element = make("div", "group"); element.append(...parts); return element; };
    this.playButton = button(gettext("Play"), "play", () => player.toggle(), quiet, true);
    this.loop = button(gettext("Loop"), "loop", () => { this.looping = !this.looping; this.render(); }, quiet, true);
    this.time = make("output", "player-time");
    this.speed = make("select");
    this.speed.ariaLabel = gettext("Speed");
    for (const speed of SPEEDS) this.speed.append(new Option(interpolate(gettext("%(n)s×"), { n: speed }), speed, speed === "1", speed === "1"));
    this.speed.addEventListener("change", () => { player.video.playbackRate = Number(this.speed.value); });
    this.zoomed = make("select");
    this.zoomed.ariaLabel = gettext("Zoom");
    for (const level of ZOOMS) this.zoomed.append(new Option(level === "1" ? gettext("Fit") : interpolate(gettext("%(n)s×"), { n: level }), level));
    this.zoomed.addEventListener("change", () => player.zoom.to(Number(this.zoomed.value)));
    this.element = make("div", "player-bar");
    const fullButton = button(gettext("Full screen"), "full", () => this.full(), quiet, true);
    const last = group(this.zoomed, this.speed, fullButton);
    last.classList.add("push");
    this.element.append(
      group(button(gettext("One frame back"), "back", () => player.step(-1), quiet, true), this.playButton,
        button(gettext("One frame on"), "forward", () => player.step(1), quiet, true)),
      this.time,
      group(button(gettext("In"), "", () => player.mark("start"), "is-quiet is-small"), button(gettext("Out"), "", () => player.mark("end"), "is-quiet is-small"),
        button(gettext("Play in to out"), "", () => player.playMarked(), "is-quiet is-small"), this.loop),
      last);
  }

  teach() {
    teach(gettext("Player"), [
      [gettext("Space"), gettext("Play or stop")], ["J K L", gettext("Backwards, stop, forwards; again for faster")],
      ["← →", gettext("One frame; with Shift ten")], ["I O", gettext("Mark in, mark out")], ["X", gettext("Clear in and out")], ["P", gettext("Play in to out")], ["F", gettext("Full screen")],
      ["+ - 0", gettext("Closer, further, the whole picture")],
      [`Ctrl ${gettext("Shift")} ← → ↑ ↓`, gettext("Move the enlarged picture")],
    ]);
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen(); else this.player.requestFullscreen?.();
  }

  render() {
    const { player } = this, { frame, frames, range } = player, moving = !player.video.paused || player.shuttle.moving;
    this.playButton.relabel(moving ? gettext("Stop") : gettext("Play"), moving ? "pause" : "play");
    this.zoomed.value = ZOOMS.find((level) => Number(level) >= player.zoom.level - 1e-6) ?? "8";
    this.loop.setAttribute("aria-pressed", String(this.looping));
    const timecode = toTimecode(player.startFrame + frame, player.rate, player.drop);
    if (this.written !== frame) {
      this.written = frame;
      this.time.replaceChildren(make("b", "", timecode), make("span", "", ` ${player.firstNumber + frame}`));
      this.head.style.left = `${(100 * (frame + 0.5)) / frames}%`;
      this.scrub.ariaValueNow = String(frame);
      this.scrub.ariaValueText = interpolate(gettext("%(timecode)s, frame %(frame)s of %(all)s"), { timecode, frame: player.firstNumber + frame, all: frames });
    }
    const start = range.start ?? 0, end = range.end ?? frames;
    this.range.hidden = range.start === null && range.end === null;
    this.range.style.left = `${(100 * start) / frames}%`;
    this.range.style.width = `${(100 * (end - start)) / frames}%`;
  }
}
