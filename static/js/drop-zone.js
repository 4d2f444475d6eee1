/** <drop-zone data-project data-asset data-drop-text>: takes dropped files and folders anywhere in it; labels with inputs are its buttons. */

import { Found, dropped, listed, walkHandle } from "./folders.js";
import { bundle } from "./frame-tar.js";
import { confirmed } from "./send-plan.js";
import { gather } from "./sequences.js";
import { toast } from "./toast.js";
import { add } from "./upload-client.js";
import { gettext } from "./words.js";
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

  /** A few files go at once; for folders and sequences the plan is shown first. @param {Found} found */
  async take(found) {
    let items = gather(found.rows);
    if (found.folders || items.some((item) => item.frames)) items = await confirmed(items, found);
    if (!items.length) return;
    const { project, asset = "" } = this.dataset;
    if (asset && found.folders && items.length > 1) return toast(gettext("A version is one file or one sequence, and there are several here. Nothing was sent."), "warning");
    add(items.map((item) => ({ ...(item.frames ? together(item) : { file: item.file, handle: item.handle }), folder: item.folder, project, asset })));
  }
}

/** @param {import("./sequences.js").Sequence} item */
function together({ title, frames }) {
  const files = frames.map((row) => row.file);
  return { file: bundle(title, files), handle: frames[0].home ?? null, frames: files.map((file) => file.name) };
}

customElements.define("drop-zone", DropZone);
