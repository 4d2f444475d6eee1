/** One note of the list with its answers. */

import { button, make } from "./make.js";
import { gettext, interpolate } from "./words.js";

/** Words with the names of those mentioned set off. @param {{text: string, mentions: {name: string}[]}} note */
function words(note) {
  const text = make("p", "note-text"), names = note.mentions.map(({ name }) => `@${name}`).sort((a, b) => b.length - a.length);
  let rest = note.text;
  while (rest) {
    const found = names.map((name) => [rest.indexOf(name), name]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0])[0];
    if (!found) break;
    text.append(rest.slice(0, found[0]), make("b", "", found[1]));
    rest = rest.slice(found[0] + found[1].length);
  }
  text.append(rest);
  return text;
}

function who(note) {
  const line = make("span", "note-who"), at = make("relative-time");
  at.setAttribute("datetime", note.created_at);
  at.textContent = note.created_at.slice(0, 16).replace("T", " ");
  line.append(make("b", "", note.person_name));
  if (note.said_by) line.append(" ", interpolate(gettext("for %(name)s"), { name: note.said_by }));
  line.append(" ", at);
  if (note.edited_at) line.append(" · ", interpolate(gettext("changed by %(name)s"), { name: note.edited_by_name }));
  return line;
}

/** @param {object} panel version-notes @param {object} note @param {boolean} isReply */
function actions(panel, note, isReply) {
  const row = make("div", "note-actions"), small = "is-quiet is-small";
  const add = (word, act, press) => {
    const one = button(word, "", (event) => { event.stopPropagation(); press(); }, small);
    one.dataset.act = `${act} ${note.id}`;
    row.append(one);
  };
  if (panel.mayWrite && !panel.isGuest && !isReply && !note.deleted_at) {
    add(gettext("Answer"), "answer", () => panel.answer(note));
    add(note.resolved_at ? gettext("Reopen") : gettext("Resolve"), "settle", () => panel.settle(note));
  }
  if (panel.mayWrite && !isReply && note.carried) {
    add(gettext("Move here"), "move", () => panel.move(note));
    add(gettext("Leave out"), "drop", () => panel.drop(note));
  }
  if (note.may_change) {
    add(gettext("Change"), "change", () => panel.change(note));
    add(panel.sure === note.id ? gettext("Delete for good") : gettext("Delete"), "delete", () => panel.remove(note));
  }
  return row;
}

const REMARKS = { about: gettext("about here"), shortened: gettext("part of it"), undrawn: gettext("drawing left there") };

/** Where a note comes from that was written on an earlier version. */
function origin({ id, carried }) {
  const line = make("p", "note-who"), link = make("a", "", interpolate(gettext("version %(number)s, frame %(frame)s"), { number: carried.source_number, frame: carried.source_start }));
  link.href = `?version=${carried.source_number}&note=${id}`;
  line.append(carried.person_name ? interpolate(gettext("placed by %(name)s, from"), { name: carried.person_name }) : gettext("carried from"), " ", link);
  for (const remark of carried.remarks) line.append(" ", make("span", "tag", REMARKS[remark] ?? remark));
  return line;
}

/** @param {object} panel version-notes @param {object} note as the API tells it */
export function noteCard(panel, note) {
  const item = make("li", `note${note.resolved_at ? " is-resolved" : ""}`), current = note.id === panel.current;
  item.dataset.note = note.id;
  if (current) item.setAttribute("aria-current", "true");
  const go = make("button", "note-go mono", panel.timeOf(note.start, note.end));
  go.type = "button";
  go.dataset.act = `go ${note.id}`;
  go.title = gettext("Go to this place");
  go.addEventListener("click", () => panel.choose(note.id));
  const top = make("div", "note-top");
  top.append(go);
  if (note.drawing.length) top.append(make("span", "tag", gettext("drawing")));
  if (note.resolved_at) top.append(make("span", "status is-done", interpolate(gettext("resolved by %(name)s"), { name: note.resolved_by_name })));
  item.append(top, ...(note.deleted_at ? [make("p", "quiet", gettext("This note was deleted."))] : [who(note), ...(note.carried ? [origin(note)] : []), words(note)]), actions(panel, note, false));
  if (note.replies.length) {
    const list = make("ul", "note-replies plain");
    for (const reply of note.replies.filter((one) => !one.deleted_at)) {
      const line = make("li");
      line.append(who(reply), words(reply), actions(panel, reply, true));
      list.append(line);
    }
    item.append(list);
  }
  return item;
}
