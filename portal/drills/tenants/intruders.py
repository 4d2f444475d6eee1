"""People who call: by session on pages, by token over the API, and on sockets."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from itertools import count
from typing import Any

import httpx
import websockets

from portal.drills.tenants.tries import PART, Try
from portal.rehearsal import Rehearsal

#: The portal is told of one proxy in front, so that a caller may say where they call from.
BEHIND_A_PROXY = {"TRUSTED_PROXIES": "1"}
FIRST_ADDRESS = IPv4Address("10.0.0.1")
_others = count()
SILENCE = 3  # seconds; a topic without a job running says nothing on joining


@dataclass
class Caller:
    """Somebody signed in, with a token of their own; a guest has none.

    Calls of signed-out people are counted by their address. "Too many" would prove nothing about
    the door, so a guest then goes on from another; people wait, for they are counted themselves.
    """

    who: str
    client: httpx.Client
    token: str
    address: str = field(default_factory=lambda: _another())

    def ask(self, asked: Try) -> httpx.Response:
        headers = {"X-CSRFToken": self.client.cookies.get("csrftoken") or ""}
        sent: dict[str, Any] = {"data": asked.body}
        if asked.kind == "uploaded to":
            sent = {"content": PART}
        elif asked.address.startswith("/api/"):
            headers |= {"Authorization": f"Bearer {self.token}"} if self.token else {}
            sent = {"json": asked.body}
        for turn in count():
            answer = self.client.request(
                asked.method,
                asked.address,
                headers=headers | {"X-Forwarded-For": self.address},
                **({} if asked.reads else sent),
            )
            if answer.status_code != 429:
                break
            self.address = _another()
            if self.token or turn:
                time.sleep(int(answer.headers.get("Retry-After", 1)))
        return answer

    def must_be_in(self) -> None:
        """Through the door, by session and by token; else every answer would be a refusal."""
        for address in ("/", "/api/v1/me/"):
            answer = self.ask(Try("home", "GET", address))
            if answer.status_code != 200:
                raise RuntimeError(f"{self.who} is not let in: {address} {answer.status_code}")


def _another() -> str:
    return str(FIRST_ADDRESS + next(_others))


def callers(portal: Rehearsal, keys: dict[str, list[str]]) -> dict[str, Caller]:
    """By their one-time links; each is shown to be let in."""
    found = {}
    for who, (token, link) in keys.items():
        client = httpx.Client(base_url=portal.address, timeout=60)
        page = client.get(link)
        secret = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        client.post(link, data={"csrfmiddlewaretoken": secret})
        found[who] = Caller(who, client, token)
        found[who].must_be_in()
    return found


def joined(portal: Rehearsal, caller: Caller, names: list[str]) -> dict[str, bool]:
    """Topic → whether it was opened."""
    cookies = "; ".join(f"{name}={value}" for name, value in caller.client.cookies.items())
    try:
        return asyncio.run(_joined(portal, names, cookies))
    except websockets.ConnectionClosed as error:
        raise RuntimeError(f"{caller.who} is not let in by the socket: {error}") from error


async def _joined(portal: Rehearsal, names: list[str], cookie: str) -> dict[str, bool]:
    address = f"ws://127.0.0.1:{portal.port}/ws/live/"
    headers = {"Cookie": cookie, "Origin": portal.address}
    found = {}
    async with websockets.connect(address, additional_headers=headers) as socket:
        for name in names:
            await socket.send(json.dumps({"join": [name]}))
            found[name] = not await _is_refused(socket, name)
            await socket.send(json.dumps({"leave": [name]}))
    return found


async def _is_refused(socket: Any, name: str) -> bool:
    """An error for this very topic; news or silence means that it was joined."""
    try:
        while True:
            frame = json.loads(await asyncio.wait_for(socket.recv(), SILENCE))
            if frame.get("topic") == name:
                return frame["type"] == "error"
    except TimeoutError:
        return False
