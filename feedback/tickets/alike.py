"""Whether it was told before: found by PostgreSQL's own text search, while somebody types.

A person finds titles of tickets that they may see, and headlines that the beta team shows to
every studio; never a word of another studio.
"""

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector

from feedback.models import Stage, Ticket, Topic
from feedback.models.tickets import VECTOR

#: More words than this are no title; letters in a word that is looked for.
WORDS, LETTERS = 12, 3
AT_MOST = 5
HEADLINE = SearchVector("headline", config="english") + SearchVector("headline", config="french")


@dataclass(frozen=True)
class Alike:
    """`ticket` where it is one of the person's own studio; None for what is shown to all."""

    topic: Topic
    title: str
    rank: float
    ticket: Ticket | None = None


def wanted(text: str) -> Any:
    """Any of the words, by their stems in English and French; None where there is none."""
    words = re.findall(rf"\w{{{LETTERS},}}", text)[:WORDS]
    queries = [
        SearchQuery(word, config=config) for word in words for config in ("english", "french")
    ]
    return reduce(or_, queries) if queries else None


def alike(text: str, person: Any) -> list[Alike]:
    """The likeliest first, each topic once."""
    query = wanted(text)
    if query is None:
        return []
    mine = ranked(Ticket.objects.visible_to(person).select_related("topic"), VECTOR, query)
    shown = ranked(Topic.objects.told(), HEADLINE, query)
    found = [Alike(row.topic, row.title, row.rank, row) for row in mine]
    found += [Alike(row, row.headline, row.rank) for row in shown]
    best: dict[Any, Alike] = {}
    for one in sorted(found, key=lambda one: -one.rank):
        best.setdefault(one.topic.pk, one)
    return [*best.values()][:AT_MOST]


def ranked(rows: Any, vector: Any, query: Any) -> Any:
    """Those with any of the words; more of them, and in the title, first."""
    found = rows.annotate(vector=vector, rank=SearchRank(vector, query)).filter(vector=query)
    return found.order_by("-rank", "-created_at")[:AT_MOST]


def topics_like(text: str, readable: Any) -> Any:
    """For a lead who merges: topics with these words in what the lead may read, also done ones."""
    query = wanted(text)
    if query is None:
        return Topic.objects.none()
    tickets = readable.annotate(vector=VECTOR).filter(vector=query).values("topic")
    named = Topic.objects.annotate(vector=HEADLINE).filter(vector=query).values("pk")
    return Topic.objects.filter(pk__in=tickets.union(named)).exclude(stage=Stage.DUPLICATE)
