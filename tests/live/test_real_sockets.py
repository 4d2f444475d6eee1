"""Over a real server and real lines: an end by message within a second, or else by the beat."""

import asyncio
import json
import threading
import time

import pytest
import uvicorn
from allauth.usersessions.models import UserSession
from django.conf import settings as portal_settings
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from portal import live
from portal.asgi import application
from portal.factors import Sessions
from portal.live import hub as hubs
from projects.models import State
from tests.live.browser_end import session_of
from tests.projects.jobs import queued
from tests.world import enrolled

pytestmark = pytest.mark.django_db(transaction=True)


class Server:
    """uvicorn in a thread of its own."""

    def __init__(self) -> None:
        given = {"ws": "websockets-sansio", "lifespan": "off", "log_config": None}
        self.web = uvicorn.Server(uvicorn.Config(application, "127.0.0.1", 0, **given))
        self.thread = threading.Thread(target=asyncio.run, args=[self._serve()])

    async def _serve(self) -> None:
        await self.web.serve()
        hub = hubs.hub()
        if hub._task:
            hub._task.cancel()
        await hub.aclose()

    def start(self) -> "Server":
        self.thread.start()
        while not self.web.started:
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        self.web.should_exit = self.web.force_exit = True
        self.thread.join()

    def line(self, session: str):
        """Connected, as the browser does it."""
        port = self.web.servers[0].sockets[0].getsockname()[1]
        cookie = f"{portal_settings.SESSION_COOKIE_NAME}={session}"
        headers = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{port}"}
        return connect(f"ws://127.0.0.1:{port}/ws/live/", additional_headers=headers, proxy=None)


@pytest.fixture
def server():
    running = Server().start()
    yield running
    running.stop()


@pytest.fixture
def lost(monkeypatch, settings):
    """Messages do not arrive, and the beat is quick."""
    monkeypatch.setattr(live, "publish", lambda *_args: None)
    settings.LIVE_BEAT_SECONDS = 0.5


@pytest.fixture
def joined(world, server):
    """A line of the artist's that hears of a run; and its session."""
    run = queued(world, state=State.RUNNING, seq=7)
    session = session_of(world.visitor("artist"))
    with server.line(session) as line:
        line.send(json.dumps({"join": [f"run:{run.pk}"]}))
        assert json.loads(line.recv(5))["snapshot"] is True
        yield line, session


def closed(line, seconds):
    """The code it closes with, within so many seconds; TimeoutError when it does not."""
    began = time.monotonic()
    try:
        while True:
            line.recv(max(0.01, seconds - (time.monotonic() - began)))
    except ConnectionClosed as end:
        return end.rcvd.code


def browser(session):
    client = Client()
    client.cookies[portal_settings.SESSION_COOKIE_NAME] = session
    return client


def test_a_revoked_membership_closes_it_within_a_second(world, joined):
    world.ours.memberships["artist"].revoke(actor=world.admin)
    assert closed(joined[0], 1) == 4403


def test_signing_out_closes_it_within_a_second(world, joined):
    line, session = joined
    enrolled(world.visitor("artist"))
    browser(session).post("/accounts/logout/")
    assert closed(line, 1) in (4401, 4403)


def test_ending_the_session_elsewhere_closes_it_within_a_second(world, joined):
    line, session = joined
    user = world.visitor("artist")
    row = UserSession.objects.create(user=user, session_key=session, ip="127.0.0.1")
    Sessions().end_sessions([row])
    assert closed(line, 1) == 4403


def test_a_new_password_closes_it_within_a_second(world, joined):
    line = joined[0]
    user = enrolled(world.visitor("artist"))
    user.set_password("correct horse battery")
    user.save()
    client = Client()
    client.force_login(user)
    new = {"oldpassword": "correct horse battery"}
    new |= dict.fromkeys(("password1", "password2"), "staple of the battery")
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert closed(line, 1) == 4403


def test_when_the_message_is_lost_the_beat_closes_it(lost, world, joined):
    line, session = joined
    browser(session).post("/accounts/logout/")
    assert closed(line, 2) == 4401


def test_when_the_message_is_lost_the_beat_ends_the_topic(lost, world, joined):
    world.ours.memberships["artist"].revoke(actor=world.admin)
    began = time.monotonic()
    while (frame := json.loads(joined[0].recv(5)))["type"] in {"beat", "joined"}:
        pass
    assert frame["code"] == "not_found" and time.monotonic() - began < 2


def test_a_line_without_a_session_is_told_so(world, server):
    with server.line("") as line:
        assert closed(line, 1) == 4401
