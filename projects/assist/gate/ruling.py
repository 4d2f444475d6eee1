"""Whether one request may go to one provider: every reason why not, in a stable order.

Default deny: what is not known counts as "no". Pure: it asks no database and no clock.
What stays in the house needs no terms and no policy; it needs a connection, a price, inputs that
nobody withdrew, and consents where a likeness is made or measured.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from projects.assist.gate.consents import standing
from projects.assist.gate.records import Asked, Budget, Consent, Policy, Reason, Ruling, Terms, Use


def rule(
    asked: Asked,
    policy: Policy,
    terms: Terms | None,
    consents: Sequence[Consent],
    budget: Budget,
    now: datetime,
) -> Ruling:
    """`now` has a zone; days are those of UTC. `terms` are the snapshot that is said to hold; they
    are checked, not trusted. ValueError for a time without a zone.
    """
    if now.tzinfo is None:
        raise ValueError("a ruling needs a time with its zone")
    today = now.astimezone(UTC).date()
    reasons = [*_able(asked, today)]
    if asked.outside:
        reasons += [*_policy(asked, policy), *_terms(asked, policy, terms, today)]
    reasons += _inputs(asked)
    stands, told = _likenesses(asked, consents, now)
    reasons += [*told, *_money(asked, budget)]
    held = terms.id if asked.outside and terms and not [*_in_force(asked, terms, today)] else ""
    return Ruling(tuple(reasons), held, stands)


def _able(asked: Asked, today: date) -> Iterable[Reason]:
    facts = {"provider": asked.provider, "model": asked.model}
    if not asked.connected:
        yield Reason("connection:missing", {**facts, "missing": asked.missing})
    if not asked.capable:
        yield Reason("model:incapable", facts)
    if asked.unsuited:
        yield Reason("model:unsuited", {**facts, "why": asked.unsuited})
    others = {**facts, "alternatives": asked.alternatives}
    if asked.retired_on is not None and asked.retired_on <= today:
        yield Reason("model:retired", {**others, "ended": asked.retired_on})
    elif asked.retired:
        yield Reason("model:gone", others)


def _policy(asked: Asked, policy: Policy) -> Iterable[Reason]:
    if not asked.provider or asked.provider not in policy.providers:
        yield Reason("policy:provider", {"provider": asked.provider}, "Policy, providers")
    if not asked.region:
        yield Reason("policy:region_unknown", {"provider": asked.provider}, "Policy, regions")
    elif asked.region not in policy.regions:
        yield Reason("policy:region", {"region": asked.region}, "Policy, regions")
    if not asked.kinds:
        yield Reason("policy:kind_unknown", {}, "Policy, kinds of asset")
    for kind in sorted(asked.kinds - policy.kinds):
        yield Reason("policy:kind", {"kind": kind}, "Policy, kinds of asset")
    if not asked.purpose or asked.purpose not in policy.purposes:
        yield Reason("policy:purpose", {"purpose": asked.purpose}, "Policy, purposes")


def _terms(asked: Asked, policy: Policy, terms: Terms | None, today: date) -> Iterable[Reason]:
    facts = {"provider": asked.provider, "product": asked.product, "region": asked.region}
    if terms is None:
        yield Reason("terms:none", facts)
        return
    yield from _in_force(asked, terms, today)
    if _same(asked, terms):
        yield from _data(policy, terms)
        yield from _subprocessors(policy, terms)
        yield from _output(policy, terms)


def _same(asked: Asked, terms: Terms) -> bool:
    names = ("provider", "product", "plan", "region")
    return all(getattr(asked, name) == getattr(terms, name) for name in names)


def _clause(terms: Terms, what: str) -> str:
    return f"Terms of {terms.starts.isoformat()}, {what}"


def _about(code: str, terms: Terms, clause: str, **facts: object) -> Reason:
    told = {"provider": terms.provider, "of": terms.starts, **facts}
    return Reason(f"terms:{code}", told, _clause(terms, clause))


def _in_force(asked: Asked, terms: Terms, today: date) -> Iterable[Reason]:
    """Why these terms do not hold today; the ruling stands on none that does not."""
    if not _same(asked, terms):
        facts = {"product": asked.product, "region": asked.region}
        yield _about("other", terms, "what they are of", **facts)
        return
    if today < terms.starts:
        yield _about("not_begun", terms, "dates")
    if terms.ends is not None and today > terms.ends:
        yield _about("lapsed", terms, "dates", ends=terms.ends)


def _data(policy: Policy, terms: Terms) -> Iterable[Reason]:
    """Training is never allowed, whatever the policy says; silence is training."""
    if terms.trains_on_inputs is None:
        yield _about("trains_unknown", terms, "training")
    elif terms.trains_on_inputs:
        yield _about("trains", terms, "training")
    if terms.retention_days is None or terms.retention_days < 0:
        yield _about("retention_unknown", terms, "retention")
    elif terms.retention_days > policy.retention_days:
        facts = {"days": terms.retention_days, "most": policy.retention_days}
        yield _about("retention", terms, "retention", **facts)
    if terms.human_review is None and not policy.human_review:
        yield _about("review_unknown", terms, "human review")
    elif terms.human_review and not policy.human_review:
        yield _about("review", terms, "human review")


def _subprocessors(policy: Policy, terms: Terms) -> Iterable[Reason]:
    """Whoever refuses one of them must know all of them."""
    refused = [_words(name) for name in policy.refused_subprocessors]
    if terms.subprocessors is None:
        if refused or policy.known_subprocessors:
            yield _about("subprocessors_unknown", terms, "sub-processors")
        return
    for line in dict.fromkeys(terms.subprocessors):
        written = _words(line)
        if any(_within(name, written) for name in refused):
            yield _about("subprocessor", terms, "sub-processors", subprocessor=line)


def _words(name: str) -> list[str]:
    """A name is its words: "GOOGLE" is in "Google LLC, Ireland", "Goo" is not."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).casefold())


