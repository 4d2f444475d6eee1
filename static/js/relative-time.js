/** <relative-time datetime="2026-11-22T10:00:00Z">22 Nov 2026</relative-time>: how long ago, the exact time on hover. */

const STEPS = [["second", 60], ["minute", 60], ["hour", 24], ["day", 30.4], ["month", 12], ["year", Infinity]];

class RelativeTime extends HTMLElement {
  connectedCallback() {
    this.moment = Date.parse(this.getAttribute("datetime"));
    if (Number.isNaN(this.moment)) return;
    const language = document.documentElement.lang || undefined;
    this.words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    this.title = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "long" }).format(this.moment);
    this.render();
    this.timer = setInterval(() => this.render(), 30_000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  render() {
    let amount = (this.moment - Date.now()) / 1000;
    for (const [unit, size] of STEPS) {
      if (Math.abs(Math.round(amount)) < size) { this.textContent = this.words.format(Math.round(amount), unit); return; }
      amount /= size;
    }
  }
}

customElements.define("relative-time", RelativeTime);
