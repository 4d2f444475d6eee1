"""What the gate should say, written a second time from its rules in words, in another shape.

A table of refusals: each line is a code and the question whose answer "yes" gives it. Nothing of
the gate's own code is imported, nor its words for days, qualities or wildcards.

    verdict(asked, policy, terms, consents, budget, now) -> set of codes; empty means allowed
"""

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace as Case
from typing import Any
from unicodedata import normalize

UTC = timezone(timedelta(0))
STAR = "*"
LADDER = {"preview": 1, "hd": 2, "uhd": 3, "master": 4}


def day(moment: datetime) -> Any:
    return moment.astimezone(UTC).date()


# About the provider, whoever asks for what.
ALWAYS = {
    "connection:missing": lambda c: not c.asked.connected,
    "model:incapable": lambda c: not c.asked.capable,
    "model:unsuited": lambda c: c.asked.unsuited != "",
    "model:retired": lambda c: c.asked.retired_on is not None and not c.asked.retired_on > c.today,
    "model:gone": lambda c: (
        c.asked.retired and (c.asked.retired_on is None or c.asked.retired_on > c.today)
    ),
    "input:withdrawn": lambda c: len(c.asked.withdrawn) > 0,
}

# Only where something leaves the house.
OUTSIDE = {
    "policy:provider": lambda c: (
        c.asked.provider == "" or c.asked.provider not in c.policy.providers
    ),
    "policy:region_unknown": lambda c: c.asked.region == "",
    "policy:region": lambda c: c.asked.region != "" and c.asked.region not in c.policy.regions,
    "policy:kind_unknown": lambda c: len(c.asked.kinds) == 0,
    "policy:kind": lambda c: any(kind not in c.policy.kinds for kind in c.asked.kinds),
    "policy:purpose": lambda c: c.asked.purpose == "" or c.asked.purpose not in c.policy.purposes,
    "terms:none": lambda c: c.terms is None,
    "people:unknown": lambda c: c.asked.unknown_people,
}

# Only where there are terms: are they the right ones?
SNAPSHOT = {
    "terms:other": lambda c: (
        [c.terms.provider, c.terms.product, c.terms.plan, c.terms.region]
        != [c.asked.provider, c.asked.product, c.asked.plan, c.asked.region]
    ),
}

# Only where they are the right ones.
CONTENT = {
    "terms:not_begun": lambda c: c.terms.starts > c.today,
    "terms:lapsed": lambda c: c.terms.ends is not None and c.terms.ends < c.today,
    "terms:trains": lambda c: c.terms.trains_on_inputs is True,
    "terms:trains_unknown": lambda c: c.terms.trains_on_inputs is None,
    "terms:retention_unknown": lambda c: c.terms.retention_days in (None, -1),
    "terms:retention": lambda c: (
        c.terms.retention_days is not None and c.terms.retention_days > c.policy.retention_days
    ),
    "terms:review": lambda c: c.terms.human_review is True and c.policy.human_review is False,
    "terms:review_unknown": lambda c: (
        c.terms.human_review is None and c.policy.human_review is False
    ),
    "terms:subprocessors_unknown": lambda c: (
        c.terms.subprocessors is None
        and (c.policy.known_subprocessors or len(c.policy.refused_subprocessors) > 0)
    ),
    "terms:subprocessor": lambda c: any(
        names(refused, line)
        for line in c.terms.subprocessors or []
        for refused in c.policy.refused_subprocessors
    ),
    "terms:contract": lambda c: c.policy.contracted and c.terms.contract.split() == [],
    "terms:owner_unknown": lambda c: c.policy.owns_output and c.terms.output_owner == "",
    "terms:owner": lambda c: (
        c.policy.owns_output and c.terms.output_owner in ("provider", "shared")
    ),
    "terms:indemnity_unknown": lambda c: c.policy.indemnified and c.terms.indemnity == "",
    "terms:indemnity": lambda c: c.policy.indemnified and c.terms.indemnity in ("none", "studio"),
}

