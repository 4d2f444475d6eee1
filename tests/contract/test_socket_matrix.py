"""Every topic of the socket, through the server's own door, by every kind of visitor."""

import json
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from django.conf import settings
from django.test import Client

from portal.asgi import application
from portal.live.topics import TOPICS
from projects.models import Carrying, Ingest, Run, State, ViewingCopy
from tests.contract import matrix
from tests.guests import came_in
from tests.world import VISITORS, World, build_world, make_carrying, make_version

HEADERS = [(b"origin", b"http://127.0.0.1"), (b"host", b"127.0.0.1")]


def cookie(user: Any) -> list[tuple[bytes, bytes]]:
    if user is None:
        return []
    client = Client()
    client.force_login(user)
    return cookie_of(client)


def cookie_of(client: Client) -> list[tuple[bytes, bytes]]:
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={value}".encode())]


def as_guest() -> list[tuple[bytes, bytes]]:
    return cookie_of(came_in(Client(), build_world().ours.share))


def prepared() -> tuple[World, dict[str, list]]:
    """Our jobs are active, so that a snapshot has something to tell."""
    world = build_world()
    ours = world.ours
    later = make_version(ours.project, ours.people["artist"], asset=ours.asset)
    ours.rows["carrying"] = make_carrying(later, ours.version)
    ours.rows["copy"] = ViewingCopy.objects.create(
        project=ours.project, version=ours.version, height=1080
    )
    for job in (Run, Ingest, Carrying, ViewingCopy):
        job.objects.filter(studio=world.ours.studio).update(state=State.QUEUED)
    return world, {kind: cookie(world.visitor(kind)) for kind in VISITORS}


def topics(world: World) -> dict[str, str]:
    named = "run ingest carrying copy project version request export closeout".split()
    rows = {kind: getattr(world.ours, kind) for kind in named}
    rows |= {"disclosure": world.ours.pack, "report": world.ours.report}
    return {kind: f"{kind}:{rows[kind].pk}" if kind in rows else kind for kind in matrix.TOPICS}


def opened(headers: list) -> ApplicationCommunicator:
    """(`channels.testing` would want a server that is not installed.)"""
    scope = {"type": "websocket", "path": "/ws/live/", "headers": [*HEADERS, *headers]}
    return ApplicationCommunicator(application, {**scope, "query_string": b"", "subprotocols": []})


async def frames_of(socket: ApplicationCommunicator, name: str) -> list[dict[str, Any]]:
    """What comes after joining, up to the answer to a topic that does not exist."""
    text = json.dumps({"join": [name, "end"]})
    await socket.send_input({"type": "websocket.receive", "text": text})
    found: list[dict[str, Any]] = []
    while not found or found[-1].get("topic") != "end":
        found.append(json.loads((await socket.receive_output(5))["text"]))
    return [frame for frame in found[:-1] if frame["type"] != "joined"]


async def outcomes(headers: list, names: dict[str, str], ours: str) -> dict[str, str]:
    """Topic → word of the matrix; `ok, told` when a snapshot names our job."""
    socket = opened(headers)
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output(5))["type"] == "websocket.accept"
    if not headers:
        assert (await socket.receive_output(5))["code"] == 4401
        await socket.wait()
        return dict.fromkeys(names, "in")
    found = {kind: word(await frames_of(socket, name), ours) for kind, name in names.items()}
    await socket.send_input({"type": "websocket.disconnect", "code": 1000})
    await socket.wait()
    return found


def word(frames: list[dict[str, Any]], ours: str) -> str:
    if any(frame["type"] == "error" for frame in frames):
        return "404"
    return "ok, told" if any(frame["job"]["id"] == ours for frame in frames) else "ok"


def test_every_topic_has_a_row_and_every_row_a_topic():
    assert sorted(TOPICS) == sorted(matrix.TOPICS)


@pytest.mark.django_db(transaction=True)
async def test_every_topic_answers_every_visitor_as_the_matrix_says():
    world, cookies = await database_sync_to_async(prepared)()
    names, wrong = topics(world), []
    for column, kind in enumerate(VISITORS):
        found = await outcomes(cookies[kind], names, str(world.ours.run.pk))
        for topic, row in matrix.TOPICS.items():
            expected = row.split()[column]
            if found[topic].split(",")[0] != expected:
                wrong.append(f"{topic} as {kind}: {found[topic]}, expected {expected}")
        outside = kind in ("other", "ungranted", "beta_lead", "admin")
        if outside == (found["mine"] == "ok, told") and kind != "anonymous":
            wrong.append(f"mine as {kind}: {found['mine']}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db(transaction=True)
async def test_a_guest_is_shown_out_of_the_socket():
    """Their session holds a share link and no person: closed before a topic could be joined."""
    socket = opened(await database_sync_to_async(as_guest)())
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output(5))["type"] == "websocket.accept"
    assert (await socket.receive_output(5))["code"] == 4401
    await socket.wait()
