"""What a performer sees and does by the personal link, without an account."""

import pytest

from portal.models import AuditEvent, Notification
from projects.consenting import in_quarantine
from projects.models import Consent, PerformerLink, Receipt
from projects.revoking import revoke
from tests.projects.consents import made_under, make_consent, make_performer
from tests.world import secret_of


@pytest.fixture
def house(world):
    return world.ours


@pytest.fixture
def where(house):
    return f"/allowed/{secret_of(house.performer_link.pk)}/"


def withdrawing(**fields):
    return {"name": "Ida Voss", "why": "", "sure": "on", **fields}


def test_it_says_what_is_allowed_and_every_use_that_was_made(house, client, where):
    told = {"provider": "runway", "product": "x", "model": "gen-9", "host": "api.example.org"}
    told["region"] = "us"
    Receipt.objects.create(
        project=house.project,
        run=house.run,
        consents=[str(house.consent.pk)],
        digest="",
        manifest={},
        **told,
    )
    client.force_login(house.people["producer"])
    assert client.get(f"/candidates/{house.candidate.pk}/export/csv/").status_code == 200
    client.logout()
    page = client.get(where).content.decode()
    assert "Ida Voss allows a digital replica" in page and "This page is for Max Agent" in page
    assert "Shot breakdown" in page and "own portal" in page
    assert "to Runway (gen-9, us, api.example.org)" in page
    assert "1 result, 1 approved" in page and "taken away on" in page
    assert "clip.mp4" not in page  # no file of the studio's is named


def test_nobody_keeps_it_and_no_address_is_told(client, where):
    answer = client.get(where)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "noindex" in answer["X-Robots-Tag"]


def test_another_performers_consent_is_not_there(house, client, where):
    other = make_consent(make_performer(house, "Bo Lind"), house.people["producer"])
    assert "Bo Lind" not in client.get(where).content.decode()
    assert client.get(f"{where}{other.number}/").status_code == 404


def test_it_is_withdrawn_after_saying_what_follows(house, client, where):
    made_under(house.consent, house.version)
    asked = client.get(f"{where}1/").content.decode()
    assert "What does not follow" in asked and "1 result made under it" in asked
    unsure = client.post(f"{where}1/", {"name": "Ida Voss"})
    assert (
        unsure.status_code == 200 and not Consent.objects.filter(revoked_at__isnull=False).exists()
    )
    assert client.post(f"{where}1/", withdrawing()).status_code == 302
    consent = Consent.objects.get(pk=house.consent.pk)
    assert consent.revoked_at and consent.revoked_by_name == "Ida Voss"
    assert in_quarantine([house.version]) == ("clip.mp4",)
    assert "What was made under it is locked" in client.get(where).content.decode()
    told = AuditEvent.objects.get(verb="consent:revoked")
    assert told.actor is None and told.facts["by"] == "Ida Voss"
    assert Notification.objects.filter(kind="consent.revoked").count() == 1


def test_withdrawn_by_the_studio_meanwhile_it_is_said(house, client, where):
    revoke(consent=house.consent, actor=None, name="Max", why="No.")
    for answer in (client.post(f"{where}1/", withdrawing()), client.get(f"{where}1/")):
        told = answer.content.decode()
        assert "withdrawn already" in told and "See all permissions" in told
    assert client.post(f"{where}1/", withdrawing()).status_code == 409
    assert Consent.objects.get(pk=house.consent.pk).revoked_by_name == "Max"


def test_whoever_gives_no_reason_has_given_none(house, client, where):
    client.post(f"{where}1/", {**withdrawing(), "why": ""})
    assert Consent.objects.get(pk=house.consent.pk).revoked_why == "no reason given"


def test_a_link_that_is_over_says_so_and_a_wrong_one_says_nothing(house, client, where):
    PerformerLink.objects.get(pk=house.performer_link.pk).revoke(actor=house.people["producer"])
    assert client.get(where).status_code == 410
    assert client.post(f"{where}1/", withdrawing()).status_code == 410
    assert not Consent.objects.filter(revoked_at__isnull=False).exists()
    assert client.get("/allowed/nothing/").status_code == 404


def test_openings_are_counted_and_in_the_audit(house, client, where):
    client.get(where)
    client.get(where)
    assert PerformerLink.objects.get(pk=house.performer_link.pk).opened_count == 2
    assert AuditEvent.objects.filter(verb="performer:looked").count() == 2


def test_too_many_from_one_address_wait(client, where, settings):
    answers = [client.get(where).status_code for _n in range(32)]
    assert answers[0] == 200 and answers[-1] == 429


def test_guests_see_nothing_of_a_playlist_that_is_withdrawn(house):
    from projects.guests import Guest
    from projects.models import PlaylistItem, Rendition, Version

    guest = Guest(house.share)
    assert Version.objects.visible_to(guest).count() == 1
    made_under(house.consent, house.version)
    revoke(consent=house.consent, actor=None, name="Max", why="No.")
    for model in (Version, PlaylistItem, Rendition):
        assert not model.objects.visible_to(guest).exists()
