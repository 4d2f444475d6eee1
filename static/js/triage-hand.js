/** What a person decides on the board: bound to the picture that is shown, told at once, taken back when it is refused. */

import { call } from "./api.js";
import { DecisionLine, isOpen } from "./triage-line.js";
import { toast, toastError } from "./toast.js";
import { gettext, interpolate, ngettext } from "./words.js";

export class TriageHand {
  /** @param {object} board a triage-board @param {string} path where decisions are sent */
  constructor(board, path) {
    this.board = board;
    this.group = false;
    /** @type {object[]} own entries, for undoing */
    this.done = [];
    this.line = new DecisionLine(path, {
      made: (entry) => this.board.changed(this.line.all(entry)),
      refused: (entry, error) => this.refused(entry, error),
      waits: (count, down) => this.board.count(count, down),
    });
  }

  get item() {
    return this.board.item;
  }

  ofGroup() {
    return this.board.items.filter((item) => item.group === this.item.group);
  }

  openOfGroup() {
    return this.ofGroup().filter(isOpen);
  }

  /** Whether the key may count: for what is seen, by somebody who decides. @param {number} at when it was pressed */
  may(at) {
    const { board } = this;
    if (!board.mayDecide) return this.no(gettext("Your role looks; producers and directors decide."));
    if (at < board.shownAt) return this.no(gettext("The picture was not shown yet. Nothing was signed."));
    return true;
  }

  no(words) {
    this.board.say(words);
    return false;
  }

  /** @param {string} key @param {{verdict: string, why?: string, reason?: string}} word @param {number} at */
  decide(key, word, at) {
    if (!this.may(at)) return;
    if (this.group) return this.decideGroup(word);
    const { item } = this;
    if (!this.sure(item, key, word.verdict)) return;
    this.send({ items: [item], ...word });
  }

  /** Over somebody else's word only with the same key twice. */
  sure(item, key, verdict) {
    const { shown } = item;
    if (!shown || shown.mine || isOpen(item)) return isOpen(item) || shown.verdict !== verdict || this.no(gettext("You have said so already."));
    if (shown.verdict === verdict) return this.no(interpolate(gettext("%(name)s has said so already."), { name: shown.person_name }));
    if (item.sure === key) return true;
    item.sure = key;
    return this.no(interpolate(gettext("This is %(said)s. The same key once more decides otherwise."), { said: this.board.saidOf(item) }));
  }

  decideGroup(word) {
    const items = this.openOfGroup();
    if (!items.length) return this.no(gettext("Every one of these look-alikes is decided."));
    this.send({ items, ...word });
  }

  /** This one is approved, what is undecided of its look-alikes rejected: all of it or nothing. */
  keep(at) {
    if (!this.may(at)) return;
    const { item } = this, rest = this.openOfGroup().filter((other) => other !== item);
    if (!rest.length) return this.no(gettext("There is no undecided look-alike beside it. A approves it."));
    if (!isOpen(item)) return this.no(gettext("This one is decided. U takes your decision back."));
    this.send({ items: rest, keep: item, verdict: "rejected", why: "duplicate" });
  }

  send(word) {
    const entry = this.line.add(word), items = this.line.all(entry);
    entry.from = this.item;
    this.group = false;
    for (const item of items) Object.assign(item, { news: false, sure: "" });
    this.done.push(entry);
    this.board.changed(items);
    const said = items.length > 1
      ? interpolate(gettext("%(n)s pictures decided."), { n: items.length })
      : interpolate(word.verdict === "approved" ? gettext("%(picture)s: approved.") : gettext("%(picture)s: rejected."), { picture: items[0].label });
    if (this.board.nextOpen()) this.board.say(said); else this.board.say(`${said} ${this.board.ended()}`);
  }

  undo() {
    if (!this.board.mayDecide) return this.may(Infinity);
    let entry = this.done.pop();
    while (entry?.state === "refused") entry = this.done.pop();
    const mine = entry ? this.line.all(entry) : this.item.decision?.mine && !isOpen(this.item) && !this.item.tail ? [this.item] : [];
    if (!mine.length) return this.no(gettext("There is nothing of yours to take back."));
    const items = entry ? mine.filter((item) => this.stands(item, entry)) : mine;
    if (!items.length) return this.no(this.overtaken(mine[0]));
    this.line.add({ items, verdict: "reopened" });
    this.board.changed(items);
    this.board.go(entry?.from ?? items[0]);
    const words = interpolate(ngettext("Taken back: picture %(first)s.", "Taken back: %(n)s pictures.", items.length), { first: items[0].number, n: items.length });
    const left = mine.find((item) => !items.includes(item));
    this.board.say(left ? `${words} ${this.overtaken(left)}` : words);
  }

  /** Whether this very word is in force, or still on its way: what others said since is theirs to take back. */
  stands(item, entry) {
    return item.tail ? item.tail === entry : item.decision?.id === entry.made.get(item.id)?.id;
  }

  overtaken(item) {
    return interpolate(gettext("%(picture)s is no longer as you decided: %(said)s. That stands."), { picture: item.label, said: this.board.saidOf(item) || gettext("undecided") });
  }

  /** The page shows again what stands; the view stays where the person is. */
  refused(entry, error) {
    const items = this.line.all(entry), about = error?.fields?.candidate?.[0], wrong = items.find((item) => item.id === about) ?? items[0];
    this.board.changed(items);
    const which = items.length > 1 ? interpolate(gettext("%(n)s pictures, of them %(one)s"), { n: items.length, one: wrong.number }) : wrong.label;
    const why = error ? [error.message, error.kept, error.todo].filter(Boolean).join(" ") : gettext("What you did before it was refused, so this was not signed either.");
    toast(`${which}: ${why}`, "warning");
    this.board.say(`${which}: ${why}`);
    this.board.refresh();
  }

  toggleGroup() {
    const count = this.openOfGroup().length;
    if (!this.group && count < 2) return this.no(gettext("There are no undecided look-alikes here."));
    this.group = !this.group;
    this.board.render();
    this.board.say(this.group ? interpolate(gettext("The next key decides all %(n)s look-alikes that are undecided."), { n: count }) : gettext("The next key decides this picture alone."));
  }

  /** Own words go first: until the last of them is signed the server keeps the providers hidden. */
  async blind() {
    const { board } = this;
    if (this.line.entries.length) board.say(gettext("Your decisions are on their way; this waits for them."));
    while (this.line.entries.length && board.isConnected) await new Promise((resolve) => setTimeout(resolve, 50));
    try {
      board.accept(await call("POST", `${board.path}blind/`, { blind: !board.board.blind }));
      board.say(board.board.blind ? gettext("The providers are hidden from you until every picture is decided.") : gettext("The providers are shown."));
    } catch (error) {
      toastError(error);
    }
  }
}
