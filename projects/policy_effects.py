"""What a policy would do: which connections it lets through whatever is asked, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from projects import gate_words
from projects.assist import providers
from projects.assist.gate import records
from projects.assist.gate.ruling import rule
from projects.assist.palette import Final
from projects.gating import lacking, leaves_house
from projects.in_force import Lists
from projects.models.assets import Kind
from projects.models.connections import Connection
from projects.models.policies import Policy
from projects.models.projects import Project
from projects.models.terms import Terms

#: Reasons that a policy and the rows of the programme give; the others are of one request.
_OF_POLICY = ("policy:provider", "policy:region", "policy:region_unknown")


@dataclass(frozen=True)
class Effect:
    """One connection under a policy."""

    connection: Connection
    title: str
    outside: bool
    terms: Terms | None
    sentences: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        return not self.sentences


def effects(project: Project, policy: Policy) -> list[Effect]:
    """Of every connection open to the studio, by name. Nothing is stored."""
    connections = list(Connection.objects.open_to(project.studio))
    now = timezone.now()
    lists = Lists.of(connections, now)
    found = []
    for connection in connections:
        terms = lists.terms[connection.pk]
        asked = _asked(connection, project)
        ruled = rule(asked, policy.record(), terms.record() if terms else None, (), _FREE, now)
        told = [r for r in ruled.reasons if _kept(r)]
        found.append(
            Effect(
                *(connection, gate_words.provider_title(connection.provider), asked.outside),
                *(terms, tuple(gate_words.sentence(reason) for reason in told)),
            )
        )
    return found


_FREE = records.Budget("")


def _asked(connection: Connection, project: Project) -> records.Asked:
    """Nothing of nobody, for nothing: what remains is between the policy and the terms."""
    missing = lacking(connection, project)
    names = ("provider", "product", "plan", "region")
    return records.Asked(
        **{name: getattr(connection, name) for name in names},
        model="",
        purpose="",
        kinds=frozenset(),
        outside=leaves_house(connection),
        connected=missing == (),
        missing=missing or (),
        capable=True,
        cost=Decimal(0),
    )


def _kept(reason: records.Reason) -> bool:
    return reason.code in _OF_POLICY or reason.code.startswith(("connection:", "terms:"))


def nothing_because(policy: Policy) -> list[str]:
    """Why nothing may leave the house at all, whoever is asked."""
    empty = {
        "providers": _("No provider is ticked: nothing leaves the house."),
        "regions": _("No region is ticked: nothing leaves the house."),
        "kinds": _("No kind of file is ticked: nothing leaves the house."),
        "purposes": _("No purpose is ticked: nothing leaves the house."),
    }
    return [words for name, words in empty.items() if not getattr(policy, name)]


def provider_choices(policy: Policy) -> list[tuple[str, Any]]:
    """Those that content can leave for, and what the policy names already."""
    named = {name: gate_words.provider_title(name) for name in providers.names()}
    found = {name: title for name, title in named.items() if _outside(name)}
    return sorted({**found, **{n: gate_words.provider_title(n) for n in policy.providers}}.items())


def _outside(name: str) -> bool:
    try:
        return bool(providers.provider_class(name).outside)
    except Final:
        return True


def region_choices(policy: Policy, project: Project) -> list[tuple[str, str]]:
    """Those in which connections work or terms hold, and what the policy names already."""
    found = set(Connection.objects.open_to(project.studio).values_list("region", flat=True))
    found |= set(Terms.objects.values_list("region", flat=True))
    return [(name, name) for name in sorted({*found, *policy.regions} - {""})]


def subprocessors_named(project: Project) -> str:
    """What to write into the list of refused ones, and whom terms of our connections name."""
    lists = Lists.of(list(Connection.objects.open_to(project.studio)), timezone.now())
    named = {line for terms in lists.terms.values() if terms for line in terms.passed_on_to or ()}
    told = _("One name a line. A name refuses every line of terms that contains its words.")
    if not named:
        return told
    known = ", ".join(sorted(named)[:_NAMED])
    return f"{told} " + _("Terms of your connections name: {names}.").format(names=known)


#: So many sub-processors are named beside the field.
_NAMED = 40


def kind_choices() -> Sequence[tuple[str, Any]]:
    return [(value, label) for value, label in Kind.choices if value]
