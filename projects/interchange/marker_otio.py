"""Markers in OpenTimelineIO: on the clip, in the source's own time, with all we know of them."""

import json
import math
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from opentimelineio import adapters, exceptions, schema
from opentimelineio.opentime import RationalTime, TimeRange

from projects.interchange.markers import (
    ELSEWHERE,
    NO_TIME,
    Answer,
    Film,
    Found,
    Marker,
    Missed,
    one_line,
    placed,
)
from projects.interchange.refusal import ExportRefused, gettext_noop

OURS = "last_mile"
DEPTH_AT_MOST = 60
NAME_LENGTH = 60


def write_marker_otio(film: Film, markers: tuple[Marker, ...]) -> str:
    """OTIO JSON of one clip: `name` is the first words, `comment` all of them, red is open."""
    rate = float(film.rate)
    whole = TimeRange(RationalTime(film.source_start, rate), RationalTime(film.frames, rate))
    reference = schema.ExternalReference(target_url=film.source_name, available_range=whole)
    reference.name = film.source_name
    clip = schema.Clip(name=film.source_name, media_reference=reference, source_range=whole)
    clip.markers.extend([_written(film, marker) for marker in markers])
    track = schema.Track(name="V1", kind=schema.TrackKind.Video, children=[clip])
    timeline = schema.Timeline(name=film.title)
    timeline.tracks.append(track)
    told = {"rate": f"{film.rate.numerator}/{film.rate.denominator}", "drop_frame": film.drop_frame}
    timeline.metadata[OURS] = told
    return timeline.to_json_string(indent=2)


def _written(film: Film, marker: Marker) -> schema.Marker:
    rate = float(film.rate)
    length = marker.end_exclusive - marker.start
    place = TimeRange(
        RationalTime(film.source_start + marker.start, rate), RationalTime(length, rate)
    )
    made = schema.Marker(name=one_line(marker.text)[:NAME_LENGTH], marked_range=place)
    made.comment = marker.text
    made.color = schema.MarkerColor.GREEN if marker.resolved else schema.MarkerColor.RED
    made.metadata[OURS] = {
        **{"note": marker.id, "person": marker.person, "at": marker.at},
        **{"resolved": marker.resolved, "drawing": list(marker.drawing)},
        "answers": [vars(answer) for answer in marker.answers],
    }
    return made


def read_marker_otio(text: str, film: Film) -> Found:
    """Markers on clips of this film (of any clip where there is but one), and those that stand on
    tracks or the timeline over such a clip. Raises `ExportRefused`: `markers:unreadable`,
    `markers:too_many`. A hostile file can end the process: see `apart`.
    """
    root = _parsed(text)
    clips = list(root.find_clips()) if hasattr(root, "find_clips") else [root]
    ours = [clip for clip in clips if len(clips) == 1 or _is_of(clip, film)]
    told, missed = [], list[Missed]()
    for number, (marker, clip, shift) in enumerate(_markers(root, clips), 1):
        if clip is None or not any(clip is one for one in ours):
            name = clip.name if clip is not None else "–"
            missed.append(Missed(str(number), _words(marker), ELSEWHERE, (("name", name),)))
            continue
        try:
            told.append((str(number), _read(marker, clip, shift, film)))
        except (ValueError, OverflowError):  # no number, or beyond all numbers
            time = (("time", str(marker.marked_range.start_time.value)),)
            missed.append(Missed(str(number), _words(marker), NO_TIME, time))
    found = placed(film, told)
    return Found(found.markers, (*missed, *found.missed))


def _parsed(text: str) -> Any:
    """Refused before the library sees it, where it is no JSON or nested to hurt."""
    try:
        plain = json.loads(text)
        _shallow(plain, 0)
        root = adapters.read_from_string(text, "otio_json")
        if not hasattr(root, "find_clips") and not isinstance(root, schema.Clip):
            raise ValueError("no timeline")
        return root
    except (ValueError, LookupError, RuntimeError, TypeError, exceptions.OTIOError):
        raise ExportRefused(
            "markers:unreadable", gettext_noop("it is not OpenTimelineIO")
        ) from None


