/** The keys of the board, and the same as buttons for those who have none. */

import { teach } from "./keys.js";
import { button, make } from "./make.js";
import { gettext, interpolate } from "./words.js";

const KNOWN = "triage-keys-known", ENOUGH = 10;
const FIELDS = "input:not([type=range]), textarea, select, [contenteditable]", PRESSABLE = "button, a, summary, label";

function isKnown() {
  try { return Number(localStorage.getItem(KNOWN)) >= ENOUGH; } catch { return false; }
}

export class TriageKeys {
  /** @param {object} board a triage-board */
  constructor(board) {
    this.board = board;
    this.tools = board.piece("tools");
    this.row = board.piece("keys");
    const { hand, stage } = board;
    this.reasons = board.board.reasons;
    /** Every act: keys, words, what it does; whether it stands among the ways of looking. */
    this.acts = [
      { keys: ["c"], name: gettext("Wipe"), hint: gettext("The plate under the picture; drag the line between them"), mode: "wipe" },
      { keys: ["s"], name: gettext("Side by side"), hint: gettext("The picture and its plate beside each other"), mode: "side" },
      { keys: [" "], spelled: "Space", name: gettext("Plate"), hint: gettext("The plate in the place of the picture"), mode: "plate" },
      { keys: ["b"], name: gettext("Blind"), hint: gettext("Hides which provider made what, until every picture is decided"), look: true, act: () => hand.blind(), on: () => board.board.blind },
      { keys: ["h"], name: gettext("Buttons"), hint: gettext("Shows or hides the row of buttons under the picture; the keys work all the same"), look: true, act: () => this.toggleRow(), on: () => !this.row.hidden },
      { keys: ["a"], name: gettext("Approve"), primary: true, act: (at) => this.decide("a", { verdict: "approved" }, at) },
      ...this.reasons.map(({ why, label }, index) => ({ keys: [String(index + 1)], name: label, told: interpolate(gettext("Reject: %(reason)s"), { reason: label }), rejects: true, act: (at) => this.decide(String(index + 1), { verdict: "rejected", why }, at) })),
      { keys: ["r"], name: gettext("Reject in own words"), rejects: true, act: (at) => this.ownWords(at) },
      { keys: ["e"], name: gettext("Keep this, reject its look-alikes"), rejects: true, act: (at) => hand.keep(at) },
      { keys: ["g"], name: gettext("Whole group"), hint: gettext("What you decide next holds for all look-alikes of this group"), act: () => hand.toggleGroup(), on: () => hand.group },
      { keys: ["u"], name: gettext("Undo"), hint: gettext("Takes back what you decided last"), act: () => hand.undo() },
      { keys: ["n"], name: gettext("Next undecided"), act: () => board.nextOpen() },
    ];
    for (const one of this.acts) if (one.mode) Object.assign(one, { look: true, act: () => { stage.toggle(one.mode); this.render(); }, on: () => stage.mode === one.mode });
    this.moves = new Map([["ArrowRight", 1], ["j", 1], ["ArrowLeft", -1], ["k", -1]]);
    this.build();
    teach(gettext("Triage"), [["→ · J", gettext("Next picture")], ["← · K", gettext("Picture before")], ["↓ · ↑", gettext("Next group, group before")], ["[ · ]", gettext("Move the wipe")],
      ...this.acts.map((one) => [one.spelled ?? one.keys[0].toUpperCase(), one.told ?? one.name])]);
  }

  build() {
    const phone = matchMedia("(pointer: coarse) and (max-width: 640px)").matches;
    for (const one of this.acts) {
      one.button = button(one.name, "", (event) => { one.act(event.timeStamp); if (event.detail) this.board.piece("stage").focus({ preventScroll: true }); }, one.primary ? "is-small is-primary" : "is-small");
      one.button.append(" ", make("kbd", "", one.spelled ?? one.keys[0].toUpperCase()));
      one.button.setAttribute("aria-keyshortcuts", one.spelled ?? one.keys[0].toUpperCase());
      if (one.hint) one.button.title = one.hint;
      if (one.told) one.button.prepend(make("span", "visually-hidden", one.told.replace(one.name, "")));
      if (one.keys[0] === "1" && this.board.mayDecide && !phone) this.row.append(make("span", "quiet small", gettext("Reject:")));
      if (one.look) this.tools.append(one.button);
      else if (this.board.mayDecide || one.keys[0] === "n") (one.rejects && phone ? this.sheet() : this.row).append(one.button);
    }
    this.row.hidden = isKnown() && matchMedia("(pointer: fine)").matches;
  }

  /** On a phone there is no room for every reason beside the other acts: they open above the thumb, and close with the choice. */
  sheet() {
    if (this.reject) return this.reject.lastChild;
    const summary = make("summary", "button is-small", gettext("Reject…")), list = make("div", "menu-list");
    this.reject = make("details", "menu is-wide");
    this.reject.append(summary, list);
    list.addEventListener("click", () => { this.reject.open = false; });
    this.row.append(this.reject);
    return list;
  }

  render() {
    for (const one of this.acts) if (one.on) one.button.setAttribute("aria-pressed", String(Boolean(one.on())));
  }

  toggleRow() {
    this.row.hidden = !this.row.hidden;
    this.render();
  }

  decide(key, word, at) {
    const before = this.board.hand.done.length;
    this.board.hand.decide(key, word, at);
    if (this.board.hand.done.length > before) this.learnt();
  }

  /** After some decisions the keys are known; "?" and H show them again. */
  learnt() {
    try { localStorage.setItem(KNOWN, String(Number(localStorage.getItem(KNOWN)) + 1)); } catch { /* then they stay */ }
  }

  ownWords(at) {
    const { hand, item } = this.board, dialog = document.getElementById("own-words"), field = dialog.querySelector("textarea"), group = hand.group;
    if (!hand.may(at)) return;
    dialog.onclose = () => {
      const reason = field.value.trim();
      if (dialog.returnValue !== "reject" || !reason || this.board.item !== item) return;
      hand.group = group;
      this.decide("r", { verdict: "rejected", reason }, performance.now());
    };
    dialog.returnValue = field.value = "";
    dialog.showModal();
    field.focus();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const { board } = this, key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest?.(FIELDS) || (event.target.matches?.("input") && key.startsWith("Arrow"))) return;
    if (key === " " && event.target.closest?.(PRESSABLE)) return;
    if (this.move(key)) return event.preventDefault();
    const one = this.acts.find(({ keys }) => keys.includes(key));
    if (!one) return;
    event.preventDefault();
    if (event.repeat) return; // a key that is held decides once
    one.act(event.timeStamp);
    if (!one.mode) return;
    board.say(board.stage.mode === "alone" ? gettext("The picture alone.") : board.item.plate ? one.name : gettext("This picture has no plate."));
  }

  move(key) {
    const { board } = this, step = this.moves.get(key);
    if (step) board.step(step);
    else if (key === "ArrowDown" || key === "ArrowUp") board.stepGroup(key === "ArrowDown" ? 1 : -1);
    else if (key === "[" || key === "]") board.stage.nudge(key === "]" ? 5 : -5);
    else if (key === "Escape" && board.hand.group) board.hand.toggleGroup();
    else return false;
    return true;
  }
}
