"""A script breakdown as its page shows it: strips first, then scenes, people and hints."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from projects.models import Candidate, Scene
from projects.script_scenes import (
    DIFFERS,
    NEW,
    OMITTED,
    THERE,
    LeftOut,
    Meant,
    codes,
    meant,
    scenes_of,
    state_of,
    was_left_out,
)

#: As many scenes as one page shows, and as one press imports at most.
SCENES = 200
#: Below this a finding is marked to be looked at.
DOUBTFUL = 0.5

KINDS = {
    "silent": _l("People who say nothing"),
    "extras": _l("Extras"),
    "prop": _l("Props"),
    "weapon": _l("Weapons"),
    "vehicle": _l("Vehicles"),
    "animal": _l("Animals"),
    "wardrobe": _l("Wardrobe"),
    "makeup": _l("Make-up"),
    "stunt": _l("Stunts"),
    "vfx": _l("Visual effects"),
    "sfx": _l("Special effects"),
    "sound": _l("Sound"),
}
STATES = {
    NEW: _l("new"),
    THERE: _l("in the project"),
    DIFFERS: _l("differs"),
    OMITTED: _l("omitted"),
}
RULES = {
    "worn_after_off": _l("taken off, then worn"),
    "put_on_twice": _l("put on twice"),
    "held_after_let_go": _l("let go, then held"),
    "hurt_but_able": _l("hurt, then used"),
    "aid_gone": _l("hurt, then without its aid"),
    "dead_speaks": _l("dead, then speaks"),
    "dead_acts": _l("dead, then acts"),
    "broken_then_whole": _l("broken, then whole"),
}
WARNINGS = {
    "no_columns": _l(
        "No column of names was found in the PDF; who speaks was told by the empty lines."
    ),
    "zeros": _l("The text has characters that cannot be shown ({count}); they are left out."),
    "old_encoding": _l("The text is in an old encoding; look at letters with accents."),
    "nobody_speaks": _l("Nobody speaks in it. If somebody should, look at how names are set."),
    "spelled_in_pdf": _l("The sheets spell some names in Western letters; CSV and XLSX keep them."),
    "numbers_twice": _l("Scene numbers that come twice: {numbers}. The later ones get -2."),
    "different_scripts": _l("{before} and {after} have hardly a scene in common."),
}
LIGHTS = {"DAY": _l("day"), "NIGHT": _l("night"), "TWILIGHT": _l("twilight")}


def told_warnings(candidate: Candidate) -> list[dict[str, str]]:
    """What is to be said of the script, as sentences; those of no kind we know are passed over."""
    found = []
    for row in candidate.result.get("warnings", []):
        facts = {**row, "numbers": ", ".join(row.get("numbers", ()))}
        if text := WARNINGS.get(row["code"]):
            found.append({"code": row["code"], "text": str(text).format(**facts)})
    return found


def paged(candidate: Candidate, wanted: Any) -> Page:
    """The scenes of one page, as the tool told them."""
    return Paginator(candidate.result["scenes"], SCENES).get_page(wanted)


def cards(candidate: Candidate, page: Page, episode: Any = None) -> list[dict[str, Any]]:
    """What the page says of each scene, and what importing it would meet."""
    there, named = scenes_of(candidate, episode), codes(candidate.result["scenes"])
    board = {row["name"]: row["board"] for row in candidate.result["characters"]}
    return [_card(row, named[row["index"]], there, board) for row in page.object_list]


def _card(
    row: Mapping[str, Any], code: str, there: Mapping[str, Scene], board: Mapping[str, int]
) -> dict[str, Any]:
    scene = there.get(code)
    out = was_left_out(row, scene)
    told = meant(row, code, frozenset(), out)
    state = state_of(row, told, scene)
    groups = _groups(row, out)
    return {
        **row,
        "code": code,
        "state": state,
        "state_label": STATES[state],
        "light_label": LIGHTS.get(row["light"], ""),
        "differs": _differs(told, scene) if scene and state == DIFFERS else [],
        "cast": [
            {"name": name, "board": board.get(name), "out": name in out.characters}
            for name in row["present"]
        ],
        "groups": groups,
        "things": sum(len(group["rows"]) for group in groups),
        "doubtful": sum(item["doubtful"] for group in groups for item in group["rows"]),
    }


def _groups(row: Mapping[str, Any], out: LeftOut) -> list[dict[str, Any]]:
    """Elements by kind, in the order of `KINDS`, each with its sentence and how sure it is."""
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for person in row["silent"]:
        gone = person["name"] in out.characters
        found["silent"].append(_finding(person, out=gone, character=person["name"]))
    for at, item in enumerate(row["elements"]):
        found.setdefault(item["kind"], []).append(
            _finding(item, out=at in out.elements, character="", at=at)
        )
    return [{"label": KINDS.get(kind, kind), "rows": rows} for kind, rows in found.items() if rows]


def _finding(item: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    sure = float(item["sure"])
    shown = {"name": item["name"], "sentence": item["sentence"], "sure": round(100 * sure)}
    return {**shown, "doubtful": sure < DOUBTFUL, **more}


def _differs(told: Meant, scene: Scene) -> list[str]:
    """Sentences: what the project says otherwise than this script."""
    before = scene.script
    if not before:
        return [_("In the project: %(name)s, made by hand") % {"name": scene.name or scene.code}]
    said = []
    if scene.name != told.name or before.get("heading") != told.script["heading"]:
        said.append(_("In the project: %(name)s") % {"name": scene.name})
    if before.get("eighths") != told.script["eighths"]:
        said.append(_("Its length changes"))
    said += _more_and_less(before, told.script)
    return said or [_("The project says it in another way")]


def _more_and_less(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Names that come and that go, of people and of things."""
    had, has = _names(before), _names(after)
    rows = ((_("comes: %(names)s"), has - had), (_("goes: %(names)s"), had - has))
    return [text % {"names": ", ".join(sorted(names))} for text, names in rows if names]


