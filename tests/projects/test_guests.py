"""Guests: what a link and its passphrase open, for how long, and what they never open."""

import io
from datetime import timedelta

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from portal.models import AuditEvent
from portal.storage import files
from projects.models import Note, ShareLink, State, ViewingCopy
from projects.models.playlists import make_playlist
from tests.guests import came_in, door_of
from tests.world import PHRASE, make_note, make_rendition, make_share, make_version

GIVEN = {"passphrase": PHRASE, "terms": "on"}


@pytest.fixture
def house(world):
    return world.ours


@pytest.fixture
def link(house):
    return house.share


@pytest.fixture
def guest(client, link):
    return came_in(client, link)


def media(version, role="proxy"):
    return f"/shared/media/{version.rendition(role).pk}/"


def test_the_door_tells_nothing_before_the_passphrase(client, house, link):
    page = client.get(door_of(link))
    told = page.content.decode().replace(door_of(link), "")  # where the switch leads back to
    for secret in (house.studio.name, house.playlist.name, link.guest_name, str(link.pk)):
        assert secret not in told
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"].startswith("noindex")
    assert page["Referrer-Policy"] == "strict-origin"


@pytest.mark.parametrize(
    "given", [{}, {"passphrase": PHRASE}, {"terms": "on"}, {**GIVEN, "passphrase": "x"}]
)
def test_passphrase_and_terms_are_both_needed(client, link, given):
    assert client.post(door_of(link), given).status_code == 200
    assert client.get("/shared/").status_code == 403


def test_a_wrong_passphrase_is_in_the_audit_and_counts_no_opening(client, link):
    client.post(door_of(link), {**GIVEN, "passphrase": "guess-guess"})
    said = AuditEvent.objects.filter(verb="share:refused").get()
    assert "Gina Guest" in said.sentence and "guess" not in str(said.facts)
    assert ShareLink.objects.get(pk=link.pk).opened_count == 0


def test_an_opening_is_counted_and_in_the_audit(guest, link):
    row = ShareLink.objects.get(pk=link.pk)
    assert row.opened_count == 1 and row.last_opened_at
    said = AuditEvent.objects.filter(verb="share:opened").get()
    assert (said.actor, said.actor_name) == (None, "Gina Guest (guest)")
    assert said.studio == link.studio


def test_the_session_begins_anew_and_is_short(client, link):
    session = client.session
    session["left"] = "over"
    session.save()
    before = session.session_key
    came_in(client, link)
    assert client.session.session_key != before and "left" not in client.session
    assert client.session.get_expiry_age() <= 12 * 3600
    assert "_auth_user_id" not in client.session


def test_a_link_that_ends_sooner_ends_the_session_sooner(client, house):
    soon = make_share(house.playlist, expires_at=timezone.now() + timedelta(minutes=9))
    came_in(client, soon)
    assert client.session.get_expiry_age() <= 9 * 60


def test_a_secret_that_opens_nothing_is_not_found(client, link):
    assert client.get("/shared/nothing-of-this-kind/").status_code == 404
    assert client.get(f"/shared/{link.secret_hash}/").status_code == 404
    assert client.get(f"/shared/{link.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"revoked_at": timezone.now}, "was withdrawn"),
        ({"expires_at": timezone.now}, "time of this link is over"),
    ],
)
def test_a_link_that_was_good_says_calmly_that_it_is_over(client, house, link, change, said):
    ShareLink.objects.filter(pk=link.pk).update(**{k: v() for k, v in change.items()})
    for answer in (client.get(door_of(link)), client.post(door_of(link), GIVEN)):
        told = answer.content.decode()
        assert answer.status_code == 410 and said in told and house.studio.name not in told


def test_people_who_are_signed_in_are_no_guests(house, link, as_person):
    person = as_person(house.people["producer"])
    assert person.post(door_of(link), GIVEN).status_code == 403
    assert person.get("/").status_code == 200  # still signed in


def test_who_signs_in_later_is_no_guest_any_more(guest, house):
    guest.force_login(house.people["artist"])
    assert guest.get("/shared/").status_code in (302, 403)


