"""What Runway is asked: its models, the form of a request, and what it costs in credits."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from projects.assist.palette import Attachment, Final, Lifecycle, Need, Work

#: A picture travels in the request, as base64, of up to 5 MB (its schema, `promptImage`).
MOST_ENCODED = 5 * 1024**2
MOST_WORDS = 1000  # of UTF-16 code units
_VIDEO_RATIOS = ("1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672")
_IMAGE_RATIOS = (
    *("1920:1080", "1080:1920", "1024:1024", "1360:768", "1080:1080", "1168:880", "1440:1080"),
    *("1080:1440", "1808:768", "2112:912", "1280:720", "720:1280", "720:720", "960:720"),
    *("720:960", "1680:720"),
)


@dataclass(frozen=True)
class Offer:
    """A model. `credits`: (needs work, pixels high) → (low, high) for the whole request."""

    title: str
    needs: frozenset[Need]
    ratios: tuple[str, ...]
    credits: Callable[[Work, str], Decimal]
    words_needed: bool = True
    picture_needed: bool = False


def _a_second(count: int) -> Callable[[Work, str], Decimal]:
    return lambda work, ratio: Decimal(count * seconds(work))


def _by_size(small: int, large: int) -> Callable[[Work, str], Decimal]:
    """Pictures up to 720 lines cost less."""
    return lambda work, ratio: Decimal(small if min(_sides(ratio)) <= 720 else large)


#: Models and credits as its pages of models and prices list them, read in November 2026:
#: https://docs.dev.runwayml.com/guides/pricing/ . What was really charged, each task tells.
OFFERED = {
    "gen4.5": Offer(
        *("Gen-4.5", frozenset({Need.VIDEO}), _VIDEO_RATIOS, _a_second(12)), picture_needed=True
    ),
    "gen4_turbo": Offer(
        *("Gen-4 Turbo", frozenset({Need.VIDEO}), _VIDEO_RATIOS, _a_second(5)),
        words_needed=False,
        picture_needed=True,
    ),
    "gen4_image": Offer("Gen-4 Image", frozenset({Need.IMAGE}), _IMAGE_RATIOS, _by_size(5, 8)),
    "gen4_image_turbo": Offer(
        *("Gen-4 Image Turbo", frozenset({Need.IMAGE}), _IMAGE_RATIOS, _by_size(2, 2)),
        picture_needed=True,
    ),
}


def gone(model: str) -> Lifecycle:
    """Of a model that it no longer offers: what to ask instead, of the same kind if it is known."""
    needs = OFFERED[model].needs if model in OFFERED else frozenset({Need.VIDEO, Need.IMAGE})
    others = tuple(name for name, o in OFFERED.items() if name != model and o.needs & needs)
    return Lifecycle(active=False, alternatives=others)


def credits_of(work: Work, model: str) -> tuple[Decimal, Decimal]:
    """(least, most) that it may cost: a task that fails may be refunded, but is not promised."""
    whole = OFFERED[model].credits(work, ratio_of(work, model))
    return whole, whole


def seconds(work: Work) -> int:
    """Whole ones, from 2 to 10."""
    asked = Decimal(str(work.option("seconds", 5)))
    whole = int(asked.to_integral_value(rounding="ROUND_CEILING"))
    if not 2 <= whole <= 10:
        raise Final("remote:invalid", _("a film lasts from 2 to 10 seconds"))
    return whole


def ratio_of(work: Work, model: str) -> str:
    """Of the sizes that the model knows the one most like what is asked: by shape, then by size."""
    width, height = int(work.option("width", 1280)), int(work.option("height", 720))
    if width < 1 or height < 1:
        raise Final("remote:invalid", _("width and height are counted from 1"))

    def unlike(ratio: str) -> tuple[float, int]:
        across, up = _sides(ratio)
        return round(abs(across / up - width / height), 2), abs(across * up - width * height)

    return min(OFFERED[model].ratios, key=unlike)


def body(work: Work, model: str) -> dict[str, Any]:
    """The request, as its client takes it."""
    offer = OFFERED[model]
    if int(work.option("count", 1)) != 1:
        raise Final("remote:invalid", _("it makes one at a time"))
    asked: dict[str, Any] = {"model": model, "ratio": ratio_of(work, model)}
    if words := _words(work, needed=offer.words_needed):
        asked["prompt_text"] = words
    if (seed := work.option("seed")) is not None:
        asked["seed"] = int(seed) % 2**32
    if offer.picture_needed and not work.attachments:
        raise Final("remote:invalid", _("it needs a picture to begin with"))
    return asked | (_film(work) if work.need == Need.VIDEO else _references(work))


def _film(work: Work) -> dict[str, Any]:
    if any(a.role == "last" for a in work.attachments) or len(work.attachments) > 1:
        raise Final("remote:invalid", _("it takes one picture, the first frame"))
    first = encoded(work.attachments[0])
    return {"duration": seconds(work), "prompt_image": [{"uri": first, "position": "first"}]}


def _references(work: Work) -> dict[str, Any]:
    if len(work.attachments) > 3:
        raise Final("remote:invalid", _("it takes three references at most"))
    given = [
        {"uri": encoded(a), "tag": f"reference_{n}"} for n, a in enumerate(work.attachments, 1)
    ]
    return {"reference_images": given} if given else {}


def encoded(attachment: Attachment) -> str:
    """The picture as a data URI."""
    if not attachment.media_type.startswith("image/"):
        raise Final("remote:invalid", _("it takes pictures alone"))
    raw = attachment.path.read_bytes()
    uri = f"data:{attachment.media_type};base64,{base64.b64encode(raw).decode()}"
    if len(uri) > MOST_ENCODED:
        raise Final("remote:invalid", _("a picture may have 3.7 MB at most"))
    return uri


def _words(work: Work, *, needed: bool) -> str:
    words = "\n\n".join(part for part in (work.instructions, work.text) if part.strip())
    if needed and not words:
        raise Final("remote:invalid", _("it needs words"))
    if len(words.encode("utf-16-le")) // 2 > MOST_WORDS:
        raise Final("remote:invalid", _("it takes 1,000 characters at most"))
    return words


def _sides(ratio: str) -> tuple[int, int]:
    across, _colon, up = ratio.partition(":")
    return int(across), int(up)
