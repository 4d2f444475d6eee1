/**
 * <view-mark data-text="Name · Studio">: a watermark of text and time over what it lies in.
 * It puts itself back when it is removed, hidden or changed, and goes along into full screen, where only
 * the player may go. It tells who looked; it cannot keep anybody from filming the screen.
 */

/** Smaller only where the picture is narrower than ROOM. */
const ROOM = 240, SMALLEST = 7, SIZE = 15, GAP_X = 72, GAP_Y = 88, SLANT = -0.32, TICK = 10_000;

class ViewMark extends HTMLElement {
  connectedCallback() {
    if (this.canvas) return this.draw();
    this.text = this.dataset.text ?? "";
    this.ariaHidden = "true";
    this.canvas = document.createElement("canvas");
    this.began = Date.now() - performance.now();
    this.keep();
  }

  keep() {
    const place = this.parentElement;
    this.replaceChildren(this.canvas);
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this);
    this.guardian = new MutationObserver(() => this.restore(place));
    this.watch(place);
    this.clock = setInterval(() => { this.restore(place); this.draw(); }, TICK);
    this.draw();
  }

  watch(place) {
    const attributes = { attributes: true, attributeFilter: ["style", "class", "hidden", "data-text", "popover"] };
    this.guardian.observe(place, { childList: true });
    this.guardian.observe(this, { ...attributes, childList: true });
    this.guardian.observe(this.canvas, attributes);
  }

  /** @param {Element} place */
  restore(place) {
    if (!place.isConnected) return this.stop();
    this.guardian.disconnect();
    for (const part of [this, this.canvas]) for (const name of ["style", "class", "hidden", "popover"]) part.removeAttribute(name);
    this.dataset.text = this.text;
    if (this.canvas.parentElement !== this || this.childNodes.length > 1) this.replaceChildren(this.canvas);
    if (this.parentElement !== place) place.append(this);
    this.watch(place);
    this.draw();
  }

  /** The page has gone on: what it lay over is not shown any more. */
  stop() {
    this.guardian.disconnect();
    this.sizes.disconnect();
    clearInterval(this.clock);
  }

  /** The page's own clock, which goes on from where it was when the page came. */
  get time() {
    return `${new Date(this.began + performance.now()).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  }

  draw() {
    const { canvas } = this, scale = devicePixelRatio || 1, width = this.clientWidth, height = this.clientHeight;
    if (!width || !height) return;
    Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
    const context = canvas.getContext("2d"), line = `${this.text} · ${this.time}`;
    context.scale(scale, scale);
    const size = Math.max(SMALLEST, Math.min(SIZE, (SIZE * width) / ROOM)), part = size / SIZE;
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.rotate(SLANT);
    Object.assign(context, { fillStyle: "rgb(255 255 255 / .2)", strokeStyle: "rgb(0 0 0 / .2)", lineWidth: 2 * part });
    const step = context.measureText(line).width + GAP_X * part, reach = Math.hypot(width, height);
    for (let row = 0, y = 0; y < reach * 1.4; row += 1, y += GAP_Y * part) {
      for (let x = -reach / 2 - (row % 2) * (step / 2); x < reach; x += step) {
        context.strokeText(line, x, y);
        context.fillText(line, x, y);
      }
    }
  }
}

customElements.define("view-mark", ViewMark);

/**
 * A mark over a player's picture. The film alone never fills the screen: the player does, with its mark.
 * @param {HTMLElement} player @param {HTMLVideoElement} video @param {HTMLElement} view
 */
export function guard(player, video, view) {
  const mark = document.createElement("view-mark");
  mark.dataset.text = player.dataset.mark;
  view.append(mark);
  video.disablePictureInPicture = true;
  video.disableRemotePlayback = true;
  video.setAttribute("controlslist", "nodownload nofullscreen noremoteplayback");
  video.addEventListener("contextmenu", (event) => event.preventDefault());
  video.addEventListener("fullscreenchange", async () => {
    if (document.fullscreenElement !== video) return;
    await document.exitFullscreen();
    player.requestFullscreen?.().catch(() => {});
  });
}
