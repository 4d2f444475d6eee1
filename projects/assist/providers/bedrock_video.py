"""Films from pictures by Luma Ray 2 on Amazon Bedrock: asked for, waited for, found in our bucket.

Fields of `modelInput`: https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-luma.html
"""

import base64
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from projects.assist.contract import OutputFile
from projects.assist.palette import (
    Answer,
    Attachment,
    Final,
    Standing,
    Status,
    Submission,
    Transient,
    Usage,
    Work,
)
from projects.assist.providers.amazon import Account

SERVICE = "bedrock-runtime"
LENGTHS = (5, 9)
MOST_WORDS = 5_000
#: The better of two, always: a second of each has its own price, and a price list has one.
RESOLUTION = "720p"
_ASPECTS = ("1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21")
_FRAMES = {"picture": "frame0", "first": "frame0", "last": "frame1"}
_TYPES = frozenset({"image/jpeg", "image/png"})
_FILTERED = re.compile(r"moderat|content (filter|polic)|guardrail|responsible ai|blocked", re.I)
_STANDINGS = {
    "InProgress": Standing.RUNNING,
    "Completed": Standing.DONE,
    "Failed": Standing.FAILED,
}
#: Pages of a thousand jobs each that are looked through for a lost one.
_PAGES = 5


def seconds(work: Work) -> int:
    """How long the film will be: the shortest that is long enough."""
    wanted = float(work.option("seconds", LENGTHS[0]))
    for length in LENGTHS:
        if wanted <= length:
            return length
    raise Final("remote:need", f"{wanted:g} s, at most {LENGTHS[-1]} s")


def usage(work: Work) -> Usage:
    return {"second": Decimal(seconds(work))}


def start(account: Account, work: Work, model: str, key: str) -> Submission:
    """Begin it, under its key: the same key is the same job. Its folder says what was asked."""
    bucket, folder = account.place
    where = f"s3://{bucket}/{folder}{key}/{seconds(work)}s"
    begun = account.call(
        SERVICE,
        "start_async_invoke",
        begins=True,
        clientRequestToken=key,
        modelId=model,
        modelInput=_asked(work),
        outputDataConfig={"s3OutputDataConfig": {"s3Uri": where}},
    )
    if not begun.get("invocationArn"):
        raise Transient("remote:malformed", "no invocationArn", taken=True)
    return Submission(begun["invocationArn"])


def _asked(work: Work) -> dict[str, Any]:
    words = "\n\n".join(part for part in (work.instructions, work.text) if part)
    if not 1 <= len(words) <= MOST_WORDS:
        raise Final("remote:need", f"{len(words)} characters, 1 to {MOST_WORDS}")
    told: dict[str, Any] = {
        "prompt": words,
        "aspect_ratio": _aspect(work.option("width", 16), work.option("height", 9)),
        "duration": f"{seconds(work)}s",
        "resolution": RESOLUTION,
        "loop": False,
    }
    frames = [_frame(a) for a in work.attachments]
    if len(frames) != len(set(frames)):
        raise Final("remote:need", f"{len(frames)} pictures: one first and one last")
    if frames:
        pictures = (_picture(a) for a in work.attachments)
        told["keyframes"] = dict(zip(frames, pictures, strict=True))
    return told


def _frame(attachment: Attachment) -> str:
    if attachment.role not in _FRAMES:
        raise Final("remote:need", f"{attachment.name}: {attachment.role}")
    return _FRAMES[attachment.role]


def _picture(attachment: Attachment) -> dict[str, Any]:
    if attachment.media_type not in _TYPES:
        raise Final("remote:need", f"{attachment.name}: {attachment.media_type}")
    data = base64.b64encode(attachment.path.read_bytes()).decode()
    source = {"type": "base64", "media_type": attachment.media_type, "data": data}
    return {"type": "image", "source": source}


def _aspect(width: float, height: float) -> str:
    """The nearest of those that there are."""

    def far(aspect: str) -> float:
        across, down = (int(part) for part in aspect.split(":"))
        # By ratio, so that upright films are as far from each other as lying ones.
        return max(width * down / (height * across), height * across / (width * down))

    return min(_ASPECTS, key=far)


def sought(account: Account, key: str) -> str | None:
    """The job of this key among the newest ones."""
    page: dict[str, Any] = {}
    for _number in range(_PAGES):
        told = account.call(
            SERVICE,
            "list_async_invokes",
            maxResults=1000,
            sortBy="SubmissionTime",
            sortOrder="Descending",
            **page,
        )
        for job in told.get("asyncInvokeSummaries", []):
            if job.get("clientRequestToken") == key:
                return job["invocationArn"]
        if not told.get("nextToken"):
            return None
        page = {"nextToken": told["nextToken"]}
    return None


def poll(account: Account, job: str) -> Status:
    told = looked(account, job)
    standing = _STANDINGS.get(told.get("status", ""))
    if standing is None:
        raise Transient("remote:malformed", f"status {told.get('status')!r}")
    if standing != Standing.FAILED:
        return Status(standing)
    detail = told.get("failureMessage", "")
    code = "remote:filtered" if _FILTERED.search(detail) else "remote:failed"
    return Status(standing, code=code, detail=detail)


def looked(account: Account, job: str) -> Mapping[str, Any]:
    try:
        return account.call(SERVICE, "get_async_invoke", invocationArn=job)
    except Final as trouble:
        # An id that Bedrock does not know is an invalid one to it: there is no other error.
        if trouble.code == "remote:invalid":
            raise Final("remote:lost", trouble.detail) from trouble
        raise


def fetch(account: Account, job: str, folder: Path) -> Answer:
    """The film, out of the bucket. `Final` `remote:expired` where it is not there any more."""
    told = looked(account, job)
    place = told.get("outputDataConfig", {}).get("s3OutputDataConfig", {}).get("s3Uri", "")
    bucket, _slash, below = place.removeprefix("s3://").partition("/")
    film = folder / "film.mp4"
    try:
        account.take(bucket, _film(account, bucket, below), film)
    except Final as trouble:
        if trouble.code == "remote:lost":
            raise Final("remote:expired", place, billed=True) from trouble
        raise
    model = told.get("modelArn", "").rpartition("/")[2]
    return Answer(files=(OutputFile(film, "film", "video/mp4"),), usage=_made(below), model=model)


def _film(account: Account, bucket: str, below: str) -> str:
    """It lies in the folder of the job, or one below, which is named by Bedrock."""
    found = [name for name in account.names(bucket, f"{below.strip('/')}/") if name[-4:] == ".mp4"]
    if not found:
        raise Final("remote:lost", below)
    return found[0]


def _made(below: str) -> Usage:
    """How many seconds were asked for, as `start` wrote it: the answer does not say it."""
    said = re.search(r"/(\d+)s(/|$)", below)
    return {"second": Decimal(said[1])} if said else {}
