"""The rows that a figure of "Measures" was made of: leaves of five people, and single items only of
studios that let beta leads read them.

A leaf's hours stand with it where the figure is of whole work. Leaves of one arm, one tool or of
what was felt show counts alone: their hours, less those of the others, could be one person's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback import sentences
from feedback.estimates.comparing import compared
from feedback.estimates.counting import counted
from feedback.estimates.slices import By
from feedback.exporting.datasets import pseudonym
from feedback.measured import Arm, Design, Measured
from feedback.measures.page import ARMS, TITLES, part_label
from feedback.measures.telling import SEVERAL, Together, Told, items_of, told
from feedback.models import WorkItem, shared_studios

AT_MOST = 500
#: Figures besides the parts of `TITLES`.
FIGURES = {
    "design": gettext_lazy("By what settled who worked assisted"),
    "arm": gettext_lazy("What it took"),
    "felt": gettext_lazy("What people felt"),
    "left": gettext_lazy("What does not count"),
    **{str(by): title for by, title in TITLES.items()},
}


@dataclass(frozen=True)
class Row:
    """`words` are names, `numbers` as printed; in the order of the heads of its table."""

    words: Sequence[str]
    numbers: Sequence[str]


@dataclass(frozen=True)
class Rows:
    """`together`: leaves; `single`: items by themselves, of the `studios` (ids) that share them;
    `others` items are of studios that share none. `more` single ones are left out. `episodes`:
    what each cost, of studios that share single items.
    """

    title: Any
    part: str
    heads: Sequence[Any]
    together: Sequence[Row]
    single: Sequence[Row]
    studios: frozenset[Any]
    others: int
    more: int
    episodes: Sequence[Row] = ()


def rows(
    items: Sequence[Measured], *, until: int, what: str, of: str, names: Mapping[str, str]
) -> Rows:
    """Of the figure `what` (of FIGURES), its part `of`. `names`: studio → its name. All studios
    must be open. What cannot be told has no rows.
    """
    seen = told(items, until=until)
    design = next((d for d in Design if any(i.design == d for i in seen.items)), None)
    leaves = _leaves(seen, what, of, design)
    apart = what in ("arm", By.TOOL)
    whole = not apart and what != "felt"
    where = _where_apart if apart else _where
    chosen = _left(seen.items, of) if what == "left" else items_of(leaves)
    people = _people(chosen)
    open_ = [item for item in chosen if item.id in people]
    return Rows(
        title=FIGURES[what],
        part=_part(what, of, names),
        heads=_heads(whole=whole),
        together=[_together(leaf, where(leaf, names), whole=whole) for leaf in leaves],
        single=[_single(item, people[item.id][1], names) for item in open_[:AT_MOST]],
        studios=frozenset(people[item.id][0] for item in open_),
        others=len(chosen) - len(open_),
        more=max(len(open_) - AT_MOST, 0),
    )


def _leaves(seen: Told, what: str, of: str, design: Design | None) -> Sequence[Together]:
    if what == "design":
        return [leaf for leaf in seen.leaves if leaf.place[0] == of]
    if what == "felt":
        return [leaf for leaf in seen.felt if leaf.place[0] == of]
    if what == "arm":
        return [leaf for leaf in seen.arms if leaf.place[1] == of]
    if what == "left":
        return []
    return [leaf for leaf in seen.parts[By(what)].get(of, []) if leaf.place[0] == design]


def _left(items: Sequence[Measured], why: str) -> list[Measured]:
    """Those that no comparison counts, for this reason."""
    found = []
    for design in Design:
        own = [item for item in items if item.design == design]
        everything = counted(own)
        if why == "one_arm":
            kept = {item.id for item in compared(everything, design)[1].items}
            found += [item for item in everything.items if item.id not in kept]
        else:
            found += [item for item in own if everything.reasons.get(item.id) == why]
    return found


def _people(items: Sequence[Measured]) -> dict[str, tuple[Any, str]]:
    """Item → its studio and its person's pseudonym, where the studio shares single items now."""
    found = WorkItem.objects.filter(pk__in=[item.id for item in items])
    shared = found.filter(studio__in=shared_studios("raw"))
    told_of = shared.values_list("pk", "studio_id", pseudonym("person_id"))
    return {str(pk): (studio, person or "–") for pk, studio, person in told_of}


