"""Models with their dates, as a provider published them: what is offered, what has ended."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.translation import ngettext

from projects.assist.palette import Final, Lifecycle, Model, Need, Retired

WORDS = frozenset({Need.TEXT, Need.VISION})
IMAGE = frozenset({Need.IMAGE})
VIDEO = frozenset({Need.VIDEO})


@dataclass(frozen=True)
class Entry:
    """One model. From `ends` on it answers nothing; `instead` are those to ask then. One request
    to it makes `most` results, 0 where as many as are asked for."""

    name: str
    title: str
    needs: frozenset[Need]
    ends: date | None = None
    instead: tuple[str, ...] = ()
    most: int = 0

    def ended(self, today: date) -> bool:
        return self.ends is not None and self.ends <= today


def ended(ends: date, instead: tuple[str, ...], needs: frozenset[Need], *names: str) -> list[Entry]:
    """Models of one announcement, which have one date and one advice."""
    return [Entry(name, name, needs, ends, instead) for name in names]


class Catalogue:
    """The models of one provider. A date is read when it is asked: an entry ends by itself."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.name: entry for entry in entries}

    def offered(self) -> Sequence[Model]:
        rows = [entry for entry in self.entries.values() if not entry.ended(_today())]
        return tuple(Model(entry.name, entry.title, entry.needs, entry.most) for entry in rows)

    def lifecycle(self, name: str) -> Lifecycle:
        """By its date alone. A model that is not listed may be newer than this file: active."""
        entry = self.entries.get(name)
        if entry is None:
            return Lifecycle(active=True)
        return Lifecycle(not entry.ended(_today()), entry.ends, entry.instead)

    def instead_of(self, name: str) -> tuple[str, ...]:
        """What to ask where `name` is gone: as announced, or else all that do the same."""
        entry = self.entries.get(name)
        if entry and entry.instead:
            return entry.instead
        needs = entry.needs if entry else WORDS
        return tuple(m.name for m in self.offered() if m.needs & needs and m.name != name)

    def gone(self, name: str) -> Retired:
        """The provider itself said that it does not know this model."""
        entry = self.entries.get(name)
        return Retired(name, Lifecycle(False, entry.ends if entry else None, self.instead_of(name)))

    @contextmanager
    def knowing(self, name: str) -> Iterator[None]:
        """ "There is no such model", from the provider, becomes `Retired` with dates and advice."""
        try:
            yield
        except Final as final:
            if final.code in ("remote:retired", "remote:lost"):
                raise self.gone(name) from final
            raise

    def check(self, name: str, need: Need) -> None:
        """`Retired` where it has ended, `Final` `remote:need` where it cannot do that."""
        entry = self.entries.get(name)
        if entry is None:
            raise Final("remote:need", name)
        if entry.ended(_today()):
            raise Retired(name, Lifecycle(False, entry.ends, self.instead_of(name)))
        if need not in entry.needs:
            raise Final("remote:need", f"{name}: {need.value}")


def _today() -> date:
    return datetime.now(UTC).date()


def offering(provider: str, count: int) -> str:
    """What a test of a connection tells where the provider answered."""
    told = ngettext(
        "%(provider)s answered and offers %(count)d model.",
        "%(provider)s answered and offers %(count)d models.",
        count,
    )
    return told % {"provider": provider, "count": count}
