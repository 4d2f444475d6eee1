"""The section of a report that answers the claim: what measured work saves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback import sentences
from feedback.estimates.felt import gap
from feedback.estimates.slices import By
from feedback.measured import Design, Measured
from feedback.measures.page import bids_told
from feedback.measures.telling import Told, items_of, told
from feedback.models import WorkItem
from feedback.reports.blocks import Block, column, table, text
from feedback.reports.scope import Scope
from feedback.reports.sections import Section
from feedback.savings import NotYet, Of, Saving, savings
from feedback.work.facts import facts, pseudonym
from portal.models import Studio

#: What the answer is in: of people's hours and providers' money together, and of hours alone.
_OF = {
    Of.COST: gettext_lazy("Saving of cost, by what settled who worked assisted"),
    Of.HOURS: gettext_lazy("Saving of people's hours, by what settled who worked assisted"),
}


def _savings(scope: Scope, until: datetime) -> list[Block]:
    if not WorkItem.objects.filter(sample=False).exists():
        return [text(_("Not answerable yet: no work is measured."))]
    seen = told(facts(as_of=until), until=scope.until)
    items = _within(scope, seen)
    blocks = [block for of in _OF for block in _answers(items, of)]
    designs = savings(items)
    felt = [sentences.gap(gap(items, design)) for design in [*designs][:1]]
    if not scope.where:  # a cohort's or studio's bids would be told by other leaves than its saving
        felt += [said for design in [*designs][:1] for said in bids_told(seen, design)]
    limits = [_("Filters of tools and of first weeks do not apply to this section.")]
    limited = scope.since is not None or "tool" in scope.where
    return [*blocks, *map(text, felt), *map(text, limits if limited else [])]


def _within(scope: Scope, seen: Told) -> Sequence[Measured]:
    """Of a cohort or studio that the report is filtered by; whole leaves in any case."""
    items = seen.items
    if cohort := scope.where.get("cohort"):
        items = items_of(seen.parts[By.COHORT].get(cohort, []))
    if studio := scope.where.get("studio"):
        found = Studio.objects.filter(name=studio).values_list("pk", flat=True).first()
        items = items_of(seen.parts[By.STUDIO].get(pseudonym("studio", found), []))
    return items


def _answers(items: Sequence[Measured], of: Of) -> list[Block]:
    """In words each, then those that have a number as a table."""
    answers = savings(items, of=of)
    if not answers:
        return [text(_("Not answerable yet: no work item can be told."))]
    words = [f"{sentences.DESIGNS[d]}: {sentences.answer(one)}" for d, one in answers.items()]
    words += [_method(d, one) for d, one in answers.items() if isinstance(one, Saving)]
    rows = [
        _row(str(sentences.DESIGNS[design]), one)
        for design, one in answers.items()
        if isinstance(one, Saving)
    ]
    charts = [{**table(f"saving_{of}", _OF[of], _columns(), rows), "kind": "estimates"}]
    left = _left_out([*answers.values()])
    return [*map(text, words), *(charts if rows else []), *left]


def _method(design: Design, one: Saving) -> str:
    how = sentences.METHODS[one.basis.method]
    return _("Method (%(design)s): %(how)s.") % {"design": sentences.DESIGNS[design], "how": how}


def _columns() -> list[dict[str, Any]]:
    return [
        column("slice", _("Design")),
        column("saving", _("Saving"), "%", digits=1),
        column("low", _("95 % from"), "%", digits=1),
        column("high", _("95 % to"), "%", digits=1),
        column("items", _("items"), digits=0),
        column("studios", _("studios"), digits=0),
        column("people", _("people"), digits=0),
        column("at_least", _("confidence that it is the target or more"), "%", digits=1),
    ]


def _row(label: str, one: Saving) -> list[Any]:
    shares = [round(100 * share, 6) for share in (one.value, one.low, one.high)]
    basis = one.basis
    counts = [basis.items, basis.studios, basis.people]
    return [label, *shares, *counts, round(100 * one.at_least, 6)]


def _left_out(found: Sequence[Saving | NotYet]) -> list[Block]:
    counts: dict[str, int] = {}
    for one in found:
        for word, many in one.basis.left_out.items():
            counts[word] = counts.get(word, 0) + many
    return [
        text(f"{_('Not counted')}: {sentences.LEFT_OUT.get(word, word)}, {many}")
        for word, many in sorted(counts.items())
    ]


SAVINGS = Section("savings", gettext_lazy("What it saves"), _savings, leads=True)
