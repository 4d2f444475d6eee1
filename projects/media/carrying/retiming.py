"""Two rates of frames: whether a version was played at another speed, or sampled anew."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

import numpy as np

from projects.media.carrying.looking import Seen

#: Nearer than this the frames are the same ones, as from 24 to 23.976.
_SAME = 0.002


@dataclass(frozen=True)
class Retiming:
    """Frame n of the sampled film shows frame (n + phase) / ratio of the original, rounded down."""

    ratio: Fraction
    phase: Fraction = Fraction(0)

    def first(self, frame: int) -> int:
        """The first sampled frame that shows `frame` or what follows."""
        return max(0, ceil(frame * self.ratio - self.phase))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """At least one frame: a frame that was left out stands where the next one is."""
        return self.first(start), max(self.first(start) + 1, self.first(end))

    def sampled(self, film: Seen) -> Seen:
        """The film as it looks at the other rate."""
        if self.ratio == 1:
            return film
        count = max(1, self.first(film.frames))
        shown = [floor((n + self.phase) / self.ratio) for n in range(count)]
        spans = [self.span(a, b) for a, b in film.shots]
        shots = tuple((a, min(b, count)) for a, b in spans if a < count)
        pictures = film.pictures[np.minimum(shown, film.frames - 1)]
        return replace(film, pictures=pictures, shots=shots)


def ways(old: Seen, new: Seen) -> list[Retiming]:
    """What may have been done; the same frames at another speed come first."""
    ratio = new.rate / old.rate
    plain = [Retiming(Fraction(1))]
    if abs(ratio - 1) < _SAME:
        return plain
    return plain + [Retiming(ratio, phase) for phase in (Fraction(0), Fraction(1, 2))]
