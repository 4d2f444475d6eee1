"""Definitions and reports: frozen, asked for, made, taken away, made again by themselves."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from feedback.models import Report, ReportDefinition
from feedback.models.reports import data_cut, hashed
from feedback.reports import making, scheduling
from feedback.reports.making import ask_for_report, content_of, scope_of, work_on_report
from feedback.reports.sections import SECTIONS
from feedback.suppression import PATIENCE
from portal.errors import PortalError
from portal.models import AuditEvent
from portal.tenancy import closed
from projects.models import State
from projects.working import work
from tests.feedback.said import many_answers


@pytest.fixture(autouse=True)
def no_other(request, db):
    """Of the reports that the world has, none is seen here."""
    if "world" in request.fixturenames:
        request.getfixturevalue("world")
    Report.objects.all().delete()
    ReportDefinition.objects.all().delete()


@pytest.fixture
def definition(no_other):
    return ReportDefinition.objects.create(
        name="first-lessons", title="First lessons", sections=["answers", "decisions", "spend"]
    )


@pytest.fixture
def lead(world, as_person):
    return as_person(world.beta_lead)


def numbers(content, name):
    blocks = [block for section in content["sections"] for block in section["blocks"]]
    return [block["rows"] for block in blocks if block.get("name") == name]


class TestDefinitions:
    def test_the_hash_is_over_what_the_report_tells(self, definition):
        before = definition.sha256
        assert before == hashed(definition.told())
        definition.title = "Another title"
        definition.save()
        assert definition.sha256 == before
        definition.filters = {"cohort": "spring"}
        definition.save()
        assert definition.sha256 != before

    @pytest.mark.parametrize("field", ["title", "sections", "filters", "language", "frozen_at"])
    def test_the_database_keeps_what_is_frozen(self, definition, field, world):
        definition.freeze(actor=world.beta_lead)
        other = {"title": "x", "sections": [], "filters": {"a": 1}, "language": "fr"}
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            ReportDefinition.objects.update(**{field: other.get(field)})
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            definition.delete()
        with pytest.raises(PortalError, match="report:frozen"):
            definition.freeze(actor=world.beta_lead)

    def test_when_it_was_made_last_is_kept_all_the_same(self, definition, world):
        definition.freeze(actor=world.beta_lead)
        ReportDefinition.objects.update(scheduled_for=timezone.now())

    @pytest.mark.parametrize(
        ("since", "until", "weeks"),
        [
            ("", "", (None, 100)),
            ("2024-01-08", "", (1, 100)),
            ("2024-01-09", "", (2, 100)),
            ("", "2024-01-22", (None, 3)),
            ("", "2024-01-28", (None, 3)),
            ("", "2099-01-01", (None, 100)),
        ],
    )
    def test_only_weeks_that_lie_wholly_within_its_days(self, since, until, weeks):
        made = ReportDefinition(filters={"since": since, "until": until, "tool": "stills"})
        scope = scope_of(made, datetime(2025, 12, 1, tzinfo=UTC))
        assert (scope.since, scope.until) == weeks and scope.where == {"tool": "stills"}


class TestContent:
    def test_few_answers_are_told_as_not_answerable(self, world, definition):
        content = content_of(definition, data_cut())
        told = json.dumps(content)
        assert "Not answerable yet" in told and not numbers(content, "ease_all")

    def test_figures_of_five_people_and_the_studio_that_has_them(self, world, definition):
        many_answers(world.ours, 6)
        many_answers(world.theirs, 3, ease=2)
        content = content_of(definition, data_cut())
        ((row,),) = numbers(content, "ease_all")
        assert row[1] == 5.5 and row[4:] == [6, 6]
        assert [row[0] for row in numbers(content, "ease_studio")[0]] == ["Ours"]
        assert "wait, uncounted" in json.dumps(content)

    def test_the_week_under_way_is_not_told(self, world, definition):
        many_answers(world.ours, 6, weeks_ago=0)
        assert not numbers(content_of(definition, data_cut()), "ease_all")

    def test_the_same_data_give_the_same_content(self, world, definition):
        many_answers(world.ours, 7)
        before = content_of(definition, data_cut())
        many_answers(world.theirs, 9, weeks_ago=0)  # later than the cut
        assert hashed(content_of(definition, data_cut())) == hashed(before)

    def test_in_french(self, world, definition):
        definition.language = "fr"
        assert content_of(definition, data_cut())["language"] == "fr"

    def test_a_section_that_is_gone_is_left_out(self, world, definition):
        definition.sections = ["answers", "once"]
        assert [s["name"] for s in content_of(definition, data_cut())["sections"]] == ["answers"]

    def test_every_section_tells_something_of_an_empty_programme(self, db, definition):
        definition.sections = [*SECTIONS]
        for section in content_of(definition, data_cut())["sections"]:
            assert section["title"] and section["blocks"]


class TestMaking:
    def test_a_worker_makes_every_file(self, world, definition, django_capture_on_commit_callbacks):
        many_answers(world.ours, 5)
        report = ask_for_report(actor=world.beta_lead, definition=definition)
        with django_capture_on_commit_callbacks(execute=True):
            work(Report, str(report.pk), work_on_report)
        report.refresh_from_db()
        assert (report.state, report.error_code) == (State.READY, "")
        assert set(report.stored) == {"pdf", "xlsx", "csv", "json", "parquet"}
        assert report.sha256 == hashed(report.content)
        assert AuditEvent.objects.filter(verb="studios:across").exists()

    def test_the_same_is_made_once_at_a_time(self, world, definition):
        ask_for_report(actor=world.beta_lead, definition=definition)
        with pytest.raises(PortalError, match="report:active"):
            ask_for_report(actor=world.beta_lead, definition=definition)
        last_week = timezone.now() - timedelta(weeks=1)
        ask_for_report(actor=world.beta_lead, definition=definition, as_of=last_week)

    def test_the_future_has_no_data(self, world, definition):
        with pytest.raises(PortalError, match="report:future"):
            ask_for_report(
                actor=None, definition=definition, as_of=timezone.now() + timedelta(weeks=2)
            )

    def test_what_fails_is_told_as_our_fault(self, world, definition, monkeypatch):
        monkeypatch.setattr(making, "content_of", lambda *_a: 1 / 0)
        report = ask_for_report(actor=world.beta_lead, definition=definition)
        work(Report, str(report.pk), work_on_report)
        report.refresh_from_db()
        assert (report.state, report.error_code) == (State.ERRORED, "job:unexpected")

    def test_a_cancelled_one_is_not_made(self, world, definition):
        report = ask_for_report(actor=world.beta_lead, definition=definition)
        report.cancel(actor=world.beta_lead)
        work(Report, str(report.pk), work_on_report)
        report.refresh_from_db()
        assert report.state == State.CANCELLED
        with pytest.raises(PortalError, match="run:ended"):
            report.cancel(actor=world.beta_lead)


class TestSchedule:
    @pytest.mark.parametrize(
        ("schedule", "day", "asked"),
        [
            ("weekly", "2026-05-13", 1),
            ("monthly", "2026-05-13", 0),
            ("monthly", "2026-05-05", 1),
            ("", "2026-05-05", 0),
        ],
    )
    def test_what_is_due_is_asked_once_a_week(self, definition, schedule, day, asked):
        ReportDefinition.objects.update(schedule=schedule)
        now = datetime.fromisoformat(day).replace(tzinfo=UTC)
        assert scheduling.ask_for_due(now) == asked == Report.objects.count()
        assert scheduling.ask_for_due(now) == 0

    def test_a_worker_that_has_opened_nothing_may_ask_and_make(self, world, definition):
        ReportDefinition.objects.update(schedule="weekly")
        many_answers(world.ours, 5)
        with closed():
            assert scheduling.ask_for_due() == 1
            report = Report.objects.get()
            work(Report, str(report.pk), work_on_report)
        report.refresh_from_db()
        assert report.state == State.READY and numbers(report.content, "ease_all")

    def test_each_week_anew(self, definition):
        ReportDefinition.objects.update(schedule="weekly")
        now = datetime(2026, 5, 13, tzinfo=UTC)
        for weeks in range(3):
            assert scheduling.ask_for_due(now + timedelta(weeks=weeks)) == 1
        assert len({report.as_of for report in Report.objects.all()}) == 3


class TestCommand:
    def test_it_writes_the_same_files_each_time(self, world, definition, tmp_path):
        many_answers(world.ours, 5)
        for folder in ("a", "b"):
            out = StringIO()
            call_command("report", "first-lessons", to=tmp_path / folder, stdout=out)
        assert f"content {hashed(content_of(definition, data_cut()))}" in out.getvalue()
        names = sorted(path.name for path in (tmp_path / "a").iterdir())
        assert len(names) == 5
        for name in names:
            assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()

    def test_an_earlier_day_tells_what_was_known_then(self, world, definition, tmp_path):
        many_answers(world.ours, 5, weeks_ago=2)
        day = f"{data_cut() - timedelta(weeks=PATIENCE):%Y-%m-%d}"
        call_command("report", "first-lessons", as_of=day, to=tmp_path, stdout=StringIO())
        told = json.loads((tmp_path / f"first-lessons-{day}.json").read_text("utf-8"))
        assert not numbers(told["content"], "ease_all")

    @pytest.mark.parametrize(
        ("name", "day", "why"),
        [
            ("other", "", "there is no definition other; there are: first-lessons"),
            ("first-lessons", "May", "is no day"),
            ("first-lessons", "2099-01-01", "no data after"),
        ],
    )
    def test_what_cannot_be_made_is_said(self, definition, name, day, why):
        with pytest.raises(CommandError, match=why):
            call_command("report", name, as_of=day)


class TestPages:
    FORM = {"title": "Lessons", "name": "lessons", "language": "en", "sections": ["answers"]}

    def test_a_definition_is_written_changed_frozen_and_made(self, world, lead):
        page = lead.post("/reports/new/", self.FORM, follow=True)
        assert page.redirect_chain[-1][0] == "/reports/lessons/" and "Not frozen" in page.text
        changed = {**self.FORM, "sections": ["decisions"], "studio": "Ours"}
        lead.post("/reports/lessons/", changed)
        made = ReportDefinition.objects.get(name="lessons")
        assert (made.sections, made.filters) == (["decisions"], {"studio": "Ours"})
        assert "Freeze Lessons?" in lead.post("/reports/lessons/freeze/").text
        page = lead.post("/reports/lessons/freeze/", {"sure": "yes"}, follow=True)
        assert "it cannot be changed" in page.text
        assert lead.post("/reports/lessons/", changed).status_code == 409
        page = lead.post("/reports/lessons/make/", follow=True)
        report = Report.objects.get()
        assert page.redirect_chain[-1][0] == f"/reports/made/{report.pk}/"
        assert "job-progress" in page.text and "Lessons" in lead.get("/reports/").text

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": "new"}, "an address of the portal"),
            ({"name": "a b"}, "Letters without accents"),
            ({"sections": []}, "required"),
            ({"studio": "Nowhere"}, "Nowhere"),
            ({"since": "2026-02-01", "until": "2026-01-01"}, "ends after it begins"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, lead, wrong, said):
        page = lead.post("/reports/new/", {**self.FORM, **wrong})
        assert page.status_code == 200 and said in page.text
        assert not ReportDefinition.objects.exists()

    def test_files_are_handed_out_once_made(self, world, lead, definition):
        many_answers(world.ours, 5)
        report = ask_for_report(actor=world.beta_lead, definition=definition)
        assert lead.get(f"/reports/made/{report.pk}.pdf").status_code == 409
        work(Report, str(report.pk), work_on_report)
        page = lead.get(f"/reports/made/{report.pk}/").text
        assert 'role="img"' in page and "Mean ease" in page
        answer = lead.get(f"/reports/made/{report.pk}.pdf")
        assert answer.status_code == 200 and "first-lessons" in answer["Content-Disposition"]
        assert lead.get(f"/reports/made/{report.pk}.doc").status_code == 404

    def test_the_page_as_it_would_be_now_shows_the_chart_with_its_table(
        self, world, lead, definition
    ):
        many_answers(world.ours, 6)
        page = lead.get("/reports/first-lessons/").text
        assert "Ease: studio: 1 rows" in page and '<td class="num">5.50</td>' in page

    @pytest.mark.parametrize("kind", ["producer", "director", "artist", "reviewer"])
    def test_partners_find_none(self, world, as_person, definition, kind):
        client = as_person(world.visitor(kind))
        assert client.get("/reports/").status_code == 403
        assert client.get("/reports/first-lessons/").status_code == 403
        found = client.get("/api/v1/reports/")
        assert found.status_code == 403
