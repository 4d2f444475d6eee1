"""AAF through OpenTimelineIO's plugin: it reads what Avid wrote, and writes clips on tracks.

What the plugin's writer cannot do (transitions, speeds, nested compositions, markers) is left out
beforehand and told as lost; what is over is written with empty mob ids, so that an editing system
relinks by name and place.
"""

import gc
import tempfile
import warnings
from dataclasses import replace
from pathlib import Path

import opentimelineio as otio
from opentimelineio import schema

from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timelines.building import build
from projects.interchange.timelines.laid import Laid

_LOCAL, _WITH_HOST = "file://", ("file:///", "file://localhost/")
_ADAPTER = "AAF"


def read_aaf(path: Path) -> otio.core.SerializableObject:
    """What the plugin reads. Raises `ExportRefused("timeline:unreadable")`."""
    found = _read_quietly(path)
    for clip in _clips(found):
        reference = clip.media_reference
        if isinstance(reference, schema.ExternalReference):
            # A bare name comes back as "file://name", which is the name of a host.
            url = reference.target_url
            if url and url.startswith(_LOCAL) and not url.startswith(_WITH_HOST):
                reference.target_url = url.removeprefix(_LOCAL)
    return found


def _read_quietly(path: Path) -> otio.core.SerializableObject:
    """The plugin and the file's own reader raise whatever happens to go wrong."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return otio.adapters.read_from_file(str(path), adapter_name=_ADAPTER)
        except RecursionError:
            refused = ExportRefused("timeline:too_much", gettext_noop("nested too deeply"))
        except Exception as error:
            said = gettext_noop("the AAF reader gives up (%(kind)s)")
            refused = ExportRefused("timeline:unreadable", said, kind=type(error).__name__)
        gc.collect()  # the reader leaves its file open when it gives up
    raise refused


def _clips(found: otio.core.SerializableObject) -> list[schema.Clip]:
    finder = getattr(found, "find_clips", None)
    return list(finder()) if finder else []


def write_aaf(laid: Laid) -> bytes:
    """`carried(laid, "aaf")` as the bytes of a file.

    Raises `ExportRefused`: `timeline:aaf_refused` for what the plugin refuses.
    """
    if not any(track.items for track in laid.tracks):
        raise ExportRefused("timeline:no_clips", gettext_noop("it is empty"))
    timeline = build(_with_media(laid))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "film.aaf")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                otio.adapters.write_to_file(
                    timeline, str(path), adapter_name=_ADAPTER, use_empty_mob_ids=True
                )
        except Exception as error:
            said = gettext_noop("the AAF writer refuses it (%(kind)s)")
            raise ExportRefused("timeline:aaf_refused", said, kind=type(error).__name__) from error
        return path.read_bytes()


def _url(media: str) -> str:
    """Never a path: the plugin opens a media file that lies where a path ending in aaf says."""
    if not media or media.startswith(_LOCAL) or "://" in media:
        return media
    return _LOCAL + media.replace("\\", "/")


def _with_media(laid: Laid) -> Laid:
    """Every clip with a media of known length, which the format demands."""
    tracks = []
    for track in laid.tracks:
        items = []
        for item in track.items:
            known = item.media_start is not None and item.media_length is not None
            begin = item.media_start if known else item.source
            length = item.media_length if known else item.source_end - item.source
            media = _url(item.media)
            items.append(replace(item, media=media, media_start=begin, media_length=length))
        tracks.append(replace(track, items=tuple(items)))
    return replace(laid, tracks=tuple(tracks))
