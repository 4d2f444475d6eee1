/**
 * <version-notes data-version data-me data-people data-may-write data-notes>: the notes beside the player.
 * data-notes: where a guest's own notes are; a guest hears no news, answers nobody and settles nothing.
 */

import { call } from "./api.js";
import { teach } from "./keys.js";
import { line, subscribe } from "./live.js";
import { button, make } from "./make.js";
import { noteCard } from "./note-card.js";
import { NoteComposer } from "./note-composer.js";
import { findSurface } from "./note-surface.js";
import { placeHere } from "./place-note.js";
import { toTimecode } from "./timecode.js";
import { toastError } from "./toast.js";
import { gettext, interpolate } from "./words.js";
import "./relative-time.js";

const NOTES = "/api/v1/notes/";

class VersionNotes extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    /** @type {any[]} */
    this.notes = [];
    this.current = new URLSearchParams(location.search).get("note") ?? "";
    Object.assign(this, { state: "all", author: "", asked: 0, sure: "", wanted: "" });
    this.mayWrite = this.dataset.mayWrite === "1";
    this.isGuest = Boolean(this.dataset.notes);
    this.address = this.dataset.notes || NOTES;
    this.people = JSON.parse(document.getElementById(this.dataset.people)?.textContent || "[]");
    this.composer = new NoteComposer(this);
    this.build();
    this.listen();
    this.attach().then(() => this.load(this.current));
  }

  disconnectedCallback() {
    this.leave?.();
    this.surface?.remove();
    this.away?.abort();
  }

  build() {
    this.count = make("span", "count", "0");
    this.count.role = "img";
    const headLine = make("div", "side-head"), title = make("h2", "", this.isGuest ? gettext("My notes") : gettext("Notes"));
    title.append(" ", this.count);
    headLine.append(title);
    if (this.mayWrite) {
      this.adder = button(gettext("New note"), "plus", () => this.write(), "is-small is-primary");
      Object.assign(this.adder.dataset, { key: "n", keyName: gettext("New note") });
      headLine.append(this.adder);
    }
    this.chips = make("div", "chips");
    this.chips.role = "group";
    this.chips.ariaLabel = gettext("Which notes");
    this.chips.hidden = this.isGuest;
    for (const [state, word] of [["all", gettext("All")], ["open", gettext("Unresolved")], ["resolved", gettext("Resolved")], ["mine", gettext("Mine")]]) {
      const chip = make("button", "chip", word);
      chip.type = "button";
      chip.dataset.state = state;
      chip.addEventListener("click", () => { this.state = state; this.render(); });
      this.chips.append(chip);
    }
    this.authors = make("select");
    this.authors.ariaLabel = gettext("Written by");
    this.authors.addEventListener("change", () => { this.author = this.authors.value; this.render(); });
    const control = make("div", "control");
    control.append(this.authors);
    this.list = make("ol", "notes");
    this.list.ariaLabel = gettext("Notes");
    this.nothing = make("p", "quiet");
    this.replaceChildren(headLine, this.composer.element, this.chips, control, this.nothing, this.list);
  }

  listen() {
    this.away = new AbortController();
    const { signal } = this.away;
    this.leave = this.isGuest ? null : subscribe(`version:${this.dataset.version}`, { job: () => {}, list: () => this.load(), notes: () => this.load() });
    line.addEventListener("change", () => { if (line.state === "connected") this.load(); }, { signal });
    document.addEventListener("frame", () => this.showDrawings(), { signal });
    document.addEventListener("range", (event) => this.follow(event.detail), { signal });
    document.addEventListener("htmx:afterSwap", () => this.attach(), { signal });
    document.addEventListener("keydown", (event) => this.walk(event), { signal });
    teach(gettext("Notes"), [["N", gettext("New note")], ["↑ ↓", gettext("Note before, note after; in the list or the player")], ["Ctrl+Enter", gettext("Save the note")], ["← → ↑ ↓", gettext("While drawing: lead the cross; Enter begins and ends a shape")]]);
  }

  /** The player comes later, or anew when the page was swapped. */
  async attach() {
    const found = await findSurface((id) => this.choose(id));
    if (found?.host === this.surface?.host) return;
    this.surface?.remove();
    this.surface = found;
    this.render();
  }

  /** The last question's answer counts, and shows the note that any of them wanted. @param {string} [wanted] */
  async load(wanted) {
    this.wanted = wanted || this.wanted;
    const turn = (this.asked += 1), notes = [];
    try {
      const asked = this.dataset.notes ? "version" : "standing_on";
      for (let page = `${this.address}?${asked}=${this.dataset.version}&page_size=200`; page;) {
        const answer = await call("GET", page);
        notes.push(...answer.results);
        page = answer.next && new URL(answer.next).pathname + new URL(answer.next).search;
      }
    } catch {
      if (turn === this.asked && !this.notes.length) this.nothing.textContent = gettext("The notes did not arrive. The page asks again.");
      return;
    }
    if (turn !== this.asked) return;
    this.notes = notes.map((note) => this.asHere(note)).sort((a, b) => a.start - b.start || a.created_at.localeCompare(b.created_at));
    const { wanted: found } = this;
    this.wanted = "";
    if (found) this.choose(found); else this.render();
  }

  /** What came along from an earlier version has its frames and drawing of here. */
  asHere(note) {
    const carried = note.version === this.dataset.version ? null : note.placements?.find((one) => one.version === this.dataset.version);
    return carried ? { ...note, start: carried.start, end: carried.end, drawing: carried.drawing, carried } : note;
  }

  get chosen() {
    return this.notes.filter((note) => (!this.author || note.person_name === this.author) && ({
      all: true, open: !note.resolved_at, resolved: Boolean(note.resolved_at), mine: note.person === this.dataset.me,
    })[this.state]);
  }

  render() {
    const { chosen } = this, held = this.list.contains(document.activeElement) ? document.activeElement.dataset.act : "";
    const open = this.notes.filter((note) => !note.resolved_at && !note.deleted_at).length;
    this.count.textContent = String(open);
    this.count.title = this.count.ariaLabel = interpolate(gettext("%(n)s open"), { n: open });
    for (const chip of this.chips.children) chip.setAttribute("aria-pressed", String(chip.dataset.state === this.state));
    const names = [...new Set(this.notes.map((note) => note.person_name))].sort();
    this.authors.replaceChildren(new Option(gettext("Everybody"), ""), ...names.map((name) => new Option(name, name, false, name === this.author)));
    this.authors.parentElement.hidden = names.length < 2;
    this.list.replaceChildren(...chosen.map((note) => noteCard(this, note)));
    if (held) this.list.querySelector(`[data-act="${held}"]`)?.focus();
    this.nothing.hidden = Boolean(chosen.length);
    this.nothing.textContent = this.notes.length ? gettext("No note is like this.") : this.mayWrite && this.isGuest ? gettext("Nothing written yet. N writes a note at this frame.") : this.isGuest ? "" : this.mayWrite ? gettext("Nobody has said anything yet. N writes a note at this frame.") : gettext("Nobody has said anything yet.");
    this.surface?.marks?.show(chosen, this.current);
    this.showDrawings();
  }

  /** Of the notes that stand at the frame on the screen; while one is written, its own alone. */
  showDrawings() {
    const frame = this.surface?.frame ?? 0, here = this.composer.isOpen ? [] : this.chosen.filter((note) => note.start <= frame && frame < note.end);
    this.surface?.layer.show(here.flatMap((note) => note.drawing));
  }

  timeOf(start, end) {
    const { player } = this.surface ?? {};
    if (!player) return end - start > 1 ? interpolate(gettext("frames %(start)s to %(end)s"), { start, end: end - 1 }) : interpolate(gettext("frame %(start)s"), { start });
    const clock = (frame) => toTimecode(player.startFrame + frame, player.rate, player.drop);
    return end - start > 1 ? `${clock(start)} – ${clock(end - 1)}` : clock(start);
  }

  choose(id) {
    const note = this.notes.find((one) => one.id === id);
    this.current = note ? id : "";
    this.sure = "";
    if (note && !this.composer.isOpen) this.surface?.go(note.start, note.end);
    this.render();
    this.list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], { chosen } = this;
    if (!step || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !chosen.length) return;
    if (event.target.closest("input, textarea, select, dialog, [role=application]") || !(this.contains(event.target) || event.target.closest("frame-player"))) return;
    event.preventDefault();
    const at = chosen.findIndex((note) => note.id === this.current), next = at < 0 ? (step > 0 ? 0 : chosen.length - 1) : at + step;
    const note = chosen[Math.max(0, Math.min(chosen.length - 1, next))], inside = this.list.contains(document.activeElement);
    this.choose(note.id);
    if (inside) this.list.querySelector(`[data-act="go ${note.id}"]`)?.focus();
  }

  write() {
    const { start, end } = this.surface?.place() ?? { start: 0, end: 1 };
    this.composer.open({ start, end });
    this.showDrawings();
  }

  answer(parent) {
    this.choose(parent.id);
    this.composer.open({ parent, start: parent.start, end: parent.end });
  }

  change(note) {
    const thread = note.parent ? this.notes.find((one) => one.id === note.parent) : note;
    this.choose(thread.id);
    this.composer.open({ note, start: thread.start, end: thread.end });
    this.showDrawings();
  }

  follow({ start, end }) {
    if (!this.composer.isOpen || (start === null && end === null)) return;
    const from = start ?? 0;
    this.composer.moveTo(from, end ?? Math.max(from, this.surface?.frame ?? 0) + 1);
  }

  closed() {
    this.showDrawings();
    this.adder?.focus();
  }

  settle(note) {
    return this.act("POST", `${this.address}${note.id}/${note.resolved_at ? "reopen" : "resolve"}/`);
  }

  /** What came along stands at another place from now on. */
  async move(note) {
    try {
      await placeHere(note.id, this.dataset.version);
    } catch (error) {
      toastError(error);
    }
    await this.load(note.id);
  }

  /** Off this version; on those before it stays. */
  async drop(note) {
    await this.act("POST", `${NOTES}${note.id}/drop/`, { version: this.dataset.version });
    document.body.dispatchEvent(new CustomEvent("carried"));
  }

  /** Asked twice: the first press only changes its word. */
  remove(note) {
    if (this.sure === note.id) return this.act("DELETE", `${this.address}${note.id}/`);
    this.sure = note.id;
    this.render();
  }

  async act(method, path, body) {
    try {
      await call(method, path, body);
    } catch (error) {
      toastError(error);
    }
    await this.load();
  }
}

customElements.define("version-notes", VersionNotes);
