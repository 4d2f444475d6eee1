/** Asks once before much is sent: what goes as one, what goes by itself, what stays here and why. */

import { button, make } from "./make.js";
import { missing } from "./sequences.js";
import { bytes, gettext, interpolate, ngettext } from "./words.js";

const SIDECARS = /\.(?:ale|cdl|ccc|cc|cube)$/i;
const KNOWN = /\.(?:mp4|mov|m4v|mkv|webm|avi|mxf|ts|m2ts|mts|mpe?g|wmv|flv|og[gav]|wav|mp3|flac|aac|m4a|aiff?|caf|w64|png|jpe?g|tiff?|webp|exr|dpx|fountain|fdx|pdf|txt|edl|otio|fcpxml|xml|aaf|ale|cdl|ccc?|cube)$/i;
const MOST_NAMED = 12;

const many = (count, one, more) => interpolate(ngettext(one, more, count), { n: count });
const size = (items) => items.reduce((sum, item) => sum + (item.frames ? item.size : item.file.size), 0);

function why({ why: reason, name }) {
  const reasons = { hidden: gettext("hidden or of the system"), unfinished: gettext("still being written"), unread: gettext("cannot be read"), empty: gettext("empty"), unknown: gettext("of a kind that the portal does not take") };
  return `${name}: ${reasons[reason]}`;
}

/** Items by what becomes of them. @param {(import("./sequences.js").Row|import("./sequences.js").Sequence)[]} items */
export function sorted(items) {
  const kinds = { sequences: [], sidecars: [], files: [], left: [] };
  for (const item of items) {
    if (item.frames) kinds.sequences.push(item);
    else if (!item.file.size) kinds.left.push({ name: item.file.name, why: "empty" });
    else if (!KNOWN.test(item.file.name)) kinds.left.push({ name: item.file.name, why: "unknown" });
    else (SIDECARS.test(item.file.name) ? kinds.sidecars : kinds.files).push(item);
  }
  return kinds;
}

function group(title, lines) {
  const section = make("section", "stack is-tight"), list = make("ul", "plain small");
  list.append(...lines.slice(0, MOST_NAMED).map((line) => { const item = make("li"); item.append(line); return item; }));
  if (lines.length > MOST_NAMED) list.append(make("li", "quiet", interpolate(gettext("and %(n)s more"), { n: lines.length - MOST_NAMED })));
  section.append(make("h3", "", title), list);
  return lines.length ? [section] : [];
}

/** A line with a box: frames go as one unless the box is cleared. */
function choice(item, apart) {
  const label = make("label", "with-icon"), box = make("input"), gaps = missing(item.numbers);
  Object.assign(box, { type: "checkbox", checked: true });
  box.addEventListener("change", () => (box.checked ? apart.delete(item) : apart.add(item)));
  const told = [many(item.frames.length, "%(n)s frame as one", "%(n)s frames as one"), bytes(item.size), gaps && interpolate(gettext("missing %(frames)s"), { frames: gaps })];
  label.append(box, make("span", "", `${item.title} · ${told.filter(Boolean).join(" · ")}`));
  return label;
}

/**
 * @param {(import("./sequences.js").Row|import("./sequences.js").Sequence)[]} items @param {import("./folders.js").Found} found
 * @returns {Promise<object[]>} what to send; nothing when the person changed their mind
 */
export function confirmed(items, found) {
  const kinds = sorted(items), apart = new Set(), left = [...kinds.left, ...found.skipped];
  const going = [...kinds.sequences, ...kinds.files, ...kinds.sidecars];
  const count = going.reduce((sum, item) => sum + (item.frames?.length ?? 1), 0);
  const dialog = make("dialog", "dialog is-long"), title = make("h2", "", going.length
    ? interpolate(found.folders ? gettext("Send %(files)s, %(size)s, in %(folders)s?") : gettext("Send %(files)s, %(size)s?"),
      { files: many(count, "%(n)s file", "%(n)s files"), size: bytes(size(going)), folders: many(found.folders, "%(n)s folder", "%(n)s folders") })
    : gettext("There is nothing here that the portal takes"));
  title.id = "send-plan-title";
  dialog.setAttribute("aria-labelledby", title.id);
  const head = make("div", "dialog-head"), body = make("div", "dialog-body"), foot = make("div", "dialog-foot");
  head.append(title);
  const names = (rows) => rows.map(({ file, folder }) => `${folder ? `${folder}/` : ""}${file.name}`);
  body.append(
    ...group(gettext("Image sequences"), kinds.sequences.map((item) => choice(item, apart))),
    ...group(interpolate(gettext("Single files (%(n)s)"), { n: kinds.files.length }), names(kinds.files)),
    ...group(interpolate(gettext("Logs, grades and looks (%(n)s)"), { n: kinds.sidecars.length }), names(kinds.sidecars)),
    ...group(interpolate(gettext("Left out (%(n)s)"), { n: left.length }), left.map(why)));
  return new Promise((done) => {
    const cancel = button(going.length ? gettext("Send nothing") : gettext("Close"), "", () => dialog.close(), "is-quiet");
    const send = button(gettext("Send"), "upload", () => dialog.close("send"), "is-primary");
    foot.append(cancel, ...(going.length ? [send] : []));
    dialog.append(head, body, foot);
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue === "send" ? going.flatMap((item) => (apart.has(item) ? item.frames : [item])) : []);
    });
    document.body.append(dialog);
    dialog.showModal();
    (going.length ? send : cancel).focus({ preventScroll: true });
    dialog.scrollTop = 0;
  });
}
