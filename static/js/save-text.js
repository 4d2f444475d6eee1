/** Offers the text of a page as a file, without asking the server for it again. */

class SaveText extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("[data-part=save]");
    button.disabled = false; // before this, a press would have done nothing
    button.addEventListener("click", () => {
      const link = document.createElement("a");
      const content = this.querySelector("[data-part=text]").textContent;
      link.href = URL.createObjectURL(new Blob([content], { type: "text/plain" }));
      link.download = this.dataset.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }
}

customElements.define("save-text", SaveText);
