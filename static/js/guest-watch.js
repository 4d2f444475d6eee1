/** <guest-watch data-url>: asks now and then whether the guest may still look; the page goes when not. */

import { call } from "./api.js";

const EVERY = 10_000;

class GuestWatch extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.ask(), Number(this.dataset.every) || EVERY);
    this.back = () => { if (!document.hidden) this.ask(); };
    document.addEventListener("visibilitychange", this.back);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.back);
  }

  /** Only the portal's own word ends it: a lost line is no end. */
  async ask() {
    try {
      await call("GET", this.dataset.url);
    } catch (error) {
      if (![403, 410].includes(error.status)) return;
      clearInterval(this.timer);
      for (const film of document.querySelectorAll("video, audio")) film.pause();
      location.reload();
    }
  }
}

customElements.define("guest-watch", GuestWatch);
