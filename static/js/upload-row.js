/** One line of the upload tray. */

import { ask } from "./upload-client.js";
import { button, make } from "./make.js";
import { listed } from "./folders.js";
import { bundle, isBundle, reread, titleOf } from "./frame-tar.js";
import { gather } from "./sequences.js";
import { recall } from "./upload-store.js";
import { bytes, duration, gettext, interpolate, percent } from "./words.js";

const look = { done: "is-done", failed: "is-failed", wrong_file: "is-failed", paused: "is-paused", needs_file: "is-paused", needs_permission: "is-paused", here: "is-paused" };

/** Refusals of the file itself: sent once more it would be refused once more. */
const OF_THE_FILE = new Set(["upload:empty", "upload:name", "upload:whole_checksum"]);

export class RowOf {
  /** @param {string} key */
  constructor(key) {
    this.key = key;
    this.element = make("li", "tray-item");
    this.name = make("span", "name truncate");
    this.link = make("a", "name truncate");
    this.actions = make("span", "tray-actions");
    this.bar = make("progress");
    this.bar.max = 1;
    this.note = make("span", "tray-note");
    this.why = make("div", "tray-why");
    this.why.setAttribute("role", "alert");
    this.input = make("input");
    Object.assign(this.input, { type: "file", hidden: true });
    this.input.addEventListener("change", () => this.chosen());
    this.element.append(this.name, this.actions, this.bar, this.note, this.why, this.input);
  }

  /** True when the upload was seen to end just now. @param {object} item */
  render(item) {
    const { state } = item, ended = state === "done" && this.state !== undefined && this.state !== "done";
    this.item = item;
    this.input.webkitdirectory = isBundle(item.name);
    this.name.textContent = this.name.title = titleOf(item.name);
    this.bar.value = item.size ? (state === "done" ? 1 : item.sent / item.size) : 0;
    this.bar.className = look[state] ?? "";
    this.bar.setAttribute("aria-label", titleOf(item.name));
    this.note.textContent = this.sentence(item);
    this.explain(item);
    const offered = `${state} ${item.error?.code ?? ""}`;
    if (offered !== this.offered) this.offer(item);
    this.offered = offered;
    this.state = this.element.dataset.state = state;
    return ended;
  }

  sentence({ state, name, waits, sent, size, rate, left, error }) {
    const frames = isBundle(name), share = percent(size ? sent / size : 0);
    if (waits !== null) return interpolate(gettext("Waiting for the line, next try in %(time)s"), { time: duration(Math.ceil(waits)) });
    if (state === "sending") {
      const amount = interpolate(gettext("%(sent)s of %(size)s"), { sent: bytes(sent), size: bytes(size) });
      return [amount, rate && interpolate(gettext("%(rate)s/s"), { rate: bytes(rate) }),
        left !== null && interpolate(gettext("about %(span)s left"), { span: duration(left) })].filter(Boolean).join(" · ");
    }
    return {
      creating: gettext("Preparing"), comparing: gettext("Comparing with what is already there"), checking: gettext("Comparing with what is already there"), finishing: gettext("Checking the whole file"),
      paused: interpolate(gettext("Paused at %(share)s"), { share }),
      needs_file: interpolate(frames ? gettext("%(share)s is kept. Choose the folder with the frames again to go on.") : gettext("%(share)s is kept. Choose the file again to go on."), { share }),
      needs_permission: interpolate(gettext("%(share)s is kept. The browser asks once before it reads the file again."), { share }),
      wrong_file: interpolate(frames ? gettext("The upload is kept at %(share)s. Choose the folder it began with.") : gettext("The upload is kept at %(share)s. Choose the file it began with."), { share }),
      here: bytes(size), done: interpolate(gettext("%(size)s sent; its page says what the portal finds in it"), { size: bytes(size) }), failed: error?.kept || "",
    }[state] ?? "";
  }

  explain({ state, error, twin }) {
    const lines = state === "wrong_file"
      ? [isBundle(this.item.name) ? gettext("These are not the same frames.") : gettext("This is not the same file.")]
      : state === "here" ? [interpolate(gettext("This file is already here: version %(n)s of %(name)s."), { n: twin.number, name: twin.name })]
      : error ? [error.message || gettext("The portal refused this upload."), state === "paused" ? error.kept : "", error.todo] : [];
    const text = lines.filter(Boolean).join(" ");
    if (this.why.textContent !== text) this.why.textContent = text;
    this.why.hidden = !text;
  }

  /** The buttons change only with the state and its reason, so that focus stays where it is. */
  offer({ state, result, twin, asset, error }) {
    const had = this.actions.contains(document.activeElement);
    const go = (word, icon, verb) => button(word, icon, () => ask(verb, this.key), "is-small is-quiet");
    const again = button(isBundle(this.item.name) ? gettext("Choose the folder again") : gettext("Choose the file again"), "upload", () => this.input.click(), "is-small");
    const buttons = {
      creating: [go(gettext("Pause"), "pause", "pause")], comparing: [go(gettext("Pause"), "pause", "pause")], checking: [go(gettext("Pause"), "pause", "pause")], sending: [go(gettext("Pause"), "pause", "pause")],
      paused: [go(gettext("Go on"), "play", "resume")], failed: [OF_THE_FILE.has(error?.code) ? again : go(gettext("Try again"), "undo", "resume")],
      here: [go(gettext("Leave it"), "close", "cancel"), twin?.asset !== asset && go(gettext("Send as a new version"), "upload", "asVersion"),
        go(gettext("Send anyway"), "upload", "anyway")].filter(Boolean),
      needs_file: [again], wrong_file: [again],
      needs_permission: [button(gettext("Go on"), "play", () => this.permit(), "is-small")],
    }[state] ?? [];
    if (!["done", "here"].includes(state)) buttons.push(button(gettext("Cancel this upload"), "close", () => ask("cancel", this.key), "is-small is-quiet is-icon", true));
    this.actions.replaceChildren(...buttons);
    if (had) buttons[0]?.focus();
    if (state === "done" && result?.asset?.url) {
      this.link.href = result.asset.url;
      this.link.textContent = titleOf(this.item.name);
      this.name.replaceWith(this.link);
    }
  }

  async permit() {
    const record = await recall(this.item.id);
    try {
      if (await record.handle.requestPermission({ mode: "read" }) === "granted") return this.give(await (record.frames ? reread(record.handle, record.frames, record.name) : record.handle.getFile()), record.handle);
    } catch { /* the file moved: choose it again */ }
    this.input.click();
  }

  /** In a folder the frames are looked for that the upload began with. */
  chosen() {
    const { files } = this.input;
    if (!this.input.webkitdirectory) return this.give(files[0]);
    const found = gather(listed(files).rows).filter((one) => one.frames && `${one.title}.tar` === this.item.name);
    const bundles = found.map(({ title, frames }) => bundle(title, frames.map((row) => row.file)));
    this.give(bundles.find((one) => one.size === this.item.size) ?? bundles[0] ?? new File([], this.item.name));
  }

  give(file, handle = null) {
    if (file) ask("give", this.key, file, handle);
    this.input.value = "";
  }
}
