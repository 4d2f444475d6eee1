/** <cut-editor data-candidate data-revision data-locked>: the review of a shot breakdown. Markup: templates/components/_cut_editor.html. */

import "./frame-player.js";
import { ApiError, call } from "./api.js";
import { Cards, DOUBT } from "./cut-cards.js";
import { Moves } from "./cut-moves.js";
import { cutTools, pressed } from "./cut-tools.js";
import { parseRate } from "./timecode.js";
import { toast, toastError } from "./toast.js";
import { gettext, interpolate } from "./words.js";

const PIXELS_A_FRAME = 6;

class CutEditor extends HTMLElement {
  async connectedCallback() {
    if (this.cards) return;
    this.player = this.piece("player");
    const { rate, dropFrame, startFrame } = this.player.dataset;
    this.cards = new Cards(this, { rate: parseRate(rate || this.dataset.rate), drop: dropFrame === "1", startFrame: Number(startFrame) || 0 });
    this.shots = [];
    this.selected = 0;
    this.past = [];
    this.line = Promise.resolve(true);
    this.moves = new Moves({ shots: () => this.shots, show: (boundary, frame) => this.showMove(boundary, frame), send: (edit) => this.edit(edit) });
    this.tools = cutTools(this, this.piece("tools"));
    this.player.dataset.keys = "inside";
    document.addEventListener("keydown", (event) => { if (this.isConnected) pressed(this, event); });
    this.cards.sheet.addEventListener("click", (event) => this.clicked(event));
    this.cards.sheet.addEventListener("focusin", (event) => this.focused(event));
    this.cards.sheet.addEventListener("pointerdown", (event) => this.drag(event));
    this.player.video.addEventListener("play", () => { this.piece("seam").hidden = true; });
    addEventListener("pagehide", () => this.moves.flush());
    await this.reload();
  }

