"""What the gate is told, and what it says. Plain records: it asks no database and no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Reason:
    """Why not. `code` is an id of `projects.gate_words`, `facts` fill its sentence in; `clause`
    names what was agreed: "Terms of 2026-11-01, retention", "Consent 4, scenes"."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    clause: str = ""


@dataclass(frozen=True)
class Use:
    """The likeness of one person in what is asked: who, in which scenes of which script, for what.

    `scenes` are numbers as the script has them; empty where nobody said. `script` is the SHA-256 of
    the script version that they belong to, empty where there is none.
    """

    subject: str
    purpose: str
    scenes: frozenset[str] = frozenset()
    script: str = ""
    medium: str = ""  # film, series, trailer
    territory: str = ""
    quality: str = ""  # preview, hd, uhd, master
    biometric: bool = False  # faces are measured or compared
    replica: bool = False  # the likeness is made or changed
    master: bool = False  # it leaves as a master
    provider: str = ""


@dataclass(frozen=True)
class Consent:
    """What a performer allowed, as signed. Empty sets and None are "not agreed", never "all"; what
    holds for everything names `*`."""

    id: str
    number: int
    subject: str
    kind: str  # employment_replica, independent_replica, background_replica, synthetic, alteration
    purposes: frozenset[str]
    scenes: frozenset[str]
    script: str
    media: frozenset[str]
    territories: frozenset[str]
    quality: str  # the best that may be made: preview < hd < uhd < master
    signed_at: datetime
    starts: date
    ends: date | None  # None: no end was agreed, which the form refuses; kept for old rows
    services_at: datetime | None = None  # first day of the performer's services: 48 h notice
    biometric: bool = False
    providers: frozenset[str] = frozenset({"*"})
    strike_hold: bool = False
    project_hold: date | None = None  # since when all of its project are on hold for a strike
    minor: bool = False
    guardian: str = ""
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class Terms:
    """One dated snapshot of what holds with a provider. None is "not known", which is "no"."""

    id: str
    provider: str
    product: str
    plan: str
    region: str
    starts: date
    ends: date | None
    trains_on_inputs: bool | None
    retention_days: int | None
    human_review: bool | None
    subprocessors: tuple[str, ...] | None = None  # as the terms write them; () is "there are none"
    contract: str = ""
    output_owner: str = ""  # studio, provider, shared; empty is not known
    licence: str = ""
    indemnity: str = ""  # provider, studio, none; who stands for claims against the output


@dataclass(frozen=True)
class Policy:
    """What a project allows. Everything empty: nothing leaves the house."""

    providers: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()  # of assets
    purposes: frozenset[str] = frozenset()
    retention_days: int = 0  # the longest
    human_review: bool = False  # whether people of the provider may look
    owns_output: bool = True  # required: the output is the studio's
    indemnified: bool = False  # required: the provider indemnifies
    contracted: bool = True  # required: a signed contract is named
    refused_subprocessors: frozenset[str] = frozenset()  # names, as people write them
    known_subprocessors: bool = False  # required: the terms say who they are


@dataclass(frozen=True)
class Budget:
    """What is left of each limit that holds, in `currency`, with what is held taken off. None is
    no limit of that kind."""

    currency: str
    studio_month: Decimal | None = None
    project_month: Decimal | None = None
    project_total: Decimal | None = None


@dataclass(frozen=True)
class Asked:
    """One request to one provider."""

    provider: str
    product: str
    region: str
    model: str
    purpose: str
    kinds: frozenset[str]
    outside: bool  # whether content leaves the house
    connected: bool
    capable: bool
    uses: tuple[Use, ...] = ()
    unknown_people: bool = False  # somebody is seen of whom nobody said who it is
    cost: Decimal | None = None  # the most that it may cost; None where there is no price
    currency: str = ""
    retired_on: date | None = None
    alternatives: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()  # names of inputs in quarantine
    plan: str = ""  # which the connection was bought under, as its terms call it
    retired: bool = False  # its provider says that it is gone, with or without a date
    missing: tuple[str, ...] = ()  # what the connection lacks, in words
    likenesses: bool = False  # the tool makes pictures, or measures faces
    unsuited: str = ""  # why this connection cannot take what is sent, in words


@dataclass(frozen=True)
class Ruling:
    """`allowed` is "no reason against it". `terms` and `consents` are those that it stands on."""

    reasons: tuple[Reason, ...] = ()
    terms: str = ""
    consents: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.reasons
