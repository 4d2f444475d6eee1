"""Amazon Rekognition: faces of two pictures compared, shots and technical cues of a film."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from projects.assist.contract import Connected, Setting
from projects.assist.palette import (
    Answer,
    Attachment,
    Final,
    Lifecycle,
    Model,
    Need,
    PublicTerms,
    Quote,
    Rate,
    Status,
    Submission,
    Usage,
    Work,
)
from projects.assist.pricing import quoted
from projects.assist.providers import rekognition_segments as segments
from projects.assist.providers.amazon import BUCKET, KEYS, Account

FACES = "CompareFaces"
#: Of a picture that is sent along (https://docs.aws.amazon.com/rekognition/latest/dg/limits.html).
MOST_BYTES = 5 * 1024 * 1024
_TYPES = frozenset({"image/jpeg", "image/png"})
#: How alike two faces must be to be told as a match, in percent, where nobody says: Amazon's own.
SIMILARITY = 80.0
_SIDES = {"Left": "left", "Top": "top", "Width": "width", "Height": "height"}


class Rekognition:
    """One account, one region. What it offers has no versions that one chooses among: the names
    are those of its calls.

    A comparison knows no key; the job of a film does: its token is the key.

    Its key needs `rekognition:CompareFaces`, `StartSegmentDetection` and `GetSegmentDetection`, and
    in the bucket `s3:PutObject`, `GetObject` and `DeleteObject`; nothing else.
    """

    name: ClassVar = "rekognition"
    title: ClassVar = _("Amazon Rekognition")
    extra: ClassVar = ""  # boto3 comes with the portal
    settings: ClassVar[tuple[Setting, ...]] = (*KEYS, BUCKET)
    idempotent: ClassVar = frozenset({Need.SEGMENTS})
    at_once: ClassVar = frozenset({Need.FACES})
    outside: ClassVar = True

    def __init__(self, connected: Connected) -> None:
        self.account = Account(connected)

    def capabilities(self) -> Sequence[Model]:
        return (
            Model(FACES, "Rekognition CompareFaces", frozenset({Need.FACES})),
            Model(segments.MODEL, "Rekognition Segment Detection", frozenset({Need.SEGMENTS})),
        )

    def quote(self, work: Work, model: str, rates: Sequence[Rate]) -> Quote:
        """A comparison is one picture; a film is counted by the option `seconds`."""
        self._checked(model, work.need)
        used: Usage = {"image": Decimal(1)}
        if work.need == Need.SEGMENTS:
            used = segments.usage(work)
        return quoted(used, used, rates)

    def submit(self, work: Work, model: str, idempotency_key: str, folder: Path) -> Submission:
        self._checked(model, work.need)
        if work.need == Need.SEGMENTS:
            return segments.start(self.account, work, idempotency_key)
        return Submission(answer=self._compared(work))

    def _checked(self, model: str, need: Need) -> None:
        if not any(m.name == model and need in m.needs for m in self.capabilities()):
            raise Final("remote:need", f"{model}, {need}")

    def _compared(self, work: Work) -> Answer:
        """`data`: `threshold` (0..100), `source`, the largest face of the source, `matches` by
        falling `similarity` (0..100), `unmatched`. Faces have a `box` (`left`, `top`, `width`,
        `height` as fractions of the picture; a face at the edge may reach beyond it) and a
        `confidence` (0..100) that it is one."""
        threshold = float(work.option("similarity", SIMILARITY))
        told = self.account.answer(
            segments.SERVICE,
            "compare_faces",
            SourceImage={"Bytes": _bytes(work, "source")},
            TargetImage={"Bytes": _bytes(work, "target")},
            SimilarityThreshold=threshold,
        )
        try:
            data = {
                "threshold": threshold,
                "source": _face(told["SourceImageFace"]),
                "matches": [
                    {"similarity": row["Similarity"], **_face(row["Face"])}
                    for row in told["FaceMatches"]
                ],
                "unmatched": [_face(row) for row in told["UnmatchedFaces"]],
            }
        except KeyError as error:
            raise Final("remote:malformed", f"no {error}", billed=True) from error
        return Answer(data=data, usage={"image": Decimal(1)}, model=FACES)

    def sought(self, idempotency_key: str) -> str | None:
        """Never: jobs are not listed, and only beginning one again would tell its id."""
        return None

    def poll(self, external_id: str) -> Status:
        return segments.poll(self.account, external_id)

    def fetch(self, external_id: str, folder: Path) -> Answer:
        """`data`: `segments`, each with `type` (shot, cue), `kind` of a cue (BlackFrames, Slate,
        ColorBars, EndCredits, …), `first` frame from 0 and `end` exclusive, `timecode` and
        `milliseconds` of both, `confidence` (0..100); `rate` as a float, as Rekognition has it,
        `width`, `height`, `milliseconds` of the film, `versions` of what looked; `left` names
        the film in the bucket, where it could not be taken away."""
        return segments.fetch(self.account, external_id)

    def cancel(self, external_id: str) -> bool:
        """Never: it goes on, but its film is taken away."""
        segments.give_up(self.account, external_id)
        return False

    def lifecycle(self, model: str) -> Lifecycle:
        """Rekognition has no call that tells it; as read on 2026-11-29, both are offered
        (https://docs.aws.amazon.com/rekognition/latest/dg/what-is.html)."""
        if all(m.name != model for m in self.capabilities()):
            raise Final("remote:need", model)
        return Lifecycle(active=True)

    def terms(self) -> Sequence[PublicTerms]:
        return (
            PublicTerms(
                "Amazon Rekognition",
                "https://docs.aws.amazon.com/organizations/latest/userguide/"
                "orgs_manage_policies_ai-opt-out.html",
                trains_on_inputs=True,
                note=_(
                    "What is sent may be stored and used to improve the service, also in other "
                    "regions, until the account's organisation opts out of it for AI services: "
                    "then it is not trained on, and the policy is what terms refer to. Faces are "
                    "biometric data: consent comes first."
                ),
            ),
        )

    def test(self) -> str:
        """Whose account it is: a call that every key may make, whatever else it may do."""
        told = self.account.call("sts", "get_caller_identity")
        words = _("Account %(account)s in %(region)s answered.")
        facts = {"account": told.get("Account", "?"), "region": self.account.region}
        return str(words % facts)


def _bytes(work: Work, role: str) -> bytes:
    found: list[Attachment] = [a for a in work.attachments if a.role == role]
    if len(found) != 1 or found[0].media_type not in _TYPES:
        raise Final("remote:need", f"{role}: one picture, JPEG or PNG")
    data = found[0].path.read_bytes()
    if len(data) > MOST_BYTES:
        raise Final("remote:need", f"{role}: {len(data)} B, at most {MOST_BYTES} B")
    return data


def _face(row: Mapping[str, Any]) -> dict[str, Any]:
    box = {ours: row["BoundingBox"][theirs] for theirs, ours in _SIDES.items()}
    return {"box": box, "confidence": row.get("Confidence")}
