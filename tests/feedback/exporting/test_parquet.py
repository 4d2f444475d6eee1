"""Parquet: kinds, meanings and units, read back by Arrow."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from feedback.exporting.parquet import parquet_to
from tests.feedback.exporting.made import NAMES, table
from tests.feedback.exporting.test_plain import HARMLESS, ID, NASTY

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(tmp_path):
    def write(made):
        parquet_to(tmp_path / "t.parquet", made)
        return pq.read_table(tmp_path / "t.parquet")

    return write


def test_a_row_with_every_kind_of_value(written):
    assert written(table()).to_pylist() == [
        {
            "id": ID,
            **{"words": "Très bien, « parfait »", "tool": "shot_match"},
            **{"count": -3, "hours": 1.25, "right": True},
            **{"at": datetime(2026, 3, 29, 1, 30, 15, tzinfo=UTC), "on": date(2026, 2, 28)},
        }
    ]


@pytest.mark.parametrize("text", [*NASTY, *HARMLESS, "NULL", "NA", "nan", "t", "\\N"])
def test_text_stays_as_it_is(written, text):
    assert written(table(words=text)).to_pylist()[0]["words"] == text


@pytest.mark.parametrize("name", NAMES)
def test_no_value_is_null(written, name):
    assert written(table(**{name: None})).to_pylist()[0][name] is None


def test_columns_carry_what_they_mean_and_their_unit(written):
    field = written(table(rows=0)).schema.field("hours")
    assert field.type == pa.float64()
    assert field.metadata == {b"means": b"what hours means", b"unit": b"h"}


def test_rows_that_do_not_fit_into_one_reading(written, monkeypatch):
    monkeypatch.setattr("feedback.exporting.parquet.BLOCK", 3_000)
    monkeypatch.setattr("feedback.exporting.copying.PIECE", 5_000)
    found = written(table(rows=400, words="x\ny" * 30))
    assert found.num_rows == 400 and set(found["words"].to_pylist()) == {"x\ny" * 30}


def test_the_same_rows_give_the_same_bytes(tmp_path):
    made = table(rows=20)
    for name in ("a", "b"):
        parquet_to(tmp_path / name, made)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
