"""The register of AI use: every run of the project, what was asked of whom, what came of it."""

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from projects.assist.tools import TOOLS
from projects.consent_words import PURPOSES
from projects.disclosure import classes
from projects.disclosure.links import row
from projects.models import Candidate, Decision, Entry, Project, Receipt, ResultUse, Run

Line = dict[str, Any]


def registered(project: Project, uses: list[ResultUse]) -> list[Line]:
    """A line a run, the earliest first."""
    runs = Run.objects.filter(project=project).select_related("request__person", "connection")
    told = _Told(project, uses)
    return [told.line(run) for run in runs.order_by("queued_at", "pk").iterator(500)]


class _Told:
    """What is known of the runs of a project, read once."""

    def __init__(self, project: Project, uses: list[ResultUse]) -> None:
        self.results: dict[Any, list[Candidate]] = defaultdict(list)
        rows = Candidate.objects.filter(project=project).defer("result").order_by("number")
        for candidate in rows:
            self.results[candidate.run_id].append(candidate)
        newest = Decision.objects.filter(project=project).order_by("candidate_id", "-at", "-pk")
        self.decisions = {one.candidate_id: one for one in newest.distinct("candidate_id")}
        self.sent = Counter(
            Receipt.objects.filter(project=project).order_by().values_list("run_id", flat=True)
        )
        costs = Entry.objects.filter(project=project, kind=Entry.Kind.COST)
        self.costs: dict[Any, list[Entry]] = defaultdict(list)
        for entry in costs:
            self.costs[entry.run_id].append(entry)
        self.uses: dict[Any, list[ResultUse]] = defaultdict(list)
        for use in uses:
            self.uses[use.candidate_id].append(use)

    def line(self, run: Run) -> Line:
        request, tool = run.request, TOOLS.get(run.request.tool)
        return {
            "asked": run.queued_at.isoformat(timespec="seconds"),
            "by": str(request.person or ""),
            "tool": request.tool,
            "title": str(tool.title) if tool else request.tool,
            "purpose": str(PURPOSES[tool.serves]) if tool else "",
            "provider": run.provider,
            "model": run.model,
            "outside": bool(self.sent[run.pk]),
            "sendings": self.sent[run.pk],
            "state": run.state,
            "cost": [
                {
                    "amount": _plain(entry.amount),
                    "currency": entry.currency,
                    "row": row(entry, at=run),
                }
                for entry in self.costs[run.pk]
            ],
            "results": [self._result(one) for one in self.results[run.pk]],
            "row": row(run),
        }

    def _result(self, candidate: Candidate) -> Line:
        decision = self.decisions.get(candidate.pk)
        return {
            "number": candidate.number,
            "kind": candidate.kind,
            "source_type": candidate.source_type,
            "class": classes.of_result(candidate),
            "decision": _decided(decision) if decision else None,
            "uses": [_used(use) for use in self.uses[candidate.pk]],
            "row": row(candidate, at=f"/candidates/{candidate.pk}/"),
        }


def _decided(decision: Decision) -> Line:
    return {
        "verdict": decision.verdict,
        "by": decision.person_name,
        "at": decision.at.isoformat(timespec="seconds"),
        "reason": decision.reason,
        "row": row(decision, at=f"/candidates/{decision.candidate_id}/"),
    }


def _used(use: ResultUse) -> Line:
    return {
        "used_as": use.used_as,
        "shot": str(use.shot or ""),
        "said_by": use.person_name,
        "at": use.at.isoformat(timespec="seconds"),
        "row": row(use, at=f"/candidates/{use.candidate_id}/"),
    }


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def summed(lines: list[Line]) -> Line:
    """Numbers of the register: runs, sendings, results, approved, and costs by currency."""
    costs: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        for cost in line["cost"]:
            costs[cost["currency"]] += Decimal(cost["amount"])
    results = [result for line in lines for result in line["results"]]
    return {
        "runs": len(lines),
        "outside": sum(line["outside"] for line in lines),
        "sendings": sum(line["sendings"] for line in lines),
        "results": len(results),
        "approved": sum(
            (result["decision"] or {}).get("verdict") == Decision.Verdict.APPROVED
            for result in results
        ),
        "costs": {currency: _plain(amount) for currency, amount in sorted(costs.items())},
    }
