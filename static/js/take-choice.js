/**
 * <take-choice data-url data-base>: takes (input[name=take]) ticked for a string-out, put in order ([data-part=list]
 * li[data-name], [data-move]) and sent as a revision. Its takes play in dialog#take-player ([data-plays], [data-at]).
 */

import { call } from "./api.js";
import { toastError } from "./toast.js";
import { gettext, interpolate, ngettext } from "./words.js";

class TakeChoice extends HTMLElement {
  connectedCallback() {
    this.list = this.part("list");
    this.button = this.part("make");
    this.addEventListener("change", (event) => this.changed(event.target));
    this.addEventListener("click", (event) => this.pressed(event.target.closest?.("button")));
    this.dialog = document.getElementById("take-player");
    this.dialog?.addEventListener("close", () => this.dialog.querySelector("frame-player")?.remove());
    addEventListener("beforeunload", (event) => { if (this.dirty) event.preventDefault(); });
    this.before = this.state;
    this.tell();
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  get rows() {
    return [...this.list.querySelectorAll("li[data-name]:not([hidden])")];
  }

  get names() {
    return this.rows.map((row) => row.dataset.name);
  }

  get whole() {
    return Boolean(this.querySelector("input[name=whole]:checked")?.value);
  }

  get state() {
    return JSON.stringify([this.names, this.whole]);
  }

  get dirty() {
    return this.state !== this.before;
  }

  /** A ticked take comes last, where one sees it come. @param {HTMLInputElement} box */
  changed(box) {
    if (box.name === "take") {
      const row = [...this.list.children].find((one) => one.dataset.name === box.value);
      row.hidden = !box.checked;
      if (box.checked) this.rows.at(-1).after(row);
    }
    this.tell();
  }

  /** @param {HTMLButtonElement|null} button */
  pressed(button) {
    if (!button) return;
    if (button.dataset.move) this.move(button, Number(button.dataset.move));
    else if (button.dataset.plays) this.play(button.dataset.plays, 0);
    else if (button.dataset.at) this.play(button.closest(".take").querySelector("[data-plays]").dataset.plays, Number(button.dataset.at));
    else if (button === this.button) this.make();
  }

  move(button, step) {
    const row = button.closest("li"), rows = this.rows, other = rows[rows.indexOf(row) + step];
    if (!other) return;
    other[step < 0 ? "before" : "after"](row);
    button.focus();
    this.tell();
  }

  tell() {
    const rows = this.rows, { whole } = this;
    let seconds = 0;
    rows.forEach((row, at) => {
      const long = Number(whole ? row.dataset.whole : row.dataset.kept);
      row.querySelector("[data-part=length]").textContent = interpolate(gettext("%(n)s s"), { n: long.toFixed(1) });
      seconds += long;
      for (const button of row.querySelectorAll("[data-move]")) button.ariaDisabled = String(!rows[at + Number(button.dataset.move)]);
    });
    if (!this.button) return;
    const said = interpolate(ngettext("%(n)s take, %(s)s s", "%(n)s takes, %(s)s s", rows.length), { n: rows.length, s: seconds.toFixed(1) });
    this.part("told").textContent = rows.length ? said : gettext("No take is ticked");
    this.button.disabled = !rows.length || !this.dirty;
    this.hold(this.dirty);
  }

  /** Nobody signs a string-out that is not the one they see, nor reads there who chose another. */
  hold(dirty) {
    this.part("hint").hidden = !dirty;
    this.part("standing").hidden = dirty;
    const sign = document.querySelector("[data-opens=approve]");
    if (sign) sign.disabled = dirty;
  }

  async make() {
    this.button.disabled = true;
    try {
      const edit = { op: "choose", takes: this.names, whole: this.whole };
      await call("POST", this.dataset.url, { base: Number(this.dataset.base), edit }, { key: crypto.randomUUID() });
      this.before = this.state;
      location.reload();
    } catch (error) {
      toastError(error);
      this.button.disabled = false;
    }
  }

  /** @param {string} told the player's attributes as JSON @param {number} frame */
  async play(told, frame) {
    await import("./frame-player.js");
    const player = document.createElement("frame-player");
    Object.assign(player.dataset, JSON.parse(told), { keys: "inside" });
    this.dialog.querySelector("[data-part=name]").textContent = player.dataset.name;
    this.dialog.querySelector("[data-part=stage]").replaceChildren(player);
    this.dialog.showModal();
    player.focus();
    player.seekFrame(frame);
  }
}

customElements.define("take-choice", TakeChoice);
