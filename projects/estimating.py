"""What a request is about to send, roughly, before anything is composed: for a price beforehand.

The text of a script counts whole, a picture once, a film as eight frames. What is truly sent is
composed by the worker, quoted exactly and ruled on once more before it leaves.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from projects.assist.contract import Tool
from projects.assist.palette import Attachment, Final, Need, Quote, Rate, Work
from projects.models.assets import MOVING, Kind

#: Tools send so much text at most, and so many bytes of their own words.
MOST_TEXT, WORDS = 400_000, 4_000
FRAMES = 8
SIZE = (1280, 720)
#: What a tool's parameters may say of the work, by the same name.
_SAID = ("width", "height", "seconds", "count")


@contextmanager
def outlined(tool: Tool, versions: Sequence[Any], parameters: Mapping[str, Any]) -> Iterator[Work]:
    """Work of about the right size; its blank pictures exist as long as it is used."""
    need = Need(tool.needs)
    size = sum(v.size for v in versions if v.asset.kind == Kind.SCRIPT)
    with TemporaryDirectory() as folder:
        blank = Path(folder, "blank.jpg")
        Image.new("RGB", SIZE).save(blank)
        shown = Attachment(blank, "image/jpeg")
        count = sum(_pictures(v.asset.kind) for v in versions)
        text = "x" * min(size, MOST_TEXT)
        options = _options(need, versions, {**defaults(tool), **parameters})
        yield Work(need, "x" * WORDS, text, (shown,) * count, None, options)


def defaults(tool: Tool) -> dict[str, Any]:
    """What its parameters are where nobody says otherwise."""
    fields = tool.parameters.model_fields.items()
    return {name: field.default for name, field in fields if not field.is_required()}


def _pictures(kind: str) -> int:
    return {Kind.IMAGE: 1, **dict.fromkeys(MOVING, FRAMES)}.get(Kind(kind), 0)


def _options(need: Need, versions: Sequence[Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: parameters[name] for name in _SAID if parameters.get(name)}
    if need == Need.SEGMENTS:
        lengths = [v.frames * v.rate_den / v.rate_num for v in versions if v.frames and v.rate_num]
        said.setdefault("seconds", sum(lengths))
    elif need == Need.VIDEO:
        said.setdefault("seconds", 8)
    return said


def estimate(provider: Any, work: Work, model: str, rates: Sequence[Rate]) -> Quote | None:
    """None where there is no price, or it cannot be told what this would be. Of all the requests
    that it takes together."""
    offered = next((one for one in provider.capabilities() if one.name == model), None)
    share, times = work, 1
    if offered:
        share, times = work.share(offered), offered.requests(int(work.option("count", 1)))
    try:
        quote = provider.quote(share, model, rates)
    except Final:
        return None
    usage = {unit: count * times for unit, count in quote.usage.items()}
    return Quote(quote.low * times, quote.high * times, quote.currency, usage)
