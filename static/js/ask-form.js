/** Keeps what is answered as one goes, and shows the questions that it leads to. */

import { readToken, readError } from "./api.js";

const PAUSE = 700;

class AskForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.told = this.querySelector("[data-part=kept]");
    this.form.addEventListener("input", () => this.soon(PAUSE));
    this.form.addEventListener("change", () => this.soon(50));
    this.form.addEventListener("submit", () => this.rest());
    document.addEventListener("visibilitychange", this.leaving);
    window.addEventListener("online", this.again);
  }

  disconnectedCallback() {
    this.rest();
    document.removeEventListener("visibilitychange", this.leaving);
    window.removeEventListener("online", this.again);
  }

  leaving = () => { if (document.visibilityState === "hidden" && this.timer) this.keep(true); };

  again = () => { if (this.unkept) this.keep(); };

  rest() { clearTimeout(this.timer); this.timer = 0; }

  /** @param {number} ms */
  soon(ms) {
    this.rest();
    this.unkept = true;
    this.timer = setTimeout(() => this.keep(), ms);
  }

  /** One at a time, so that an older answer never comes after a newer one. @param {boolean} [last] the page goes away */
  async keep(last = false) {
    this.rest();
    if (this.busy) { this.once = true; return; }
    this.busy = true;
    this.unkept = false;
    const body = new FormData(this.form);
    const files = [...this.form.querySelectorAll("input[type=file]")].filter((input) => input.files.length);
    try {
      const answer = await fetch(this.dataset.keep, { method: "POST", body, credentials: "same-origin", keepalive: last && !files.length, headers: { "X-CSRFToken": readToken(), Accept: "application/json" } });
      const text = await answer.text();
      if (!answer.ok) throw readError(answer.status, text);
      this.show(JSON.parse(text), files);
    } catch (error) {
      this.unkept = true;
      this.say([error.message || gettext("Not kept yet: the portal does not answer."), error.todo].filter(Boolean).join(" "));
    }
    this.busy = false;
    if (this.once) { this.once = false; this.keep(); }
  }

  /** @param {{shown: string[], wrong: Record<string, string>}} news @param {HTMLInputElement[]} files those that were sent */
  show(news, files) {
    for (const question of this.querySelectorAll("[data-question]")) {
      const key = question.dataset.question;
      question.hidden = !news.shown.includes(key);
      const wrong = question.querySelector("[data-part=wrong]");
      wrong.textContent = news.wrong[key] ?? "";
      wrong.hidden = !news.wrong[key];
      question.classList.toggle("is-wrong", Boolean(news.wrong[key]));
    }
    for (const input of files) this.took(input, news.wrong);
    const trouble = Object.keys(news.wrong).length;
    this.say(trouble ? gettext("Kept, but for what is marked.") : gettext("Kept."));
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
