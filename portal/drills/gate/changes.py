"""Random cases for the gate: mostly near what is allowed, since far away everything is refused.

Each case is an allowed one with none to three changes, or (one in ten) with very many. Days,
moments and amounts are changed to the edge and to either side of it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from portal.drills.gate.cases import (
    CENT,
    KINDS,
    OF_CONSENT,
    PASSED_ON,
    PEOPLE,
    PROVIDERS,
    PURPOSES,
    QUALITIES,
    REGIONS,
    SCENES,
    SCRIPTS,
    Case,
    allowed,
)
from projects.assist.gate.records import Consent, Use

Change = Callable[[Case, Random], Case]


def _in(part: str, name: str, *values: Any) -> Change:
    """A change of one value; a function of the case and the chance makes it where it depends."""

    def change(made: Case, chance: Random) -> Case:
        record = getattr(made, part)
        if record is None:
            return made
        value = chance.choice(values)
        value = value(made, chance) if callable(value) else value
        return replace(made, **{part: replace(record, **{name: value})})

    return change


def _each(part: str, name: str, *values: Any) -> Change:
    """The same for one of the uses or consents, where there is one."""

    def change(made: Case, chance: Random) -> Case:
        rows: list[Any] = list(made.consents if part == "consents" else made.asked.uses)
        if not rows:
            return made
        at = chance.randrange(len(rows))
        value = chance.choice(values)
        value = value(made, chance, rows[at]) if callable(value) else value
        rows[at] = replace(rows[at], **{name: value})
        if part == "consents":
            return replace(made, consents=tuple(rows))
        return replace(made, asked=replace(made.asked, uses=tuple(rows)))

    return change


def _near(made: Case, chance: Random, *_row: Any) -> date:
    return made.now.astimezone(UTC).date() + timedelta(days=chance.choice((-1, 0, 1)))


def _moment(made: Case, chance: Random, *_row: Any) -> datetime:
    return made.now + timedelta(microseconds=chance.choice((-1, 0, 1)))


def _left(made: Case, chance: Random) -> Decimal:
    cost = made.asked.cost
    near = cost if cost is not None and cost.is_finite() else Decimal(1)
    return near + chance.choice((-CENT, Decimal(0), CENT, -near - 1))


def _notice(made: Case, chance: Random, row: Consent) -> datetime:
    edge = row.signed_at + timedelta(hours=48)
    return edge + timedelta(microseconds=chance.choice((-1, 0, 1)))


def _fewer(made: Case, chance: Random, row: Consent) -> frozenset[str]:
    return frozenset(sorted(row.scenes)[1:])


def _no_terms(made: Case, chance: Random) -> Case:
    return replace(made, terms=None)


def _no_consent(made: Case, chance: Random) -> Case:
    return replace(made, consents=made.consents[1:])


def _further(made: Case, chance: Random) -> Case:
    """A second paper of somebody, like the first but with a number of its own: the scenes of one
    are shared among two, or one of them was withdrawn."""
    if not made.consents:
        return made
    row = chance.choice(made.consents)
    scenes = sorted(row.scenes)
    half = frozenset(scenes[: len(scenes) // 2]) or row.scenes
    number = len(made.consents) + chance.choice((-9, 9))
    another = replace(row, id=f"{row.id}-{number}", number=number, scenes=half)
    if chance.random() < 0.3:
        another = replace(another, revoked_at=made.now)
    if chance.random() < 0.5:
        rest = row.scenes - half or row.scenes
        rows = [replace(one, scenes=rest) if one is row else one for one in made.consents]
        return replace(made, consents=(*rows, another))
    return replace(made, consents=(another, *made.consents))


def _wider_use(made: Case, chance: Random, row: Use) -> frozenset[str]:
    return row.scenes | {chance.choice(SCENES)}


EMPTY: frozenset[str] = frozenset()
REFUSALS = tuple(
    frozenset(names)
    for names in (("google",), ("Ireland", "Cloud Flare"), ("LLC Google",), ("goo",), ("—",), ())
)
CHANGES: tuple[Change, ...] = (
    _in("asked", "provider", "", *PROVIDERS),
    _in("asked", "product", "API", "Console"),
    _in("asked", "plan", "", "enterprise"),
    _in("asked", "region", "", *REGIONS),
    _in("asked", "purpose", "", *PURPOSES),
    _in("asked", "kinds", EMPTY, frozenset(KINDS), frozenset({"film"})),
    _in("asked", "outside", True, False),
    _in("asked", "connected", False),
    _in("asked", "capable", False),
    _in("asked", "unsuited", "its workflow takes no picture"),
    _in("asked", "unknown_people", True),
    _in("asked", "likenesses", True, False),
    _in("asked", "cost", None, Decimal("NaN"), Decimal("Infinity"), Decimal(-1), Decimal(5)),
    _in("asked", "currency", "", "EUR", "USD"),
    _in("asked", "retired_on", None, _near),
    _in("asked", "retired", True),
    _in("asked", "withdrawn", ("shot.mov",), ("a.mov", "b.mov")),
    _in("policy", "providers", EMPTY, frozenset({"runway"})),
    _in("policy", "regions", EMPTY, frozenset({"us"})),
    _in("policy", "kinds", EMPTY, frozenset({"film", "script"})),
    _in("policy", "purposes", EMPTY, frozenset({"vfx"})),
    _in("policy", "retention_days", 0, 7, 29, 30),
    _in("policy", "refused_subprocessors", *REFUSALS),
    _in("policy", "known_subprocessors", True),
    *(_in("policy", name, True, False) for name in ("human_review", "owns_output")),
    *(_in("policy", name, True, False) for name in ("indemnified", "contracted")),
    _no_terms,
    _in("terms", "provider", *PROVIDERS),
    _in("terms", "product", "Console"),
    _in("terms", "plan", "", "enterprise"),
    _in("terms", "region", "", *REGIONS),
    _in("terms", "starts", _near),
    _in("terms", "ends", None, _near),
    _in("terms", "trains_on_inputs", True, None),
    _in("terms", "retention_days", None, -1, 0, 1, 7, 8, 30, 31),
    _in("terms", "human_review", None, True),
    _in("terms", "subprocessors", None, (), ("Google LLC, Ireland",), *PASSED_ON),
    _in("terms", "contract", "", "  "),
    _in("terms", "output_owner", "", "studio", "shared", "provider"),
    _in("terms", "indemnity", "", "none", "studio", "provider"),
    *(_in("budget", name, None, _left) for name in ("studio_month", "project_month")),
    _in("budget", "project_total", None, _left),
    _in("budget", "currency", "EUR", ""),
    _no_consent,
    _further,
    _each("uses", "subject", "", *PEOPLE),
    _each("uses", "purpose", "", *PURPOSES),
    _each("uses", "scenes", EMPTY, _wider_use),
    _each("uses", "script", "", *SCRIPTS),
    _each("uses", "medium", "", "trailer"),
    _each("uses", "territory", "", "DE"),
    _each("uses", "quality", "", "8k", *QUALITIES),
    *(_each("uses", name, True) for name in ("biometric", "replica", "master")),
    _each("consents", "kind", "", "other", *OF_CONSENT),
    _each("consents", "purposes", EMPTY),
    _each("consents", "scenes", EMPTY, _fewer),
    _each("consents", "script", "", *SCRIPTS),
    _each("consents", "media", EMPTY, frozenset({"film"})),
    _each("consents", "territories", EMPTY, frozenset({"FR"})),
    _each("consents", "quality", "", "other", *QUALITIES),
    _each("consents", "signed_at", _moment),
    _each("consents", "starts", _near),
    _each("consents", "ends", None, _near),
    _each("consents", "services_at", None, _notice),
    _each("consents", "biometric", False),
    _each("consents", "providers", EMPTY, frozenset({"runway"})),
    _each("consents", "strike_hold", True),
    _each("consents", "project_hold", _near),
    _each("consents", "minor", True),
    _each("consents", "guardian", "", " "),
    _each("consents", "revoked_at", _moment),
)


def case(chance: Random) -> Case:
    """One case; the same seed gives the same cases."""
    made = allowed(chance)
    changes = len(CHANGES) // 2 if chance.random() < 0.1 else chance.randint(0, 3)
    for _each in range(changes):
        made = chance.choice(CHANGES)(made, chance)
    return made
