/**
 * Draws what the window shows of a page: boxes, lines and words, and nothing else. Pictures, films, canvases and charts are
 * never read: a grey box with a cross stands in their place. So does a bar for whatever was typed into a field.
 */

const COVERED = "img, video, audio, canvas, picture, iframe, object, embed, svg:not(.icon), [contenteditable]";
const TYPED = "input, textarea, select";
const LEFT_OUT = "dialog, script, style, template, svg.icon, [hidden]";
const WIDEST = 1600, COVER = "#5a5a5a", CROSS = "#8a8a8a";

/** @param {Element} root @returns {HTMLCanvasElement} the window as it stands, at most 1600 px wide */
export function drawn(root) {
  const scale = Math.min(1, WIDEST / innerWidth), canvas = document.createElement("canvas");
  canvas.width = Math.round(innerWidth * scale);
  canvas.height = Math.round(innerHeight * scale);
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.fillStyle = getComputedStyle(document.body).backgroundColor;
  pen.fillRect(0, 0, innerWidth, innerHeight);
  new Drawing(pen).layer(root);
  return canvas;
}

class Drawing {
  /** @param {CanvasRenderingContext2D} pen */
  constructor(pen) {
    this.pen = pen;
  }

  /** One layer, then those that lie above it, in their order. @param {Element} root */
  layer(root) {
    this.above = [];
    this.element(root, true);
    const above = this.above.sort((one, other) => one.z - other.z);
    for (const { element } of above) this.layer(element);
  }

  element(element, isRoot = false) {
    if (element.matches(LEFT_OUT) || element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) === false) return;
    const style = getComputedStyle(element);
    if (!isRoot && liesAbove(style)) return void this.above.push({ element, z: Number.parseInt(style.zIndex, 10) || 0 });
    const box = element.getBoundingClientRect();
    if (element.matches(COVERED) || style.backgroundImage.includes("url(")) return this.cover(box);
    if (element.matches("progress")) return this.bar(element, style, box);
    this.box(style, box);
    if (element.matches(TYPED)) return this.typed(element, style, box);
    this.inside(element, style, box);
  }

  inside(element, style, box) {
    const clips = style.overflowX !== "visible" || style.overflowY !== "visible";
    if (clips) {
      this.pen.save();
      this.pen.beginPath();
      this.pen.rect(box.left, box.top, box.width, box.height);
      this.pen.clip();
    }
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.words(node, style);
      else if (node.nodeType === Node.ELEMENT_NODE) this.element(node);
    }
    if (clips) this.pen.restore();
  }

  box(style, { left, top, width, height }) {
    if (!seen({ left, top, width, height })) return;
    this.pen.fillStyle = style.backgroundColor;
    this.pen.fillRect(left, top, width, height);
    const sides = [["Top", left, top, width, 0], ["Bottom", left, top + height, width, 0], ["Left", left, top, 0, height], ["Right", left + width, top, 0, height]];
    for (const [side, x, y, across, down] of sides) {
      const thick = Number.parseFloat(style[`border${side}Width`]);
      if (!thick || style[`border${side}Style`] === "none") continue;
      this.pen.fillStyle = style[`border${side}Color`];
      this.pen.fillRect(side === "Right" ? x - thick : x, side === "Bottom" ? y - thick : y, across || thick, down || thick);
    }
  }

  /** Word by word, where each stands. @param {Text} node @param {CSSStyleDeclaration} style */
  words(node, style) {
    if (!/\S/.test(node.data)) return;
    const range = document.createRange(), { pen } = this;
    pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    pen.fillStyle = style.color;
    pen.textBaseline = "middle";
    for (const found of node.data.matchAll(/\S+/g)) {
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const [place] = range.getClientRects();
      if (place && seen(place)) pen.fillText(cased(found[0], style.textTransform), place.left, place.top + place.height / 2);
    }
  }

  cover({ left, top, width, height }) {
    const { pen } = this;
    if (!seen({ left, top, width, height })) return;
    pen.fillStyle = COVER;
    pen.fillRect(left, top, width, height);
    pen.strokeStyle = CROSS;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(left, top);
    pen.lineTo(left + width, top + height);
    pen.moveTo(left + width, top);
    pen.lineTo(left, top + height);
    pen.stroke();
  }

  /** That something is filled in, not what. */
  typed(element, style, { left, top, width, height }) {
    this.pen.fillStyle = style.color;
    if (/checkbox|radio/.test(element.type)) {
      this.pen.globalAlpha = element.checked ? 0.9 : 0.25;
      this.pen.fillRect(left + 2, top + 2, width - 4, height - 4);
    } else if (element.value && seen({ left, top, width, height })) {
      this.pen.globalAlpha = 0.35;
      this.pen.fillRect(left + 8, top + height / 2 - 4, Math.max(0, Math.min(width - 16, 96)), 8);
    }
    this.pen.globalAlpha = 1;
  }

  bar(element, style, { left, top, width, height }) {
    this.pen.fillStyle = style.backgroundColor;
    this.pen.fillRect(left, top, width, height);
    this.pen.fillStyle = style.color;
    this.pen.fillRect(left, top, width * Math.max(0, element.position), height);
  }
}

const liesAbove = ({ position, zIndex }) => position === "fixed" || position === "sticky" || (position !== "static" && zIndex !== "auto");
const seen = ({ left, top, width, height }) => width > 0 && height > 0 && left < innerWidth && top < innerHeight && left + width > 0 && top + height > 0;
const cased = (word, transform) => (transform === "uppercase" ? word.toUpperCase() : transform === "lowercase" ? word.toLowerCase() : word);
