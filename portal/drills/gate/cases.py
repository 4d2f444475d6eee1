"""Random cases that the gate allows, barely or amply; `changes` spoils them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from typing import Any

from projects.assist.gate.records import Asked, Budget, Consent, Policy, Terms, Use

SCRIPTS = ("a" * 64, "b" * 64)
PROVIDERS = ("anthropic", "runway", "bedrock")
REGIONS = ("us", "eu-west-1")
KINDS = ("film", "image", "script", "sound")
PURPOSES = ("pre_production", "editing", "vfx", "continuity")
OF_CONSENT = (
    *("employment_replica", "independent_replica", "background_replica"),
    *("synthetic", "alteration"),
)
QUALITIES = ("preview", "hd", "uhd", "master")
PEOPLE = ("Ada", "Ben", "Cleo")
SCENES = ("1", "2", "3A", "4")
CENT = Decimal("0.0001")
#: Lists of sub-processors as terms write them.
PASSED_ON: tuple[tuple[str, ...], ...] = (
    (),
    ("Amazon Web Services, Inc.",),
    ("Cloudflare (US)", "Google_LLC"),
    ("ＧＯＯＧＬＥ LLC", "ＧＯＯＧＬＥ LLC"),
    ("Cloud-Flare", "…"),
)


@dataclass(frozen=True)
class Case:
    """What `rule` is given, in its order."""

    asked: Asked
    policy: Policy
    terms: Terms | None
    consents: tuple[Consent, ...]
    budget: Budget
    now: datetime

    @property
    def given(self) -> tuple[Any, ...]:
        return tuple(getattr(self, field.name) for field in fields(self))


def allowed(chance: Random) -> Case:
    """A case that breaks no rule."""
    now = datetime(2026, 11, 29, tzinfo=UTC) + timedelta(seconds=chance.randint(0, 86_399))
    if chance.random() < 0.3:  # a clock elsewhere, to which it is another day
        now = now.astimezone(timezone(timedelta(hours=chance.choice((-11, 13)))))
    today = now.astimezone(UTC).date()
    asked = _asked(chance, today)
    policy = Policy(
        providers=frozenset({asked.provider, *_some(chance, PROVIDERS)}),
        regions=frozenset({asked.region, *_some(chance, REGIONS)}),
        kinds=asked.kinds | frozenset(_some(chance, KINDS)),
        purposes=frozenset({asked.purpose, *_some(chance, PURPOSES)}),
        retention_days=chance.choice((0, 7, 30)),
        human_review=chance.random() < 0.3,
        owns_output=chance.random() < 0.7,
        indemnified=chance.random() < 0.5,
        contracted=chance.random() < 0.7,
        refused_subprocessors=frozenset(_some(chance, ("Acme", "Initech GmbH"))),
        known_subprocessors=chance.random() < 0.3,
    )
    terms = _terms(chance, asked, policy, today)
    papers = tuple(
        _consent(chance, n, use, asked.provider, now) for n, use in enumerate(asked.uses, 1)
    )
    return Case(asked, policy, terms, papers, _budget(chance, asked), now)


def _some(chance: Random, names: Sequence[str]) -> list[str]:
    return chance.sample(names, chance.randint(0, len(names)))


def _asked(chance: Random, today: date) -> Asked:
    people = _some(chance, PEOPLE) if chance.random() < 0.6 else []
    return Asked(
        provider=chance.choice(PROVIDERS),
        product="API",
        plan=chance.choice(("", "enterprise")),
        region=chance.choice(REGIONS),
        model="model-1",
        purpose=chance.choice(PURPOSES),
        kinds=frozenset(chance.sample(KINDS, chance.randint(1, 2))),
        outside=chance.random() < 0.8,
        connected=True,
        capable=True,
        uses=tuple(_use(chance, name) for name in people),
        cost=chance.choice((Decimal(0), Decimal("0.0001"), Decimal("12.5"))),
        currency="USD",
        retired_on=chance.choice((None, today + timedelta(days=1))),
        likenesses=chance.random() < 0.5,
    )


def _use(chance: Random, subject: str) -> Use:
    quality = chance.choice(QUALITIES)
    return Use(
        subject=subject,
        purpose=chance.choice(PURPOSES),
        scenes=frozenset(chance.sample(SCENES, chance.randint(1, 3))),
        script=chance.choice(SCRIPTS),
        medium=chance.choice(("film", "series")),
        territory=chance.choice(("FR", "US")),
        quality=quality,
        biometric=chance.random() < 0.4,
        replica=chance.random() < 0.4,
        master=quality == "master" and chance.random() < 0.5,
    )


def _consent(chance: Random, number: int, use: Use, provider: str, now: datetime) -> Consent:
    """One that covers this use, barely or amply."""
    signed = now - timedelta(days=chance.randint(5, 90))
    today = now.astimezone(UTC).date()
    rank = QUALITIES.index(use.quality)
    minor = chance.random() < 0.2
    return Consent(
        id=f"consent-{number}-{use.subject}",
        number=number,
        subject=use.subject,
        kind=chance.choice(OF_CONSENT),
        purposes=_or_all(chance, use.purpose),
        scenes=frozenset({"*"}) if chance.random() < 0.2 else use.scenes,
        script=chance.choice(("*", use.script, use.script)),
        media=_or_all(chance, use.medium),
        territories=_or_all(chance, use.territory),
        quality=chance.choice(QUALITIES[rank:]),
        signed_at=signed,
        starts=today - timedelta(days=chance.choice((0, 1, 60))),
        ends=today + timedelta(days=chance.choice((0, 1, 60))),
        services_at=signed + timedelta(hours=chance.choice((48, 49, 500))),
        biometric=use.biometric or chance.random() < 0.3,
        providers=_or_all(chance, provider),
        minor=minor,
        guardian="Their mother" if minor else "",
    )


def _or_all(chance: Random, name: str) -> frozenset[str]:
    return frozenset({"*"}) if chance.random() < 0.2 else frozenset({name})


def _terms(chance: Random, asked: Asked, policy: Policy, today: date) -> Terms:
    return Terms(
        id="terms-1",
        provider=asked.provider,
        product=asked.product,
        plan=asked.plan,
        region=asked.region,
        starts=today - timedelta(days=chance.choice((0, 1, 300))),
        ends=chance.choice((None, today, today + timedelta(days=1))),
        trains_on_inputs=False,
        retention_days=chance.choice((0, policy.retention_days)),
        human_review=chance.choice((None, True, False)) if policy.human_review else False,
        subprocessors=_passed_on(chance, policy),
        contract="MSA 7" if policy.contracted else chance.choice(("", "MSA 7")),
        output_owner="studio" if policy.owns_output else chance.choice(("", "shared", "provider")),
        indemnity="provider" if policy.indemnified else chance.choice(("", "none", "studio")),
    )


def _passed_on(chance: Random, policy: Policy) -> tuple[str, ...] | None:
    must = policy.known_subprocessors or policy.refused_subprocessors
    return chance.choice(PASSED_ON if must else (None, *PASSED_ON))


def _budget(chance: Random, asked: Asked) -> Budget:
    cost = asked.cost or Decimal(0)
    left = [chance.choice((None, cost, cost + CENT, cost * 10)) for _limit in range(3)]
    return Budget("USD", *left)
