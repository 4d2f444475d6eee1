"""What made a figure of Measures: leaves of five, single items only where they are shared."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from feedback.measured import Arm
from feedback.measures.episode_rows import episode_rows
from feedback.measures.rows import rows
from feedback.models import Sharing, TimeEntry, WorkItem
from feedback.models.reports import data_cut
from feedback.periods import week_of
from feedback.work.facts import pseudonym
from portal.models import AuditEvent
from projects.models import Episode, Scene, Shot
from tests.feedback.measured_work import finished, make_crew, ready
from tests.feedback.measuring import item
from tests.world import person

pytestmark = pytest.mark.django_db
LATE = week_of(datetime(2027, 6, 1, tzinfo=UTC))


def made(many, **given):
    """Items that no row of the database stands behind."""
    ids = [f"{n:08}-0000-4000-8000-{abs(hash(str(given))) % 10**12:012}" for n in range(many)]
    return [item(id=ids[n], person=f"p{n}", **given) for n in range(many)]


def opened(some, what, of, names=None):
    return rows(some, until=LATE, what=what, of=of, names=names or {})


class TestLeaves:
    def test_the_answer_is_made_of_leaves_with_their_hours(self):
        found = opened(made(5), "design", "randomised", {"north": "Northlight"})
        ((row),) = found.together
        assert row.words == ["2027-03-29", "A draw · – · Northlight · compositing"]
        assert row.numbers == ["5", "0", "5", "5", "50.0"] and len(found.heads) == 5
        assert found.single == [] and found.others == 5

    def test_what_cannot_be_told_opens_nothing(self):
        found = opened(made(4), "design", "randomised")
        assert (found.together, found.single, found.others) == ([], [], 0)
        assert opened(made(6), "studio", "elsewhere").together == []

    @pytest.mark.parametrize(
        ("what", "of", "where"),
        [
            ("arm", "assisted", "A draw · Assisted · Stills"),
            ("tool", "stills", "A draw · Assisted · Stills"),
            ("felt", "randomised", "A draw · – · – · Roto"),
        ],
    )
    def test_a_figure_of_some_of_the_work_tells_no_hours(self, what, of, where):
        """Less those of the whole, they would be one person's."""
        given = {"arm": Arm.ASSISTED, "tools": ("stills",), "felt": 0.2, "stage": "roto"}
        found = opened(made(5, studio="", **given), what, of)
        assert found.together[0].words[1] == where
        assert [len(row.numbers) for row in found.together] == [4] and len(found.heads) == 4

    def test_what_was_told_together_says_so(self):
        some = [*made(3, studio="a"), *made(3, studio="b")]
        (row,) = opened(some, "design", "randomised").together
        assert row.words[1] == "A draw · – · told together"

    def test_a_cohort_may_be_called_as_an_arm(self):
        (row,) = opened(made(5, cohort="assisted"), "cohort", "assisted").together
        assert row.words[1] == "A draw · assisted · north · compositing"

    def test_what_does_not_count_has_no_leaves(self):
        left = [replace(one, left_out="currencies") for one in made(3)]
        found = opened([*made(6, studio="b"), *left], "left", "currencies")
        assert (found.together, found.single, found.others) == ([], [], 3)
        assert found.part == "paid in several currencies"

    def test_what_nothing_could_be_compared_with_is_found(self):
        assert opened(made(6), "left", "one_arm").others == 6


def done_then(crew, who, when):
    """Two hours of work by hand."""
    item = ready(crew)
    end = when + timedelta(hours=2)
    times = {"started_at": when, "ended_at": end}
    entry = TimeEntry.objects.create(
        project=item.project, item=item, person=who, kind="working", **times
    )
    TimeEntry.objects.filter(pk=entry.pk).update(created_at=end)
    arms = {"assigned": "free", "arm": "by_hand", "state": "done", "person": who}
    moments = {"created_at": when, "begun_at": when, "done_at": end}
    WorkItem.objects.filter(pk=item.pk).update(**arms, **moments)


