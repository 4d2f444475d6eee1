"""A film written in any format, exactly as `losses` said beforehand."""

from dataclasses import dataclass

from opentimelineio import schema

from projects.interchange.timelines.aaf import write_aaf
from projects.interchange.timelines.building import build
from projects.interchange.timelines.carrying import FORMATS, carried, unknown_format
from projects.interchange.timelines.edl_writing import write_edls
from projects.interchange.timelines.fcp7_writing import write_fcp7
from projects.interchange.timelines.fcpxml_writing import write_fcpxml
from projects.interchange.timelines.laid import Laid
from projects.interchange.timelines.logs import write_log
from projects.interchange.timelines.table import write_csv

ENDINGS = {
    "edl": ".edl",
    "otio": ".otio",
    "fcpxml": ".fcpxml",
    "fcp7": ".xml",
    "aaf": ".aaf",
    "ale": ".ale",
    "csv": ".csv",
}
MEDIA_TYPES = {
    "edl": "text/plain; charset=utf-8",
    "otio": "application/json",
    "fcpxml": "application/xml",
    "fcp7": "application/xml",
    "aaf": "application/octet-stream",
    "ale": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
assert set(ENDINGS) == set(MEDIA_TYPES) == set(FORMATS)


@dataclass(frozen=True)
class Written:
    """A file: its name's end (`.edl`, or `_part2.edl`) and its bytes."""

    ending: str
    content: bytes


def write(laid: Laid, format: str, timeline: schema.Timeline | None = None) -> list[Written]:
    """The files of `laid` in one of `FORMATS`; more than one for long EDLs only.

    `timeline` is what `laid` was read from: as OpenTimelineIO it is written whole, with what
    frames do not tell. Raises `ExportRefused`: `interchange:unknown_format`, and what the
    format's writer does.
    """
    kept, ending = carried(laid, format), ENDINGS.get(format, "")
    if format == "edl":
        texts = write_edls(kept)
        endings = [f"_part{n}{ending}" if len(texts) > 1 else ending for n in range(1, 1000)]
        return [Written(end, text.encode()) for end, text in zip(endings, texts, strict=False)]
    if format == "aaf":
        return [Written(ending, write_aaf(kept))]
    if format == "otio":
        whole = build(laid) if timeline is None else timeline
        return [Written(ending, whole.to_json_string(indent=2).encode())]
    writers = {"fcpxml": write_fcpxml, "fcp7": write_fcp7, "ale": write_log, "csv": write_csv}
    if format not in writers:
        raise unknown_format(format)
    return [Written(ending, writers[format](kept).encode("utf-8", "replace"))]
