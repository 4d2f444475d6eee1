/**
 * One socket a page. It only hurries the news: when it is silent the page asks for the rows instead.
 * @typedef {import("./live-topics.js").Job} Job
 * @typedef {import("./live-topics.js").Listener} Listener
 */

import { ACCESS_CHANGED, SIGNED_OUT, accessEnded, accessStands, refusal } from "./access.js";
import { call } from "./api.js";
import { askRows } from "./live-rows.js";
import { ACTIVE, fresh, hear, topics, topicsOf } from "./live-topics.js";

const SILENCE = 40_000, POLL = 3_000, CAP = 10_000, SLOW = 30_000, STANDS = 2_000, AT_ONCE = 100;
/** A message can be lost on an open line: an active job that says nothing for so long is asked about, all of a page in one question. */
const STILL = 1_500, INQUIRES = 1_000;
/** A question on the line that has no answer by then is asked again beside it. */
const UNANSWERED = 950;
/** A server that ends says 1012 to all its sockets at once: they come back one by one, and ask nothing meanwhile. */
const RESTARTS = 1012, SPREAD = 5_000;
const ENDED = new Set([SIGNED_OUT, ACCESS_CHANGED]), AWAY = new Set([...ENDED, 4429, 1013]);
/** Fires "change"; `state` is connecting, connected, polling or offline; `asOf` when the portal was last heard, in milliseconds. */
export const line = Object.assign(new EventTarget(), { state: "connecting", asOf: Date.now() });

/** @type {WebSocket|null} */
let socket = null;
let tries = 0, lastWord = 0, retryTimer = 0, pollTimer = 0, watchTimer = 0;
/** @type {string[]} */
const leaving = [], joining = [];
let sentAway = 0, standTimer = 0, polled = 0, pollPause = POLL, besideAgain = 0;

/**
 * Hears of every job of a topic; answers with what is known at once. Returns the way out.
 * @param {string} name @param {Listener|((job: Job) => void)} how
 */
export function subscribe(name, how) {
  const listener = typeof how === "function" ? { job: how } : how;
  let topic = topics.get(name);
  if (!topic) {
    topics.set(name, topic = fresh());
    soon(joining, name);
  }
  topic.listeners.add(listener);
  for (const job of topic.jobs.values()) listener.job(job);
  listen();
  return () => {
    topic.listeners.delete(listener);
    if (topic.listeners.size || topics.get(name) !== topic) return;
    topics.delete(name);
    soon(leaving, name);
  };
}

/** What a page parts with and what it comes to at once, in one message each. @param {string[]} list @param {string} name */
function soon(list, name) {
  if (!leaving.length && !joining.length) queueMicrotask(change);
  list.push(name);
}

function change() {
  while (leaving.length) say({ leave: leaving.splice(0, AT_ONCE) });
  while (joining.length) join(joining.splice(0, AT_ONCE).filter((name) => topics.has(name)));
}

/** Opens the line for whoever only wants what concerns the person ("notices" on `line`). */
export function listen() {
  if (!watchTimer) start();
}

function start() {
  watchTimer = setInterval(watch, 5_000);
  setInterval(inquire, INQUIRES);
  addEventListener("online", () => connect(true));
  addEventListener("offline", () => { socket?.close(); lost(); });
  addEventListener("pagehide", () => { clearTimeout(retryTimer); hangUp(); });
  addEventListener("pageshow", (event) => { if (event.persisted) connect(true); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { watch(); inquire(); if (!socket) connect(true); } });
  connect(true);
}

/** Whether it went out. */
function say(message) {
  const open = socket?.readyState === WebSocket.OPEN;
  if (open) socket.send(JSON.stringify(message));
  return open;
}

/**
 * Until the server says that they are joined they are unanswered, as what was asked; since the first question that had
 * no answer, for a line that is cut again and again would never be passed by. What was never asked, for the line is
 * only being opened, has no answer to wait for. @param {string[]} names
 */
function join(names) {
  const said = names.length > 0 && say({ join: names });
  for (const name of names.map((one) => topics.get(one))) Object.assign(name, { asked: Date.now(), unanswered: name.unanswered || (said ? Date.now() : 0), lost: false });
}

