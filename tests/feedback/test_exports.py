"""Tables that beta leads take away: what studios share, and nothing of the others."""

import csv
import io
import json
import re

import openpyxl
import pyarrow.parquet as pq
import pytest

from feedback.exporting.columns import Column, Kind
from feedback.exporting.datasets import DATASETS, pseudonym
from feedback.models import Response, Sharing
from feedback.models.sharing import share
from portal.models import AuditEvent
from tests.feedback.exporting.test_plain import NASTY

ADDRESS = "/feedback/data/answers."


@pytest.fixture
def lead(world, as_person):
    return as_person(world.beta_lead)


@pytest.fixture
def shared(world):
    """Ours shares numbers and words; theirs shares words, as everybody who said nothing."""
    Sharing.objects.all().delete()
    share(actor=world.ours.people["producer"], studio=world.ours.studio, words=True, raw=True)
    return world


def body(answer):
    return b"".join(answer.streaming_content)


def rows(lead):
    told = body(lead.get(f"{ADDRESS}csv")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(told, newline="")))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl", "parquet"])
def test_a_file_is_a_dated_download_and_told_to_those_in_it(shared, lead, ending):
    answer = lead.get(f"{ADDRESS}{ending}")
    said = answer["Content-Disposition"]
    assert re.search(rf'attachment; filename="last-mile-answers-\d{{8}}\.{ending}"', said)
    assert body(answer)
    facts = {"table": "answers", "format": ending}
    assert AuditEvent.objects.get(verb="feedback:exported").facts == facts
    taken = AuditEvent.objects.get(verb="feedback:taken")
    assert (taken.studio, taken.facts) == (shared.ours.studio, facts)


@pytest.mark.parametrize("kind", ["producer", "director", "reviewer"])
def test_partners_download_none(world, as_person, kind):
    answer = as_person(world.visitor(kind)).get(f"{ADDRESS}csv")
    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["answers.pdf", "people.csv"])
def test_another_table_or_ending_is_not_there(lead, name):
    assert lead.get(f"/feedback/data/{name}").status_code == 404


def test_only_who_shares_stands_in_it(shared, lead):
    assert [row["studio"] for row in rows(lead)] == ["Ours"]
    Sharing.objects.all().delete()
    assert rows(lead) == []


def test_words_leave_where_they_are_shared(shared, lead):
    Response.objects.update(comment="Très bien, « parfait »\nÀ+")
    assert rows(lead)[0]["comment"] == "Très bien, « parfait »\nÀ+"
    share(actor=shared.ours.people["producer"], studio=shared.ours.studio, words=False, raw=True)
    assert rows(lead)[0]["comment"] == "" and rows(lead)[0]["ease"] == "6"


def test_people_stand_by_one_pseudonym_and_never_by_name(shared, lead):
    director = shared.ours.people["director"]
    found = rows(lead)[0]
    assert re.fullmatch(r"[0-9a-f]{12}", found["person"])
    told = body(lead.get(f"{ADDRESS}jsonl")).decode()
    assert str(director.pk) not in told and director.email not in told
    assert json.loads(told)["person"] == found["person"]


def test_another_portal_has_other_pseudonyms(shared, settings):
    def now():
        return Response.objects.annotate(told=pseudonym("person_id")).first().told

    before = now()
    settings.SECRET_KEY = "another" * 10
    assert now() != before


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_of_a_csv_is_a_formula(shared, lead, text):
    Response.objects.update(comment=text)
    shared.ours.studio.name = "=cmd|' /C calc'!A0"
    shared.ours.studio.save()
    row = rows(lead)[0]
    assert (row["comment"], row["studio"]) == ("'" + text, "'=cmd|' /C calc'!A0")


def test_other_formats_keep_the_same_row(shared, lead, tmp_path):
    sheet = openpyxl.load_workbook(io.BytesIO(body(lead.get(f"{ADDRESS}xlsx")))).worksheets[0]
    names, values = sheet.values
    (tmp_path / "t").write_bytes(body(lead.get(f"{ADDRESS}parquet")))
    arrow = pq.read_table(tmp_path / "t").to_pylist()[0]
    told = dict(zip(names, values, strict=True))
    for name in ("answer", "studio", "person", "tool", "ease", "minutes_by_hand"):
        assert told[name] == arrow[name], name


def test_the_page_tells_what_every_column_means(shared, lead):
    told = lead.get("/feedback/data/").text
    assert "Single answers of 1 of 2 studios" in told
    for column in DATASETS["answers"].columns:
        assert f"<code>{column.name}</code>" in told and str(column.means) in told


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
def test_every_table_names_its_columns_once_and_says_what_they_mean(dataset):
    names = [column.name for column in dataset.columns]
    assert len(set(names)) == len(names) == len(dataset.values)
    for column in dataset.columns:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name) and str(column.means)
        assert isinstance(column, Column) and not (column.words and column.kind != Kind.TEXT)
