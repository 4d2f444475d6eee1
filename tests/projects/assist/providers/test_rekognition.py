"""Rekognition over the wire: faces compared, and shots and cues of a film found."""

from decimal import Decimal

import pytest

from projects.assist import providers
from projects.assist.contract import Connected
from projects.assist.palette import Attachment, Final, Need, Rate, Transient, Work
from projects.assist.providers.rekognition import Rekognition
from tests.projects.assist.providers.aws_server import Cut, Fails, Raw, serving

VALUES = {"access_key_id": "AKID", "secret_access_key": "secret", "bucket": "films/portal"}
RATES = [Rate("image", Decimal("0.001"), "USD"), Rate("minute", Decimal("0.05"), "USD")]
BOX = {"Width": 0.2, "Height": 0.3, "Left": 0.4, "Top": -0.02}
OUR_BOX = {"width": 0.2, "height": 0.3, "left": 0.4, "top": -0.02}
COMPARED = {
    "SourceImageFace": {"BoundingBox": BOX, "Confidence": 99.9},
    "FaceMatches": [{"Similarity": 97.5, "Face": {"BoundingBox": BOX, "Confidence": 99.5}}],
    "UnmatchedFaces": [{"BoundingBox": BOX, "Confidence": 98.0}],
}


@pytest.fixture
def aws():
    with serving() as server:
        yield server


@pytest.fixture
def rekognition(aws):
    return Rekognition(Connected(aws.url, "eu-west-1", VALUES, seconds=5))


@pytest.fixture
def faces(tmp_path):
    for name in ("source", "target"):
        (tmp_path / name).write_bytes(name.encode())
    return Work(
        Need.FACES,
        attachments=tuple(
            Attachment(tmp_path / name, "image/png", name) for name in ("source", "target")
        ),
        options={"similarity": 70},
    )


def compared(rekognition, work, tmp_path):
    return rekognition.submit(work, "CompareFaces", "key", tmp_path)


class TestFaces:
    def test_two_pictures_are_compared(self, aws, rekognition, faces, tmp_path):
        aws.says("CompareFaces", COMPARED)
        told = compared(rekognition, faces, tmp_path)
        assert told.external_id == "" and told.answer
        assert told.answer.data == {
            "threshold": 70.0,
            "source": {"box": OUR_BOX, "confidence": 99.9},
            "matches": [{"similarity": 97.5, "box": OUR_BOX, "confidence": 99.5}],
            "unmatched": [{"box": OUR_BOX, "confidence": 98.0}],
        }
        assert told.answer.usage == {"image": 1} and told.answer.model == "CompareFaces"
        assert aws.asked("CompareFaces") == [
            {
                "SourceImage": {"Bytes": b"source"},
                "TargetImage": {"Bytes": b"target"},
                "SimilarityThreshold": 70.0,
            }
        ]
        assert aws.store.ever == []  # no picture of a face lies anywhere

    def test_where_nobody_says_it_is_amazons_own_threshold(self, aws, rekognition, faces, tmp_path):
        aws.says("CompareFaces", {**COMPARED, "FaceMatches": [], "UnmatchedFaces": []})
        told = compared(rekognition, Work(Need.FACES, attachments=faces.attachments), tmp_path)
        assert told.answer and told.answer.data["matches"] == []
        assert aws.asked("CompareFaces")[0]["SimilarityThreshold"] == 80

    def test_a_picture_without_a_face_is_told(self, aws, rekognition, faces, tmp_path):
        why = "Request has invalid parameters"
        aws.says("CompareFaces", Fails("InvalidParameterException", why))
        with pytest.raises(Final) as told:
            compared(rekognition, faces, tmp_path)
        assert told.value.code == "remote:invalid" and why in told.value.detail

    @pytest.mark.parametrize(
        ("kind", "size", "roles"),
        [
            ("image/webp", 10, ("source", "target")),
            ("image/png", 5 * 1024 * 1024 + 1, ("source", "target")),
            ("image/png", 10, ("source",)),
            ("image/png", 10, ("source", "source", "target")),
        ],
    )
    def test_what_it_does_not_take_is_not_sent(self, aws, rekognition, tmp_path, kind, size, roles):
        (tmp_path / "face").write_bytes(b"x" * size)
        pictures = tuple(Attachment(tmp_path / "face", kind, role) for role in roles)
        with pytest.raises(Final) as told:
            compared(rekognition, Work(Need.FACES, attachments=pictures), tmp_path)
        assert told.value.code == "remote:need" and aws.calls == []

    @pytest.mark.parametrize(
        ("failing", "code", "taken"),
        [
            (Fails("ThrottlingException"), "remote:throttled", False),
            (Fails("ProvisionedThroughputExceededException"), "remote:throttled", False),
            (Fails("InternalServerError"), "remote:down", False),
            (Raw(502), "remote:down", True),
            (Cut(), "remote:down", True),
            (Cut(told=10), "remote:down", True),
        ],
    )
    def test_later(self, aws, rekognition, faces, tmp_path, failing, code, taken):
        aws.says("CompareFaces", failing)
        with pytest.raises(Transient) as told:
            compared(rekognition, faces, tmp_path)
        assert (told.value.code, told.value.taken) == (code, taken)
        assert len(aws.calls) == 1 and Need.FACES not in Rekognition.idempotent

    @pytest.mark.parametrize(
        ("failing", "code"),
        [
            (Fails("AccessDeniedException"), "remote:key"),
            (Fails("ImageTooLargeException"), "remote:invalid"),
            (Fails("InvalidImageFormatException"), "remote:invalid"),
        ],
    )
    def test_never(self, aws, rekognition, faces, tmp_path, failing, code):
        aws.says("CompareFaces", failing)
        with pytest.raises(Final) as told:
            compared(rekognition, faces, tmp_path)
        assert told.value.code == code and not told.value.billed

    @pytest.mark.parametrize(
        "body",
        [
            b"{}",
            b'{"SourceImageFace": {}, "FaceMatches": [], "UnmatchedFaces": []}',
            b'{"FaceMatches": 3}',
            b"[]",
            b"not json",
        ],
    )
    def test_a_broken_answer_is_told_and_charged(self, aws, rekognition, faces, tmp_path, body):
        aws.says("CompareFaces", Raw(200, body, {"content-type": "application/x-amz-json-1.1"}))
        with pytest.raises(Final) as told:
            compared(rekognition, faces, tmp_path)
        assert (told.value.code, told.value.billed) == ("remote:malformed", True)


