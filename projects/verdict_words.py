"""What somebody decided on a run's results, where runs are listed."""

from collections.abc import Iterable
from typing import Any

from projects.models import AssistRequest, Candidate, Decision
from projects.models.decisions import standing_verdict


def tell(runs: Iterable[Any]) -> None:
    """Write on each run the state and the words of the verdict in force on its own result (`word`),
    None where nobody decided: two providers' runs of one request are decided one by one. Pictures
    are decided by the board, so a run of them says what its request does. One question for all.
    """
    ready = {run.pk: run for run in runs if run.state == "READY"}
    rows = Candidate.objects.filter(run__in=ready).exclude(kind=Candidate.Kind.PICTURE)
    verdicts = rows.annotate(verdict=standing_verdict()).order_by("number")
    found = dict(verdicts.values_list("run_id", "verdict")) if ready else {}
    for run in runs:
        run.word = _word(run, found) if run.pk in ready else None


def _word(run: Any, found: dict[Any, str | None]) -> tuple[str, str] | None:
    if run.pk in found:
        verdict = found[run.pk]
        return (verdict, str(Decision.Verdict(verdict).label)) if verdict else None
    request = run.request
    if request.state != AssistRequest.State.DECIDED or not request.definition.decided:
        return None
    return request.state, request.get_state_display()
