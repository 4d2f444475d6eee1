/** <live-badge>: whether news arrive at once. Needs a child with data-part="badge". */

import { line } from "./live.js";
import { gettext } from "./words.js";

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
      polling: ["running", gettext("Reconnecting"), gettext("The live line is down. This page asks every 3 s.")],
      offline: ["offline", gettext("Offline"), gettext("The portal is out of reach. This page goes on by itself.")],
    }[line.state];
    const badge = this.querySelector("[data-part=badge]") || this;
    badge.className = `status is-${state}`;
    this.dataset.state = line.state;
    this.title = title;
    const text = document.createElement("span");
    text.className = "word";
    text.textContent = word;
    badge.replaceChildren(text);
  }
}

customElements.define("live-badge", LiveBadge);