class TestQuote:
    def test_a_comparison_is_one_picture(self, rekognition, faces):
        told = rekognition.quote(faces, "CompareFaces", RATES)
        assert told.low == told.high == Decimal("0.001") and told.currency == "USD"

    def test_a_film_is_looked_at_twice(self, rekognition):
        """Ninety seconds, once for shots and once for cues."""
        work = Work(Need.SEGMENTS, options={"seconds": 90})
        told = rekognition.quote(work, "SegmentDetection", RATES)
        assert told.usage == {"minute": 3} and told.high == Decimal("0.15")

    @pytest.mark.parametrize(
        ("work", "model", "code"),
        [
            (Work(Need.SEGMENTS), "SegmentDetection", "remote:need"),
            (Work(Need.FACES), "SegmentDetection", "remote:need"),
            (Work(Need.TEXT), "CompareFaces", "remote:need"),
            (Work(Need.FACES), "DetectDogs", "remote:need"),
        ],
    )
    def test_what_cannot_be_quoted(self, rekognition, work, model, code):
        with pytest.raises(Final) as told:
            rekognition.quote(work, model, RATES)
        assert told.value.code == code

    def test_without_a_price_it_is_told(self, rekognition, faces):
        with pytest.raises(Final) as told:
            rekognition.quote(faces, "CompareFaces", [])
        assert told.value.code == "remote:unpriced"


class TestConnection:
    def test_it_is_reached_by_its_name(self):
        assert isinstance(providers.reach("rekognition", Connected()), Rekognition)
        for need in (Need.FACES, Need.SEGMENTS):
            assert "rekognition" in providers.serving(need)

    def test_whose_account_answers(self, aws, rekognition):
        who = {"UserId": "AIDA", "Account": "123456789012", "Arn": "arn:aws:iam::123456789012:u"}
        aws.says("GetCallerIdentity", who)
        assert rekognition.test() == "Account 123456789012 in eu-west-1 answered."

    def test_a_wrong_key_is_told(self, aws, rekognition):
        aws.says("GetCallerIdentity", Fails("ExpiredTokenException", "is expired"))
        with pytest.raises(Final) as told:
            rekognition.test()
        assert told.value.code == "remote:key"

    def test_its_calls_live_as_long_as_they_are_offered(self, rekognition):
        assert rekognition.lifecycle("CompareFaces").active
        with pytest.raises(Final):
            rekognition.lifecycle("DetectDogs")

    def test_it_may_train_until_the_account_opts_out(self):
        (terms,) = Rekognition(Connected()).terms()
        assert terms.trains_on_inputs is True  # and so nothing is sent before somebody says more
        assert terms.source.startswith("https://docs.aws.amazon.com/") and "opts out" in str(
            terms.note
        )
