"""What a tool gives, shown where nobody of the studio has asked it yet.

No illustration: the tool itself has worked on the sample film, and these are the pictures that it
left. Made once on each machine, at first use, and kept; another version of the tool makes it anew.
The film is our own, so that it need not be read in a process apart.
"""

import fcntl
import os
from collections.abc import Sequence
from contextlib import suppress
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory, mkstemp
from typing import Any

from django.conf import settings
from django.urls import reverse
from PIL import Image

from projects.assist.contract import Outcome, Tool, ToolInput
from projects.assist.tools import TOOLS
from projects.first_hour import film
from projects.help.tools import ABOUT
from projects.models import Run, Version

#: Tools that show something of a film with nothing chosen → the role of the pictures they leave.
PICTURES = {"shot_breakdown": "thumbnail", "stills": "small"}
#: Of one picture, in pixels; the sheet has no ground, so that it suits a dark and a light page.
WIDTH, HEIGHT, GAP, COLUMNS, MOST = 192, 108, 4, 5, 10


def offered(version: Version, tool: Tool) -> dict[str, Any]:
    """A case in words, and where its picture is seen ("" of tools without one); nothing where the
    studio has runs of its own."""
    if Run.objects.filter(studio=version.studio_id, request__tool=tool.name).exists():
        return {}
    picture = reverse("tool_example", args=[tool.name]) if tool.name in PICTURES else ""
    about = ABOUT.get(tool.name)  # a tool that is tried out has no page in the help yet
    return {"words": about.example, "picture": picture} if about else {}


def sheet(name: str) -> Path:
    """The pictures side by side, as WebP. Raises KeyError for a tool without an example."""
    role, tool = PICTURES[name], TOOLS[name]
    folder = Path(settings.WORK_ROOT) / "sample"
    kept = folder / f"{name}-{tool.version}-{film.SEED}.webp"
    if kept.exists():
        return kept
    folder.mkdir(parents=True, exist_ok=True)
    with kept.with_suffix(".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # many may look at once: one of them makes it
        return kept if kept.exists() else _made(tool, role, kept)


def _made(tool: Tool, role: str, kept: Path) -> Path:
    assert tool.run, "tools with an example are of the local engine"
    source = ToolInput(film.drawn(), film.NAME)
    with TemporaryDirectory() as work:
        made = tool.run([source], tool.parameters(), Path(work), lambda stage, fraction: None)
        return _written(_beside(_pictures(made, role)), kept)


def _pictures(outcomes: Sequence[Outcome], role: str) -> list[Path]:
    files = [file for outcome in outcomes for file in outcome.files if file.role == role]
    every = max(1, ceil(len(files) / MOST))  # from the whole film, not from its beginning
    return [file.path for file in files[::every]][:MOST]


def _beside(paths: Sequence[Path]) -> Image.Image:
    rows = ceil(len(paths) / COLUMNS)
    size = (COLUMNS * (WIDTH + GAP) - GAP, rows * (HEIGHT + GAP) - GAP)
    whole = Image.new("RGBA", size, (0, 0, 0, 0))
    for place, path in enumerate(paths):
        down, right = divmod(place, COLUMNS)
        with Image.open(path) as picture:
            tile = picture.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        whole.paste(tile, (right * (WIDTH + GAP), down * (HEIGHT + GAP)))
    return whole


def _written(whole: Image.Image, kept: Path) -> Path:
    """Whole or not there, as the film."""
    handle, name = mkstemp(dir=kept.parent, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            whole.save(target, "WEBP", quality=80)
        return part.rename(kept)
    except BaseException:
        with suppress(FileNotFoundError):
            part.unlink()
        raise
