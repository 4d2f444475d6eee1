/**
 * <playlist-order data-url data-status>: a list whose rows (li[data-item]) are dragged, or moved by their
 * buttons (button[name=move][value=up|down]). Without this script the buttons send their forms.
 */

import { call } from "./api.js";
import { teach } from "./keys.js";
import { toastError } from "./toast.js";
import { gettext, interpolate } from "./words.js";

class PlaylistOrder extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.status = document.getElementById(this.dataset.status ?? "");
    this.held = null;
    for (const row of this.rows) row.draggable = true;
    this.addEventListener("dragstart", (event) => this.take(event));
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("drop", (event) => event.preventDefault());
    this.addEventListener("dragend", () => this.drop());
    this.addEventListener("submit", (event) => this.press(event));
    this.number();
    if (this.querySelector("button[name=move]")) teach(gettext("Order"), [[gettext("Tab"), gettext("To the buttons of a row that move it up or down")]]);
  }

  get rows() {
    return [...this.list.querySelectorAll("li[data-item]")];
  }

  /** @param {DragEvent} event */
  take(event) {
    this.held = event.target.closest?.("li[data-item]");
    if (!this.held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.held.dataset.item);
    this.held.classList.add("is-held");
    this.before = this.order;
  }

  /** The row goes where it would lie, so that one sees the order before letting go. @param {DragEvent} event */
  over(event) {
    if (!this.held) return;
    event.preventDefault();
    const row = event.target.closest?.("li[data-item]");
    if (!row || row === this.held) return;
    const { top, height } = row.getBoundingClientRect();
    row[event.clientY < top + height / 2 ? "before" : "after"](this.held);
    this.number();
  }

  drop() {
    const row = this.held;
    this.held = null;
    row?.classList.remove("is-held");
    if (row && this.before.join() !== this.order.join()) this.keep(row, this.before);
  }

  get order() {
    return this.rows.map((row) => row.dataset.item);
  }

  /** @param {SubmitEvent} event */
  press(event) {
    const { submitter } = event, row = event.target.closest("li[data-item]");
    const step = { up: -1, down: 1 }[submitter?.value];
    if (!step || !row) return;
    event.preventDefault();
    const before = this.order, rows = this.rows, other = rows[rows.indexOf(row) + step];
    if (!other) return;
    other[step < 0 ? "before" : "after"](row);
    submitter.focus();
    this.keep(row, before);
  }

  async keep(row, before) {
    this.number();
    try {
      await call("POST", this.dataset.url, { items: this.order });
      this.say(row);
    } catch (error) {
      for (const id of before) this.list.append(this.rows.find((one) => one.dataset.item === id));
      this.number();
      toastError(error);
    }
  }

  /** Told to whoever cannot see where the row went. */
  say(row) {
    const rows = this.rows, place = rows.indexOf(row) + 1;
    if (this.status) this.status.textContent = interpolate(gettext("%(name)s is now %(place)s of %(count)s."), { name: row.dataset.name, place, count: rows.length });
  }

  number() {
    this.rows.forEach((row, at, rows) => {
      row.querySelector("[data-part=place]").textContent = String(at + 1);
      for (const [value, last] of [["up", at === 0], ["down", at === rows.length - 1]]) {
        row.querySelector(`button[value=${value}]`)?.setAttribute("aria-disabled", String(last));
      }
    });
  }
}

customElements.define("playlist-order", PlaylistOrder);
