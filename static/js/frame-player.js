/**
 * <frame-player data-src data-rate data-frames …>: a player that counts in frames. Markup: templates/components/_player.html.
 * seekFrame(n), playRange(start, endExclusive, {loop}), pause(), frame; fires "frame" with detail.frame.
 */

import { PlayerBar } from "./player-bar.js";
import { PlayerCompare } from "./player-compare.js";
import { PlayerCopies } from "./player-copies.js";
import { PlayerSkim } from "./player-skim.js";
import { PlayerZoom } from "./player-zoom.js";
import { Shuttle } from "./player-shuttle.js";
import { frameOf, middle, parseRate, toTimecode } from "./timecode.js";
import { guard } from "./view-mark.js";
import { make } from "./make.js";
import { gettext } from "./words.js";

class FramePlayer extends HTMLElement {
  connectedCallback() {
    if (this.video) return;
    const { rate, frames, startFrame, dropFrame } = this.dataset;
    this.rate = parseRate(rate || "25");
    this.frames = Number(frames) || 1;
    this.startFrame = Number(startFrame) || 0;
    this.firstNumber = Number(this.dataset.firstNumber) || 0;
    this.drop = dropFrame === "1";
    /** @type {number[]|null} */
    this.times = null;
    this.shown = 0;
    /** @type {number|null} */
    this.wanted = null;
    this.range = { start: null, end: null };
    /** @type {{start: number, end: number, loop: boolean, done: () => void}|null} */
    this.playing = null;
    this.build();
    this.loadTimes();
  }

  disconnectedCallback() {
    this.stop();
    this.skim?.stop();
    this.copies?.stop();
  }

  build() {
    this.tabIndex = 0;
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", this.dataset.name || gettext("Player"));
    const video = this.video = make("video");
    Object.assign(video, { preload: "auto", playsInline: true });
    if (this.dataset.src) video.src = this.dataset.src;
    this.view = make("div", "player-view");
    this.note = make("p", "player-note");
    this.note.hidden = true;
    this.pane = make("div", "player-pane");
    this.pane.append(video);
    this.view.append(this.pane, this.note);
    if (this.dataset.mark) guard(this, video, this.view);
    this.shuttle = new Shuttle(this);
    this.zoom = new PlayerZoom(this);
    this.bar = new PlayerBar(this);
    const compare = new PlayerCompare(this);
    if (compare.others.length) this.bar.element.append(compare.element);
    this.skim = this.dataset.strip ? new PlayerSkim(this, this.bar.scrub) : null;
    this.copies = this.dataset.copies ? new PlayerCopies(this) : null;
    if (this.copies?.element) this.bar.zoomed.before(this.copies.element);
    this.replaceChildren(this.view, this.bar.scrub, this.bar.element);
    video.addEventListener("click", () => this.toggle());
    video.addEventListener("loadedmetadata", () => { if (this.wanted !== null) this.jump(); });
    video.addEventListener("seeked", () => this.arrived());
    video.addEventListener("ended", () => this.passed(this.frames - 1));
    for (const name of ["play", "pause", "ratechange"]) video.addEventListener(name, () => this.bar.render());
    video.addEventListener("error", () => this.say(gettext("This picture cannot be played here. The original is kept.")));
    this.watch();
    document.addEventListener("keydown", (event) => {
      if (this.dataset.keys !== "inside" || this.contains(event.target)) this.shuttle.key(event);
    });
  }

  async loadTimes() {
    if (!this.dataset.timesUrl) return;
    try {
      const answer = await (await fetch(this.dataset.timesUrl)).json();
      this.times = Array.isArray(answer) ? answer : answer.frame_times;
    } catch {
      this.say(gettext("The frame times did not arrive: single frames may be off by one."));
    }
  }

