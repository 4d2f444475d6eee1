"""The same request at several: side by side, blind, chosen; and what people chose, counted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.errors import PortalError
from projects import comparing
from projects.assist.tools import TOOLS
from projects.models import AssistRequest, Candidate, Decision, Receipt, Revision, Run, State
from projects.models.decisions import decide
from tests.projects import remote_world
from tests.projects.remote_world import connect
from tests.world import make_pictures


@pytest.fixture
def tool(monkeypatch):
    monkeypatch.setitem(TOOLS, "ask_oracle", remote_world.TOOL)


@pytest.fixture
def asked(world, tool):
    return ask(world)


def ask(world, models=("oracle-1", "oracle-2"), connection=None):
    """A request that went to these models, each with one result."""
    project, connection = world.ours.project, connection or connect(name=f"O {timezone.now()}")
    request = AssistRequest.objects.create(
        project=project, tool="ask_oracle", person=world.visitor("artist")
    )
    request.versions.set([world.ours.version], through_defaults={"studio": world.ours.studio})
    for model in models:
        now = timezone.now()
        run = Run.objects.create(
            project=project,
            request=request,
            provider="oracle",
            connection=connection,
            model=model,
            state=State.READY,
            cost="0.08",
            started_at=now - timedelta(seconds=4),
            finished_at=now,
        )
        offer(world, run)
    return request


def offer(world, run):
    candidate = Candidate.objects.create(
        project=run.project,
        run=run,
        version=world.ours.version,
        number=1,
        kind="found",
        result={"shots": []},
    )
    Revision.objects.create(project=run.project, candidate=candidate, number=0, cut=[])
    return candidate


def result_of(asked, model):
    return Candidate.objects.get(run__request=asked, run__model=model)


def verdicts(asked):
    rows = Decision.objects.filter(candidate__run__request=asked)
    return {row.candidate.run.model: row.verdict for row in rows}


def fresh(asked):
    return AssistRequest.objects.get(pk=asked.pk)


class TestChoosing:
    def test_one_is_approved_and_the_others_are_put_aside(self, world, asked):
        producer = world.visitor("producer")
        made = comparing.choose(actor=producer, candidate=result_of(asked, "oracle-2"), reason="")
        assert verdicts(asked) == {"oracle-1": "rejected", "oracle-2": "approved"}
        aside = Decision.objects.get(verdict="rejected", candidate__run__request=asked)
        assert aside.reason == "another one of its group was kept"
        assert made.person == producer and fresh(asked).state == "decided"

    def test_the_reason_is_kept_with_what_was_chosen(self, world, asked):
        producer, liked = world.visitor("producer"), result_of(asked, "oracle-1")
        comparing.choose(actor=producer, candidate=liked, reason="calmer")
        rows = Decision.objects.filter(candidate__run__request=asked)
        assert dict(rows.values_list("verdict", "reason")) == {
            "approved": "calmer",
            "rejected": "another one of its group was kept",
        }

    def test_what_was_decided_before_stays_as_it_was_said(self, world, asked):
        producer, other = world.visitor("producer"), result_of(asked, "oracle-1")
        decide(actor=producer, candidate=other, revision=0, verdict="rejected", reason="soft")
        seen = {str(other.pk): str(other.decision.pk)}
        chosen = result_of(asked, "oracle-2")
        comparing.choose(actor=producer, candidate=chosen, reason="", seen=seen)
        assert other.decisions.count() == 1 and other.decision.reason == "soft"

    def test_a_page_from_before_anothers_choice_chooses_nothing(self, world, asked, as_person):
        first, second = result_of(asked, "oracle-1"), result_of(asked, "oracle-2")
        comparing.choose(actor=world.visitor("producer"), candidate=first, reason="calmer")
        late = as_person(world.visitor("director"))
        where = reverse("candidate_choose", args=[second.pk])
        seen = f"{first.pk}= {second.pk}="
        page = late.post(where, {"reason": "warmer", "seen": seen}, follow=True).text
        assert "this 0 s ago. Nothing was signed." in page and "You wrote: warmer" in page
        assert verdicts(asked) == {"oracle-1": "approved", "oracle-2": "rejected"}

    def test_putting_one_aside_leaves_the_request_open_while_another_waits(self, world, asked):
        producer, other = world.visitor("producer"), result_of(asked, "oracle-1")
        decide(actor=producer, candidate=other, revision=0, verdict="rejected", reason="soft")
        assert fresh(asked).state == "open"
        last = result_of(asked, "oracle-2")
        decide(actor=producer, candidate=last, revision=0, verdict="rejected", reason="soft too")
        assert fresh(asked).state == "decided"

    def test_pictures_are_chosen_on_their_board(self, world):
        board = make_pictures(world.ours.version, world.visitor("producer"), ["0" * 16])
        picture = Candidate.objects.filter(run__request=board).first()
        with pytest.raises(PortalError, match="compare:board"):
            comparing.choose(actor=world.visitor("producer"), candidate=picture, reason="")


class TestThePage:
    def page(self, world, asked, as_person, who="director"):
        answer = as_person(world.visitor(who)).get(reverse("compare", args=[asked.pk]))
        return answer.content.decode()

    def test_each_has_a_column_with_its_provider_cost_and_time(self, world, asked, as_person):
        page = self.page(world, asked, as_person)
        assert "oracle-1" in page and "oracle-2" in page and "0.0800 USD" in page and "4 s" in page

    def test_blind_it_tells_neither_name_nor_cost_nor_time(self, world, asked, as_person):
        person = as_person(world.visitor("director"))
        person.post(reverse("compare_blind", args=[asked.pk]), {"blind": "on"})
        page = self.page(world, asked, as_person)
        assert "oracle" not in page.split("<main")[1].lower().replace("ask the oracle", "")
        assert "USD" not in page and "Result A" in page and "Result B" in page
        run = asked.runs.first()
        told = person.get(run.get_absolute_url()).content.decode()
        assert "oracle-1" not in told and "hidden until everything is decided" in told

    def test_one_stays_blind_until_everything_is_decided(self, world, asked, as_person):
        person = as_person(world.visitor("director"))
        where = reverse("compare_blind", args=[asked.pk])
        person.post(where, {"blind": "on"})
        assert person.post(where, {"blind": "off"}).status_code == 409
        chosen = result_of(asked, "oracle-1")
        person.post(reverse("candidate_choose", args=[chosen.pk]), {"reason": ""})
        assert person.post(where, {"blind": "off"}).status_code == 302

    def test_choosing_signs_with_the_name_of_who_pressed(self, world, asked, as_person):
        chosen = result_of(asked, "oracle-2")
        person = as_person(world.visitor("director"))
        answer = person.post(reverse("candidate_choose", args=[chosen.pk]), {"reason": "best"})
        assert answer.status_code == 302
        assert chosen.decision.person_name == str(world.visitor("director"))
        assert "best" in self.page(world, asked, as_person)

    def test_an_artist_looks_and_does_not_choose(self, world, asked, as_person):
        assert "put the others aside" not in self.page(world, asked, as_person, "artist")

    def test_pictures_lead_to_their_board(self, world, as_person):
        board = make_pictures(world.ours.version, world.visitor("producer"), ["0" * 16])
        answer = as_person(world.visitor("artist")).get(reverse("compare", args=[board.pk]))
        assert answer.url == reverse("triage", args=[board.pk])


class TestTheTable:
    def choose(self, world, liked, count, blind=()):
        connection = connect(name="Both")
        for number in range(count):
            request = ask(world, connection=connection)
            if number in blind:
                request.blind = [str(world.visitor("producer").pk)]
                request.save()
            candidate = result_of(request, liked)
            comparing.choose(actor=world.visitor("producer"), candidate=candidate, reason="")

    def table(self):
        return comparing.tables(Run.objects.all())[0]

    def test_choices_cost_time_and_failures_are_counted(self, world, tool):
        self.choose(world, "oracle-2", 3, blind={0, 1})
        ask(world)  # undecided: it is no choice yet
        Run.objects.filter(model="oracle-1").last()
        table = self.table()
        first, second = table.rows
        assert (first.model, first.chosen, first.compared) == ("oracle-2", 3, 3)
        assert (second.model, second.chosen, second.compared) == ("oracle-1", 0, 3)
        assert first.ready == 4 and str(first.cost) == "0.0800" and first.seconds == 4
        assert (table.compared, table.blind, table.people) == (3, 2, 1)
        assert not first.liking.told

    def test_two_that_are_both_approved_say_nothing(self, world, asked):
        for model in ("oracle-1", "oracle-2"):
            one = result_of(asked, model)
            decide(actor=world.visitor("producer"), candidate=one, revision=0, verdict="approved")
        table = self.table()
        assert table.compared == 0 and {row.liking for row in table.rows} == {None}

    def test_failures_are_told_and_cost_nothing(self, world, asked):
        result_of(asked, "oracle-1").delete()
        Run.objects.filter(request=asked, model="oracle-1").update(state=State.FAILED)
        row = next(row for row in self.table().rows if row.model == "oracle-1")
        assert (row.ready, row.failed, row.cost, row.seconds) == (0, 0, None, None)
        run = asked.runs.get(model="oracle-1")
        sent = {"project": run.project, "run": run, "manifest": {}}
        Receipt.objects.create(provider="oracle", model="oracle-1", **sent)
        assert next(row for row in self.table().rows if row.model == "oracle-1").failed == 1

    def test_the_engine_is_not_compared_with_itself(self, world):
        assert comparing.tables(Run.objects.all()) == []

    def test_the_page_says_that_few_comparisons_conclude_nothing(self, world, tool, as_person):
        self.choose(world, "oracle-2", 2)
        page = as_person(world.visitor("artist")).get(reverse("compared")).content.decode()
        assert "not answerable yet: 2 of 10 comparisons" in page and "2 of 2" in page

    def test_with_enough_it_tells_the_interval(self, world, tool, as_person):
        self.choose(world, "oracle-2", 12)
        page = as_person(world.visitor("artist")).get(reverse("compared")).content.decode()
        row = self.table().rows[0].liking
        assert f"{row.percent} %" in page and row.interval in page

    def test_another_studio_sees_nothing_of_it(self, world, tool, as_person):
        self.choose(world, "oracle-2", 1)
        page = as_person(world.visitor("other")).get(reverse("compared")).content.decode()
        assert "Nothing was compared yet" in page and "oracle" not in page

    def test_beta_leads_see_what_five_people_decided_and_no_less(self, world, tool, as_person):
        self.choose(world, "oracle-2", 2)
        where = reverse("compared_programme")
        page = as_person(world.beta_lead).get(where).content.decode()
        assert "oracle-2" not in page and "fewer than five people decided" in page

    def test_a_table_of_five_people_is_told_to_beta_leads(
        self, world, tool, as_person, monkeypatch
    ):
        monkeypatch.setattr(comparing, "FEWEST", 1)
        self.choose(world, "oracle-2", 2)
        page = as_person(world.beta_lead).get(reverse("compared_programme")).content.decode()
        assert "oracle-2" in page and str(world.ours.project) not in page


class TestWatching:
    def page(self, user, asked, **headers):
        return user.get(reverse("compare", args=[asked.pk]), headers=headers)

    def test_a_run_that_failed_says_why_and_leads_back_to_the_form(self, world, asked, as_person):
        run = asked.runs.get(model="oracle-1")
        run.candidates.all().delete()
        Run.objects.filter(pk=run.pk).update(state=State.FAILED, error_code="remote:filtered")
        told = self.page(as_person(world.visitor("artist")), asked).content.decode()
        assert "content filter stopped this" in told
        way = f"{reverse('ask', args=[world.ours.version.pk])}?tool=ask_oracle&amp;from={run.pk}"
        assert f'href="{way}"' in told and f'href="{run.get_absolute_url()}"' in told
        for_reviewer = self.page(as_person(world.visitor("reviewer")), asked).content.decode()
        assert "content filter stopped this" in for_reviewer and way not in for_reviewer

    def test_blind_it_tells_neither_why_nor_leads_to_the_run(self, world, asked, as_person):
        run = asked.runs.get(model="oracle-1")
        Run.objects.filter(pk=run.pk).update(state=State.FAILED, error_code="remote:filtered")
        AssistRequest.objects.update(blind=[str(world.visitor("artist").pk)])
        told = self.page(as_person(world.visitor("artist")), asked).content.decode()
        assert "content filter" not in told and run.get_absolute_url() not in told
        assert "Why is told together with whose it is" in told and "oracle-1" not in told

    def test_pictures_are_led_to_when_all_is_well_and_told_of_until_then(
        self, world, asked, as_person
    ):
        person = world.visitor("artist")
        make_pictures(world.ours.version, person, ["0" * 16, "f" * 16], request=asked)
        board = reverse("triage", args=[asked.pk])
        artist = as_person(world.visitor("artist"))
        assert self.page(artist, asked).url == board
        live = self.page(artist, asked, hx_request="true").content.decode()
        assert f'href="{board}"' in live and "Look at 2 pictures" in live
        asked.runs.filter(model="oracle-1").update(state=State.RUNNING)
        assert self.page(artist, asked).status_code == 200
