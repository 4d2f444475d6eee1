"""The facts of a film: what it is made of and what to be careful about."""

from pathlib import Path
from typing import Any

from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from projects.interchange.timecode import drops
from projects.media.clock import Clock, clock
from projects.media.counting import Census, census
from projects.media.facts import Facts, warning
from projects.media.geometry import clockwise, displayed, sane_aspect
from projects.media.reading import PATIENCE, frames_of, only, opened, picture_stream
from projects.media.refusal import Refused, gettext_noop
from projects.media.tags import colour_tags

_HDR = frozenset({"smpte2084", "arib-std-b67"})
_USUAL = frozenset({"unknown", "bt709", "smpte170m", "bt470bg", "iec61966-2-1", "bt470m"})


def film_facts(path: Path) -> Facts:
    """The facts of the film at `path`; raises `Refused("media:no_frames")` without a picture."""
    with opened(path) as container:
        stream = picture_stream(container)
        if stream is None:
            raise Refused("media:no_frames", gettext_noop("no moving picture"))
        described = _described(path, container, stream)
        base, declared = stream.time_base, stream.average_rate
    counted = census(path, pixels=described["coded_width"] * described["coded_height"])
    if not counted.frames:
        raise Refused("media:no_frames", gettext_noop("no picture can be decoded"))
    time = clock(counted.stamps, base=base, declared=declared, last=counted.last)
    return Facts(
        **described
        | _timed(time, counted)
        | {"drop_frame": _drops(described["timecode"], time)}
        | {"warnings": _warnings(described, time, counted)}
    )


def audio_facts(container: InputContainer) -> tuple[dict[str, Any], ...]:
    """One dict for each sound track: codec, rate in Hz, channels, layout, language."""
    return tuple(
        {
            "codec": stream.codec_context.name,
            "rate": stream.rate,
            "channels": stream.channels,
            "layout": stream.layout.name,
            "language": stream.language if stream.language not in (None, "und") else "",
        }
        for stream in container.streams.audio
        if stream.codec_context is not None
    )


def _described(path: Path, container: InputContainer, stream: VideoStream) -> dict[str, Any]:
    timecode = _timecode(container, stream)
    audio = audio_facts(container)
    only(container, stream)
    frame = next(frames_of(container, stream, patience=PATIENCE), None)
    if frame is None:
        raise Refused("media:no_frames", gettext_noop("no picture can be decoded"))
    aspect = sane_aspect(stream.sample_aspect_ratio)
    rotation = clockwise(frame)
    width, height = displayed(frame.width, frame.height, aspect=aspect, rotation=rotation)
    return {
        "kind": "film",
        "container": container.format.name,
        "bytes": path.stat().st_size,
        "video_codec": stream.codec_context.name,
        "profile": stream.profile,
        "pixel_format": frame.format.name,
        "coded_width": frame.width,
        "coded_height": frame.height,
        "width": width,
        "height": height,
        "rotation": rotation,
        "sample_aspect": aspect,
        "colour": colour_tags(frame),
        "timecode": timecode,
        "audio": audio,
        "warnings": _about_frame(frame),
    }


def _timecode(container: InputContainer, stream: VideoStream) -> str | None:
    """The start timecode: of the picture, of the tmcd track, or of the whole file."""
    places = [stream.metadata, *(s.metadata for s in container.streams.data), container.metadata]
    return next((place["timecode"] for place in places if place.get("timecode")), None)


def _drops(timecode: str | None, time: Clock) -> bool | None:
    return None if timecode is None else drops(timecode, time.rate)


def _timed(time: Clock, counted: Census) -> dict[str, Any]:
    return {
        "rate": time.rate,
        "vfr": time.vfr,
        "frames": counted.frames,
        "exact": counted.exact,
        "duration": time.duration if time.vfr else counted.frames / time.rate,
    }


def _about_frame(frame: VideoFrame) -> tuple[dict[str, str], ...]:
    found = []
    tags = colour_tags(frame)
    if tags["transfer"] in _HDR:
        found.append(warning("hdr", tags["transfer"]))
    elif not {tags["transfer"], tags["primaries"]} <= _USUAL:
        found.append(warning("unusual_colour", f"{tags['primaries']}, {tags['transfer']}"))
    if frame.interlaced_frame:
        found.append(warning("interlaced"))
    return tuple(found)


def _warnings(described: dict[str, Any], time: Clock, counted: Census) -> tuple:
    found = list(described["warnings"])
    if time.vfr:
        found.append(warning("vfr", f"about {float(time.rate):.3f} frames a second"))
    listed = len(counted.stamps)
    if counted.expected > listed + max(2, listed // 50):
        found.append(warning("truncated", f"{counted.frames} of {counted.expected} frames"))
    elif counted.frames != listed:
        found.append(warning("damaged", f"{counted.frames} of {listed} frames"))
    if not described["audio"]:
        found.append(warning("silent"))
    return tuple(found)
