/** Shapes on a picture, as projects/drawings.py tells them: kind, colour, points from 0 to 1. */

const NS = "http://www.w3.org/2000/svg";
export const COLOURS = ["amber", "red", "green", "blue", "white"];

/** @typedef {{kind: "arrow"|"box"|"pen", colour: string, points: [number, number][]}} Shape */

/** @param {string} tag @param {Record<string, string|number>} given */
export function svg(tag, given = {}) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, String(value));
  return element;
}

/** A layer over a picture of this size; it lies as `object-fit: contain` lays the picture. */
export function layer(width, height) {
  const element = svg("svg", { class: "drawn", viewBox: `0 0 ${width} ${height}` });
  element.setAttribute("aria-hidden", "true");
  return element;
}

/** The two strokes of an arrow's head, in pixels of the picture. */
function head([x, y], [toX, toY], size) {
  const angle = Math.atan2(toY - y, toX - x);
  const back = (turn) => `${toX - size * Math.cos(angle + turn)} ${toY - size * Math.sin(angle + turn)}`;
  return `M${back(0.5)}L${toX} ${toY}L${back(-0.5)}`;
}

/** @param {Shape} shape @param {number} width @param {number} height of the picture in pixels */
function path(shape, width, height) {
  const points = shape.points.map(([x, y]) => [x * width, y * height]), [first, last] = [points[0], points.at(-1)];
  if (shape.kind === "box") return `M${first}H${last[0]}V${last[1]}H${first[0]}Z`;
  const line = `M${points.map((point) => point.join(" ")).join("L")}`;
  return shape.kind === "arrow" ? line + head(first, last, Math.max(width, height) / 40) : line;
}

/** Dark below and coloured above, so that a shape is seen on any picture. @param {Shape} shape */
export function drawShape(shape, width, height) {
  const group = svg("g", { class: `shape is-${COLOURS.includes(shape.colour) ? shape.colour : COLOURS[0]}` }), d = path(shape, width, height);
  group.append(svg("path", { class: "halo", d }), svg("path", { d }));
  return group;
}
