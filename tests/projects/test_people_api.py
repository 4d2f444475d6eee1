"""Performers, characters, links, consultations and who is seen, over the API."""

from uuid import uuid4

import pytest

from portal.models import AuditEvent
from projects.models import Likeness, PerformerLink
from tests.projects.consents import make_consent, make_performer

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(world):
    return world.ours


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


def post(client, where, body):
    return client.post(f"/api/v1/{where}/", body, "application/json")


def patch(client, where, body):
    return client.patch(f"/api/v1/{where}/", body, "application/json")


def verbs():
    return set(AuditEvent.objects.values_list("verb", flat=True))


def test_a_performer_is_added_read_and_changed(house, producer):
    body = {"project": str(house.project.pk), "name": "Bo Lind", "email": "bo@example.org"}
    made = post(producer, "performers", body).json()
    assert (made["name"], made["email"], made["minor"]) == ("Bo Lind", "bo@example.org", False)
    assert "performer:added" in verbs()
    changed = patch(producer, f"performers/{made['id']}", {"representative": "Max Agent"}).json()
    assert (changed["representative"], changed["email"]) == ("Max Agent", "bo@example.org")
    event = AuditEvent.objects.get(verb="performer:changed")
    assert event.facts["what"] == "representative" and event.facts["performer"] == "Bo Lind"
    assert "changed representative of the performer Bo Lind" in event.sentence
    patch(producer, f"performers/{made['id']}", {"representative": "Max Agent"})
    assert AuditEvent.objects.filter(verb="performer:changed").count() == 1


def test_a_change_leaves_the_other_names_of_a_character(house, producer):
    where = f"characters/{house.character.pk}"
    told = patch(producer, where, {"name": "Mara II"}).json()
    assert told["script_name"] == "MARA" and told["performer"] == str(house.performer.pk)
    assert patch(producer, where, {"performer": None}).json()["performer"] is None
    assert "character:changed" in verbs()


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({"name": "Ida Voss"}, "name", "There is a performer of this name"),
        ({"name": "Kit", "minor": True}, "guardian", "needs a guardian"),
        ({"name": "Kit\u202e"}, "name", "one line without control"),
        ({"name": "Kit", "email": "nowhere"}, "email", "valid email"),
    ],
)
def test_what_a_performer_lacks_is_said_by_the_rule_of_the_page(house, producer, body, field, said):
    answer = post(producer, "performers", {"project": str(house.project.pk), **body})
    assert answer.status_code == 400
    assert said in answer.json()["error"]["fields"][field][0]
    assert house.project.performers.count() == 1


def test_a_minor_stays_with_a_guardian_when_changed(house, producer):
    answer = patch(producer, f"performers/{house.performer.pk}", {"minor": True})
    assert answer.status_code == 400
    assert not house.project.performers.get().minor


def test_a_character_is_not_played_by_somebody_of_another_project(world, house, producer):
    other = world.theirs.performer
    body = {"project": str(house.project.pk), "name": "Rex", "performer": str(other.pk)}
    assert post(producer, "characters", body).status_code == 400
    assert patch(producer, f"characters/{house.character.pk}", body).status_code == 400


def test_the_address_for_mail_is_told_to_producers_alone(world, house, as_person):
    type(house.performer).objects.update(email="max@example.org")
    where = f"/api/v1/performers/{house.performer.pk}/"
    told = {
        who: as_person(world.visitor(who)).get(where).json()["email"]
        for who in ("producer", "artist", "reviewer")
    }
    assert told == {"producer": "max@example.org", "artist": "", "reviewer": ""}


def test_a_consultation_is_recorded_with_who_recorded_it(house, producer):
    body = {"creator": "N. Writer", "on": "2026-03-01", "how": "a letter", "said": "Go on."}
    told = post(producer, "consultations", {"project": str(house.project.pk), **body}).json()
    assert told["recorded_by_name"] == str(house.people["producer"])
    assert "creator:consulted" in verbs()
    found = producer.get(f"/api/v1/consultations/{told['id']}/").json()
    assert found["said"] == "Go on."


def test_a_personal_link_is_told_once_and_ends(house, producer):
    body = {"performer": str(house.performer.pk)}
    made = post(producer, "personal-links", body).json()
    before = PerformerLink.objects.get(pk=house.performer_link.pk)
    assert before.revoked_at  # an older one ends
    address = made["link"].split("/", 3)[3]
    assert producer.get(f"/{address}").status_code == 200
    where = f"/api/v1/personal-links/{made['id']}/"
    assert "link" not in producer.get(where).json()
    assert producer.delete(where).status_code == 204
    assert producer.delete(where).status_code == 409
    assert producer.get(f"/{address}").status_code == 410


def seen(client, version, body):
    where = f"/api/v1/versions/{version.pk}/seen/"
    return client.put(where, body, "application/json")


def test_who_is_seen_is_read_and_said(house, producer):
    where = f"/api/v1/versions/{house.version.pk}/seen/"
    told = producer.get(where).json()
    assert told["people"] == [{"performer": str(house.performer.pk), "consent": None}]
    one = {"performer": str(house.performer.pk), "consent": str(house.consent.pk)}
    told = seen(producer, house.version, {"people": [one]}).json()
    assert told["people"] == [one] and told["said_by_name"] == str(house.people["producer"])
    assert Likeness.objects.get(version=house.version).consent == house.consent
    told = seen(producer, house.version, {"people": [], "nobody": True}).json()
    assert told["people"] == [] and told["nobody"] and told["said_at"]


def test_nothing_said_is_not_nobody(house, producer):
    house.version.likenesses.all().delete()
    told = producer.get(f"/api/v1/versions/{house.version.pk}/seen/").json()
    assert not told["nobody"] and told["said_at"] is None


def test_what_cannot_be_said_of_a_version_is_refused_and_nothing_changes(world, house, producer):
    mine, theirs = {"performer": str(house.performer.pk)}, {"performer": str(uuid4())}
    further = make_performer(house, "Bo Lind")
    paper = make_consent(further, house.people["producer"])
    bodies = [
        {"people": []},
        {"people": [mine], "nobody": True},
        {"people": [theirs]},
        {"people": [{"performer": str(world.theirs.performer.pk)}]},
        {"people": [{**mine, "consent": str(paper.pk)}]},
        {"people": "x"},
    ]
    codes = [seen(producer, house.version, body).status_code for body in bodies]
    assert set(codes) <= {400, 422}
    assert Likeness.objects.get(version=house.version).performer == house.performer


def test_a_performer_of_another_project_of_the_studio_is_not_seen_here(house, producer):
    from projects.models import Performer, Project

    other = Project.objects.create(studio=house.studio, name="Other", code="OTH")
    guest = Performer.objects.create(project=other, name="Guest")
    answer = seen(producer, house.version, {"people": [{"performer": str(guest.pk)}]})
    assert answer.json()["error"]["fields"]["people"] == ["This belongs to another project."]
