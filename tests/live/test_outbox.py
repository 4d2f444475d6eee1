"""What is written to one socket: at once, in its turn, or no more."""

import asyncio
import gc
import json
import socket
import weakref

import pytest

from portal.live import sockets as lines
from portal.live.sockets import OUTBOX, Outbox, begun, cut, framed


class Line:
    """An ASGI server's end: `writable` as uvicorn has it."""

    def __init__(self):
        self.writable, self.sent, self.cuts = asyncio.Event(), [], 0
        self.writable.set()
        self.outbox = Outbox(self.send, self.close, self.cut)

    async def send(self, message):
        await self.writable.wait()
        self.sent.append(message.get("text", message["type"]))

    async def close(self):
        await self.send({"type": "websocket.close"})

    def cut(self):
        self.cuts += 1


def tasks():
    return len(asyncio.all_tasks())


async def test_a_line_that_takes_everything_needs_no_task_and_no_turn():
    line, before = Line(), tasks()
    for n in range(3):
        line.outbox.put(framed(str(n)))
        assert line.sent[-1] == str(n)
    assert tasks() == before


async def test_what_waits_goes_out_in_order_and_then_at_once_again():
    line, before = Line(), tasks()
    line.writable.clear()
    for n in range(5):
        line.outbox.put(framed(str(n)))
    assert line.sent == [] and tasks() == before + 1
    line.writable.set()
    await asyncio.sleep(0.01)
    assert line.sent == ["0", "1", "2", "3", "4"] and tasks() == before
    line.outbox.put(framed("5"))
    assert line.sent[-1] == "5"


async def test_between_the_last_that_waited_and_the_next_nothing_overtakes():
    line = Line()
    line.writable.clear()
    line.outbox.put(framed("0"))
    line.writable.set()
    line.outbox.put(framed("1"))
    assert line.sent == []
    await asyncio.sleep(0.01)
    assert line.sent == ["0", "1"]


async def test_a_reader_that_reads_nothing_holds_so_many_frames_and_is_cut(monkeypatch):
    monkeypatch.setattr(lines, "FAREWELL", 0.05)
    line, before = Line(), tasks()
    line.writable.clear()
    for n in range(OUTBOX * 3):
        line.outbox.put(framed(str(n)))
    assert not line.outbox.open
    await asyncio.sleep(0.1)
    assert line.cuts == 1 and line.sent == [] and tasks() == before


async def test_a_full_line_that_reads_again_in_time_is_told_why_and_not_cut(monkeypatch):
    monkeypatch.setattr(lines, "FAREWELL", 1)
    line = Line()
    line.writable.clear()
    for n in range(OUTBOX + 2):
        line.outbox.put(framed(str(n)))
    await asyncio.sleep(0.01)
    line.writable.set()
    await asyncio.sleep(0.01)
    assert line.sent == ["websocket.close"] and line.cuts == 0


@pytest.mark.parametrize("when", ["at once", "later"])
async def test_a_line_that_breaks_is_closed_and_disturbs_nobody(when):
    line = Line()

    async def broken(_message):
        if when == "later":
            await line.writable.wait()
        raise ConnectionResetError

    outbox = Outbox(broken, line.close, line.cut)
    if when == "later":
        line.writable.clear()
    outbox.put(framed("0"))
    line.writable.set()
    await asyncio.sleep(0.02)
    assert not outbox.open and line.cuts == 0


async def test_a_step_that_was_begun_can_be_given_up():
    ended = []

    async def sends():
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(1)

    rest = asyncio.ensure_future(lines._rest(held := sends(), held.send(None)))
    await asyncio.sleep(0)
    rest.cancel()
    with pytest.raises(asyncio.CancelledError):
        await rest
    assert ended == [1]


async def test_a_first_step_that_was_all_leaves_nothing_to_await():
    async def sends():
        pass

    assert begun(sends()) is None


async def test_what_is_gone_is_freed():
    line = Line()
    line.outbox.put(framed("0"))
    watched = weakref.ref(line.outbox)
    del line
    gc.collect()
    assert watched() is None


async def test_a_servers_own_line_is_aborted_and_others_are_told_of(caplog):
    left, right = socket.socketpair()
    transport, _ = await asyncio.get_running_loop().create_connection(asyncio.Protocol, sock=left)

    class Server:
        def __init__(self):
            self.transport = transport

        async def send(self, _message):
            pass

    cut(Server().send)
    assert transport.is_closing()
    right.close()
    cut(json.dumps)
    assert "could not be cut off" in caplog.text
