"""Opening films and looking at decoded frames: the one place that knows PyAV's details."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

# Play lists and image sequences are left out on purpose: they can name other files.
FORMATS = "mov,matroska,avi,mpegts,mpeg,mpegvideo,mxf,asf,flv,ogg,dv,ivf,h264,hevc,m4v,obu,wtv,nut"
MAX_PIXELS = 16384 * 8704
PLANAR = {
    "yuv420p": 8, "yuvj420p": 8, "yuv422p": 8, "yuvj422p": 8, "yuv444p": 8, "yuvj444p": 8,
    "yuv420p10le": 10, "yuv422p10le": 10, "yuv444p10le": 10,
    "yuv420p12le": 12, "yuv422p12le": 12, "yuv444p12le": 12,
}  # fmt: skip

Plane = NDArray[np.uint8] | NDArray[np.uint16]


class NoPicture(Exception):
    """The file has no moving picture in it."""


class Unreadable(Exception):
    """Nothing of the file's picture can be decoded."""


def open_film(path: Path) -> InputContainer:
    """Open a film with a video stream; raise `Unreadable` or `NoPicture`."""
    options = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}
    try:
        container = av.open(str(path), options=options)
    except (av.error.FFmpegError, ValueError) as error:
        raise Unreadable(str(error)) from error
    if any(_is_moving(stream) for stream in container.streams.video):
        return container
    container.close()
    raise NoPicture("no video stream")


def picture_stream(container: InputContainer) -> VideoStream:
    """The first moving picture of an opened film (a cover image is not one)."""
    stream = next(s for s in container.streams.video if _is_moving(s))
    stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
    return stream


def frame_rate(stream: VideoStream) -> Fraction:
    """Frames per second as a ratio; 25 where the file does not say."""
    rate = stream.average_rate or stream.guessed_rate or stream.base_rate
    return Fraction(rate) if rate else Fraction(25)


def planes(frame: VideoFrame) -> tuple[list[Plane], int]:
    """Luma and the two colour planes as views into the frame, and their bit depth.

    Formats without such planes (RGB, packed, palette) are converted to 8 bit 4:2:0 first.
    A plane is H x W (uint8, or uint16 above 8 bit), valid as long as the frame lives.
    """
    if frame.format.name not in PLANAR:
        frame = frame.reformat(format="yuv420p")
    depth = PLANAR[frame.format.name]
    return [_plane_view(plane, depth) for plane in frame.planes], depth


def is_full_range(frame: VideoFrame) -> bool:
    """Whether black is code 0 instead of 16 (of 255)."""
    return frame.format.name.startswith("yuvj") or int(frame.color_range) == 2


def turned(picture: NDArray[np.uint8], degrees: int) -> NDArray[np.uint8]:
    """The picture turned by the display matrix' multiple of 90 degrees, as a player shows it."""
    return np.ascontiguousarray(np.rot90(picture, round(degrees / 90) % 4))


def display_size(frame: VideoFrame, aspect: Fraction | None, width: int) -> tuple[int, int]:
    """Width and height of a small unturned picture with the right shape.

    `aspect` is the sample aspect ratio; `width` is the width wanted after turning.
    """
    shape = Fraction(frame.width, frame.height) * (aspect or 1)
    if round(frame.rotation / 90) % 2:
        return max(2, round(width * shape)), width
    return width, max(2, round(width / shape))


def colour_picture(frame: VideoFrame, width: int, height: int) -> NDArray[np.uint8]:
    """The frame scaled down, as H x W x 3 in OpenCV's order (blue, green, red)."""
    small = frame.reformat(width=width, height=height, format="bgr24", interpolation="AREA")
    return small.to_ndarray()


def area(plane: Plane, width: int, height: int, depth: int) -> NDArray[np.uint8]:
    """The plane averaged down to `width` x `height`, in 8 bit.

    Rows are skipped where there are far more of them than needed: averaging every
    row of a large picture costs more than it tells.
    """
    step = max(1, plane.shape[0] // (height * 8))
    small = cv2.resize(plane[::step], (width, height), interpolation=cv2.INTER_AREA)
    return small if depth == 8 else (small >> (depth - 8)).astype(np.uint8)


def decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """All frames in presentation order; packets that cannot be decoded raise FFmpegError."""
    yield from container.decode(stream)


def _is_moving(stream: VideoStream) -> bool:
    attached = av.stream.Disposition.attached_pic
    return not stream.disposition & attached and stream.codec_context is not None


def _plane_view(plane: av.video.plane.VideoPlane, depth: int) -> Plane:
    kind = np.uint8 if depth == 8 else np.uint16
    rows = np.frombuffer(plane, kind).reshape(-1, plane.line_size // np.dtype(kind).itemsize)
    return rows[: plane.height, : plane.width]


def frames_of(
    path: Path, start: int = 0, stop: int | None = None
) -> Iterator[tuple[int, VideoFrame]]:
    """Frames start..stop (exclusive; None: to the end) as shown; broken packets are left out."""
    number = 0
    with open_film(path) as container:
        stream = picture_stream(container)
        stream.thread_type = "AUTO"
        for packet in container.demux(stream):
            try:
                decoded = packet.decode()
            except av.error.FFmpegError:
                continue
            for frame in decoded:
                if stop is not None and number >= stop:
                    return
                if number >= start:
                    yield number, frame
                number += 1
