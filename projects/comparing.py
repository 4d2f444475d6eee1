"""The same request at several providers: side by side, chosen between, and what people chose.

A choice is what people signed: of one request, the providers with an approved result were chosen,
those whose results were not approved when it was decided stood beside them.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from portal.errors import PortalError
from projects.assist.preference import Comparison, Preferred, preferred
from projects.assist.tools import TOOLS
from projects.gate_words import provider_title
from projects.models import AssistRequest, Candidate, Decision, Receipt, Run, State
from projects.models.decisions import decide, must_be_seen, standing_verdict, undecided

#: Of so many runs the newest are counted.
MOST = 20_000
#: What fewer people said is not told to anybody outside their studio.
FEWEST = 5


@dataclass(frozen=True)
class Standing:
    """One provider and model at one tool: runs, choices, money and time (medians). `failed` counts
    what had been sent: where nothing was, such as for a scene that is not there, it failed here.
    """

    provider: str
    model: str
    ready: int
    failed: int
    chosen: int
    compared: int
    cost: Decimal | None
    currency: str
    seconds: float | None
    liking: Preferred | None

    @property
    def title(self) -> str:
        return provider_title(self.provider)


@dataclass(frozen=True)
class ToolTable:
    """`people` decided; `blind` of the `compared` requests were decided without knowing whose."""

    tool: str
    rows: list[Standing]
    compared: int
    blind: int
    people: int

    @property
    def title(self) -> Any:
        return TOOLS[self.tool].title if self.tool in TOOLS else self.tool


@dataclass(frozen=True)
class _Run:
    request: Any
    tool: str
    who: tuple[str, str]
    state: str
    cost: Decimal
    currency: str
    seconds: float | None
    approved: bool
    offered: bool
    sent: bool


def tables(runs: QuerySet[Run]) -> list[ToolTable]:
    """A table for each tool that went to a provider, by the tool's name."""
    by_tool: dict[str, list[_Run]] = defaultdict(list)
    for run in _read(runs.exclude(connection=None, provider="local")):
        by_tool[run.tool].append(run)
    return [_table(tool, found) for tool, found in sorted(by_tool.items())]


def _read(runs: QuerySet[Run]) -> Iterable[_Run]:
    offered = Candidate.objects.filter(run=OuterRef("pk"))
    approved = offered.alias(verdict=standing_verdict()).filter(verdict="approved")
    receipts = Receipt.objects.filter(run=OuterRef("pk"))
    rows = runs.annotate(offered=Exists(offered), approved=Exists(approved), sent=Exists(receipts))
    names = (
        *("request_id", "request__tool", "provider", "model", "state", "cost", "currency"),
        *("started_at", "finished_at", "approved", "offered", "sent"),
    )
    for row in rows.order_by("-queued_at").values_list(*names)[:MOST]:
        request, tool, provider, model, state, cost, currency, began, ended, *had = row
        seconds = (ended - began).total_seconds() if began and ended else None
        who = (provider, model)
        yield _Run(request, tool, who, state, cost, currency, seconds, *had)


def _table(tool: str, runs: Sequence[_Run]) -> ToolTable:
    games = _games(runs)
    likings = {row.name: row for row in preferred(list(games.values()))}
    who = sorted({run.who for run in runs}, key=lambda w: (-_likely(likings.get(w)), w))
    said = Decision.objects.filter(candidate__run__request__in=list(games))
    names = ("person_id", "candidate__run__request_id", "candidate__run__request__blind")
    decided = list(said.values_list(*names))
    unseen = {request for person, request, blind in decided if str(person) in blind}
    people = {person for person, _request, _blind in decided}
    rows = [_standing(one, runs, games, likings.get(one)) for one in who]
    return ToolTable(tool, rows, len(games), len(unseen), len(people))


def _likely(liking: Preferred | None) -> float:
    return liking.likely if liking else 0.0


def _games(runs: Sequence[_Run]) -> dict[Any, Comparison]:
    """Request → its choice, where there was one between several."""
    requests: dict[Any, list[_Run]] = defaultdict(list)
    for run in runs:
        if run.offered:
            requests[run.request].append(run)
    found = {request: _game(offers) for request, offers in requests.items()}
    return {request: game for request, game in found.items() if game.says_something}


def _game(offers: Sequence[_Run]) -> Comparison:
    chosen = frozenset(run.who for run in offers if run.approved)
    return Comparison(chosen, frozenset(run.who for run in offers) - chosen)


def _standing(
    who: tuple[str, str], runs: Sequence[_Run], games: Any, liking: Preferred | None
) -> Standing:
    mine = [run for run in runs if run.who == who]
    ready = [run for run in mine if run.state == State.READY]
    failed = [run for run in mine if run.sent and run.state in (State.FAILED, State.ERRORED)]
    seconds = [run.seconds for run in ready if run.seconds is not None]
    currency = ready[-1].currency if ready else ""
    costs = [run.cost for run in ready if run.currency == currency]
    return Standing(
        *who,
        ready=len(ready),
        failed=len(failed),
        chosen=sum(who in game.chosen for game in games.values()),
        compared=sum(who in game.chosen | game.left for game in games.values()),
        cost=statistics.median(costs) if costs else None,
        currency=currency,
        seconds=statistics.median(seconds) if seconds else None,
        liking=liking,
    )


@transaction.atomic
def choose(
    *, actor: Any, candidate: Candidate, reason: str, seen: Mapping[str, Any] | None = None
) -> Decision:
    """This one of several: it is approved, and each other result of the request that is not
    decided is rejected since another was kept; every word is a decision of its own, and the reason
    is that of the choice. `seen`: candidate → the decision that stood on the page; one that is not
    told was undecided there. Raises what `decide` raises.
    """
    request = AssistRequest.objects.select_for_update().get(pk=candidate.run.request_id)
    if candidate.kind == Candidate.Kind.PICTURE:
        raise PortalError("compare:board")
    shown = {pk: known or None for pk, known in (seen or {}).items()}
    for row in Candidate.objects.filter(run__request=request).defer("result"):
        must_be_seen(row, row.decision, shown.get(str(row.pk)))
    for other in _others(request, candidate):
        _sign(actor, other, {"verdict": "rejected", "why": Decision.Why.DUPLICATE})
    return _sign(actor, candidate, {"verdict": "approved", "reason": reason})


def _others(request: AssistRequest, candidate: Candidate) -> Iterable[Candidate]:
    rows = undecided(request).exclude(pk=candidate.pk)
    return rows.select_related("run__request", "project__studio")


def _sign(actor: Any, candidate: Candidate, word: dict[str, Any]) -> Decision:
    """What stands was compared with what was seen, and the request is held since."""
    standing = candidate.decision
    seen = standing.pk if standing else None
    revision = candidate.latest.number
    return decide(actor=actor, candidate=candidate, revision=revision, seen=seen, **word)
