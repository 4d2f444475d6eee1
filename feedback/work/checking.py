"""Every drawn arm computed anew from its block's seed: what anybody can do, done by the portal."""

from dataclasses import dataclass
from typing import Any

from feedback.models import Assignment, Block
from feedback.work.drawing import commitment, draw, size_of


@dataclass(frozen=True)
class Checked:
    """A block: how many of its arms were told, how many of those differ from the draw."""

    block: Block
    told: int
    wrong: int
    sealed: bool  # whether its seed is the one committed to, and its size the seed's

    @property
    def holds(self) -> bool:
        return self.sealed and not self.wrong


def check_draws(blocks: Any) -> list[Checked]:
    """Of these blocks (a queryset). Two queries."""
    rows = Assignment.objects.filter(block__in=blocks).exclude(item__begun_at=None)
    told: dict[Any, list[tuple[int, str]]] = {}
    for block, place, arm in rows.values_list("block_id", "place", "item__assigned"):
        told.setdefault(block, []).append((place or 0, arm))
    return [_checked(block, told.get(block.pk, [])) for block in blocks]


def _checked(block: Block, told: list[tuple[int, str]]) -> Checked:
    arms = draw(block.secret, block.algorithm)
    wrong = sum(place >= len(arms) or arms[place] != arm for place, arm in told)
    whole = commitment(block.secret) == block.commitment and size_of(block.secret) == block.size
    return Checked(block, len(told), wrong, whole)
