/** The form of a note: its words, who is mentioned, what is drawn. One for new, answered and changed ones. */

import { call } from "./api.js";
import { COLOURS } from "./drawn.js";
import { button, make } from "./make.js";
import { MentionList } from "./mention-list.js";
import { gettext, interpolate } from "./words.js";

const TOOLS = { arrow: gettext("Arrow"), box: gettext("Box"), pen: gettext("By hand") };
/** A form that lies over the foot of the page there; the picture goes to its head. */
const PHONE = matchMedia("(max-width: 640px)");
const COLOUR_WORDS = { amber: gettext("Amber"), red: gettext("Red"), green: gettext("Green"), blue: gettext("Blue"), white: gettext("White") };

export class NoteComposer {
  /** @param {object} panel the version-notes it belongs to */
  constructor(panel) {
    this.panel = panel;
    /** @type {{note?: object, parent?: object, start: number, end: number}|null} */
    this.about = null;
    this.build();
  }

  build() {
    this.element = make("form", "note-form field");
    this.element.hidden = true;
    this.title = make("h3");
    this.title.id = "note-form-title";
    this.field = make("textarea");
    Object.assign(this.field, { rows: 3, maxLength: 4000 });
    this.field.setAttribute("aria-labelledby", this.title.id);
    this.mentions = new MentionList(this.field, this.panel.people);
    this.trouble = make("p", "error");
    this.trouble.setAttribute("role", "alert");
    this.tools = this.buildTools();
    this.saver = make("button", "button is-primary is-small");
    this.saver.append(gettext("Save"), " ", make("kbd", "", "Ctrl ↵"));
    const row = make("div", "button-row");
    row.append(this.saver, button(gettext("Cancel"), "", () => this.close(), "is-quiet is-small"));
    this.element.append(this.title, this.field, this.mentions.element, this.tools, this.trouble, row);
    this.field.addEventListener("input", () => this.keepDraft());
    this.element.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.save(); }
      if (event.key === "Escape" && !event.defaultPrevented) { event.preventDefault(); this.close(); }
    });
  }

  buildTools() {
    const row = make("div", "note-tools"), quiet = "is-quiet is-small is-icon";
    row.role = "group";
    row.ariaLabel = gettext("Draw on the picture");
    this.toolButtons = Object.entries(TOOLS).map(([tool, word]) => {
      const one = button(word, tool, () => this.choose(this.layer?.tool === tool ? "" : tool), quiet, true);
      one.dataset.tool = tool;
      return one;
    });
    this.colourButtons = COLOURS.map((colour) => {
      const one = button(COLOUR_WORDS[colour], "", () => this.choose(this.layer?.tool || "arrow", colour), `is-quiet is-small is-icon note-colour is-${colour}`, true);
      one.dataset.colour = colour;
      return one;
    });
    this.undo = button(gettext("Take the last shape back"), "undo", () => this.layer?.undo(), quiet, true);
    row.append(...this.toolButtons, ...this.colourButtons, this.undo);
    return row;
  }

  get layer() {
    return this.panel.surface?.layer;
  }

  get isOpen() {
    return Boolean(this.about);
  }

  /** @param {{note?: object, parent?: object, start: number, end: number}} about */
  open(about) {
    this.about = about;
    this.key = crypto.randomUUID();
    this.field.value = about.note?.text ?? this.draft;
    this.trouble.textContent = "";
    this.tools.hidden = !this.layer || Boolean(about.parent || about.note?.parent || about.note?.carried);
    if (this.layer) {
      this.layer.label = gettext("Picture: arrows lead the cross, Enter begins and ends a shape");
      this.layer.changed = () => this.render();
      this.layer.set(about.note?.drawing ?? []);
      this.choose("");
    }
    this.element.hidden = false;
    this.render();
    this.field.focus({ preventScroll: PHONE.matches });
    if (PHONE.matches) this.panel.surface?.host.scrollIntoView({ block: "start" });
  }

  /** What was typed of a new note, for as long as the tab is open: whoever goes to another page finds it again, and nobody who comes after them, a guest neither. Without a name nothing is kept. */
  get draftKey() {
    const { me, guest, version } = this.panel.dataset;
    return me || guest ? `note:${me || guest}:${version}:${this.about?.parent?.id ?? ""}` : "";
  }

  get draft() {
    try { return (this.draftKey && sessionStorage.getItem(this.draftKey)) || ""; } catch { return ""; }
  }

  keepDraft() {
    if (!this.about || this.about.note || !this.draftKey) return;
    try { sessionStorage.setItem(this.draftKey, this.field.value); } catch { /* lasts for this page only */ }
  }

  /** While it is open, in and out move it. */
  moveTo(start, end) {
    if (!this.about || this.about.parent || this.about.note?.parent || this.about.note?.carried) return;
    Object.assign(this.about, { start, end });
    this.render();
  }

  choose(tool, colour = this.layer?.colour) {
    this.layer?.use(tool, colour);
    this.render();
  }

  render() {
    if (!this.about) return;
    const { note, parent, start, end } = this.about, where = this.panel.timeOf(start, end);
    const text = parent ? gettext("Answer to %(name)s at %(where)s") : note ? gettext("Change the note at %(where)s") : gettext("New note at %(where)s");
    this.title.textContent = interpolate(text, { where, name: parent?.person_name });
    for (const one of this.toolButtons) one.setAttribute("aria-pressed", String(this.layer?.tool === one.dataset.tool));
    for (const one of this.colourButtons) one.setAttribute("aria-pressed", String(this.layer?.colour === one.dataset.colour));
    this.undo.disabled = !this.layer?.shapes.length;
  }

  close() {
    if (!this.about) return;
    if (!this.about.note) try { sessionStorage.removeItem(this.draftKey); } catch { /* nothing was kept */ }
    this.about = null;
    this.element.hidden = true;
    this.layer?.set([]);
    this.layer?.use("");
    this.panel.closed();
  }

  async save() {
    if (this.saver.disabled) return;
    const { note, parent, start, end } = this.about;
    const body = { text: this.field.value.trim(), mention_ids: this.mentions.named.map(({ id }) => id) };
    if (!parent && !note?.parent && !note?.carried) Object.assign(body, { start, end, drawing: this.layer?.shapes ?? note?.drawing ?? [] });
    if (parent) body.parent = parent.id; else if (!note) body.version = this.panel.dataset.version;
    this.saver.disabled = true;
    try {
      const saved = note ? await call("PATCH", `${this.panel.address}${note.id}/`, body) : await call("POST", this.panel.address, body, { key: this.key });
      this.close();
      await this.panel.load(saved.parent ?? saved.id);
    } catch (error) {
      if (error.status && error.status < 500) this.key = crypto.randomUUID();
      const fields = Object.values(error.fields ?? {}).flat().filter((one) => typeof one === "string");
      this.trouble.textContent = [fields.join(" ") || error.message || gettext("The portal was not reached."), gettext("What you wrote is still here.")].join(" ");
    } finally {
      this.saver.disabled = false;
    }
  }
}
