"""OpenAI: questions (Responses API) and pictures, made or changed (Images API), all at once.

Models as of 2026-11-29, from the provider's client and its page of deprecations:
https://developers.openai.com/api/docs/deprecations. Its video API ended on 2026-09-24.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from projects.assist.contract import Connected, Setting
from projects.assist.palette import (
    Answer,
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
from projects.assist.pricing import quoted
from projects.assist.providers import pictures, structured
from projects.assist.providers.catalogue import (
    IMAGE,
    VIDEO,
    WORDS,
    Catalogue,
    Entry,
    ended,
    offering,
)
from projects.assist.providers.troubles import malformed
from projects.assist.providers.wire import Line, address_of, client_of, key_of

USUAL = "https://api.openai.com/v1"
#: Tokens of one picture, from a small one to one that is read whole (10,000 patches of 32 pixels).
PICTURE = (70, 10_000)
_LARGEST = (3840, 2160)  # pixels, lying or standing
_STEP = 16
_MOST_REFERENCES, _MOST_PICTURES = 16, 10

_NEW_IMAGE = ("gpt-image-2.6-sunburst", "gpt-image-2.6-flare")
_VIDEO_ELSEWHERE = ("Google: veo-3.1-generate-preview", "Amazon Bedrock: luma.ray-v2:0")

MODELS = Catalogue(
    [
        Entry("gpt-6.1-sol", "GPT-6.1 Sol", WORDS),
        Entry("gpt-6.1-terra", "GPT-6.1 Terra", WORDS),
        Entry("gpt-6-luna", "GPT-6 Luna", WORDS),
        Entry("gpt-image-2.6-sunburst", "GPT Image 2.6 Sunburst", IMAGE),
        Entry("gpt-image-2.6-flare", "GPT Image 2.6 Flare", IMAGE),
        Entry("gpt-image-2.5-sunburst", "GPT Image 2.5 Sunburst", IMAGE),
        Entry("gpt-image-2.5-flare", "GPT Image 2.5 Flare", IMAGE),
        *ended(date(2026, 12, 11), ("gpt-6.1-sol",), WORDS, "gpt-5", "gpt-5-2025-08-07"),
        *ended(date(2026, 12, 11), ("gpt-6.1-terra",), WORDS, "gpt-5-mini"),
        *ended(date(2026, 12, 1), _NEW_IMAGE, IMAGE, "gpt-image-1.5", "gpt-image-1-mini"),
        *ended(date(2026, 10, 23), _NEW_IMAGE, IMAGE, "gpt-image-1"),
        *ended(date(2026, 5, 12), _NEW_IMAGE, IMAGE, "dall-e-2", "dall-e-3"),
        *ended(date(2026, 9, 24), _VIDEO_ELSEWHERE, VIDEO, "sora-2", "sora-2-pro"),
    ]
)


class OpenAI(structured.AtOnce):
    """Reached by a key of a project. `endpoint` is another address of the same API, such as that of
    its region."""

    name: ClassVar = "openai"
    title: ClassVar = "OpenAI"
    extra: ClassVar = "openai"
    settings: ClassVar[tuple[Setting, ...]] = (Setting("api_key", _("API key"), secret=True),)
    at_once: ClassVar = frozenset({Need.TEXT, Need.VISION, Need.IMAGE})
    outside: ClassVar = True

    def __init__(self, connected: Connected) -> None:
        self.connected = connected

    def capabilities(self) -> Sequence[Model]:
        return MODELS.offered()

    def quote(self, work: Work, model: str, rates: Sequence[Rate]) -> Quote:
        """Pictures are counted; their price is that of one of middling quality in that model."""
        if work.need == Need.IMAGE:
            usage = {"image": Decimal(_count(work))}
            return quoted(usage, usage, rates)
        return structured.quote(work, PICTURE, rates)

    def submit(self, work: Work, model: str, idempotency_key: str, folder: Path) -> Submission:
        MODELS.check(model, work.need)
        with MODELS.knowing(model):
            if work.need == Need.IMAGE:
                return Submission(answer=self._pictures(work, model, folder))
            line = Line(self.connected, sending=True)
            return Submission(answer=structured.ask(self._model(model), work, line, self.extra))

    def dated(self, model: str) -> Lifecycle:
        """By the dates above alone: no call leaves."""
        return MODELS.lifecycle(model)

    def lifecycle(self, model: str) -> Lifecycle:
        """`shutdown_date` of GET /v1/models/{id}; without a key, the dates above."""
        known = MODELS.lifecycle(model)
        if not known.active or not self.connected.value("api_key"):
            return known
        try:
            with MODELS.knowing(model):
                told = self._models(lambda models: models.retrieve(model))
        except Retired as retired:
            return retired.lifecycle
        ends = date.fromisoformat(told.shutdown_date) if told.shutdown_date else known.ends
        return Lifecycle(True, ends, MODELS.instead_of(model) if ends else ())

    def terms(self) -> Sequence[PublicTerms]:
        note = _("Logs against abuse up to 30 days; zero retention only by approval.")
        source = "https://developers.openai.com/api/docs/guides/your-data"
        return tuple(
            PublicTerms(product, source, False, 30, None, note)
            for product in ("Responses API", "Images API")
        )

    def test(self) -> str:
        found = self._models(lambda models: models.list())
        return offering("OpenAI", len(found.data))

    def _model(self, name: str) -> Any:
        sdk = client_of("openai", self.extra)

        def made(client: Any) -> Any:
            from pydantic_ai.models.openai import OpenAIResponsesModel
            from pydantic_ai.providers.openai import OpenAIProvider

            reached = plain(sdk.AsyncOpenAI(**self._options(client)))
            return OpenAIResponsesModel(name, provider=OpenAIProvider(openai_client=reached))

        return made

    def _pictures(self, work: Work, model: str, folder: Path) -> Answer:
        sdk, line = client_of("openai", self.extra), Line(self.connected, sending=True)
        asked = {
            **{"model": model, "prompt": f"{work.instructions}\n\n{work.text}".strip()},
            **{"n": _count(work), "size": _size(work), "quality": "medium", "output_format": "png"},
        }
        references = _references(work)
        with line.client(self.extra) as client, line.told():
            images = plain(sdk.OpenAI(**self._options(client))).images
            reply = (
                images.edit(image=references, **asked) if references else images.generate(**asked)
            )
            made = getattr(reply, "data", None)
            if not made or not all(item.b64_json for item in made):
                raise malformed("no picture")
            files = [pictures.kept(item.b64_json, folder, i) for i, item in enumerate(made)]
        return Answer(files=files, usage={"image": Decimal(len(files))}, model=model)

    def _models(self, asked: Any) -> Any:
        """A question about models; it costs nothing and sends nothing of a partner."""
        sdk, line = client_of("openai", self.extra), Line(self.connected)
        with line.client(self.extra) as client, line.told():
            return asked(plain(sdk.OpenAI(**self._options(client))).models)

    def _options(self, client: Any) -> dict[str, Any]:
        address = address_of(self.connected, USUAL)
        reached = {"api_key": key_of(self.connected), "base_url": address, "http_client": client}
        return reached | {"max_retries": 0}


def plain(reached: Any) -> Any:
    """A client of OpenAI without what it took from OPENAI_ORG_ID, OPENAI_PROJECT_ID,
    OPENAI_ADMIN_KEY and OPENAI_CUSTOM_HEADERS."""
    reached.organization = reached.project = reached.admin_api_key = None
    reached._custom_headers = {}
    return reached


def _count(work: Work) -> int:
    count = int(work.option("count", 1))
    if not 1 <= count <= _MOST_PICTURES:
        raise Final("remote:need", f"{count} > {_MOST_PICTURES}")
    return count


def _size(work: Work) -> str:
    width, height = work.option("width"), work.option("height")
    if not (width and height):
        return "auto"
    wide, high = pictures.asked_size(int(width), int(height), _STEP, _LARGEST)
    return f"{wide}x{high}"


def _references(work: Work) -> list[tuple[str, bytes, str]]:
    """Pictures to work from, under names of ours: a file's own name may tell of the film."""
    if len(work.attachments) > _MOST_REFERENCES:
        raise Final("remote:need", f"{len(work.attachments)} > {_MOST_REFERENCES}")
    return [
        (f"reference-{i}.{a.media_type.rpartition('/')[2]}", a.path.read_bytes(), a.media_type)
        for i, a in enumerate(work.attachments, 1)
    ]
