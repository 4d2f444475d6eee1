/**
 * One socket a page. It only hurries the news: when it is silent the page asks for the rows instead.
 * @typedef {{kind: string, id: string, seq: number, state: string, stage: string, stage_text: string, fraction: number|null,
 *   remaining_low: number|null, remaining_high: number|null, elapsed: number|null, title: string, url: string,
 *   error: {code: string, message: string, kept: string, todo: string}|null}} Job
 * @typedef {{job: (job: Job) => void, list?: (jobs: Job[]) => void, error?: (code: string, message: string) => void,
 *   more?: (runs: number) => void, notes?: () => void, decisions?: (candidates: string[]) => void}} Listener
 */

import { ACCESS_CHANGED, SIGNED_OUT, accessEnded, accessStands, refusal } from "./access.js";
import { call } from "./api.js";

const SILENCE = 40_000, POLL = 3_000, CAP = 10_000, SLOW = 30_000, STANDS = 2_000, AT_ONCE = 100, A_QUESTION = 40;
/** A message can be lost on an open line: an active job that says nothing for so long is asked about, all of a page in one question. */
const STILL = 1_500, INQUIRES = 1_000;
/** A question on the line that has no answer by then is asked again beside it. */
const UNANSWERED = 950;
/** A server that ends says 1012 to all its sockets at once: they come back one by one, and ask nothing meanwhile. */
const RESTARTS = 1012, SPREAD = 5_000;
const ENDED = new Set([SIGNED_OUT, ACCESS_CHANGED]), AWAY = new Set([...ENDED, 4429, 1013]);
export const ACTIVE = new Set(["QUEUED", "RUNNING"]);
export const TERMINAL = new Set(["READY", "FAILED", "ERRORED", "CANCELLED", "REFUSED"]);

/** `at`: when each job was last heard of. @type {Map<string, {listeners: Set<Listener>, jobs: Map<string, Job>, at: Map<string, number>, heard: number, asked: number, unanswered: boolean}>} */
const topics = new Map();
/** Fires "change"; `state` is connecting, connected, polling or offline; `asOf` when the portal was last heard, in milliseconds. */
export const line = Object.assign(new EventTarget(), { state: "connecting", asOf: Date.now() });

/** @type {WebSocket|null} */
let socket = null;
let tries = 0, lastWord = 0, retryTimer = 0, pollTimer = 0, watchTimer = 0;
/** @type {string[]} */
const leaving = [];
let sentAway = 0, standTimer = 0, polled = 0, pollPause = POLL, isAsking = false;

/**
 * Hears of every job of a topic; answers with what is known at once. Returns the way out.
 * @param {string} name @param {Listener|((job: Job) => void)} how
 */
export function subscribe(name, how) {
  const listener = typeof how === "function" ? { job: how } : how;
  let topic = topics.get(name);
  if (!topic) {
    topics.set(name, topic = { listeners: new Set(), jobs: new Map(), at: new Map(), heard: Date.now(), asked: 0, unanswered: false });
    join([name]);
  }
  topic.listeners.add(listener);
  for (const job of topic.jobs.values()) listener.job(job);
  listen();
  return () => {
    topic.listeners.delete(listener);
    if (topic.listeners.size || topics.get(name) !== topic) return;
    topics.delete(name);
    if (!leaving.length) queueMicrotask(leave);
    leaving.push(name);
  };
}

/** What a page parts with at once, in one message. */
function leave() {
  if (leaving.length) say({ leave: leaving.splice(0, AT_ONCE) });
  if (leaving.length) leave();
}

/** Opens the line for whoever only wants what concerns the person ("notices" on `line`). */
export function listen() {
  if (!watchTimer) start();
}

/** When this topic was last heard of, in milliseconds. @param {string} name */
export const heard = (name) => topics.get(name)?.heard ?? 0;

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

function say(message) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

/** Until the server says that they are joined they are unanswered, as what was asked. @param {string[]} names */
function join(names) {
  leave();
  for (const name of names) Object.assign(topics.get(name), { asked: Date.now(), unanswered: true });
  say({ join: names });
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
    const names = [...topics.keys()];
    for (let at = 0; at < names.length; at += AT_ONCE) join(names.slice(at, at + AT_ONCE));
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
  const restarts = code === RESTARTS, spread = restarts ? SPREAD * Math.random() : 0;
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
  const still = (topic) => topic.asked < late && [...topic.jobs].some(([key, job]) => ACTIVE.has(job.state) && topic.at.get(key) < late);
  const names = [...topics.keys()].filter((name) => still(topics.get(name))).slice(0, AT_ONCE);
  for (const name of names) Object.assign(topics.get(name), { asked: Date.now(), unanswered: true });
  if (names.length) say({ ask: names });
}

