"""EXR and DPX made visible: scene light and film scans in eight bits."""

from pathlib import Path

import av
import numpy as np

from projects.media.curves import cineon
from projects.media.pictures import Header
from projects.media.refusal import Refused, gettext_noop

DEEP = {"EXR": "exr_pipe", "DPX": "dpx_pipe"}
_MOST_PIXELS = 50_000_000  # 12 bytes each while they are floating point
_SHOWN = 1920


def deep_still(
    path: Path, header: Header, shown: int = _SHOWN, *, as_it_is: bool = False
) -> np.ndarray:
    """The picture, H x W x 3 uint8 RGB, at most `shown` pixels wide.

    Linear light (EXR) is given the sRGB curve; brighter than white is white. Film scans (DPX
    that says so) are taken from printing density to light, unless `as_it_is`. Raises `Refused`:
    `media:no_preview` (too large), `media:truncated`.
    """
    if header.width * header.height > _MOST_PIXELS:
        raise Refused(
            "media:no_preview",
            gettext_noop("%(width)s x %(height)s pixels"),
            width=header.width,
            height=header.height,
        )
    try:
        options = {"protocol_whitelist": "file"}
        with av.open(str(path.absolute()), format=DEEP[header.format], options=options) as source:
            frame = next(source.decode(video=0))
            width = min(shown, frame.width)
            size = {"width": width, "height": max(1, frame.height * width // frame.width)}
            if header.format == "DPX":
                picture = frame.reformat(**size, format="rgb24").to_ndarray()
                return _PRINTED[picture] if not as_it_is and _is_scan(path) else picture
            linear = frame.reformat(**size, format="gbrpf32le").to_ndarray()
            return _shown_light(linear)
    except (av.FFmpegError, StopIteration) as error:
        raise Refused("media:truncated", gettext_noop("no picture can be decoded")) from error


def _is_scan(path: Path) -> bool:
    """Whether the header calls the first image element printing density or logarithmic."""
    with path.open("rb") as file:
        return file.read(802)[801:] in (b"\x01", b"\x03")


def _shown_light(linear: np.ndarray) -> np.ndarray:
    return (_curve(linear) * 255 + 0.5).astype(np.uint8)


def _curve(linear: np.ndarray) -> np.ndarray:
    """sRGB from linear light; what is not a number is black."""
    light = np.clip(np.nan_to_num(linear, nan=0.0, posinf=1.0, neginf=0.0), 0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


_PRINTED = _shown_light(cineon(np.arange(256.0) / 255) / 0.9)
