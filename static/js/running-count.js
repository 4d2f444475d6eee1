/** <running-count data-topic="mine" data-count="2">: how many jobs run now. Needs a child with data-part="count". */

import { ACTIVE, subscribe } from "./live.js";

class RunningCount extends HTMLElement {
  connectedCallback() {
    /** @type {Map<string, boolean>} */
    this.jobs = new Map();
    this.leave = subscribe(this.dataset.topic || "mine", {
      job: (job) => { this.jobs.set(`${job.kind}:${job.id}`, ACTIVE.has(job.state)); this.soon(); },
      list: (jobs) => { this.jobs = new Map(jobs.map((job) => [`${job.kind}:${job.id}`, ACTIVE.has(job.state)])); this.soon(); },
    });
    this.render(Number(this.dataset.count) || 0);
  }

  disconnectedCallback() {
    this.leave?.();
    clearTimeout(this.timer);
  }

  /** Snapshots arrive one by one: the number waits for the last of them. */
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.render([...this.jobs.values()].filter(Boolean).length), 250);
  }

  /** @param {number} count */
  render(count) {
    this.dataset.count = String(count);
    const shown = this.querySelector("[data-part=count]");
    if (shown) shown.textContent = String(count);
    this.querySelector("a")?.classList.toggle("is-live", count > 0);
    if (this.known !== undefined && this.known !== count) this.dispatchEvent(new CustomEvent("work:changed", { bubbles: true }));
    this.known = count;
  }
}

customElements.define("running-count", RunningCount);
