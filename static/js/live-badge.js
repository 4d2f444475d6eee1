/** <live-badge>: whether news arrive at once. Needs a child with data-part="badge". */

import { line } from "./live.js";
import { gettext, interpolate } from "./words.js";

/** "12:03", of the person's clock. @param {number} at in milliseconds */
const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang || undefined, { hour: "2-digit", minute: "2-digit", hour12: false });

class LiveBadge extends HTMLElement {
  connectedCallback() {
    this.show = () => this.render();
    line.addEventListener("change", this.show);
    this.render();
  }

  disconnectedCallback() {
    line.removeEventListener("change", this.show);
  }

  render() {
    const [state, word, title] = {
      connecting: ["queued", gettext("Connecting"), gettext("The live line is being opened.")],
      connected: ["live", gettext("Live"), gettext("News arrive at once.")],
      polling: ["running", gettext("Reconnecting"), gettext("The live line is down. This page asks every few seconds.")],
      offline: ["offline", gettext("Offline"), gettext("The portal is out of reach. This page goes on by itself.")],
    }[line.state];
    const old = line.state === "offline" ? interpolate(gettext("what you see is from %(time)s"), { time: clock(line.asOf) }) : "";
    const badge = this.querySelector("[data-part=badge]") || this;
    badge.className = `status is-${state}`;
    this.dataset.state = line.state;
    this.title = old ? `${title} ${old}` : title;
    const text = document.createElement("span");
    text.className = "word";
    text.textContent = word;
    const since = document.createElement("span");
    since.className = "word";
    since.textContent = ` · ${old}`;
    badge.replaceChildren(text, ...(old ? [since] : []));
  }
}

customElements.define("live-badge", LiveBadge);
