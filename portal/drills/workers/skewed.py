"""A Celery worker whose clock is wrong: `python skewed.py SECONDS worker …`.

Run as a script of its own, before anything else is loaded: `time.time` and `datetime` tell the
wrong time to everything that is imported after them. Steady clocks go on as they are.
"""

import datetime
import sys
import time
from pathlib import Path
from typing import Any

_real = datetime.datetime


class _AnyDatetime(type(_real)):  # type: ignore[misc]
    """What was made by the real class, in C, is one too."""

    def __instancecheck__(cls, thing: Any) -> bool:
        return isinstance(thing, _real)

    def __subclasscheck__(cls, kind: Any) -> bool:
        return issubclass(kind, _real)


def skew(seconds: float) -> None:
    """From now on this process is so many seconds ahead; behind, where they are negative."""
    ahead, real_time = datetime.timedelta(seconds=seconds), time.time

    class Skewed(_real, metaclass=_AnyDatetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return _real.now(tz) + ahead

        @classmethod
        def utcnow(cls) -> Any:
            return _real.now(datetime.UTC).replace(tzinfo=None) + ahead

        @classmethod
        def today(cls) -> Any:
            return _real.now() + ahead

    datetime.datetime = Skewed  # type: ignore[misc]
    time.time = lambda: real_time() + seconds


def main() -> None:
    skew(float(sys.argv[1]))
    own = str(Path(__file__).parent)
    sys.path[:] = [str(Path.cwd()), *(place for place in sys.path if place != own)]
    from celery.__main__ import main as celery

    sys.argv = ["celery", *sys.argv[2:]]
    celery()


if __name__ == "__main__":
    main()