function connect(now = false) {
  clearTimeout(retryTimer);
  if (socket) return;
  if (now) tries = 0;
  const address = new URL(document.body.dataset.live || "/ws/live/", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const mine = new WebSocket(address);
  socket = mine;
  lastWord = Date.now();
  mine.onopen = () => {
    if (mine !== socket) return;
    lastWord = Date.now();
    joining.splice(0, Infinity, ...topics.keys());
    leaving.length = 0; // the new line has joined nothing yet
    change();
    if (sentAway) standTimer = setTimeout(stand, STANDS); else stand();
  };
  mine.onmessage = (event) => { if (mine === socket) { lastWord = line.asOf = Date.now(); read(event.data); } };
  mine.onclose = (event) => { if (mine === socket) lost(event.code); };
}

/** The server opens every socket and then says why it closes it: who was sent away waits before believing. */
function stand() {
  tries = sentAway = 0;
  accessStands();
  settle("connected");
}

function hangUp() {
  clearTimeout(standTimer);
  const old = socket;
  socket = null;
  old?.close();
}

/** A page that was sent away (signed out, access changed, too many pages) asks again without haste. */
function lost(code = 0) {
  hangUp();
  if (AWAY.has(code)) sentAway += 1;
  if (ENDED.has(code)) accessEnded(code);
  tries += 1;
  const least = sentAway ? Math.min(SLOW, POLL * 2 ** (sentAway - 1)) : 0;
  const restarts = code === RESTARTS;
  if (restarts) for (const topic of topics.values()) topic.unanswered = 0; // nor beside the line
  const spread = restarts ? SPREAD * Math.random() : 0;
  const pause = spread + Math.max(least, Math.min(CAP, 500 * 2 ** (tries - 1))) * (1 + (least ? 0.2 : -0.5) * Math.random());
  // A line that was only cut is back before the rows of a long page are asked for one by one.
  settle(navigator.onLine ? "polling" : "offline", restarts || tries === 1 ? pause + 1_000 : 0);
  clearTimeout(retryTimer);
  retryTimer = setTimeout(connect, pause);
}

/** A socket that says nothing for 40 s is dead, whatever the browser believes; the first may not even open. */
function watch() {
  if (line.state === "connecting" && Date.now() - lastWord > 5_000) settle("polling");
  if (socket && Date.now() - lastWord > SILENCE) lost();
}

/** Of topics with an active job that was still; a page that nobody sees asks nothing. */
function inquire() {
  if (line.state !== "connected" || document.hidden) return;
  beside();
  const late = Date.now() - STILL;
  const silent = (topic) => [...topic.jobs].some(([key, job]) => ACTIVE.has(job.state) && topic.at.get(key) < late);
  const still = (topic) => topic.asked < late && (silent(topic) || (topic.heard < late && Object.keys(topic.more).length > 0));
  const names = [...topics.keys()].filter((name) => still(topics.get(name))).slice(0, AT_ONCE);
  for (const name of names) Object.assign(topics.get(name), { asked: Date.now(), unanswered: topics.get(name).unanswered || Date.now() });
  if (names.length) say({ ask: names });
}

/** The line may be dead, and nobody knows yet. One question at a time, and none soon after one that failed: the server may only be slow. */
async function beside() {
  const names = [...topics.keys()].filter((name) => topics.get(name).unanswered && topics.get(name).unanswered < Date.now() - UNANSWERED);
  if (Date.now() < besideAgain || !names.length) return;
  besideAgain = Infinity;
  const answers = await askRows(names);
  const lost = names.filter((name) => topics.get(name)?.lost && !topics.get(name).unanswered);
  besideAgain = lost.length || answers.some((one) => one.status === "rejected") ? Date.now() + POLL : 0;
  join(lost);
}

/** @param {string} state @param {number} later how long the rows may wait to be asked for, in milliseconds */
function settle(state, later = 0) {
  if (state === "connected") { clearTimeout(pollTimer); pollTimer = 0; }
  else if (!pollTimer) pollTimer = setTimeout(poll, Math.max(later, polled + pollPause - Date.now()));
  if (state !== "offline") line.asOf = Date.now();
  if (line.state === state) return;
  line.state = state;
  line.dispatchEvent(new Event("change"));
}

async function poll() {
  polled = Date.now();
  const answers = await (topics.size ? askRows([...topics.keys()]) : Promise.allSettled([call("GET", "/healthz/")]));
  if (!pollTimer) return;
  const code = Math.min(...answers.map((one) => refusal(one.reason?.status)));
  pollPause = code ? Math.min(SLOW, pollPause * 2) : POLL;
  if (code) accessEnded(code);
  pollTimer = setTimeout(poll, pollPause);
  const reached = answers.some((one) => one.status === "fulfilled" || one.reason.status);
  settle(reached && navigator.onLine ? "polling" : "offline");
}

function read(text) {
  let message;
  try { message = JSON.parse(text); } catch { return; }
  if (message.type === "joined") for (const name of message.topics) if (topics.has(name)) topics.get(name).unanswered = 0;
  if (message.type === "notices") line.dispatchEvent(new Event("notices"));
  if (message.type === "decisions") for (const listener of topics.get(`request:${message.request}`)?.listeners ?? []) listener.decisions?.(message.candidates);
  if (message.type === "notes") for (const listener of topics.get(`version:${message.version}`)?.listeners ?? []) listener.notes?.();
  const names = message.topic ? [message.topic] : message.job ? topicsOf(message.job) : [];
  for (const name of names) hear(name, message);
}
