"""What a studio's storage is used for, in bytes."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from projects.models import Version
from projects.models.uploads import stored

#: Where a rendition's asset is: it was made from a version, or from a candidate's.
_OF = (
    ("asset",),
    ("version__asset", "candidate__version__asset"),
    ("asset",),
)
_KINDS = ("originals", "made", "coming")
LARGEST = 20


def by_project(studio: Any) -> list[dict[str, Any]]:
    """A row a project, the fullest first: originals, made from them, coming, trash, all.

    The sum over all rows is what counts against the quota.
    """
    found: dict[Any, dict[str, Any]] = defaultdict(
        lambda: {"name": "", **dict.fromkeys((*_KINDS, "trash", "all"), 0)}
    )
    for kind, rows, paths in zip(_KINDS, stored(), _OF, strict=True):
        for row in _summed(rows.filter(studio=studio), paths):
            mine = found[row["project"]]
            mine["pk"], mine["name"] = row["project"], row["project__name"]
            mine[kind] += row["live"]
            mine["trash"] += row["trash"]
            mine["all"] += row["live"] + row["trash"]
    return sorted(found.values(), key=lambda row: (-row["all"], row["name"]))


def _summed(rows: QuerySet, paths: tuple[str, ...]) -> QuerySet:
    thrown = Q()
    for path in paths:
        thrown |= Q(**{f"{path}__deleted_at__isnull": False})
    whole, gone = Coalesce(Sum("size"), 0), Coalesce(Sum("size", filter=thrown), 0)
    sums = rows.order_by().values("project", "project__name")
    return sums.annotate(live=whole - gone, trash=gone)


def largest(studio: Any) -> QuerySet:
    """The originals that fill most, newest versions and old ones alike."""
    rows = Version.objects.filter(studio=studio, asset__deleted_at=None)
    return rows.select_related("asset", "project").order_by("-size", "pk")[:LARGEST]
