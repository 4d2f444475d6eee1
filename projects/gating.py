"""From rows to a ruling: what may go where, and why not. Default deny.

What is the same for every provider (policy, budget, who is seen, quarantine) is read once; terms
and prices are read for all connections together: the queries do not grow with the providers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from portal.errors import PortalError
from projects import budgets, consenting, estimating, gate_words
from projects.assist import providers
from projects.assist.contract import Tool
from projects.assist.gate import records
from projects.assist.gate.ruling import rule
from projects.assist.palette import Final, Lifecycle, Model, Need, Quote
from projects.in_force import Lists
from projects.models.connections import Connection
from projects.models.policies import Policy
from projects.models.terms import Terms


@dataclass(frozen=True)
class Offer:
    """One model of one connection, and what the gate says of it. Without a connection it is a
    provider that could do it and that nobody has connected."""

    provider: str
    model: Model
    ruling: records.Ruling
    connection: Connection | None = None
    quote: Quote | None = None
    terms: Terms | None = None
    outside: bool = True

    @property
    def host(self) -> str:
        """Where it goes, as far as the connection says it; empty for the provider's usual one."""
        return urlsplit(self.connection.endpoint).hostname or "" if self.connection else ""


@dataclass(frozen=True)
class Wanted:
    """What is the same whichever provider is asked."""

    project: Any
    tool: Tool
    versions: Sequence[Any]
    parameters: Mapping[str, Any]
    policy: records.Policy
    budget: records.Budget
    uses: tuple[records.Use, ...]
    unknown_people: bool
    consents: tuple[records.Consent, ...]
    withdrawn: tuple[str, ...]
    now: datetime

    @classmethod
    def of(
        cls,
        project: Any,
        tool: Tool,
        versions: Sequence[Any],
        parameters: Mapping[str, Any],
        now: datetime | None = None,
    ) -> "Wanted":
        policy = Policy.of(project)
        uses, unknown = consenting.uses_of(versions, tool, parameters, "")
        return cls(
            *(project, tool, versions, parameters, policy.record()),
            *(budgets.left(project, policy), uses, unknown, consenting.consents_of(uses)),
            *(consenting.in_quarantine(versions), now or timezone.now()),
        )

    def asked(self, connection: Connection, model: str, quote: Quote | None) -> records.Asked:
        provider = reached(connection)
        missing, needs = lacking(connection, self.project), Need(self.tool.needs)
        offered = [m for m in provider.capabilities() if m.name == model] if provider else []
        life = dated(provider, model)
        return records.Asked(
            provider=connection.provider,
            product=connection.product,
            plan=connection.plan,
            region=connection.region,
            model=model,
            purpose=self.tool.serves,
            kinds=frozenset(version.asset.kind for version in self.versions),
            outside=leaves_house(connection),
            connected=missing == (),
            missing=missing or (),
            capable=any(needs in m.needs for m in offered),
            uses=self.uses,
            unknown_people=self.unknown_people,
            cost=quote.high if quote else None,
            currency=quote.currency if quote else "",
            retired=not life.active,
            retired_on=life.ends,
            alternatives=life.alternatives,
            withdrawn=self.withdrawn,
            likenesses=bool(self.tool.makes) or needs == Need.FACES,
            unsuited=unsuited(provider, self.tool, self.versions, self.parameters),
        )

    def ruled(
        self, connection: Connection, model: str, quote: Quote | None, terms: Terms | None
    ) -> records.Ruling:
        told = terms.record() if terms else None
        asked = self.asked(connection, model, quote)
        return rule(asked, self.policy, told, self.consents, self.budget, self.now)


def reached(connection: Connection) -> Any:
    """The provider through this connection, without any call; None where it cannot be had."""
    try:
        return connection.reach()
    except Final:
        return None


def unsuited(
    provider: Any, tool: Tool, versions: Sequence[Any], parameters: Mapping[str, Any]
) -> str:
    """Why the connection cannot take the pictures of this tool, in words; empty where it can."""
    told = getattr(provider, "unsuited", None)
    if told is None or tool.pictures is None:
        return ""
    given = {**estimating.defaults(tool), **parameters}
    return str(told(tool.pictures(given, [version.asset.kind for version in versions])))


def dated(provider: Any, model: str) -> Lifecycle:
    """What is known of a model's end without asking anybody: `dated` of the provider, where it has
    a list with dates. Whoever sends asks the provider itself."""
    known = getattr(provider, "dated", None)
    return known(model) if known else Lifecycle(active=True)


