"""Shots and technical cues of a film by Amazon Rekognition.

The film must lie in a bucket of the account: it is laid there under a name that nobody can guess,
and taken away as soon as the job has ended or is given up. Where nobody knows whether a job was
begun, it stays until the bucket's own rule takes it away.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from projects.assist.palette import (
    Answer,
    Final,
    Standing,
    Status,
    Submission,
    Transient,
    Trouble,
    Usage,
    Work,
)
from projects.assist.providers.amazon import Account

SERVICE = "rekognition"
MODEL = "SegmentDetection"
TYPES = ("SHOT", "TECHNICAL_CUE")
_SUFFIXES = {"video/mp4": ".mp4", "video/quicktime": ".mov"}
_STANDINGS = {
    "IN_PROGRESS": Standing.RUNNING,
    "SUCCEEDED": Standing.DONE,
    "FAILED": Standing.FAILED,
}
_KINDS = {"SHOT": "shot", "TECHNICAL_CUE": "cue"}


def usage(work: Work) -> Usage:
    """Minutes, once for shots and once for cues: each is charged."""
    length = work.option("seconds")
    if length is None:
        raise Final("remote:need", "seconds")
    return _minutes(Decimal(str(length)) * 1000)


def _minutes(milliseconds: Decimal) -> Usage:
    return {"minute": milliseconds / 60_000 * len(TYPES)}


def start(account: Account, work: Work, key: str) -> Submission:
    """Lay the film into the bucket and begin. The same key is the same name and the same job."""
    films = [a for a in work.attachments if a.media_type in _SUFFIXES]
    if len(films) != 1 or len(work.attachments) != 1:
        told = ", ".join(a.media_type for a in work.attachments)
        raise Final("remote:need", f"{told or 'no film'}: one film, MP4 or MOV")
    name = _name(account, key)
    account.put(films[0].path, name, films[0].media_type)
    try:
        return Submission(_begun(account, name, key))
    except Trouble as trouble:
        if not getattr(trouble, "taken", False):
            with suppress(Trouble):  # what is told is why it did not begin
                account.remove(account.place[0], name)
        raise


def _name(account: Account, key: str) -> str:
    return f"{account.place[1]}{key}/film"


def _begun(account: Account, name: str, key: str) -> str:
    told = account.call(
        SERVICE,
        "start_segment_detection",
        begins=True,
        Video={"S3Object": {"Bucket": account.place[0], "Name": name}},
        ClientRequestToken=key,
        JobTag=key,
        SegmentTypes=list(TYPES),
    )
    if not told.get("JobId"):
        raise Transient("remote:malformed", "no JobId", taken=True)
    return told["JobId"]


def poll(account: Account, job: str) -> Status:
    told = _told(account, job, MaxResults=1)
    standing = _STANDINGS.get(told.get("JobStatus", ""))
    if standing is None:
        raise Transient("remote:malformed", f"JobStatus {told.get('JobStatus')!r}")
    if standing != Standing.FAILED:
        return Status(standing)
    left = _cleared(account, told)
    detail = told.get("StatusMessage", "") + (f" (s3://{left})" if left else "")
    return Status(standing, code="remote:failed", detail=detail)


def fetch(account: Account, job: str) -> Answer:
    """All pages of it. See `Rekognition.fetch` for what `data` holds."""
    pages = list(_pages(account, job))
    found = [_segment(row) for page in pages for row in page.get("Segments", [])]
    films = [row for page in pages for row in page.get("VideoMetadata", [])]
    film: Mapping[str, Any] = films[0] if films else {}
    data = {
        "segments": found,
        "rate": film.get("FrameRate"),
        "width": film.get("FrameWidth"),
        "height": film.get("FrameHeight"),
        "milliseconds": film.get("DurationMillis"),
        "left": _cleared(account, pages[0]),
        "versions": {
            _KINDS.get(row.get("Type"), ""): row.get("ModelVersion", "")
            for row in pages[0].get("SelectedSegmentTypes", [])
        },
    }
    used = _minutes(Decimal(film.get("DurationMillis", 0)))
    return Answer(data=data, usage=used, model=MODEL)


def give_up(account: Account, job: str) -> None:
    """Take the film away; the job itself cannot be stopped."""
    _cleared(account, _told(account, job, MaxResults=1))


def _told(account: Account, job: str, **more: Any) -> Mapping[str, Any]:
    return account.call(SERVICE, "get_segment_detection", JobId=job, **more)


def _pages(account: Account, job: str) -> Iterator[Mapping[str, Any]]:
    page = _told(account, job)
    yield page
    while page.get("NextToken"):
        page = _told(account, job, NextToken=page["NextToken"])
        yield page


def _cleared(account: Account, told: Mapping[str, Any]) -> str:
    """Take the film of this job away. Where that is not allowed, where it is left: what was paid
    for is not lost over that, but somebody has to be told."""
    film = told.get("Video", {}).get("S3Object", {})
    if not (film.get("Bucket") and film.get("Name")):
        return ""
    try:
        account.remove(film["Bucket"], film["Name"])
    except Final:
        return f"{film['Bucket']}/{film['Name']}"
    return ""


def _segment(row: Mapping[str, Any]) -> dict[str, Any]:
    """`first` counted from 0, `end` exclusive. `kind` is empty for shots."""
    try:
        first = row["StartFrameNumber"]
        frames = row.get("DurationFrames") or row["EndFrameNumber"] + 1 - first
        about = row.get("ShotSegment") or row.get("TechnicalCueSegment") or {}
        return {
            "type": _KINDS[row["Type"]],
            "kind": about.get("Type", ""),
            "first": first,
            "end": first + frames,
            "timecode": [row.get("StartTimecodeSMPTE", ""), row.get("EndTimecodeSMPTE", "")],
            "milliseconds": [row.get("StartTimestampMillis"), row.get("EndTimestampMillis")],
            "confidence": about.get("Confidence"),
        }
    except KeyError as error:
        raise Final("remote:malformed", f"segment without {error}", billed=True) from error
