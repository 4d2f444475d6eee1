"""What these tests see of the network: which addresses this process connects to."""

import sys
from collections.abc import Iterator

import pytest

from tests.projects.assist.providers.speakers import SPEAKERS, Network, Speaker

_watching: list[Network] = []


def _heard(event: str, arguments: tuple) -> None:
    if not _watching:
        return
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        _watching[-1].connected.append(arguments[1][0])
    elif event == "socket.getaddrinfo":
        _watching[-1].sought.append(arguments[0])


sys.addaudithook(_heard)  # it stays for the process: it does nothing unless a test watches


@pytest.fixture
def network() -> Iterator[Network]:
    _watching.append(Network([], []))
    yield _watching[-1]
    _watching.pop()


@pytest.fixture(params=SPEAKERS, ids=lambda speaker: speaker.name)
def speaker(request: pytest.FixtureRequest) -> Speaker:
    return request.param
