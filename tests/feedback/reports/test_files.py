"""A report's content in its five formats: the same figures, the same bytes, nothing that runs."""

import csv
import io
import json

import openpyxl
import pyarrow.parquet as pq
import pypdfium2
import pytest

from feedback.models.reports import hashed
from feedback.reports.blocks import column, table, text
from feedback.reports.files import FILES, LONG, long_rows

COLUMNS = [column("slice", "Studio"), column("ease", "Mean ease", "1–7", digits=2)]
COLUMNS += [column(n, n, "1–7", digits=2) for n in ("low", "high")] + [column("n", "n", digits=0)]
ROWS = [["=Ours", 5.5, 4.25, 6.0, 12], ["Théâtre & Co", 3.0, None, None, 5]]
BLOCK = {**table("ease_studio", "Ease: studio", COLUMNS, ROWS), "kind": "estimates"}
CONTENT = {
    **{"format": 1, "method": "2026-11", "title": "First lessons", "language": "en"},
    "definition": {"name": "first-lessons", "filters": {"cohort": "spring"}, "sha256": "d" * 64},
    "frozen": {"at": "2026-03-01T00:00:00+00:00", "by": "Lea Lead"},
    "as_of": "2026-05-04T00:00:00+00:00",
    "sections": [
        {"name": "answers", "title": "Answers", "blocks": [text("What #people said."), BLOCK]}
    ],
}
SHA = hashed(CONTENT)


def made(ending, content=CONTENT):
    return FILES[ending].write(content, SHA)


@pytest.mark.parametrize("ending", FILES)
def test_the_same_content_gives_the_same_bytes(ending):
    assert made(ending) == made(ending, json.loads(json.dumps(CONTENT)))


@pytest.mark.parametrize("ending", FILES)
def test_without_a_figure_there_is_a_file_all_the_same(ending):
    assert made(ending, {**CONTENT, "sections": []})


def test_json_is_the_content_and_what_it_is():
    told = json.loads(made("json"))
    assert told["content"] == CONTENT and told["sha256"] == hashed(told["content"])


def test_the_long_form_has_a_line_for_each_figure():
    rows = list(long_rows(CONTENT))
    assert len(rows) == 11
    assert rows[0] == ("answers", "", 1, "", "sentence", "", None, "What #people said.")
    assert rows[2] == ("answers", "ease_studio", 1, "=Ours", "ease", "1–7", 5.5, None)
    assert rows[1][-2:] == (None, "=Ours")


def test_csv_says_the_same_and_runs_nothing():
    rows = list(csv.reader(io.StringIO(made("csv").decode("utf-8-sig"))))
    assert tuple(rows[0]) == LONG and rows[3][4:7] == ["ease", "1–7", "5.5"]
    assert rows[2][3] == "'=Ours" and rows[1][7] == "What #people said."
    assert ["report", "sha256", "", "", "", "", "", SHA] in rows


def test_parquet_says_the_same():
    found = pq.read_table(io.BytesIO(made("parquet")))
    assert [tuple(row.values()) for row in found.to_pylist()] == list(long_rows(CONTENT))
    assert found.schema.metadata[b"sha256"] == SHA.encode()


def test_excel_has_a_sheet_for_each_table_with_numbers_as_numbers():
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx")))
    assert book.sheetnames == ["report", "ease_studio"]
    rows = [[cell.value for cell in row] for row in book["ease_studio"].rows]
    assert rows[2] == ROWS[0] and rows[1][1] == "Mean ease (1–7)"
    assert book["ease_studio"]["A3"].data_type == "s"
    first = [(row[0].value, row[1].value) for row in book["report"].rows]
    assert ("sha256", SHA) in first and ("Answers", "What #people said.") in first


def test_the_paper_says_it_all():
    paper = pypdfium2.PdfDocument(made("pdf"))
    told = " ".join(page.get_textpage().get_text_range() for page in paper)
    for words in ("First lessons", "What #people said.", "Théâtre & Co", "5.50", "frozen on"):
        assert words in told
    assert "manage.py report first-lessons --as-of 2026-05-04" in told.replace("\r\n", " ")
    assert SHA in told.replace("\r\n", "").replace("\n", "")
    assert b"pdfaid" in made("pdf")


def test_what_is_of_everything_says_so_on_paper():
    rows = [["", 5.5, 4.25, 6.0, 12]]
    block = {**table("ease_all", "Ease", COLUMNS, rows), "kind": "estimates"}
    told = {**CONTENT, "sections": [{"name": "x", "title": "x", "blocks": [block]}]}
    page = pypdfium2.PdfDocument(made("pdf", told))[0].get_textpage().get_text_range()
    assert page.split().count("All") == 2  # beside its mark, and in the table


def test_a_chart_stays_with_its_table_and_its_title():
    """However many come before it, no page ends between them."""
    few = [[f"Studio {n}", 5.5, 4.25, 6.0, 12] for n in range(9)]
    blocks = [{**table(f"t{n}", f"Title {n}", COLUMNS, few), "kind": "estimates"} for n in range(8)]
    told = {**CONTENT, "sections": [{"name": "x", "title": "x", "blocks": blocks}]}
    pages = [
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made("pdf", told))
    ]
    assert len(pages) > 2
    for page in pages:
        titles = sum(f"Title {n}" in page for n in range(8))
        assert page.count("Studio 8") == 2 * titles


def test_signs_of_typst_are_words_on_paper():
    block = text("#panic() *bold* $x$ <label> @ref \\ [")
    told = {**CONTENT, "sections": [{"name": "x", "title": "#x", "blocks": [block]}]}
    page = pypdfium2.PdfDocument(made("pdf", told))[0].get_textpage().get_text_range()
    assert "#panic() *bold* $x$ <label> @ref \\ [" in page
