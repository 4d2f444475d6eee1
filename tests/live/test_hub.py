"""The hub: one slow line does not hold up the others; a lost Redis comes back."""

import asyncio
import json
import shutil

import pytest
import redis.asyncio
from django.conf import settings
from redis.asyncio.client import PubSub

from portal import live
from portal.embedded import Valkey, live_url, socket_dir
from portal.live import close_sockets, publish
from portal.live import hub as hubs
from portal.live.hub import Hub
from portal.live.sockets import OUTBOX, Outbox, framed


class Line:
    """What a socket was sent; `gate` holds its writer up."""

    def __init__(self, *, stuck=False):
        self.frames, self.closed, self.gate = [], asyncio.Event(), asyncio.Event()
        if not stuck:
            self.gate.set()
        self.outbox = Outbox(self._send, self._close, self._cut)

    async def _send(self, message):
        await self.gate.wait()
        self.frames.append(json.loads(message["text"]))

    async def _close(self):
        self.closed.set()

    def _cut(self):
        raise AssertionError("closed in time")


@pytest.fixture
async def hub():
    made = Hub()
    yield made
    if made._task:
        made._task.cancel()
    await made.aclose()


async def until(condition, seconds=5.0):
    deadline = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, "not in time"
        await asyncio.sleep(0.02)


async def send(group, **message):
    await asyncio.to_thread(publish, [group], message)


async def test_frames_reach_those_who_joined_and_nobody_else(hub):
    here, there = Line(), Line()
    await hub.join("a", here.outbox)
    await hub.join("b", there.outbox)
    for n in range(5):
        await send("a", n=n)
    await until(lambda: len(here.frames) == 5)
    assert [frame["n"] for frame in here.frames] == [0, 1, 2, 3, 4]
    assert there.frames == []


async def test_a_slow_line_is_closed_and_the_others_go_on(hub):
    slow, quick = Line(stuck=True), Line()
    await hub.join("a", slow.outbox)
    await hub.join("a", quick.outbox)
    for n in range(OUTBOX + 10):
        await send("a", n=n)
    await asyncio.wait_for(slow.closed.wait(), 5)
    await until(lambda: len(quick.frames) == OUTBOX + 10)
    assert not quick.closed.is_set() and slow.frames == []


async def test_when_nobody_listens_the_subscription_ends(hub):
    line = Line()
    await hub.join("a", line.outbox)
    await hub.join("b", line.outbox)
    await hub.leave("a", line.outbox)
    async with redis.asyncio.Redis.from_url(settings.CHANNELS_URL) as probe:
        told = dict(await probe.pubsub_numsub("live:a", "live:b"))
    assert told == {b"live:a": 0, b"live:b": 1}
    await hub.leave("a", line.outbox)
    await hub.leave("never", line.outbox)


async def test_after_everybody_left_one_can_come_back(hub):
    line = Line()
    await hub.join("a", line.outbox)
    await hub.leave("a", line.outbox)
    await hub.join("a", line.outbox)
    await asyncio.sleep(0.7)
    await send("a", n=1)
    await until(lambda: line.frames == [{"n": 1}])


async def test_a_lost_connection_is_taken_up_again(hub):
    line = Line()
    await hub.join("a", line.outbox)
    await send("a", n=1)
    await until(lambda: len(line.frames) == 1)
    async with redis.asyncio.Redis.from_url(settings.CHANNELS_URL) as operator:
        await operator.client_kill_filter(_type="pubsub")
        for _try in range(100):
            if dict(await operator.pubsub_numsub("live:a"))[b"live:a"]:
                break
            await asyncio.sleep(0.05)
    await send("a", n=2)
    await until(lambda: line.frames[-1] == {"n": 2})


async def test_a_persons_close_reaches_their_lines_only(hub):
    mine, yours = Line(), Line()
    await hub.join("user.1", mine.outbox)
    await hub.join("user.2", yours.outbox)
    await asyncio.to_thread(close_sockets, 1)
    await asyncio.wait_for(mine.closed.wait(), 5)
    assert not yours.closed.is_set() and mine.frames == []


async def test_a_close_in_another_group_is_only_a_frame(hub):
    line = Line()
    await hub.join("run.1", line.outbox)
    await send("run.1", type="close")
    await until(lambda: line.frames == [{"type": "close"}])
    assert not line.closed.is_set()


