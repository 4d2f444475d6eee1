"""Boards of drawn pictures for benchmarks and tests: motives, each in a few variations.

Composition, as `portal/sample.py`. What a provider would send is kept as a run's result is.
"""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from projects.assist.contract import Outcome, OutputFile, Picture
from projects.media.likeness import likeness
from projects.media.stills import SMALL, shrunk
from projects.models import AssistRequest, Run, State, Version
from projects.running import offer

SIZE = (1280, 720)
#: Who is said to have made them; pictures go to each in turn.
PROVIDERS = ("local", "elsewhere")


def make_board(version: Version, person: Any, pictures: int, motives: int) -> AssistRequest:
    """An open request of `pictures` pictures, of `motives` motives, the plates spread out."""
    request = AssistRequest.objects.create(project=version.project, tool="stills", person=person)
    request.versions.set([version], through_defaults={"studio": version.studio})
    with tempfile.TemporaryDirectory() as folder:
        drawn = list(_drawn(Path(folder), pictures, motives, version.frames or 1))
        for place, provider in enumerate(PROVIDERS):
            run = Run.objects.create(
                project=version.project,
                request=request,
                provider=provider,
                state=State.RUNNING,
                attempt=1,
                lease_expires_at=timezone.now() + timedelta(hours=1),
            )
            offer(run, version, drawn[place :: len(PROVIDERS)])
    return request


def _drawn(folder: Path, pictures: int, motives: int, frames: int) -> Iterator[Outcome]:
    for number in range(pictures):
        motive, variation = number * motives // pictures, number
        picture = _varied(_motive(motive), variation)
        files = [
            _file(folder, number, role, shown)
            for role, shown in (
                ("picture", picture),
                ("large", picture),
                ("small", shrunk(picture, SMALL)),
            )
        ]
        plate = min(frames - 1, motive * frames // motives)
        yield Outcome(
            {"tool": "stills", "version": "drawn", "frame": plate},
            files,
            Picture(*SIZE, likeness(picture), plate=0, plate_frame=plate),
        )


def _motive(seed: int) -> NDArray[np.uint8]:
    coarse = np.random.default_rng(seed).integers(20, 235, (9, 16, 3), np.uint8)
    return cv2.resize(coarse, SIZE, interpolation=cv2.INTER_CUBIC).astype(np.uint8)


def _varied(picture: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    """Another grade and other grain; its number in the corner, to be told apart."""
    random = np.random.default_rng(1000 + seed)
    graded = cv2.convertScaleAbs(picture, alpha=random.uniform(0.9, 1.1), beta=random.uniform(0, 9))
    grain = random.normal(0, 4, (*graded.shape[:2], 1))
    noisy = np.clip(graded + grain, 0, 255).astype(np.uint8)
    place = (24, SIZE[1] - 28)
    cv2.putText(noisy, str(seed), place, cv2.FONT_HERSHEY_SIMPLEX, 1.5, (255, 255, 255), 3)
    return noisy


def _file(folder: Path, number: int, role: str, picture: NDArray[np.uint8]) -> OutputFile:
    path = folder / f"{number}-{role}.jpg"
    cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 86])
    return OutputFile(path, role, "image/jpeg")
