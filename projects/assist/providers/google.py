"""Google: questions and pictures at once (Gemini), films as jobs (Veo 3.1), by the Gemini API.

Models as of 2026-11-29, from https://ai.google.dev/gemini-api/docs/deprecations and
https://ai.google.dev/gemini-api/docs/video.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from projects.assist.contract import Connected, Setting
from projects.assist.palette import (
    Answer,
    Lifecycle,
    Model,
    Need,
    PublicTerms,
    Quote,
    Rate,
    Retired,
    Status,
    Submission,
    Work,
)
from projects.assist.pricing import quoted
from projects.assist.providers import gemini_pictures, structured, veo
from projects.assist.providers.catalogue import (
    IMAGE,
    VIDEO,
    WORDS,
    Catalogue,
    Entry,
    ended,
    offering,
)
from projects.assist.providers.wire import Line, address_of, certificates, client_of, key_of

USUAL = "https://generativelanguage.googleapis.com"
#: Tokens of one picture: one tile, up to nine of a picture that is cut into such.
PICTURE = (258, 2_400)

MODELS = Catalogue(
    [
        Entry("gemini-3.8-flash", "Gemini 3.8 Flash", WORDS),
        Entry("gemini-3.1-pro-preview", "Gemini 3.1 Pro (preview)", WORDS),
        Entry("gemini-3.5-flash-lite", "Gemini 3.5 Flash-Lite", WORDS),
        Entry("gemini-3-pro-image", "Gemini 3 Pro Image", IMAGE, most=1),
        Entry("gemini-3.1-flash-image", "Gemini 3.1 Flash Image", IMAGE, most=1),
        Entry("veo-3.1-generate-preview", "Veo 3.1", VIDEO, most=1),
        Entry("veo-3.1-fast-generate-preview", "Veo 3.1 Fast", VIDEO, most=1),
        *ended(date(2026, 12, 1), ("gemini-3.8-flash",), WORDS, "gemini-2.5-pro"),
        *ended(date(2026, 12, 1), ("gemini-3.5-flash-lite",), WORDS, "gemini-2.5-flash"),
        *ended(date(2026, 3, 9), ("gemini-3.1-pro-preview",), WORDS, "gemini-3-pro-preview"),
        *ended(date(2026, 6, 25), ("gemini-3-pro-image",), IMAGE, "gemini-3-pro-image-preview"),
    ]
)


class Google:
    """Reached by a key of a paid project. `endpoint` is another address of the same API."""

    name: ClassVar = "google"
    title: ClassVar = "Google"
    extra: ClassVar = "google"
    settings: ClassVar[tuple[Setting, ...]] = (Setting("api_key", _("API key"), secret=True),)
    idempotent: ClassVar[frozenset[Need]] = frozenset()
    at_once: ClassVar = frozenset({Need.TEXT, Need.VISION, Need.IMAGE})
    outside: ClassVar = True

    def __init__(self, connected: Connected) -> None:
        self.connected = connected

    def capabilities(self) -> Sequence[Model]:
        return MODELS.offered()

    def quote(self, work: Work, model: str, rates: Sequence[Rate]) -> Quote:
        """Films by the second and pictures each, at the price of the largest that is asked for
        here: 1080p and 2K."""
        if work.need in (Need.TEXT, Need.VISION):
            return structured.quote(work, PICTURE, rates)
        usage = veo.usage(work) if work.need == Need.VIDEO else gemini_pictures.usage(work)
        return quoted(usage, usage, rates)

    def submit(self, work: Work, model: str, idempotency_key: str, folder: Path) -> Submission:
        MODELS.check(model, work.need)
        with MODELS.knowing(model):
            if work.need == Need.VIDEO:
                with self._reached(sending=True) as (client, _line):
                    return Submission(veo.begun(client, work, model))
            if work.need == Need.IMAGE:
                with self._reached(sending=True) as (client, _line):
                    return Submission(answer=gemini_pictures.made(client, work, model, folder))
            line = Line(self.connected, sending=True)
            return Submission(answer=structured.ask(self._model(model), work, line, self.extra))

    def sought(self, idempotency_key: str) -> str | None:
        """Operations carry no key of ours and are not listed: it cannot be asked."""
        return None

    def poll(self, external_id: str) -> Status:
        with self._reached() as (client, _line):
            return veo.standing(veo.operation(client, external_id))

    def fetch(self, external_id: str, folder: Path) -> Answer:
        """Google keeps a film for two days."""
        with self._reached() as (client, line), line.client(self.extra) as http:
            headers = {"x-goog-api-key": key_of(self.connected)}
            own = address_of(self.connected, USUAL)
            return veo.fetched(veo.operation(client, external_id), folder, http, own, headers)

    def cancel(self, external_id: str) -> bool:
        """An operation of Veo cannot be stopped."""
        return False

    def dated(self, model: str) -> Lifecycle:
        """By the dates above alone: no call leaves."""
        return MODELS.lifecycle(model)

    def lifecycle(self, model: str) -> Lifecycle:
        """Whether GET /v1beta/models/{id} still knows it, and the dates above: Google's answer
        tells none."""
        known = MODELS.lifecycle(model)
        if not known.active or not self.connected.value("api_key"):
            return known
        try:
            with MODELS.knowing(model), self._reached() as (client, _line):
                client.models.get(model=model)
        except Retired as retired:
            return retired.lifecycle
        return known

    def terms(self) -> Sequence[PublicTerms]:
        note = _(
            "Paid use only. Logs against abuse up to 55 days; a project logs unless told not to."
        )
        source = "https://ai.google.dev/gemini-api/terms"
        return tuple(
            PublicTerms(product, source, False, 55, None, note) for product in ("Gemini API", "Veo")
        )

    def test(self) -> str:
        with self._reached() as (client, _line):
            found = client.models.list(config={"page_size": 100, "query_base": True})
            return offering("Google", len(found.page))

    def _model(self, name: str) -> Any:
        client_of("google.genai", self.extra)

        def made(client: Any) -> Any:
            from pydantic_ai.models.google import GoogleModel
            from pydantic_ai.providers.google import GoogleProvider

            line = Line(self.connected, sending=True)
            reached = self._client(line, httpx_async_client=client)
            return GoogleModel(name, provider=GoogleProvider(client=reached))

        return made

    @contextmanager
    def _reached(self, *, sending: bool = False) -> Iterator[tuple[Any, Line]]:
        client_of("google.genai", self.extra)
        line = Line(self.connected, sending=sending)
        with line.client(self.extra) as http, line.told():
            yield self._client(line, httpx_client=http), line

    def _client(self, line: Line, **clients: Any) -> Any:
        """Neither Google Cloud nor a replay, whatever the environment says."""
        from google.genai import types
        from google.genai.client import Client, DebugConfig

        options = types.HttpOptions(
            base_url=address_of(self.connected, USUAL),
            timeout=int(line.seconds * 1000),
            client_args={"verify": certificates()},
            async_client_args={"verify": certificates(), "ssl": certificates()},
            **clients,
        )
        live = DebugConfig(client_mode="", replays_directory="", replay_id="")
        key = key_of(self.connected)
        return Client(vertexai=False, api_key=key, http_options=options, debug_config=live)
