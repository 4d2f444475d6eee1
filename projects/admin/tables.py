"""Every list of the administration as a table: the chosen rows, or all that its filters find.

The columns are those of the list: what an administrator may not see there is in no file either.
"""

import csv
import io
import os
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.models import AuditEvent, audit
from portal.streaming import streamed
from portal.tenancy import current, resumed
from projects.interchange.cells import harmless

#: Of a sheet: it is made whole before it leaves. A CSV has no end.
MOST = 100_000
AT_ONCE = 500
PIECE = 64 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

audit.register(
    {"admin:exported": _("{actor} exported {count} rows of {table} as {format}")},
    {"programme": ("", ("admin:",))},
)


@admin.action(description=_("Export the chosen rows as CSV"))
def as_csv(of: Any, request: HttpRequest, queryset: Any) -> HttpResponseBase:
    _noted(of, request, queryset.count(), "CSV")
    pieces = _lines(of, request, queryset)
    return streamed(request, pieces, media_type="text/csv; charset=utf-8", name=_name(of, "csv"))


@admin.action(description=_("Export the chosen rows as XLSX"))
def as_xlsx(of: Any, request: HttpRequest, queryset: Any) -> HttpResponseBase | None:
    count = queryset.count()
    if count > MOST:
        told = _("A sheet holds at most %(most)s rows here; export these %(count)s as CSV.")
        messages.error(request, told % {"most": MOST, "count": count})
        return None
    _noted(of, request, count, "XLSX")
    pieces = _file(_sheet(of, request, queryset))
    return streamed(request, pieces, media_type=XLSX, name=_name(of, "xlsx"))


def _noted(of: Any, request: HttpRequest, count: int, kind: str) -> None:
    filters = request.META.get("QUERY_STRING", "")[:300]
    facts = {"table": str(of.opts.verbose_name_plural), "count": count, "format": kind}
    AuditEvent.record(request.user, "admin:exported", **facts, filters=filters)


def _name(of: Any, ending: str) -> str:
    return f"{of.opts.model_name}-{timezone.now():%Y%m%d-%H%M}.{ending}"


def _columns(of: Any, request: HttpRequest) -> list[str]:
    return ["pk", *(n for n in of.get_list_display(request) if n != "action_checkbox")]


def _head(of: Any, columns: list[str]) -> list[str]:
    return ["id", *(str(label_for_field(name, of.model, of)) for name in columns[1:])]


def _rows(of: Any, columns: list[str], queryset: Any) -> Iterator[list[Any]]:
    for row in queryset.iterator(chunk_size=AT_ONCE):
        yield [harmless(_value(of, name, row)) for name in columns]


def _value(of: Any, name: str, row: Any) -> Any:
    """Numbers stay numbers, moments are ISO 8601 in UTC, everything else is text on its lines."""
    if name == "pk":
        return str(row.pk)
    try:
        field, _attribute, value = lookup_field(name, row, of)
    except ObjectDoesNotExist:
        return ""
    if getattr(field, "flatchoices", None):
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, datetime | date):
        return value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)
    if isinstance(value, bool | int | float | Decimal):
        return value
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, SafeString):
        value = strip_tags(value.replace("<br>", "; "))
    return "" if value is None else str(value)


def _lines(of: Any, request: HttpRequest, queryset: Any) -> Iterator[bytes]:
    """Some hundred rows at a time, inside what the request had open, which is closed by then."""
    columns, opened = _columns(of, request), current()
    rows = _rows(of, columns, queryset)
    written: list[Any] = [_head(of, columns)]

    def pieces() -> Iterator[bytes]:
        batch, mark = written, "\ufeff"  # by which spreadsheets know UTF-8
        while batch:
            out = io.StringIO()
            csv.writer(out).writerows(batch)
            yield (mark + out.getvalue()).encode()
            mark = ""
            with resumed(opened):
                batch = list(islice(rows, AT_ONCE))

    return pieces()


def _sheet(of: Any, request: HttpRequest, queryset: Any) -> Path:
    """On the disk, row by row; the caller takes it away."""
    handle, name = tempfile.mkstemp(suffix=".xlsx")
    os.close(handle)
    path = Path(name)
    try:
        _fill(path, of, request, queryset)
    except BaseException:
        path.unlink()
        raise
    return path


def _fill(path: Path, of: Any, request: HttpRequest, queryset: Any) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    columns = _columns(of, request)
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for place, label in enumerate(_head(of, columns)):
            sheet.write_string(0, place, label, bold)
        for number, row in enumerate(_rows(of, columns, queryset), 1):
            sheet.write_row(number, 0, row)


def _file(path: Path) -> Iterator[bytes]:
    file = path.open("rb")
    path.unlink()  # it lasts as long as it is open

    def pieces() -> Iterator[bytes]:
        with file:
            while piece := file.read(PIECE):
                yield piece

    return pieces()


admin.site.add_action(as_csv, "export_csv")
admin.site.add_action(as_xlsx, "export_xlsx")
