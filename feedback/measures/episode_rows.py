"""What each episode's work cost.

An episode is of one studio and often of a few people, so it is told of studios that let beta leads
read single items, and of no other; they find the look in their audit.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.estimates.yields import Episode, episodes
from feedback.measured import Measured
from feedback.measures.figures import points
from feedback.measures.rows import Row, Rows
from feedback.models import shared_studios
from feedback.work.facts import pseudonym

FIGURES = {"episode": gettext_lazy("Cost of each episode")}


def episode_rows(items: Sequence[Measured], *, until: datetime, names: Mapping[str, str]) -> Rows:
    """Of work done before `until`; `names`: studio → its name. All studios must be open."""
    own = [item for item in items if item.episode and item.done and _moment(item) < until]
    known = [item for item in own if item.known]
    studios = {item.episode: item.studio for item in known}
    told = [_row(one, names.get(studios[one.episode], "–")) for one in episodes(known)]
    return Rows(
        title=FIGURES["episode"],
        part="",
        heads=[_("Items"), _("Assisted (%)"), _("Cost")],
        together=[],
        single=[],
        studios=_ids(set(studios.values())),
        others=len(own) - len(known),
        more=0,
        episodes=told,
    )


def _moment(item: Measured) -> datetime:
    assert item.done
    return datetime(item.done.year, item.done.month, item.done.day, tzinfo=UTC)


def _row(one: Episode, studio: str) -> Row:
    cost = f"{number_format(one.cost, 2)} {one.currency}"
    return Row([studio, one.episode], [str(one.items), points(one.assisted), cost])


def _ids(pseudonyms: set[str]) -> frozenset[Any]:
    shared = shared_studios("raw").values_list("pk", flat=True)
    return frozenset(pk for pk in shared if pseudonym("studio", pk) in pseudonyms)
