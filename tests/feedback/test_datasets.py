"""Each table tells what its rows say: of studios that share, under pseudonyms."""

import csv
import io
import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from feedback.exporting.columns import Kind
from feedback.exporting.datasets import DATASETS
from feedback.exporting.plain import csv_of, lines_of
from feedback.models import Answer, Correction, Felt, Ticket
from feedback.models.sharing import share
from feedback.reports.files import LONG
from feedback.work import settling
from portal.errors import REGISTRY
from projects.assist import providers
from projects.assist.tools import TOOLS
from projects.models import Decision, Run
from tests.asked import every_kind, make_ask, make_questionnaire
from tests.feedback.measured_work import begun, finished, make_crew, worked
from tests.feedback.test_work_facts import asked, fact_of, film
from tests.tickets import TITLE, make_ticket

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[A-Za-z0-9_.:-]*")


@pytest.fixture
def crew():
    """Of a studio that shares single answers and words."""
    crew = make_crew()
    share(actor=crew.producer, studio=crew.studio, words=True, raw=True)
    return crew


def rows(name):
    lines = b"".join(lines_of(DATASETS[name].table())).splitlines()
    return [json.loads(line) for line in lines]


def withhold(crew, words, raw):
    share(actor=crew.producer, studio=crew.studio, words=words, raw=raw)


class TestWorkItems:
    def test_a_row_says_what_the_figures_are_made_of(self, crew):
        settling.agree(actor=crew.producer, studio=crew.studio)
        item, version = begun(crew, choice="", bid="8", rate="50"), film(crew)
        for hours, kind in ((3, "working"), (1, "reviewing"), (0.5, "rework"), (20, "waiting")):
            worked(item, crew.artist, hours, kind)
        asked(crew, item, version, cost="2.50")
        asked(crew, item, version, cost="1.25", verdict="approved")
        later = asked(crew, item, version, cost="4", currency="EUR")
        Run.objects.filter(request=later).update(queued_at=timezone.now() + timedelta(hours=1))
        Felt.objects.create(
            project=crew.project, item=item, person=crew.artist, saving=Decimal("0.3")
        )
        (row,), fact = rows("work_items"), fact_of(item)
        for name in ("stage", "stratum", "bid_hours", "spend", "iterations", "candidates"):
            assert row[name] == getattr(fact, name), name
        for kind in ("working", "reviewing", "rework", "waiting"):
            assert row[f"hours_{kind}"] == pytest.approx(getattr(fact, f"hours_{kind}"))
        assert (row["design"], row["assigned"], row["arm"]) == (
            fact.design, fact.assigned, fact.arm,
        )  # fmt: skip
        assert (str(row["block"]), row["felt"]) == (fact.block, 0.3)
        assert (row["iterations"], row["spend"], row["candidates"]) == (2, 3.75, 3)
        assert row["spent_otherwise"] is row["approved"] is True and row["sample"] is False
        assert (row["bid_rate"], row["bid_currency"]) == (50, "USD")

    def test_an_item_with_nothing_yet_is_a_row_too(self, crew):
        begun(crew)
        row = rows("work_items")[0]
        assert (row["spend"], row["hours_working"], row["candidates"]) == (0, 0, 0)
        assert row["approved"] is row["spent_otherwise"] is False
        assert row["felt"] is row["done"] is None

    def test_another_items_runs_are_not_its_own(self, crew):
        first, second, version = begun(crew), begun(crew), film(crew)
        asked(crew, first, version, verdict="approved")
        by_item = {row["item"]: row for row in rows("work_items")}
        told = by_item[str(second.pk)]
        assert (told["iterations"], told["spend"], told["approved"]) == (0, 0, False)

    def test_many_items_come_in_the_order_of_their_ids(self, crew):
        made = sorted(str(begun(crew).pk) for _n in range(4))
        assert [row["item"] for row in rows("work_items")] == made


def test_times_say_how_long_and_how_they_came(crew):
    entry = worked(begun(crew), crew.artist, 1.5, "rework")
    told = {"entry": entry, "kind": "working", "reason": "x", "project": crew.project}
    times = {"started_at": entry.started_at, "ended_at": entry.ended_at}
    Correction.objects.create(**told, **times, person_name="A")
    (row,) = rows("time_entries")
    assert (row["hours"], row["kind"], row["corrections"]) == (1.5, "rework", 1)
    assert row["by_hand"] is False and row["person"]


class TestQuestionnaireAnswers:
    @pytest.fixture
    def said(self, crew):
        said = {
            **{"scale": 4, "single": "c1", "multiple": ["c1", "c2"], "number": "12.5"},
            **{"money": {"amount": "1.00", "currency": "EUR"}, "text": "Très bien"},
            "file": {"name": "secret.png", "size": 1, "type": "image/png"},
        }
        questionnaire = make_questionnaire(every_kind())
        ask = make_ask(questionnaire, crew.artist, crew.studio, answered_at=timezone.now())
        draft = make_ask(questionnaire, crew.director, crew.studio)
        for key, value in said.items():
            Answer.objects.create(ask=ask, question=key, value=value)
            Answer.objects.create(ask=draft, question=key, value=value)
        return ask

    def test_each_kind_is_told_in_its_own_way_and_drafts_are_not(self, said):
        told = {row["question"]: row for row in rows("questionnaire_answers")}
        assert {key: told[key]["value"] for key in ("scale", "single", "number")} == {
            "scale": "4", "single": "c1", "number": "12.5",
        }  # fmt: skip
        assert json.loads(told["multiple"]["value"]) == ["c1", "c2"]
        assert json.loads(told["money"]["value"]) == {"amount": "1.00", "currency": "EUR"}
        assert (told["text"]["value"], told["text"]["words"]) == (None, "Très bien")
        assert told["file"]["value"] is told["file"]["words"] is None
        assert {row["kind"] for row in told.values()} == set(told)
        assert {row["version"] for row in told.values()} == {1} and len(told) == 7

    def test_words_stay_where_they_are_withheld(self, said, crew):
        withhold(crew, words=False, raw=True)
        assert "Très bien" not in str(rows("questionnaire_answers"))
        assert len(rows("questionnaire_answers")) == 7


