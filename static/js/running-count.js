/**
 * <running-count data-topic="mine" data-count="2">: how many runs work now. Needs a child with data-part="count".
 * Copies, exports and reports are heard as well, since pages follow them; they are not under Runs, and not counted.
 */

import { ACTIVE, subscribe } from "./live.js";

class RunningCount extends HTMLElement {
  connectedCallback() {
    /** @type {Map<string, boolean>} */
    this.jobs = new Map();
    this.leave = subscribe(this.dataset.topic || "mine", {
      job: (job) => { this.jobs.set(`${job.kind}:${job.id}`, ACTIVE.has(job.state)); this.soon(); },
      list: (jobs) => { this.jobs = new Map(jobs.map((job) => [`${job.kind}:${job.id}`, ACTIVE.has(job.state)])); this.soon(); },
    });
    const count = Number(this.dataset.count) || 0;
    this.render(count, count);
  }

  disconnectedCallback() {
    this.leave?.();
    clearTimeout(this.timer);
  }

  /** Snapshots arrive one by one: the number waits for the last of them. */
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const active = [...this.jobs].filter(([, is]) => is);
      this.render(active.filter(([key]) => key.startsWith("run:")).length, active.length);
    }, 250);
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
