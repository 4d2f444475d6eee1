"""Jobs to try things on, and a tool that does what a test says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from django.utils import timezone

from projects.assist.contract import Outcome, OutputFile, Parameters
from projects.assist.tools import TOOLS
from projects.models import AssistRequest, Run, State
from tests.world import RESULT


def queued(world: Any, **fields: Any) -> Run:
    request = AssistRequest.objects.create(
        project=world.ours.project, tool="shot_breakdown", person=world.visitor("artist")
    )
    request.versions.set([world.ours.version], through_defaults={"studio": world.ours.studio})
    return Run.objects.create(project=world.ours.project, request=request, **fields)


def running(world: Any) -> Run:
    run = Run.claim(queued(world).pk)
    assert run is not None
    return run


def expire(run: Run) -> None:
    """The worker has not been heard of for long enough."""
    past = timezone.now() - timedelta(seconds=1)
    Run.objects.filter(pk=run.pk).update(lease_expires_at=past)


def fresh(run: Run) -> Run:
    return Run.objects.get(pk=run.pk)


def jpeg(number: int = 1) -> bytes:
    """A real picture, a shade of its own for each number: what is none cannot be signed inside."""
    return cv2.imencode(".jpg", np.full((48, 64, 3), 40 * number % 256, np.uint8))[1].tobytes()


def outcome(folder: Path, number: int = 1) -> Outcome:
    picture = folder / f"shot-{number}.jpg"
    picture.write_bytes(jpeg(number))
    return Outcome(RESULT, [OutputFile(picture, "thumbnail", "image/jpeg", index=0)])


def tool_that(act: Callable[..., Any]) -> Any:
    """`act(inputs, parameters, folder, progress)` in the place of the tool's engine."""
    return replace(TOOLS["shot_breakdown"], run=act, parameters=Parameters)


ENDS = (State.READY, State.FAILED, State.ERRORED, State.CANCELLED)
