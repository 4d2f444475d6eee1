"""What a studio uses of what it may use. Rooms above register their measures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.models import Studio


@dataclass(frozen=True)
class Measure:
    """`used` makes the expression that measures a studio (`OuterRef("pk")`) in one query.

    `words` says an amount of it as people do; `limit` is None where there is none.
    """

    name: str
    label: Any
    used: Callable[[], Any]
    limit: Callable[[Studio], Any]
    words: Callable[[Any, Studio], str]


MEASURES: list[Measure] = []


def register(*measures: Measure) -> None:
    MEASURES.extend(measure for measure in measures if measure not in MEASURES)


def measured(studios: QuerySet) -> QuerySet:
    """Each with what it uses, in the same query; open the studios first."""
    return studios.annotate(**{f"used_{measure.name}": measure.used() for measure in MEASURES})


def told(studio: Any) -> Iterator[dict[str, str]]:
    """Label and sentence of each measure, of a studio that was measured."""
    for measure in MEASURES:
        used = measure.words(getattr(studio, f"used_{measure.name}"), studio)
        limit = measure.limit(studio)
        if limit is not None:
            facts = {"used": used, "limit": measure.words(limit, studio)}
            used = _("%(used)s of %(limit)s") % facts
        yield {"label": str(measure.label), "value": used}
