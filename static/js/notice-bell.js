/** <notice-bell data-count="2">: notifications not read yet. Needs a link, and in it a data-part="count". */

import { call } from "./api.js";
import { line, listen } from "./live.js";
import { gettext, interpolate } from "./words.js";

class NoticeBell extends HTMLElement {
  connectedCallback() {
    this.ask = () => this.soon();
    this.wasLost = false;
    this.change = () => {
      if (line.state !== "connected") this.wasLost = true;
      else if (this.wasLost) { this.wasLost = false; this.soon(); }
    };
    line.addEventListener("notices", this.ask);
    line.addEventListener("change", this.change);
    listen();
  }

  disconnectedCallback() {
    line.removeEventListener("notices", this.ask);
    line.removeEventListener("change", this.change);
    clearTimeout(this.timer);
  }

  /** Several at once are one question; news of the first connection were on the page already. */
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      try { this.render((await call("GET", "/api/v1/me/")).unread); } catch { /* the next page tells */ }
    }, 300);
  }

  /** @param {number} count */
  render(count) {
    this.dataset.count = String(count);
    const shown = this.querySelector("[data-part=count]");
    if (shown) { shown.textContent = String(count); shown.hidden = !count; }
    this.querySelector("a")?.setAttribute("aria-label", interpolate(gettext("Notifications, %(number)s unread"), { number: count }));
  }
}

customElements.define("notice-bell", NoticeBell);
