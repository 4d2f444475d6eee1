/** The keys and the buttons of the cut review: each key has a button that does the same. */

import { button, make } from "./make.js";
import { show, teach } from "./keys.js";
import { gettext, interpolate } from "./words.js";

/** @param {object} editor a cut-editor @param {HTMLElement} place */
export function cutTools(editor, place) {
  const quiet = "is-small is-quiet", icon = `${quiet} is-icon`;
  const group = (...parts) => { const element = make("div", "group"); element.append(...parts); return element; };
  const cut = make("span", "mono small nowrap");
  const back = button(gettext("Cut 1 frame earlier"), "back", () => editor.nudge(-1), icon, true);
  const on = button(gettext("Cut 1 frame later"), "forward", () => editor.nudge(1), icon, true);
  const split = button(gettext("Split here"), "cut", () => editor.split(), quiet);
  const merge = button(gettext("Merge with the one before"), "merge", () => editor.merge(), quiet);
  const undo = button(gettext("Undo"), "undo", () => editor.undo(), quiet);
  const doubt = button(gettext("Next doubtful cut"), "warn", () => editor.doubtful(), quiet);
  const keys = button(gettext("Keys"), "keyboard", () => show(), quiet);
  place.append(group(button(gettext("Play the shot"), "play", () => editor.play(), quiet)), group(back, cut, on), group(split, merge, undo), group(doubt), keys);
  keys.classList.add("push");
  teach(gettext("Cuts"), [
    ["← →", gettext("Shot before, shot after")], [gettext("Space Enter"), gettext("Play the shot")],
    ["[ ] · , .", gettext("Move the head by a frame; with Shift by ten")], [gettext("Shift ← →"), gettext("The same on every keyboard; with Ctrl by ten")],
    ["S", gettext("Split at the player's frame")], ["M", gettext("Merge with the shot before")], ["U", gettext("Undo")], ["D", gettext("Next doubtful cut")],
  ]);
  return {
    render() {
      const { shots, selected, locked } = editor, shot = shots[selected];
      cut.textContent = shot ? interpolate(gettext("head %(timecode)s"), { timecode: editor.cards.timecode(shot.start) }) : "";
      for (const one of [back, on, merge]) one.disabled = locked || selected === 0;
      split.disabled = locked;
      undo.disabled = locked || editor.past.length === 0;
    },
  };
}

const STEPS = { "[": -1, "]": 1, "{": -10, "}": 10, ",": -1, ".": 1, "<": -10, ">": 10 };

/** @param {object} editor @param {KeyboardEvent} event */
export function pressed(editor, event) {
  if (event.defaultPrevented || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const { target, key, shiftKey, ctrlKey } = event;
  if (target.closest("input, textarea, select, [contenteditable]")) return;
  const arrow = key === "ArrowLeft" ? -1 : key === "ArrowRight" ? 1 : 0;
  if (ctrlKey && !(arrow && shiftKey)) return;
  if ((key === " " || key === "Enter") && target.closest("button, a, summary")) return;
  const act = (arrow && shiftKey && (() => editor.nudge(arrow * (ctrlKey ? 10 : 1))))
    || (arrow && (() => editor.select(editor.selected + arrow)))
    || (STEPS[key] && (() => editor.nudge(STEPS[key])))
    || verbs(editor)[key.length === 1 ? key.toLowerCase() : key];
  if (!act) return editor.player.shuttle?.key(event);
  event.preventDefault();
  act();
}

const verbs = (editor) => ({
  " ": () => (editor.player.playing ? editor.player.pause() : editor.play()), Enter: () => editor.play(),
  Home: () => editor.select(0), End: () => editor.select(editor.shots.length - 1),
  s: () => editor.split(), m: () => editor.merge(), u: () => editor.undo(), d: () => editor.doubtful(),
});
