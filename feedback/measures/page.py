"""The page "Measures" as plain facts: everything that its template says."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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
from feedback.measures.telling import Parts, Told, items_of, told
from feedback.savings import NotYet, Of, Saving, Terms, savings
from feedback.suppression import FEWEST
from feedback.work.stages import STAGES
from projects.assist.tools import TOOLS

TITLES = {
    By.COHORT: gettext_lazy("By cohort"),
    By.STUDIO: gettext_lazy("By studio"),
    By.STAGE: gettext_lazy("By stage"),
    By.TOOL: gettext_lazy("By tool"),
    By.PERIOD: gettext_lazy("By week in which it could be told"),
}
ARMS = {Arm.ASSISTED: gettext_lazy("Assisted"), Arm.BY_HAND: gettext_lazy("By hand")}


#: (which figure, of what) → where its rows are.
Opening = Callable[[str, str], str]


def _nowhere(_what: str, _of: str) -> str:
    return ""


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
    href: str


@dataclass(frozen=True)
class Page:
    """`sentences` stand at the top, the answer first. `left` are (words, how many, where they are)
    of items that do not count; `waiting` wait for others of five people. `rows` and `felt` are
    where the items of the answer, and what people felt, are.
    """

    sentences: Sequence[str]
    design: Design | None
    designs: Chart | None
    slices: Sequence[Slice]
    took: Sequence[Took]
    left: Sequence[tuple[Any, int, str]]
    waiting: int
    rows: str
    felt: str
    method: Any


def page(
    items: Sequence[Measured],
    *,
    until: int,
    terms: Terms | None = None,
    names: Mapping[str, str] | None = None,
    opening: Opening = _nowhere,
) -> Page:
    """Of all measured items, those done before the week `until` (of `feedback.periods`). `names` of
    studios, where they may be read; `opening` tells where the rows of a figure are.
    """
    terms = terms or Terms()
    seen = told(items, until=until)
    answers = savings(seen.items, terms=terms)
    design = next(iter(answers), None)
    designs = [(str(sentences.DESIGNS[d]), found) for d, found in answers.items()]
    hrefs = [opening("design", d) for d in answers]
    arms = yields(items_of(seen.arms))
    return Page(
        sentences=_top(seen, answers, design, terms),
        design=design,
        designs=chart(designs, terms.target, hrefs) if designs else None,
        slices=_slices(seen.parts, design, terms, names or {}, opening) if design else [],
        took=[_took(arm, row, opening("arm", arm)) for arm, row in arms.items()],
        left=[(words, many, opening("left", why)) for why, words, many in _left(answers)],
        waiting=seen.waiting,
        rows=opening("design", design) if design else "",
        felt=opening("felt", design) if design and _was_felt(seen, design) else "",
        method=sentences.METHODS[answers[design].basis.method] if design else "",
    )


def _was_felt(seen: Told, design: Design) -> bool:
    return any(leaf.place[0] == design for leaf in seen.felt)


def _top(
    seen: Told,
    answers: Mapping[Design, Saving | NotYet],
    design: Design | None,
    terms: Terms,
) -> list[str]:
    if design is None:
        return [_("Not answerable yet: no work item can be told.")]
    items = [item for item in seen.items if item.design == design]
    hours = savings(items, of=Of.HOURS, terms=terms)[design]
    said = [sentences.answer(answers[design]), sentences.answer(hours)]
    said.append(sentences.gap(gap(items, design, terms=terms)))
    said += bids_told(seen, design)
    return [*dict.fromkeys(said)]  # what is not answerable for one reason is said once


def bids_told(seen: Told, design: Design) -> list[str]:
    """The tipping point, which is a figure of one arm: of what can be told arm by arm alone."""
    bid = [item for item in items_of(seen.arms) if item.design == design and item.bid_hours]
    told_apart = [item for arm in Arm for item in _enough([i for i in bid if i.arm == arm])]
    found = against_bids(told_apart)
    return [sentences.tipping(found)] if found else []


def _enough(items: list[Measured]) -> list[Measured]:
    return items if len({(item.studio, item.person) for item in items}) >= FEWEST else []


def _slices(
    parts: Mapping[By, Parts],
    design: Design,
    terms: Terms,
    names: Mapping[str, str],
    opening: Opening,
) -> list[Slice]:
    """Of each way that takes the work apart at all; one tool alone is a part too."""
    found = []
    for by in TITLES:
        some = {name: items_of(leaves) for name, leaves in parts[by].items()}
        answers = {name: savings(rows, terms=terms).get(design) for name, rows in some.items()}
        told_of = {name: one for name, one in answers.items() if one}
        rows = [(part_label(by, str(name), names), one) for name, one in told_of.items()]
        if len(rows) > (by != By.TOOL):
            hrefs = [opening(by, str(name)) for name in told_of]
            found.append(Slice(by, TITLES[by], chart(rows, terms.target, hrefs)))
    return found


def part_label(by: str, name: str, names: Mapping[str, str]) -> str:
    """What a part of the work is called."""
    if by == By.TOOL:
        return str(TOOLS[name].title) if name in TOOLS else name
    if by == By.STAGE:
        return str(STAGES.get(name, name)) or "–"
    return names.get(name, name) or "–"


def _took(arm: Arm, row: Yields, href: str) -> Took:
    cost = f"{bounded(row.second)} {row.currency}" if row.second else bounded(None)
    cells = [bounded(row.days), bounded(row.iterations), bounded_points(row.approval)]
    return Took(ARMS[arm], row.items, [*cells, bounded(row.candidates), cost], href)


def _left(answers: Mapping[Design, Saving | NotYet]) -> list[tuple[str, Any, int]]:
    """Over all designs, the commonest reason first."""
    counts: Counter[str] = Counter()
    for found in answers.values():
        counts.update(found.basis.left_out)
    words = sentences.LEFT_OUT
    return [(word, words.get(word, word), many) for word, many in counts.most_common()]
