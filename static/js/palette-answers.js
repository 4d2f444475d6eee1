/** What the server finds, as options of the palette. */

import { ApiError, call } from "./api.js";
import { gettext } from "./words.js";

/** Rows of each kind: the page of all results has more. */
export const MOST = 5;

/**
 * @param {string} words @param {AbortSignal} signal
 * @returns {Promise<{groups: [string, object[]][], told: string}|null>} null: asked anew meanwhile
 */
export async function ask(words, signal) {
  try {
    const answer = await call("GET", `/api/v1/search/?most=${MOST}&q=${encodeURIComponent(words)}`, undefined, { signal });
    return { groups: answer.groups.map(shown), told: tell(answer) };
  } catch (error) {
    if (error.name === "AbortError") return null;
    return { groups: [], told: trouble(error) };
  }
}

const shown = (group) => [group.label, group.results.map((row) => ({
  label: row.title, detail: [row.text, row.where.join(" ▸ ")].filter(Boolean).join(" · "), icon: group.icon, picture: row.picture, url: row.url,
}))];

function tell(answer) {
  if (!answer.groups.length) return gettext("Nothing found. Try the beginning of a name, or fewer words.");
  return answer.loosely ? gettext("Nothing has all of these words; these have some.") : "";
}

/** @param {unknown} error */
function trouble(error) {
  if (!(error instanceof ApiError)) throw error;
  if (error.status) return error.message;
  return gettext("The search does not answer: the server is not reached. Pages and actions are still here.");
}
