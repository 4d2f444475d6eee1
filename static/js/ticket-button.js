/**
 * <ticket-button data-css> in the frame of every page: its link opens the form of a ticket in a dialog, filled in with what
 * is known of the page. Of the address only the path and the names of its parameters leave the page, and numbers.
 */

import { readToken } from "./api.js";
import { make } from "./make.js";
import { toast } from "./toast.js";
import { gettext } from "./words.js";
import "./dialogs.js";
import "./page-picture.js";

/** @returns {Record<string, string>} what the ticket tells of this page */
export function about() {
  const kept = [...new URLSearchParams(location.search)].map(([name, value]) => [name, /^\d{1,6}$/.test(value) ? value : ""]);
  const query = new URLSearchParams(kept).toString();
  return {
    page: location.pathname + (query ? `?${query}` : ""),
    page_title: document.title.slice(0, 200),
    browser: navigator.userAgent.slice(0, 300),
    window: `${innerWidth} × ${innerHeight} @ ${Math.round(devicePixelRatio * 100) / 100}`,
  };
}

class TicketButton extends HTMLElement {
  connectedCallback() {
    if (this.link) return;
    this.link = this.querySelector("a");
    this.link.setAttribute("aria-haspopup", "dialog");
    this.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open();
    });
  }

  async open() {
    if (this.dialog?.isConnected) return this.dialog.showModal();
    this.style_();
    this.told = about();
    const dialog = this.dialog = this.made();
    try {
      await this.fill(await this.fetched(`${this.link.pathname}?${new URLSearchParams(this.told)}`));
    } catch {
      dialog.remove();
      return toast(gettext("The form did not arrive. Check the connection and try again."), "error");
    }
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector('input[name="title"]')?.focus();
  }

  style_() {
    if (document.querySelector(`link[href="${CSS.escape(this.dataset.css)}"]`)) return;
    const sheet = make("link");
    Object.assign(sheet, { rel: "stylesheet", href: this.dataset.css });
    document.head.append(sheet);
  }

  made() {
    const dialog = make("dialog", "dialog is-wide"), head = make("header", "dialog-head"), body = make("div", "dialog-body");
    dialog.setAttribute("aria-label", gettext("Tell the beta team"));
    dialog.id = "ticket-dialog";
    body.dataset.part = "body";
    head.append(make("h2", "", gettext("Tell the beta team")));
    dialog.append(head, body);
    dialog.addEventListener("submit", (event) => { event.preventDefault(); this.send(event.target); });
    dialog.addEventListener("close", () => { if (dialog.querySelector("[data-done]")) dialog.remove(); });
    return dialog;
  }

  /** @param {string} path @param {RequestInit} [options] */
  async fetched(path, options = {}) {
    const answer = await fetch(path, { ...options, credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  }

  fill(text) {
    const body = this.dialog.querySelector('[data-part="body"]');
    body.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    for (const one of body.querySelectorAll("[data-in-dialog]")) one.hidden = false;
    globalThis.htmx?.process(body);
    (body.querySelector("[data-done]") ?? body.querySelector(".is-wrong :is(input, textarea, select)"))?.focus();
  }

  /** Once, however often it is pressed; what was typed stays where it cannot be sent. */
  async send(form) {
    if (this.busy) return;
    this.busy = true;
    const picture = form.querySelector("page-picture"), button = form.querySelector('[type="submit"]');
    button.disabled = true;
    this.untold?.();
    try {
      await picture?.drawing;
      const body = new FormData(form);
      body.set("csrfmiddlewaretoken", readToken()); // who signed in again in another tab has a new one
      if (picture?.file) body.set("picture", picture.file);
      this.fill(await this.fetched(form.getAttribute("action"), { method: "POST", body }));
    } catch {
      button.disabled = false;
      this.untold = toast(gettext("The ticket was not sent; what you typed is still here. Try again."), "error");
    } finally {
      this.busy = false;
    }
  }
}

customElements.define("ticket-button", TicketButton);
