/**
 * Which viewing copy the player shows. A larger one, or one with the viewer's name in it, is made when it is
 * first asked for: until then the player says how far that is, and why it did not work.
 */

import { call } from "./api.js";
import { button, make } from "./make.js";
import { subscribe } from "./live.js";
import { TERMINAL } from "./live-topics.js";
import { gettext, interpolate, percent } from "./words.js";

export class PlayerCopies {
  /** @param {object} player a frame-player with data-copies (an address) and data-heights ("540,1080") */
  constructor(player) {
    this.player = player;
    this.heights = (player.dataset.heights || "540").split(",");
    this.shown = this.heights[0];
    this.element = this.heights.length > 1 ? this.choice() : null;
    if (!player.dataset.src) this.ask(this.shown);
  }

  choice() {
    const select = this.select = make("select");
    select.ariaLabel = gettext("Picture size");
    for (const height of this.heights) select.append(new Option(interpolate(gettext("%(n)sp"), { n: height }), height));
    select.addEventListener("change", () => this.ask(select.value));
    return select;
  }

  /** @param {string} height @param {boolean} [again] after one that failed */
  async ask(height, again = false) {
    this.leave?.();
    this.wanted = height;
    this.say(gettext("Asking for the viewing copy."));
    try {
      const answer = await call("POST", this.player.dataset.copies, { height: Number(height), again });
      if (this.wanted !== height) return;
      if (answer.src) this.show(height, answer.src); else this.wait(height, answer.job);
    } catch (error) {
      if (this.wanted === height) this.failed(height, error);
    }
  }

  wait(height, job) {
    const hear = (now) => {
      if (this.wanted !== height || now.id !== job.id) return;
      if (!TERMINAL.has(now.state)) return this.tell(now);
      this.leave?.();
      if (now.state === "READY") this.ask(height); else this.failed(height, now.error ?? {});
    };
    if (TERMINAL.has(job.state)) return hear(job);
    this.tell(job);
    if (this.player.dataset.copies.startsWith("/api/guest/")) this.leave = this.later(height); // a guest has no socket
    else this.leave = subscribe(`copy:${job.id}`, hear);
  }

  later(height) {
    const timer = setTimeout(() => this.ask(height), 2_000);
    return () => clearTimeout(timer);
  }

  tell(job) {
    this.say(job.state === "QUEUED" ? gettext("The viewing copy waits for its turn.")
      : interpolate(gettext("The viewing copy is being made: %(percent)s."), { percent: percent(job.fraction ?? 0) }));
  }

  /** @param {string} height @param {{message?: string, todo?: string}} error */
  failed(height, error) {
    const words = [error.message || gettext("The viewing copy could not be made."), error.todo].filter(Boolean).join(" ");
    this.say(`${words} `);
    this.player.note.append(button(gettext("Try again"), "", () => this.ask(height, true), "is-small"));
    if (this.select) this.select.value = this.shown;
  }

  /** The same frame of another file; it goes on if it was playing. */
  show(height, src) {
    const { player } = this, { frame } = player, playing = !player.video.paused;
    this.say("");
    this.shown = height;
    player.stop();
    player.dataset.src = player.video.src = src;
    player.seekFrame(frame);
    if (playing) player.play();
  }

  say(text) {
    this.player.say(text);
  }

  stop() {
    this.leave?.();
    this.wanted = null;
  }
}
