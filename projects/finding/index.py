"""The index, asked: which rows have these words, among those a person may see."""

from typing import Any
from uuid import UUID

from portal.finding.kinds import Card
from portal.tenancy import seeking
from projects.models import IndexCard


def look_up(
    person: Any, words: str, *, letters: str, project: UUID | None, most: int
) -> list[Card]:
    """What is looked for is told to the policy of the table, not to the statement."""
    rows = IndexCard.objects.visible_to(person)
    if project:
        rows = rows.filter(project=project)
    with seeking(f"{letters} {words}"):
        return [Card(*row) for row in rows.values_list("kind", "row", "title", "at")[:most]]
