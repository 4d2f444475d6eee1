"""The palette on the page of a new request."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.assist.contract import ToolRefused
from projects.assist.palette import Quote
from projects.assist.tools import TOOLS
from projects.models import AssistRequest, Project, Run, State, Terms
from projects.palette_rows import _cost, _span, experience
from tests.projects.palette_made import (
    READ,
    make_connection,
    make_terms,
    open_way,
    palette_made,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_sent")]


@pytest.fixture
def sent(monkeypatch):
    return palette_made(monkeypatch)


@pytest.fixture
def project(world, sent) -> Project:
    return Project.objects.select_related("studio").get(pk=world.ours.project.pk)


@pytest.fixture
def artist(world, as_person):
    return as_person(world.visitor("artist"))


def address(world) -> str:
    return f"{reverse('ask', args=[world.ours.version.pk])}?tool={READ.name}"


def page(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def value(connection, model="good-1") -> str:
    return f"{connection.pk}|{model}"


def test_each_provider_has_a_row_with_cost_place_time_and_terms(world, project, artist):
    open_way(project, endpoint="https://eu.elsewhere.example/v1")
    told = page(artist.get(address(world)))
    assert "Elsewhere Inc</b> Good 1" in told and "about 0.25–2.25 USD" in told
    assert "Leaves the house, to Elsewhere Inc, us, eu.elsewhere.example." in told
    starts = Terms.objects.get().starts.isoformat()
    assert f'<a href="https://example.org/terms" rel="noreferrer">Terms of {starts}</a>' in told
    assert "contract MSA 7" in told and "no experience yet" in told
    assert "Local engine" not in told


def test_the_only_one_that_is_allowed_is_chosen_and_the_button_says_who(world, project, artist):
    connection = open_way(project)
    told = page(artist.get(address(world)))
    assert "Send clip.mp4 to Elsewhere Inc (elsewhere, Good 1, us)</button>" in told
    box = told[told.index(f'value="{value(connection)}"') :].split(">")[0]
    assert "checked" in box and "disabled" not in box
    assert f'value="{value(connection, "old-1")}"' not in told  # told below, never to be chosen
    assert "Old 1" in told.split('<div class="choice is-refused">')[1]


def test_of_several_none_is_chosen_for_the_person(world, project, artist):
    open_way(project), open_way(project, "another")
    told = page(artist.get(address(world)))
    assert "Choose a provider</button>" in told
    assert not [box for box in told.split("<input") if 'name="to"' in box and " checked" in box]


def test_every_reason_is_told_in_words(world, project, artist):
    open_way(project)
    make_terms(retention_days=30, trains_on_inputs=None, starts=timezone.now().date())
    told = page(artist.get(address(world)))
    assert "keep inputs 30 days; this project allows 0." in told
    assert "do not say whether it trains on inputs, which counts as training." in told
    assert "Elsewhere Inc ended the model old-1 on 30 September 2026" in told
    assert 'data-part="send" disabled>No provider may be sent this</button>' in told


def test_what_all_models_of_a_connection_are_refused_for_is_told_once(world, project, artist):
    open_way(project)
    make_terms(retention_days=30, starts=timezone.now().date())
    told = page(artist.get(address(world)))
    assert told.count("keep inputs 30 days; this project allows 0.") == 1
    models = told.split('<ul class="small plain refused-models">')[1].split("</ul>")[0]
    assert "<li>Good 1 · about 0.25–2.25 USD</li>" in models
    assert "<li>Old 1 · Elsewhere Inc ended the model old-1 on 30 September 2026" in models


def test_models_beside_one_that_is_allowed_are_folded_away(world, project, artist):
    open_way(project)
    answer = artist.get(address(world))
    assert not answer.context["refused"] and len(answer.context["folded_models"]) == 1
    told = page(answer).split("1 connection has further models, which are refused</summary>")[1]
    told = told.split("</details>")[0]
    assert "<li>Old 1 ·" in told and "Elsewhere Inc ended the model old-1" in told


def test_a_refusal_leads_to_where_it_can_be_mended_for_who_may(world, project, artist, as_person):
    open_way(project)
    project.policy.providers = []
    project.policy.save()
    way = f'<a href="{reverse("project_policy", args=[project.pk])}">What this project allows</a>'
    assert way in page(as_person(world.visitor("producer")).get(address(world)))
    told = page(artist.get(address(world)))
    assert "does not allow Elsewhere Inc." in told and way not in told
    project.policy.providers = ["elsewhere"]
    project.policy.save()
    assert "choice is-refused" in told and way not in page(artist.get(address(world)))


def test_what_is_not_connected_says_what_is_missing(world, project, artist):
    open_way(project, key="")
    told = page(artist.get(address(world)))
    assert "Elsewhere Inc is not connected: it lacks API key." in told
    assert "Another Inc is not connected: somebody has to connect it." in told
    assert "not connected</span>" in told
    assert "providers that could do it are not connected" in told


def test_a_machine_of_the_house_says_that_it_stays(world, project, artist):
    make_connection("house")
    told = page(artist.get(address(world)))
    assert "Stays in the house." in told and "no cost" in told


def test_a_connection_whose_test_failed_says_so(world, project, artist):
    row = open_way(project)
    type(row).objects.update(tested_ok=False, tested_told="401 key revoked")
    told = page(artist.get(address(world)))
    assert "The last test of this connection failed: 401 key revoked" in told


def test_one_that_is_sent_leads_to_its_run(world, project, artist, sent):
    connection = open_way(project)
    answer = artist.post(address(world), {"to": value(connection), "question": "Who?"})
    (run,) = sent
    assert answer.url == reverse("run", args=[run.pk])
    assert (run.provider, run.model, run.connection) == ("elsewhere", "good-1", connection)
    assert run.request.parameters == {"question": "Who?"}


class TestAFormIsOneRequest:
    def body(self, world, project, artist, **said):
        given = artist.get(address(world)).context["once"]
        return {"to": value(open_way(project)), "question": "Who?", "once": given, **said}

    def test_sent_again_it_leads_to_what_it_made_and_says_so(self, world, project, artist, sent):
        body = self.body(world, project, artist)
        first, second = (artist.post(address(world), body) for _time in range(2))
        assert first.url == second.url and len(sent) == 1
        assert "was not sent again" in page(artist.get(second.url))

    def test_changed_or_opened_anew_it_is_another(self, world, project, artist, sent):
        body = self.body(world, project, artist)
        fresh = artist.get(address(world)).context["once"]
        for more in ({}, {"question": "Where?"}, {"once": fresh}, {"once": "rubbish"}, {}):
            assert artist.post(address(world), {**body, **more}).status_code == 302
        assert len(sent) == 4

    def test_one_that_was_wrong_keeps_its_key_and_may_be_sent(self, world, project, artist, sent):
        body = self.body(world, project, artist)
        wrong = artist.post(address(world), {**body, "to": "nobody"})
        assert wrong.status_code == 200 and wrong.context["once"] == body["once"] and not sent
        project.policy.providers = []
        project.policy.save()
        assert artist.post(address(world), body).status_code == 200
        project.policy.providers = ["elsewhere"]
        project.policy.save()
        assert artist.post(address(world), body).status_code == 302 and len(sent) == 1

    def test_somebody_elses_key_is_a_key_like_any_other(
        self, world, project, artist, sent, as_person
    ):
        body = self.body(world, project, artist)
        urls = {artist.post(address(world), body).url}
        urls.add(as_person(world.visitor("producer")).post(address(world), body).url)
        assert len(urls) == len(sent) == 2

    def test_what_was_made_and_is_gone_is_made_anew(self, world, project, artist, sent):
        body = self.body(world, project, artist)
        artist.post(address(world), body)
        AssistRequest.objects.filter(tool=READ.name).delete()
        assert artist.post(address(world), body).status_code == 302 and len(sent) == 2


def test_several_are_compared_blind_if_wished(world, project, artist, sent):
    first, second = open_way(project), open_way(project, "another")
    body = {"to": [value(first), value(second)], "question": "Who?", "blind": "1"}
    answer = artist.post(address(world), body)
    assert answer.url == reverse("compare", args=[sent[0].request_id])
    assert {run.provider for run in sent} == {"elsewhere", "another"}
    (made,) = {run.request for run in sent}
    assert made.blind == [str(world.visitor("artist").pk)]
    assert "Sent to 2 providers" in page(artist.get(answer.url))


def test_nothing_is_sent_to_one_that_is_refused_and_what_was_typed_stays(
    world, project, artist, sent
):
    connection = open_way(project)
    body = {"to": value(connection, "old-1"), "question": "Who is it?"}
    answer = artist.post(address(world), body)
    told = page(answer)
    assert answer.status_code == 200 and sent == []
    assert "It may not be sent to this provider: Elsewhere Inc ended the model old-1" in told
    assert "Who is it?" in told


@pytest.mark.parametrize("to", ["", "nonsense", "|", "00000000-0000-0000-0000-000000000000|x"])
def test_nonsense_is_no_choice(world, project, artist, sent, to):
    open_way(project)
    answer = artist.post(address(world), {"to": to} if to else {})
    told = page(answer)
    assert answer.status_code == 200 and sent == []
    assert ("no longer offered" if to else "Choose who is to do it.") in told


def test_what_the_file_has_not_is_told_at_its_parameter_and_nothing_is_sent(
    world, project, artist, sent, monkeypatch
):
    def looks_in(parameters, item):
        assert item.path.stat().st_size  # the file itself, as it lies in the storage
        raise ToolRefused("palette:no_scene", parameters.question, "question")

    monkeypatch.setitem(TOOLS, READ.name, replace(READ, looks_in=looks_in))
    body = {"to": value(open_way(project)), "question": "77"}
    answer = artist.post(address(world), body)
    (told,) = answer.context["form"].errors["question"]
    assert told.startswith("The script has no scene 77.") and told in page(answer)
    assert sent == [] and not AssistRequest.objects.filter(tool=READ.name).exists()


def test_a_connection_of_another_studio_is_no_choice(world, project, artist, sent):
    open_way(project)
    foreign = make_connection("another", studio=world.theirs.studio)
    answer = artist.post(address(world), {"to": value(foreign)})
    assert "no longer offered" in page(answer) and sent == []


def test_a_policy_that_changed_meanwhile_is_felt(world, project, artist, sent):
    connection = open_way(project)
    assert "Send clip.mp4" in page(artist.get(address(world)))
    project.policy.providers = []
    project.policy.save()
    answer = artist.post(address(world), {"to": value(connection)})
    assert "policy does not allow Elsewhere Inc." in page(answer) and sent == []


def test_times_are_those_of_the_studios_own_runs(world, project):
    now = timezone.now()
    for house, seconds in ((world.ours, 30), (world.ours, 200), (world.theirs, 5000)):
        request = AssistRequest.objects.create(project=house.project, tool=READ.name)
        run = Run.objects.create(
            project=house.project, request=request, state=State.READY, provider="elsewhere"
        )
        Run.objects.filter(pk=run.pk).update(
            model="good-1", queued_at=now, finished_at=now + timedelta(seconds=seconds)
        )
    count, low, high = experience(project, READ)["elsewhere", "good-1"]
    assert (count, low.total_seconds(), high.total_seconds()) == (2, 30, 200)


def test_times_and_costs_are_read_easily():
    spans = [_span(timedelta(seconds=s)) for s in (0, 59, 60, 185, 3600, 5400)]
    assert spans == ["1 s", "59 s", "1 min", "3 min", "1 h 0 min", "1 h 30 min"]
    assert _cost(None) == "no price" and _cost(Quote(Decimal(0), Decimal(0), "")) == "no cost"
    assert _cost(Quote(Decimal(1), Decimal(1), "EUR")) == "about 1.00 EUR"
