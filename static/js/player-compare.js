/** A second version beside the first, on the same frame: wiped, side by side, or as a difference. */

import { make } from "./make.js";
import { middle, parseRate } from "./timecode.js";
import { gettext, interpolate } from "./words.js";

const MODES = { wipe: gettext("Wipe"), side: gettext("Side by side"), difference: gettext("Difference") };
const FAR = 0.15, NEAR = 0.02; // seconds apart: jump, or run a little faster or slower

/** @typedef {{name: string, src: string, rate: string, frames: number, times_url: string}} Other */

export class PlayerCompare {
  /** @param {object} player a frame-player */
  constructor(player) {
    this.player = player;
    /** @type {Other[]} */
    this.others = JSON.parse(player.dataset.others || "[]");
    this.mode = "wipe";
    this.build();
    player.addEventListener("frame", () => this.follow());
    for (const name of ["play", "pause", "seeked", "ratechange"]) player.video.addEventListener(name, () => this.follow());
  }

  build() {
    this.element = make("div", "player-compare group");
    this.which = this.select(gettext("Compare with"), [["", gettext("Compare with…")], ...this.others.map(({ name }, index) => [String(index), name])], () => this.choose());
    this.how = this.select(gettext("How"), Object.entries(MODES), () => this.set(this.how.value));
    this.wipe = make("input");
    Object.assign(this.wipe, { type: "range", min: "0", max: "100", value: "50", ariaLabel: gettext("Where the wipe stands") });
    this.wipe.addEventListener("input", () => this.set(this.mode));
    this.ended = make("span", "quiet small");
    this.element.append(this.which, this.how, this.wipe, this.ended);
    this.how.hidden = this.wipe.hidden = true;
  }

  select(label, options, changed) {
    const element = make("select");
    element.ariaLabel = label;
    element.append(...options.map(([value, word]) => new Option(word, value)));
    element.addEventListener("change", changed);
    return element;
  }

  async choose() {
    this.pane?.remove();
    this.pane = this.video = this.other = null;
    const other = this.others[Number(this.which.value)];
    if (this.which.value && other) this.show(other);
    this.set(this.mode);
    if (!other?.times_url || !this.which.value) return;
    const answer = await (await fetch(other.times_url)).json().catch(() => null);
    if (this.other === other && answer) this.times = answer.frame_times ?? answer;
    this.follow();
  }

  /** @param {Other} other */
  show(other) {
    Object.assign(this, { other, rate: parseRate(other.rate), times: null });
    this.pane = make("div", "player-pane is-other");
    this.video = make("video");
    if (this.player.dataset.mark) Object.assign(this.video, { disablePictureInPicture: true, disableRemotePlayback: true });
    Object.assign(this.video, { src: other.src, preload: "auto", playsInline: true, muted: true });
    this.video.ariaLabel = other.name;
    this.video.addEventListener("loadedmetadata", () => this.follow());
    this.video.addEventListener("seeked", () => this.arrived());
    this.pane.append(this.video);
    this.player.pane.after(this.pane);
  }

  set(mode) {
    const { view } = this.player, on = Boolean(this.other);
    this.mode = mode;
    for (const name of Object.keys(MODES)) view.classList.toggle(`is-${name}`, on && name === mode);
    view.style.setProperty("--wipe", `${this.wipe.value}%`);
    this.how.hidden = !on;
    this.wipe.hidden = !on || mode !== "wipe";
    this.follow();
  }

  /** Standing still it shows the very frame; running it is led back when it strays. */
  follow() {
    const { video, player } = this;
    if (!video || video.readyState < 1) return;
    const over = player.frame >= this.other.frames;
    this.ended.textContent = over ? interpolate(gettext("%(name)s has ended"), { name: this.other.name }) : "";
    if (player.video.paused || over) {
      video.pause();
      this.wanted = Math.min(player.frame, this.other.frames - 1);
      if (!video.seeking) this.jump();
    } else this.run();
  }

  run() {
    const { video, player, rate } = this, frames = (player.video.currentTime * player.rate.num) / player.rate.den;
    const apart = (frames * rate.den) / rate.num - video.currentTime, speed = player.video.playbackRate * ((player.rate.num * rate.den) / (player.rate.den * rate.num));
    this.aimed = this.wanted = null;
    if (Math.abs(apart) > FAR) video.currentTime += apart;
    video.playbackRate = Math.abs(apart) > NEAR ? speed * (apart > 0 ? 1.1 : 0.9) : speed;
    if (video.paused) video.play().catch(() => {});
  }

  jump() {
    if (this.wanted === this.aimed) return;
    this.aimed = this.wanted;
    this.video.currentTime = middle(this.wanted, this.rate, this.times);
  }

  arrived() {
    if (this.wanted !== null && this.player.video.paused) this.jump();
  }
}
