"""What a page shows of its jobs, and what it must show: the rows, in the page's own words."""

import math
from typing import Any

WORDS = {
    "QUEUED": "Queued",
    "RUNNING": "Running",
    "READY": "Ready",
    "FAILED": "Failed",
    "ERRORED": "Failed on our side",
    "CANCELLED": "Cancelled",
}

#: Of each job on the page: all that a person reads of it, not what the script believes.
LOOK = """() => Object.fromEntries([...document.querySelectorAll("job-progress")].map((one) => {
  const part = (name) => one.querySelector(`[data-part="${name}"]`);
  const status = part("status"), bar = part("bar"), error = part("error");
  return [one.dataset.id, {
    word: status.textContent.trim(), status: status.className, bar: bar.className,
    value: bar.hasAttribute("value") ? Math.round(bar.value * 10000) / 10000 : null,
    percent: part("percent").textContent, stage: part("stage").textContent,
    error: error ? error.firstElementChild.textContent : "",
    href: one.querySelector("a").getAttribute("href"),
  }];
}))"""
COUNT = """() => Number(document.querySelector("running-count [data-part=count]")?.textContent)"""


def expected(job: dict[str, Any]) -> dict[str, Any]:
    """A row's event, as `LOOK` would find it on the page."""
    state, running = job["state"], job["state"] == "RUNNING"
    kind = f"is-{state.lower()}"
    return {
        "word": WORDS[state],
        "status": f"status {kind}",
        "bar": kind,
        "value": 1 if state == "READY" else job["fraction"],
        "percent": f"{math.floor(job['fraction'] * 100)}\u00a0%" if running else "",
        "stage": job["stage_text"],
        "error": job["error"]["message"] if job["error"] else "",
        "href": job["url"],
    }


class Seen:
    """What each job is shown as, and since when it was seen so: at most a look after it was so."""

    def __init__(self) -> None:
        self.shown: dict[str, dict[str, Any]] = {}
        self.since: dict[str, float] = {}

    def note(self, found: dict[str, dict[str, Any]], now: float) -> None:
        for pk, shown in found.items():
            if self.shown.get(pk) != shown:
                self.shown[pk], self.since[pk] = shown, now

    def agrees(self, rows: dict[str, dict[str, Any]]) -> bool:
        return not self.differing(rows)

    def differing(self, rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """What is shown and what should be, of those that differ now."""
        return {
            pk: {"shown": self.shown.get(pk), "row": expected(job)}
            for pk, job in rows.items()
            if self.shown.get(pk) != expected(job)
        }

    def waits(self, changed: dict[str, float]) -> dict[str, float]:
        """Seconds from each job's last change until it was first seen as it is now."""
        return {pk: max(0.0, self.since[pk] - at) for pk, at in changed.items() if pk in self.since}
