/**
 * Figures that are asked for again while the page is open and looked at: `<live-figures hx-get=…>`.
 * Tables that were open stay open, the focus stays on what has an id, in them too, and the page where
 * it was. A page in the background asks nothing, and asks first of all when it is looked at again.
 */
class LiveFigures extends HTMLElement {
  connectedCallback() {
    /** @type {Set<string>} ids of the tables that were open before */
    let open = new Set();
    let held = "", top = 0;
    this.addEventListener("htmx:beforeRequest", (event) => {
      if (document.hidden) event.preventDefault();
    });
    this.addEventListener("htmx:beforeSwap", () => {
      open = new Set([...this.querySelectorAll("details[open]")].map((one) => one.id));
      held = this.contains(document.activeElement) ? document.activeElement.id : "";
      top = scrollY;
    });
    this.addEventListener("htmx:afterSwap", () => {
      for (const table of this.querySelectorAll("details")) table.open = open.has(table.id);
      if (held) document.getElementById(held)?.focus({ preventScroll: true });
      scrollTo({ top, behavior: "instant" });
    });
    this.seen = () => { if (!document.hidden) this.dispatchEvent(new Event("seen")); };
    document.addEventListener("visibilitychange", this.seen);
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.seen);
  }
}

customElements.define("live-figures", LiveFigures);
