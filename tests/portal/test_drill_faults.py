"""The drills of broker, database and storage: what they break, and that they see it."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import httpx
import pytest

from portal.drills import broker
from portal.drills.database import server as database
from portal.drills.storage import ill
from portal.drills.storage.ill import IllWire
from portal.workday import Book
from portal.workday.book import Answer
from portal.workday.mishaps import Mishap, Watch, go_through

BODY = b"film" * 50_000


class Store(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    got: list

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def do_PUT(self):
        self.got.append(len(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words):
        pass


@pytest.fixture
def store(monkeypatch):
    """A store behind a line on which every request is struck."""
    monkeypatch.setattr(ill, "SHARE", 1.0)
    handler = type("Handler", (Store,), {"got": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    wire = IllWire(server.server_port, seed=1)
    yield SimpleNamespace(wire=wire, got=handler.got, address=f"{wire.address}/films/a")
    wire.close()
    server.shutdown()
    server.server_close()


def test_a_line_that_is_well_gives_all_of_it(store):
    assert httpx.get(store.address).content == BODY
    assert httpx.put(store.address, content=BODY).status_code == 200
    assert store.got == [len(BODY)] and not store.wire.met


@pytest.mark.parametrize(("illness", "status"), [("errors", 500), ("slow down", 503)])
def test_an_error_is_said_as_a_store_says_it(store, illness, status):
    store.wire.fall_ill(illness)
    answer = httpx.put(store.address, content=BODY)
    assert answer.status_code == status and "<Code>" in answer.text and not store.got
    store.wire.recover()
    assert httpx.get(store.address).status_code == 200
    assert store.wire.met == {illness: 1}


def test_a_silent_one_answers_nobody_until_it_recovers(store):
    store.wire.fall_ill("silent")
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(store.address, timeout=1)
    store.wire.recover()
    assert httpx.get(store.address).content == BODY


def test_bodies_are_cut_both_ways(store):
    store.wire.fall_ill("cuts")
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(store.address)
    with pytest.raises(httpx.HTTPError):
        httpx.put(store.address, content=BODY)


def test_half_an_object_is_told_as_if_it_were_all_of_it(store):
    """No client can tell by this answer alone: somebody has to know how long it is."""
    store.wire.fall_ill("short")
    answer = httpx.get(store.address, headers={"User-Agent": "Boto3/1.44"})
    assert answer.content == BODY[: len(BODY) // 2]


def test_one_that_drips_takes_its_time(store, monkeypatch):
    monkeypatch.setattr(ill, "SLOW", 400_000)
    store.wire.fall_ill("drips")
    begun = time.monotonic()
    assert httpx.get(store.address).content == BODY
    assert time.monotonic() - begun > 0.4


def test_one_that_is_gone_is_not_reached(store):
    store.wire.fall_ill("gone")
    with pytest.raises(httpx.HTTPError):
        httpx.get(store.address)
    store.wire.recover()
    assert httpx.get(store.address).content == BODY


def test_each_mishap_is_healed_and_told(monkeypatch):
    """Its pages are counted, and what readiness said of the part that was away."""
    book, done = Book(), []
    watch = Watch("http://nowhere.example")
    monkeypatch.setattr(
        watch, "look", lambda: watch.told.append((time.monotonic(), {"broker": "failed"}))
    )

    def strike():
        done.append("struck")
        for status in (200, 503):
            book.note(Answer(time.monotonic() + 0.01, 0.2, "Mei", "page /", "page", status))

    mishap = Mishap("stopped", 0.05, strike, lambda: done.append("healed"), "broker")
    [told] = go_through(book, watch, [mishap], between=0)
    assert done == ["struck", "healed"]
    assert (told["pages"], told["pages_answered"], told["ready_told"]) == (2, 1, True)
    assert [fault.name for fault in book.faults] == ["stopped"]


def test_readiness_that_does_not_answer_tells_nothing():
    watch = Watch("http://127.0.0.1:1")
    assert watch.look() == {} and len(watch.told) == 1


@pytest.mark.parametrize(("copies", "mails"), [(1, 1), (2, 2)])
def test_an_alert_that_went_twice_is_counted_twice(tmp_path, copies, mails):
    (tmp_path / "mail").mkdir()
    said = "Subject: Last Mile: broker does not answer.\n\nSee.\n" + "-" * 79 + "\n"
    for number in range(copies):
        (tmp_path / "mail" / f"{number}.log").write_text(said)
    portal = SimpleNamespace(var=tmp_path, query=lambda _sql: [("part:broker", 1)])
    told = broker._alerts(portal)
    assert told == {"troubles": {"part:broker": 1}, "mails": {"broker": mails}}


def test_a_disk_is_filled_to_its_last_byte(tmp_path, monkeypatch):
    """Here by a limit of this test; in the drill by a disk that has no more."""

    class Disk:
        left = database.BLOCK + 1000

        def __enter__(self):
            return self

        def __exit__(self, *_error):
            """Nothing is open."""

        def write(self, block):
            if len(block) > self.left:
                raise OSError(28, "No space left on device")
            Disk.left -= len(block)
            return len(block)

    place = SimpleNamespace(open=lambda *_how, **_more: Disk())
    assert database.fill(place) == database.BLOCK + 1000 and Disk.left == 0
