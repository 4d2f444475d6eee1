/** A finger drawn across the picture shows the next one or the one before. It decides nothing: that takes a button. */

const FAR = 48, STEEP = 0.6;

/** @param {HTMLElement} view the picture @param {(step: 1|-1) => void} step @param {() => boolean} held whether the finger has another use */
export function swipes(view, step, held) {
  let from = null;
  view.addEventListener("pointerdown", (event) => { from = event.pointerType === "touch" && event.isPrimary && !held() ? event : null; });
  view.addEventListener("pointercancel", () => { from = null; });
  view.addEventListener("pointerup", (event) => {
    if (!from || event.pointerId !== from.pointerId) return;
    const x = event.clientX - from.clientX, y = event.clientY - from.clientY;
    from = null;
    if (Math.abs(x) >= FAR && Math.abs(y) <= STEEP * Math.abs(x)) step(x < 0 ? 1 : -1);
  });
}