  say(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  /** Each picture that reaches the screen tells its own time. */
  watch() {
    this.video.requestVideoFrameCallback?.((_, { mediaTime }) => {
      if (this.isConnected) this.watch();
      this.passed(Math.min(this.frames - 1, frameOf(mediaTime, this.rate, this.times)));
    });
    if (!this.video.requestVideoFrameCallback) {
      this.video.addEventListener("timeupdate", () => this.passed(this.under()));
    }
  }

  under() {
    return Math.min(this.frames - 1, Math.floor((this.video.currentTime * this.rate.num) / this.rate.den + 1e-6));
  }

  passed(frame) {
    this.shown = frame;
    this.tell();
    const { playing } = this;
    if (!playing || this.wanted !== null || frame < playing.end - 1) return;
    if (playing.loop) {
      this.seekFrame(playing.start, true);
      if (this.video.paused) this.video.play();
    } else {
      this.finish();
      if (frame !== playing.end - 1) this.seekFrame(playing.end - 1);
    }
  }

  finish() {
    const { playing } = this;
    this.playing = null;
    this.video.pause();
    playing?.done();
  }

  tell() {
    this.bar.render();
    if (this.told === this.frame) return;
    this.told = this.frame;
    this.dispatchEvent(new CustomEvent("frame", { bubbles: true, detail: { frame: this.frame } }));
  }

  /** The frame on the screen, or the one that is about to be. */
  get frame() {
    return this.wanted ?? this.shown;
  }

  get timecode() {
    return toTimecode(this.startFrame + this.frame, this.rate, this.drop);
  }

  /** @param {number} frame @param {boolean} [within] stays in the range that plays */
  seekFrame(frame, within = false) {
    if (!within && this.playing) this.finish();
    this.wanted = Math.max(0, Math.min(this.frames - 1, Math.round(frame)));
    if (this.video.readyState > 0 && !this.video.seeking) this.jump();
    this.tell();
  }

  jump() {
    this.aimed = this.wanted;
    this.video.currentTime = middle(this.wanted, this.rate, this.times);
  }

  /** Fast stepping asks for many frames: only the last one counts. */
  arrived() {
    if (this.wanted === null) return;
    if (this.wanted !== this.aimed) return this.jump();
    this.shown = this.wanted;
    this.wanted = null;
    this.tell();
  }

  /** @param {number} count */
  step(count) {
    this.stop();
    this.seekFrame(this.frame + count);
  }

  stop() {
    this.shuttle?.stop();
    if (this.playing) this.finish();
    this.video?.pause();
  }

  pause() {
    this.stop();
  }

  play() {
    if (this.frame >= this.frames - 1) this.seekFrame(0);
    return this.video.play().catch(() => this.bar.render());
  }

  toggle() {
    if (!this.video.paused || this.shuttle.moving) this.stop(); else this.play();
  }

  /**
   * Plays the frames from start up to, but not including, endExclusive, and stands still on the last of them.
   * @param {number} start @param {number} endExclusive @param {{loop?: boolean}} [how] @returns {Promise<void>}
   */
  playRange(start, endExclusive, { loop = false } = {}) {
    this.stop();
    this.video.playbackRate = 1;
    return new Promise((done) => {
      this.seekFrame(start);
      this.playing = { start, end: Math.min(this.frames, Math.max(start + 1, endExclusive)), loop, done };
      if (endExclusive - start <= 1 && !loop) return this.finish();
      this.video.play().catch(() => this.finish());
    });
  }

  /** In and out at once, or neither. @param {number|null} start @param {number|null} end exclusive */
  setRange(start = null, end = null) {
    this.range = { start, end };
    this.bar.render();
    this.dispatchEvent(new CustomEvent("range", { bubbles: true, detail: { ...this.range } }));
  }

  /** Marks in or out at this frame; out is the last frame inside. @param {"start"|"end"} edge */
  mark(edge) {
    this.range[edge] = edge === "start" ? this.frame : this.frame + 1;
    if (this.range.start !== null && this.range.end !== null && this.range.end <= this.range.start) this.range[edge === "start" ? "end" : "start"] = null;
    this.bar.render();
    this.dispatchEvent(new CustomEvent("range", { bubbles: true, detail: { ...this.range } }));
  }

  playMarked() {
    return this.playRange(this.range.start ?? 0, this.range.end ?? this.frames, { loop: this.bar.looping });
  }
}

customElements.define("frame-player", FramePlayer);