  piece(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  get path() {
    return `/api/v1/candidates/${this.dataset.candidate}/revisions/`;
  }

  get locked() {
    return this.dataset.locked === "1" || this.revision?.can_edit === false;
  }

  async reload() {
    try {
      this.accept(await call("GET", `${this.path}latest/`));
      this.past = []; // undo takes back what was done on this page, never another person's work
      this.tools.render();
    } catch (error) {
      toastError(error);
    }
  }

  /** @param {object} revision as the server tells it */
  accept(revision) {
    this.revision = revision;
    this.shots = revision.shots.map((shot) => ({ ...shot }));
    this.dataset.revision = revision.number;
    this.selected = Math.max(0, Math.min(this.selected, this.shots.length - 1));
    this.draw();
  }

  draw() {
    const within = this.cards.sheet.contains(document.activeElement);
    this.cards.draw(this.shots, this.selected, !this.locked);
    this.cards.count(this.piece("counts"), this.shots, this.revision.made_by?.name ?? this.revision.made_by);
    this.tools.render();
    if (within) this.cards.at(this.selected)?.focus({ preventScroll: true });
  }

  /** Edits go one after the other, each on the revision before it. @param {object} edit @returns {Promise<boolean>} */
  edit(edit) {
    this.line = this.line.then(() => this.post(edit));
    return this.line;
  }

  async post(edit) {
    const base = this.revision.number;
    try {
      const revision = await call("POST", this.path, { base, edit }, { key: crypto.randomUUID(), keepalive: true });
      if (edit.op !== "restore") this.past.push(base);
      if (!this.moves.open) this.accept(revision);
      else Object.assign(this.revision, { number: revision.number, made_by: revision.made_by });
      this.piece("news").textContent = revision.summary ?? "";
      for (const field of document.querySelectorAll("[data-follows-revision]")) field.value = revision.number;
      this.dispatchEvent(new CustomEvent("cut:changed", { bubbles: true, detail: revision }));
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toastError(error);
      if (error.code === "revision:stale" || error.status === 0) await this.reload(); else this.accept(this.revision);
      return false;
    }
  }

  select(index, { focus = true, look = true } = {}) {
    if (!this.shots[index]) return;
    if (this.moves.open) this.moves.flush();
    this.selected = index;
    this.cards.mark(index);
    const card = this.cards.at(index);
    if (focus) card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    if (look) {
      this.player.pause();
      this.player.seekFrame(this.shots[index].start);
    }
    this.piece("seam").hidden = true;
    this.tools.render();
  }

  async play() {
    const { start, end } = this.shots[this.selected], card = this.cards.at(this.selected);
    card.dataset.playing = "";
    await this.player.playRange(start, end);
    delete card.dataset.playing;
  }

  nudge(count) {
    if (this.locked) return this.sayLocked();
    if (this.selected === 0) return toast(gettext("The first shot begins where the reel begins."));
    this.moves.by(this.selected, count);
  }

  showMove(boundary, frame) {
    for (const index of [boundary - 1, boundary]) this.cards.fill(this.cards.at(index), this.shots[index], index, true);
    this.showSeam(boundary, frame);
    this.player.seekFrame(frame);
  }

  /** The last picture of the left shot beside the first of the right one. */
  showSeam(boundary, frame) {
    const address = (number) => this.dataset.frameUrlTemplate.replace("{frame}", number);
    const side = (name, number, text) => {
      this.piece(`seam-${name}`).src = address(number);
      this.piece(`seam-${name}-text`).textContent = interpolate(text, { shot: name === "left" ? boundary : boundary + 1, timecode: this.cards.timecode(number) });
    };
    side("left", frame - 1, gettext("%(shot)s ends %(timecode)s"));
    side("right", frame, gettext("%(shot)s begins %(timecode)s"));
    this.piece("seam").hidden = false;
  }

  async split() {
    if (this.locked) return this.sayLocked();
    await this.moves.flush();
    const frame = this.player.frame, index = this.shots.findIndex((shot) => frame > shot.start && frame < shot.end);
    if (index < 0) return toast(gettext("A cut is already here. Move the player to a frame inside a shot."));
    if (await this.edit({ op: "split", frame })) this.select(index + 1, { look: false });
  }

  async merge() {
    if (this.locked) return this.sayLocked();
    await this.moves.flush();
    if (this.selected === 0) return toast(gettext("The first shot has no shot before it."));
    const boundary = this.selected;
    if (await this.edit({ op: "merge", boundary })) this.select(boundary - 1, { look: false });
  }

  async undo() {
    if (this.locked) return this.sayLocked();
    await this.moves.flush();
    await this.line;
    const revision = this.past.pop();
    if (revision === undefined) return toast(gettext("Nothing to undo."));
    if (!(await this.edit({ op: "restore", revision }))) this.past.push(revision);
    this.tools.render();
  }

  doubtful() {
    const count = this.shots.length;
    for (let step = 1; step <= count; step += 1) {
      const index = (this.selected + step) % count, { confidence, start } = this.shots[index];
      if (index === 0 || confidence == null || confidence >= DOUBT) continue;
      this.select(index);
      return this.showSeam(index, start);
    }
    toast(gettext("No cut here is doubtful."), "success");
  }

  sayLocked() {
    toast(gettext("This cut is signed, or your role does not change cuts. A request for changes opens a signed cut again."), "warning");
  }

  clicked(event) {
    const card = event.target.closest("[data-shot]");
    if (card && !event.target.closest(".seam")) this.select([...this.cards.sheet.children].indexOf(card));
  }

  focused(event) {
    const index = [...this.cards.sheet.children].indexOf(event.target.closest("[data-shot]"));
    if (index >= 0 && index !== this.selected) this.select(index, { focus: false });
  }

  drag(event) {
    const seam = event.target.closest(".seam"), boundary = [...this.cards.sheet.children].indexOf(seam?.closest("[data-shot]"));
    if (boundary < 1 || this.locked) return;
    event.preventDefault();
    this.select(boundary);
    const from = this.shots[boundary].start, left = event.clientX;
    seam.classList.add("is-held");
    seam.setPointerCapture(event.pointerId);
    seam.onpointermove = (move) => this.moves.to(boundary, from + Math.round((move.clientX - left) / PIXELS_A_FRAME));
    seam.onpointerup = seam.onpointercancel = () => {
      seam.onpointermove = seam.onpointerup = seam.onpointercancel = null;
      seam.classList.remove("is-held");
      this.moves.flush();
    };
  }
}

customElements.define("cut-editor", CutEditor);