def test_passphrases_are_not_tried_without_end(client, link, settings):
    statuses = []
    for number in range(11):
        address = f"192.0.2.{number}"  # from many places, so that only the link counts them
        answer = client.post(door_of(link), {**GIVEN, "passphrase": "x"}, REMOTE_ADDR=address)
        statuses.append(answer.status_code)
    assert statuses == [200] * 10 + [429]
    right = client.post(door_of(link), GIVEN, REMOTE_ADDR="192.0.2.99")
    assert right.status_code == 429 and "tried too often" in right.content.decode()


def test_one_address_does_not_try_many_links(client, house):
    links = [make_share(house.playlist) for _n in range(11)]
    wrong = {**GIVEN, "passphrase": "x"}
    statuses = [client.post(door_of(link), wrong).status_code for link in links]
    assert statuses == [200] * 10 + [429]


def test_without_a_counter_no_passphrase_is_tried(client, link, monkeypatch):
    import redis

    def gone(*_args, **_more):
        raise redis.ConnectionError

    monkeypatch.setattr("portal.throttles.cache.counted", gone)
    assert client.post(door_of(link), GIVEN).status_code == 503


def test_the_page_shows_its_versions_under_the_guests_name(guest, house, producer_film):
    page = guest.get("/shared/").content.decode()
    assert "clip.mp4" in page and "outside.mp4" not in page
    assert f"Gina Guest (guest) · {house.studio.name}" in page
    assert "/ws/" not in page and "/projects/" not in page and "/assets/" not in page


@pytest.fixture
def producer_film(house):
    """A second film of the project, in no playlist."""
    return make_version(house.project, house.people["producer"], name="outside.mp4")


def test_the_mark_stays_where_the_project_wants_none(guest, house):
    house.project.watermark = "none"
    house.project.save()
    assert 'data-mark="Gina Guest (guest) · ' in guest.get("/shared/").content.decode()


def test_a_picture_is_marked_too(guest, house):
    house.version.renditions.filter(role="proxy").delete()
    page = guest.get("/shared/").content.decode()
    assert '<view-mark data-text="Gina Guest (guest) · ' in page


class TestWhereNamesAreBurnt:
    @pytest.fixture(autouse=True)
    def burning(self, house, link):
        house.project.watermark = "burnt"
        house.project.save()
        ShareLink.objects.filter(pk=link.pk).update(email="gina@guests.example")

    @pytest.fixture
    def copy(self, guest, house):
        """A copy of the guest's own, as the worker leaves it."""
        address = f"/api/guest/copies/{house.version.pk}/"
        asked = guest.post(address, {"height": 540}, content_type="application/json").json()
        assert (asked["src"], asked["job"]["state"]) == ("", "QUEUED")
        made = ViewingCopy.objects.get()
        made.rendition = make_rendition(house.project, "copy", "video/mp4", version=house.version)
        made.state = State.READY
        made.save()
        return guest.post(address, {"height": 540}, content_type="application/json").json()["src"]

    def test_a_guest_sees_a_copy_of_their_own_and_no_plain_one(self, guest, house, copy):
        assert ViewingCopy.objects.get().mark == (
            f"Gina Guest (guest) · {house.studio.name} · gina@guests.example"
        )
        assert copy.startswith("/shared/media/") and guest.get(copy).status_code == 200
        assert f'data-src="{copy}"' in guest.get("/shared/").content.decode()
        assert guest.get(media(house.version)).status_code == 403

    def test_nobody_else_sees_it(self, house, copy, as_person):
        other = came_in(Client(), make_share(house.playlist, guest_name="Gina Guest"))
        assert other.get(copy).status_code == 404
        person = as_person(house.people["producer"])
        own = f"/media/renditions/{ViewingCopy.objects.get().rendition_id}/"
        assert person.get(own).status_code == 404

    def test_pictures_carry_the_name_too(self, guest, house):
        out = io.BytesIO()
        Image.new("RGB", (640, 360), "gray").save(out, "JPEG")
        with open(files.path(house.version.rendition("poster").storage_key), "wb") as file:
            file.write(out.getvalue())
        shown = guest.get(media(house.version, "poster"))
        assert shown["Cache-Control"] == "private, no-store"
        with Image.open(io.BytesIO(shown.content)) as picture:
            assert np.asarray(picture).std() > 2