async def test_each_loop_has_one_hub():
    assert hubs.hub() is hubs.hub()
    await hubs.hub().aclose()


def test_a_lost_event_is_only_logged(monkeypatch, caplog):
    class Down:
        def pipeline(self, **_options):
            raise redis.ConnectionError("gone")

    monkeypatch.setattr(live, "publisher", lambda: Down())
    publish(["a"], {"n": 1})
    assert "live event not published" in caplog.text


async def test_an_outbox_closes_its_socket_once():
    closes = []

    async def close():
        closes.append(1)

    async def send(_frame):
        await asyncio.sleep(3600)

    full, told = (Outbox(send, close, lambda: None) for _line in range(2))
    for n in range(OUTBOX + 10):
        full.put(framed(str(n)))
    for _again in range(3):
        told.put_close()
        told.put(framed("late"))
    await asyncio.sleep(0.05)
    assert len(closes) == 2


class TestWhileValkeyIsDown:
    @pytest.fixture
    def valkey(self, tmp_path, settings):
        """One of this test's own, which it may stop."""
        service = Valkey(tmp_path)
        settings.CHANNELS_URL = live_url(tmp_path)
        live.publisher.cache_clear()
        yield service
        live.publisher.cache_clear()
        service.stop()
        shutil.rmtree(socket_dir(tmp_path), ignore_errors=True)

    async def test_a_join_fails_and_leaves_nothing_and_works_later(self, valkey, hub):
        line = Line()
        async with asyncio.timeout(5):
            with pytest.raises(redis.RedisError):
                await hub.join("a", line.outbox)
        assert hub._members == {} and not hub._line.channels
        valkey.start()
        await hub.join("a", line.outbox)
        await send("a", n=1)
        await until(lambda: line.frames == [{"n": 1}])

    async def test_groups_of_before_come_back_and_those_left_do_not(self, valkey, hub):
        valkey.start()
        stays, goes, late = Line(), Line(), Line()
        await hub.join("a", stays.outbox)
        await hub.join("b", goes.outbox)
        valkey.stop()
        await hub.leave("b", goes.outbox)
        with pytest.raises(redis.RedisError):
            await hub.join("c", late.outbox)
        assert set(hub._members) == {"a"}
        valkey.start()
        async with redis.asyncio.Redis.from_url(settings.CHANNELS_URL) as probe:
            async with asyncio.timeout(5):
                while not (await probe.pubsub_numsub("live:a"))[0][1]:
                    await asyncio.sleep(0.05)
            told = dict(await probe.pubsub_numsub("live:a", "live:b", "live:c"))
        assert told == {b"live:a": 1, b"live:b": 0, b"live:c": 0}
        await send("a", n=1)
        await until(lambda: stays.frames == [{"n": 1}])


class TestManyAtOnce:
    """A page of fifty jobs joins, and goes, by one command."""

    @pytest.fixture
    def commands(self, monkeypatch):
        said, execute = [], PubSub.execute_command

        async def heard(self, *args):
            said.append(args)
            return await execute(self, *args)

        monkeypatch.setattr(PubSub, "execute_command", heard)
        return said

    async def test_all_are_heard_and_all_are_left(self, hub, commands):
        here, there = Line(), Line()
        groups = [f"many.{n}" for n in range(50)]
        await hub.join_all(groups, here.outbox)
        await hub.join_all([*groups[:2], "other", "other"], there.outbox)
        assert [len(said) for said in commands] == [51, 2]
        for group in (groups[0], groups[49], "other"):
            await send(group, n=1)
        await until(lambda: len(here.frames) == 2 and len(there.frames) == 2)
        await hub.leave_all([*groups, "never"], here.outbox)
        assert set(hub._members) == {*groups[:2], "other"}
        assert [said[0] for said in commands] == ["SUBSCRIBE", "SUBSCRIBE", "UNSUBSCRIBE"]
        assert len(commands[-1]) == 49
        await send(groups[0], n=2)
        await until(lambda: len(there.frames) == 3)
        assert len(here.frames) == 2

    async def test_no_group_is_no_command(self, hub, commands):
        line = Line()
        await hub.join_all([], line.outbox)
        await hub.leave_all([], line.outbox)
        assert commands == [] and hub._task is None
