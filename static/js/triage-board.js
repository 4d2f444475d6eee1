/**
 * <triage-board data-request data-board data-may-decide>: all pictures of a request, one large. Markup:
 * templates/components/_triage_board.html. What I look at changes by my own keys alone; what others decide is marked
 * where it stands.
 */

import { call } from "./api.js";
import { line, subscribe } from "./live.js";
import { TriageHand } from "./triage-hand.js";
import { TriageKeys } from "./triage-keys.js";
import { isOpen } from "./triage-line.js";
import { Stage } from "./triage-stage.js";
import { swipes } from "./triage-swipe.js";
import { Strip } from "./triage-strip.js";
import { gettext, interpolate, ngettext } from "./words.js";

const SOON = 200, AHEAD = 8;
/** What a blind board leaves out of its pictures. */
const HIDDEN = ["provider", "whose", "run", "run_url", "origin", "take"];

class TriageBoard extends HTMLElement {
  connectedCallback() {
    if (this.stage) return;
    const board = JSON.parse(document.getElementById(this.dataset.board).textContent);
    Object.assign(this, { board, items: board.pictures, mayDecide: this.dataset.mayDecide === "1", asked: 0, shownAt: Infinity });
    this.stage = new Stage(this);
    this.strip = new Strip(this.piece("strip"), (item) => this.go(item));
    this.hand = new TriageHand(this, `${this.path}decisions/`);
    this.keys = new TriageKeys(this);
    this.away = new AbortController();
    for (const item of this.items) this.derive(item);
    this.strip.draw(this.items);
    this.listen();
    const wanted = this.items.find((item) => item.id === location.hash.slice(1));
    this.go(wanted ?? this.items.find(isOpen) ?? this.items[0]);
    this.count();
  }

  disconnectedCallback() {
    this.leave?.();
    this.away?.abort();
  }

  listen() {
    const { signal } = this.away;
    this.leave = subscribe(`request:${this.dataset.request}`, { job: () => {}, list: () => this.refresh(), decisions: (ids) => this.hear(ids) });
    line.addEventListener("change", () => { if (line.state === "connected") this.refresh(); }, { signal });
    document.addEventListener("keydown", (event) => this.keys.pressed(event), { signal });
    swipes(this.stage.view, (step) => this.step(step), () => this.stage.mode === "wipe");
  }

