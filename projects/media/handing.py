"""A job in parts whose workers are on several machines: what a pool asks of whoever lends them.

This room knows no row, queue or storage. Whoever carries out a job says so with `lent(hands)`
around it; every pool of results that may be written down (it has a `kept`, or says `shared`)
offers its parts to these hands, and works on them itself meanwhile.

What another machine is asked to do stands in `RECIPES`: a message names a recipe, never a
function. Raise a recipe's number when its parts or results change: a machine of the version
before then leaves them to those that know them.
"""

import io
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from projects.media.kept import Known

RECIPES = {
    "copy 1": ("projects.media.copied_pieces", "piece"),
    "pass 1": ("projects.media.shots.passing", "read_run"),
    "measure 1": ("projects.media.measuring", "measure"),
    "watch 1": ("projects.media.takes.together", "watch_part"),
    "hear 1": ("projects.media.takes.together", "hear_part"),
}


class Offer(Protocol):
    """The parts of one step of a job, which several machines take from."""

    def take(self) -> tuple[int, Any] | None:
        """The first free part, ours for a while: its number, and what it is."""

    def look(self, at: Mapping[int, float]) -> float:
        """What we are at, by number, and how far; gives the share of the whole that is done.

        Raises `Over` when nobody waits for the parts any more.
        """

    def keep(self, number: int, found: Any) -> bool:
        """Put by what was found of a part that we took; whether anybody can fetch it now."""

    def leave(self, number: int) -> None:
        """What we took has failed here; whoever holds the job sees to it."""

    def fetch(self, number: int) -> tuple[str, Any] | None:
        """("found", what was found), or None while it is not there."""


class Hands(Protocol):
    """`workers` is for how many a film is cut, the same on every machine."""

    workers: int

    def offer(self, recipe: str, parts: Sequence[Any]) -> Offer: ...


class Over(Exception):
    """The job has ended, or another worker holds it."""


_lent: ContextVar[Hands | None] = ContextVar("hands", default=None)


@contextmanager
def lent(hands: Hands | None) -> Iterator[None]:
    """Pools within may use these."""
    token = _lent.set(hands)
    try:
        yield
    finally:
        _lent.reset(token)


def at_hand() -> Hands | None:
    return _lent.get()


def recipe_of(work: Callable[..., Any]) -> str:
    """Its name, empty for what is done here only."""
    named = (work.__module__, work.__qualname__)
    return next((name for name, place in RECIPES.items() if place == named), "")


def cooked_by(recipe: str) -> Callable[..., Any] | None:
    """The function of a recipe, None where this version knows none of that name."""
    if recipe not in RECIPES:
        return None
    module, name = RECIPES[recipe]
    return getattr(import_module(module), name)


class Parcels:
    """Parts and results as bytes. Files travel by name: `places` says which is where, here."""

    def __init__(self, places: Mapping[str, Path]) -> None:
        self._places = dict(places)

    def packed(self, value: Any) -> bytes:
        """Raises `pickle.PicklingError` for a path that has no name."""
        out = io.BytesIO()
        _Packer(out, {path: name for name, path in self._places.items()}).dump(value)
        return out.getvalue()

    def opened(self, data: bytes) -> Any:
        """Records of this room, numbers, text and arrays; raises for anything else."""
        return _Opener(io.BytesIO(data), self._places).load()


class _Packer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, names: Mapping[Path, str]) -> None:
        super().__init__(out, protocol=5)
        self._names = names

    def persistent_id(self, value: Any) -> str | None:
        if not isinstance(value, Path):
            return None
        if value not in self._names:
            raise pickle.PicklingError("a path that other machines do not know")
        return self._names[value]


class _Opener(Known):
    def __init__(self, file: io.BytesIO, places: Mapping[str, Path]) -> None:
        super().__init__(file)
        self._places = places

    def persistent_load(self, name: Any) -> Path:
        return self._places[name]
