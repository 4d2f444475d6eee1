/**
 * <ticket-board>: the board of beta leads by keyboard. Markup: templates/feedback/board.html. Keys press the buttons that
 * stand on the cards; after each press the board is fetched anew and the same topic stays chosen.
 */

import { teach } from "./keys.js";
import { toastError } from "./toast.js";
import { gettext, interpolate } from "./words.js";
import "./dialogs.js";

class TicketBoard extends HTMLElement {
  connectedCallback() {
    if (this.away) return;
    this.away = new AbortController();
    const { signal } = this.away;
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("morphed", () => this.choose(this.cards.find((card) => card.dataset.topic === this.kept) ?? this.cards[0], false));
    this.addEventListener("focusin", (event) => this.choose(event.target.closest(".board-card"), false));
    this.choose(this.cards[0], false);
    teach(gettext("Board"), [["J K", gettext("Next or previous topic")], ["H L", gettext("Column to the left or right")],
      ["1 … 6", gettext("Give it the status of that column")], ["S", gettext("Next severity")], ["M", gettext("Merge it into another")],
      ["Enter", gettext("Open it")]]);
  }

  disconnectedCallback() {
    this.away?.abort();
  }

  get cards() {
    return [...this.querySelectorAll(".board-card")];
  }

  get current() {
    return this.querySelector(".board-card.is-current");
  }

  /** @param {HTMLElement|null|undefined} card @param {boolean} [focus] */
  choose(card, focus = true) {
    if (!card) return;
    this.kept = card.dataset.topic;
    if (card !== this.current) {
      this.current?.classList.remove("is-current");
      card.classList.add("is-current");
      for (const one of this.cards) one.tabIndex = one === card ? 0 : -1;
    }
    if (!focus) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const act = this.actOf(event.key.length === 1 ? event.key.toLowerCase() : event.key, event.target);
    if (!act || !this.current) return;
    event.preventDefault();
    act();
  }

  actOf(key, target) {
    const card = this.current;
    if (/^[1-6]$/.test(key)) return () => this.give(Number(key));
    if (key === "Enter") return target === card ? () => card.querySelector("h3 a").click() : null;
    return {
      j: () => this.step(1), k: () => this.step(-1), ArrowDown: target === card ? () => this.step(1) : null, ArrowUp: target === card ? () => this.step(-1) : null,
      l: () => this.side(1), h: () => this.side(-1), s: () => card.querySelector('[data-part="weigh"] button').click(), m: () => this.merge(card),
    }[key];
  }

  step(by) {
    const { cards } = this;
    this.choose(cards[Math.max(0, Math.min(cards.length - 1, cards.indexOf(this.current) + by))]);
  }

  side(by) {
    const columns = [...this.querySelectorAll(".board-column")].filter((column) => column.querySelector(".board-card"));
    const now = this.current.closest(".board-column"), row = [...now.querySelectorAll(".board-card")].indexOf(this.current);
    const there = [...(columns[columns.indexOf(now) + by]?.querySelectorAll(".board-card") ?? [])];
    this.choose(there[Math.min(row, there.length - 1)]);
  }

  give(number) {
    const stage = this.querySelectorAll(".board-column")[number - 1].dataset.stage, button = this.current.querySelector(`.board-moves [value="${stage}"]`);
    if (button) return button.click();
    const name = this.querySelector(`#column-${stage}`).lastElementChild.previousSibling.textContent.trim();
    this.say(interpolate(gettext("From here it cannot become: %(status)s."), { status: name }));
  }

  clicked(event) {
    const merges = event.target.closest('[data-part="merges"]');
    if (!merges || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.merge(merges.closest(".board-card"));
  }

  async merge(card) {
    if (!card.querySelector('[data-part="merges"]')) return this.say(gettext("What is shipped or declined is not merged."));
    this.merging = card;
    await this.look(card.dataset.merge);
    this.querySelector('[data-part="merge"]').showModal();
    this.querySelector('[data-part="merge"] :is(input[type=radio]:checked, input[name=q])')?.focus();
  }

  async look(path) {
    const answer = await this.asked(path);
    if (!answer) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.querySelector('[data-part="found"]').replaceChildren(...page.body.childNodes);
  }

  submitted(event) {
    event.preventDefault();
    const { target: form, submitter } = event, body = new FormData(form, submitter);
    if (form.method === "get") return this.look(`${form.getAttribute("action")}?${new URLSearchParams(body)}`);
    return this.send(form.getAttribute("action"), body, form.closest(".board-card") ?? this.merging);
  }

  /** What came of it is the board itself, fetched anew. */
  async send(path, body, card) {
    if (this.busy) return;
    this.busy = true;
    const at = this.cards.indexOf(card), kept = card.dataset.topic;
    const answer = await this.asked(path, { method: "POST", body });
    this.busy = false;
    if (!answer) return;
    this.querySelector("dialog[open]")?.close();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), fresh = page.getElementById("board");
    if (!fresh) return location.reload();
    const { scrollLeft } = this.querySelector("#board");
    this.querySelector("#board").replaceWith(fresh);
    fresh.scrollLeft = scrollLeft;
    const { cards } = this, same = cards.find((one) => one.dataset.topic === kept);
    this.choose(same ?? cards[Math.min(Math.max(at, 0), cards.length - 1)]);
    if (same) this.say(interpolate(gettext("Now: %(status)s"), { status: same.closest(".board-column").querySelector("h2").textContent.replace(/\d+/g, "").trim() }));
  }

  async asked(path, options = {}) {
    try {
      const answer = await fetch(path, { ...options, credentials: "same-origin", headers: { Accept: "text/html, application/json", "HX-Request": "true" } });
      if (answer.ok) return answer;
      toastError({ ...(await answer.json().catch(() => ({}))).error, status: answer.status });
    } catch {
      toastError({ status: 0 });
    }
    return null;
  }

  say(text) {
    this.querySelector('[data-part="said"]').textContent = text;
  }
}

customElements.define("ticket-board", TicketBoard);