def _within(name: list[str], written: list[str]) -> bool:
    """Its words in their order, side by side. A name without words could be anybody's."""
    return any(written[at : at + len(name)] == name for at in range(len(written) + 1))


def _output(policy: Policy, terms: Terms) -> Iterable[Reason]:
    if policy.contracted and not terms.contract.strip():
        yield _about("contract", terms, "contract")
    if policy.owns_output and not terms.output_owner:
        yield _about("owner_unknown", terms, "output")
    elif policy.owns_output and terms.output_owner != "studio":
        yield _about("owner", terms, "output", owner=terms.output_owner)
    if policy.indemnified and not terms.indemnity:
        yield _about("indemnity_unknown", terms, "indemnity")
    elif policy.indemnified and terms.indemnity != "provider":
        yield _about("indemnity", terms, "indemnity", who=terms.indemnity)


def _inputs(asked: Asked) -> Iterable[Reason]:
    for name in sorted(set(asked.withdrawn)):
        yield Reason("input:withdrawn", {"name": name}, "Withdrawal of a consent")
    if asked.unknown_people and (asked.outside or asked.likenesses):
        yield Reason("people:unknown", {})


def _likenesses(
    asked: Asked, consents: Sequence[Consent], now: datetime
) -> tuple[tuple[str, ...], list[Reason]]:
    """Ids of the consents that it stands on, and what they do not cover. A consent given for one
    provider says nothing of another, so the use is always that of the provider asked."""
    used: list[str] = []
    found: list[Reason] = []
    for use in asked.uses:
        if asked.outside or use.biometric or use.replica or use.master:
            held = standing(consents, _at(asked, use), now)
            used += held.consents
            found += [reason for reason in held.reasons if reason not in found]
    return tuple(sorted(set(used))), found


def _at(asked: Asked, use: Use) -> Use:
    return replace(use, provider=asked.provider)


LIMITS = ("studio_month", "project_month", "project_total")


def _money(asked: Asked, budget: Budget) -> Iterable[Reason]:
    """The most that it may cost must fit into each limit; what costs nothing fits always."""
    cost = asked.cost
    if cost is None or not cost.is_finite() or cost < 0 or (cost and not asked.currency):
        yield Reason("cost:unpriced", {"model": asked.model})
        return
    limits = {name: left for name in LIMITS if (left := getattr(budget, name)) is not None}
    if not cost or not limits:
        return
    facts = {"cost": cost, "currency": asked.currency}
    if asked.currency != budget.currency:
        yield Reason("cost:currency", {**facts, "budget": budget.currency}, "Budget, currency")
        return
    for name, left in limits.items():
        if cost > left:
            clause = f"Budget, {name.replace('_', ' ')}"
            yield Reason(f"budget:{name}", {**facts, "left": max(left, Decimal(0))}, clause)
