"""Senders that break off, fall silent, send at once, or send very much."""

import asyncio
import hashlib
import json
import threading
import time
import tracemalloc

import pytest
from django.utils.crypto import get_random_string

from portal import parts
from portal.parts import PartReceiver
from portal.storage import FolderFiles, Part
from tests.projects.sending import (
    PART,
    aput,
    begin,
    client,
    elsewhere,
    piece,
    put,
    signed,
)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr("projects.announcing.part_size_for", lambda *_asked: PART)


@pytest.fixture
def upload(world):
    return begin(world.ours)


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


class TestTheLine:
    """Raw ASGI, since no client library breaks off in the middle."""

    def talk(self, url, *messages, wait=0):
        """(status, error code) after these messages from the sender."""
        told, sent = list(messages), []

        async def receive():
            if told:
                await asyncio.sleep(wait)
                return told.pop(0)
            return await asyncio.sleep(3600)

        async def send_(message):
            sent.append(message)

        scope = {"type": "http", "method": "PUT", "path": url, "headers": []}
        asyncio.run(PartReceiver(elsewhere)(scope, receive, send_))
        body = json.loads(b"".join(m.get("body", b"") for m in sent))
        return sent[0]["status"], body.get("error", {}).get("code", "")

    def message(self, body, more=True):
        return {"type": "http.request", "body": body, "more_body": more}

    def test_a_sender_that_goes_away_leaves_nothing_confirmed(self, upload):
        _part, url = signed(upload, 1)
        half = self.message(piece(upload, 1)[: PART // 2])
        gone = {"type": "http.disconnect"}
        assert self.talk(url, half, gone) == (408, "upload:interrupted")
        assert upload.confirmed() == []
        assert put(url, piece(upload, 1)).status_code == 200

    def test_a_sender_that_falls_silent_is_given_up(self, upload, monkeypatch):
        monkeypatch.setattr(parts, "SILENCE", 0.05)
        _part, url = signed(upload, 1)
        assert self.talk(url, self.message(b"x")) == (408, "upload:interrupted")

    def test_a_sender_that_drips_is_given_up_when_a_slow_line_would_be_done(
        self, upload, monkeypatch
    ):
        """One byte just before each silence would hold its place for days."""
        monkeypatch.setattr(parts, "GRACE", 0)
        monkeypatch.setattr(parts, "SLOWEST", PART / 0.3)
        _part, url = signed(upload, 1)
        drops = [self.message(b"x")] * 10_000
        began = time.monotonic()
        assert self.talk(url, *drops, wait=0.05) == (408, "upload:slow")
        assert 0.2 < time.monotonic() - began < 3
        assert upload.confirmed() == []

    def test_many_small_messages_are_one_part(self, upload):
        _part, url = signed(upload, 1)
        body = piece(upload, 1)
        small = [self.message(body[n : n + 100]) for n in range(0, PART, 100)]
        assert self.talk(url, *small, self.message(b"", more=False)) == (200, "")

    def test_the_lock_is_gone_with_its_sender(self, upload):
        _part, url = signed(upload, 1)
        self.talk(url, self.message(b"x"), {"type": "http.disconnect"})
        assert self.talk(url, self.message(piece(upload, 1), more=False)) == (200, "")


async def slowly(body, gate):
    yield body[:10]
    await gate.wait()
    yield body[10:]


def folder_part(settings, tmp_path, body):
    """A part and its address without a database."""
    settings.MEDIA_ROOT = str(tmp_path / get_random_string(8))
    storage = FolderFiles()
    ref = storage.begin("originals/x")
    part = Part(1, len(body), hashlib.sha256(body).hexdigest(), 0)
    return storage, ref, storage.sign_part("originals/x", ref, part).url


async def test_of_two_senders_of_a_part_at_once_the_second_is_told_to_wait(settings, tmp_path):
    body = b"z" * PART
    storage, ref, url = folder_part(settings, tmp_path, body)
    gate = asyncio.Event()
    async with client() as sender:
        first = asyncio.ensure_future(sender.put(url, content=slowly(body, gate)))
        await asyncio.sleep(0.05)
        second = await aput(url, body)
        assert (second.status_code, second.json()["error"]["code"]) == (409, "upload:part_busy")
        gate.set()
        assert (await first).status_code == 200
    assert list(storage.parts("originals/x", ref)) == [1]
    assert (await aput(url, body)).status_code == 200


def addresses(settings, tmp_path, body, count, whose=""):
    """Of the first parts of so many uploads, in one folder."""
    settings.MEDIA_ROOT = str(tmp_path)
    storage, sha256 = FolderFiles(), hashlib.sha256(body).hexdigest()
    part = Part(1, len(body), sha256, 0)
    return [storage.sign_part("x", storage.begin("x"), part, whose).url for _n in range(count)]


async def test_a_part_too_many_is_sent_away_and_comes_again(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "PARTS_AT_ONCE", 1)
    body, gate = b"z" * PART, asyncio.Event()
    url, other = addresses(settings, tmp_path, body, 2)
    async with client() as sender:
        first = asyncio.ensure_future(sender.put(url, content=slowly(body, gate)))
        await asyncio.sleep(0.05)
        busy = await sender.put(other, content=body)
        assert (busy.status_code, busy.json()["error"]["code"]) == (503, "upload:busy")
        assert (await sender.get("/api/v1/me/")).status_code == 299
        gate.set()
        assert (await first).status_code == 200
        assert (await sender.put(other, content=body)).status_code == 200


async def test_one_person_never_takes_the_places_of_the_others(settings, tmp_path, monkeypatch):
    """However many uploads they begin."""
    monkeypatch.setattr(parts, "PARTS_A_PERSON", 2)
    body, gate = b"z" * PART, asyncio.Event()
    one, two, three = addresses(settings, tmp_path, body, 3, whose="ann")
    (other,) = addresses(settings, tmp_path, body, 1, whose="ben")
    async with client() as sender:
        slow = [
            asyncio.ensure_future(sender.put(url, content=slowly(body, gate))) for url in (one, two)
        ]
        await asyncio.sleep(0.1)
        busy = await sender.put(three, content=body)
        assert (busy.status_code, busy.json()["error"]["code"]) == (503, "upload:busy")
        assert (await sender.put(other, content=body)).status_code == 200
        gate.set()
        assert {(await answer).status_code for answer in slow} == {200}
        assert (await sender.put(three, content=body)).status_code == 200


def test_the_parts_of_a_person_are_counted_together(world):
    """Each address names whose it is, whichever upload it belongs to."""
    senders = {parts._opened(signed(begin(world.ours), 1)[1].removeprefix(parts.PREFIX))[2]}
    senders |= {parts._opened(signed(begin(world.ours), 1)[1].removeprefix(parts.PREFIX))[2]}
    assert senders == {str(world.ours.people["artist"].pk)}


async def test_a_disk_that_hangs_holds_up_nothing_else(settings, tmp_path, monkeypatch):
    """More parts wait for it than there are threads for pages and sockets."""
    going, put_down = threading.Event(), parts._put
    monkeypatch.setattr(parts, "_put", lambda *args: going.wait(10) and put_down(*args))
    body = b"z" * PART
    async with client() as sender:
        urls = addresses(settings, tmp_path, body, 40)
        sent = [asyncio.ensure_future(sender.put(url, content=body)) for url in urls]
        await asyncio.sleep(0.1)
        async with asyncio.timeout(2):
            assert await asyncio.to_thread(lambda: "answered") == "answered"
        going.set()
        assert {answer.status_code for answer in await asyncio.gather(*sent)} == {200}


async def test_a_large_part_takes_little_memory(settings, tmp_path):
    """200 MiB through the receiver, a mebibyte at a time."""
    block, count = b"\x5a" * (1024 * 1024), 200
    settings.MEDIA_ROOT = str(tmp_path)
    storage, sha256 = FolderFiles(), hashlib.sha256()
    ref = storage.begin("originals/x")
    for _n in range(count):
        sha256.update(block)
    part = Part(1, count * len(block), sha256.hexdigest(), 0)
    told = [{"type": "http.request", "body": block, "more_body": True}] * count
    told = iter([*told, {"type": "http.request", "body": b"", "more_body": False}])
    statuses = []

    async def receive():
        return next(told)

    async def reply(message):
        statuses.append(message.get("status"))

    scope = {"type": "http", "method": "PUT", "headers": []}
    scope["path"] = storage.sign_part("originals/x", ref, part).url
    tracemalloc.start()
    try:
        await PartReceiver(elsewhere)(scope, receive, reply)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert statuses[0] == 200
    assert peak < 16 * 1024 * 1024
    assert storage._upload(ref).joinpath("data").stat().st_size == part.size
