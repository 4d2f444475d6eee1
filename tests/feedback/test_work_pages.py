"""The way of an item through the pages, from the breakdown to one's own gap."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from feedback.models import Felt, OptIn, Step, TimeEntry, WorkItem
from feedback.work import timers
from portal.models import AuditEvent, Membership
from projects.models import ProjectGrant
from tests.feedback.measured_work import begun, finished, fresh, make_crew, make_item, ready, worked
from tests.world import enrolled, person

pytestmark = pytest.mark.django_db
CSV = (
    b"code;stage;complexity;hours;rate;currency\nA1;roto;small;8,5;50;EUR\nA2;juggling;s;1;1;EUR\n"
)


@pytest.fixture
def crew():
    return make_crew()


@pytest.fixture
def artist(crew, as_person):
    return as_person(crew.artist)


@pytest.fixture
def producer(crew, as_person):
    return as_person(crew.producer)


def project_page(crew, part=""):
    return f"/projects/{crew.project.pk}/work/{part}"


def page(item, part=""):
    return f"/work/{item.pk}/{part}"


class TestProducers:
    def test_a_file_is_shown_then_taken_then_locked(self, crew, producer):
        file = SimpleUploadedFile("bids.csv", CSV)
        answer = producer.post(project_page(crew, "file/"), {"file": file, "currency": "USD"})
        assert "8.50" in answer.text and "nobody knows the stage “juggling”" in answer.text
        assert not WorkItem.objects.exists()
        seal = answer.context["seal"]
        taken = producer.post(project_page(crew, "file/"), {"seal": seal}, follow=True)
        assert "1 new item, 0 changed, 0 left as they are." in taken.text
        locked = producer.post(project_page(crew, "lock/"), follow=True)
        assert "1 bid is locked; the item can begin." in locked.text
        assert WorkItem.objects.get().state == "ready"

    def test_a_seal_that_was_changed_is_refused_in_words(self, crew, producer):
        answer = producer.post(project_page(crew, "file/"), {"seal": "nonsense"})
        assert answer.status_code == 410 and "no longer valid" in answer.text

    def test_an_item_is_typed(self, crew, producer):
        form = {"code": "B1", "stage": "comp", "stratum": "M", "hours": "3", "rate": "40"}
        producer.post(project_page(crew), {**form, "currency": "EUR"})
        item = WorkItem.objects.get()
        assert (item.stratum, str(item.bid)) == ("medium", "3.00 h × 40.00 EUR")
        again = producer.post(project_page(crew), {**form, "currency": "EUR"})
        assert again.status_code == 200 and "B1 is already an item of this project." in again.text

    def test_the_studio_agrees_and_withdraws(self, crew, producer):
        where = f"/work/draw/?studio={crew.studio.pk}"
        agreed = producer.post(where, {"project": crew.project.pk}, follow=True)
        assert f"Drawn: {crew.producer} agreed for the studio" in agreed.text
        withdrawn = producer.post(
            where, {"project": crew.project.pk, "withdraw": "on"}, follow=True
        )
        assert "Free choice" in withdrawn.text
        assert OptIn.objects.get().withdrawn_by_name == str(crew.producer)
        assert AuditEvent.objects.filter(verb__startswith="work:draw").count() == 2

    def test_a_start_is_set_in_advance_or_refused_in_words(self, crew, producer):
        day = timezone.localdate() + timedelta(days=5)
        answer = producer.post(project_page(crew, "start/"), {"starts_on": day}, follow=True)
        assert f"assistance starts on {day}" in answer.text
        past = producer.post(project_page(crew, "start/"), {"starts_on": timezone.localdate()})
        assert past.status_code == 400 and "set in advance" in past.text
        assert Step.objects.get().starts_on == day

    def test_the_page_never_tells_an_arm_of_work_that_is_not_done(self, crew, producer):
        item = begun(crew, "by_hand")
        for where in (project_page(crew), page(item)):
            assert "by hand</b>" not in producer.get(where).text
        listed = producer.get(f"/api/v1/work-items/{item.pk}/").json()
        assert listed["arm"] == ""

    @pytest.mark.parametrize("count", [1, 12])
    def test_pages_ask_as_many_queries_for_many_items(
        self, crew, producer, count, django_assert_max_num_queries
    ):
        producer.get("/work/")
        for _n in range(count):
            finished(crew), begun(crew), make_item(crew)
        with django_assert_max_num_queries(40):
            producer.get(project_page(crew))
        with django_assert_max_num_queries(30):
            producer.get("/work/")


class TestWhoeverDoesIt:
    def test_the_arm_is_told_at_the_beginning(self, crew, artist):
        item = ready(crew)
        assert "How will you do it?" in artist.get(page(item)).text
        answer = artist.post(page(item, "begin/"), {"choice": "by_hand"}, follow=True)
        assert f"{item.code}: do it by hand." in answer.text
        refused = artist.post(page(item, "begin/"), {"choice": "by_hand"})
        assert refused.status_code == 409 and "has begun already" in refused.text

    def test_who_only_reviews_is_offered_nothing_to_begin(self, crew, as_person):
        item, reviewer = ready(crew), enrolled(person("Rita"))
        Membership.objects.create(studio=crew.studio, user=reviewer, role="reviewer")
        ProjectGrant.objects.create(project=crew.project, membership=reviewer.memberships.get())
        assert item.code not in as_person(reviewer).get("/work/").text

    def test_nobody_settles_a_free_item_by_saying_nothing(self, crew, artist):
        assert artist.post(page(ready(crew), "begin/")).status_code == 400

    def test_felt_comes_before_anything_measured(self, crew, artist):
        item = begun(crew, bid="8")
        worked(item, crew.artist, 10)
        done = artist.post(page(item, "done/"))
        assert done["Location"] == page(item, "felt/")
        assert "the bid said" not in artist.get(page(item)).text
        answer = artist.post(page(item, "felt/"), {"way": "saved", "percent": 20}, follow=True)
        assert "It took 10.0 h of work; the bid said 8.0 h." in answer.text
        assert "That is 25 % more than bid." in answer.text
        assert "You felt that assistance saved 20 %." in answer.text
        assert "It felt 45 points better than it was." in answer.text
        again = artist.post(page(item, "felt/"), {"way": "cost", "percent": 20})
        assert again["Location"] == page(item)

    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ({"way": "saved", "percent": 30}, "0.300"),
            ({"way": "cost", "percent": 150}, "-1.500"),
            ({"way": "even"}, "0.000"),
            ({"way": "unknown"}, "None"),
        ],
    )
    def test_an_answer_is_kept_as_a_share(self, crew, artist, said, kept):
        artist.post(page(finished(crew), "felt/"), said)
        assert str(Felt.objects.get().saving) == kept

    @pytest.mark.parametrize("said", [{}, {"way": "saved"}, {"way": "saved", "percent": 120}])
    def test_an_answer_that_says_nothing_is_asked_again(self, crew, artist, said):
        assert artist.post(page(finished(crew), "felt/"), said).status_code == 200
        assert not Felt.objects.exists()

    def test_by_hand_nothing_is_asked_and_the_time_is_shown_at_once(self, crew, artist):
        item = begun(crew, "by_hand", bid="8")
        worked(item, crew.artist, 6)
        answer = artist.post(page(item, "done/"), follow=True)
        assert "That is 25 % less than bid." in answer.text and "You felt" not in answer.text

    def test_nobody_else_reads_the_gap_or_the_times(self, crew, as_person):
        item = finished(crew, "by_hand", hours=0.1)
        for role in ("producer", "director"):
            text = as_person(crew.people[role]).get(page(item)).text
            assert "the bid said" not in text and "No time is kept yet" in text

    def test_going_on_otherwise_wants_a_reason(self, crew, artist):
        item = begun(crew)
        assert artist.post(page(item, "otherwise/"), {"reason": ""}).status_code == 400
        answer = artist.post(page(item, "otherwise/"), {"reason": "Too soft."}, follow=True)
        assert "went on in the other way" in answer.text and fresh(item).arm == "by_hand"

    def test_a_time_by_hand_keeps_what_was_typed_beside_its_fault(self, crew, artist):
        form = {"kind": "working", "reason": "x"}
        form |= {"started_at": "2020-01-01T08:00", "ended_at": "2020-01-01T07:00"}
        answer = artist.post(page(begun(crew), "times/"), form)
        assert answer.status_code == 200 and "The time ends before it starts." in answer.text
        assert "2020-01-01T08:00" in answer.text


class TestTheTimerInTheFrame:
    def test_every_page_shows_what_runs_and_nothing_otherwise(
        self, crew, artist, django_capture_on_commit_callbacks
    ):
        assert "<work-timer" not in artist.get("/work/").text
        item = begun(crew)
        with django_capture_on_commit_callbacks(execute=True):
            artist.post(page(item, "timer/"), {"kind": "working"})
        for where in ("/work/", "/", "/projects/"):
            text = artist.get(where).text
            assert 'data-state="running"' in text and item.code in text
        timers.stop(actor=crew.artist)

    def test_home_tells_of_the_timer_and_of_what_is_not_answered(self, crew, artist):
        done, item = finished(crew), begun(crew)
        artist.post(page(item, "timer/"), {"kind": "working"})
        text = artist.get("/").text
        assert f"What did assistance save in {done.code}?" in text
        assert f"Your timer runs: {item.code}" in text


class TestOverTheApi:
    def test_a_timer_is_started_signed_paused_and_stopped(self, crew, artist):
        item = begun(crew)

        def post(**said):
            return artist.post("/api/v1/timer/", said, "application/json")

        assert artist.get("/api/v1/timer/").json()["state"] is None
        assert post(act="start", item=str(item.pk)).json()["state"] == "running"
        assert post(act="sign", quiet=2).json()["asks_since"] is None
        assert post(act="pause").json()["state"] == "paused"
        assert post(act="go_on").json()["state"] == "running"
        assert post(act="stop").json()["state"] is None
        assert post(act="stop").status_code == 409
        assert TimeEntry.objects.filter(ended_at__isnull=False).count() == 2

    @pytest.mark.parametrize(
        "said",
        [
            {},
            {"act": "fly"},
            {"act": "start"},
            {"act": "sign", "quiet": -1},
            {"act": "sign", "quiet": "x"},
        ],
    )
    def test_what_it_does_not_understand_is_said(self, artist, said):
        assert artist.post("/api/v1/timer/", said, "application/json").status_code == 400

    def test_an_item_is_planned_begun_and_done(self, crew, producer, artist):
        body = {"project": str(crew.project.pk), "code": "C1", "stage": "roto", "stratum": "s"}
        body |= {"hours": "4", "rate": "50", "currency": "EUR"}
        made = producer.post("/api/v1/work-items/", body, "application/json").json()
        assert made["stratum"] == "small" and "hours" not in made
        producer.post(project_page(crew, "lock/"))
        where = f"/api/v1/work-items/{made['id']}/"
        said = {"choice": "assisted"}
        assert artist.post(f"{where}begin/", said, "application/json").json()["arm"] == "assisted"
        assert artist.post(f"{where}done/").json()["state"] == "done"

    @pytest.mark.parametrize("wrong", [{"hours": "0"}, {"currency": "euro"}, {"stage": "juggling"}])
    def test_what_is_no_bid_is_refused(self, crew, producer, wrong):
        body = {"project": str(crew.project.pk), "code": "C1", "stage": "roto", "stratum": "s"}
        body |= {"hours": "4", "rate": "50", **wrong}
        answer = producer.post("/api/v1/work-items/", body, "application/json")
        assert answer.status_code == 400 and not WorkItem.objects.exists()


def test_a_lead_reads_counts_and_no_names(crew, as_person):
    from tests.world import person

    finished(crew, hours=0.5)
    lead = as_person(person("Lead", programme_role="beta_lead"))
    text = lead.get("/feedback/work/").text
    assert "1 items: 1 settled, 1 begun, 1 done, 0 dropped." in text and crew.studio.name in text
    assert crew.artist.name not in text and "50.00" not in text
