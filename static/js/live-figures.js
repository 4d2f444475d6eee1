/**
 * Figures that are asked for again while the page is open: `<live-figures hx-get=…>`.
 * htmx gives the focus back to what has an id; tables that were open stay open.
 */
class LiveFigures extends HTMLElement {
  connectedCallback() {
    /** @type {Set<string>} ids of the tables that were open before */
    let open = new Set();
    this.addEventListener("htmx:beforeSwap", () => {
      open = new Set([...this.querySelectorAll("details[open]")].map((one) => one.id));
    });
    this.addEventListener("htmx:afterSwap", () => {
      for (const table of this.querySelectorAll("details")) table.open = open.has(table.id);
    });
  }
}

customElements.define("live-figures", LiveFigures);
