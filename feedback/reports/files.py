"""A report's content as files. The same content gives the same bytes in each format."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext_lazy as _

from feedback.exporting.columns import Column, Kind
from feedback.reports.paper import paper
from projects.interchange.cells import harmless

Content = dict[str, Any]


@dataclass(frozen=True)
class File:
    """`write(content, sha256)` gives the whole file; reports are of figures, never of rows."""

    media_type: str
    label: Any
    write: Callable[[Content, str], bytes]


#: The long form: a line for each figure and sentence; "not answerable yet" is a result too.
LONG_COLUMNS = (
    Column("section", Kind.TEXT, _("section of the report")),
    Column("table", Kind.TEXT, _("table within the report; nothing of a sentence")),
    Column("row", Kind.INTEGER, _("row of the table, or sentence of the section, from 1")),
    Column("slice", Kind.TEXT, _("what the row tells of: a studio, a tool; nothing for all")),
    Column("column", Kind.TEXT, _("which number of the row, such as the value or n; sentence")),
    Column("unit", Kind.TEXT, _("unit of the number")),
    Column("value", Kind.NUMBER, _("the number"), _("as unit says")),
    Column("words", Kind.TEXT, _("what stands there in words, where it is no number")),
)
LONG = tuple(column.name for column in LONG_COLUMNS)


def long_rows(content: Content) -> Iterator[tuple[Any, ...]]:
    """(section, table, row from 1, slice, column, unit, number or None, words or None)."""
    for section in content["sections"]:
        for number, words in enumerate(_sentences(section), 1):
            yield (section["name"], "", number, "", "sentence", "", None, words)
        for block in filter(_is_table, section["blocks"]):
            for number, row in enumerate(block["rows"], 1):
                for column, value in zip(block["columns"], row, strict=True):
                    where = (section["name"], block["name"], number, str(row[0]))
                    numeric = isinstance(value, int | float)
                    told = (value, None) if numeric else (None, value)
                    yield (*where, column["name"], column["unit"], *told)


def _is_table(block: dict[str, Any]) -> bool:
    return block["kind"] != "text"


def _sentences(section: dict[str, Any]) -> list[str]:
    return [block["text"] for block in section["blocks"] if not _is_table(block)]


def _marks(content: Content, sha256: str) -> dict[str, Any]:
    """What every file says of itself."""
    return {
        "title": content["title"],
        "definition": content["definition"]["name"],
        "definition_sha256": content["definition"]["sha256"],
        "data_until": content["as_of"],
        "method": content["method"],
        "sha256": sha256,
    }


def as_json(content: Content, sha256: str) -> bytes:
    told = {**_marks(content, sha256), "content": content}
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def as_csv(content: Content, sha256: str) -> bytes:
    """UTF-8 with a mark; what the file is stands in lines of its own after the figures."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(LONG)
    for row in long_rows(content):
        writer.writerow([harmless(value) for value in row])
    for name, value in _marks(content, sha256).items():
        writer.writerow(["report", name, "", "", "", "", "", harmless(value)])
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(content: Content, sha256: str) -> bytes:
    """A sheet that says what it is, and every sentence; then one for each table."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    until = datetime.fromisoformat(content["as_of"]).replace(tzinfo=None)
    book.set_properties({"title": content["title"], "created": until})
    bold = book.add_format({"bold": True})
    first = book.add_worksheet("report")
    first.set_column(0, 1, 40)
    said = [
        (section["title"], words)
        for section in content["sections"]
        for words in _sentences(section)
    ]
    told = [*_marks(content, sha256).items(), ("", ""), *said]
    for number, (name, value) in enumerate(told):
        first.write_string(number, 0, name, bold)
        first.write_string(number, 1, str(value))
    for section in content["sections"]:
        for block in filter(_is_table, section["blocks"]):
            _sheet(book.add_worksheet(block["name"][:31]), block, bold)
    book.close()
    return out.getvalue()


def _sheet(sheet: Any, block: dict[str, Any], bold: Any) -> None:
    sheet.freeze_panes(2, 0)
    sheet.write_string(0, 0, block["title"], bold)
    for place, column in enumerate(block["columns"]):
        unit = f" ({column['unit']})" if column["unit"] else ""
        sheet.write_string(1, place, f"{column['label']}{unit}", bold)
    for number, row in enumerate(block["rows"], 2):
        for place, value in enumerate(row):
            if isinstance(value, int | float):
                sheet.write_number(number, place, value)
            elif value is not None:
                sheet.write_string(number, place, str(value))


def as_parquet(content: Content, sha256: str) -> bytes:
    """The long form; what the file is stands in the schema's metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"row": pa.int64(), "value": pa.float64()}
    schema = pa.schema(
        [pa.field(name, kinds.get(name, pa.string())) for name in LONG],
        metadata={name: str(value) for name, value in _marks(content, sha256).items()},
    )
    columns = [*zip(*long_rows(content), strict=True)] or [()] * len(LONG)
    out = io.BytesIO()
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out)
    return out.getvalue()


FILES = {
    "pdf": File("application/pdf", _("PDF"), paper),
    "xlsx": File(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _("Excel"), as_xlsx
    ),
    "csv": File("text/csv; charset=utf-8", _("CSV"), as_csv),
    "json": File("application/json", _("JSON"), as_json),
    "parquet": File("application/vnd.apache.parquet", _("Parquet"), as_parquet),
}
