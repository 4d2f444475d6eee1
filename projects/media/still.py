"""One frame of a viewing copy as a small JPEG."""

import io
from pathlib import Path

import av
from PIL import Image

from projects.media.reading import film_frames, opened, picture_stream
from projects.media.refusal import Refused, gettext_noop
from projects.media.troubles import unreadable

SMALL = 320  # pixels: a narrower proxy is widened to it, none is widened beyond
# Whatever a file can make the decoder or the scaler say, beside its own errors.
_BROKEN = (ArithmeticError, LookupError, OSError, RuntimeError, TypeError, ValueError)


def still(path: Path, number: int, *, at: float | None = None, width: int = SMALL) -> bytes:
    """Frame `number` (0-based) of a proxy as JPEG bytes, `width` pixels wide.

    `at` is when it is shown, in seconds, for films of variable rate. A proxy has one picture
    for each frame of the source and a key frame at least every 12, so at most a dozen pictures
    are decoded. Raises `Refused`: `media:no_frames`, `media:unreadable`.
    """
    try:
        picture = _shown(path, number, at)
        return _jpeg(picture.to_image(), min(width, max(SMALL, picture.width)))
    except _BROKEN as error:
        raise unreadable(error) from error


def _shown(path: Path, number: int, at: float | None) -> av.VideoFrame:
    with opened(path) as container:
        stream = picture_stream(container)
        if stream is None or (at is None and not stream.average_rate):
            raise Refused("media:no_frames", gettext_noop("no moving picture"))
        target = _timestamp(stream, number, at)
        container.seek(target, stream=stream, backward=True)
        for picture in film_frames(container, stream):
            if picture.pts is not None and picture.pts >= target:
                return picture
    raise Refused("media:no_frames", gettext_noop("frame %(number)s"), number=number)


def _timestamp(stream: av.VideoStream, number: int, at: float | None) -> int:
    """Frame n of a constant rate starts at n/rate; half a tick earlier survives rounding."""
    seconds = number / stream.average_rate if at is None else at
    return int((stream.start_time or 0) + float(seconds / stream.time_base) + 0.5) - 1


def _jpeg(picture: Image.Image, width: int) -> bytes:
    height = max(1, round(picture.height * width / picture.width))
    out = io.BytesIO()
    picture.resize((width, height)).save(out, "JPEG", quality=82)
    return out.getvalue()
