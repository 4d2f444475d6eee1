/**
 * Shots and marks as the parameters of character continuity write them, read and written.
 * A mark here: {frame, x, y, width, height, character}, in parts of the picture (0 to 1), frames counted from 0.
 */

/** @typedef {{x: number, y: number, width: number, height: number}} Box */
/** @typedef {Box & {frame: number, character: string}} Mark */
/** @typedef {[number, number]} Span first frame and end, which is not in it */

export const MOST_IN_A_SHOT = 12;
const round = (value) => Math.round(value * 10_000) / 10_000;
const whole = (value) => Number.isInteger(value) && value >= 0;

/** Nothing where what is written are no shots. @param {string} text "0-120,120-260" or JSON @returns {Span[]} */
export function readShots(text) {
  const spans = text.trim().startsWith("[") ? listed(text) : text.split(",").map((part) => part.trim().split("-").map((word) => (word.trim() ? Number(word) : NaN)));
  return spans.every(([first, end]) => whole(first) && whole(end) && first < end) ? spans.map(([first, end]) => [first, end]) : [];
}

function listed(text) {
  try {
    return JSON.parse(text).map((row) => (Array.isArray(row) ? row : [row.start, row.end]));
  } catch { return [[NaN, NaN]]; }
}

/**
 * What cannot be shown here is kept as it is. `sound` tells whether it is a list at all.
 * @param {string} text @param {Span[]} shots @param {[number, number]} size of the picture in pixels
 * @returns {{marks: Mark[], kept: object[], sound: boolean}}
 */
export function readMarks(text, shots, size) {
  const marks = [], kept = [];
  let rows;
  try { rows = JSON.parse(text.trim() || "[]"); } catch { rows = null; }
  if (!Array.isArray(rows)) return { marks, kept, sound: false };
  for (const row of rows) {
    const mark = readMark(row, shots, size);
    if (mark) marks.push(mark); else kept.push(row);
  }
  return { marks, kept, sound: true };
}

/** Without a frame it is on the middle one of its shot; above 1 it is in pixels. */
function readMark(row, shots, [wide, high]) {
  if (!row || typeof row !== "object") return null;
  const { shot, character = "" } = row, span = shots[shot];
  const frame = row.frame ?? (span ? Math.floor((span[0] + span[1]) / 2) : null);
  let sides = [row.x, row.y, row.width, row.height];
  if (!whole(frame) || typeof character !== "string" || !sides.every((side) => Number.isFinite(side) && side >= 0)) return null;
  if (Math.max(...sides) > 1) sides = [sides[0] / wide, sides[1] / high, sides[2] / wide, sides[3] / high];
  const [x, y, width, height] = sides;
  return x < 1 && y < 1 && width > 0 && height > 0 && width <= 1 && height <= 1 ? { frame, x, y, width, height, character } : null;
}

/** @param {Mark[]} marks @param {object[]} kept @returns {string} nothing when there are none */
export function writeMarks(marks, kept) {
  const rows = [...marks].sort((one, other) => one.frame - other.frame).map(({ frame, character, ...box }) => {
    const row = { frame, x: round(box.x), y: round(box.y), width: round(box.width), height: round(box.height) };
    return character.trim() ? { ...row, character: character.trim() } : row;
  });
  return rows.length + kept.length ? JSON.stringify([...rows, ...kept]) : "";
}

/** Number of the shot that a frame is in; -1 where it is in none. @param {Span[]} shots @param {number} frame */
export const shotOf = (shots, frame) => shots.findIndex(([first, end]) => first <= frame && frame < end);

/** Why a mark would be refused: "", "outside", "twice" or "many". @param {Mark} mark @param {Mark[]} marks @param {Span[]} shots */
export function trouble(mark, marks, shots) {
  if (!shots.length) return "";
  const shot = shotOf(shots, mark.frame);
  if (shot < 0) return "outside";
  const beside = marks.filter((one) => shotOf(shots, one.frame) === shot), before = beside.slice(0, beside.indexOf(mark));
  if (before.length >= MOST_IN_A_SHOT) return "many";
  const name = mark.character.trim();
  return name && before.some((one) => one.character.trim() === name) ? "twice" : "";
}

/** A box within the picture, never smaller than LEAST of it. @param {Box} box @returns {Box} */
export function within(box) {
  const width = Math.min(1, Math.max(LEAST, box.width)), height = Math.min(1, Math.max(LEAST, box.height));
  return { width, height, x: Math.min(1 - width, Math.max(0, box.x)), y: Math.min(1 - height, Math.max(0, box.y)) };
}

export const LEAST = 0.008;
