"""Playlists and share links over the API: the same verbs, and secrets told once."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from projects.api.serializers import Partly
from projects.models import Asset, Playlist, PlaylistItem, ShareLink
from tests.world import make_version

API = "/api/v1/"


@pytest.fixture
def house(world):
    return world.ours


@pytest.fixture
def producer(house, as_person):
    return as_person(house.people["producer"])


def send(client, method, path, **data):
    return client.generic(method, API + path, json.dumps(data), "application/json")


def test_a_session_from_the_first_to_the_last_call(house, producer):
    made = send(producer, "POST", "playlists/", project=str(house.project.pk), name="Tuesday")
    pk = made.json()["id"]
    films = [make_version(house.project, None, name=f"{n}.mp4") for n in "ab"]
    ids = [
        send(producer, "POST", "playlist-items/", playlist=pk, version=str(film.pk)).json()["id"]
        for film in films
    ]
    send(producer, "POST", f"playlists/{pk}/order/", items=ids[::-1])
    listed = producer.get(f"{API}playlist-items/?playlist={pk}").json()["results"]
    assert {row["id"]: row["position"] for row in listed} == {ids[0]: 2, ids[1]: 1}
    said = send(producer, "PATCH", f"playlist-items/{ids[0]}/", result="work", remark="Darker.")
    assert (said.json()["result"], said.json()["said_by_name"]) == ("work", "Ours-producer")
    kept = send(producer, "PATCH", f"playlist-items/{ids[0]}/", remark="Lighter.")
    assert (kept.json()["result"], kept.json()["remark"]) == ("work", "Lighter.")
    over = send(producer, "POST", f"playlists/{pk}/close/", summary="One goes back.")
    assert over.json()["summary"] == "One goes back." and over.json()["closed_at"]
    late = send(producer, "PATCH", f"playlist-items/{ids[0]}/", result="")
    assert (late.status_code, late.json()["error"]["code"]) == (409, "playlist:closed")
    assert send(producer, "POST", f"playlists/{pk}/reopen/").json()["closed_at"] is None
    assert producer.delete(f"{API}playlist-items/{ids[0]}/").status_code == 204
    assert PlaylistItem.objects.get(playlist=pk).position == 1


def test_a_change_writes_what_was_sent_and_nothing_else(house, producer, monkeypatch):
    """Closed, deleted or examined between reading the row and writing it."""
    seen = Partly.update

    def late(self, row, data):
        Playlist.objects.update(summary="Two go back.", closed_at=timezone.now())
        Asset.objects.update(kind="sound", deleted_at=timezone.now())
        return seen(self, row, data)

    monkeypatch.setattr(Partly, "update", late)
    for path in (f"playlists/{house.playlist.pk}/", f"assets/{house.asset.pk}/"):
        answer = send(producer, "PATCH", path, name="Renamed")
        assert (answer.status_code, answer.json()["name"]) == (200, "Renamed")
        Asset.objects.filter(pk=house.asset.pk).update(deleted_at=None)
    playlist = Playlist.objects.get(pk=house.playlist.pk)
    assert (playlist.name, playlist.summary) == ("Renamed", "Two go back.") and playlist.closed_at
    asset = Asset.objects.get(pk=house.asset.pk)
    assert (asset.name, asset.kind) == ("Renamed", "sound")
    assert send(producer, "PATCH", f"playlists/{house.playlist.pk}/").status_code == 200


def test_what_is_gone_meanwhile_is_not_made_anew(house, producer, monkeypatch):
    seen = Partly.update

    def late(self, row, data):
        Playlist.objects.filter(pk=row.pk).delete()
        return seen(self, row, data)

    monkeypatch.setattr(Partly, "update", late)
    where = f"playlists/{house.playlist.pk}/"
    assert send(producer, "PATCH", where, name="Renamed").status_code == 404
    assert not Playlist.objects.filter(name="Renamed").exists()


def test_the_same_version_twice_is_the_same_item(house, producer):
    body = {"playlist": str(house.playlist.pk), "version": str(house.version.pk)}
    assert send(producer, "POST", "playlist-items/", **body).json()["id"] == str(house.item.pk)
    assert house.playlist.items.count() == 1


def test_a_list_stays_in_its_project(world, house, producer):
    where = f"playlists/{house.playlist.pk}/"
    send(producer, "PATCH", where, project=str(house.project.pk), name="Renamed")
    refused = send(producer, "PATCH", where, project=str(world.theirs.project.pk))
    assert refused.status_code == 400
    kept = Playlist.objects.get(pk=house.playlist.pk)
    assert (kept.name, kept.project) == ("Renamed", house.project)


def share(client, house, **fields):
    until = (timezone.now() + timedelta(days=3)).isoformat()
    given = {"playlist": str(house.playlist.pk), "guest_name": "Gus", "expires_at": until}
    return send(client, "POST", "share-links/", **{**given, **fields})


def test_link_and_passphrase_are_told_once(house, producer, client):
    made = share(producer, house).json()
    again = producer.get(f"{API}share-links/{made['id']}/").json()
    assert made["link"] and made["passphrase"] and not {"link", "passphrase"} & set(again)
    row = ShareLink.objects.get(pk=made["id"])
    told = str(vars(row))
    assert made["link"].rsplit("/", 2)[1] not in told and made["passphrase"] not in told
    entered = {"passphrase": made["passphrase"], "terms": "on"}
    assert client.post(made["link"], entered).status_code == 302
    assert client.get("/shared/").status_code == 200
    assert "api/guest/notes" not in client.get("/shared/").content.decode()  # looks only


def test_a_passphrase_of_ones_own(house, producer, client):
    made = share(producer, house, passphrase="  our own words  ").json()
    assert made["passphrase"] == "our own words"
    given = {"passphrase": "our own words", "terms": "on"}
    assert client.post(made["link"], given).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("passphrase", "short"),
        ("expires_at", "2020-01-01T00:00:00Z"),
        ("expires_at", "2099-01-01T00:00:00Z"),
        ("guest_name", "a\u202eb"),
        ("guest_name", ""),
        ("email", "nobody"),
    ],
)
def test_what_is_no_link_is_refused_in_words(house, producer, field, value):
    answer = share(producer, house, **{field: value})
    assert answer.status_code == 400 and field in answer.json()["error"]["fields"]
    assert ShareLink.objects.filter(playlist=house.playlist).count() == 1


def test_withdrawing_keeps_the_row_and_twice_says_so(house, producer):
    where = f"{API}share-links/{house.share.pk}/"
    assert producer.delete(where).status_code == 204
    assert producer.get(where).json()["revoked_at"]
    assert producer.delete(where).json()["error"]["code"] == "share:ended"


def test_a_list_has_so_many_open_links(house, producer, monkeypatch):
    monkeypatch.setattr("projects.models.shares.LINKS_AT_MOST", 1)
    assert share(producer, house).json()["error"]["code"] == "share:full"
    house.share.revoke(actor=None)
    assert share(producer, house).status_code == 201


def test_secrets_are_in_no_export_and_no_audit(house, producer):
    from portal.models import AuditEvent
    from portal.possessions import exported_fields

    made = share(producer, house).json()
    assert not {"secret_hash", "passphrase_hash"} & set(exported_fields(ShareLink))
    said = AuditEvent.objects.filter(verb="share:made").latest("pk")
    assert made["passphrase"] not in str(said.facts) and "Gus" in said.sentence


def test_the_page_shows_the_link_once_and_keeps_what_was_typed(house, producer):
    where = f"/playlists/{house.playlist.pk}/guests/"
    day = (timezone.now() + timedelta(days=3)).date()
    page = producer.post(where, {"guest_name": "Gus", "expires_at": day})
    made = page.context["made"]
    assert made["address"] in page.content.decode() and page["Cache-Control"] == "no-store"
    assert made["address"] not in producer.get(where).content.decode()
    wrong = producer.post(where, {"guest_name": "Gus", "expires_at": "2020-01-01"})
    assert 'value="Gus"' in wrong.content.decode() and wrong.context["made"] is None
    assert "Give a day to come" in wrong.content.decode()


def test_withdrawing_on_the_page_asks_once_more(house, producer):
    where = f"/shares/{house.share.pk}/revoke/"
    assert producer.post(where).status_code == 200
    assert ShareLink.objects.get(pk=house.share.pk).revoked_at is None
    assert producer.post(where, {"sure": "yes"}).status_code == 302
    assert ShareLink.objects.get(pk=house.share.pk).revoked_at