def _part(what: str, of: str, names: Mapping[str, str]) -> str:
    words: dict[str, Mapping[Any, Any]] = {
        **{"design": sentences.DESIGNS, "felt": sentences.DESIGNS, "arm": ARMS},
        "left": sentences.LEFT_OUT,
    }
    return str(words[what].get(of, "")) if what in words else part_label(what, of, names)


def _heads(*, whole: bool) -> list[Any]:
    counts = [_("Items"), _("Assisted"), _("By hand"), _("People")]
    return [*counts, _("Hours of all")] if whole else counts


def _together(leaf: Together, where: str, *, whole: bool) -> Row:
    assisted = sum(item.arm == Arm.ASSISTED for item in leaf.items)
    counts = [len(leaf.items), assisted, len(leaf.items) - assisted, leaf.people]
    hours = [number_format(sum(item.hours for item in leaf.items), 1)] if whole else []
    return Row([leaf.week, where], [*map(str, counts), *hours])


def _where(leaf: Together, names: Mapping[str, str]) -> str:
    """Design, cohort, studio, stage; what was told together says so."""
    design, *place = leaf.place
    told_of = zip((By.COHORT, By.STUDIO, By.STAGE), place, strict=False)
    said = [part_label(by, one, names) for by, one in told_of]
    return _joined(design, said, whole=len(place) == 3)


def _where_apart(leaf: Together, names: Mapping[str, str]) -> str:
    """Design, arm, and the tools of assisted work or the stage of the rest."""
    design, arm, *which = leaf.place
    by = By.TOOL if arm == Arm.ASSISTED else By.STAGE
    said = [str(ARMS[Arm(arm)]), *(_several(by, one, names) for one in which)]
    return _joined(design, said, whole=len(which) == 1)


def _joined(design: str, said: Sequence[str], *, whole: bool) -> str:
    more = [] if whole else [_("told together")]
    return " · ".join([str(sentences.DESIGNS[Design(design)]), *said, *more])


def _several(by: By, parts: str, names: Mapping[str, str]) -> str:
    if not parts:
        return _("with no tool") if by == By.TOOL else _("by hand, though a tool was used")
    return ", ".join(part_label(by, one, names) for one in parts.split(SEVERAL))


SINGLE_WORDS = [
    *(gettext_lazy("Item"), gettext_lazy("Studio"), gettext_lazy("Person")),
    *(gettext_lazy("Stage"), gettext_lazy("Complexity"), gettext_lazy("Settled")),
    *(gettext_lazy("Done"), gettext_lazy("Finished")),
]
SINGLE_NUMBERS = [
    *(gettext_lazy("Bid (h)"), gettext_lazy("Took (h)"), gettext_lazy("Of it rework (h)")),
    *(gettext_lazy("Providers"), gettext_lazy("Felt saving (%)")),
]


def _single(item: Measured, person: str, names: Mapping[str, str]) -> Row:
    """What a table to take away tells of it as well (`feedback.exporting.work`)."""
    felt = "–" if item.felt is None else number_format(100 * item.felt, 0)
    finished = item.done.isoformat() if item.done else "–"
    arms = [str(ARMS.get(arm, "–")) for arm in (item.assigned, item.arm)]
    place = [part_label(By.STAGE, item.stage, names), item.stratum]
    who = [item.id[:8], names.get(item.studio, "–"), person]
    times = [_hours(item.bid_hours), _hours(item.hours), _hours(item.hours_rework)]
    spend = f"{number_format(item.spend, 2)} {item.currency}" if item.spend else "–"
    return Row([*who, *place, *arms, finished], [*times, spend, felt])


def _hours(value: float | None) -> str:
    return "–" if value is None else number_format(value, 2)