# One paper against one use: `p` the paper, `u` the use, `c` the case.
PAPER = {
    "consent:revoked": lambda p, u, c: p.revoked_at is not None,
    "consent:strike": lambda p, u, c: p.strike_hold is True,
    "consent:strike_all": lambda p, u, c: p.project_hold is not None,
    "consent:not_begun": lambda p, u, c: p.starts > c.today,
    "consent:lapsed": lambda p, u, c: p.ends is not None and p.ends < c.today,
    "consent:endless": lambda p, u, c: p.ends is None,
    "consent:kind": lambda p, u, c: (
        p.kind
        not in (
            *("employment_replica", "independent_replica", "background_replica"),
            *("synthetic", "alteration"),
        )
    ),
    "consent:unsigned": lambda p, u, c: p.signed_at > c.now,
    "consent:guardian": lambda p, u, c: p.minor and p.guardian.split() == [],
    "consent:notice": lambda p, u, c: (
        p.services_at is not None and (p.services_at - p.signed_at).total_seconds() < 48 * 60 * 60
    ),
    "consent:notice_unknown": lambda p, u, c: (
        p.services_at is None and p.kind in ("employment_replica", "background_replica")
    ),
    "consent:purpose": lambda p, u, c: not agreed(p.purposes, u.purpose),
    "consent:script": lambda p, u, c: not agreed({p.script}, u.script),
    "consent:medium": lambda p, u, c: not agreed(p.media, u.medium),
    "consent:territory": lambda p, u, c: not agreed(p.territories, u.territory),
    "consent:provider": lambda p, u, c: not agreed(p.providers, c.asked.provider),
    "consent:biometric": lambda p, u, c: u.biometric and not p.biometric,
    "consent:quality": lambda p, u, c: LADDER.get(u.quality, 4) > LADDER.get(p.quality, 0),
    "consent:master": lambda p, u, c: u.master and p.quality != "master",
}


def spelt(text: str) -> str:
    """Its letters and digits, small; whatever else stands there is one space, also around it."""
    small = normalize("NFKC", text).casefold()
    parts = "".join(sign if sign.isalnum() else " " for sign in small).split()
    return " " + " ".join(parts) + " " if parts else " "


def names(refused: str, line: str) -> bool:
    """Whether the line speaks of the one that is refused, under whatever further words."""
    return spelt(refused) in spelt(line)


def agreed(named: Any, wanted: str) -> bool:
    if STAR in named:
        return True
    return wanted != "" and wanted in named


def against(paper: Any, use: Any, scene: str | None, c: Case) -> set[str]:
    codes = {code for code, question in PAPER.items() if question(paper, use, c)}
    if STAR not in paper.scenes and (scene is None or scene not in paper.scenes):
        codes.add("consent:scene")
    return codes


def papers_for(use: Any, c: Case) -> list[Any]:
    return [p for p in c.consents if use.subject != "" and p.subject == use.subject]


def likeness(use: Any, c: Case) -> set[str]:
    """Scene by scene: one paper must cover each; else the nearest paper says what is missing."""
    papers = papers_for(use, c)
    if not papers:
        return {"consent:none"}
    missing: set[str] = set()
    for scene in use.scenes or [None]:
        faults = [
            (p.revoked_at is not None, p.number, p.id, against(p, use, scene, c)) for p in papers
        ]
        if any(codes == set() for *_, codes in faults):
            continue
        standing = [one for one in faults if not one[0]] or faults
        fewest = min(len(codes) for *_, codes in standing)
        nearest = sorted(
            (n, i, sorted(codes)) for _, n, i, codes in standing if len(codes) == fewest
        )
        missing.update(nearest[0][2])
    return missing


def money(c: Case) -> set[str]:
    cost = c.asked.cost
    if cost is None or str(cost) in ("NaN", "Infinity") or cost < 0:
        return {"cost:unpriced"}
    if cost == 0:
        return set()
    if c.asked.currency == "":
        return {"cost:unpriced"}
    purse = vars(c.budget).copy()
    currency = purse.pop("currency")
    held = {name: left for name, left in purse.items() if left is not None}
    if held and currency != c.asked.currency:
        return {"cost:currency"}
    return {f"budget:{name}" for name, left in held.items() if left - cost < 0}


def asked_of(table: dict[str, Any], c: Case) -> set[str]:
    return {code for code, question in table.items() if question(c)}


def verdict(
    asked: Any, policy: Any, terms: Any, consents: Any, budget: Any, now: datetime
) -> set[str]:
    c = Case(
        asked=asked,
        policy=policy,
        terms=terms,
        consents=consents,
        budget=budget,
        now=now,
        today=day(now),
    )
    codes = asked_of(ALWAYS, c) | money(c)
    if asked.outside:
        codes |= asked_of(OUTSIDE, c)
        if terms is not None:
            wrong = asked_of(SNAPSHOT, c)
            codes |= wrong or asked_of(CONTENT, c)
    elif asked.likenesses and asked.unknown_people:
        codes.add("people:unknown")
    for use in asked.uses:
        if asked.outside or any((use.biometric, use.replica, use.master)):
            codes |= likeness(use, c)
    return codes
