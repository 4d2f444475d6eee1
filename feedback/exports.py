"""The answers as CSV and XLSX. What people typed can never run as a formula."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.utils.translation import gettext_lazy as _

from projects.interchange.cells import harmless

COLUMNS = (
    ("answered", _("answered (UTC)")),
    ("studio", _("studio")),
    ("project", _("project")),
    ("tool", _("tool")),
    ("verdict", _("verdict")),
    ("person", _("person")),
    ("minutes_by_hand", _("minutes by hand")),
    ("ease", _("ease (SEQ 1–7)")),
    ("run_seconds", _("run (seconds)")),
    ("comment", _("comment")),
)


def rows(responses: Any) -> Iterator[list[Any]]:
    """One row an answer, in the order of COLUMNS; read 2,000 at a time."""
    related = ("studio", "project", "decision__candidate__run__request", "person")
    rows = responses.select_related(*related).defer("decision__candidate__result")
    for response in rows.iterator(chunk_size=2000):
        run = response.decision.candidate.run
        yield [
            response.created_at.strftime("%Y-%m-%d %H:%M:%S"),
            response.studio.name,
            response.project.name,
            run.request.tool,
            response.decision.verdict,
            str(response.person),
            None if response.minutes_by_hand is None else float(response.minutes_by_hand),
            response.ease,
            run.elapsed,
            response.comment,
        ]


def as_csv(responses: Any) -> str:
    """UTF-8 with a mark, so that spreadsheets read accents; cells cannot be formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(title) for _name, title in COLUMNS])
    for row in rows(responses):
        writer.writerow([harmless(value) for value in row])
    return "\ufeff" + out.getvalue()


def as_xlsx(responses: Any) -> bytes:
    """Strings are written as strings; the sheet is streamed row by row."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    sheet = book.add_worksheet(str(_("answers")))
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, [str(title) for _name, title in COLUMNS], bold)
    for number, row in enumerate(rows(responses), 1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
    book.close()
    return out.getvalue()
