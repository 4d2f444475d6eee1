"""Two questions after a decision: asking, replacing, reading."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback.dashboard.closing import GRACE, close_weeks
from feedback.forms import WorthForm
from feedback.models import MONTH_MINUTES, Response, answer
from feedback.models.reports import data_cut
from feedback.periods import WEEK, week_of
from feedback.reports import facts
from feedback.reports.scope import Scope
from portal.errors import PortalError
from tests.feedback.dashboard.made import a_quarter
from tests.feedback.said import many_answers
from tests.world import person


def form(**given):
    made = WorthForm({"unit": "1", **given})
    made.is_valid()
    return made


class TestTheForm:
    @pytest.mark.parametrize(
        ("amount", "unit", "minutes"),
        [
            ("90", "1", 90),
            ("1.5", "60", 90),
            ("0.5", "480", 240),
            ("0", "1", 0),
            ("0.75", "1", Decimal("0.75")),
            ("", "60", None),
        ],
    )
    def test_a_length_becomes_minutes(self, amount, unit, minutes):
        made = form(amount=amount, unit=unit, ease="4")
        assert not made.errors and made.cleaned_data["minutes_by_hand"] == minutes

    @pytest.mark.parametrize("given", [{"amount": "5"}, {"ease": "1"}, {"comment": "Good."}])
    def test_one_answer_is_enough(self, given):
        assert form(**given).is_valid()

    @pytest.mark.parametrize("given", [{}, {"comment": "  \n"}, {"amount": "", "ease": ""}])
    def test_nothing_at_all_is_not(self, given):
        assert "Answer at least one" in str(form(**given).non_field_errors())

    @pytest.mark.parametrize("ease", ["0", "8", "-1", "3.5", "x"])
    def test_ease_is_one_to_seven(self, ease):
        assert form(ease=ease).errors["ease"]

    @pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity", "1e9", "x", "1.234"])
    def test_an_impossible_length_is_refused(self, amount):
        assert form(amount=amount).errors["amount"]

    @pytest.mark.parametrize(
        ("amount", "unit", "good"), [("93", "480", True), ("94", "480", False)]
    )
    def test_a_month_is_the_most(self, amount, unit, good):
        assert form(amount=amount, unit=unit).is_valid() == good
        assert 93 * 480 <= MONTH_MINUTES < 94 * 480

    @pytest.mark.parametrize(
        ("amount", "said"),
        [
            ("1e9", "at most a month"),
            ("1234567", "at most a month"),
            ("123456", "at most a month"),
            ("1.234", "two digits after the point"),
            ("1.23456789", "two digits after the point"),
        ],
    )
    def test_too_many_digits_are_refused_in_our_words(self, amount, said):
        [told] = form(amount=amount, unit="1").errors["amount"]
        assert said in told and "Ensure" not in told

    @pytest.mark.parametrize("given", [{"unit": "7", "amount": "1"}, {"comment": "x" * 4001}])
    def test_other_units_and_endless_comments_are_refused(self, given):
        assert form(**given).errors


class TestThePage:
    @pytest.fixture
    def address(self, world):
        return f"/decisions/{world.ours.decision.pk}/worth/"

    @pytest.mark.parametrize("kind", ["producer", "director", "artist", "reviewer"])
    def test_everybody_of_the_studio_answers(self, world, as_person, address, kind):
        sender = as_person(world.visitor(kind))
        assert sender.get(address).status_code == 200
        reply = sender.post(address, {"amount": "2", "unit": "60", "ease": "5", "comment": " x "})
        assert reply.url == world.ours.candidate.get_absolute_url()
        kept = Response.objects.get(person=world.visitor(kind))
        assert (kept.minutes_by_hand, kept.ease, kept.comment) == (120, 5, "x")
        assert kept.studio == world.ours.studio

    @pytest.mark.parametrize(
        ("kind", "status"), [("other", 404), ("ungranted", 404), ("beta_lead", 403), ("admin", 403)]
    )
    def test_nobody_else_does(self, world, as_person, address, kind, status):
        sender = as_person(world.visitor(kind))
        assert sender.post(address, {"ease": "5"}).status_code == status

    def test_what_is_said_again_replaces_and_what_is_left_out_stays(
        self, world, as_person, address
    ):
        director = as_person(world.visitor("director"))
        director.post(address, {"ease": "2", "comment": "Slow."})
        director.post(address, {"amount": "3", "unit": "1", "ease": "4"})
        kept = Response.objects.get(person=world.visitor("director"))
        assert (kept.minutes_by_hand, kept.ease, kept.comment) == (3, 4, "Slow.")

    def test_an_empty_form_is_shown_again_with_what_it_is_about_and_the_way_back(
        self, world, as_person, address
    ):
        page = as_person(world.visitor("director")).post(address, {"comment": ""})
        assert page.status_code == 200 and page.context["form"].errors
        body, decision = page.content.decode(), world.ours.decision
        assert f'href="{decision.candidate.get_absolute_url()}"' in body
        assert f'href="/projects/{decision.project_id}/"' in body
        assert '<p class="error" role="alert">Answer at least one' in body


class TestTheDatabase:
    def make(self, world, **given):
        return Response(
            project=world.ours.project,
            decision=world.ours.decision,
            person=world.visitor("artist"),
            **given,
        )

    @pytest.mark.parametrize("given", [{}, {"ease": 0}, {"ease": 8}])
    def test_it_refuses_what_says_nothing_or_is_off_the_scale(self, world, given):
        with pytest.raises(IntegrityError), transaction.atomic():
            self.make(world, **given).save()

    def test_it_keeps_one_answer_a_person_and_decision(self, world):
        self.make(world, ease=3).save()
        with pytest.raises(IntegrityError), transaction.atomic():
            self.make(world, ease=4).save()


class TestTheApi:
    def post(self, client, world, **given):
        body = {"decision": str(world.ours.decision.pk), **given}
        return client.post("/api/v1/responses/", body, "application/json")

    def test_an_answer_is_given_and_read_back(self, world, as_person):
        artist = as_person(world.visitor("artist"))
        made = self.post(artist, world, ease=6, minutes_by_hand=10)
        assert made.status_code == 201
        rows = artist.get("/api/v1/responses/").json()["results"]
        assert rows == [made.json()]

    @pytest.mark.parametrize(
        "given",
        [{}, {"ease": 0}, {"ease": 8}, {"minutes_by_hand": -1}, {"comment": " "}]
        + [{"minutes_by_hand": MONTH_MINUTES + 1}, {"ease": None}, {"ease": "x"}],
    )
    def test_a_wrong_one_is_refused(self, world, as_person, given):
        assert self.post(as_person(world.visitor("artist")), world, **given).status_code == 400

    def test_a_decision_of_another_studio_does_not_exist(self, world, as_person):
        refused = self.post(as_person(world.visitor("other")), world, ease=3)
        assert refused.status_code == 400 and "decision" in refused.json()["error"]["fields"]

    def test_a_beta_lead_reads_all_and_a_partner_their_own(self, world, as_person):
        count = {
            kind: len(as_person(world.visitor(kind)).get("/api/v1/responses/").json()["results"])
            for kind in ("beta_lead", "admin", "director", "artist")
        }
        assert count == {"beta_lead": 2, "admin": 2, "director": 1, "artist": 0}


class TestReading:
    def test_only_the_beta_team_opens_the_list(self, world, as_person):
        for kind in ("producer", "director", "artist", "reviewer"):
            assert as_person(world.visitor(kind)).get("/feedback/answers/").status_code == 403
        for kind in ("beta_lead", "admin"):
            page = as_person(world.visitor(kind)).get("/feedback/answers/")
            assert "Ours" in page.text and "Theirs" in page.text

    def test_counts_have_their_denominators(self, world, as_person):
        answer(
            actor=world.visitor("artist"),
            decision=world.ours.decision,
            minutes_by_hand=30,
            ease=None,
            comment="",
        )
        page = as_person(world.beta_lead).get("/feedback/answers/")
        summary = page.context["summary"]
        assert summary["answers"] == 3
        assert summary["sentence"] == "3 answers to 2 decisions, from 3 people in 2 studios."
        assert summary["sentence"] in page.text
        assert summary["ease"] is None and "no week of the beta is over yet" in page.text

    def test_one_is_not_told_as_many(self, world, as_person):
        Response.objects.exclude(decision=world.ours.decision).delete()
        page = as_person(world.beta_lead).get("/feedback/answers/")
        assert "1 answer to 2 decisions, from 1 person in 1 studio." in page.text

    def test_parts_of_a_minute_are_kept(self, world, as_person):
        Response.objects.filter(studio=world.ours.studio).update(minutes_by_hand="1.50")
        assert ">1.50<" in as_person(world.beta_lead).get("/feedback/answers/").text

    def test_without_answers_there_is_a_page_too(self, db, as_person):
        lead = person("Lead", programme_role="beta_lead")
        page = as_person(lead).get("/feedback/answers/")
        assert page.status_code == 200 and page.context["summary"]["ease"] is None


class TestManyAnswers:
    @pytest.mark.parametrize("seed", [1, 2])
    def test_figures_are_those_of_the_full_computation(self, world, as_person, seed):
        a_quarter(world, seed)
        close_weeks()
        summary = as_person(world.beta_lead).get("/feedback/answers/").context["summary"]
        until = data_cut()
        rows, scope = facts.answers(until), Scope(until=week_of(until))
        for name in ("ease", "minutes"):
            values = [v for part in scope.slices(rows, name) for v in part.values(name)]
            assert summary[name]["n"] == len(values) > 50
            assert summary[name]["mean"] == pytest.approx(sum(values) / len(values))
        given = Response.objects.all()
        assert summary["answers"] == given.count()
        assert summary["people"] == given.values("person").distinct().count()
        assert (summary["studios"], summary["until"]) == (2, until)

    def test_pages_go_on_from_an_answer_and_miss_none(self, world, as_person, monkeypatch):
        monkeypatch.setattr("feedback.views.answers.PAGE", 4)
        many_answers(world.ours, 9)
        Response.objects.update(comment="Good.", created_at=timezone.now())  # all at one moment
        lead, seen, older = as_person(world.beta_lead), [], ""
        while older is not None:
            page = lead.get("/feedback/answers/", {"before": older}).context
            seen += [row.pk for row in page["rows"]]
            older = page["older"]
        assert seen == [*Response.objects.order_by("-id").values_list("pk", flat=True)]
        assert len(seen) == 11

    @pytest.mark.parametrize("before", ["x", "0" * 32])
    def test_an_answer_that_is_not_there_leads_to_the_newest(self, world, as_person, before):
        page = as_person(world.beta_lead).get("/feedback/answers/", {"before": before})
        assert len(page.context["rows"]) == 2


class TestTwoLooks:
    """A mean of six people, then one more says something: what they said cannot be subtracted."""

    @pytest.fixture
    def look(self, world, as_person):
        many_answers(world.ours, 6)
        close_weeks(data_cut() - WEEK + GRACE)
        lead = as_person(world.beta_lead)
        return lambda: lead.get("/feedback/answers/")

    def test_one_more_answer_between_them_changes_no_figure(self, world, look):
        first = look()
        many_answers(world.theirs, 1, weeks_ago=0, ease=1)
        again = look()
        for name in ("ease", "minutes"):
            assert again.context["summary"][name] == first.context["summary"][name]
        assert first.context["summary"]["ease"] == {"mean": 5.5, "n": 6}
        assert "Mean ease 5.5 of 7 (n = 6)." in again.text and "answers of fewer wait" in again.text
        assert again.context["summary"]["answers"] == first.context["summary"]["answers"] + 1

    def test_nor_after_its_week_while_it_waits_for_others(self, world, look):
        first = look()
        many_answers(world.theirs, 1, weeks_ago=1, ease=1)
        assert close_weeks() == 1
        again = look().context["summary"]
        assert again["ease"] == first.context["summary"]["ease"]
        assert again["until"] == first.context["summary"]["until"] + WEEK


class TestAfterItsWeek:
    @pytest.fixture
    def older(self, world):
        """The director's answer, given in the week before this one."""
        now = timezone.now()
        before = now - timedelta(days=now.weekday(), hours=now.hour + 1)
        Response.objects.filter(pk=world.ours.response.pk).update(created_at=before)
        return world.ours

    def test_an_answer_is_in_figures_and_stays(self, older):
        said = {"minutes_by_hand": None, "ease": 1, "comment": ""}
        with pytest.raises(PortalError, match="response:counted"):
            answer(actor=older.people["director"], decision=older.decision, **said)
        assert Response.objects.get(pk=older.response.pk).ease == 6
        answer(actor=older.people["producer"], decision=older.decision, **said)

    def test_the_page_says_so_and_keeps_what_was_typed(self, older, as_person):
        client = as_person(older.people["director"])
        address = f"/decisions/{older.decision.pk}/worth/"
        page = client.post(address, {"unit": "1", "ease": "2", "comment": "On reflection"})
        assert "in figures by now" in page.text and "On reflection" in page.text

    def test_over_the_api_it_is_a_conflict(self, older, as_person):
        client = as_person(older.people["director"])
        sent = {"decision": str(older.decision.pk), "ease": 2}
        told = client.post("/api/v1/responses/", sent, content_type="application/json")
        assert (told.status_code, told.json()["error"]["code"]) == (409, "response:counted")
