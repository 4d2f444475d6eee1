"""Runs that make real pictures, and what their credentials say."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from portal.storage import files
from projects.assist.contract import Outcome, OutputFile, Parameters, Picture
from projects.assist.tools import TOOLS
from projects.media.credentials.reading import read
from projects.models import AssistRequest, Rendition, Run
from projects.seals import anchors
from projects.tasks import run as run_task
from tests.projects.jobs import jpeg

LIKENESS = "00000000000000ff"


def picture_of(folder: Path, number: int = 1) -> Outcome:
    """One picture in all its sizes."""
    made = []
    for role in ("picture", "large", "small"):
        path = folder / f"{role}-{number}.jpg"
        path.write_bytes(jpeg(number))
        made.append(OutputFile(path, role, "image/jpeg"))
    numbers = folder / "numbers.json"
    numbers.write_text("{}")
    made.append(OutputFile(numbers, "numbers", "application/json"))
    return Outcome({"tool": "stills", "frame": 3}, made, Picture(64, 48, LIKENESS, 0, 3))


def tool_named(monkeypatch: Any, name: str, act: Any, **fields: Any) -> None:
    """`act(folder)` gives the outcomes of this tool."""

    def run(inputs: Any, parameters: Any, folder: Path, progress: Any) -> list[Outcome]:
        return act(folder)

    changed = {"run": run, "parameters": Parameters, **fields}
    monkeypatch.setitem(TOOLS, name, replace(TOOLS[name], **changed))


def asked(world: Any, name: str, *versions: Any, **of_run: Any) -> Run:
    """A request of this tool, run to its end."""
    chosen = versions or (world.ours.version,)
    request = AssistRequest.objects.create(
        project=world.ours.project, tool=name, person=world.visitor("artist")
    )
    request.versions.set(chosen, through_defaults={"studio": world.ours.studio})
    run = Run.objects.create(project=world.ours.project, request=request, **of_run)
    run_task(*run.message)
    run.refresh_from_db()
    return run


def record_of(row: Rendition) -> dict[str, Any]:
    return read(Path(files.path(row.storage_key)), anchors())
