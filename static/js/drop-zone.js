/** <drop-zone data-project data-asset data-drop-text>: takes dropped files and folders anywhere in it; labels with inputs are its buttons. */

import { Found, dropped, listed, walkHandle } from "./folders.js";
import { toastError } from "./toast.js";

/** Most who look at a page send nothing: what sends is fetched when somebody comes near. */
const sender = () => import("./drop-send.js");

class DropZone extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.depth = 0;
    for (const near of ["pointerover", "focusin", "dragenter"]) this.addEventListener(near, () => sender().catch(() => {}), { once: true });
    this.addEventListener("dragenter", (event) => this.over(event, 1));
    this.addEventListener("dragleave", (event) => this.over(event, -1));
    this.addEventListener("dragover", (event) => { if (this.carries(event)) { event.preventDefault(); event.dataTransfer.dropEffect = "copy"; } });
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("change", (event) => this.chosen(event));
    this.addEventListener("click", (event) => this.pick(event));
    // On a slow line a file may be chosen before this module has arrived.
    for (const input of this.querySelectorAll("input[type=file]")) if (input.files.length) this.chosen({ target: input });
  }

  carries(event) {
    return event.dataTransfer?.types.includes("Files");
  }

  over(event, step) {
    if (!this.carries(event)) return;
    event.preventDefault();
    this.depth = Math.max(0, this.depth + step);
    this.classList.toggle("is-over", this.depth > 0);
  }

  async drop(event) {
    if (!this.carries(event)) return;
    event.preventDefault();
    this.depth = 0;
    this.classList.remove("is-over");
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    this.take(await dropped(items));
  }

  /** With a picker that gives handles, an upload can go on after the browser was closed. */
  async pick(event) {
    const input = event.target.closest?.("label")?.querySelector("input[type=file]") ?? event.target;
    if (!globalThis.showOpenFilePicker || !input.matches?.("input[type=file]")) return;
    event.preventDefault();
    const found = new Found();
    try {
      if (input.webkitdirectory) {
        const folder = await showDirectoryPicker({ id: "uploads" });
        await walkHandle(folder, folder.name, found);
        found.sorted();
      } else {
        const handles = await showOpenFilePicker({ multiple: input.multiple, id: "uploads" });
        for (const handle of handles) found.add(await handle.getFile(), "", handle);
      }
    } catch { return; }
    this.take(found);
  }

  chosen(event) {
    const input = event.target, found = new Found();
    if (input.type !== "file") return;
    for (const file of input.webkitdirectory ? [] : input.files) found.add(file, "");
    this.take(input.webkitdirectory ? listed(input.files) : found);
    input.value = "";
  }

  /** @param {Found} found */
  async take(found) {
    const sending = await sender().catch(() => null);
    if (sending) await sending.send(found, this.dataset);
    else toastError({ status: 0 });
  }
}

customElements.define("drop-zone", DropZone);
