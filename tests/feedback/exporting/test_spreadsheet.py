"""XLSX: read back by two other programs' readers, and by LibreOffice where it is installed."""

import csv
import io
import shutil
import subprocess
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from feedback.exporting import spreadsheet
from feedback.exporting.spreadsheet import xlsx_to
from tests.feedback.exporting.made import NAMES, table
from tests.feedback.exporting.test_plain import HARMLESS, ID, NASTY

pytestmark = pytest.mark.django_db
ODD = ["_x0041_", "a\x00b".replace("\x00", "\x01"), "<b>&amp;</b>", "]]>", "x" * 40_000]


@pytest.fixture
def written(tmp_path):
    def write(made, **options):
        path = tmp_path / "table.xlsx"
        xlsx_to(path, made, title="Answers", **options)
        return path

    return write


def by_openpyxl(path):
    return [list(row) for row in openpyxl.load_workbook(path).worksheets[0].values]


def by_calamine(path):
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def test_a_row_with_every_kind_of_value(written):
    path = written(table())
    expected = [
        ID,
        "Très bien, « parfait »",
        "shot_match",
        -3,
        1.25,
        datetime(2026, 3, 29, 1, 30, 15),
    ]
    expected += [datetime(2026, 2, 28), True]
    assert by_openpyxl(path)[1] == expected
    told = by_calamine(path)[1]
    assert told == [*expected[:6], date(2026, 2, 28), True]


@pytest.mark.parametrize("text", [*NASTY, *HARMLESS])
def test_text_is_text_and_never_computed(written, text):
    path = written(table(words=text))
    cell = openpyxl.load_workbook(path).worksheets[0]["B2"]
    assert (cell.value or "", cell.data_type) == (text, "s")
    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("]]>", "]]>"),
        ("a\x01b\x1fc\ufffed\uffff", "abcd"),
        ("&\n\u20ac_", "&\n\u20ac_"),
        ("x" * 40_000, "x" * 32_767),
        ("_x0041_", "_x0041_"),
    ],
)
def test_signs_that_a_workbook_has_no_place_for(written, text, told):
    assert by_calamine(written(table(words=text)))[1][1] == told


@pytest.mark.parametrize("name", NAMES)
def test_no_value_is_an_empty_cell_in_its_place(written, name):
    header, row = by_openpyxl(written(table(**{name: None})))
    told = dict(zip(header, row, strict=True))
    assert told[name] is None and sum(value is None for value in row) == 1


@pytest.mark.parametrize(("rows", "sheets"), [(0, [1]), (4, [5]), (5, [5, 2]), (12, [5, 5, 5])])
def test_a_full_sheet_is_followed_by_another(written, rows, sheets):
    book = openpyxl.load_workbook(written(table(rows=rows), rows=5))
    assert [sheet.max_row for sheet in book.worksheets] == sheets
    assert book.sheetnames == ["Answers", "Answers 2", "Answers 3"][: len(sheets)]
    assert {sheet["A1"].value for sheet in book.worksheets} == {"id"}


def test_a_sheet_ends_before_it_is_too_long_for_a_plain_zip(written, monkeypatch):
    monkeypatch.setattr(spreadsheet, "BYTES", 10)
    monkeypatch.setattr("feedback.exporting.copying.FIRST", 10)
    monkeypatch.setattr("feedback.exporting.copying.PIECE", 10)
    assert len(openpyxl.load_workbook(written(table(rows=3))).worksheets) == 3


def test_the_same_rows_give_the_same_bytes(written):
    made = table(rows=3)
    assert written(made).read_bytes() == written(made).read_bytes()


def test_titles_lose_what_excel_keeps_for_itself(tmp_path):
    path = tmp_path / "t.xlsx"
    xlsx_to(path, table(), title="a/b:*?[c]\\ & \"d'" + "x" * 40)
    assert openpyxl.load_workbook(path).sheetnames == ['abc & "d' + "x" * 19]


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_libreoffice_reads_dates_decimals_and_accents(written, tmp_path):
    path = written(table(words="=1+1"))
    command = [OFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir"]
    subprocess.run([*command, str(tmp_path), str(path)], check=True, timeout=120)
    rows = list(csv.reader(io.StringIO((tmp_path / "table.csv").read_text("utf-8"))))
    told = ["shot_match", "-3", "1.25", "2026-03-29 01:30:15", "2026-02-28", "TRUE"]
    assert rows[1] == [ID, "=1+1", *told]
