"""What the page promises of the beta team's eyes is what the code lets them see."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from feedback.help.seen import SEEN
from feedback.models import Sharing
from feedback.suppression import FEWEST, PATIENCE
from portal.access import PROGRAMME_ROLES, Capability, Role, allows
from projects.admin.work import NoteAdmin
from tests.contract.tree import ROOT

#: What would show, move or hand out a studio's work.
_WORK = ("SEE", "COMMENT", "UPLOAD", "REQUEST", "DECIDE", "PLAYLIST", "SHARE", "EXPORT", "DOWNLOAD")


def _text() -> str:
    with override("en"):
        return SEEN.words


def test_no_role_of_the_programme_may_see_or_touch_a_studios_work():
    held = [(r, c) for r in PROGRAMME_ROLES for c in _WORK if allows(r, Capability[c])]
    assert held == []


def test_who_was_let_in_looks_and_does_nothing_else():
    mine = {c for c in Capability if allows(Role.VIEWER, c)}
    assert mine == {Capability.SIGNED_IN, Capability.SEE}


def test_the_figures_are_the_codes():
    text = _text()
    assert f"Figures of {FEWEST} people or more" in text and f"{PATIENCE} weeks" in text
    assert f"for {settings.GLASS_HOURS_AT_MOST} hours at most" in text


def test_words_are_read_unless_withheld_and_single_answers_only_where_shared():
    unsaid = Sharing()
    assert unsaid.words and not unsaid.raw
    assert "unless your producers withhold it" in _text()
    assert "only where your producers share them" in _text()


def test_the_admin_does_not_say_what_notes_say():
    assert {"text", "drawing", "mentions"} <= set(NoteAdmin.exclude)


def test_the_clause_is_in_the_agreement_that_it_names():
    beta = Path(ROOT, "portal/specimens/beta.md").read_text(encoding="utf-8")
    assert "# How the beta works" in beta
    for words in (
        "How long work takes",
        "how often results are approved",
        "Reports name no person",
    ):
        assert words in beta
