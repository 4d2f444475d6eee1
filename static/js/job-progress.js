/**
 * <job-progress data-topic data-kind data-id data-seq data-state …>: one job, live. Markup: templates/components/_progress.html.
 * Fires "job:change" at each news and "job:terminal" once, both with the job as detail.
 */

import { line, subscribe } from "./live.js";
import { ACTIVE, TERMINAL, heard } from "./live-topics.js";
import { duration, gettext, interpolate, percent, remaining } from "./words.js";

const word = (state) => ({
  QUEUED: gettext("Queued"), RUNNING: gettext("Running"), READY: gettext("Ready"), FAILED: gettext("Failed"),
  ERRORED: gettext("Failed on our side"), CANCELLED: gettext("Cancelled"), REFUSED: gettext("Refused"),
})[state] || state;

const figure = (text) => (text === undefined || text === "" ? null : Number(text));

class JobProgress extends HTMLElement {
  connectedCallback() {
    const { seq, state, fraction, low, high, elapsed } = this.dataset;
    this.seq = Number(seq) || 0;
    this.now = { state, fraction: figure(fraction), low: figure(low), high: figure(high), elapsed: figure(elapsed), at: Date.now() };
    this.ended = TERMINAL.has(state);
    this.render();
    if (this.ended) return;
    this.leave = subscribe(this.dataset.topic, { job: (job) => this.take(job), gone: () => this.vanish() });
    this.timer = setInterval(() => this.tick(), 1000);
  }

  disconnectedCallback() {
    this.leave?.();
    clearInterval(this.timer);
  }

  piece(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  /** @param {object} job a Job of live-topics.js */
  take(job) {
    if (String(job.id) !== this.dataset.id || job.kind !== this.dataset.kind || job.seq <= this.seq || this.ended) return;
    this.seq = job.seq;
    this.now = { state: job.state, fraction: job.fraction, low: job.remaining_low, high: job.remaining_high, elapsed: job.elapsed, at: Date.now() };
    Object.assign(this.dataset, { seq: job.seq, state: job.state, fraction: job.fraction ?? "" });
    const stage = this.piece("stage");
    if (stage) stage.textContent = job.stage_text || "";
    this.render();
    if (job.error) this.explain(job.error);
    this.dispatchEvent(new CustomEvent("job:change", { bubbles: true, detail: job }));
    if (!TERMINAL.has(job.state)) return;
    this.end();
    this.dispatchEvent(new CustomEvent("job:terminal", { bubbles: true, detail: job }));
  }

  end() {
    this.ended = true;
    clearInterval(this.timer);
    this.leave?.();
  }

  /** It was deleted under the open page, or is not this person's any more: it does not go on. */
  vanish() {
    if (this.ended) return;
    this.end();
    this.now = { ...this.now, state: "CANCELLED", elapsed: null };
    this.render();
    this.write("status", gettext("No longer here"));
    this.explain({ message: gettext("This was removed, or you may no longer see it."), todo: gettext("Load the page again.") });
  }

  render() {
    const { state, fraction, low, high } = this.now, bar = this.piece("bar"), status = this.piece("status");
    const running = state === "RUNNING";
    if (status) {
      status.className = `status is-${state.toLowerCase()}`;
      status.textContent = word(state);
    }
    if (bar) {
      bar.className = `is-${state.toLowerCase()}`;
      if (fraction == null && running) bar.removeAttribute("value"); else bar.value = state === "READY" ? 1 : fraction ?? 0;
    }
    this.write("percent", running && fraction != null ? percent(fraction) : "");
    this.write("remaining", running ? remaining(low, high) : "");
    this.tick();
  }

  write(name, text) {
    const part = this.piece(name);
    if (part && part.textContent !== text) part.textContent = text;
  }

  tick() {
    const { state, elapsed, at } = this.now, active = ACTIVE.has(state);
    const seconds = elapsed == null ? null : elapsed + (state === "RUNNING" ? (Date.now() - at) / 1000 : 0);
    const lasting = active ? gettext("%(time)s so far") : gettext("took %(time)s");
    this.write("elapsed", seconds == null || state === "QUEUED" ? "" : interpolate(lasting, { time: duration(seconds) }));
    const down = line.state === "polling" || line.state === "offline";
    const age = Math.floor((Date.now() - (down ? heard(this.dataset.topic) : at)) / 1000);
    const stale = active && (down || (state === "RUNNING" && age > 5));
    this.write("age", stale ? interpolate(gettext("last update %(time)s ago"), { time: duration(age) }) : "");
  }

  /** @param {{message: string, kept?: string, todo?: string}} error */
  explain(error) {
    const box = this.piece("error") || this.appendChild(Object.assign(document.createElement("div"), { className: "problem is-error" }));
    box.dataset.part = "error";
    box.setAttribute("role", "alert");
    box.replaceChildren(...[error.message, error.kept, error.todo].filter(Boolean).map((text, index) =>
      Object.assign(document.createElement(index ? "p" : "div"), { textContent: text })));
  }
}

customElements.define("job-progress", JobProgress);
