"""How many sockets a person may open, and how much one socket may listen to."""

import asyncio

import pytest

from portal.live.consumers import TOPICS_AT_ONCE
from projects.models import State
from tests.live.browser_end import Socket
from tests.projects.jobs import queued

pytestmark = pytest.mark.django_db(transaction=True)


async def settled(socket):
    """A socket is accepted before it takes its place; what it hears comes after that."""
    await socket.say(join=["nothing:"])
    assert (await socket.hear())["type"] == "error"
    return socket


async def refused(user):
    socket = Socket(user)
    await socket.open()
    code = await socket.closed()
    await socket.line.send_input({"type": "websocket.disconnect", "code": code})
    await socket.line.wait(timeout=5)
    return code


async def test_one_page_too_many_is_told_so_and_the_others_stay(world, away, settings):
    settings.LIVE_SOCKETS_A_PERSON = 2
    artist = world.visitor("artist")
    async with Socket(artist) as first, Socket(world.visitor("director")):
        await settled(first)
        async with Socket(artist) as second:
            await settled(second)
            assert await refused(artist) == 4429
            assert await first.silent()
        await asyncio.sleep(0.1)
        async with Socket(artist) as again:
            assert await again.silent()


async def test_pages_that_open_at_one_moment_are_counted_too(world, away, settings):
    settings.LIVE_SOCKETS_A_PERSON = 3
    sockets = [Socket(world.visitor("artist")) for _n in range(8)]
    await asyncio.gather(*(socket.open() for socket in sockets))
    heard = [not await socket.silent() for socket in sockets]
    assert heard.count(True) == 5
    for socket in sockets:
        await socket.__aexit__()


async def test_a_topic_too_many_is_told_so_and_the_others_stay(world, away, monkeypatch):
    assert TOPICS_AT_ONCE == 200
    monkeypatch.setattr("portal.live.consumers.TOPICS_AT_ONCE", 1)
    run = await asyncio.to_thread(queued, world, state=State.RUNNING)
    async with Socket(world.visitor("artist")) as socket:
        for _again in range(2):
            await socket.say(join=[f"run:{run.pk}"])
            assert (await socket.hear())["snapshot"] is True
        await socket.say(join=["mine:"])
        answer = await socket.hear()
        assert (answer["code"], answer["topic"]) == ("live:topics", "mine:")
        await socket.say(leave=[f"run:{run.pk}"], join=["mine:"])
        assert (await socket.hear())["snapshot"] is True
