"""Runs of tools that a provider works on, as they stand when its answer has been concluded."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from projects.assist.contract import Outcome, OutputFile
from projects.assist.palette import Answer
from projects.models import AssistRequest, Candidate, RequestInput, Run, Version
from projects.running import offer


def offered(
    tool: str,
    versions: Sequence[Version],
    user: Any,
    outcomes: Sequence[Outcome],
    **parameters: Any,
) -> list[Candidate]:
    """What `offer` keeps of `outcomes`."""
    project = versions[0].project
    request = AssistRequest.objects.create(
        project=project, tool=tool, person=user, parameters=parameters
    )
    for position, version in enumerate(versions):
        RequestInput.objects.create(
            request=request, version=version, position=position, studio=project.studio
        )
    made = Run.objects.create(project=project, request=request, provider="anthropic", model="m-1")
    run = Run.claim(made.pk)
    assert run is not None
    offer(run, versions[0], outcomes)
    return list(run.candidates.all())


def described(
    version: Version, user: Any, folder: Path, *told: dict[str, Any], **result: Any
) -> Candidate:
    """Shots of half a second each, described as `told` says."""
    shots, pictures = [], []
    for n, said in enumerate(told):
        plain = {"description": "", "tags": [], "size": "unclear", "people": None, "setting": ""}
        row = {"index": n, "start": 12 * n, "end": 12 * n + 12, "frame": 12 * n + 6}
        shots.append({**row, **plain, "place": "unclear", **said})
        path = folder / f"shot-{n}.jpg"
        path.write_bytes(b"picture")
        pictures.append(OutputFile(path, "large", "image/jpeg", n))
    about = {"name": version.file_name, "rate": "24/1", "shots": len(shots)}
    whole = {"tool": "shot_description", "version": "1.0", "model": "eye-1", "input": about}
    whole |= {"from_shot": 1, "shots": shots, "dropped": {}, **result}
    (made,) = offered(
        "shot_description", [version], user, [Outcome(whole, pictures, kind="described")]
    )
    return made


def answer(**data: Any) -> Answer:
    return Answer(data=data, model="reader-1")
