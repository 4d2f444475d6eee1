/**
 * Figures that are asked for again while the page is open and looked at: `<live-figures hx-get=…>`.
 * htmx gives the focus back to what has an id; tables that were open stay open. A page in the
 * background asks nothing, and asks first of all when it is looked at again.
 */
class LiveFigures extends HTMLElement {
  connectedCallback() {
    /** @type {Set<string>} ids of the tables that were open before */
    let open = new Set();
    this.addEventListener("htmx:beforeRequest", (event) => {
      if (document.hidden) event.preventDefault();
    });
    this.addEventListener("htmx:beforeSwap", () => {
      open = new Set([...this.querySelectorAll("details[open]")].map((one) => one.id));
    });
    this.addEventListener("htmx:afterSwap", () => {
      for (const table of this.querySelectorAll("details")) table.open = open.has(table.id);
    });
    this.seen = () => { if (!document.hidden) this.dispatchEvent(new Event("seen")); };
    document.addEventListener("visibilitychange", this.seen);
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.seen);
  }
}

customElements.define("live-figures", LiveFigures);
