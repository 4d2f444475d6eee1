"""The line to Redis breaks while some read from it and others join: nobody is refused for that."""

import asyncio
import logging
import random

import pytest
import redis.asyncio
from django.conf import settings

from portal.live.hub import Hub
from portal.live.subscription import Subscription
from tests.live.test_hub import Line, send, until

GROUPS, KILLS = 60, 25


@pytest.fixture
async def hub():
    made = Hub()
    yield made
    await made.aclose()


@pytest.fixture
async def operator():
    async with redis.asyncio.Redis.from_url(settings.CHANNELS_URL) as client:
        yield client


async def kill(operator):
    await operator.client_kill_filter(_type="pubsub")


async def heard_by(operator, channels):
    return sum(many for _name, many in await operator.pubsub_numsub(*channels))


async def all_heard(operator, channels, seconds=5.0):
    deadline = asyncio.get_running_loop().time() + seconds
    while await heard_by(operator, channels) < len(channels):
        assert asyncio.get_running_loop().time() < deadline, "not in time"
        await asyncio.sleep(0.02)


async def test_joining_while_the_line_breaks_again_and_again_refuses_nobody(hub, operator, caplog):
    chance = random.Random(7)

    async def comes_and_goes(number):
        line, group = Line(), f"storm.{number}"
        for _turn in range(6):
            await asyncio.sleep(chance.uniform(0, 0.05))
            await hub.join(group, line.outbox)
            await asyncio.sleep(chance.uniform(0, 0.05))
            await hub.leave(group, line.outbox)
        await hub.join(group, line.outbox)
        return line

    async def breaks():
        for _kill in range(KILLS):
            await kill(operator)
            await asyncio.sleep(chance.uniform(0, 0.04))

    lines, _none = await asyncio.gather(
        asyncio.gather(*(comes_and_goes(n) for n in range(GROUPS))), breaks()
    )
    await all_heard(operator, [f"live:storm.{n}" for n in range(GROUPS)])
    for number in range(GROUPS):
        await send(f"storm.{number}", n=number)
    await until(lambda: all(line.frames for line in lines))
    assert [line.frames for line in lines] == [[{"n": number}] for number in range(GROUPS)]
    # That it was lost is told, the last time perhaps only now; that is no error.
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


async def test_a_join_mends_a_line_that_nobody_knew_was_broken(hub, operator):
    first, second = Line(), Line()
    await hub.join("one", first.outbox)
    await kill(operator)
    await hub.join("two", second.outbox)
    await all_heard(operator, ["live:one", "live:two"])
    await send("one", n=1)
    await send("two", n=2)
    await until(lambda: first.frames and second.frames)


async def test_what_breaks_the_reading_is_told_and_it_goes_on(hub, operator, caplog, monkeypatch):
    line = Line()
    await hub.join("odd", line.outbox)
    once = iter([ValueError("nobody thought of this")])
    deliver = hub._deliver

    async def odd(message):
        for error in once:
            raise error
        await deliver(message)

    monkeypatch.setattr(hub, "_deliver", odd)
    await send("odd", n=1)
    await until(lambda: "could not be read" in caplog.text)
    await all_heard(operator, ["live:odd"])
    await send("odd", n=2)
    await until(lambda: line.frames == [{"n": 2}])


async def test_old_and_new_reader_never_share_a_connection(operator):
    line = Subscription()
    await line.add("live:apart")
    before = await line.opened()
    reading = asyncio.ensure_future(before.listen().__anext__())
    await asyncio.sleep(0.05)
    await line.part(before)
    after = await line.opened()
    assert after is not before and after.connection is not None
    with pytest.raises((StopAsyncIteration, redis.RedisError, OSError)):
        await asyncio.wait_for(reading, 2)
    assert await heard_by(operator, ["live:apart"]) == 1
    await line.drop("live:apart")
    await line.aclose()


async def test_dropping_and_opening_without_a_channel_asks_nothing():
    line = Subscription()
    await line.drop("live:never")
    opened = await line.opened()
    assert opened.connection is None
    await line.aclose()
