/**
 * Changes what stands on a page into what the server says now, touching only what differs: the focus, what was typed, selected or
 * opened, and the place on the page stay. htmx knows it as hx-swap="morph" (hx-ext="morph" on the body).
 *
 * Children are matched by id, data-id, data-line or data-topic, others by their place. What a custom element made of itself is its
 * own as long as the server says the same of it.
 */

const KEYS = ["id", "data-id", "data-line", "data-topic"];
/** Custom elements that are plain containers: their content is compared as any other. */
const PLAIN = new Set(["drop-zone", "ticket-board"]);
const FIELDS = "input, textarea, select";

/** @param {Element} old @param {Element} fresh @returns {Element[]} what is new, and what stands there now */
export function morph(old, fresh) {
  const active = document.activeElement, held = active && old.contains(active) ? active : null;
  /** @type {Element[]} */
  const added = [];
  const here = change(old, fresh, added);
  if (held && document.activeElement !== held) refocus(held, here);
  here.dispatchEvent(new CustomEvent("morphed", { bubbles: true }));
  return [...new Set([here, ...added])];
}

/** What had the focus is gone or elsewhere: by its id, otherwise the area itself, so that Tab goes on from here. */
function refocus(held, area) {
  const again = held.isConnected ? held : held.id ? document.getElementById(held.id) : null;
  if (!again) area.tabIndex = -1;
  (again ?? area).focus({ preventScroll: true });
}

const key = (node) => {
  if (node.nodeType !== 1) return "";
  for (const name of KEYS) if (node.hasAttribute(name)) return `${node.localName} ${name} ${node.getAttribute(name)}`;
  return "";
};

/** @returns {Element} what stands there now */
function change(old, fresh, added) {
  if (old.isEqualNode(fresh) && !old.querySelector(FIELDS)) return old;
  if (!alike(old, fresh)) {
    old.replaceWith(fresh);
    added.push(fresh);
    return fresh;
  }
  if (keeps(old, fresh)) return old;
  attributes(old, fresh);
  if (old.localName === "textarea") text(old, fresh);
  else children(old, fresh, added);
  return old;
}

const htmx = (node) => [...node.attributes].filter((one) => one.name.startsWith("hx-")).map((one) => `${one.name}=${one.value}`).join();

/** Where a form leads, what its button adds: another one is another act, and no press or word meant for the first may go there. */
const leads = (node) => ["action", "formaction", "name", "value"].map((name) => node.getAttribute(name)).join();

/** htmx has begun with the attributes that were there: others want a new element. */
const alike = (old, fresh) => old.localName === fresh.localName && key(old) === key(fresh) && htmx(old) === htmx(fresh)
  && (old.localName !== "input" || old.type === fresh.type)
  && (!["form", "button"].includes(old.localName) || leads(old) === leads(fresh));

/** Dialogs that are open, and elements with a life of their own of which the server says nothing newer. */
function keeps(old, fresh) {
  if (old.localName === "dialog" && old.open) return true;
  if (!old.localName.includes("-") || PLAIN.has(old.localName)) return false;
  if (old.localName === "job-progress") return old.dataset.topic === fresh.dataset.topic && Number(fresh.dataset.seq) <= Number(old.dataset.seq);
  return [...fresh.attributes].every((one) => old.getAttribute(one.name) === one.value);
}

/** Whether a person has changed it, or is about to. */
function touched(field) {
  if (field === document.activeElement) return true;
  if (field.localName === "select") return [...field.options].some((one) => one.selected !== one.defaultSelected);
  return field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

function attributes(old, fresh) {
  const field = old.matches(FIELDS), mine = field && touched(old);
  const skip = (name) => (old.localName === "details" && name === "open") || (mine && (name === "value" || name === "checked"));
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !skip(name) && !name.startsWith("aria-activedescendant")) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (!skip(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (!field || mine || old.type === "file" || old.localName !== "input") return;
  if (old.value !== fresh.value) old.value = fresh.value;
  if (old.checked !== fresh.checked) old.checked = fresh.checked;
}

function text(old, fresh) {
  if (touched(old) || old.defaultValue === fresh.defaultValue) return;
  old.value = old.defaultValue = fresh.defaultValue;
}

function children(old, fresh, added) {
  if (old.localName === "select" && touched(old)) return;
  const known = new Map(), wanted = new Set([...fresh.children].map(key));
  for (const child of [...old.children]) {
    const name = key(child);
    if (name && !wanted.has(name)) child.remove(); // first, so that those which stay need not move
    else if (name) known.set(name, child);
  }
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const same = partner(next, at, known);
    if (!same) {
      old.insertBefore(next, at);
      if (next.nodeType === 1) added.push(next);
    } else {
      if (same === at) at = at.nextSibling; else at = bring(old, same, at);
      if (same.nodeType === 1) change(same, next, added);
      else if (same.data !== next.data) same.data = next.data;
    }
  }
  while (at) { const gone = at; at = at.nextSibling; gone.remove(); }
}

function partner(next, at, known) {
  if (next.nodeType !== 1) return at?.nodeType === next.nodeType ? at : null;
  const name = key(next);
  if (name) { const found = known.get(name); known.delete(name); return found ?? null; }
  return at?.nodeType === 1 && !key(at) && alike(at, next) ? at : null;
}

/** An element that is moved loses the focus and the selection within it: then what stands before it is moved behind it. */
function bring(parent, same, at) {
  if (!same.contains(document.activeElement) && !same.contains(getSelection()?.anchorNode ?? null)) {
    parent.insertBefore(same, at);
    return at;
  }
  const after = same.nextSibling;
  for (let one = at, next; one && one !== same; one = next) { next = one.nextSibling; parent.insertBefore(one, after); }
  return same.nextSibling;
}

globalThis.htmx?.defineExtension("morph", {
  isInlineSwap: (style) => style === "morph",
  handleSwap(style, target, fragment) {
    const fresh = fragment.firstElementChild;
    return style === "morph" && fresh ? morph(target, fresh) : false;
  },
});