/** The line may be dead, and nobody knows yet. One question at a time: the server may only be slow. */
async function beside() {
  const names = [...topics.keys()].filter((name) => topics.get(name).unanswered && topics.get(name).asked < Date.now() - UNANSWERED);
  if (isAsking || !names.length) return;
  isAsking = true;
  for (const name of names) topics.get(name).unanswered = false;
  await Promise.allSettled(portions(names).map(rows));
  isAsking = false;
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

/** Beside the line, in one question. @param {string[]} names */
async function rows(names) {
  const since = Date.now(), wanted = names.map((name) => `topic=${encodeURIComponent(name)}`).join("&");
  const answer = await call("GET", `/api/v1/jobs/?${wanted}`);
  for (const name of names) {
    const told = names.length > 1 ? answer.topics[name] : answer;
    if (told) whole(name, told.jobs, since, told.runs);
  }
}

/** @param {string[]} names @returns {string[][]} as many as one address carries */
const portions = (names) => names.length ? [names.slice(0, A_QUESTION), ...portions(names.slice(A_QUESTION))] : [];

async function poll() {
  polled = Date.now();
  const answers = await Promise.allSettled(topics.size ? portions([...topics.keys()]).map(rows) : [call("GET", "/healthz/")]);
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
  if (message.type === "joined") for (const name of message.topics) if (topics.has(name)) topics.get(name).unanswered = false;
  if (message.type === "notices") line.dispatchEvent(new Event("notices"));
  if (message.type === "decisions") for (const listener of topics.get(`request:${message.request}`)?.listeners ?? []) listener.decisions?.(message.candidates);
  if (message.type === "notes") for (const listener of topics.get(`version:${message.version}`)?.listeners ?? []) listener.notes?.();
  const names = message.topic ? [message.topic] : message.job ? topicsOf(message.job) : [];
  for (const name of names) hear(name, message);
}

/** One frame goes to all sockets, so an event names its job and not what each page joined. */
const topicsOf = (job) => [`${job.kind}:${job.id}`, `project:${job.project}`, "mine"];

function hear(name, message) {
  const topic = topics.get(name);
  if (!topic) return;
  topic.heard = Date.now();
  if (message.type === "job") take(name, inWords(message.job));
  else if (message.type === "jobs") whole(name, message.jobs.map(inWords), topic.asked, message.runs);
  else if (message.type === "more") for (const listener of topic.listeners) listener.more?.(message.runs);
  else if (message.type === "error") topic.unanswered = message.code === "unavailable";
  if (message.type === "error") for (const listener of topic.listeners) listener.error?.(message.code, message.message);
}

/** A frame is the same for everybody: its words are there in each language, and a page takes its own. */
const inWords = (job) => ({ ...job, ...job.spoken?.[document.documentElement.lang] });

/**
 * All of a topic, as its rows were after `since`: what was active, not heard of since and is not among them has ended,
 * unless more are active than were told.
 * @param {string} name @param {Job[]} jobs @param {number} since in milliseconds @param {number} [runs] how many are active, where not all are told
 */
function whole(name, jobs, since, runs) {
  const topic = topics.get(name);
  if (!topic) return;
  topic.heard = Date.now();
  topic.unanswered = false;
  const here = new Set(jobs.map(keyOf));
  for (const job of jobs) {
    if (topic.jobs.get(keyOf(job))?.state === "") topic.jobs.delete(keyOf(job)); // believed to have ended
    take(name, job);
    topic.at.set(keyOf(job), Date.now());
  }
  for (const [key, job] of topic.jobs) if (runs === undefined && !here.has(key) && ACTIVE.has(job.state) && topic.at.get(key) < since) topic.jobs.set(key, { ...job, state: "" });
  const now = [...topic.jobs].filter(([key, job]) => here.has(key) || ACTIVE.has(job.state)).map(([, job]) => job);
  for (const listener of [...topic.listeners]) {
    listener.list?.(now);
    if (runs !== undefined) listener.more?.(runs);
  }
}

const keyOf = (job) => `${job.kind}:${job.id}`;

/** What was seen is not shown again: snapshots and events may cross. */
function take(name, job) {
  const topic = topics.get(name), key = keyOf(job), known = topic?.jobs.get(key);
  if (!topic || (known && job.seq < known.seq)) return;
  topic.at.set(key, Date.now());
  if (known?.seq === job.seq) return;
  topic.jobs.set(key, job);
  for (const listener of [...topic.listeners]) listener.job(job);
}
