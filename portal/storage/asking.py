"""Asking web processes what they say of themselves: over their address, with a signed word.

Which process answers is the server's choice, so the same is asked until nobody new answers.
"""

import os
import socket
import ssl
from typing import Any

import httpx
from django.conf import settings
from django.core import signing

SALT, LIFE = "storage-proof", 60  # seconds that a word is good for
AT_MOST, IN_A_ROW = 40, 6  # requests altogether; answers without a new process
SECONDS = 60


def word(wanted: str = "prove") -> str:
    return signing.dumps(wanted, salt=SALT)


def is_asked(given: str, wanted: str = "prove") -> bool:
    """Whether somebody who knows the portal's key asks for it now."""
    try:
        return signing.loads(given, salt=SALT, max_age=LIFE) == wanted
    except signing.BadSignature:
        return False


def process_name() -> str:
    return f"web process {os.getpid()} on {socket.gethostname()}"


def ask(url: str = "") -> dict[str, list[dict[str, str]]]:
    """Process → its steps. Raises `httpx.HTTPError` where nobody answers."""
    return {name: told["steps"] for name, told in answers("storage", "prove", url=url).items()}


def answers(name: str, wanted: str, *, url: str = "", authority: str = "") -> dict[str, Any]:
    """Process → what it answered when it was asked with `?name=` and a word for `wanted`.

    `authority` is a file of PEM, where a certificate is signed by a house's own.
    """
    found: dict[str, Any] = {}
    quiet = 0
    address = f"{url or settings.PUBLIC_URL}/healthz/"
    how: dict[str, Any] = {"timeout": SECONDS}
    if authority:
        how["verify"] = ssl.create_default_context(cafile=authority)
    for _time in range(AT_MOST):
        # A connection of its own each time: one that is kept leads to the same process.
        answer = httpx.get(address, params={name: word(wanted)}, **how)
        answer.raise_for_status()
        told = answer.json()
        quiet = quiet + 1 if told["process"] in found else 0
        found[told["process"]] = told
        if quiet >= IN_A_ROW:
            break
    return found