class TestTickets:
    def test_words_leave_where_they_are_shared_and_counts_in_any_case(self, crew):
        row = make_ticket(crew.studio, crew.artist, text="It stops.")
        make_ticket(crew.studio, crew.director, topic=row.topic, merged=True)
        told = {one["ticket"]: one for one in rows("tickets")}[str(row.pk)]
        assert (told["title"], told["text"]) == (TITLE, "It stops.")
        assert (told["tickets"], told["people"], told["status"]) == (2, 2, "new")
        withhold(crew, words=False, raw=True)
        told = {one["ticket"]: one for one in rows("tickets")}[str(row.pk)]
        assert told["title"] is told["text"] is None and told["tickets"] == 2

    def test_whoever_was_erased_has_no_pseudonym(self, crew):
        make_ticket(crew.studio, crew.artist)
        assert rows("tickets")[0]["person"]
        Ticket.objects.update(person=None)
        assert rows("tickets")[0]["person"] is None


def test_runs_and_decisions_say_what_happened_and_nothing_of_the_work(crew):
    item = begun(crew)
    asked(crew, item, film(crew), verdict="rejected")
    (run,), (decision,) = rows("runs"), rows("decisions")
    assert (run["tool"], run["item"], run["candidates"]) == ("clean_plate", str(item.pk), 1)
    assert decision["run"] == run["run"] and decision["verdict"] == "rejected"
    assert decision["answered"] is False and decision["person"] != run["person"]
    assert not {"reason", "result", "parameters", "usage"} & {*run, *decision}


@pytest.mark.parametrize("name", DATASETS)
def test_of_a_studio_that_does_not_share_there_is_no_row_and_of_nobody_a_name(name, crew):
    """All tables have a row here but `answers`, which tests/feedback/test_exports.py looks at."""
    asked(crew, finished(crew, hours=1), film(crew), verdict="approved")
    ask = make_ask(make_questionnaire(), crew.artist, crew.studio, answered_at=timezone.now())
    Answer.objects.create(ask=ask, question="scale", value=4)
    make_ticket(crew.studio, crew.artist)
    told = b"".join(csv_of(DATASETS[name].table())).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(told)))
    assert len(lines) == (0 if name == "answers" else 1)
    for who in (crew.artist, crew.director, crew.producer):
        assert str(who.pk) not in told and who.name not in told and who.email not in told
    for column in DATASETS[name].columns:
        if column.kind == Kind.CODE:
            assert all(CODE.fullmatch(line[column.name]) for line in lines), column.name
    withhold(crew, words=True, raw=False)
    assert rows(name) == []


def test_codes_are_written_as_they_are_since_they_hold_no_sign_of_any_format():
    codes = {*TOOLS, *providers.names(), *REGISTRY, *Decision.Verdict.values}
    assert len(codes) > 100
    assert [code for code in codes if not CODE.fullmatch(code)] == []


def test_pseudonyms_are_the_same_in_every_table(crew):
    asked(crew, finished(crew, hours=1), film(crew))
    make_ticket(crew.studio, crew.artist)
    names = ("work_items", "time_entries", "runs", "tickets")
    assert len({rows(name)[0]["person"] for name in names}) == 1


class TestTheDictionary:
    @pytest.fixture
    def lead(self, world, as_person):
        return as_person(world.beta_lead)

    def test_every_column_of_every_table_stands_in_it(self, lead):
        answer = lead.get("/feedback/data/dictionary.csv")
        assert 'filename="last-mile-dictionary.csv"' in answer["Content-Disposition"]
        found = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        known = [(n, one.name) for n, made in DATASETS.items() for one in made.columns]
        known += [("report", name) for name in LONG]
        assert [(row["table"], row["column"]) for row in found] == known
        assert all(row["means"] and row["kind"] for row in found)
        (row,) = [row for row in found if row["column"] == "minutes_by_hand"]
        assert (row["kind"], row["unit"], row["words"]) == ("number", "minutes", "false")

    def test_as_json_it_says_the_same(self, lead):
        answer = lead.get("/feedback/data/dictionary.json")
        told = json.loads(answer.content)
        assert answer["Content-Type"] == "application/json" and told["format"] == 1
        words = {(one["table"], one["column"]) for one in told["columns"] if one["words"]}
        assert words == {
            ("answers", "comment"), ("questionnaire_answers", "words"),
            ("tickets", "title"), ("tickets", "text"),
        }  # fmt: skip

    def test_other_endings_are_not_there_and_partners_read_none(self, lead, world, as_person):
        assert lead.get("/feedback/data/dictionary.xlsx").status_code == 404
        partner = as_person(world.visitor("producer"))
        assert partner.get("/feedback/data/dictionary.csv").status_code == 403

    def test_the_page_offers_it_and_every_table(self, lead):
        told = lead.get("/feedback/data/").text
        for ending in ("csv", "json"):
            assert f"/feedback/data/dictionary.{ending}" in told
        for name in DATASETS:
            assert f"/feedback/data/{name}.parquet" in told
        assert "<code>slice</code>" in told


def test_producers_read_which_tables_they_would_share(world, as_person):
    page = as_person(world.visitor("producer")).get("/studio/shared/").text
    for made in DATASETS.values():
        assert str(made.title) in page and str(made.means) in page
