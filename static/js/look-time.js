/**
 * <look-time data-candidate="ID">: how long this page was in sight, in whole seconds, put into the field `looked` of the form
 * that signs. Time while it is hidden does not count; what an earlier look in this tab came to does. Nothing is sent otherwise.
 */

class LookTime extends HTMLElement {
  connectedCallback() {
    this.key = `looked:${this.dataset.candidate}`;
    this.before = Number(read(this.key)) || 0;
    this.since = document.visibilityState === "visible" ? performance.now() : null;
    document.addEventListener("visibilitychange", this.turn);
    document.addEventListener("formdata", this.tell);
    addEventListener("pagehide", this.keep);
  }

  disconnectedCallback() {
    this.keep();
    document.removeEventListener("visibilitychange", this.turn);
    document.removeEventListener("formdata", this.tell);
    removeEventListener("pagehide", this.keep);
  }

  /** @returns {number} seconds in sight so far */
  get seconds() {
    return this.before + (this.since === null ? 0 : (performance.now() - this.since) / 1000);
  }

  turn = () => {
    this.before = this.seconds;
    this.since = document.visibilityState === "visible" ? performance.now() : null;
  };

  tell = ({ formData }) => { if (formData.has("looked")) formData.set("looked", String(Math.round(this.seconds))); };

  keep = () => write(this.key, String(this.seconds));
}

/** A browser may forbid the storage: then each look counts by itself. */
function read(key) {
  try { return sessionStorage.getItem(key); } catch { return null; }
}

function write(key, value) {
  try { sessionStorage.setItem(key, value); } catch { /* see above */ }
}

customElements.define("look-time", LookTime);
