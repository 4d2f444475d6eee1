/** A magnifier beside the corner that is held: the picture around it, much larger, with a cross where the corner is. */

const SIZE = 132, ZOOM = 6, AWAY = 28;

export class Glass {
  /** @param {HTMLCanvasElement} canvas @param {HTMLImageElement} picture @param {HTMLElement} view */
  constructor(canvas, picture, view) {
    Object.assign(this, { canvas, picture, view });
    Object.assign(canvas, { width: SIZE, height: SIZE });
  }

  hide() {
    this.canvas.hidden = true;
  }

  /** @param {[number, number]} parts of the picture, from its upper left */
  show([x, y]) {
    const { canvas, picture, view } = this, context = canvas.getContext("2d");
    if (!picture.complete || !picture.naturalWidth) return this.hide();
    const wide = SIZE / ZOOM, left = x * picture.naturalWidth - wide / 2, top = y * picture.naturalHeight - wide / 2;
    context.imageSmoothingEnabled = false;
    context.fillStyle = "#000";
    context.fillRect(0, 0, SIZE, SIZE);
    context.drawImage(picture, left, top, wide, wide, 0, 0, SIZE, SIZE);
    this.cross(context);
    canvas.hidden = false;
    const at = [x * view.clientWidth, y * view.clientHeight], room = [view.clientWidth, view.clientHeight];
    // Away from the hand: above and beside, or on the other side where there is no room.
    const [across, down] = at.map((value, axis) => (axis ? beside(value, room[1], true) : beside(value, room[0], false)));
    canvas.style.left = `${across}px`;
    canvas.style.top = `${down}px`;
  }

  cross(context) {
    const half = SIZE / 2;
    for (const [colour, width] of [["#000", 3], ["#ffdc50", 1]]) {
      Object.assign(context, { strokeStyle: colour, lineWidth: width });
      context.beginPath();
      for (const [a, b] of [[0, half - 5], [half + 5, SIZE]]) {
        context.moveTo(a, half); context.lineTo(b, half);
        context.moveTo(half, a); context.lineTo(half, b);
      }
      context.stroke();
    }
  }
}

/** @param {number} value @param {number} room @param {boolean} before whether the side before it comes first */
function beside(value, room, before) {
  const low = value - AWAY - SIZE, high = value + AWAY;
  const place = before ? (low >= 0 ? low : high) : (high + SIZE <= room ? high : low);
  return Math.max(0, Math.min(room - SIZE, place));
}
