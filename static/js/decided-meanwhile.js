/**
 * <decided-meanwhile data-request="ID" data-candidate="ID" data-seen="ID of the decision on the page, empty for none">: says when
 * somebody decides while the page is open. Nothing on it is changed, so that nothing typed is lost; what was signed and what can be
 * taken away are asked for anew ("decided" on the body).
 */

import { call } from "./api.js";
import { line, subscribe } from "./live.js";
import { icon, make } from "./make.js";
import { toast } from "./toast.js";
import { gettext, interpolate } from "./words.js";

class DecidedMeanwhile extends HTMLElement {
  connectedCallback() {
    const { request, candidate } = this.dataset;
    const decisions = (/** @type {string[]} */ ids) => { if (ids.includes(candidate)) this.ask(); };
    this.leave = subscribe(`request:${request}`, { job: () => {}, list: () => this.ask(), decisions });
    line.addEventListener("change", this.joined);
    this.joined();
  }

  disconnectedCallback() {
    this.leave();
    line.removeEventListener("change", this.joined);
  }

  /** What happened before the line stood, or while it was down, was told to nobody here. */
  joined = () => { if (line.state === "connected") this.ask(); };

  async ask() {
    let decisions;
    try { decisions = await call("GET", `/api/v1/candidates/${this.dataset.candidate}/decisions/`); } catch { return; }
    const [newest] = decisions;
    if (!newest || [this.dataset.seen, this.told].includes(newest.id)) return;
    this.told = newest.id;
    this.show(newest);
    document.body.dispatchEvent(new CustomEvent("decided"));
  }

  /** @param {{verdict: string, person_name: string}} decision */
  show({ verdict, person_name }) {
    const said = interpolate(saidOf(verdict), { name: person_name });
    const kept = gettext("This page shows it as it was before. Nothing can be signed here until you load it again.");
    const head = make("div");
    head.append(icon("warn"), make("span", "", said));
    const again = make("a", "button", gettext("Load the page again"));
    again.href = location.pathname + location.search;
    const row = make("div", "button-row");
    row.append(again);
    const box = make("div", "problem is-warning");
    box.append(head, make("p", "", kept), row);
    this.replaceChildren(box);
    toast(`${said} ${kept}`, "warning");
  }
}

/** @param {string} verdict */
function saidOf(verdict) {
  if (verdict === "approved") return gettext("%(name)s approved this just now.");
  if (verdict === "rejected") return gettext("%(name)s rejected this just now.");
  if (verdict === "changes") return gettext("%(name)s requested changes to this just now.");
  return gettext("%(name)s reopened this just now.");
}

customElements.define("decided-meanwhile", DecidedMeanwhile);
