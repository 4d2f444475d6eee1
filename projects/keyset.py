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


def page_of(rows: Any, asked: Any, size: int, by: str = "created_at") -> KeyPage:
    """`size` rows of a queryset by the moment `by` (newest first) and `pk`; `asked` is
    `request.GET`.

    An address that names no place leads to the first page.
    """
    after, before = (_read(asked.get(name, "")) for name in ("after", "before"))
    backwards = before is not None or (after is None and asked.get("last") == "1")
    if backwards:
        rows = _beside(rows, before, by, newer=True) if before else rows
        found = list(rows.order_by(by, "-pk")[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        ends = more, before is not None
    else:
        rows = _beside(rows, after, by, newer=False) if after else rows
        found = list(rows.order_by(f"-{by}", "pk")[: size + 1])
        more, found = len(found) > size, found[:size]
        ends = after is not None, more
    first, last = (
        key_of(found[at], by) if found and more else ""
        for at, more in zip((0, -1), ends, strict=True)
    )
    return KeyPage(found, first, last)


def _beside(rows: Any, key: tuple[datetime, UUID], by: str, *, newer: bool) -> Any:
    """The first condition alone leads into the index; the second settles rows of one moment."""
    moment, pk = key
    if newer:
        rows = rows.filter(**{f"{by}__gte": moment})
        return rows.filter(Q(**{f"{by}__gt": moment}) | Q(pk__lt=pk))
    rows = rows.filter(**{f"{by}__lte": moment})
    return rows.filter(Q(**{f"{by}__lt": moment}) | Q(pk__gt=pk))


def key_of(row: Any, by: str = "created_at") -> str:
    text = f"{getattr(row, by).isoformat()} {row.pk}"
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(text: str) -> tuple[datetime, UUID] | None:
    """Anybody may write anything into an address."""
    try:
        moment, pk = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split(" ")
        read = datetime.fromisoformat(moment), UUID(pk)
    except ValueError:
        return None
    return read if read[0].tzinfo else None
