"""The words of the result: transitions, and the shots between them."""

from collections.abc import Sequence
from dataclasses import dataclass

CUT, DISSOLVE, FADE, FLASH_FRAME = "cut", "dissolve", "fade", "flash_frame"


@dataclass(frozen=True)
class Transition:
    """A change from one shot to the next.

    A cut starts and ends at the first frame of the new shot. The others run from the
    first frame that is not clean to the first clean frame of the new shot (exclusive
    end). `confidence` is 0..1.
    """

    kind: str
    start: int
    end: int
    confidence: float

    @property
    def boundary(self) -> int:
        """The first frame of the new shot, as the shot list divides the film.

        The middle of a dissolve or fade; after flash frames, so that the stray frames
        hang on the shot before and the new shot begins clean.
        """
        return (self.start + self.end) // 2 if self.kind in (DISSOLVE, FADE) else self.end


@dataclass(frozen=True)
class Shot:
    """Frames start..end (exclusive); `clean` is the part of it outside any transition."""

    start: int
    end: int
    clean: tuple[int, int]


def shots_between(transitions: Sequence[Transition], frames: int) -> list[Shot]:
    """The shots that the transitions (in order) divide `frames` frames into, without gaps."""
    inner = [t for t in transitions if 0 < t.boundary < frames]
    starts = [0, *(t.boundary for t in inner)]
    ends = [*(t.boundary for t in inner), frames]
    cleans = zip([0, *(t.end for t in inner)], [*(t.start for t in inner), frames], strict=True)
    return [
        Shot(start, end, clean if clean[0] < clean[1] else (start, end))
        for start, end, clean in zip(starts, ends, cleans, strict=True)
    ]
