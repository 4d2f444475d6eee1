"""A page of a long list, found by where it begins: the thousandth costs what the first does.

Addresses carry the row beside which a page begins (`?after=`, `?before=`) or `?last=1`; rows that
come meanwhile shift nothing. For lists that show the newest first.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

#: The parameters that say where a page begins.
WHERE = ("after", "before", "last")


@dataclass(frozen=True)
class KeyPage:
    """The rows, and what leads to the page before and after (empty where there is none)."""

    rows: list[Any]
    before: str = ""
    after: str = ""


def page_of(rows: Any, asked: Any, size: int) -> KeyPage:
    """`size` rows of a queryset by `created_at` (newest first) and `pk`; `asked` is `request.GET`.

    An address that names no place leads to the first page.
    """
    after, before = (_read(asked.get(name, "")) for name in ("after", "before"))
    backwards = before is not None or (after is None and asked.get("last") == "1")
    if backwards:
        rows = _beside(rows, before, newer=True) if before else rows
        found = list(rows.order_by("created_at", "-pk")[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        return KeyPage(found, _key(found, 0, there=more), _key(found, -1, there=before is not None))
    rows = _beside(rows, after, newer=False) if after else rows
    found = list(rows.order_by("-created_at", "pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    return KeyPage(found, _key(found, 0, there=after is not None), _key(found, -1, there=more))


def _beside(rows: Any, key: tuple[datetime, UUID], *, newer: bool) -> Any:
    """The first condition alone leads into the index; the second settles rows of one moment."""
    moment, pk = key
    if newer:
        rows = rows.filter(created_at__gte=moment)
        return rows.filter(Q(created_at__gt=moment) | Q(pk__lt=pk))
    rows = rows.filter(created_at__lte=moment)
    return rows.filter(Q(created_at__lt=moment) | Q(pk__gt=pk))


def key_of(row: Any) -> str:
    text = f"{row.created_at.isoformat()} {row.pk}"
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _key(rows: list[Any], at: int, *, there: bool) -> str:
    return key_of(rows[at]) if rows and there else ""


def _read(text: str) -> tuple[datetime, UUID] | None:
    """Anybody may write anything into an address."""
    try:
        moment, pk = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split(" ")
        read = datetime.fromisoformat(moment), UUID(pk)
    except ValueError:
        return None
    return read if read[0].tzinfo else None
