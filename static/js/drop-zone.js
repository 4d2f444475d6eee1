/** <drop-zone data-project data-asset data-drop-text>: takes dropped files anywhere in it; a label with an input is its button. */

import { add } from "./upload-client.js";
import "./upload-tray.js";

class DropZone extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.depth = 0;
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
    // Both lists must be read before the first await: the browser empties them.
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    const files = items.map((item) => (item.webkitGetAsEntry?.()?.isDirectory ? null : item.getAsFile()));
    const handles = await Promise.all(items.map((item) => item.getAsFileSystemHandle?.().catch(() => null) ?? null));
    this.send(files.map((file, index) => [file, handles[index]]).filter(([file]) => file));
  }

  /** With a picker that gives handles, an upload can go on after the browser was closed. */
  async pick(event) {
    const input = event.target.closest?.("label")?.querySelector("input[type=file]") ?? event.target;
    if (!globalThis.showOpenFilePicker || !input.matches?.("input[type=file]")) return;
    event.preventDefault();
    let handles;
    try { handles = await showOpenFilePicker({ multiple: input.multiple, id: "uploads" }); } catch { return; }
    this.send(await Promise.all(handles.map(async (handle) => [await handle.getFile(), handle])));
  }

  chosen(event) {
    if (event.target.type !== "file") return;
    this.send([...event.target.files].map((file) => [file, null]));
    event.target.value = "";
  }

  /** @param {[File, FileSystemFileHandle|null][]} pairs */
  send(pairs) {
    if (!pairs.length) return;
    add(pairs.map(([file]) => file), pairs.map(([, handle]) => handle), this.dataset.project, this.dataset.asset || "");
  }
}

customElements.define("drop-zone", DropZone);