def _names(script: Mapping[str, Any]) -> set[str]:
    out = script.get("left_out", {})
    things = [*script.get("elements", ()), *out.get("elements", ())]
    people = {*script.get("characters", ()), *out.get("characters", ())}
    return people | {thing["name"] for thing in things}


def boards(candidate: Candidate, shown: int = 1, query: str = "") -> list[dict[str, Any]]:
    """The stripboard in both orders; the second in days of the shoot, where it is divided.

    Strips lead to their scene, on page `shown` or on another one, whose address has `query`.
    """
    told, rows = candidate.result["stripboard"], candidate.result["scenes"]
    numbers = {row["index"]: _strip_of(row, shown, query) for row in rows}
    orders = (("script_order", _("Script order")), ("shooting_order", _("Shooting order")))
    return [{"label": label, "days": _days(told[name], numbers)} for name, label in orders]


def _days(strips: Sequence[Mapping[str, Any]], rows: Mapping[int, Any]) -> list[dict[str, Any]]:
    return [
        {"day": day, "strips": [{**strip, **rows[strip["scene"]]} for strip in some]}
        for day, some in groupby(strips, key=lambda strip: strip["day"])
    ]


def _strip_of(row: Mapping[str, Any], shown: int, query: str) -> dict[str, Any]:
    at = (row["index"] - 1) // SCENES + 1
    return {
        "number": row["number"],
        "length": row["length"],
        "light_label": LIGHTS.get(row["light"], ""),
        "url": ("" if at == shown else f"?{query}page={at}") + f"#scene-{row['index']}",
    }


def people(candidate: Candidate) -> list[dict[str, Any]]:
    """Who speaks, by number of the board, with names that may be the same person's."""
    return [{**row, "count": len(row["scenes"])} for row in candidate.result["characters"]]


def hints(candidate: Candidate) -> list[dict[str, Any]]:
    """Continuity to look at: two places that do not go together, the surest first."""
    rows = candidate.result["scenes"]
    found = [
        {
            "rule": RULES.get(hint["rule"], hint["rule"]),
            "who": hint["character"],
            "what": hint["subject"],
            "sure": round(100 * hint["sure"]),
            "places": [
                {"number": rows[place["scene"] - 1]["number"], "sentence": place["sentence"]}
                for place in (hint["first"], hint["then"])
            ],
        }
        for hint in candidate.result["continuity"]
    ]
    return sorted(found, key=lambda hint: -hint["sure"])


def summary(candidate: Candidate) -> str:
    """How much it is, in one line."""
    about = candidate.result["input"]
    whole, eighths = divmod(about["eighths"], 8)
    length = " ".join(filter(None, [str(whole) if whole else "", f"{eighths}/8" * bool(eighths)]))
    texts = [
        ngettext("%(n)s scene", "%(n)s scenes", about["scenes"]) % {"n": about["scenes"]},
        ngettext("%(n)s page", "%(n)s pages", about["pages"]) % {"n": about["pages"]},
        _("%(length)s pages to shoot") % {"length": length or "0"},
    ]
    return " · ".join(filter(None, [about["title"], about["draft"], *texts]))
