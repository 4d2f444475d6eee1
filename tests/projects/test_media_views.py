"""Pictures and originals: who gets them, and how they leave."""

import httpx
import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import reverse

from portal import asgi
from portal.models import AuditEvent
from portal.sendfile import SendFile
from portal.storage import files
from projects.media.sample import make_sample


@pytest.fixture
def one_connection():
    """As Django's own test client does it: a request does not close the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def fetch(as_person, one_connection):
    """Through the whole server: Django behind the streaming of files."""

    def call(person, address, method="GET", **headers):
        cookies = {}
        if person is not None:
            jar = as_person(person).cookies
            cookies = {settings.SESSION_COOKIE_NAME: jar[settings.SESSION_COOKIE_NAME].value}

        async def ask():
            transport = httpx.ASGITransport(asgi.application)
            where = {"base_url": "http://localhost", "cookies": cookies, "headers": headers}
            async with httpx.AsyncClient(transport=transport, **where) as browser:
                return await browser.request(method, address)

        return async_to_sync(ask)()

    return call


def original(house):
    return reverse("original", args=[house.version.pk])


def picture(house):
    return reverse("rendition", args=[house.rendition.pk])


def body_of(house):
    return b"film of " + str(house.asset.pk).encode()


class TestOriginals:
    def test_it_leaves_as_a_download_that_no_browser_runs(self, world, fetch):
        answer = fetch(world.visitor("producer"), original(world.ours))
        assert answer.status_code == 200 and answer.content == body_of(world.ours)
        headers = answer.headers
        assert headers["content-disposition"].startswith('attachment; filename="clip.mp4"')
        assert headers["content-type"] == "application/octet-stream"
        assert headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in headers["content-security-policy"]
        assert headers["cache-control"] == "private, no-store"

    def test_the_inner_header_and_path_never_leave(self, world, fetch):
        for address in (original(world.ours), picture(world.ours)):
            answer = fetch(world.visitor("producer"), address)
            assert "x-send-file" not in answer.headers
            assert "originals/" not in str(answer.headers)

    def test_a_download_is_written_down(self, world, fetch):
        fetch(world.visitor("producer"), original(world.ours))
        event = AuditEvent.objects.first()
        assert (event.verb, event.actor) == ("original:downloaded", world.visitor("producer"))
        told = {"name": "clip.mp4", "version": 1, "project": "Ours film"}
        assert event.facts == {**told, "id": str(world.ours.version.pk)}
        assert event.studio == world.ours.studio

    @pytest.mark.parametrize("allowed", [True, False])
    @pytest.mark.parametrize("kind", ["producer", "director", "artist", "reviewer", "ungranted"])
    def test_the_project_and_the_role_decide(self, world, as_person, kind, allowed):
        world.ours.project.allow_downloads = allowed
        world.ours.project.save()
        answer = as_person(world.visitor(kind)).get(original(world.ours))
        may = kind == "producer" or (allowed and kind in ("director", "artist"))
        assert answer.status_code == (200 if may else 403)
        assert AuditEvent.objects.filter(verb="original:downloaded").exists() == may

    @pytest.mark.parametrize(
        ("kind", "status"), [("other", 404), ("beta_lead", 403), ("admin", 403)]
    )
    def test_nobody_from_outside_gets_one(self, world, as_person, kind, status):
        assert as_person(world.visitor(kind)).get(original(world.ours)).status_code == status

    def test_signed_out_one_is_sent_to_sign_in(self, world, fetch):
        assert fetch(None, original(world.ours)).status_code == 302

    @pytest.mark.parametrize("name", ['a"b\\c.mov', "影片.mov", "x;y=z.mov", "%0d%0a.mov"])
    def test_a_name_of_any_kind_cannot_break_the_header(self, world, fetch, name):
        version = world.ours.version
        version.file_name = name
        version.save()
        answer = fetch(world.visitor("producer"), original(world.ours))
        said = answer.headers["content-disposition"]
        assert answer.status_code == 200 and said.count('"') == 2
        assert "filename*=UTF-8''" in said


class TestRanges:
    @pytest.mark.parametrize(
        ("asked", "part"), [("bytes=0-3", slice(0, 4)), ("bytes=5-", slice(5, None))]
    )
    def test_a_part_of_a_file(self, world, fetch, asked, part):
        answer = fetch(world.visitor("producer"), original(world.ours), range=asked)
        assert answer.status_code == 206
        assert answer.content == body_of(world.ours)[part]
        assert answer.headers["content-range"].endswith(f"/{len(body_of(world.ours))}")
        assert answer.headers["x-content-type-options"] == "nosniff"

    def test_beyond_the_end(self, world, fetch):
        answer = fetch(world.visitor("producer"), original(world.ours), range="bytes=9999-")
        assert answer.status_code == 416

    def test_head_tells_the_length_and_sends_nothing(self, world, fetch):
        answer = fetch(world.visitor("producer"), original(world.ours), "HEAD")
        assert answer.status_code == 200 and answer.content == b""
        assert int(answer.headers["content-length"]) == len(body_of(world.ours))

    def test_somebody_revoked_gets_no_further_range(self, world, fetch):
        artist, address = world.visitor("artist"), picture(world.ours)
        assert fetch(artist, address, range="bytes=0-3").status_code == 206
        world.ours.memberships["artist"].revoke(actor=world.admin)
        refused = fetch(artist, address, range="bytes=4-7")
        assert refused.status_code == 403 and b"poster" not in refused.content


class TestPictures:
    @pytest.mark.parametrize(
        ("kind", "status"),
        [("producer", 200), ("reviewer", 200), ("ungranted", 404), ("other", 404), ("admin", 403)],
    )
    def test_who_sees_the_project_sees_its_pictures(self, world, fetch, kind, status):
        answer = fetch(world.visitor(kind), picture(world.ours))
        assert answer.status_code == status

    def test_one_is_kept_by_the_browser_alone(self, world, fetch):
        headers = fetch(world.visitor("artist"), picture(world.ours)).headers
        assert headers["content-type"] == "image/jpeg"
        assert headers["cache-control"] == "private, no-cache"
        assert headers["x-content-type-options"] == "nosniff"

    @pytest.mark.parametrize("known", ["{}", "W/{}", '"other", {}', "*"])
    def test_one_that_the_browser_has_is_not_sent_again(self, world, fetch, known):
        artist, address = world.visitor("artist"), picture(world.ours)
        etag = fetch(artist, address).headers["etag"]
        again = fetch(artist, address, **{"if-none-match": known.format(etag)})
        assert again.status_code == 304 and again.content == b""
        assert again.headers["etag"] == etag
        assert again.headers["cache-control"] == "private, no-cache"
        assert "x-send-file" not in again.headers

    def test_one_that_changed_is_sent(self, world, fetch):
        artist, address = world.visitor("artist"), picture(world.ours)
        assert fetch(artist, address, **{"if-none-match": '"before"'}).status_code == 200

    def test_once_access_has_ended_none_is_known_any_more(self, world, fetch):
        artist, address = world.visitor("artist"), picture(world.ours)
        etag = fetch(artist, address).headers["etag"]
        world.ours.memberships["artist"].revoke(actor=world.admin)
        assert fetch(artist, address, **{"if-none-match": etag}).status_code == 403

    def test_a_range_goes_on_where_the_file_is_the_same(self, world, fetch):
        artist, address = world.visitor("artist"), picture(world.ours)
        etag = fetch(artist, address).headers["etag"]
        part = {"range": "bytes=0-3"}
        assert fetch(artist, address, **part, **{"if-range": etag}).status_code == 206
        assert fetch(artist, address, **part, **{"if-range": '"before"'}).status_code == 200

    def test_of_a_deleted_asset_they_are_gone(self, world, fetch):
        world.ours.asset.delete_by(world.visitor("producer"))
        assert fetch(world.visitor("producer"), picture(world.ours)).status_code == 404
        assert fetch(world.visitor("producer"), original(world.ours)).status_code == 404

    @pytest.fixture
    def playable(self, world, tmp_path):
        make_sample(tmp_path / "proxy.mp4", seed=1, seconds=2, size=(96, 54))
        files.put(world.ours.version.rendition("proxy").storage_key, tmp_path / "proxy.mp4")
        return world.ours.version

    @pytest.mark.parametrize("number", [0, 23, 47])
    def test_a_single_frame_is_a_jpeg(self, world, as_person, playable, number):
        address = reverse("frame", args=[playable.pk, number])
        answer = as_person(world.visitor("reviewer")).get(address)
        assert answer.content[:3] == b"\xff\xd8\xff"
        assert answer["Cache-Control"] == "private, no-cache"

    def test_a_frame_that_is_known_is_not_decoded_again(
        self, world, as_person, playable, monkeypatch
    ):
        visitor = as_person(world.visitor("reviewer"))
        first = visitor.get(reverse("frame", args=[playable.pk, 3]))
        monkeypatch.delattr("projects.views.media.still")
        known = {"HTTP_IF_NONE_MATCH": first["ETag"]}
        again = visitor.get(reverse("frame", args=[playable.pk, 3]), **known)
        assert again.status_code == 304 and again.content == b""
        assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], "private, no-cache")
        monkeypatch.undo()
        other = visitor.get(reverse("frame", args=[playable.pk, 4]), **known)
        assert other.status_code == 200
        world.ours.memberships["reviewer"].revoke(actor=world.admin)
        assert visitor.get(reverse("frame", args=[playable.pk, 3]), **known).status_code == 403

    @pytest.mark.parametrize("number", [96, 10**9, 10**30])
    def test_a_frame_after_the_end_is_not_there(self, world, as_person, playable, number):
        address = f"/versions/{playable.pk}/frames/{number}.jpg"
        assert as_person(world.visitor("artist")).get(address).status_code == 404

    def test_times_of_an_even_film_are_not_there(self, world, as_person):
        address = reverse("frame_times", args=[world.ours.version.pk])
        assert as_person(world.visitor("artist")).get(address).status_code == 404


async def test_a_key_outside_the_media_folder_is_refused(settings, tmp_path):
    from django.core.exceptions import SuspiciousFileOperation

    settings.MEDIA_ROOT = str(tmp_path)

    async def careless(scope, receive, send):
        headers = [(b"x-send-file", b"../../../etc/passwd")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    transport = httpx.ASGITransport(SendFile(careless))
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as browser:
        with pytest.raises(SuspiciousFileOperation):
            await browser.get("/")
