"""Whether what performers signed covers the use of their likeness. Pure; unknown is no.

A use in several scenes is covered when each scene is covered by one consent, wholly: two consents
never share one scene's duties among them. Where none covers it, the reasons are those of the one
that comes nearest (not withdrawn, fewest reasons, lowest number), so that a person reads what to
mend and not every paper there is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from projects.assist.gate.records import Consent, Reason, Use

#: Kinds of consent that are known; those of people at work need notice before the work.
AT_WORK = frozenset({"employment_replica", "background_replica"})
KINDS = AT_WORK | {"independent_replica", "synthetic", "alteration"}
#: What may be made of a likeness, from least to most.
QUALITIES = ("preview", "hd", "uhd", "master")
NOTICE = timedelta(hours=48)
ALL = "*"

#: A code, the part of the paper that it stands in, and facts.
_Told = tuple[str, str, dict[str, object]]


@dataclass(frozen=True)
class Standing:
    """What a use stands on: ids of consents; or why it does not."""

    consents: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


def covers(consents: Sequence[Consent], use: Use, now: datetime) -> tuple[Reason, ...]:
    """Every reason why `use` is not covered at `now` (with a zone); empty where it is."""
    return standing(consents, use, now).reasons


def standing(consents: Sequence[Consent], use: Use, now: datetime) -> Standing:
    """Which consents cover it, scene by scene, or why they do not."""
    own = sorted((c for c in consents if _of(c, use)), key=lambda c: (c.number, c.id))
    if not own:
        return Standing(reasons=(Reason("consent:none", {"subject": use.subject}),))
    used: list[str] = []
    found: list[Reason] = []
    for part in _by_scene(use):
        told = [(c, _against(c, part, now)) for c in own]
        nearest, reasons = min(told, key=lambda one: (_withdrawn(one[0]), len(one[1])))
        found += reasons
        used += [] if reasons else [nearest.id]
    return Standing(tuple(dict.fromkeys(used)), _joined(found))


def _of(consent: Consent, use: Use) -> bool:
    return bool(use.subject) and consent.subject == use.subject


def _by_scene(use: Use) -> list[Use]:
    if len(use.scenes) < 2:
        return [use]
    return [replace(use, scenes=frozenset({scene})) for scene in sorted(use.scenes)]


def _against(consent: Consent, use: Use, now: datetime) -> list[Reason]:
    """In the order in which a person would read the paper."""
    told = [*_in_force(consent, now), *_signed_well(consent, now), *_scope(consent, use)]
    told += _making(consent, use)
    facts = {"subject": use.subject, "number": consent.number}
    return [
        Reason(f"consent:{code}", {**facts, **more}, f"Consent {consent.number}, {clause}")
        for code, clause, more in told
    ]


def _withdrawn(consent: Consent) -> bool:
    """A moment of withdrawal counts whatever the clock says of it."""
    return consent.revoked_at is not None


def _in_force(consent: Consent, now: datetime) -> Iterable[_Told]:
    today = now.astimezone(UTC).date()
    if consent.revoked_at is not None:
        yield "revoked", "withdrawal", {"at": consent.revoked_at.astimezone(UTC).date()}
    if consent.strike_hold:
        yield "strike", "strike hold", {}
    if consent.project_hold is not None:
        yield "strike_all", "strike hold of the project", {"since": consent.project_hold}
    if today < consent.starts:
        yield "not_begun", "dates", {"starts": consent.starts}
    if consent.ends is None:
        yield "endless", "dates", {}
    elif today > consent.ends:
        yield "lapsed", "dates", {"ends": consent.ends}


def _signed_well(consent: Consent, now: datetime) -> Iterable[_Told]:
    if consent.kind not in KINDS:
        yield "kind", "kind", {"kind": consent.kind}
    if consent.signed_at > now:
        yield "unsigned", "signature", {"at": consent.signed_at.astimezone(UTC).date()}
    if consent.minor and not consent.guardian.strip():
        yield "guardian", "guardian", {}
    if consent.services_at is None:
        if consent.kind in AT_WORK:
            yield "notice_unknown", "notice", {}
    elif consent.services_at - consent.signed_at < NOTICE:
        hours = (consent.services_at - consent.signed_at) // timedelta(hours=1)
        yield "notice", "notice", {"hours": max(hours, 0)}


def _scope(consent: Consent, use: Use) -> Iterable[_Told]:
    if not _named(consent.purposes, use.purpose):
        yield "purpose", "purposes", {"purpose": use.purpose}
    if ALL not in consent.scenes and not (use.scenes and use.scenes <= consent.scenes):
        yield "scene", "scenes", {"scenes": tuple(sorted(use.scenes))}
    if consent.script != ALL and not (consent.script and consent.script == use.script):
        yield "script", "script version", {}
    if not _named(consent.media, use.medium):
        yield "medium", "media", {"medium": use.medium}
    if not _named(consent.territories, use.territory):
        yield "territory", "territory", {"territory": use.territory}
    if not _named(consent.providers, use.provider):
        yield "provider", "providers", {"provider": use.provider}


def _making(consent: Consent, use: Use) -> Iterable[_Told]:
    if use.biometric and not consent.biometric:
        yield "biometric", "biometric data", {}
    if _rank(use.quality, len(QUALITIES) - 1) > _rank(consent.quality, -1):
        yield "quality", "quality", {"asked": use.quality, "most": consent.quality}
    if use.master and consent.quality != QUALITIES[-1]:
        yield "master", "quality", {"most": consent.quality}


def _named(agreed: frozenset[str], wanted: str) -> bool:
    """What nobody named is covered only where everything is."""
    return ALL in agreed or bool(wanted and wanted in agreed)


def _rank(quality: str, unknown: int) -> int:
    return QUALITIES.index(quality) if quality in QUALITIES else unknown


def _joined(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each once; scenes that one consent leaves out are one reason."""
    found: dict[tuple[str, str], Reason] = {}
    for reason in reasons:
        key = (reason.code, reason.clause)
        if key in found and reason.code == "consent:scene":
            scenes = found[key].facts["scenes"] + reason.facts["scenes"]
            reason = replace(reason, facts={**reason.facts, "scenes": scenes})
        found[key] = reason
    return tuple(found.values())
