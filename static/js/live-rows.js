/** What the socket would say, asked for beside it: while the line is down or silent. */

import { call } from "./api.js";
import { topics, whole } from "./live-topics.js";

/** So many topics fit one address. */
const A_QUESTION = 40;
/** The request may hang as the line does: then it has failed, and the next one is asked, in milliseconds. */
const ANSWERED = 10_000;

/** In as few requests as carry them; never throws. @param {string[]} names @returns {Promise<PromiseSettledResult<void>[]>} of each request */
export const askRows = (names) => Promise.allSettled(portions(names).map(rows));

/** @param {string[]} names @returns {string[][]} */
const portions = (names) => names.length ? [names.slice(0, A_QUESTION), ...portions(names.slice(A_QUESTION))] : [];

/** What was refused for good is not asked for again by itself. @param {string[]} names */
async function rows(names) {
  const since = Date.now();
  const answer = await told(names).catch((error) => { if (!error.passing) names.forEach(answered); throw error; });
  for (const name of names) {
    const { jobs, runs } = (names.length > 1 ? answer.topics[name] : answer) ?? {};
    if (jobs) whole(name, jobs, since, runs); else answered(name);
  }
}

function told(names) {
  const wanted = names.map((name) => `topic=${encodeURIComponent(name)}`).join("&");
  return call("GET", `/api/v1/jobs/?${wanted}`, undefined, { signal: AbortSignal.timeout(ANSWERED) });
}

function answered(name) {
  if (topics.has(name)) topics.get(name).unanswered = false;
}
