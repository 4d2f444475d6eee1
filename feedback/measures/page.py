"""The page "Measures" as plain facts: everything that its template says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback import sentences
from feedback.estimates.bids import against_bids
from feedback.estimates.felt import gap
from feedback.estimates.slices import By
from feedback.estimates.yields import Yields, yields
from feedback.measured import Arm, Design, Measured
from feedback.measures.chart import Chart, chart
from feedback.measures.figures import bounded, bounded_points
from feedback.measures.telling import told
from feedback.savings import NotYet, Of, Saving, Terms, savings

TITLES = {
    By.COHORT: gettext_lazy("By cohort"),
    By.STUDIO: gettext_lazy("By studio"),
    By.STAGE: gettext_lazy("By stage"),
    By.PERIOD: gettext_lazy("By week in which it could be told"),
}
ARMS = {Arm.ASSISTED: gettext_lazy("Assisted"), Arm.BY_HAND: gettext_lazy("By hand")}


@dataclass(frozen=True)
class Slice:
    """One way of taking the work apart. The design is the one of the answer at the top."""

    by: By
    title: Any
    chart: Chart


@dataclass(frozen=True)
class Took:
    """One arm's row of "What it took", as printed."""

    words: Any
    items: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Page:
    """`sentences` stand at the top, the answer first. `left` are (words, how many) of items that do
    not count; `waiting` wait for others of five people.
    """

    sentences: Sequence[str]
    design: Design | None
    designs: Chart | None
    slices: Sequence[Slice]
    took: Sequence[Took]
    left: Sequence[tuple[Any, int]]
    waiting: int
    method: Any


def page(
    items: Sequence[Measured],
    *,
    until: int,
    terms: Terms | None = None,
    names: Mapping[str, str] | None = None,
) -> Page:
    """Of all measured items, those done before the week `until` (of `feedback.periods`). `names` of
    studios, where they may be read.
    """
    terms = terms or Terms()
    seen = told(items, until=until)
    answers = savings(seen.items, terms=terms)
    design = next(iter(answers), None)
    own = [item for item in seen.items if item.design == design]
    designs = [(str(sentences.DESIGNS[d]), found) for d, found in answers.items()]
    return Page(
        sentences=_top(own, answers, design, terms),
        design=design,
        designs=chart(designs, terms.target) if designs else None,
        slices=_slices(seen.parts, design, terms, names or {}) if design else [],
        took=[_took(arm, row) for arm, row in yields(seen.arms).items()],
        left=_left(answers),
        waiting=seen.waiting,
        method=sentences.METHODS[answers[design].basis.method] if design else "",
    )


def _top(
    items: Sequence[Measured],
    answers: Mapping[Design, Saving | NotYet],
    design: Design | None,
    terms: Terms,
) -> list[str]:
    if design is None:
        return [_("Not answerable yet: no work item can be told.")]
    hours = savings(items, of=Of.HOURS, terms=terms)[design]
    said = [sentences.answer(answers[design]), sentences.answer(hours)]
    said.append(sentences.gap(gap(items, design, terms=terms)))
    if bids := against_bids(items):
        said.append(sentences.tipping(bids))
    return [*dict.fromkeys(said)]  # what is not answerable for one reason is said once


def _slices(
    parts: Mapping[By, Mapping[Any, list[Measured]]],
    design: Design,
    terms: Terms,
    names: Mapping[str, str],
) -> list[Slice]:
    """Of each way that takes the work apart at all."""
    found = []
    for by, some in parts.items():
        answers = {name: savings(rows, terms=terms).get(design) for name, rows in some.items()}
        rows = [(names.get(str(n), str(n)) or "–", one) for n, one in answers.items() if one]
        if len(rows) > 1:
            found.append(Slice(by, TITLES[by], chart(rows, terms.target)))
    return found


def _took(arm: Arm, row: Yields) -> Took:
    cost = f"{bounded(row.second)} {row.currency}" if row.second else bounded(None)
    cells = [bounded(row.days), bounded(row.iterations), bounded_points(row.approval)]
    return Took(ARMS[arm], row.items, [*cells, bounded(row.candidates), cost])


def _left(answers: Mapping[Design, Saving | NotYet]) -> list[tuple[Any, int]]:
    """Over all designs, the commonest reason first."""
    counts: Counter[str] = Counter()
    for found in answers.values():
        counts.update(found.basis.left_out)
    return [(sentences.LEFT_OUT.get(word, word), many) for word, many in counts.most_common()]
