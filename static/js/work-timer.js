/**
 * <work-timer data-state="running|paused" data-seconds="610" data-asks="ISO or empty" data-idle="600">: my timer.
 *
 * Every half minute it tells the server that the page is open and how long ago a key or the pointer moved. What the
 * server does not hear of (a closed page, a machine that slept) is asked about and never counted by itself.
 * Other tabs are told of each change and look themselves: there is one timer a person.
 * Needs the parts clock, told and since, buttons with data-act, and a dialog with data-answer buttons.
 */

import { call } from "./api.js";
import { toast } from "./toast.js";
import { gettext, interpolate } from "./words.js";

const URL = "/api/v1/timer/";
const BEAT = 30_000;
const TABS = new BroadcastChannel("work-timer");
const MOVES = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"];

/** "1:05:09". @param {number} seconds */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

class WorkTimer extends HTMLElement {
  connectedCallback() {
    this.moved = Date.now();
    this.take({ state: this.dataset.state, seconds: Number(this.dataset.seconds), asks_since: this.dataset.asks || null });
    this.onMove = () => { this.moved = Date.now(); };
    this.onShow = () => { if (document.visibilityState === "visible") this.look(); };
    this.onHide = () => this.sign(true);
    for (const name of MOVES) addEventListener(name, this.onMove, { passive: true, capture: true });
    document.addEventListener("visibilitychange", this.onShow);
    addEventListener("pagehide", this.onHide);
    this.addEventListener("click", (event) => this.pressed(event));
    this.querySelector("dialog").addEventListener("cancel", (event) => event.preventDefault());
    this.ticks = setInterval(() => this.render(), 1000);
    this.beats = setInterval(() => this.sign(), BEAT);
    TABS.onmessage = () => this.look();
    this.sign();
    TABS.postMessage("changed");
  }

  disconnectedCallback() {
    for (const name of MOVES) removeEventListener(name, this.onMove, { capture: true });
    document.removeEventListener("visibilitychange", this.onShow);
    removeEventListener("pagehide", this.onHide);
    clearInterval(this.ticks);
    clearInterval(this.beats);
    TABS.onmessage = null;
  }

  /** @param {{state: string|null, seconds: number, asks_since: string|null, code?: string, url?: string, kind_label?: string}} timer */
  take(timer) {
    if (!timer.state) { this.remove(); return; }
    this.dataset.state = timer.state;
    if (timer.url) this.name(timer);
    this.seconds = timer.seconds;
    this.heard = Date.now();
    this.asks = timer.asks_since ? new Date(timer.asks_since) : null;
    for (const button of this.querySelectorAll("[data-act]")) {
      if (button.dataset.act === "stop") continue;
      button.hidden = (button.dataset.act === "pause") !== (timer.state === "running");
      if (button.hidden) delete button.dataset.key; else button.dataset.key = "alt+p";
    }
    this.ask();
    this.render();
  }

  /** What it runs on, which another tab may have changed. @param {{code: string, url: string, kind_label: string}} timer */
  name({ code, url, kind_label: kind }) {
    const link = this.querySelector(".timer-item");
    link.href = url;
    link.querySelector("b").textContent = code;
    link.querySelector("[data-part=kind]").textContent = kind;
  }

  /** The clock stands still while the question is open: that time may not count. */
  render() {
    const runs = this.dataset.state === "running" && !this.asks;
    const more = runs ? (Date.now() - this.heard) / 1000 : 0;
    this.querySelector("[data-part=clock]").textContent = clock(this.seconds + more);
  }

  ask() {
    const dialog = this.querySelector("dialog");
    if (!this.asks) { if (dialog.open) dialog.close(); return; }
    const today = this.asks.toDateString() === new Date().toDateString();
    const form = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
    const time = new Intl.DateTimeFormat(document.documentElement.lang || undefined, form).format(this.asks);
    dialog.querySelector("[data-part=since]").textContent = interpolate(gettext("Nothing was heard of you since %(time)s."), { time });
    dialog.querySelector("[data-answer=no]").textContent = interpolate(gettext("Cut back to %(time)s"), { time });
    if (!dialog.open && !document.querySelector("dialog[open]")) dialog.showModal();
  }

  /** @param {boolean} [leaving] the page goes: nobody waits for the answer */
  async sign(leaving = false) {
    if (this.dataset.state !== "running" || this.asks) return;
    await this.send({ act: "sign", quiet: (Date.now() - this.moved) / 1000 }, leaving);
  }

  /** As it stands now, whoever changed it: a running one is signed, which answers the same. */
  async look() {
    if (this.dataset.state === "running" && !this.asks) return this.sign();
    try {
      const timer = await call("GET", URL);
      if (this.isConnected) this.take(timer);
    } catch { /* the next press says so */ }
  }

  /** @param {object} body @param {boolean} [leaving] */
  async send(body, leaving = false) {
    try {
      const timer = await call("POST", URL, body, { keepalive: leaving });
      this.classList.remove("is-cut-off");
      if (!leaving && this.isConnected) this.take(timer);
      return true;
    } catch (error) {
      if (leaving) return false;
      this.classList.toggle("is-cut-off", error.status !== 409);
      const why = error.message || gettext("The server was not reached. Time without a sign is asked about later.");
      if (body.act === "sign") this.tell(why); else toast(why, "error");
      if (error.status === 409) await this.look();
      return false;
    }
  }

  /** @param {MouseEvent} event */
  async pressed(event) {
    const button = event.target.closest("[data-act], [data-answer]");
    if (!button) return;
    const answer = button.dataset.answer;
    const body = answer ? { act: "answer", still_working: answer === "yes" } : { act: button.dataset.act };
    if (!answer) await this.sign();
    if (!answer && this.asks) return this.ask(); // Escape twice closes any dialog; the question stands
    const kept = await this.send(body);
    if (!kept) return;
    if (this.isConnected) this.focusNext();
    TABS.postMessage("changed");
    document.body.dispatchEvent(new CustomEvent("work:changed", { bubbles: true }));
    if (location.pathname.startsWith("/work/") && !document.querySelector("form :is(input, textarea):user-valid")) location.reload();
  }

  focusNext() {
    this.tell(this.dataset.state === "running" ? gettext("The timer runs.") : gettext("The timer is paused."));
    this.querySelector("[data-act]:not([hidden])")?.focus();
  }

  /** @param {string} text */
  tell(text) {
    const told = this.querySelector("[data-part=told]");
    if (told) told.textContent = text;
  }
}

customElements.define("work-timer", WorkTimer);
