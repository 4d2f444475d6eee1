"""Many sockets come, go, and come again; however one ends, nothing of it is left behind."""

import asyncio
import gc
import itertools
import socket
import threading
import time
import weakref

import pytest
import uvicorn
from channels.sessions import CookieMiddleware

from portal import live
from portal.live import beats, consumers, sockets
from portal.live import hub as hubs
from portal.live.consumers import LiveConsumer
from portal.live.listening import Standing
from portal.watching import numbers

MANY = 5_000


class End:
    """A browser's end, without a line."""

    def __init__(self):
        self.inbox, self.sent = asyncio.Queue(), []
        self.inbox.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.ensure_future(self._live())

    async def _live(self):
        await LiveConsumer.as_asgi()({"cookies": {}}, self.inbox.get, self._send)

    async def _send(self, message):
        self.sent.append(message)

    def go(self):
        self.inbox.put_nowait({"type": "websocket.disconnect", "code": 1006})


@pytest.fixture(autouse=True)
def nobody_asked(monkeypatch):
    """Whoever comes may; of the rows nothing is asked here."""
    number = itertools.count()
    monkeypatch.setattr(
        consumers, "look", lambda *_args: Standing(f"p{next(number)}", studios=("s",))
    )
    monkeypatch.setattr(
        consumers,
        "groups_of",
        lambda _key, names: (None, {n: [n.replace(":", ".")] for n in names}),
    )
    monkeypatch.setattr(consumers, "snapshots", lambda _user, _names: {})
    monkeypatch.setattr(
        consumers, "_in_a_thread", lambda question: lambda *args: _soon(question, *args)
    )


async def _soon(question, *args):
    return question(*args)


async def until(holds, seconds=30):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "not in time"
        await asyncio.sleep(0.01)


def inside():
    return numbers.sockets._value.get()


async def test_thousands_come_and_go_twice_and_nothing_is_left(away):
    known = []
    for _turn in range(2):
        before = inside()
        ends = [End() for _end in range(MANY)]
        for end in ends:
            end.inbox.put_nowait({"type": "websocket.receive", "text": '{"join": ["run:1"]}'})
        await until(lambda before=before: inside() == before + MANY)
        await until(lambda: len(hubs.hub()._members.get("run.1", ())) == MANY)
        assert len(asyncio.all_tasks()) <= MANY + 10, "a task a socket, and it is the server's own"
        known.append(weakref.ref(next(iter(hubs.hub()._members["run.1"]))))
        for end in ends:
            end.go()
        await asyncio.gather(*(end.task for end in ends))
        assert inside() == before
        assert hubs.hub()._members == {} and not any(beats.beats()._slots)
        assert beats.beats()._many == 0 and not beats.beats()._away
        del ends, end
    await asyncio.sleep(0)
    gc.collect()
    assert [ref() for ref in known] == [None, None]


@pytest.mark.parametrize("how", ["nonsense of the server", "cancelled"])
async def test_an_end_that_nobody_foresaw_leaves_nothing_either(away, how, monkeypatch):
    before, end = inside(), End()
    await until(lambda: inside() == before + 1)
    if how == "cancelled":
        end.task.cancel()
    else:
        end.inbox.put_nowait({"type": "websocket.unheard_of"})
    with pytest.raises((asyncio.CancelledError, AttributeError)):
        await end.task
    assert inside() == before and hubs.hub()._members == {}


async def test_a_full_process_sends_further_sockets_away_for_a_while(away, monkeypatch):
    monkeypatch.setattr(beats.beats(), "_most", 1)
    first = End()
    await until(lambda: beats.beats()._many == 1)
    second = End()
    await until(lambda: len(second.sent) == 2)
    assert second.sent[1]["code"] == 1013
    for end in (first, second):
        end.go()
        await end.task


@pytest.fixture
def server(settings):
    """The consumer under the real server, in a thread."""
    given = {"ws": "websockets-sansio", "lifespan": "off", "log_config": None}
    app = CookieMiddleware(LiveConsumer.as_asgi())
    web = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", 0, **given))
    held = []

    async def serve():
        held.append(hubs.hub())
        await web.serve()
        if held[0]._task:
            held[0]._task.cancel()
        await held[0].aclose()

    thread = threading.Thread(target=asyncio.run, args=[serve()])
    thread.start()
    while not web.started:
        time.sleep(0.01)
    yield web.servers[0].sockets[0].getsockname()[1], held[0]
    web.should_exit = web.force_exit = True
    thread.join()


def connected(port):
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect(("127.0.0.1", port))
    line.sendall(
        f"GET /ws/live/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    assert b" 101 " in line.recv(4096)
    text = b'{"join": ["run:9"]}'
    line.sendall(bytes([0x81, 0x80 | len(text)]) + bytes(4) + text)
    return line


def test_a_reader_that_reads_nothing_is_cut_while_the_others_hear_all(server, monkeypatch):
    monkeypatch.setattr(sockets, "FAREWELL", 0.3)
    port, hub = server
    stuck, quick = connected(port), connected(port)
    heard = bytearray()
    threading.Thread(target=lambda: _read(quick, heard), daemon=True).start()
    deadline = time.monotonic() + 30
    while len(hub._members.get("run.9", ())) != 2:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    sent = 0
    while len(hub._members["run.9"]) == 2:
        assert time.monotonic() < deadline, "the stuck line was never let go"
        live.publish(["run.9"], {"n": sent, "pad": "x" * 20_000})
        sent += 1
        time.sleep(0.002)
    live.publish(["run.9"], {"last": 1})
    while b'"last":1' not in heard:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert heard.count(b'"n":') == sent
    stuck.close()
    quick.close()


def _read(line, heard):
    try:
        while data := line.recv(1 << 16):
            heard.extend(data)
    except OSError:
        return
