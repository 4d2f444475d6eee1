"""What one film has that another has not, by the frame, counted by what kind of thing it is."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from projects.interchange.timelines.laid import AUDIO, GENERATOR, NESTED, Item, Laid, Track, shown

#: Fields of an item, each with the code of what is lost where it is not kept.
_FIELDS = {
    "name": "clip_names",
    "reel": "reels",
    "speed": "speeds",
    "source_length": "source_lengths",
    "note": "notes",
    "grade": "grades",
    "effects": "effects",
    "other": "metadata",
}


def differences(before: Laid, after: Laid) -> Counter[str]:
    """How many of each kind of thing of `before` are gone, or are not the same, in `after`.

    Whole tracks that are gone count as such, with nothing of what they held. Places count by the
    frames that are seen, transitions included. What `after` has more is no loss.
    """
    found = Counter(_film(before, after))
    for kind, code in (("Video", "video_tracks"), (AUDIO, "audio_tracks")):
        ours, theirs = before.of(kind), after.of(kind)
        gone = ours[len(theirs) :]
        found[code] += len(gone)
        for one, other in zip(ours, theirs, strict=False):
            found.update(_track(one, other, before.start, after.start))
    return +found


def _film(before: Laid, after: Laid) -> Iterator[str]:
    if before.title and before.title != after.title:
        yield "title"
    if before.rate != after.rate:
        yield "rate"
    if _first(before) != _first(after):
        yield "start"
    if before.drop_frame != after.drop_frame:
        yield "drop_frame"
    yield from _marks(before, after)


def _first(laid: Laid) -> int:
    """By the clock, the first frame that anything is seen of."""
    begins = (place[0] for track in laid.tracks if track.items for place in shown(track)[:1])
    return laid.start + min(begins, default=0)


def _track(one: Track, other: Track, start: int, began: int) -> Iterator[str]:
    """Places are compared by the clock: `start` is where the one film begins, `began` the other."""
    if one.name and one.name != other.name:
        yield "track_names"
    yield from ["clips"] * max(0, len(one.items) - len(other.items))
    for ours, theirs, place, found in zip(
        one.items, other.items, shown(one), shown(other), strict=False
    ):
        if any(place[n] + start != found[n] + began for n in (0, 1)):
            yield "places"
        if place[2] != found[2]:
            yield "sources"
        yield from _item(ours, theirs)
    yield from _changes(one, other, start - began)


def _item(ours: Item, theirs: Item) -> Iterator[str]:
    for name, code in _FIELDS.items():
        mine, other = getattr(ours, name), getattr(theirs, name)
        if mine != other and (mine not in ("", None, 0) or name == "speed"):
            yield code
    if ours.media and place_of(ours.media) != place_of(theirs.media):
        yield "media"
    if ours.enabled != theirs.enabled:
        yield "disabled"
    if ours.kind != theirs.kind:
        yield {NESTED: "nested", GENERATOR: "generators"}.get(ours.kind, "clips")
    known = (ours.media_start, ours.media_length)
    if None not in known and known != (theirs.media_start, theirs.media_length):
        yield "media_ranges"
    yield from _marks(ours, theirs)


def _marks(ours: Any, theirs: Any) -> Iterator[str]:
    gone = len(ours.marks) - len(theirs.marks)
    yield from ["markers"] * max(0, gone)
    if gone <= 0:
        pairs = zip(ours.marks, theirs.marks, strict=False)
        yield from ["marker_details"] * sum(mine != other for mine, other in pairs)


def _changes(one: Track, other: Track, later: int) -> Iterator[str]:
    theirs = {(change.start - later, change.length): change for change in other.changes}
    for change in one.changes:
        kept = theirs.get((change.start, change.length))
        if kept is None:
            yield "transitions"
            continue
        if kept.kind != change.kind:
            yield "transition_kinds"
        if kept.at - later != change.at:
            yield "cut_points"


def place_of(media: str) -> str:
    """`S:\\a b.mov`, `file:///S:/a b.mov` and `file://localhost/S%3a/a%20b.mov` are one place."""
    plain = unquote(media).replace("\\", "/")
    for head in ("file://localhost", "file://"):
        plain = plain.removeprefix(head)
    return plain.lstrip("/")
