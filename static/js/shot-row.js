/** One row of <shot-status>, as templates/projects/_shot_status_row.html writes it. */

import { make } from "./make.js";
import { shortDay } from "./words.js";

/** @param {string} name @param {string} [text] */
function cell(name, text = "") {
  const span = make("span", name, text);
  span.setAttribute("role", "cell");
  return span;
}

/** @param {string} text @param {string} state @param {string} told @param {string} word @param {number} times */
function chip(text, state, told, word, times = 1) {
  const span = make("span", `status is-${state}`, text);
  span.title = `${told}: ${word}`;
  span.append(" ", make("span", "quiet", word));
  if (times > 1) span.append(` ×${times}`);
  return span;
}

const two = (value) => String(value).padStart(2, "0");

function day(seconds) {
  const at = new Date(seconds * 1000), time = make("time");
  time.dateTime = at.toISOString();
  time.textContent = shortDay(at);
  time.title = `${time.textContent} ${two(at.getHours())}:${two(at.getMinutes())}`;
  return time;
}

function picture(columns, at) {
  const { poster, film, first, end } = columns;
  if (poster[at]) return `/media/renditions/${poster[at]}/`;
  return film[at] && end[at] ? `/versions/${film[at]}/frames/${Math.floor((first[at] + end[at]) / 2)}.jpg` : "";
}

/** @param {import("./shot-rows.js").Shots} shots @param {number} at the row in the answer @param {number} index its place in what is shown */
export function makeRow(shots, at, index) {
  const { columns, told } = shots, row = make("div", "shots-row");
  row.setAttribute("role", "row");
  row.ariaRowIndex = String(index + 2);
  row.dataset.id = columns.id[at];
  const thumb = cell("thumb"), address = picture(columns, at);
  if (address) {
    const image = make("img");
    Object.assign(image, { alt: "", width: 64, height: 36, loading: "lazy", decoding: "async", src: address });
    thumb.append(image);
  }
  const code = cell("shots-code"), link = make("a", "mono", columns.code[at]);
  link.href = `/shots/${columns.id[at]}/`;
  code.append(link, " ", make("span", "quiet", columns.name[at]));
  const work = cell("shots-work");
  for (const [tool, state, times] of columns.work[at] ?? []) work.append(chip(told.tools[tool] ?? tool, state, told.tools[tool] ?? tool, told.states[state], times));
  const length = (columns.end[at] ?? 0) - (columns.first[at] ?? 0);
  row.append(thumb, code, cell("truncate quiet", shots.scenes.get(columns.scene[at])?.title ?? ""), cell("num mono", length > 0 ? String(length) : ""), work, cell("num", columns.notes[at] ? String(columns.notes[at]) : ""));
  for (const { name, words } of told.parts) {
    const part = cell("shots-work");
    for (const [item, what, state] of columns[name][at] ?? []) part.append(chip(words[what] ?? what, state, item, words[state] ?? state));
    row.append(part);
  }
  const changed = cell("nowrap quiet");
  changed.append(day(columns.changed[at]));
  row.append(changed);
  return row;
}
