/**
 * <scene-choice>: boxes of scenes, of who and what is in them, and of people. What is left out is written
 * into the form's input[name=choice] as the API takes it; what the button would do is said beside it.
 */

import { gettext, interpolate, ngettext } from "./words.js";

class SceneChoice extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form[data-part=form]");
    this.addEventListener("change", (event) => this.changed(event.target));
    this.addEventListener("keydown", (event) => this.walk(event));
    this.form?.addEventListener("submit", () => this.write());
    for (const box of this.boxes("[data-person]")) this.follow(box);
    this.tell();
  }

  /** Hundreds of strips are one stop of the Tab key. @param {KeyboardEvent} event */
  walk(event) {
    const strips = [...(event.target.closest?.(".script-strips")?.querySelectorAll("a") ?? [])];
    const at = strips.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: strips.length - 1 }[event.key];
    if (to === undefined || !strips[to]) return;
    event.preventDefault();
    strips[to].focus();
  }

  boxes(selector) {
    return [...this.querySelectorAll(`input[type=checkbox]${selector}`)];
  }

  /** @param {HTMLInputElement} box */
  changed(box) {
    if (box.dataset.person !== undefined) this.follow(box);
    this.tell();
  }

  /** A name that is nobody's is so in every scene. @param {HTMLInputElement} person */
  follow(person) {
    for (const box of this.boxes("[data-character]")) {
      if (box.dataset.character !== person.dataset.person) continue;
      box.disabled = !person.checked;
    }
  }

  tell() {
    const ticked = this.boxes("[data-scene]:checked");
    const fresh = ticked.filter((box) => box.dataset.state === "new").length;
    const other = ticked.length - fresh;
    const texts = [interpolate(ngettext("%(n)s new scene", "%(n)s new scenes", fresh), { n: fresh })];
    if (other) texts.push(interpolate(ngettext("%(n)s that is there is replaced", "%(n)s that are there are replaced", other), { n: other }));
    const told = this.querySelector("[data-part=told]");
    if (told) told.textContent = ticked.length ? texts.join(" · ") : gettext("No scene is ticked");
    const button = this.form?.querySelector("button");
    if (button) button.disabled = !ticked.length;
  }

  write() {
    const without = {};
    const of = (box) => (without[box.dataset.of] ??= { characters: [], elements: [] });
    for (const box of this.boxes("[data-character]:not(:checked)")) of(box).characters.push(box.dataset.character);
    for (const box of this.boxes("[data-element]:not(:checked)")) of(box).elements.push(Number(box.dataset.element));
    const choice = {
      scenes: this.boxes("[data-scene]:checked").map((box) => Number(box.dataset.scene)),
      people: this.boxes("[data-person]:not(:checked)").map((box) => box.dataset.person),
      without,
    };
    if (this.dataset.episode) choice.episode = this.dataset.episode;
    this.form.elements.choice.value = JSON.stringify(choice);
  }
}

customElements.define("scene-choice", SceneChoice);