def _shallow(value: Any, depth: int) -> None:
    if depth > DEPTH_AT_MOST:
        raise ValueError("nested too deeply")
    inside = value.values() if isinstance(value, dict) else value
    for one in inside if isinstance(value, dict | list) else ():
        _shallow(one, depth + 1)


def _markers(root: Any, clips: list[Any]) -> Iterator[tuple[Any, Any, RationalTime | None]]:
    """(marker, its clip or None, its place in the clip's time where it stands above one)."""
    for clip in clips:
        for marker in getattr(clip, "markers", ()):
            yield marker, clip, None
    stack = getattr(root, "tracks", None)
    above = [stack, *stack] if stack is not None else []
    for item in above:
        for marker in item.markers:
            start = marker.marked_range.start_time
            yield marker, *_below(item, start)


def _below(item: Any, start: RationalTime) -> tuple[Any, RationalTime | None]:
    """The first clip under a place of a track or of the timeline, and the place in its time.

    None where the library cannot tell: some clips and gaps say nothing of their length.
    """
    try:
        return _clip_at(item, start)
    except (exceptions.OTIOError, NotImplementedError, ValueError):
        return None, None


def _clip_at(item: Any, start: RationalTime) -> tuple[Any, RationalTime | None]:
    tracks = [item] if isinstance(item, schema.Track) else list(item)
    for track in tracks if math.isfinite(start.value) and start.rate > 0 else []:
        inside = item.transformed_time(start, track) if track is not item else start
        clip = track.child_at_time(inside) if isinstance(track, schema.Track) else None
        if isinstance(clip, schema.Clip):
            return clip, track.transformed_time(inside, clip)
    return None, None


def _is_of(clip: Any, film: Film) -> bool:
    url = getattr(clip.media_reference, "target_url", "") or ""
    named = {_file_of(url), clip.name or ""}
    named.add(getattr(clip.media_reference, "name", "") or "")
    wanted = {film.source_name.lower(), PurePosixPath(film.source_name).stem.lower()}
    return bool(wanted & {name.lower() for name in named if name})


def _file_of(url: str) -> str:
    try:
        return unquote(PurePosixPath(urlsplit(url).path).name)
    except ValueError:  # no address at all
        return ""


def _read(marker: Any, clip: Any, shift: RationalTime | None, film: Film) -> Marker:
    place = marker.marked_range
    start = _frames(shift or place.start_time, film) - _first(clip, film)
    known = _known(marker)
    answers = [one for one in _list(known.get("answers")) if isinstance(one, dict)]
    return Marker(
        start,
        start + max(1, _frames(place.duration, film)),
        _words(marker),
        person=str(known.get("person", "")),
        at=str(known.get("at", "")),
        id=str(known.get("note", "")),
        resolved=known.get("resolved") is True,
        drawing=tuple(_list(known.get("drawing"))),
        answers=tuple(
            Answer(*(str(one.get(name, "")) for name in ("text", "person", "at", "id")))
            for one in answers
        ),
    )


def _known(marker: Any) -> dict[str, Any]:
    """Our own metadata as plain values; empty from anybody else."""
    plain = json.loads(marker.to_json_string()).get("metadata", {}).get(OURS, {})
    return plain if isinstance(plain, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _words(marker: Any) -> str:
    return marker.comment or marker.name or ""


def _first(clip: Any, film: Film) -> int:
    """Where the film begins by this file, which may count from zero where its own does not."""
    whole = clip.media_reference.available_range if clip.media_reference else None
    return _frames(whole.start_time, film) if whole else film.source_start


def _frames(time: RationalTime, film: Film) -> int:
    """24 beside 24000/1001 is the same count by another name; other rates are other times."""
    rate = float(film.rate)
    same = abs(time.rate - rate) < rate / 500
    return round(time.value if same else time.rescaled_to(rate).value)
