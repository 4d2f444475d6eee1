/**
 * <ask-form data-keep data-most>: keeps what is answered as one goes, and shows the questions that it leads to.
 *
 * Only what was touched here is sent, also with the form itself: the same questions may stand in a second tab, and what
 * was answered there is not taken back by what is still empty here.
 */

import { ApiError, readError, readToken } from "./api.js";
import { gettext, interpolate } from "./words.js";

const PAUSE = 700;
const MIB = 1024 * 1024;

/** @param {Element} control @returns {string|undefined} the key of its question */
const keyOf = (control) => control.closest?.("[data-question]")?.dataset.question;

/** @param {ApiError} error @returns {string} */
function whyNot(error) {
  if (error.status === 401 || error.status === 403) return gettext("Not kept: you are signed out. Sign in in another tab, then go on here.");
  return [error.message || gettext("Not kept yet: the portal does not answer. It is tried again."), error.todo].filter(Boolean).join(" ");
}

/** Whether a control says something else than the page brought. @param {HTMLInputElement|HTMLSelectElement} control */
function differs(control) {
  if (control.options) return control.selectedIndex !== Math.max(0, [...control.options].findIndex((one) => one.defaultSelected));
  return /checkbox|radio/.test(control.type) ? control.checked !== control.defaultChecked : control.value !== control.defaultValue;
}

class AskForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.told = this.querySelector("[data-part=kept]");
    this.dirty = new Set();
    this.onItsWay = new Set();
    this.form.addEventListener("input", (event) => this.touched(event.target, PAUSE));
    this.form.addEventListener("change", (event) => this.touched(event.target, 50));
    this.form.addEventListener("formdata", ({ formData }) => this.name(formData));
    this.form.addEventListener("submit", () => this.rest());
    document.addEventListener("visibilitychange", this.leaving);
    window.addEventListener("online", this.again);
    this.begin();
  }

  disconnectedCallback() {
    this.rest();
    document.removeEventListener("visibilitychange", this.leaving);
    window.removeEventListener("online", this.again);
  }

  /** What came back wrong, was answered before this module arrived, or was put back by the browser. */
  begin() {
    for (const question of this.querySelectorAll("[data-question].is-wrong")) this.dirty.add(question.dataset.question);
    const changed = [...this.form.elements].filter((control) => keyOf(control) && control.type !== "file" && differs(control));
    for (const control of changed) this.touched(control, 50);
  }

  leaving = () => { if (document.visibilityState === "hidden" && this.timer) this.keep(true); };

  again = () => { if (this.dirty.size) this.keep(); };

  rest() { clearTimeout(this.timer); this.timer = 0; }

  /** @param {Element} control @param {number} ms */
  touched(control, ms) {
    const key = keyOf(control);
    if (!key || (control.type === "file" && !this.small(control, key))) return;
    this.dirty.add(key);
    this.say("");
    this.soon(ms);
  }

  /** @param {number} ms */
  soon(ms) {
    this.rest();
    this.timer = setTimeout(() => this.keep(), ms);
  }

  /** A file that is too large would hold up everything that is sent with it. @param {HTMLInputElement} input @param {string} key */
  small(input, key) {
    const most = Number(this.dataset.most);
    if (!input.files.length) return false;
    if (input.files[0].size <= most) return true;
    input.value = "";
    this.mark(key, interpolate(gettext("A file of an answer has %(most)s MiB at most. Send a smaller file, or a picture of the part that matters."), { most: most / MIB }));
    return false;
  }

  /**
   * Says which questions a body is about, with the token that holds now: who signed in again in another tab goes on here.
   * @param {FormData} body
   */
  name(body) {
    body.set("csrfmiddlewaretoken", readToken());
    for (const key of new Set(["", ...this.onItsWay, ...this.dirty])) body.append("only", key);
  }

  /** One at a time, so that an older answer never comes after a newer one. @param {boolean} [last] the page goes away */
  async keep(last = false) {
    this.rest();
    if (this.busy) { this.once = true; return; }
    this.busy = true;
    [this.onItsWay, this.dirty] = [this.dirty, new Set()];
    const files = [...this.form.querySelectorAll("input[type=file]")].filter((input) => input.files.length);
    try {
      this.show(await this.sent(new FormData(this.form), last && !files.length), files);
    } catch (error) {
      for (const key of this.onItsWay) this.dirty.add(key);
      this.say(whyNot(error));
      if (error.passing) this.soon(10_000);
    }
    this.onItsWay = new Set();
    this.busy = false;
    if (this.once) { this.once = false; this.keep(); }
  }

  /** @param {FormData} body @param {boolean} keepalive */
  async sent(body, keepalive) {
    let answer, text;
    try {
      answer = await fetch(this.dataset.keep, { method: "POST", body, credentials: "same-origin", keepalive, headers: { "X-CSRFToken": readToken(), Accept: "application/json" } });
      text = await answer.text();
    } catch {
      throw new ApiError(0);
    }
    if (!answer.ok) throw readError(answer.status, text);
    return JSON.parse(text);
  }

  /** @param {{shown: string[], wrong: Record<string, string>}} news @param {HTMLInputElement[]} files those that were sent */
  show(news, files) {
    for (const question of this.querySelectorAll("[data-question]")) question.hidden = !news.shown.includes(question.dataset.question);
    for (const key of this.onItsWay) this.mark(key, news.wrong[key] ?? "");
    for (const key of Object.keys(news.wrong)) this.dirty.add(key);
    for (const input of files) this.took(input, news.wrong);
    if (!this.timer) this.say(this.querySelector(".asked.is-wrong:not([hidden])") ? gettext("Kept, but for what is marked.") : gettext("Kept."));
  }

  /** @param {string} key @param {string} wrong why it is not kept; empty where it is */
  mark(key, wrong) {
    const question = this.querySelector(`[data-question="${CSS.escape(key)}"]`);
    if (!question) return;
    const told = question.querySelector("[data-part=wrong]");
    told.textContent = wrong;
    told.hidden = !wrong;
    question.classList.toggle("is-wrong", Boolean(wrong));
    for (const control of question.querySelectorAll("input:not([type=radio], [type=checkbox]), textarea")) {
      if (wrong) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid");
    }
  }

  /** A file that arrived is named and not sent again. @param {HTMLInputElement} input @param {Record<string, string>} wrong */
  took(input, wrong) {
    const question = input.closest("[data-question]");
    if (!wrong[question.dataset.question]) {
      const line = question.querySelector("[data-part=file]");
      line.querySelector("a").textContent = input.files[0].name;
      line.hidden = false;
    }
    input.value = "";
  }

  /** @param {string} text */
  say(text) { this.told.textContent = text; }
}

customElements.define("ask-form", AskForm);
