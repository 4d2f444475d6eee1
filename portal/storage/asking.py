"""Asking web processes to prove the storage: over their own address, with a signed word.

Which process answers is the server's choice, so the same is asked until nobody new answers.
"""

import os
import socket
from typing import Any

import httpx
from django.conf import settings
from django.core import signing

SALT, LIFE = "storage-proof", 60  # seconds that a word is good for
AT_MOST, IN_A_ROW = 40, 6  # requests altogether; answers without a new process
SECONDS = 60


def word() -> str:
    return signing.dumps("prove", salt=SALT)


def is_asked(given: str) -> bool:
    """Whether somebody who knows the portal's key asks for it now."""
    try:
        return signing.loads(given, salt=SALT, max_age=LIFE) == "prove"
    except signing.BadSignature:
        return False


def process_name() -> str:
    return f"web process {os.getpid()} on {socket.gethostname()}"


def ask(url: str = "") -> dict[str, list[dict[str, str]]]:
    """Process → its steps. Raises `httpx.HTTPError` where nobody answers."""
    found: dict[str, Any] = {}
    quiet = 0
    address = f"{url or settings.PUBLIC_URL}/healthz/"
    for _time in range(AT_MOST):
        # A connection of its own each time: one that is kept leads to the same process.
        answer = httpx.get(address, params={"storage": word()}, timeout=SECONDS)
        answer.raise_for_status()
        told = answer.json()
        quiet = quiet + 1 if told["process"] in found else 0
        found[told["process"]] = told["steps"]
        if quiet >= IN_A_ROW:
            break
    return found
