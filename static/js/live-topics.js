/**
 * What a page knows of the jobs of each topic it follows, and who of it wants to hear.
 * @typedef {{kind: string, id: string, seq: number, state: string, stage: string, stage_text: string, fraction: number|null,
 *   remaining_low: number|null, remaining_high: number|null, elapsed: number|null, title: string, url: string,
 *   error: {code: string, message: string, kept: string, todo: string}|null}} Job
 * @typedef {{job: (job: Job) => void, list?: (jobs: Job[]) => void, gone?: () => void,
 *   more?: (more: Record<string, number>) => void, notes?: () => void, decisions?: (candidates: string[]) => void}} Listener
 */

export const ACTIVE = new Set(["QUEUED", "RUNNING"]);
/** Codes after which the same may succeed. */
const PASSING = new Set(["unavailable", "unexpected"]);
export const TERMINAL = new Set(["READY", "FAILED", "ERRORED", "CANCELLED", "REFUSED"]);

/**
 * `at`: when each job was last heard of. `more`: how many of a kind are active, where not all are told. `lost`: the server
 * had to part with it. `unanswered`: since when something asked has no answer, 0 for nothing. @typedef {{listeners: Set<Listener>, jobs: Map<string, Job>, at: Map<string, number>, more: Record<string, number>,
 *   heard: number, asked: number, unanswered: number, lost: boolean}} Topic
 * @type {Map<string, Topic>}
 */
export const topics = new Map();

/** @returns {Topic} */
export const fresh = () => ({ listeners: new Set(), jobs: new Map(), at: new Map(), more: {}, heard: Date.now(), asked: 0, unanswered: 0, lost: false });

/** When this topic was last heard of, in milliseconds. @param {string} name */
export const heard = (name) => topics.get(name)?.heard ?? 0;

/** One frame goes to all sockets, so an event names its job and not what each page joined. */
export const topicsOf = (job) => [`${job.kind}:${job.id}`, `project:${job.project}`, "mine"];

/** @param {string} name @param {object} message a frame of portal/live/consumers.py */
export function hear(name, message) {
  const topic = topics.get(name);
  if (!topic) return;
  topic.heard = Date.now();
  if (message.type === "job") take(name, message.job);
  else if (message.type === "jobs") whole(name, message.jobs, topic.asked, message.more);
  else if (message.type === "more") count(topic, message.more);
  else if (message.type === "error") refused(name, message.code);
}

/** What was only not to be had is asked for again, and joined again; of what is not there nothing is active any more. */
function refused(name, code) {
  const topic = topics.get(name);
  topic.lost = PASSING.has(code);
  topic.unanswered = topic.lost ? topic.unanswered || topic.asked : 0;
  if (code === "not_found") gone(name);
}

/** @param {string} name a topic that is not there, or not for this person */
export function gone(name) {
  whole(name, [], Date.now() + 1);
  for (const listener of [...(topics.get(name)?.listeners ?? [])]) listener.gone?.();
}

function count(topic, more) {
  topic.more = more;
  for (const listener of topic.listeners) listener.more?.(more);
}

/** What is told is the same for everybody: its words are there in each language, and a page takes its own. */
const inWords = (job) => ({ ...job, ...job.spoken?.[document.documentElement.lang] });

/**
 * All of a topic, as its rows were after `since`: what was active, not heard of since and is not among them has ended,
 * unless more of its kind are active than were told.
 * @param {string} name @param {Job[]} jobs @param {number} since in milliseconds @param {Record<string, number>} [more]
 */
export function whole(name, jobs, since, more = {}) {
  const topic = topics.get(name);
  if (!topic) return;
  topic.heard = Date.now();
  topic.unanswered = 0;
  const here = new Set(jobs.map(keyOf));
  for (const job of jobs) {
    if (topic.jobs.get(keyOf(job))?.state === "") topic.jobs.delete(keyOf(job)); // believed to have ended
    take(name, job);
    topic.at.set(keyOf(job), Date.now());
  }
  for (const [key, job] of topic.jobs) if (!(job.kind in more) && !here.has(key) && ACTIVE.has(job.state) && topic.at.get(key) < since) topic.jobs.set(key, { ...job, state: "" });
  const now = [...topic.jobs].filter(([key, job]) => here.has(key) || ACTIVE.has(job.state)).map(([, job]) => job);
  for (const listener of [...topic.listeners]) listener.list?.(now);
  count(topic, more);
}

const keyOf = (job) => `${job.kind}:${job.id}`;

/** What was seen is not shown again: snapshots and events may cross. */
function take(name, told) {
  const job = inWords(told);
  const topic = topics.get(name), key = keyOf(job), known = topic?.jobs.get(key);
  if (!topic || (known && job.seq < known.seq)) return;
  topic.at.set(key, Date.now());
  if (known?.seq === job.seq) return;
  topic.jobs.set(key, job);
  for (const listener of [...topic.listeners]) listener.job(job);
}
