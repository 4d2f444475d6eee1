"""Choosing the item of measured work that a tool is asked for: on the page, and over the API."""

from uuid import uuid4

import pytest
from django.urls import reverse

from feedback.models import WorkItem, WorkLink
from feedback.work import timers
from projects.models import Asset, AssistRequest, Shot
from tests.feedback.measured_work import begun, finished, make_crew, ready
from tests.world import enrolled, make_version

pytestmark = pytest.mark.django_db
API = "/api/v1/requests/"


@pytest.fixture
def crew():
    return make_crew()


@pytest.fixture
def version(crew):
    return make_version(crew.project, crew.artist)


@pytest.fixture
def artist(crew, as_person):
    return as_person(enrolled(crew.artist))


def page(version):
    return reverse("ask", args=[version.pk]) + "?tool=shot_breakdown"


def chosen(artist, version):
    """What stands first in the select of the page; None where there is none."""
    text = artist.get(page(version)).text
    if 'name="work_item"' not in text:
        return None
    select = text.split('name="work_item"')[1].split("</select>")[0]
    return select.split(" selected")[0].rsplit('value="', 1)[1].rstrip('"')


def send(artist, version, **said):
    answer = artist.post(page(version), {"provider": "local", "sensitivity": "0.5", **said})
    return answer, AssistRequest.objects.first()


def linked(request):
    row = WorkLink.objects.filter(request=request).first()
    return (row.item, row.how) if row else None


class TestPage:
    def test_where_nobody_measures_nothing_is_asked(self, crew, version, artist):
        ready(crew)
        assert chosen(artist, version) is None

    def test_begun_items_are_offered_and_none_is_guessed_between(self, crew, version, artist):
        one, done = begun(crew), finished(crew)
        begun(make_crew())
        assert chosen(artist, version) == "none"
        text = artist.get(page(version)).text
        assert str(one) in text and str(done) in text and text.count("<option value") >= 3

    def test_the_running_timer_is_chosen_beforehand(self, crew, version, artist):
        begun(crew)
        timed = begun(crew)
        timers.start(actor=crew.artist, item=timed)
        assert chosen(artist, version) == str(timed.pk)

    def test_so_is_the_item_of_the_shot(self, crew, version, artist):
        shot = Shot.objects.create(project=crew.project, code="X1")
        Asset.objects.filter(pk=version.asset_id).update(shot=shot)
        item = begun(crew, shot=shot)
        assert chosen(artist, version) == str(item.pk)

    def test_what_is_said_counts_over_the_timer(self, crew, version, artist):
        item, timed = begun(crew), begun(crew)
        timers.start(actor=crew.artist, item=timed)
        answer, made = send(artist, version, work_item=str(item.pk))
        assert answer.status_code == 302 and linked(made) == (item, "chosen")

    def test_what_the_timer_says_too_stays_as_the_timer_said_it(self, crew, version, artist):
        timed = begun(crew)
        timers.start(actor=crew.artist, item=timed)
        _answer, made = send(artist, version, work_item=str(timed.pk))
        assert linked(made) == (timed, "timer")

    def test_for_no_item_is_kept_too(self, crew, version, artist):
        timers.start(actor=crew.artist, item=begun(crew))
        _answer, made = send(artist, version, work_item="none")
        assert linked(made) == (None, "chosen")

    def test_a_form_that_is_not_right_yet_keeps_the_choice(self, crew, version, artist):
        item = begun(crew)
        answer, made = send(artist, version, work_item=str(item.pk), sensitivity="many")
        assert made is None and f'value="{item.pk}" selected' in answer.text


def foreign(crew):
    """Of another studio, another project of one's own, another person, and not begun."""
    other = make_crew()
    elsewhere = begun(crew)
    apart = type(crew.project).objects.create(studio=crew.studio, name="Apart", code="APT")
    WorkItem.objects.filter(pk=elsewhere.pk).update(project=apart)
    theirs = begun(crew)
    WorkItem.objects.filter(pk=theirs.pk).update(person=crew.director)
    return [begun(other).pk, elsewhere.pk, theirs.pk, ready(crew).pk, uuid4(), "x"]


class TestAccess:
    def test_on_the_page_what_is_not_ones_own_is_not_found(self, crew, version, artist):
        for item in foreign(crew):
            answer, made = send(artist, version, work_item=str(item))
            assert (answer.status_code, made) == (404, None)

    def test_over_the_api_neither(self, crew, version, artist):
        body = {"tool": "shot_breakdown", "versions": [str(version.pk)]}
        for item in foreign(crew)[:-1]:
            said = {**body, "work_item": str(item)}
            answer = artist.post(API, said, content_type="application/json")
            assert answer.status_code == 404
        assert not AssistRequest.objects.exists()


class TestApi:
    def ask(self, artist, version, **said):
        body = {"tool": "shot_breakdown", "versions": [str(version.pk)], **said}
        answer = artist.post(API, body, content_type="application/json")
        assert answer.status_code == 201, answer.text
        return linked(AssistRequest.objects.get(pk=answer.json()["id"]))

    def test_an_item_is_named_or_none_or_left_to_the_timer(self, crew, version, artist):
        item, timed = begun(crew), begun(crew)
        timers.start(actor=crew.artist, item=timed)
        assert self.ask(artist, version, work_item=str(item.pk)) == (item, "chosen")
        assert self.ask(artist, version, work_item=None) == (None, "chosen")
        assert self.ask(artist, version) == (timed, "timer")
