/**
 * Areas of a page that are asked for anew while it is open: `<div data-live hx-get=… hx-swap="morph" hx-trigger="news from:body, every 60s">`.
 * "news" comes with each message of the line, when the line is back, and when somebody looks at the page again. A page that nobody
 * sees asks nothing, and an answer that did not come is told by the badge, not by each area.
 */

import "./morph.js";
import { line, listen } from "./live.js";

const TOGETHER = 400;
let timer = 0, wasLost = false;

function news() {
  clearTimeout(timer);
  timer = setTimeout(() => document.body.dispatchEvent(new CustomEvent("news")), TOGETHER);
}

line.addEventListener("notices", news);
line.addEventListener("change", () => {
  if (line.state === "offline" || line.state === "polling") wasLost = true;
  else if (line.state === "connected" && wasLost) { wasLost = false; news(); }
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) news(); });
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches?.("[data-live]") && (document.hidden || line.state === "offline")) event.preventDefault();
});
// A guest's page has no line: what it shows is not told live.
if (document.body.dataset.live || document.querySelector("[data-live]")) listen();
