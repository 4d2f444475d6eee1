"""Consents over the API: the rules of the pages, in JSON."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.consenting import in_quarantine
from projects.models import Consent, Project
from tests.contract.visits import a_consent
from tests.projects.consents import made_under, make_consent, make_performer
from tests.world import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(world):
    return world.ours


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


def post(client, where, body):
    return client.post(f"/api/v1/consents/{where}", body, "application/json")


def test_a_consent_is_recorded_as_the_paper_says_it(house, producer):
    paper = make_version(house.project, house.people["producer"], name="paper.pdf")
    type(paper.asset).objects.filter(pk=paper.asset_id).update(kind="script")
    body = a_consent(
        house.performer,
        **{"scenes": ["12", "12A"], "media": ["film"], "script": str(paper.pk)},
        document=str(paper.pk),
    )
    told = post(producer, "", body)
    assert told.status_code == 201, told.json()
    made = Consent.objects.get(pk=told.json()["id"])
    assert (made.number, made.scenes, made.media) == (2, ["12", "12A"], ["film"])
    assert (made.script, made.script_version, made.document) == (paper.tree_sha256, paper, paper)
    assert told.json()["state"] == "standing"
    assert "scenes 12, 12A" in told.json()["sentence"]
    assert {"name": "quality", "text": "HD"} in told.json()["clauses"]
    assert made.recorded_by == house.people["producer"]


@pytest.mark.parametrize(
    ("fields", "named", "said"),
    [
        ({"description": "Her face."}, "description", "Say which use"),
        ({"ends": "2020-01-01"}, "ends", "ends before it begins"),
        ({"kind": "employment_replica"}, "services_at", "needs the first day"),
        ({"scenes": [" , "]}, "scenes", "Name at least one"),
        ({"scenes": []}, "scenes", "Fill this in"),
        ({"signed_at": "2999-01-01T00:00Z"}, "signed_at", "still to come"),
        ({"purposes": ["war"]}, "purposes", "war"),
        ({"media": ["opera"]}, "media", "opera"),
        ({"script": "nothing"}, "script", "nothing"),
        ({"providers": ["nobody"]}, "providers", "nobody"),
    ],
)
def test_what_it_lacks_is_said_and_nothing_is_recorded(house, producer, fields, named, said):
    answer = post(producer, "", a_consent(house.performer, **fields))
    assert answer.status_code == 400
    assert said in str(answer.json()["error"]["fields"][named])
    assert Consent.objects.filter(project=house.project).count() == 1


def test_a_document_of_another_project_or_a_film_is_none(house, producer):
    other = Project.objects.create(studio=house.studio, name="Other", code="OTH")
    paper = make_version(other, house.people["producer"], name="paper.pdf")
    for version in (paper, house.version):
        answer = post(producer, "", a_consent(house.performer, document=str(version.pk)))
        assert answer.status_code == 400 and "document" in answer.json()["error"]["fields"]


def test_it_is_told_what_would_be_touched_and_then_withdrawn(house, producer):
    made_under(house.consent, house.version)
    where = f"{house.consent.pk}/"
    told = producer.get(f"/api/v1/consents/{where}touched/").json()
    assert (told["versions"], told["approved"], told["playlists"]) == (1, 1, 1)
    assert told["names"]["versions"][0]["name"] == "clip.mp4 v1"
    assert not in_quarantine([house.version])
    gone = post(producer, f"{where}withdraw/", {"name": "Max Agent", "why": "Recast."}).json()
    assert (gone["state"], gone["revoked_by_name"]) == ("revoked", "Max Agent")
    assert in_quarantine([house.version])
    again = post(producer, f"{where}withdraw/", {"name": "Max Agent", "why": "Recast."})
    assert again.json()["error"]["code"] == "consent:revoked"


def test_without_a_name_and_a_reason_nothing_is_withdrawn(house, producer):
    for body in ({}, {"name": "Max", "why": " "}, {"name": "Max\u202e", "why": "x"}):
        assert post(producer, f"{house.consent.pk}/withdraw/", body).status_code == 400
    assert Consent.objects.get(pk=house.consent.pk).revoked_at is None


def test_it_is_held_and_let_go(house, producer):
    where = f"{house.consent.pk}/hold/"
    assert post(producer, where, {"on": True}).json()["state"] == "held"
    assert post(producer, where, {"on": False}).json()["state"] == "standing"
    assert post(producer, where, {}).status_code == 400


def test_a_further_consent_takes_over(house, producer):
    actor, rows = house.people["producer"], Consent.objects.filter(pk=house.consent.pk)
    rows.update(revoked_at=timezone.now() - timedelta(hours=1))
    further = make_consent(house.performer, actor, signed_at=timezone.now())
    stranger = make_consent(make_performer(house, "Bo"), actor, signed_at=timezone.now())
    where = f"{house.consent.pk}/replace/"
    assert post(producer, where, {"by": str(stranger.pk)}).status_code == 422
    told = post(producer, where, {"by": str(further.pk)}).json()
    assert told["replaced_by"] == str(further.pk)


def test_lists_are_of_a_project_or_a_performer(world, house, producer):
    make_consent(make_performer(house, "Bo"), house.people["producer"])
    for query, count in (("", 2), (f"?performer={house.performer.pk}", 1)):
        assert len(producer.get(f"/api/v1/consents/{query}").json()["results"]) == count
