/**
 * Four corners in the film's pixels: whole numbers are the middles of pixels, y goes down. What the tool refuses is told
 * here by the same words as in projects/media/planar/quads.py.
 */

/** @typedef {[number, number]} Point @typedef {{width: number, height: number}} Size */

export const LEAST_SIDE = 16;

/** "4/3" or "1" as a number. @param {string} text */
export function ratio(text) {
  const [top, bottom = 1] = String(text || 1).split("/").map(Number);
  return top > 0 && bottom > 0 ? top / bottom : 1;
}

/**
 * The film's own pixels: upright, but not stretched to the shape in which it is shown.
 * @param {{width: number, height: number, aspect: number, rotation: number}} shown @returns {Size}
 */
export function filmSize({ width, height, aspect, rotation }) {
  const sideways = Math.round(rotation / 90) % 2 !== 0;
  return sideways ? { width, height: Math.max(1, Math.round(height / aspect)) } : { width: Math.max(1, Math.round(width / aspect)), height };
}

/** Place in the picture, in parts from its upper left, and back. @param {Point} point @param {Size} size @returns {Point} */
export const partsOf = ([x, y], { width, height }) => [(x + 0.5) / width, (y + 0.5) / height];
export const pointOf = ([x, y], { width, height }) => [x * width - 0.5, y * height - 0.5];

/** Within the picture, to a tenth of a pixel. @param {Point} point @param {Size} size @returns {Point} */
export const kept = ([x, y], { width, height }) => [held(x, width), held(y, height)];

const held = (value, length) => Math.round(10 * Math.max(-0.5, Math.min(length - 0.5, value))) / 10;

/** Whether the point lies at the picture's very edge. @param {Point} point @param {Size} size */
export const atEdge = ([x, y], { width, height }) => x <= -0.4 || y <= -0.4 || x >= width - 0.6 || y >= height - 0.6;

const minus = (a, b) => [a[0] - b[0], a[1] - b[1]];
const cross = (a, b) => a[0] * b[1] - a[1] * b[0];

/** What is wrong: "few", "outside", "tiny", "turned", or nothing. @param {Point[]} corners @param {Size} size */
export function fault(corners, { width, height }) {
  if (corners.length !== 4 || corners.flat().some((value) => !Number.isFinite(value))) return "few";
  if (corners.some(([x, y]) => x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5)) return "outside";
  const sides = corners.map((corner, n) => minus(corners[(n + 1) % 4], corner));
  if (Math.min(...sides.map(([x, y]) => Math.hypot(x, y))) < LEAST_SIDE) return "tiny";
  if (sides.some((side, n) => cross(side, sides[(n + 1) % 4]) <= 0)) return "turned";
  const area = corners.reduce((sum, corner, n) => sum + cross(corner, corners[(n + 1) % 4]), 0) / 2;
  return area < LEAST_SIDE ** 2 ? "tiny" : "";
}

/** Clockwise around their middle; the first stays first. @param {Point[]} points @returns {Point[]} */
export function clockwise(points) {
  const middle = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  const turn = (point) => Math.atan2(point[1] - middle[1], point[0] - middle[0]), first = turn(points[0]);
  const after = (point) => (turn(point) - first + 4 * Math.PI) % (2 * Math.PI);
  return [points[0], ...points.slice(1).sort((a, b) => after(a) - after(b))];
}

/** The corners of a field, or none. @param {string} text @returns {Point[]} */
export function read(text) {
  try {
    const found = JSON.parse(text || "[]");
    const good = Array.isArray(found) && found.length <= 4 && found.every((one) => Array.isArray(one) && one.length === 2 && one.every(Number.isFinite));
    return good ? found : [];
  } catch {
    return [];
  }
}
