"""CSV and JSON Lines: what is written is what was there, and nothing of it runs."""

import csv
import io
import json
from dataclasses import replace

import pytest
from django.db import connection

from feedback.exporting import columns, copying
from feedback.exporting.plain import csv_of, lines_of
from tests.feedback.exporting.made import NAMES, table

pytestmark = pytest.mark.django_db
ID = "12345678-9abc-4def-8123-456789abcdef"
NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://evil.test")', " =1"]
NASTY += ["\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)", "\rx", "\nx", "  @x"]
HARMLESS = ["1-1", "a=b", "", " ", "'=1", "é", "x\ny", 'say "hi"', "a,b;c", "100 %", "%s %(x)s"]


def read(made):
    return list(csv.reader(io.StringIO(b"".join(csv_of(made)).decode("utf-8-sig"), newline="")))


def test_a_row_with_every_kind_of_value():
    assert read(table()) == [
        NAMES,
        [
            ID,
            "Très bien, « parfait »",
            "shot_match",
            "-3",
            "1.2500",
            "2026-03-29 01:30:15",
            "2026-02-28",
            "true",
        ],
    ]


def test_the_file_begins_with_its_mark():
    assert next(csv_of(table())).startswith(b"\xef\xbb\xbfid,words,")


@pytest.mark.parametrize("text", NASTY)
def test_what_looks_like_a_formula_gets_an_apostrophe(text):
    assert read(table(words=text))[1][1] == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_words_stay_as_they_are(text):
    assert read(table(words=text))[1][1] == text


@pytest.mark.parametrize("name", NAMES)
def test_no_value_is_nothing_in_csv_and_null_in_json(name):
    made = table(**{name: None})
    assert dict(zip(*read(made), strict=True))[name] == ""
    assert json.loads(b"".join(lines_of(made)))[name] is None


def test_json_lines_keep_kinds():
    told = json.loads(b"".join(lines_of(table(words='=1\n"\\\x02'))))
    assert told == {
        "id": ID,
        **{"words": '=1\n"\\\x02', "tool": "shot_match", "count": -3, "hours": 1.25},
        **{"right": True, "at": "2026-03-29T01:30:15+00:00", "on": "2026-02-28"},
    }


def test_without_rows_there_is_a_header_and_no_line():
    assert read(table(rows=0)) == [NAMES]
    assert b"".join(lines_of(table(rows=0))) == b""


def test_many_rows_come_in_pieces_and_the_first_is_small(monkeypatch):
    monkeypatch.setattr(copying, "PIECE", 20_000)
    pieces = list(lines_of(table(rows=500)))
    assert len(pieces) > 3 and len(pieces[0]) < 5_000 < len(pieces[1])
    assert len(b"".join(pieces).splitlines()) == 500


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 7, 8, 30])
def test_parts_follow_one_another_without_a_gap(monkeypatch, rows):
    monkeypatch.setattr(columns, "FIRST_ROWS", 2)
    made = table(rows=rows)
    parted = replace(made, by="name")
    assert len([*parted.parts()]) == (2 if rows >= 2 else 1)
    assert b"".join(lines_of(parted)) == b"".join(lines_of(made))


def test_rows_of_one_value_stay_together(monkeypatch):
    monkeypatch.setattr(columns, "FIRST_ROWS", 2)
    made = replace(table(rows=6), by="opens_on")
    assert b"".join(lines_of(made)).count(b"\n") == 6


def test_who_stops_early_leaves_the_connection_free(monkeypatch, transactional_db):
    monkeypatch.setattr(copying, "FIRST", 10)
    pieces = lines_of(table(rows=300))
    next(pieces)
    pieces.close()
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        assert cursor.fetchone() == (1,)
