"""What the palette refuses, told once for each connection and not once for each of its models."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import Version

Row = Mapping[str, Any]


@dataclass
class Refusal:
    """One connection, or one provider that nobody connected, with all of its models that are
    refused. `sentences` hold for each of them; `models` are (title, its cost, its own sentences).
    """

    row: Row
    sentences: list[str]
    models: list[tuple[str, str, list[str]]] = field(default_factory=list)
    partly: bool = False  # other models of the connection are allowed

    @property
    def connected(self) -> bool:
        return not any(_is(reason, "connection:") for reason in self.row["reasons"])


def refusals(rows: Sequence[Row]) -> tuple[list[Refusal], list[Refusal]]:
    """Those that are connected, and those that are not: nobody in a project can mend these."""
    allowed = {row["connection"] for row in rows if row["allowed"]}
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        if not row["allowed"]:
            groups.setdefault(row["connection"] or row["provider"], []).append(row)
    told = [_refusal(group) for group in groups.values()]
    for one in told:
        one.partly = one.row["connection"] in allowed
    return [one for one in told if one.connected], [one for one in told if not one.connected]


def _refusal(rows: Sequence[Row]) -> Refusal:
    said = [_said(row["reasons"]) for row in rows]
    shared = [words for words in said[0] if all(words in other for other in said)]
    found = Refusal(rows[0], shared)
    for row, sentences in zip(rows, said, strict=True):
        if row["model_title"]:
            own = [words for words in sentences if words not in shared]
            found.models.append((row["model_title"], row["cost_words"], own))
    return found


def _said(reasons: Iterable[Mapping[str, str]]) -> list[str]:
    return [reason["sentence"] for reason in reasons]


def ways(version: Version, rows: Sequence[Row], *, manages: bool) -> list[Any]:
    """(address, words) of the pages on which what is refused can be allowed, by somebody who may;
    of connected providers alone."""
    reasons = [r for one in refusals(rows)[0] for r in one.row["reasons"]]
    project = version.project_id
    found = []
    if any(_is(reason, "people:") for reason in reasons):
        found.append((reverse("seen", args=[version.pk]), _("Who is seen here?")))
    if manages and any(_is(reason, "consent:") for reason in reasons):
        found.append((reverse("people", args=[project]), _("What people allowed")))
    if manages and any(_is(reason, "policy:", "terms:", "budget:") for reason in reasons):
        found.append((reverse("project_policy", args=[project]), _("What this project allows")))
    return found


def _is(reason: Mapping[str, str], *kinds: str) -> bool:
    return reason["code"].startswith(kinds)
