"""The sheet of all keys says what the code listens to, no more and no less."""

import re

import pytest
from django.utils.translation import override

from portal.help.house.keys import SHEETS, SHOWN_BY
from projects.models import Decision
from tests.contract.tree import ROOT

#: A row of `teach(…)`: keys, then what they do.
_ROW = re.compile(r'\[(gettext\("[^"]*"\)|"[^"]*"), gettext\("([^"]*)"\)\]')
_ACT = re.compile(r'\{ keys: \["([^"]*)"\],(?: spelled: "([^"]*)",)? name: gettext\("([^"]*)"\)')
_DATA_KEY = re.compile(r'data-key="([^"]*)"')
#: Templates whose keys another sheet tells in its script's own words.
TOLD_BY_SCRIPT = {"templates/projects/shot_status.html": "static/js/shot-status.js"}
#: A search field's key to itself: each page of the help has one.
OWN = {"templates/portal/help/list.html", "templates/portal/help/page.html"}
OWN |= {"templates/portal/help/api.html"}


def _rows(source: str) -> list[tuple[str, str]]:
    """(keys, words) that a script teaches the `?` sheet, in its order."""
    text = (ROOT / source).read_text(encoding="utf-8")
    taught = text[text.index("teach(gettext") :].split("]);")[0]
    rows = [(k.removeprefix('gettext("').strip('")'), what) for k, what in _ROW.findall(taught)]
    acts = [(spelled or key.upper(), what) for key, spelled, what in _ACT.findall(text)]
    return rows + acts


def _told(sheet) -> list[tuple[str, str]]:
    with override("en"):
        return [(str(keys), str(what)) for keys, what in sheet.rows]


SCRIPTS = [sheet for sheet in SHEETS if sheet.source.endswith(".js")]
TEMPLATES = [sheet for sheet in SHEETS if sheet.source.endswith(".html")]
#: Reasons to reject are counted off by the board: five of them, one key each.
COUNTED = ("1 … 5", "Reject for the reason with that number")


@pytest.mark.parametrize("sheet", SCRIPTS, ids=lambda sheet: sheet.source)
def test_a_sheet_says_what_its_script_teaches(sheet):
    assert [row for row in _told(sheet) if row != COUNTED] == _rows(sheet.source)


@pytest.mark.parametrize("sheet", TEMPLATES, ids=lambda sheet: sheet.source)
def test_a_sheet_has_the_keys_of_its_template(sheet):
    found = _DATA_KEY.findall((ROOT / sheet.source).read_text(encoding="utf-8"))
    spelled = {key.replace("mod+", "Ctrl+").upper() for key in found}
    told = {keys.upper() for keys, _what in _told(sheet)}
    assert {key for key in told if "…" not in key} == {k for k in spelled if "{{" not in k}
    assert bool([k for k in told if "…" in k]) == any("{{" in key for key in spelled)


def test_every_place_that_listens_has_a_sheet():
    """A new key needs a row in portal/help/house/keys.py."""
    scripts = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "static" / "js").glob("*.js")
        if re.search(r"\bteach\(gettext", path.read_text(encoding="utf-8"))
    }
    templates = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if "data-key=" in path.read_text(encoding="utf-8")
    }
    assert {sheet.source for sheet in SHEETS} == scripts | templates - set(TOLD_BY_SCRIPT) - OWN
    assert set(TOLD_BY_SCRIPT) | OWN <= templates


def test_the_board_has_as_many_reasons_as_the_sheet_counts():
    keyed = [why for why in Decision.Why if why != Decision.Why.DUPLICATE]
    assert len(keyed) == int(COUNTED[0][-1])


def test_the_question_mark_is_listened_to_everywhere():
    assert f'keys === "{SHOWN_BY[0]}"' in (ROOT / "static/js/portal.js").read_text(encoding="utf-8")
