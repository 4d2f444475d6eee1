/**
 * <running-count data-topic="mine" data-count="2">: how many runs work now. Needs a child with data-part="count".
 * Copies, exports and reports are heard as well, since pages follow them; they are not under Runs, and not counted.
 */

import { subscribe } from "./live.js";
import { ACTIVE } from "./live-topics.js";

class RunningCount extends HTMLElement {
  connectedCallback() {
    /** @type {Map<string, boolean>} */
    this.jobs = new Map();
    this.beyond = 0;
    this.leave = subscribe(this.dataset.topic || "mine", {
      job: (job) => { this.jobs.set(`${job.kind}:${job.id}`, ACTIVE.has(job.state)); this.soon(); },
      list: (jobs) => { this.jobs = new Map(jobs.map((job) => [`${job.kind}:${job.id}`, ACTIVE.has(job.state)])); this.beyond = 0; this.soon(); },
      more: ({ run }) => { this.beyond = run === undefined ? 0 : run - this.active().runs; this.soon(); },
    });
    const count = Number(this.dataset.count) || 0;
    this.render(count, count);
  }

  disconnectedCallback() {
    this.leave?.();
    clearTimeout(this.timer);
  }

  /** Snapshots arrive one by one: the number waits for the last of them. Of very many runs only the newest are told, and how many there are `beyond` them. */
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const { runs, all } = this.active();
      this.render(Math.max(0, runs + this.beyond), all);
    }, 250);
  }

  active() {
    const keys = [...this.jobs].filter(([, is]) => is).map(([key]) => key);
    return { runs: keys.filter((key) => key.startsWith("run:")).length, all: keys.length };
  }

  /** @param {number} runs @param {number} all jobs of any kind, whose coming and going pages follow */
  render(runs, all) {
    this.dataset.count = String(runs);
    const shown = this.querySelector("[data-part=count]");
    if (shown) shown.textContent = String(runs);
    this.querySelector("a")?.classList.toggle("is-live", runs > 0);
    if (this.known !== undefined && this.known !== all) this.dispatchEvent(new CustomEvent("work:changed", { bubbles: true }));
    this.known = all;
  }
}

customElements.define("running-count", RunningCount);
