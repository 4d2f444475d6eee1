"""States: a shape, a colour and a word each, and the bar of a job in all of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.design import samples
from portal.design.specimens import Specimen, State

#: Every `.status.is-…` of the stylesheet with a word that stands beside it somewhere.
WORDS: dict[str, Any] = {
    "queued": _("queued"),
    "open": _("open"),
    "invited": _("invited"),
    "pending": _("pending"),
    "draft": _("draft"),
    "running": _("running"),
    "active": _("active"),
    "uploading": _("uploading"),
    "reading": _("being read"),
    "ready": _("ready"),
    "needs_you": _("needs you"),
    "needs_review": _("to be looked at"),
    "changes": _("changes requested"),
    "approved": _("approved"),
    "complete": _("complete"),
    "decided": _("decided"),
    "done": _("done"),
    "agreed": _("agreed"),
    "allowed": _("allowed"),
    "rejected": _("rejected"),
    "revoked": _("revoked"),
    "failed": _("failed"),
    "errored": _("portal error"),
    "blocked": _("blocked"),
    "refused": _("refused"),
    "cancelled": _("cancelled"),
    "withdrawn": _("withdrawn"),
    "expired": _("expired"),
    "archived": _("archived"),
    "paused": _("paused"),
    "live": _("Live"),
    "offline": _("Offline"),
}
#: What the badge of the top bar says, by the state of the line (static/js/live-badge.js).
BADGE: dict[str, tuple[str, Any]] = {
    "connecting": ("queued", _("Connecting")),
    "connected": ("live", _("Live")),
    "polling": ("running", _("Reconnecting")),
    "offline": ("offline", _("Offline")),
}


def _jobs() -> list[State]:
    going = {"stage_text": _("Looking for cuts"), "elapsed": 42}
    known = {**going, "fraction": 0.4, "remaining_low": 50, "remaining_high": 80}
    kept, todo = _("What was sent so far is kept."), _("Choose the file again.")
    why = {"message": _("The file ended too early."), "kept": kept, "todo": todo}
    rows: list[tuple[str, dict[str, Any]]] = [
        ("QUEUED", {}),
        ("RUNNING", known),
        ("RUNNING", {**going, "id": "specimen-unknown", "stage_text": _("Waiting for a provider")}),
        ("READY", {"fraction": 1, "elapsed": 95}),
        ("FAILED", {"fraction": 0.7, "elapsed": 61, "error": why}),
        ("ERRORED", {"fraction": 0.3, "elapsed": 30}),
        ("CANCELLED", {"fraction": 0.5, "elapsed": 12}),
        ("REFUSED", {}),
    ]
    return [_job(state, facts) for state, facts in rows]


def _job(state: str, facts: dict[str, Any]) -> State:
    told = samples.job(state, **facts)
    context = {"job": told, "topic": f"design:{told['id']}", "label": WORDS[state.lower()]}
    return State(state, {**context, "title": True})


def specimens() -> list[Specimen]:
    words = [State(f"is-{name}", {"state": name, "label": word}) for name, word in WORDS.items()]
    badges = [State(name, {"state": s, "word": word}) for name, (s, word) in BADGE.items()]
    bars = [State(f"is-{name}", {"name": name}) for name in ("done", "paused")]
    return [
        Specimen("_status.html", "components/_status.html", words, size="small"),
        Specimen("_progress.html", "components/_progress.html", _jobs()),
        Specimen("progress", "portal/design/families/bar.html", bars),
        Specimen("live-badge", "portal/design/families/badge.html", badges, size="small"),
    ]
