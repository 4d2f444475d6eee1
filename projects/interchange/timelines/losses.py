"""What each format cannot carry, told from the timeline alone, before anything is written.

`carried` is the film as the format holds it; writers write that, and what it lacks is the loss.
So the list can neither forget what a writer leaves out nor name what it keeps.
"""

from dataclasses import dataclass

from projects.interchange.edl import MOST_EVENTS
from projects.interchange.refusal import gettext_noop
from projects.interchange.timelines.carrying import carried
from projects.interchange.timelines.differences import differences
from projects.interchange.timelines.laid import Laid

#: Each loss in a sentence; %(count)s is how many.
SENTENCES = {
    "title": gettext_noop("the title is cut or left out"),
    "start": gettext_noop("the timecode that the film starts at"),
    "drop_frame": gettext_noop("that the timecode drops frames"),
    "markers": gettext_noop("%(count)s markers"),
    "marker_details": gettext_noop("colour, length or other details of %(count)s markers"),
    "video_tracks": gettext_noop("%(count)s picture tracks with all that is on them"),
    "audio_tracks": gettext_noop("%(count)s sound tracks with all that is on them"),
    "track_names": gettext_noop("names of %(count)s tracks"),
    "clips": gettext_noop("%(count)s clips that are seen within transitions only"),
    "places": gettext_noop("the place or length of %(count)s clips as they are seen"),
    "sources": gettext_noop("the first frame of %(count)s clips"),
    "clip_names": gettext_noop("%(count)s names are written in plain characters of one line"),
    "media": gettext_noop("where the media of %(count)s clips lies"),
    "media_ranges": gettext_noop("how much media there is for %(count)s clips"),
    "reels": gettext_noop("%(count)s reels are cut, written plainly, or left out"),
    "speeds": gettext_noop("%(count)s changes of speed"),
    "source_lengths": gettext_noop("%(count)s lengths of source that differ from the record's"),
    "notes": gettext_noop("%(count)s notes"),
    "grades": gettext_noop("%(count)s colour decisions (ASC CDL)"),
    "effects": gettext_noop("%(count)s effects other than speed"),
    "metadata": gettext_noop("what other programs noted on %(count)s clips"),
    "disabled": gettext_noop("that %(count)s clips are switched off: they will be seen"),
    "nested": gettext_noop("what lies within %(count)s nested compositions; each becomes a clip"),
    "generators": gettext_noop("%(count)s generators such as titles; each becomes a clip"),
    "transitions": gettext_noop("%(count)s transitions become cuts"),
    "transition_kinds": gettext_noop("%(count)s transitions become dissolves"),
    "cut_points": gettext_noop(
        "where the cut lies under %(count)s transitions, which look the same"
    ),
    "film": gettext_noop("the cut of %(count)s clips: only their colour decisions are kept"),
    "ungraded": gettext_noop("%(count)s clips that have no colour decision"),
    "grade_media": gettext_noop("to which media %(count)s colour decisions belong"),
    "grade_digits": gettext_noop("more than six decimals of %(count)s colour decisions"),
    "several_grades": gettext_noop("one file: each of %(count)s decisions has its own"),
    "several_files": gettext_noop("one list: at 999 events each there are %(count)s files"),
}


@dataclass(frozen=True)
class Loss:
    """`code` of `SENTENCES`, how many, and the sentence about them in English."""

    code: str
    count: int

    @property
    def detail(self) -> str:
        return SENTENCES[self.code] % {"count": self.count}


def losses(laid: Laid, format: str) -> list[Loss]:
    """What writing `laid` as one of `FORMATS` loses, told before it is written.

    Raises `ExportRefused("interchange:unknown_format")`.
    """
    kept = carried(laid, format)
    found = [Loss(code, count) for code, count in differences(laid, kept).items()]
    files = -(-sum(len(track.items) for track in kept.tracks) // MOST_EVENTS)
    if format == "edl" and files > 1:
        found.append(Loss("several_files", files))
    return sorted(found, key=lambda loss: list(SENTENCES).index(loss.code))
