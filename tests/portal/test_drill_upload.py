"""The line of the upload drill: it sees parts, strikes once, cuts, and counts what goes twice."""

import gc
import threading
import warnings
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import httpx
import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal.drills import upload
from portal.drills.upload.breaking import Aim, part_of
from portal.storage import PART_SALT
from portal.wire import Seen, Wire

S3 = "/films/originals/a?uploadId=u1&partNumber={}&X-Amz-Signature=x"


class Keeps(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    got: list

    def do_PUT(self):
        self.got.append(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_words):
        pass


@pytest.fixture
def server():
    handler = type("Handler", (Keeps,), {"got": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield SimpleNamespace(port=server.server_port, got=handler.got)
    server.shutdown()
    server.server_close()


@pytest.fixture
def aim():
    return Aim()


@pytest.fixture
def wire(server, aim):
    wire = Wire(server.port, aim.watch)
    yield wire
    wire.close()


def put(wire, number, body=b"x" * 200_000):
    return httpx.put(wire.address + S3.format(number), content=body, timeout=10)


def test_requests_go_on_whole_and_answers_come_back(wire, server):
    with httpx.Client() as client:
        for body in (b"one", b"y" * 300_000):
            assert client.put(f"{wire.address}/x", content=body).text == "ok"
    assert server.got == [b"one", b"y" * 300_000] and wire.sent == 300_003


def test_a_cut_line_lets_nobody_through_until_it_is_mended(wire, server):
    wire.cut()
    with pytest.raises(httpx.HTTPError):
        put(wire, 1)
    wire.mend()
    assert put(wire, 1).is_success and len(server.got) == 1


@pytest.mark.parametrize("moment", ["head", "middle", "answer"])
def test_it_strikes_once_at_the_chosen_moment_of_the_chosen_part(wire, server, aim, moment):
    struck = []
    aim.take(2, moment, lambda: (struck.append(len(server.got)), wire.cut()))
    assert put(wire, 1).is_success and not aim.struck.is_set()
    with pytest.raises(httpx.HTTPError):
        put(wire, 2)
    wire.mend()
    assert aim.struck.wait(5) and put(wire, 2).is_success
    assert struck == [2 if moment == "answer" else 1]


def test_a_confirmed_part_that_travels_again_is_counted(wire, aim):
    put(wire, 1), put(wire, 2)
    assert aim.resent == 0
    put(wire, 2)
    assert aim.resent == 1


def test_a_part_whose_answer_was_cut_off_counts_as_confirmed(wire, aim):
    aim.take(1, "answer", wire.cut)
    with pytest.raises(httpx.HTTPError):
        put(wire, 1)
    wire.mend()
    put(wire, 1)
    assert aim.resent == 1


def test_parts_are_known_by_their_addresses():
    token = signing.dumps(["ref", 7, 0, 10, "0" * 64, "me"], salt=PART_SALT)
    assert part_of(Seen("PUT", f"/uploads/parts/{token}", 1)) == ("ref", 7)
    assert part_of(Seen("PUT", S3.format(3), 1)) == ("u1", 3)
    for other in (Seen("POST", S3.format(3), 1), Seen("PUT", "/films/x?uploadId=u", 1)):
        assert part_of(other) is None


class TestWhatCountsAsComplete:
    """A round that ended badly, or whose bytes are others or there twice, is not."""

    ENDED = {"exit": 0, "struck": True, "sha256": "aa"}

    def told(self, stored, **changed):
        row = {"ended": {"round-client-1.mov": {**self.ENDED, **changed}}}
        house = SimpleNamespace(portal=SimpleNamespace(shell=lambda *_a, **_k: stored))
        upload._compare(house, [row])
        return row

    def test_the_right_bytes_once(self):
        assert self.told("round-client-1.mov 1 aa") == {"completed": 1}

    @pytest.mark.parametrize("stored", ["", "round-client-1.mov 1 bb", "round-client-1.mov 2 aa"])
    def test_other_bytes_or_two_versions(self, stored):
        row = self.told(stored)
        assert row["completed"] == 0 and "round-client-1.mov" in row["not_completed"]

    @pytest.mark.parametrize("code", [3, None])
    def test_a_sender_that_gave_up_or_hangs(self, code):
        assert self.told("round-client-1.mov 1 aa", exit=code)["completed"] == 0


def test_what_no_upload_accounts_for_is_an_orphan():
    lines = "open 1\nparts 0\nfiles 2\nkept originals/a/u1/"
    store = SimpleNamespace(names=lambda _place: ["originals/a/u1/1", "originals/b/u2/1"])
    house = SimpleNamespace(store=store, portal=SimpleNamespace(shell=lambda *_a, **_k: lines))
    assert upload._orphans(house) == 4


def swept(capsys):
    """What the drill's sweep prints, here by this process: word → number."""
    exec(upload.SWEPT, {})
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    return {word: int(value) for word, value in lines if word != "kept"}


def test_the_sweep_leaves_no_upload_and_sees_what_nobody_accounts_for(world, capsys):
    known = swept(capsys)
    assert known == {"open": 0, "parts": 0, "files": 0}
    default_storage.save("originals/stray", ContentFile(b"x"))
    assert swept(capsys) == {"open": 0, "parts": 0, "files": 1}


def test_nothing_stays_open_behind_a_closed_wire(server):
    """Closed in the middle of an exchange: what is left to the collector would warn later."""
    told = threading.Event()
    wire = Wire(server.port, lambda _seen, _moment: told.set())
    sender = threading.Thread(target=suppress_put, args=(wire,))
    sender.start()
    assert told.wait(10)
    wire.close()
    sender.join(10)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        del wire
        gc.collect()
    assert [str(one.message) for one in said if "transport" in str(one.message)] == []


def suppress_put(wire):
    with suppress(httpx.HTTPError):
        put(wire, 3)
