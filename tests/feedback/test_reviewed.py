"""How long a decider had a result in sight: told, bounded, kept beside the decision, handed on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback import reviewed
from feedback.estimates.reviewing import dwell
from feedback.models import Look
from projects.models import Candidate, Decision, Version
from projects.models.decisions import decide
from tests.feedback.measured_work import make_crew
from tests.world import enrolled, make_candidate, make_pictures, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew():
    return make_crew()


@pytest.fixture
def cut(crew):
    """Of a film of eight seconds; there for an hour."""
    version = make_version(crew.project, crew.artist)
    Version.objects.filter(pk=version.pk).update(frames=192, rate_num=24, rate_den=1)
    return an_hour_old(make_candidate(version, crew.artist))


def an_hour_old(candidate):
    made = timezone.now() - timedelta(hours=1)
    Candidate.objects.filter(pk=candidate.pk).update(created_at=made)
    return Candidate.objects.get(pk=candidate.pk)


def sign(crew, candidate, verdict="approved", **more):
    said = {"revision": 0, "verdict": verdict, "reason": "Too soft.", **more}
    return decide(actor=crew.director, candidate=candidate, **said)


def seconds():
    return list(Look.objects.values_list("seconds", flat=True))


def test_what_is_told_is_kept_beside_the_decision(crew, cut):
    made = sign(crew, cut, looked=12)
    assert seconds() == [12] and made.look.studio_id == crew.studio.pk


def test_nobody_looked_longer_than_it_was_there(crew, cut):
    sign(crew, cut, looked=10**12)
    assert 3600 <= seconds()[0] <= 3660


def test_where_nothing_is_told_nothing_is_kept(crew, cut):
    sign(crew, cut)
    assert seconds() == []


def test_a_decision_that_is_refused_leaves_no_look(crew, cut):
    sign(crew, cut, looked=3)
    with pytest.raises(Exception, match="decision:stale"):
        sign(crew, cut, looked=4)
    assert seconds() == [3]


def test_the_form_and_the_api_take_it(crew, cut, as_person):
    client = as_person(enrolled(crew.director))
    page = client.get(reverse("candidate", args=[cut.pk])).content.decode()
    assert "seconds this page was in sight" in page and 'name="looked"' in page
    form = {"verdict": "approved", "revision": 0, "looked": "7"}
    assert client.post(reverse("candidate_decide", args=[cut.pk]), form).status_code == 302
    changes = {"verdict": "changes", "revision": 0, "reason": "Later.", "looked": 9}
    changes["seen"] = str(cut.decision.pk)
    url = f"/api/v1/candidates/{cut.pk}/decisions/"
    answer = client.post(url, changes, content_type="application/json")
    assert answer.status_code == 201 and "looked" not in answer.json()
    assert seconds() == [7, 9]


@pytest.mark.parametrize("looked", [-1, "soon", 1.5, "NaN"])
def test_what_is_no_number_of_seconds_is_refused_over_the_api(crew, cut, as_person, looked):
    body = {"verdict": "approved", "revision": 0, "looked": looked}
    url = f"/api/v1/candidates/{cut.pk}/decisions/"
    client = as_person(enrolled(crew.director))
    answer = client.post(url, body, content_type="application/json")
    assert answer.status_code == 400 and "looked" in answer.json()["error"]["fields"]
    assert not Decision.objects.exists()


def test_whoever_may_not_decide_is_told_of_no_counting(crew, cut, as_person):
    page = as_person(enrolled(crew.artist)).get(reverse("candidate", args=[cut.pk]))
    assert "look-time" not in page.content.decode()


def test_a_look_is_read_by_the_person_alone(crew, cut):
    sign(crew, cut, looked=12)
    assert Look.objects.visible_to(crew.director).count() == 1
    assert not Look.objects.visible_to(crew.producer).exists()


def test_facts_say_how_long_it_was_looked_at_and_how_long_it_runs(crew, cut):
    sign(crew, cut, looked=2)
    (fact,) = reviewed.facts()
    assert (fact.thing, fact.reviewer, fact.verdict) == (cut.pk, str(crew.director.pk), "approved")
    assert (fact.looked, fact.runs) == (2, 8)
    (found,) = dwell([fact])
    assert found.unseen.value == 1 and not found.told


def test_a_film_made_runs_as_long_as_its_own_frames(crew, cut):
    made = {"proxy": {"frames": 120}, "came": {"rate": "24000/1001"}}
    Candidate.objects.filter(pk=cut.pk).update(kind="clip", result=made)
    sign(crew, Candidate.objects.get(pk=cut.pk), looked=2, seen=None)
    assert reviewed.facts()[0].runs == pytest.approx(5.005)


def test_pictures_run_no_time_and_what_was_taken_back_is_no_verdict(crew, cut):
    picture = Candidate.objects.get(
        run__request=make_pictures(cut.version, crew.artist, ["0" * 16])
    )
    said = sign(crew, picture, seen=None)
    sign(crew, picture, "reopened", seen=said.pk)
    facts = reviewed.facts(Decision.objects.filter(candidate=picture))
    assert [(one.verdict, one.looked, one.runs) for one in facts] == [("approved", None, None)]
