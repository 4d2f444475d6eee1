"""Any endpoint that speaks as OpenAI does (`/v1/chat/completions`): vLLM, Ollama, a gateway.

What it offers is written in its connection, since asking would be a call; *Test connection* lists
what the server itself names (GET /v1/models).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from projects.assist.contract import Connected, Setting
from projects.assist.palette import (
    Final,
    Lifecycle,
    Model,
    Need,
    PublicTerms,
    Quote,
    Rate,
    Retired,
    Submission,
    Work,
)
from projects.assist.providers import structured
from projects.assist.providers.catalogue import WORDS
from projects.assist.providers.openai import plain
from projects.assist.providers.wire import Line, address_of, client_of, far

#: Tokens of one picture, from the smallest to the largest that open models of 2026 make of one.
PICTURE = (64, 16_400)
_YES = {"1", "true", "yes", "on"}
_SHOWN = 10


class Compatible(structured.AtOnce):
    """`outside` is True until an administrator says that the server stands in the house; an address
    that is plainly on the internet stays outside whatever is said. What is in the house is free."""

    name: ClassVar = "compatible"
    title: ClassVar = _("OpenAI-compatible server")
    extra: ClassVar = "openai"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("models", _("Models"), hint=_("Names with commas, as the server writes them.")),
        Setting(
            *("vision", _("Models that see pictures"), False, False),
            hint=_("Those of the models above, with commas."),
        ),
        Setting(
            *("in_house", _("In the house"), False, False),
            hint=_("“yes” only where the server and its logs stand in your own house."),
        ),
        Setting("api_key", _("API key"), secret=True, required=False),
    )
    at_once: ClassVar = frozenset({Need.TEXT, Need.VISION})
    outside: bool = True

    def __init__(self, connected: Connected) -> None:
        self.connected = connected
        self.outside = not _in_house(connected)

    def capabilities(self) -> Sequence[Model]:
        seeing = set(_names(self.connected.value("vision")))
        words = frozenset({Need.TEXT})
        names = _names(self.connected.value("models"))
        return tuple(Model(name, name, WORDS if name in seeing else words) for name in names)

    def quote(self, work: Work, model: str, rates: Sequence[Rate]) -> Quote:
        if not self.outside:
            return Quote(Decimal(0), Decimal(0), rates[0].currency if rates else "")
        return structured.quote(work, PICTURE, rates)

    def submit(self, work: Work, model: str, idempotency_key: str, folder: Path) -> Submission:
        if not any(m.name == model and work.need in m.needs for m in self.capabilities()):
            raise Final("remote:need", f"{model}: {work.need.value}")
        line = Line(self.connected, sending=True)
        try:
            answer = structured.ask(self._model(model), work, line, self.extra)
        except Final as final:
            raise self._gone(model) if final.code == "remote:retired" else final from final
        return Submission(answer=answer if self.outside else replace(answer, usage={}))

    def lifecycle(self, model: str) -> Lifecycle:
        """Whether the server still names it. One without an address is not asked."""
        if not self.connected.endpoint or model in (found := self.listed()):
            return Lifecycle(active=True)
        return Lifecycle(False, None, tuple(found[:_SHOWN]))

    def terms(self) -> Sequence[PublicTerms]:
        if self.outside:
            return ()  # whoever keeps that server says what holds; nothing public is known
        return (PublicTerms("server", "", False, 0, False, _("Nothing leaves the house.")),)

    def test(self) -> str:
        """A name that is written wrongly is told here, and not by a run that fails."""
        found = self.listed()
        told = ", ".join(found[:_SHOWN]) or str(_("none"))
        if unknown := [m.name for m in self.capabilities() if m.name not in found]:
            words = _("the server answered, but has no model %(names)s. It has: %(models)s")
            names = {"names": ", ".join(unknown), "models": told}
            raise Final("remote:not_connected", str(words) % names)
        return str(_("The server answered. Its models: %(models)s.")) % {"models": told}

    def listed(self) -> list[str]:
        """The models that the server names now (GET /v1/models)."""
        sdk, line = client_of("openai", self.extra), Line(self.connected)
        with line.client(self.extra) as client, line.told():
            return [model.id for model in self._reached(sdk.OpenAI, client).models.list().data]

    def _gone(self, model: str) -> Retired:
        others = tuple(m.name for m in self.capabilities() if m.name != model)
        return Retired(model, Lifecycle(False, None, others))

    def _model(self, name: str) -> Any:
        sdk = client_of("openai", self.extra)

        def made(client: Any) -> Any:
            from pydantic_ai.models.openai import OpenAIChatModel
            from pydantic_ai.providers.openai import OpenAIProvider

            reached = self._reached(sdk.AsyncOpenAI, client)
            return OpenAIChatModel(name, provider=OpenAIProvider(openai_client=reached))

        return made

    def _reached(self, kind: Any, client: Any) -> Any:
        """Without a key nothing is said of one, though the client demands a word."""
        key = self.connected.value("api_key").strip()
        if not key:
            client.auth = _unsigned
        base = _base(self.connected, not self.outside)
        return plain(kind(api_key=key or "-", base_url=base, http_client=client, max_retries=0))


def _names(told: str) -> list[str]:
    """Names with commas; also a JSON list as a connection's settings print it."""
    return [name for name in re.split(r"[,\s]+", re.sub(r"[\[\]'\"]", " ", told)) if name]


def _in_house(connected: Connected) -> bool:
    said = connected.value("in_house").strip().lower() in _YES
    return said and not far(connected.endpoint)


def _unsigned(request: Any) -> Any:
    del request.headers["authorization"]
    return request


def _base(connected: Connected, in_house: bool) -> str:
    if not connected.endpoint:
        raise Final("remote:not_connected", "endpoint")
    address = address_of(connected, "", in_house)
    return address if address.endswith("/v1") else f"{address}/v1"
