"""The gate: rule by rule, beside an oracle, and what holds whatever is asked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.drills import gate as drill
from portal.drills.gate.cases import Case, allowed
from portal.drills.gate.changes import case
from projects.assist.gate.records import Asked, Budget, Consent, Policy, Terms, Use
from projects.assist.gate.ruling import rule
from tests.projects.assist.gate_oracle import verdict

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
ASKED = Asked(
    provider="anthropic",
    product="API",
    region="us",
    model="model-1",
    purpose="pre_production",
    kinds=frozenset({"script"}),
    outside=True,
    connected=True,
    capable=True,
    cost=Decimal(2),
    currency="USD",
)
POLICY = Policy(
    providers=frozenset({"anthropic"}),
    regions=frozenset({"us"}),
    kinds=frozenset({"script"}),
    purposes=frozenset({"pre_production"}),
)
TERMS = Terms(
    id="t1",
    provider="anthropic",
    product="API",
    plan="",
    region="us",
    starts=date(2026, 11, 1),
    ends=date(2026, 12, 31),
    trains_on_inputs=False,
    retention_days=0,
    human_review=False,
    contract="MSA 7",
    output_owner="studio",
)
BUDGET = Budget("USD", Decimal(100), Decimal(50), Decimal(10))
HOUSE = {"provider": "comfyui", "outside": False, "cost": Decimal(0)}


def codes(
    asked: Asked = ASKED,
    policy: Policy = POLICY,
    terms: Terms | None = TERMS,
    consents: tuple[Consent, ...] = (),
    budget: Budget = BUDGET,
    now: datetime = NOW,
) -> list[str]:
    return [reason.code for reason in rule(asked, policy, terms, consents, budget, now).reasons]


def asked(**changes: Any) -> Asked:
    return replace(ASKED, **changes)


def test_what_everything_allows_is_allowed_and_stands_on_its_terms() -> None:
    ruling = rule(ASKED, POLICY, TERMS, (), BUDGET, NOW)
    assert ruling.allowed and ruling.terms == "t1" and ruling.consents == ()


def test_without_a_policy_nothing_leaves_the_house() -> None:
    told = codes(policy=Policy())
    assert told == ["policy:provider", "policy:region", "policy:kind", "policy:purpose"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"connected": False}, "connection:missing"),
        ({"capable": False}, "model:incapable"),
        ({"unsuited": "its workflow has no place for {image}"}, "model:unsuited"),
        ({"retired": True}, "model:gone"),
        ({"retired_on": date(2026, 11, 29)}, "model:retired"),
        ({"kinds": frozenset()}, "policy:kind_unknown"),
        ({"unknown_people": True}, "people:unknown"),
        ({"withdrawn": ("a.mov",)}, "input:withdrawn"),
        ({"cost": None}, "cost:unpriced"),
        ({"cost": Decimal("NaN")}, "cost:unpriced"),
        ({"cost": Decimal(-1)}, "cost:unpriced"),
        ({"currency": ""}, "cost:unpriced"),
        ({"currency": "EUR"}, "cost:currency"),
        ({"cost": Decimal("10.0001")}, "budget:project_total"),
    ],
)
def test_one_fault_of_what_is_asked_is_one_reason(change: dict[str, Any], code: str) -> None:
    assert codes(asked(**change)) == [code]


def test_a_region_that_nobody_recorded_is_no_region_that_is_allowed() -> None:
    nowhere = replace(TERMS, region="")
    policy = replace(POLICY, regions=frozenset({"us", ""}))
    assert codes(asked(region=""), policy, nowhere) == ["policy:region_unknown"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"plan": "enterprise"}, "terms:other"),
        ({"region": "eu"}, "terms:other"),
        ({"starts": date(2026, 11, 30)}, "terms:not_begun"),
        ({"ends": date(2026, 11, 28)}, "terms:lapsed"),
        ({"trains_on_inputs": True}, "terms:trains"),
        ({"trains_on_inputs": None}, "terms:trains_unknown"),
        ({"retention_days": None}, "terms:retention_unknown"),
        ({"retention_days": 1}, "terms:retention"),
        ({"human_review": True}, "terms:review"),
        ({"human_review": None}, "terms:review_unknown"),
        ({"contract": " "}, "terms:contract"),
        ({"output_owner": ""}, "terms:owner_unknown"),
        ({"output_owner": "shared"}, "terms:owner"),
    ],
)
def test_one_fault_of_the_terms_is_one_reason(change: dict[str, Any], code: str) -> None:
    assert codes(terms=replace(TERMS, **change)) == [code]


@pytest.mark.parametrize(
    ("refused", "passed_on", "told"),
    [
        ((), None, []),
        ((), ("Google LLC",), []),
        (("Google",), None, ["terms:subprocessors_unknown"]),
        (("Google",), (), []),
        (("Google",), ("AWS", "GOOGLE (Ireland) Ltd."), ["terms:subprocessor"]),
        (("Google",), ("Googleplex Oy",), []),
        (("google  ireland",), ("Google-Ireland",), ["terms:subprocessor"]),
        (("Ireland Google",), ("Google Ireland",), []),
        (("Google",), ("Google US", "Google UK"), ["terms:subprocessor"] * 2),
        (("…",), ("Anybody",), ["terms:subprocessor"]),
    ],
)
def test_a_refused_subprocessor_is_known_by_its_words_and_an_unknown_list_is_refused(
    refused: tuple[str, ...], passed_on: tuple[str, ...] | None, told: list[str]
) -> None:
    policy = replace(POLICY, refused_subprocessors=frozenset(refused))
    assert codes(policy=policy, terms=replace(TERMS, subprocessors=passed_on)) == told


def test_who_they_are_may_be_required_without_refusing_any() -> None:
    policy = replace(POLICY, known_subprocessors=True)
    assert codes(policy=policy) == ["terms:subprocessors_unknown"]
    assert codes(policy=policy, terms=replace(TERMS, subprocessors=())) == []


def test_terms_hold_on_their_first_and_their_last_day() -> None:
    assert codes(terms=replace(TERMS, starts=NOW.date(), ends=NOW.date())) == []


def test_the_day_is_that_of_utc_wherever_the_clock_stands() -> None:
    elsewhere = datetime(2026, 11, 29, 23, 30, tzinfo=timezone(timedelta(hours=-10)))
    assert codes(terms=replace(TERMS, ends=date(2026, 11, 29)), now=elsewhere) == ["terms:lapsed"]


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        codes(now=datetime(2026, 11, 29))


def test_nothing_stands_on_terms_that_do_not_hold() -> None:
    late = replace(TERMS, ends=date(2026, 11, 28))
    assert rule(ASKED, POLICY, late, (), BUDGET, NOW).terms == ""
    assert codes(terms=None) == ["terms:none"]


def test_indemnity_is_asked_for_only_where_the_policy_requires_it() -> None:
    strict = replace(POLICY, indemnified=True)
    assert codes() == []
    assert codes(policy=strict) == ["terms:indemnity_unknown"]
    assert codes(policy=strict, terms=replace(TERMS, indemnity="studio")) == ["terms:indemnity"]
    assert codes(policy=strict, terms=replace(TERMS, indemnity="provider")) == []


def test_all_reasons_are_told_and_their_order_is_always_the_same() -> None:
    bad = asked(connected=False, retired=True, unknown_people=True, cost=None)
    terms = replace(TERMS, trains_on_inputs=None, retention_days=30, contract="")
    told = codes(bad, Policy(), terms)
    assert told == [
        *("connection:missing", "model:gone", "policy:provider", "policy:region", "policy:kind"),
        *("policy:purpose", "terms:trains_unknown", "terms:retention", "terms:contract"),
        *("people:unknown", "cost:unpriced"),
    ]
    assert [r.clause for r in rule(bad, POLICY, terms, (), BUDGET, NOW).reasons][2:4] == [
        "Terms of 2026-11-01, training",
        "Terms of 2026-11-01, retention",
    ]


def test_in_the_house_neither_terms_nor_policy_are_needed() -> None:
    assert codes(asked(**HOUSE), Policy(), None) == []


def test_in_the_house_quarantine_and_likenesses_still_count() -> None:
    seen = Use("Ada", "vfx")
    assert codes(asked(**HOUSE, withdrawn=("a.mov",))) == ["input:withdrawn"]
    assert codes(asked(**HOUSE, uses=(seen,))) == []
    assert codes(asked(**HOUSE, uses=(replace(seen, replica=True),))) == ["consent:none"]
    assert codes(asked(**HOUSE, uses=(replace(seen, biometric=True),))) == ["consent:none"]
    assert codes(asked(**HOUSE, unknown_people=True)) == []
    assert codes(asked(**HOUSE, unknown_people=True, likenesses=True)) == ["people:unknown"]


def test_each_limit_is_named_and_what_costs_nothing_always_fits() -> None:
    tight = Budget("USD", Decimal(1), Decimal("1.99"), Decimal(-5))
    expected = ["budget:studio_month", "budget:project_month", "budget:project_total"]
    assert codes(budget=tight) == expected
    assert rule(ASKED, POLICY, TERMS, (), tight, NOW).reasons[-1].facts["left"] == 0
    assert codes(asked(cost=Decimal(0)), budget=tight) == []
    assert codes(budget=Budget("USD", Decimal(2))) == []
    assert codes(asked(currency="EUR"), budget=Budget("USD")) == []  # no limit, nothing to compare


def test_2000_random_cases_are_judged_as_the_oracle_judges_them() -> None:
    told = drill.compared(2000, 7, verdict)
    assert told["mismatches"] == 0
    assert told["allowed"] > 500 < told["refused"]
    assert told["codes"] >= 45


def test_the_comparison_notices_a_gate_that_forgets_one_rule(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def forgetful(*given: Any) -> Any:
        ruling = rule(*given)
        kept = tuple(r for r in ruling.reasons if r.code != "terms:review_unknown")
        return replace(ruling, reasons=kept)

    monkeypatch.setattr(drill, "rule", forgetful)
    assert drill.compared(2000, 7, verdict)["mismatches"] > 0
    assert "only the oracle ['terms:review_unknown']" in capsys.readouterr().err


def test_the_drill_says_when_it_has_no_oracle(tmp_path: Any) -> None:
    with pytest.raises(FileNotFoundError, match="comes with the source"):
        drill.oracle(tmp_path / "gate_oracle.py")


def test_the_drill_tells_its_numbers() -> None:
    told = drill.run(["50", "3"])
    assert told["cases"] == 50 == told["allowed"] + told["refused"]
    assert told["mismatches"] == 0 < told["slowest_ms"]


seeds = st.integers(min_value=0, max_value=10**9)


def _case(seed: int) -> Case:
    return case(Random(seed))


def _restricted(made: Case) -> list[Case]:
    """The same with one restriction more, each way in turn."""
    policy, terms = made.policy, made.terms
    stricter = [
        {"providers": frozenset()},
        {"regions": frozenset()},
        {"kinds": frozenset()},
        {"purposes": frozenset()},
        {"retention_days": 0},
        {"human_review": False},
        {"owns_output": True},
        {"indemnified": True},
        {"contracted": True},
        {"known_subprocessors": True},
        {"refused_subprocessors": policy.refused_subprocessors | {"Google"}},
    ]
    found = [replace(made, policy=replace(policy, **change)) for change in stricter]
    if terms:
        told = ("trains_on_inputs", "retention_days", "human_review", "subprocessors")
        unknown = dict.fromkeys(told)
        vague = {"contract": "", "output_owner": "", "indemnity": ""}
        for name, value in {**unknown, **vague}.items():
            found.append(replace(made, terms=replace(terms, **{name: value})))
    found += [replace(made, consents=made.consents[:n]) for n in range(len(made.consents))]
    gone = tuple(replace(c, revoked_at=made.now) for c in made.consents)
    narrow = tuple(replace(c, scenes=frozenset(sorted(c.scenes)[1:])) for c in made.consents)
    found += [replace(made, consents=gone), replace(made, consents=narrow)]
    for name in ("connected", "capable"):
        found.append(replace(made, asked=replace(made.asked, **{name: False})))
    return found


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_a_further_restriction_never_allows_more(seed: int) -> None:
    made = _case(seed)
    before = rule(*made.given)
    for stricter in _restricted(made):
        after = rule(*stricter.given)
        assert not (after.allowed and not before.allowed), (made, stricter)


@settings(max_examples=150, deadline=None)
@given(seeds, st.sampled_from([True, None]))
def test_a_provider_that_trains_or_does_not_say_is_never_allowed(
    seed: int, trains: bool | None
) -> None:
    made = allowed(Random(seed))
    assert rule(*made.given).allowed
    if made.asked.outside and made.terms:
        worse = replace(made, terms=replace(made.terms, trains_on_inputs=trains))
        assert not rule(*worse.given).allowed


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_the_order_of_consents_does_not_matter(seed: int) -> None:
    made = _case(seed)
    turned = replace(made, consents=made.consents[::-1])
    assert rule(*made.given) == rule(*turned.given)


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_no_reason_is_told_twice(seed: int) -> None:
    reasons = rule(*_case(seed).given).reasons
    assert all(reasons.count(reason) == 1 for reason in reasons)
