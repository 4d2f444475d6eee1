"""A script as somebody uploaded it, and its breakdown as the worker leaves it."""

import json
from functools import cache
from typing import Any

from portal.storage import files
from projects.assist.scripts import telling
from projects.assist.scripts.breakdown import break_down
from projects.interchange.scripts.fountain import read_fountain
from projects.interchange.scripts.scenes import scenes_of
from projects.models import AssistRequest, Candidate, Rendition, Revision, Run, State, Version
from projects.models.assets import Asset, Kind
from projects.models.decisions import decide
from projects.models.requests import request_assistance
from projects.tasks import run as run_task
from tests.world import make_rendition

TEXT = """Title: THE FILM

INT. KITCHEN - DAY #1#

BOB (40) drops the gun. A CROWD watches. KARL (50) nods.

BOB
Ah.

INT. HALL - NIGHT #2#

Bob aims the gun at CYBER BOB.

CYBER BOB
No.

OMITTED #3#

EXT. ROAD - NIGHT #10#

A car burns. Bob runs.

BOB
Run.
"""


def uploaded(world: Any, tmp_path: Any, text: str | bytes = TEXT) -> Version:
    """In the place of the film that the world has, with `text` in it."""
    path, version = tmp_path / "film.fountain", world.ours.version
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    files.put(version.storage_key, path)
    Asset.objects.filter(pk=version.asset_id).update(kind=Kind.SCRIPT, name="film.fountain")
    Version.objects.filter(pk=version.pk).update(file_name="film.fountain", facts={})
    return Version.objects.get(pk=version.pk)


def ran(world: Any, tmp_path: Any, text: str | bytes = TEXT) -> Run:
    """The run as it ended."""
    made = request_assistance(
        actor=world.visitor("artist"),
        tool="script_breakdown",
        versions=[uploaded(world, tmp_path, text)],
        parameters={},
    )
    run = made.runs.get()
    run_task(*run.message)
    run.refresh_from_db()
    return run


def broken_down(
    world: Any, tmp_path: Any, text: str | bytes = TEXT, **parameters: Any
) -> Candidate:
    run = ran(world, tmp_path, text, **parameters)
    assert run.state == "READY", run.event()["error"]
    return run.candidates.get()


@cache
def result() -> dict[str, Any]:
    """What the tool tells of `TEXT`."""
    script = read_fountain(TEXT)
    about = {"name": "film.fountain", "title": "THE FILM", "draft": "", "pages": 1}
    about |= {"scenes": 3, "eighths": 3}
    found = telling.told(break_down(script, scenes_of(script)))
    return json.loads(json.dumps({"input": about, "warnings": [], **found}))


def approved(world: Any) -> Candidate:
    """The breakdown of a script, approved, with one of its files; no tool runs."""
    version, person = world.ours.version, world.ours.people["director"]
    request = AssistRequest.objects.create(
        project=version.project, tool="script_breakdown", person=person
    )
    request.versions.set([version], through_defaults={"studio": version.studio})
    run = Run.objects.create(project=version.project, request=request, state=State.READY)
    candidate = Candidate.objects.create(
        project=version.project,
        run=run,
        version=version,
        number=1,
        result=result(),
        kind=Candidate.Kind.SCRIPT,
    )
    Revision.objects.create(project=version.project, candidate=candidate, number=0, cut=[])
    row = make_rendition(version.project, "table", "text/csv", candidate=candidate)
    Rendition.objects.filter(pk=row.pk).update(facts={"name": "scenes.csv"})
    decide(actor=person, candidate=candidate, revision=0, verdict="approved")
    return candidate
