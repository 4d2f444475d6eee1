"""A provider elsewhere, a tool that needs it, and the rows by which it may be asked."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.utils import timezone
from pydantic import Field

from projects.assist import providers
from projects.assist.contract import Connected, Parameters, Setting, Tool
from projects.assist.palette import Lifecycle, Model, Need, Quote, Rate, Work
from projects.assist.pricing import quoted
from projects.assist.tools import TOOLS
from projects.models import AssistRequest, Connection, Policy, Price, Run, Terms

TEXT = frozenset({Need.TEXT, Need.VISION})
MODELS = (Model("good-1", "Good 1", TEXT), Model("old-1", "Old 1", TEXT))


class Elsewhere:
    """Two models that read; the second ended. It is never called."""

    name: ClassVar = "elsewhere"
    title: ClassVar = "Elsewhere Inc"
    extra: ClassVar = ""
    settings: ClassVar = (Setting("api_key", "API key", secret=True),)
    idempotent: ClassVar = frozenset({Need.TEXT})
    at_once: ClassVar = TEXT
    outside: ClassVar = True

    def __init__(self, connected: Connected) -> None:
        self.connected = connected

    def capabilities(self) -> Sequence[Model]:
        return MODELS

    def quote(self, work: Work, model: str, rates: Sequence[Rate]) -> Quote:
        low, high = ({"request": Decimal(n)} for n in (1, 1 + len(work.attachments)))
        return quoted(low, high, rates)

    def dated(self, model: str) -> Lifecycle:
        ended = model == "old-1"
        return Lifecycle(not ended, date(2026, 9, 30) if ended else None, ("good-1",) * ended)


class Another(Elsewhere):
    name: ClassVar = "another"
    title: ClassVar = "Another Inc"


class House(Elsewhere):
    """The same on a machine of the studio's own."""

    name: ClassVar = "house"
    title: ClassVar = "Own machine"
    settings: ClassVar = ()
    outside: ClassVar = False

    def quote(self, work: Work, model: str, rates: Sequence[Rate]) -> Quote:
        return Quote(Decimal(0), Decimal(0), "")


class ReadParameters(Parameters):
    question: str = Field("What happens?", title="Question")


def composed(*given: Any) -> Work:
    raise AssertionError("nothing is composed before a worker does it")


READ = Tool(
    name="read_it",
    version="1.0",
    title="Read it",
    purpose="Reads it for you.",
    method="A model reads it.",
    serves="pre_production",
    accepts=frozenset({"film", "script"}),
    parameters=ReadParameters,
    stages={"asked": "Asked"},
    needs=Need.TEXT,
    compose=composed,
)


def palette_made(monkeypatch: pytest.MonkeyPatch, sent: list[Any] | None = None) -> list[Any]:
    """Puts all of that in place; runs go into the list that is given back, and nowhere else."""
    found = [] if sent is None else sent
    monkeypatch.setattr(providers, "_WHERE", {"local": providers._WHERE["local"]})
    for kind in (Elsewhere, Another, House):
        module = "projects.assist.providers.local"
        monkeypatch.setattr(f"{module}.{kind.__name__}", kind, raising=False)
        monkeypatch.setitem(providers._WHERE, kind.name, ("local", kind.__name__))
    monkeypatch.setitem(TOOLS, READ.name, READ)
    monkeypatch.setattr(Run, "send", lambda run: found.append(run))
    return found


def make_connection(provider: str = "elsewhere", *, key: str = "k", **fields: Any) -> Connection:
    given = {"name": provider, "product": "API", "region": "us", **fields}
    row = Connection(provider=provider, **given)
    row.seal({"api_key": key})
    row.save()
    return row


def make_terms(provider: str = "elsewhere", **fields: Any) -> Terms:
    """Good ones: nothing is kept, nobody looks, the output is the studio's."""
    given: dict[str, Any] = {
        "product": "API",
        "region": "us",
        "starts": timezone.now().date() - timedelta(days=30),
        "trains_on_inputs": False,
        "retention_days": 0,
        "human_review": False,
        "contract": "MSA 7",
        "output_owner": "studio",
        "source": "https://example.org/terms",
    }
    return Terms.objects.create(provider=provider, **{**given, **fields})


def make_price(provider: str = "elsewhere", **fields: Any) -> Price:
    given: dict[str, Any] = {
        **{"model": "good-1", "unit": "request", "amount": Decimal("0.25")},
        "starts": timezone.now().date(),
    }
    return Price.objects.create(provider=provider, **{**given, **fields})


def make_policy(project: Any, **fields: Any) -> Policy:
    given: dict[str, Any] = {
        "providers": ["elsewhere"],
        "regions": ["us"],
        "kinds": ["film", "script"],
        "purposes": ["pre_production"],
    }
    return Policy.objects.create(project=project, **{**given, **fields})


def open_way(project: Any, provider: str = "elsewhere", **of_connection: Any) -> Connection:
    """Everything that one provider needs to be allowed."""
    make_terms(provider)
    for model in ("good-1", "old-1"):
        make_price(provider, model=model)
    policy = Policy.objects.filter(project=project).first() or make_policy(project, providers=[])
    policy.providers = sorted({*policy.providers, provider})
    policy.save()
    return make_connection(provider, **of_connection)


def make_entry(project: Any, kind: str, amount: str, run: Any = None, **fields: Any) -> Any:
    from projects.models import Entry

    if run is None:
        request = AssistRequest.objects.create(project=project, tool=READ.name)
        run = Run.objects.create(project=project, request=request)
    at = fields.pop("at", None)
    given = {"currency": project.studio.currency, "amount": Decimal(amount), **fields}
    row = Entry.objects.create(project=project, run=run, kind=kind, **given)
    if at:
        Entry.objects.filter(pk=row.pk).update(at=at)
    return row
