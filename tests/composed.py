"""`compose.yaml` as Compose reads it: merged, its variables filled in."""

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.contract.tree import ROOT

CADDY = Path(sys.executable).parent / "caddy"
NAMES = {"PORTAL_DOMAIN": "portal.example.org", "FILES_DOMAIN": "files.example.org"}
_VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+)(?::-([^}]*)|:\?[^}]*)?\})")


def filled(text: str, names: dict[str, str]) -> str:
    """`${NAME}`, `${NAME:-default}`, `${NAME:?why}`; `$$` is a dollar."""

    def value(found: re.Match[str]) -> str:
        return "$" if found[1] else names.get(found[2], found[3] or "")

    return _VARIABLE.sub(value, text)


def composed(names: dict[str, str] | None = None) -> dict[str, Any]:
    read = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    # Variables are filled in within strings, after YAML was read.
    return json.loads(filled(json.dumps(read), names or NAMES))


@cache
def services() -> dict[str, dict[str, Any]]:
    return composed()["services"]


def unpinned(image: str) -> str:
    """Why an image may be another one tomorrow; "" where it may not, as far as its name says."""
    name, at, digest = image.partition("@")
    if at and not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
        return f"{image} has a digest that is none"
    _repository, colon, tag = name.rpartition("/")[2].partition(":")
    if not (colon and tag):
        return f"{image} has no tag"
    return f"{image} is of the tag latest" if tag == "latest" else ""


def portals() -> dict[str, dict[str, Any]]:
    """The services that run the portal's image."""
    return {name: row for name, row in services().items() if "last-mile" in row["image"]}


def caddyfile(names: dict[str, str] | None = None) -> str:
    return composed(names)["configs"]["caddyfile"]["content"]


def as_process(command: list[str], changed: dict[str, str]) -> list[str]:
    """A service's command for this machine: this interpreter, other ports and folders."""
    return [sys.executable if word == "python" else changed.get(word, word) for word in command]


def seconds(duration: str) -> int:
    return int(duration.removesuffix("s"))