class TestThePage:
    @pytest.fixture
    def crew(self):
        """Six people with an item each, done last month, and their studio's name."""
        crew = make_crew()
        for n in range(6):
            done_then(crew, person(f"hand{n}"), data_cut() - timedelta(weeks=3, days=1))
        return crew

    @pytest.fixture
    def lead(self, world, as_person):
        return as_person(world.beta_lead)

    def page(self, lead, crew):
        return lead.get("/feedback/measures/design/?of=free")

    def test_of_a_studio_that_shares_nothing_there_is_no_row_of_one_person(self, crew, lead):
        answer = self.page(lead, crew)
        assert answer.status_code == 200 and "Told together" in answer.text
        assert "Items by themselves" not in answer.text
        assert "6 items are of studios that share no single answers" in answer.text
        assert not AuditEvent.objects.filter(verb="feedback:opened").exists()

    def test_of_one_that_shares_there_are_single_items_under_pseudonyms(self, crew, lead):
        Sharing.objects.create(studio=crew.studio, raw=True, person_name="P")
        answer = self.page(lead, crew)
        assert "Items by themselves" in answer.text and "share no single" not in answer.text
        assert "hand0" not in answer.text
        assert answer.text.count("2.00") >= 6
        event = AuditEvent.objects.get(verb="feedback:opened")
        assert event.studio_id == crew.studio.pk

    def test_measures_lead_to_it(self, crew, lead):
        answer = lead.get("/feedback/measures/")
        assert "/feedback/measures/design/?of=free" in answer.text
        assert "How people choose" in answer.text and "After decisions" in answer.text

    def test_what_an_episode_cost_is_told_where_single_items_may_be_read(self, crew, lead):
        series = Episode.objects.create(project=crew.project, code="101")
        scene = Scene.objects.create(project=crew.project, code="1", episode=series)
        shot = Shot.objects.create(project=crew.project, scene=scene, code="1A")
        WorkItem.objects.filter(project=crew.project).update(shot=shot)
        closed = lead.get("/feedback/measures/episode/").text
        assert "6 items are of studios that share no single answers" in closed
        assert "<h2>Episodes</h2>" not in closed
        Sharing.objects.create(studio=crew.studio, raw=True, person_name="P")
        told = lead.get("/feedback/measures/episode/").text
        assert pseudonym("episode", series.pk) in told and crew.studio.name in told
        assert "share no single" not in told
        assert AuditEvent.objects.get(verb="feedback:opened").studio_id == crew.studio.pk

    def test_episodes_are_of_items_done_before_the_cut(self):
        cut = datetime(2027, 4, 2, tzinfo=UTC)
        early, late = date(2027, 4, 1), date(2027, 4, 2)
        some = [item(id=f"{n}", episode="101", done=day) for n, day in enumerate((early, late))]
        assert episode_rows(some, until=cut, names={}).others == 1

    @pytest.mark.parametrize("what", ["quick", "agreement", "providers", "episode"])
    def test_how_people_choose_opens_leaves_too(self, lead, what):
        assert f"/feedback/measures/{what}/" in lead.get("/feedback/measures/").text
        answer = lead.get(f"/feedback/measures/{what}/")
        assert answer.status_code == 200 and "No rows" in answer.text

    def test_another_figure_is_not_found(self, lead):
        assert lead.get("/feedback/measures/everything/").status_code == 404

    @pytest.mark.parametrize("of", ["", "randomised", "%00", "x" * 300])
    def test_odd_parts_have_no_rows(self, lead, crew, of):
        for what in ("design", "arm", "felt", "left", "cohort", "studio", "stage", "tool"):
            answer = lead.get(f"/feedback/measures/{what}/?of={of}")
            assert answer.status_code == 200, what

    def test_people_of_studios_may_not(self, world, as_person):
        producer = as_person(world.ours.people["producer"])
        assert producer.get("/feedback/measures/design/").status_code == 403


def test_a_studio_that_shares_is_known_in_the_facts(db):
    from feedback.work.facts import facts

    crew, other = make_crew(), make_crew("Other")
    Sharing.objects.create(studio=crew.studio, raw=True, person_name="P")
    for one in (crew, other):
        finished(one, "by_hand", hours=1)
    told = {fact.studio: fact.known for fact in facts(as_of=timezone.now())}
    assert told == {
        pseudonym("studio", crew.studio.pk): True,
        pseudonym("studio", other.studio.pk): False,
    }
