"""Why a job failed stands on the page as long as the job does, not only while the news comes."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from portal.design import samples
from projects.models import AssistRequest, Ingest, Run, State

WHY = {"message": "It ended early.", "kept": "All is kept.", "todo": "Send it again."}
BOX = re.compile(r'<div data-part="error" class="problem is-error">(.*?)</div>\s*</job-progress>')


def drawn(**more):
    state = more.pop("state", "FAILED")
    told = {"job": samples.job(state, error=more.pop("error", WHY)), "topic": "run:1", **more}
    return render_to_string("components/_progress.html", {**told, "label": "failed"})


def test_it_is_drawn_as_the_live_news_draws_it():
    parts = BOX.search(drawn()).group(1)
    assert parts == "<div>It ended early.</div><p>All is kept.</p><p>Send it again.</p>"


def test_what_the_error_leaves_out_leaves_no_empty_line():
    assert BOX.search(drawn(error={"message": "It ended early."})).group(1).count("<p>") == 0


def test_what_stood_here_before_alarms_nobody():
    assert 'role="alert"' not in drawn()


@pytest.mark.parametrize("less", [{"error": None}, {"explained": True}])
def test_without_trouble_or_where_the_page_says_it_there_is_no_box(less):
    assert "problem" not in drawn(**less)


@pytest.fixture
def failed(world):
    """The ingest of a file that is nothing the portal takes."""
    facts = {"error_code": "media:not_media", "error_facts": {"detail": ".docx"}}
    Ingest.objects.filter(version=world.ours.version).update(state=State.FAILED, **facts)
    return Ingest.objects.get(version=world.ours.version)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_card_of_the_project_says_why_after_a_reload(world, failed, as_person, language):
    with override(language):
        said = failed.words()["error"]
    visitor = as_person(world.visitor("producer"))
    visitor.cookies["django_language"] = language
    page = visitor.get(f"/projects/{failed.project_id}/", headers={"accept-language": language})
    parts = BOX.search(page.content.decode()).group(1)
    assert said["todo"] in parts.replace("&#x27;", "'") and parts.count("<p>") == 2


class TestRuns:
    @pytest.fixture
    def run(self, world):
        rows = Run.objects.filter(pk=world.ours.run.pk)
        rows.update(state=State.FAILED, error_code="remote:filtered")
        return rows.get()

    def test_the_list_says_why(self, world, run, as_person):
        page = as_person(world.visitor("artist")).get(reverse("runs")).content.decode()
        assert "content filter stopped this" in BOX.search(page).group(1)

    def test_its_own_page_says_it_once(self, world, run, as_person):
        page = as_person(world.visitor("artist")).get(run.get_absolute_url()).content.decode()
        assert page.count("content filter stopped this") == 1

    @pytest.mark.parametrize("where", ["list", "page"])
    def test_whoever_decides_blind_is_not_told_what_might_say_whose_it_is(
        self, world, run, as_person, where
    ):
        artist = world.visitor("artist")
        AssistRequest.objects.filter(pk=run.request_id).update(blind=[str(artist.pk)])
        address = reverse("runs") if where == "list" else run.get_absolute_url()
        assert "content filter" not in as_person(artist).get(address).content.decode()
        other = as_person(world.visitor("producer")).get(address).content.decode()
        assert "content filter" in other
