"""Anthropic: questions about text and pictures (Messages API). An answer comes at once.

Models as of 2026-11-29, from the provider's client and its page of deprecations:
https://platform.claude.com/docs/en/about-claude/model-deprecations
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from projects.assist.contract import Connected, Setting
from projects.assist.palette import (
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
from projects.assist.providers.catalogue import WORDS, Catalogue, Entry, ended, offering
from projects.assist.providers.wire import Line, address_of, client_of, key_of

USUAL = "https://api.anthropic.com"
#: Tokens of one picture: width × height / 750 (pixels), up to 4,784 for the largest that is kept.
PICTURE = (50, 4_800)

_SONNET, _OPUS = ("claude-sonnet-5-5",), ("claude-opus-5-5",)

MODELS = Catalogue(
    [
        Entry("claude-opus-5-5", "Claude Opus 5.5", WORDS),
        Entry("claude-sonnet-5-5", "Claude Sonnet 5.5", WORDS),
        Entry("claude-haiku-5-5", "Claude Haiku 5.5", WORDS),
        Entry("claude-opus-4-8", "Claude Opus 4.8", WORDS),
        Entry("claude-haiku-4-5", "Claude Haiku 4.5", WORDS),
        *ended(date(2026, 11, 30), _SONNET, WORDS, "claude-sonnet-4-5"),
        *ended(date(2026, 11, 30), _SONNET, WORDS, "claude-sonnet-4-5-20250929"),
        *ended(date(2026, 6, 15), _SONNET, WORDS, "claude-sonnet-4-0", "claude-sonnet-4-20250514"),
        *ended(date(2026, 6, 15), _OPUS, WORDS, "claude-opus-4-0", "claude-opus-4-20250514"),
    ]
)


class Anthropic(structured.AtOnce):
    """Reached by a key of the Claude Console. `endpoint` is another address of the same API."""

    name: ClassVar = "anthropic"
    title: ClassVar = "Anthropic"
    extra: ClassVar = "anthropic"
    settings: ClassVar[tuple[Setting, ...]] = (Setting("api_key", _("API key"), secret=True),)
    at_once: ClassVar = frozenset({Need.TEXT, Need.VISION})
    outside: ClassVar = True

    def __init__(self, connected: Connected) -> None:
        self.connected = connected

    def capabilities(self) -> Sequence[Model]:
        return MODELS.offered()

    def quote(self, work: Work, model: str, rates: Sequence[Rate]) -> Quote:
        return structured.quote(work, PICTURE, rates)

    def submit(self, work: Work, model: str, idempotency_key: str, folder: Path) -> Submission:
        MODELS.check(model, work.need)
        sdk = client_of("anthropic", self.extra)

        def made(client: Any) -> Any:
            from pydantic_ai.models.anthropic import AnthropicModel
            from pydantic_ai.providers.anthropic import AnthropicProvider

            reached = sdk.AsyncAnthropic(**self._options(client))
            return AnthropicModel(
                model, provider=AnthropicProvider(anthropic_client=_plain(reached))
            )

        line = Line(self.connected, sending=True)
        with MODELS.knowing(model):
            return Submission(answer=structured.ask(made, work, line, self.extra))

    def dated(self, model: str) -> Lifecycle:
        """By the dates above alone: no call leaves."""
        return MODELS.lifecycle(model)

    def lifecycle(self, model: str) -> Lifecycle:
        """`lifecycle` and `retires_at` of GET /v1/models/{id}; without a key, the dates above."""
        known = MODELS.lifecycle(model)
        if not known.active or not self.connected.value("api_key"):
            return known
        try:
            with MODELS.knowing(model):
                told = self._models(lambda models: models.retrieve(model))
        except Retired as retired:
            return retired.lifecycle
        ends = told.retires_at.date() if told.retires_at else known.ends
        return Lifecycle(
            told.lifecycle != "retired", ends, MODELS.instead_of(model) if ends else ()
        )

    def terms(self) -> Sequence[PublicTerms]:
        note = _(
            "Zero retention is agreed by contract; what breaks the usage policy is kept longer."
        )
        source = "https://www.anthropic.com/legal/commercial-terms"
        return (PublicTerms("Messages API", source, False, 30, None, note),)

    def test(self) -> str:
        found = self._models(lambda models: models.list(limit=100))
        return offering("Anthropic", len(found.data))

    def _models(self, asked: Any) -> Any:
        """A question about models; it costs nothing and sends nothing of a partner."""
        sdk, line = client_of("anthropic", self.extra), Line(self.connected)
        with line.client(self.extra) as client, line.told():
            return asked(_plain(sdk.Anthropic(**self._options(client))).models)

    def _options(self, client: Any) -> dict[str, Any]:
        address = address_of(self.connected, USUAL)
        reached = {"api_key": key_of(self.connected), "base_url": address, "http_client": client}
        return reached | {"max_retries": 0, "open_telemetry": False}


def _plain(reached: Any) -> Any:
    """Without the headers that ANTHROPIC_CUSTOM_HEADERS adds to those of every client."""
    reached._custom_headers = {}
    return reached
