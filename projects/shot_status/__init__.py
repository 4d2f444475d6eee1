"""The shots of a project with what is known of their work: as columns, and as rows of a page.

A request counts for a shot when it was asked of a file of that shot (`Asset.shot`); what is asked
of a longer film is not said of each of its shots. An open note counts for the shot on whose file it
stands, or in whose frames of the longer film it begins.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.db import connection

from projects.models import Project, Scene
from projects.shot_status import words
from projects.shot_status.asked import Asked
from projects.shot_status.parts import PARTS
from projects.shot_status.query import statement

#: Each row of a project says so itself, as does what it is joined with. The planner takes the two
#: for independent, expects a handful where there are thousands, and would look each up by itself
#: (62,000 blocks for 1,000 shots of a large portal, instead of 1,200).
_HASHED = "set local enable_nestloop = off; {}; set local enable_nestloop to default"


@dataclass(frozen=True)
class Found:
    """`chosen`: shots named by scene, episode and text; `count`: those of them in the state asked
    for, of which `columns` (JSON text, a list a column) has those of this page."""

    chosen: int
    count: int
    columns: str


def find_shots(project: Project, asked: Asked) -> Found:
    """`project` is one that the person may see."""
    with connection.cursor() as cursor:
        question = statement(asked.sort, whole=asked.whole)
        given = asked.values(project)
        cursor.execute(_HASHED.format(question) if asked.whole else question, given)
        if asked.whole:
            cursor.nextset()
        chosen, count, columns = cursor.fetchone()
    return Found(chosen, count if asked.picks else chosen, columns)


def scenes_of(project: Project) -> list[dict[str, Any]]:
    """In story order; plain values, since a series has hundreds."""
    rows = Scene.objects.filter(project=project).order_by()
    known = rows.values_list("pk", "code", "name", "episode", "episode__code", "episode__name")
    told = [
        {
            "id": str(pk),
            "code": code,
            "name": name,
            "episode": episode and str(episode),
            "episode_code": of or "",
            "episode_name": called or "",
        }
        for pk, code, name, episode, of, called in known
    ]
    return sorted(told, key=lambda row: (_natural(row["episode_code"]), _natural(row["code"])))


def _natural(code: str) -> list[tuple[int, str]]:
    parts = re.split(r"(\d+)", code)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def as_json(project: Project, asked: Asked) -> str:
    """The whole answer: what rows are, then the columns as PostgreSQL wrote them."""
    found = find_shots(project, asked)
    told = {
        "count": found.count,
        "start": asked.start,
        "tools": words.tools(),
        "states": words.states(),
        "parts": [
            {"name": part.name, "title": str(part.title), "words": part.words()} for part in PARTS
        ],
        "scenes": scenes_of(project),
    }
    return f'{json.dumps(told, ensure_ascii=False)[:-1]}, "columns": {found.columns}}}'


def rows_of(found: Found, scenes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For the page that needs no script."""
    columns = json.loads(found.columns)
    named = {row["id"]: row for row in scenes}
    known, tools = words.states(), words.tools()
    count = len(columns["id"] or [])
    parts = [(part.name, part.words()) for part in PARTS]
    rows = [{name: column[at] for name, column in columns.items()} for at in range(count)]
    for row in rows:
        row["scene"] = named.get(row["scene"])
        row["asked"] = [
            {"tool": tools.get(tool, tool), "state": state, "word": known[state], "times": times}
            for tool, state, times in row["work"] or []
        ]
        row["parts"] = [
            [
                {
                    "code": code,
                    "what": called.get(what, what),
                    "state": state,
                    "word": called[state],
                }
                for code, what, state in row[name] or []
            ]
            for name, called in parts
        ]
    return rows
