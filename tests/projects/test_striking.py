"""All consents of a project on hold for a strike, and let go again."""

from dataclasses import replace

import pytest
from django.utils import timezone

from portal.errors import PortalError
from portal.models import AuditEvent
from projects.assist.gate.consents import covers
from projects.assist.gate.records import Use
from projects.consenting import Use as UseHere
from projects.consenting import consents_of
from projects.gate_words import sentence
from projects.models import Consent, Project
from projects.revoking import hold
from projects.striking import hold_all, release_all
from tests.projects.consents import make_consent, make_performer
from tests.world import secret_of

pytestmark = pytest.mark.django_db
WHY = "The guild called it."


@pytest.fixture
def house(world):
    return world.ours


@pytest.fixture
def actor(house):
    return house.people["producer"]


def reasons(consent):
    """Why its performer's likeness may not be used now."""
    use = UseHere(consent.performer.name, "vfx", medium="film", project=consent.project_id)
    papers = consents_of([use])
    told = covers([one for one in papers if one.id == str(consent.pk)], use, timezone.now())
    return [reason for reason in told if reason.code.startswith("consent:strike")]


def now(consent):
    return Consent.objects.select_related("performer", "project").get(pk=consent.pk)


def test_every_consent_is_held_also_one_that_is_recorded_meanwhile(house, actor):
    further = make_consent(make_performer(house, "Bo Lind"), actor)
    assert now(further).state == "standing"
    hold_all(project=house.project, actor=actor, why=WHY)
    late = make_consent(make_performer(house, "Cy Ott"), actor)
    for consent in (house.consent, further, late):
        assert now(consent).state == "held" and not now(consent).strike_hold
        (reason,) = reasons(consent)
        assert reason.clause == f"Consent {consent.number}, strike hold of the project"
        assert "with all consents of the project, since" in sentence(reason)


def test_a_hold_of_its_own_stays_when_all_are_let_go(house, actor):
    own = make_consent(make_performer(house, "Bo Lind"), actor)
    hold(consent=own, actor=actor, on=True)
    hold_all(project=house.project, actor=actor, why=WHY)
    assert [reason.code for reason in reasons(own)] == ["consent:strike", "consent:strike_all"]
    release_all(project=house.project, actor=actor, why="It is settled.")
    assert now(own).state == "held" and now(house.consent).state == "standing"
    assert [reason.code for reason in reasons(own)] == ["consent:strike"]
    assert reasons(house.consent) == []


def test_another_project_is_not_concerned(world, house, actor):
    hold_all(project=house.project, actor=actor, why=WHY)
    assert now(world.theirs.consent).state == "standing"


def test_it_is_held_once_and_let_go_once(house, actor):
    hold_all(project=house.project, actor=actor, why=WHY)
    with pytest.raises(PortalError) as twice:
        hold_all(project=house.project, actor=actor, why="Again.")
    assert twice.value.code == "strike:held"
    assert Project.objects.get(pk=house.project.pk).strike_why == WHY
    release_all(project=house.project, actor=actor, why="It is settled.")
    with pytest.raises(PortalError) as twice:
        release_all(project=house.project, actor=actor, why="Again.")
    assert twice.value.code == "strike:not_held"


def test_the_audit_tells_who_and_why(house, actor):
    hold_all(project=house.project, actor=actor, why=WHY)
    release_all(project=house.project, actor=actor, why="It is settled.")
    events = AuditEvent.objects.filter(verb__startswith="consent:all_").order_by("at", "pk")
    told = [event.sentence for event in events]
    assert f"put all consents of {house.project.name} (1) on hold for a strike: {WHY}" in told[0]
    assert "(1): It is settled." in told[1]
    assert {event.actor for event in events} == {actor}


def test_the_gate_needs_no_rows_to_know(house, actor):
    hold_all(project=house.project, actor=actor, why=WHY)
    record = now(house.consent).record()
    assert record.project_hold == Project.objects.get(pk=house.project.pk).strike_since.date()
    use = Use(record.subject, "vfx", medium="film", script="")
    assert covers([record], use, timezone.now())
    assert not covers([replace(record, project_hold=None)], use, timezone.now())


def test_the_page_holds_all_tells_it_and_ends_it(house, actor, client):
    client.force_login(actor)
    where = f"/projects/{house.project.pk}/people/"
    strike = f"/projects/{house.project.pk}/strike/"
    assert "Hold all for a strike" in client.get(where).content.decode()
    assert client.post(strike, {"on": "on", "why": WHY}).url == where
    page = client.get(where).content.decode()
    assert f"{actor} put all consents of this project on hold" in page and WHY in page
    assert "on hold: strike" in page and "End the hold of all" in page
    own = client.get(house.consent.get_absolute_url()).content.decode()
    assert "put all consents of the project on hold" in own
    assert "with all consents of the project, since" in own
    client.post(strike, {"why": "It is settled."})
    assert "put all consents" not in client.get(where).content.decode()


def test_without_a_reason_nothing_is_held(house, actor, client):
    client.force_login(actor)
    answer = client.post(f"/projects/{house.project.pk}/strike/", {"on": "on", "why": " "})
    assert answer.status_code == 400
    assert Project.objects.get(pk=house.project.pk).strike_since is None


def test_who_does_not_manage_reads_it_and_has_no_button(world, house, actor, as_person):
    hold_all(project=house.project, actor=actor, why=WHY)
    artist = as_person(world.visitor("artist"))
    page = artist.get(f"/projects/{house.project.pk}/people/").content.decode()
    assert WHY in page and "End the hold" not in page and 'id="strike"' not in page


def test_the_performer_reads_it_by_the_personal_link(house, actor, client):
    where = f"/allowed/{secret_of(house.performer_link.pk)}/"
    hold_all(project=house.project, actor=actor, why=WHY)
    page = client.get(where).content.decode()
    assert f"holds all permissions of this project for a strike: {WHY}" in page
    assert "Until that ends nothing new may be made" in page
    release_all(project=house.project, actor=actor, why="It is settled.")
    assert "for a strike" not in client.get(where).content.decode()


def test_over_the_api(world, house, as_person):
    producer = as_person(world.visitor("producer"))
    where = f"/api/v1/projects/{house.project.pk}/"
    told = producer.post(f"{where}strike/", {"on": True, "why": WHY}, "application/json").json()
    assert told["strike_since"] and told["strike_why"] == WHY
    assert told["strike_by_name"] == str(house.people["producer"])
    assert producer.get(f"/api/v1/consents/{house.consent.pk}/").json()["state"] == "held"
    body = {"strike_since": None, "strike_why": "mine", "name": "Renamed"}
    changed = producer.patch(where, body, "application/json").json()
    assert changed["strike_since"] and changed["strike_why"] == WHY  # only by its own door
    again = producer.post(f"{where}strike/", {"on": True, "why": WHY}, "application/json")
    assert again.status_code == 409
    told = producer.post(f"{where}strike/", {"on": False, "why": "Over."}, "application/json")
    assert told.json()["strike_since"] is None
