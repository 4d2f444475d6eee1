"""Shots of a project found by what descriptions say of them."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from projects.models import Candidate, Project
from projects.models.decisions import standing_verdict

#: As many as one search finds; of more the ones that fit best.
MOST = 300
LONGEST = 200  # characters of what is looked for

#: English knows that "running" is "run"; simple knows names and every other language as written.
_SEARCH = """
with said as (
  select c.id as candidate, (shot ->> 'index')::int as shot,
    concat_ws(' ', shot ->> 'description', shot ->> 'setting', shot ->> 'size', shot ->> 'place',
      (select string_agg(tag, ' ') from jsonb_array_elements_text(shot -> 'tags') tag)) as words
  from projects_candidate c, jsonb_array_elements(c.result -> 'shots') shot
  where c.id = any(%(candidates)s)
), ranked as (
  select candidate, shot,
    to_tsvector('english', words) as english, to_tsvector('simple', words) as simple
  from said where words <> ''
)
select candidate, shot from ranked
where english @@ websearch_to_tsquery('english', %(words)s)
  or simple @@ websearch_to_tsquery('simple', %(words)s)
order by ts_rank(english, websearch_to_tsquery('english', %(words)s))
  + ts_rank(simple, websearch_to_tsquery('simple', %(words)s)) desc, candidate, shot
limit %(most)s
"""


@dataclass(frozen=True)
class Hit:
    """A shot that was found: its candidate, and its row in the candidate's result."""

    candidate: Candidate
    shot: dict[str, Any]


def described(user: Any, project: Project) -> list[Any]:
    """Ids of the descriptions that count: of each film's newest described version, and of each
    part of it, the newest approved one, else the newest that was not rejected."""
    rows = Candidate.objects.visible_to(user).filter(project=project, kind="described")
    rows = rows.annotate(verdict=standing_verdict()).order_by("created_at", "pk")
    known = rows.values_list(
        "version__asset", "version__number", "result__from_shot", "verdict", "pk"
    )
    best: dict[tuple[Any, int, int], tuple[bool, Any]] = {}
    newest: dict[Any, int] = {}
    for asset, number, first, verdict, pk in known:
        place = asset, number, first
        if verdict == "rejected":
            continue
        newest[asset] = max(number, newest.get(asset, 0))
        if verdict == "approved" or not best.get(place, (False, None))[0]:
            best[place] = verdict == "approved", pk
    return [pk for (asset, number, _first), (_a, pk) in best.items() if number == newest[asset]]


def search(user: Any, project: Project, words: str, among: list[Any] | None = None) -> list[Hit]:
    """Shots whose descriptions have the `words` (quotation marks, `or` and `-` as usual), those
    that fit best first. `among`: what `described` gave, where it is known."""
    ids = described(user, project) if among is None else among
    words = words.replace("\0", " ").strip()[:LONGEST]
    if not words or not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, {"candidates": ids, "words": words, "most": MOST})
        found = cursor.fetchall()
    rows = Candidate.objects.visible_to(user).filter(pk__in={pk for pk, _shot in found})
    rows = rows.select_related("version__asset", "version__project")
    by = {row.pk: row for row in rows.prefetch_related("renditions", "version__renditions")}
    shots = {pk: {shot["index"]: shot for shot in row.result["shots"]} for pk, row in by.items()}
    return [Hit(by[pk], shots[pk][shot]) for pk, shot in found if pk in by]