  piece(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  get path() {
    return `/api/v1/requests/${this.dataset.request}/`;
  }

  get held() {
    return new Set(this.hand.group ? this.hand.openOfGroup().map((item) => item.id) : []);
  }

  /** What the page says of a picture: the person's own word as soon as it is given. @param {object} item */
  derive(item) {
    const { tail } = item;
    item.shown = tail ? { verdict: tail.keep === item ? "approved" : tail.verdict, mine: true } : item.decision;
    item.label = interpolate(gettext("Picture %(n)s of %(all)s"), { n: item.number, all: this.items.length });
    const said = this.saidOf(item);
    item.title = said ? `${item.label}: ${said}` : item.label;
  }

  /** "rejected by Ines Okafor: soft or out of focus"; nothing while it is undecided. @param {object} item */
  saidOf(item) {
    const { tail, decision } = item;
    if (tail) return isOpen(item) ? gettext("being taken back") : item.shown.verdict === "approved" ? gettext("approved, on its way") : gettext("rejected, on its way");
    if (!decision) return "";
    const words = decision.verdict === "rejected" ? gettext("%(word)s by %(name)s: %(reason)s") : gettext("%(word)s by %(name)s");
    return interpolate(words, { word: decision.word, name: decision.person_name, reason: decision.reason });
  }

  /** Only ever called for what the person did. @param {object} item */
  go(item) {
    if (!item) return;
    if (this.item && item.group !== this.item.group) this.hand.group = false;
    this.item = item;
    this.dataset.current = item.id;
    delete this.dataset.shown;
    this.shownAt = Infinity;
    this.stage.show(item, this.soon());
    this.paint(item);
    this.render();
    const inside = this.piece("strip").contains(document.activeElement);
    this.strip.current(item, this.held);
    if (inside) this.strip.buttons.get(item.id).focus({ preventScroll: true });
    clearTimeout(this.named);
    this.named = setTimeout(() => history.replaceState(null, "", `#${item.id}`), 500);
  }

  /** A key counts for a picture from the moment it can be seen. */
  async paint(item) {
    await this.stage.pictures.images.get(item.id)?.ready;
    if (this.item !== item) return;
    if (!this.stage.pictures.images.get(item.id)?.naturalWidth) return this.say(gettext("The picture did not arrive. Move away and back to ask for it again."));
    requestAnimationFrame(() => {
      if (this.item !== item) return;
      this.shownAt = performance.now();
      this.dataset.shown = item.id;
    });
  }

  soon() {
    const at = this.items.indexOf(this.item), { items } = this;
    const open = this.openAfter(at, AHEAD), beyond = open.filter((one) => one.group !== this.item.group).slice(0, 2);
    return [...new Set([open[0], ...beyond, items[at + 1], items[at - 1], ...open, items[at + 2], items[at - 2]])].filter(Boolean);
  }

  /** The next undecided ones, round about. */
  openAfter(at, count) {
    const found = [];
    for (let step = 1; step < this.items.length && found.length < count; step += 1) {
      const item = this.items[(at + step) % this.items.length];
      if (isOpen(item)) found.push(item);
    }
    return found;
  }

  /** @param {number} count */
  step(count) {
    this.go(this.items[Math.max(0, Math.min(this.items.length - 1, this.items.indexOf(this.item) + count))]);
  }

  stepGroup(count) {
    const groups = [...new Set(this.items.map((item) => item.group))];
    const wanted = groups[Math.max(0, Math.min(groups.length - 1, groups.indexOf(this.item.group) + count))];
    this.go(this.items.find((item) => item.group === wanted));
  }

  /** All is decided: who is blind is told how to end that, since nothing can be taken away before. */
  ended() {
    return this.board.blind ? gettext("All pictures are decided. B shows who made them, and what can be taken away.") : gettext("All pictures are decided.");
  }

  nextOpen() {
    const [next] = this.openAfter(this.items.indexOf(this.item), 1);
    if (next) this.go(next);
    else this.say(isOpen(this.item) ? gettext("This is the last one.") : this.ended());
    return Boolean(next);
  }

  /** @param {object[]} items whose state has changed */
  changed(items) {
    for (const item of items) {
      this.derive(item);
      this.strip.mark(item);
    }
    this.render();
    this.count();
  }

  render() {
    const { item } = this, alike = this.items.filter((other) => other.group === item.group).length;
    const facts = [item.label, alike > 1 && interpolate(gettext("one of %(n)s look-alikes"), { n: alike }), `${item.width} × ${item.height}`, item.timecode && interpolate(gettext("at %(timecode)s"), { timecode: item.timecode }),
      item.plate && interpolate(gettext("plate %(timecode)s"), { timecode: item.plate.timecode }), item.whose];
    this.piece("about").textContent = facts.filter(Boolean).join(" · ");
    this.tellOrigin(item);
    const verdict = this.piece("verdict");
    verdict.textContent = this.saidOf(item) || gettext("undecided");
    verdict.className = `status is-${isOpen(item) ? "open" : item.shown.verdict}`;
    this.piece("view").dataset.verdict = isOpen(item) ? "" : item.shown.verdict;
    this.strip.current(item, this.held);
    this.keys.render();
  }

  /** That a trained model had part in it, and where it leads; while the board is blind, nowhere. */
  tellOrigin(item) {
    const made = this.piece("made");
    made.hidden = !item.made_by;
    made.textContent = item.made_by ? `${item.made_by.word}: ${item.made_by.said}` : "";
    if (item.origin) made.href = item.origin;
    else made.removeAttribute("href");
    this.lead("take", !item.tail && item.decision?.verdict === "approved" ? item.take : "");
    this.lead("run", item.provider === "local" ? "" : item.run_url);
  }

  /** A way on, where there is one. @param {string} part @param {string|undefined} address */
  lead(part, address) {
    const link = this.piece(part);
    link.hidden = !address;
    if (address) link.href = address;
    else link.removeAttribute("href");
  }

  count(waiting = this.hand.line.entries.length, down = false) {
    const is = (verdict) => this.items.filter((item) => item.shown?.verdict === verdict).length, approved = is("approved"), rejected = is("rejected");
    const parts = [interpolate(gettext("%(n)s of %(all)s decided"), { n: approved + rejected, all: this.items.length }),
      interpolate(ngettext("%(n)s approved", "%(n)s approved", approved), { n: approved }), interpolate(ngettext("%(n)s rejected", "%(n)s rejected", rejected), { n: rejected })];
    if (waiting) parts.push(interpolate(down ? gettext("%(n)s wait for the line") : gettext("%(n)s on their way"), { n: waiting }));
    this.piece("count").textContent = parts.join(" · ");
  }

  say(text) {
    this.piece("news").textContent = text;
  }

  hear(ids) {
    if (!ids.length) return this.say(gettext("Further pictures have come. Load the page again to see them."));
    clearTimeout(this.soonTimer);
    this.soonTimer = setTimeout(() => this.refresh(), SOON);
  }

  /** Others' decisions, marked in place. What was asked before an own word was signed tells nothing of it. */
  async refresh() {
    const turn = (this.asked += 1), began = performance.now();
    let decisions;
    try { decisions = await call("GET", `${this.path}decisions/`); } catch { return; }
    if (turn !== this.asked) return;
    const stands = new Map(decisions.map((one) => [one.candidate, one]));
    const news = this.items.filter((item) => {
      const now = stands.get(item.id) ?? null;
      if (item.tail || item.settled > began || now?.id === item.decision?.id) return false;
      Object.assign(item, { decision: now, news: Boolean(now && !now.mine), sure: "" });
      return true;
    });
    if (!news.length) return;
    this.changed(news);
    const others = news.filter((item) => item.news);
    if (others.includes(this.item)) this.say(interpolate(gettext("Just now: %(said)s."), { said: this.saidOf(this.item) }));
    else if (others.length) this.say(interpolate(ngettext("%(name)s decided on picture %(n)s.", "%(name)s decided on %(count)s pictures.", others.length), { name: others[0].decision.person_name, n: others[0].number, count: others.length }));
  }

  /** The same pictures, told anew with or without their providers. @param {object} board */
  accept(board) {
    this.board = board;
    const told = new Map(board.pictures.map((one) => [one.id, one]));
    for (const item of this.items) for (const part of HIDDEN) item[part] = told.get(item.id)?.[part];
    this.render();
  }
}

customElements.define("triage-board", TriageBoard);
