"""Breakdowns as studios have them: encodings, separators, decimal commas, formulas, faults."""

import io
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from feedback.work.breakdown import MOST_ROWS, Unreadable, number_of, read

HEAD = "code;title;shot;stage;complexity;hours;rate;currency\n"


def one(row, head=HEAD):
    [line] = read("a.csv", (head + row).encode())
    return line


def sheet(rows, **options):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    page = book.add_worksheet("VFX")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(number, column, value)
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        ("1234,50", "1234.50"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("1'234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("€85", "85"),
        ("8h", "8"),
        ("7,25 h", "7.25"),
        ("-3", "-3"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert number_of(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "a lot", "3-4", "1e5", "=1", "12..", "٣x", "--3", "∞"])
def test_what_is_no_number_is_none(text):
    assert number_of(text) is None


def test_a_row_becomes_an_item_with_a_bid():
    line = one("TSR_010_roto;Hair edges;TSR_010;Rotoscoping;M;12,5;48.00;EUR")
    assert line.wrong == []
    assert (line.code, line.title, line.shot) == ("TSR_010_roto", "Hair edges", "TSR_010")
    assert (line.stage, line.stratum) == ("roto", "medium")
    assert (line.hours, line.rate, line.currency) == ("12.50", "48.00", "EUR")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"], ids=lambda name: name
)
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_encodings_and_separators_survive(encoding, mark):
    text = HEAD + "A1;Détourage été;;détourage;hard;8;50;EUR\n"
    [line] = read("a.csv", text.replace(";", mark).encode(encoding))
    assert (line.title, line.stage, line.stratum, line.wrong) == (
        "Détourage été",
        "roto",
        "large",
        [],
    )


def test_two_columns_of_one_name_are_not_chosen_between():
    """The wrong one may be last year's bid."""
    head = "code;stage;complexity;hours;hours;rate\n"
    with pytest.raises(Unreadable, match="two columns are called hours"):
        one("A1;roto;small;8;9;50", head)
    assert one("A1;roto;small;8;50;x;y", "code;stage;complexity;hours;rate;note;note\n").hours


def test_french_headings_and_days_are_understood():
    head = "plan;étape;complexité;jours;taux journalier;devise\n"
    line = one("P12;étalonnage;moyen;1,5;400;EUR", head)
    assert (line.code, line.stage, line.stratum) == ("P12", "grade", "medium")
    assert (line.hours, line.rate) == ("12.00", "50.00")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (";T;;roto;small;8;50;EUR", "the code is missing"),
        ("A 1;T;;roto;small;8;50;EUR", "letters, digits"),
        ("A1;T;;juggling;small;8;50;EUR", "nobody knows the stage “juggling”"),
        ("A1;T;;roto;;8;50;EUR", "the complexity is missing"),
        ("A1;T;;roto;small;lots;50;EUR", "“lots” is no number of hours"),
        ("A1;T;;roto;small;-3;50;EUR", "“-3” is no number of hours from 0 to 10000"),
        ("A1;T;;roto;small;0;50;EUR", "more than 0 hours"),
        ("A1;T;;roto;small;99999;50;EUR", "no number of hours"),
        ("A1;T;;roto;small;;50;EUR", "a rate without hours"),
        ("A1;T;;roto;small;8;50;euros", "three capitals"),
        ("A1;=HYPERLINK(1);;roto;small;8;50;EUR", "title holds a formula"),
        ("A1;T;;roto;small;=4*2;50;EUR", "hours holds a formula"),
        ("A1;@SUM(A1);;roto;small;8;50;EUR", "title holds a formula"),
        ("A1;" + "x" * 500 + ";;roto;small;8;50;EUR", "too long"),
    ],
)
def test_what_is_wrong_is_said_row_by_row(row, says):
    assert says in "; ".join(one(row).wrong)


def test_a_dash_for_nothing_is_no_formula():
    line = one("A1;-;;roto;small;–;-;EUR")
    assert line.wrong == [] and (line.hours, line.rate) == ("", "")


def test_a_code_stands_once_and_the_second_is_told_where():
    lines = read("a.csv", (HEAD + "A1;;;roto;small;8;50;EUR\nA1;;;roto;small;9;50;EUR").encode())
    assert lines[0].wrong == [] and lines[1].wrong == ["the code stands on line 2 too"]


def test_good_rows_stay_good_beside_bad_ones():
    text = HEAD + "A1;;;roto;small;8;50;EUR\n\nbad row;;;roto;small;8;50;EUR\nA3;;;comp;l;4;;\n"
    lines = read("a.csv", text.encode())
    assert [(line.number, bool(line.wrong)) for line in lines] == [
        (2, False),
        (4, True),
        (5, False),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no rows"),
        (HEAD.encode(), "no rows below"),
        (b"name;hours\nx;1", "columns are missing: code, stage, complexity"),
        (b"\x00\x01\x02" * 50, "neither CSV nor XLSX"),
        (b"PK\x03\x04 not a zip", "no XLSX that can be opened"),
        (b'code;stage;complexity\n"open', "line 2 is no CSV"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, says):
    with pytest.raises(Unreadable, match=says):
        read("a.csv", content)


def test_a_file_has_so_many_rows_at_most():
    rows = "".join(f"A{n};;;roto;small;8;50;EUR\n" for n in range(MOST_ROWS + 1))
    with pytest.raises(Unreadable, match="1000 rows"):
        read("a.csv", (HEAD + rows).encode())
    with pytest.raises(Unreadable, match="4 MiB"):
        read("a.csv", b"x" * (4 * 1024 * 1024 + 1))


class TestSheets:
    ROWS = (
        ["Item", "Title", "Department", "Complexity", "Bid days", "Day rate", "Currency"],
        ["A1", "Wire été", "Clean-up", "hard", 1.5, 440, "GBP"],
    )

    def test_a_sheet_is_read_like_a_table(self):
        [line] = read("a.xlsx", sheet(self.ROWS))
        assert line.wrong == [] and (line.stage, line.stratum) == ("paint", "large")
        assert (line.hours, line.rate, line.currency) == ("12.00", "55.00", "GBP")

    def test_a_computed_cell_is_refused_whatever_it_showed(self):
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out)
        page = book.add_worksheet()
        page.write_row(0, 0, self.ROWS[0])
        page.write_row(1, 0, self.ROWS[1])
        page.write_formula(1, 4, "=SUM(1,0.5)", None, 1.5)
        book.close()
        [line] = read("a.xlsx", out.getvalue())
        assert "days holds a formula" in "; ".join(line.wrong)

    def test_what_openpyxl_writes_is_read_too(self):
        book, out = openpyxl.Workbook(), io.BytesIO()
        for row in self.ROWS:
            book.active.append(row)
        book.save(out)
        [line] = read("a.xlsx", out.getvalue())
        assert (line.code, line.hours) == ("A1", "12.00")

    def test_a_sheet_that_unpacks_without_end_is_refused(self, monkeypatch):
        monkeypatch.setattr("feedback.work.breakdown.MOST_UNPACKED", 100)
        with pytest.raises(Unreadable, match="unpacks to more"):
            read("a.xlsx", sheet(self.ROWS))
