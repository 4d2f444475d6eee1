/** What the socket would say, asked for beside it: while the line is down or silent. */

import { call } from "./api.js";
import { gone, topics, whole } from "./live-topics.js";

/** So many topics fit one address. */
const A_QUESTION = 40;
/** The request may hang as the line does: then it has failed, and the next one is asked, in milliseconds. */
const ANSWERED = 10_000;
const NOT_THERE = 404;

/** In as few requests as carry them; never throws. @param {string[]} names @returns {Promise<PromiseSettledResult<void>[]>} of each request */
export const askRows = (names) => Promise.allSettled(portions(names).map(rows));

/** @param {string[]} names @returns {string[][]} */
const portions = (names) => names.length ? [names.slice(0, A_QUESTION), ...portions(names.slice(A_QUESTION))] : [];

/** What was refused for good is not asked for again by itself. @param {string[]} names */
async function rows(names) {
  const since = Date.now();
  const answer = await told(names).catch((error) => { if (!error.passing) refused(names, error.status); throw error; });
  for (const name of names) {
    const { jobs, more } = (names.length > 1 ? answer.topics[name] : answer) ?? {};
    if (jobs) whole(name, jobs, since, more); else refused([name], NOT_THERE);
  }
}

function told(names) {
  const wanted = names.map((name) => `topic=${encodeURIComponent(name)}`).join("&");
  return call("GET", `/api/v1/jobs/?${wanted}`, undefined, { signal: AbortSignal.timeout(ANSWERED) });
}

/** @param {string[]} names @param {number} status */
function refused(names, status) {
  for (const name of names.filter((one) => topics.has(one))) {
    topics.get(name).unanswered = 0;
    if (status === NOT_THERE) gone(name);
  }
}
