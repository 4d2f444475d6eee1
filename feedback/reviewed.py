"""What people decided and how long they looked, as facts for `feedback.estimates.reviewing`.

Read across whatever studios are open. A reviewer is an id, never a name: figures of one person are
shown to nobody, and what is shown keeps to groups of five (`feedback.suppression`).
"""

from fractions import Fraction
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from feedback.estimates.reviewing import Review
from feedback.models import Look
from projects.models import Candidate, Decision

Kind = Candidate.Kind
_FILM = "candidate__version__"
_MADE = "candidate__result__"
_READ = {
    **{"thing": "candidate_id", "who": "person_id", "said": "verdict", "looked": "look__seconds"},
    **{"kind": "candidate__kind", "frames": f"{_FILM}frames"},
    **{"num": f"{_FILM}rate_num", "den": f"{_FILM}rate_den"},
    **{"made": f"{_MADE}proxy__frames", "rate": f"{_MADE}came__rate"},
}


def keep_look(sender: Any, decision: Decision, looked: int, **_kwargs: Any) -> None:
    """Beside the decision; never longer than the result has been there."""
    there = (timezone.now() - decision.candidate.created_at).total_seconds()
    seconds = max(0, min(looked, round(there)))
    Look.objects.create(project=decision.project, decision=decision, seconds=seconds)


def facts(decisions: QuerySet[Decision] | None = None) -> list[Review]:
    """Every word on a result, the earlier first, with the seconds it was looked at where told.

    What was taken back is no verdict. `runs` is how long a cut's film, or a film made, runs in
    seconds; None of what does not run, such as a picture.
    """
    rows = Decision.objects.all() if decisions is None else decisions
    rows = rows.exclude(verdict=Decision.Verdict.REOPENED).order_by("at", "pk")
    told: Any = rows.values(**{name: F(at) for name, at in _READ.items()})
    return [_review(row) for row in told]


def _review(row: dict[str, Any]) -> Review:
    looked = None if row["looked"] is None else float(row["looked"])
    return Review(row["thing"], str(row["who"]), row["said"], looked, _runs(row))


def _runs(row: dict[str, Any]) -> float | None:
    """Of what was made, the copy that is played; its rate is kept as "24000/1001"."""
    if row["kind"] == Kind.CUT and row["frames"] and row["num"] and row["den"]:
        return float(row["frames"] / Fraction(row["num"], row["den"]))
    if row["kind"] == Kind.CLIP and row["made"] and row["rate"]:
        return float(row["made"] / Fraction(row["rate"]))
    return None