def leaves_house(connection: Connection) -> bool:
    """Whether content leaves the house through it; what is not known to stay leaves."""
    provider = reached(connection)
    return True if provider is None else bool(provider.outside)


def lacking(connection: Connection, project: Any) -> tuple[str, ...] | None:
    """What it lacks, in words; None where it is not this studio's to use."""
    if not connection.enabled or connection.studio_id not in (None, project.studio_id):
        return None
    try:
        return tuple(str(title) for title in connection.missing)
    except Final as trouble:
        return (trouble.detail,)


def ruling(
    *,
    project: Any,
    tool: Tool,
    versions: Sequence[Any],
    parameters: Mapping[str, Any],
    connection: Connection,
    model: str,
    quote: Quote | None = None,
    now: datetime | None = None,
) -> records.Ruling:
    """Whether it may be sent there now. Without a `quote` it is estimated; whoever sends has one
    of the work itself. `now` has a zone."""
    wanted = Wanted.of(project, tool, versions, parameters, now)
    lists = Lists.of([connection], wanted.now)
    with estimating.outlined(tool, versions, parameters) as work:
        quote = quote or lists.quote(connection, model, work)
    return wanted.ruled(connection, model, quote, lists.terms[connection.pk])


def rulings(
    *,
    project: Any,
    tool: Tool,
    versions: Sequence[Any],
    parameters: Mapping[str, Any],
    now: datetime | None = None,
) -> list[Offer]:
    """The palette: every model of every connection open to the studio that can do what the tool
    needs, and providers that could and that nobody has connected. Allowed ones come first.
    """
    wanted = Wanted.of(project, tool, versions, parameters, now)
    connections = list(Connection.objects.open_to(project.studio))
    lists = Lists.of(connections, wanted.now)
    with estimating.outlined(tool, versions, parameters) as work:
        found = [
            _offer(wanted, connection, model, lists.quote(connection, model.name, work), lists)
            for connection in connections
            for model in _fitting(connection, tool)
        ]
    found += _unconnected(tool, {connection.provider for connection in connections})
    return sorted(found, key=lambda o: (not o.ruling.allowed, o.connection is None))


def _fitting(connection: Connection, tool: Tool) -> list[Model]:
    provider = reached(connection)
    return [m for m in provider.capabilities() if tool.needs in m.needs] if provider else []


def _offer(
    wanted: Wanted, connection: Connection, model: Model, quote: Quote | None, lists: Lists
) -> Offer:
    terms = lists.terms[connection.pk]
    ruled = wanted.ruled(connection, model.name, quote, terms)
    outside = leaves_house(connection)
    return Offer(connection.provider, model, ruled, connection, quote, terms, outside)


def _unconnected(tool: Tool, known: set[str]) -> list[Offer]:
    """One line for each provider: which of its models it would be is not chosen yet."""
    others = [name for name in providers.names() if name not in known]
    found = []
    for name, models in providers.serving(tool.needs, others).items():
        facts = {"provider": name, "model": models[0].name, "missing": ()}
        none = records.Ruling((records.Reason("connection:missing", facts),))
        outside = providers.provider_class(name).outside
        found.append(Offer(name, models[0], none, outside=outside))
    return found


def must_allow(
    *,
    project: Any,
    tool: Tool,
    versions: Sequence[Any],
    parameters: Mapping[str, Any],
    to: Sequence[Any],
) -> None:
    """Raises `remote:gate` with every reason why one of the targets may not be sent this. What
    several cost together must fit into the limits."""
    wanted = Wanted.of(project, tool, versions, parameters)
    lists = Lists.of([target.connection for target in to], wanted.now)
    with estimating.outlined(tool, versions, parameters) as work:
        for target in to:
            connection, model = target.connection, target.model
            quote = lists.quote(connection, model, work)
            ruled = wanted.ruled(connection, model, quote, lists.terms[connection.pk])
            if not ruled.allowed:
                raise PortalError("remote:gate", detail=" ".join(gate_words.sentences(ruled)))
            if quote:
                wanted = replace(wanted, budget=_less(wanted.budget, quote.high))


def _less(budget: records.Budget, cost: Decimal) -> records.Budget:
    limits = {"studio_month", "project_month", "project_total"}
    left = {name: getattr(budget, name) for name in limits}
    return replace(budget, **{n: v - cost for n, v in left.items() if v is not None})
