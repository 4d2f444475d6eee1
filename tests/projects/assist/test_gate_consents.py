"""What a performer signed, clause by clause."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from projects.assist.gate.consents import covers, standing
from projects.assist.gate.records import Consent, Use

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
SIGNED = datetime(2026, 10, 1, 9, tzinfo=UTC)
CONSENT = Consent(
    id="c4",
    number=4,
    subject="Ada",
    kind="employment_replica",
    purposes=frozenset({"vfx"}),
    scenes=frozenset({"1", "2"}),
    script="a" * 64,
    media=frozenset({"film"}),
    territories=frozenset({"FR"}),
    quality="hd",
    signed_at=SIGNED,
    starts=date(2026, 11, 1),
    ends=date(2026, 11, 29),
    services_at=SIGNED + timedelta(hours=48),
    providers=frozenset({"runway"}),
)
USE = Use(
    subject="Ada",
    purpose="vfx",
    scenes=frozenset({"1"}),
    script="a" * 64,
    medium="film",
    territory="FR",
    quality="hd",
    replica=True,
    provider="runway",
)


def codes(consent: Consent = CONSENT, use: Use = USE, now: datetime = NOW) -> list[str]:
    return [reason.code.removeprefix("consent:") for reason in covers([consent], use, now)]


def test_what_was_signed_for_it_covers_it() -> None:
    assert codes() == []
    assert standing([CONSENT], USE, NOW).consents == ("c4",)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"subject": ""}, "none"),
        ({"subject": "Ben"}, "none"),
        ({"purpose": "editing"}, "purpose"),
        ({"purpose": ""}, "purpose"),
        ({"scenes": frozenset({"3"})}, "scene"),
        ({"scenes": frozenset()}, "scene"),
        ({"script": "b" * 64}, "script"),
        ({"script": ""}, "script"),
        ({"medium": "series"}, "medium"),
        ({"territory": "DE"}, "territory"),
        ({"quality": "uhd"}, "quality"),
        ({"quality": ""}, "quality"),
        ({"biometric": True}, "biometric"),
        ({"master": True}, "master"),
        ({"provider": "openai"}, "provider"),
        ({"provider": ""}, "provider"),
    ],
)
def test_a_use_beyond_one_clause_names_that_clause(change: dict[str, Any], code: str) -> None:
    assert codes(use=replace(USE, **change)) == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"revoked_at": NOW}, "revoked"),
        ({"revoked_at": NOW + timedelta(hours=1)}, "revoked"),
        ({"strike_hold": True}, "strike"),
        ({"project_hold": date(2026, 11, 20)}, "strike_all"),
        ({"starts": date(2026, 11, 30)}, "not_begun"),
        ({"ends": date(2026, 11, 28)}, "lapsed"),
        ({"ends": None}, "endless"),
        ({"kind": "other"}, "kind"),
        ({"minor": True}, "guardian"),
        ({"minor": True, "guardian": "  "}, "guardian"),
        ({"services_at": SIGNED + timedelta(hours=48, microseconds=-1)}, "notice"),
        ({"services_at": None}, "notice_unknown"),
        ({"purposes": frozenset()}, "purpose"),
        ({"script": ""}, "script"),
        ({"quality": "other"}, "quality"),
    ],
)
def test_a_fault_of_the_paper_names_its_clause(change: dict[str, Any], code: str) -> None:
    assert codes(replace(CONSENT, **change)) == [code]


def test_what_nobody_said_is_covered_only_where_everything_is() -> None:
    unsaid = replace(USE, purpose="", medium="", territory="", script="", scenes=frozenset())
    star = frozenset({"*"})
    ample = replace(CONSENT, purposes=star, media=star, territories=star, script="*", scenes=star)
    assert codes(use=unsaid) == ["purpose", "scene", "script", "medium", "territory"]
    assert codes(ample, unsaid) == []


def test_only_people_at_work_need_notice_and_a_guardian_signs_for_a_minor() -> None:
    assert codes(replace(CONSENT, kind="alteration", services_at=None)) == []
    assert codes(replace(CONSENT, minor=True, guardian="Their mother")) == []


def test_scenes_may_be_shared_among_papers_but_not_the_duties_of_one() -> None:
    both = replace(USE, scenes=frozenset({"2", "3"}))
    other = replace(CONSENT, id="c5", number=5, scenes=frozenset({"3"}))
    assert standing([other, CONSENT], both, NOW).consents == ("c4", "c5")
    patchwork = replace(other, media=frozenset({"trailer"}))
    assert [r.code for r in covers([CONSENT, patchwork], both, NOW)] == ["consent:scene"]


def test_scenes_left_out_are_told_together() -> None:
    (reason,) = covers([CONSENT], replace(USE, scenes=frozenset({"2", "5", "7"})), NOW)
    assert reason.facts["scenes"] == ("5", "7")
    assert reason.clause == "Consent 4, scenes"


def test_the_nearest_paper_says_what_is_missing_and_never_a_withdrawn_one() -> None:
    gone = replace(CONSENT, id="c1", number=1, revoked_at=NOW)
    far = replace(CONSENT, id="c2", number=2, media=frozenset(), territories=frozenset())
    (revoked,) = covers([gone], USE, NOW)
    assert revoked.code == "consent:revoked"
    told = covers([gone, far], USE, NOW)
    assert [r.code for r in told] == ["consent:medium", "consent:territory"]
    assert {r.facts["number"] for r in told} == {2}