def test_only_files_for_looking_of_the_lists_versions(guest, house, producer_film):
    thumb = make_rendition(house.project, "thumbnail", "image/jpeg", candidate=house.candidate)
    strip = make_rendition(house.project, "strip", "image/jpeg", version=house.version)
    deep = make_rendition(house.project, "graded", "image/png", version=house.version)
    assert guest.get(media(house.version)).status_code == 200
    assert guest.get(media(house.version, "poster")).status_code == 200
    for row in (thumb, deep, strip, producer_film.rendition("proxy")):
        assert guest.get(f"/shared/media/{row.pk}/").status_code == 404
    for address in (f"/versions/{house.version.pk}/original/", f"/media/renditions/{thumb.pk}/"):
        assert guest.get(address).status_code == 302  # to the sign-in, like any stranger


def test_media_open_within_that_session_alone(guest, house):
    answer = guest.get(media(house.version))
    assert answer["Cache-Control"] == "private, no-store"
    assert Client().get(media(house.version)).status_code == 403


def test_looking_is_in_the_audit_with_the_guests_name_once_in_a_while(guest, house):
    for _n in range(3):
        guest.get(media(house.version))
    said = AuditEvent.objects.filter(verb="media:viewed", actor_name="Gina Guest (guest)").get()
    assert said.studio == house.studio


@pytest.mark.parametrize("how", ["taken out", "in the trash"])
def test_what_leaves_the_list_is_gone_at_once(guest, house, how):
    note = make_note(house.version, None, guest=house.share, person_name="Gina Guest (guest)")
    if how == "taken out":
        house.item.remove(actor=None)
    else:
        house.asset.delete_by(house.people["producer"])
    assert guest.get(media(house.version)).status_code == 404
    assert "clip.mp4" not in guest.get("/shared/").content.decode()
    assert guest.get(f"/api/guest/notes/{note.pk}/").status_code == 404
    said = {"version": str(house.version.pk), "start": 0, "text": "x"}
    assert guest.post("/api/guest/notes/", said, content_type="application/json").status_code == 404


def test_the_session_ends_with_the_link_on_every_address(guest, house, link):
    link.revoke(actor=house.people["producer"])
    for address in (
        "/shared/",
        media(house.version),
        "/api/guest/still-open/",
        "/api/guest/notes/",
    ):
        assert guest.get(address).status_code == 410
    assert guest.get("/api/guest/still-open/").json()["error"]["code"] == "share:revoked"


@pytest.mark.parametrize("how", ["playlist", "studio"])
def test_it_ends_with_what_it_hangs_on(guest, house, how):
    if how == "playlist":
        house.playlist.delete_by(house.people["producer"])
    else:
        house.studio.offboard(actor=None, reason="Over.", mailed=False)
    assert guest.get("/shared/").status_code == 410


def test_a_guest_leaves(guest):
    assert guest.post("/shared/leave/").status_code == 200
    assert guest.get("/shared/").status_code == 403


def test_leaving_does_not_sign_people_out(house, as_person):
    person = as_person(house.people["artist"])
    person.post("/shared/leave/")
    assert person.get("/").status_code == 200


def test_two_lists_of_one_project_stay_apart(house, client, producer_film):
    other = make_playlist(actor=house.people["producer"], project=house.project, name="Other")
    other.add([producer_film], actor=house.people["producer"])
    came_in(client, make_share(other))
    assert client.get(media(producer_film)).status_code == 200
    assert client.get(media(house.version)).status_code == 404
    assert client.get(f"/shared/?item={house.item.pk}").status_code == 404


def test_a_guest_may_nothing_that_people_may(house, link):
    from portal.access import TABLE, Capability
    from projects.guests import Guest

    held = {c for c in TABLE if Guest(link).can(c)}
    assert held == {Capability.GUEST_LOOK, Capability.GUEST_COMMENT}
    link.may_comment = False
    assert not Guest(link).can(Capability.GUEST_COMMENT)


def test_of_a_model_that_says_nothing_a_guest_sees_nothing(world, link):
    from django.apps import apps

    from portal.access import TenantQuerySet
    from projects.guests import Guest

    seen = {
        model.__name__
        for model in apps.get_models()
        if isinstance(model._default_manager.all(), TenantQuerySet)
        and model._default_manager.all().visible_to(Guest(link)).exists()
    }
    assert seen == {"Playlist", "PlaylistItem", "Version", "Rendition"}
    assert Note.objects.exists()
