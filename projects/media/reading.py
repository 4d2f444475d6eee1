"""Opening films and sound: one file, known containers, and no way out of that file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from projects.media.refusal import Refused, gettext_noop
from projects.media.troubles import unreadable

# Anything that names other files (playlists, concat, image sequences, DASH, SDP) is not here,
# and the only protocol is the file itself, so a crafted film cannot make us read elsewhere.
CONTAINERS = (
    "mov",
    "matroska",
    "avi",
    "mxf",
    "mpegts",
    "mpeg",
    "mpegvideo",
    "m4v",
    "h264",
    "hevc",
    "asf",
    "flv",
    "ogg",
    "ivf",
    "dv",
    "gxf",
    "wav",
    "w64",
    "flac",
    "mp3",
    "aac",
    "aiff",
    "caf",
)
MAX_PIXELS = 300_000_000
FILM_PIXELS = 64_000_000  # of one frame; 8K has 36 million, and each thread holds several
_FEW_THREADS_FROM = 20_000_000
PATIENCE = 300  # packets without a frame before a stream counts as unreadable
_LASTING_PATIENCE = 20_000  # the same once frames have come: a damaged stretch of minutes
_STALLED = 10_000  # packets in a row from the same place
_OPTIONS = {
    "protocol_whitelist": "file",
    "format_whitelist": ",".join(CONTAINERS),
    "max_pixels": str(FILM_PIXELS),  # only for the look at the streams while opening
}
_OPEN_SECONDS = 20

av.logging.set_level(None)


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """The container of `path`; whatever the reader raises inside becomes `Refused`."""
    try:
        with av.open(
            str(path.absolute()), options=_OPTIONS, timeout=_OPEN_SECONDS, metadata_errors="replace"
        ) as container:
            yield container
    except (av.FFmpegError, OSError, MemoryError) as error:
        raise unreadable(error) from error


def picture_stream(container: InputContainer) -> VideoStream | None:
    """The first moving picture, ready to be decoded within limits; cover art is not one.

    Raises `Refused("media:too_large_picture")`.
    """
    for stream in container.streams.video:
        if not int(stream.disposition) & int(av.stream.Disposition.attached_pic):
            _limit(stream, container.name)
            return stream
    return None


def _limit(stream: VideoStream, name: str) -> None:
    """Refuse by the header what is too large; have the decoder refuse what the header hid."""
    context = stream.codec_context
    if context is None:
        return
    # A decoder that found the picture too large while opening has forgotten its size.
    width, height = _size(stream) if all(_size(stream)) else _written_size(name, stream.index)
    if width * height > FILM_PIXELS:
        raise Refused(
            "media:too_large_picture",
            gettext_noop("%(width)s x %(height)s pixels"),
            width=width,
            height=height,
        )
    context.options = {"max_pixels": str(FILM_PIXELS)}
    if width * height > _FEW_THREADS_FROM:
        use_cores(stream, steady=True)


def _size(stream: VideoStream) -> tuple[int, int]:
    return stream.codec_context.width, stream.codec_context.height


def _written_size(name: str, index: int) -> tuple[int, int]:
    """What the container says, with no decoder let near it; 0 x 0 when it says nothing."""
    options = _OPTIONS | {"codec_whitelist": "none"}
    with av.open(name, options=options, timeout=_OPEN_SECONDS, metadata_errors="replace") as again:
        streams = [one for one in again.streams.video if one.index == index]
        return _size(streams[0]) if streams and streams[0].codec_context else (0, 0)


def use_cores(stream: VideoStream, *, steady: bool = False) -> None:
    """Decode on all cores; `steady`, and very large pictures, on one.

    In a damaged film the number of frames that survive depends on the number of threads, so
    whoever must agree with an earlier count of such a film decodes it on one.
    """
    width, height = _size(stream) if stream.codec_context else (0, 0)
    steady = steady or width * height > _FEW_THREADS_FROM
    stream.thread_type = "NONE" if steady else "AUTO"
    stream.thread_count = 1 if steady else min(8, os.cpu_count() or 1)


def only(container: InputContainer, *streams: object) -> None:
    """Have the container skip the data of every other stream."""
    for stream in container.streams:
        stream.discard = Discard.default if stream in streams else Discard.all


def packets(container: InputContainer, *streams: object) -> Iterator[Packet]:
    """Packets up to the end of the file or the place where it breaks, then the flush.

    A reader that keeps giving the same place, or nothing, has broken too.
    """
    flushed, place, stalled = False, None, 0
    try:
        for packet in container.demux(*streams):
            flushed = flushed or (packet.dts is None and not packet.size)
            yield packet
            here = (packet.stream_index, packet.pos, packet.dts)
            known = packet.dts is not None or (packet.pos or -1) >= 0 or not packet.size
            stalled = stalled + 1 if known and here == place else 0
            place = here
            if stalled > _STALLED:
                break
        else:
            return
    except av.FFmpegError:
        pass
    # The rest cannot be read. What was readable is still the person's film.
    if not flushed:
        yield from (_flush(stream) for stream in streams)


def drained(stream: object) -> list:
    """The frames a decoder still holds back; none when it has been drained before."""
    return decoded(_flush(stream))


def _flush(stream: object) -> Packet:
    packet = Packet()
    packet.stream = stream
    return packet


def decoded(packet: Packet) -> list:
    """The frames this packet brings out; none when it is damaged or nothing can decode it."""
    if packet.stream.codec_context is None:
        return []
    try:
        return packet.decode()
    except av.FFmpegError:
        return []


def film_frames(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Every frame that can be decoded, in presentation order; damage is skipped."""
    return frames_of(container, stream, patience=_LASTING_PATIENCE)


def frames_of(container: InputContainer, stream: object, *, patience: int) -> Iterator:
    """The frames of one stream, up to `patience` packets in a row that bring none."""
    fruitless = 0
    for packet in packets(container, stream):
        found = decoded(packet)
        yield from found
        fruitless = 0 if found else fruitless + 1
        if fruitless > patience:
            yield from drained(stream)
            return
