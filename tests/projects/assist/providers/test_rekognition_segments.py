"""A film before Rekognition, over the wire: laid into the bucket, looked at, taken away."""

from decimal import Decimal

import pytest

from projects.assist.contract import Connected
from projects.assist.palette import Attachment, Final, Need, Standing, Transient, Work
from projects.assist.providers.rekognition import Rekognition
from tests.projects.assist.providers.aws_server import Cut, Fails, Raw, serving

VALUES = {"access_key_id": "AKID", "secret_access_key": "secret", "bucket": "films/portal"}
KEY = "6a1b7a52-9f6f-4b62-a4be-4f4f29c3f0a1"
JOB = "a" * 64
FILM = f"portal/{KEY}/film"
PLACE = {"S3Object": {"Bucket": "films", "Name": FILM}}
SHOT = {
    "Type": "SHOT",
    "StartTimestampMillis": 0,
    "EndTimestampMillis": 4166,
    "DurationMillis": 4166,
    "StartTimecodeSMPTE": "00:00:00:00",
    "EndTimecodeSMPTE": "00:00:04:04",
    "DurationSMPTE": "00:00:04:04",
    "ShotSegment": {"Index": 0, "Confidence": 99.5},
    "StartFrameNumber": 0,
    "EndFrameNumber": 100,
    "DurationFrames": 100,
}
CUE = {
    "Type": "TECHNICAL_CUE",
    "StartTimestampMillis": 4167,
    "EndTimestampMillis": 5000,
    "StartTimecodeSMPTE": "00:00:04:04",
    "EndTimecodeSMPTE": "00:00:05:00",
    "TechnicalCueSegment": {"Type": "BlackFrames", "Confidence": 97.0},
    "StartFrameNumber": 100,
    "EndFrameNumber": 119,
}
ABOUT = {
    "Codec": "h264",
    "DurationMillis": 90_000,
    "Format": "QuickTime / MOV",
    "FrameRate": 24.0,
    "FrameHeight": 1080,
    "FrameWidth": 1920,
}


def told(status, **more):
    """As GetSegmentDetection tells of a job."""
    return {"JobStatus": status, "JobId": JOB, "JobTag": KEY, "Video": PLACE} | more


def done(*segments, **more):
    kinds = [{"Type": "SHOT", "ModelVersion": "2"}, {"Type": "TECHNICAL_CUE", "ModelVersion": "3"}]
    about = {"VideoMetadata": [ABOUT], "SelectedSegmentTypes": kinds}
    return told("SUCCEEDED", Segments=list(segments), **about, **more)


@pytest.fixture
def aws():
    with serving() as server:
        yield server


@pytest.fixture
def rekognition(aws):
    return Rekognition(Connected(aws.url, "eu-west-1", VALUES, seconds=5))


@pytest.fixture
def work(tmp_path):
    (tmp_path / "take 3.mp4").write_bytes(b"film")
    film = Attachment(tmp_path / "take 3.mp4", "video/mp4", "film", name="take 3.mp4")
    return Work(Need.SEGMENTS, attachments=(film,), options={"seconds": 90})


@pytest.fixture
def lies(aws):
    """The film, where a job before has laid it."""
    aws.store.objects["films", FILM] = b"film"


def begun(rekognition, work, tmp_path):
    return rekognition.submit(work, "SegmentDetection", KEY, tmp_path)


class TestBeginning:
    def test_the_film_is_laid_into_our_bucket_and_looked_at(self, aws, rekognition, work, tmp_path):
        aws.says("StartSegmentDetection", {"JobId": JOB})
        assert begun(rekognition, work, tmp_path).external_id == JOB
        assert aws.asked("StartSegmentDetection") == [
            {
                "Video": PLACE,
                "ClientRequestToken": KEY,
                "JobTag": KEY,
                "SegmentTypes": ["SHOT", "TECHNICAL_CUE"],
            }
        ]
        assert aws.store.objects == {("films", FILM): b"film"}

    def test_its_name_tells_nothing_of_the_film(self, aws, rekognition, work, tmp_path):
        aws.says("StartSegmentDetection", {"JobId": JOB})
        begun(rekognition, work, tmp_path)
        assert "take" not in str([(call.told, call.headers) for call in aws.calls])

    def test_the_same_key_is_the_same_job(self, aws, rekognition, work, tmp_path):
        aws.says("StartSegmentDetection", {"JobId": JOB})
        begun(rekognition, work, tmp_path)
        begun(rekognition, work, tmp_path)
        first, second = aws.asked("StartSegmentDetection")
        assert first == second and len(aws.store.objects) == 1

    @pytest.mark.parametrize("kinds", [(), ("video/webm",), ("video/mp4", "video/mp4")])
    def test_one_film_that_it_can_read(self, aws, rekognition, work, tmp_path, kinds):
        films = tuple(Attachment(tmp_path / "take 3.mp4", kind, "film") for kind in kinds)
        with pytest.raises(Final) as said:
            begun(rekognition, Work(Need.SEGMENTS, attachments=films), tmp_path)
        assert said.value.code == "remote:need" and aws.calls == []

    def test_without_a_bucket_nothing_is_begun(self, aws, work, tmp_path):
        rekognition = Rekognition(Connected(aws.url, "eu-west-1", VALUES | {"bucket": ""}))
        with pytest.raises(Final) as said:
            begun(rekognition, work, tmp_path)
        assert said.value.code == "remote:not_connected" and aws.calls == []

    def test_a_film_that_cannot_be_laid_there_begins_nothing(
        self, aws, rekognition, work, tmp_path
    ):
        aws.says("PutObject", Fails("AccessDenied"))
        with pytest.raises(Final) as said:
            begun(rekognition, work, tmp_path)
        assert said.value.code == "remote:key"
        assert aws.asked("StartSegmentDetection") == []

    @pytest.mark.parametrize(
        ("failing", "trouble", "code", "stays"),
        [
            (Fails("LimitExceededException"), Transient, "remote:throttled", False),
            (Fails("ThrottlingException"), Transient, "remote:throttled", False),
            (Fails("InvalidS3ObjectException"), Final, "remote:invalid", False),
            (Fails("VideoTooLargeException"), Final, "remote:invalid", False),
            (Fails("AccessDeniedException"), Final, "remote:key", False),
            (Cut(), Transient, "remote:down", True),
            (Raw(200, b"{}"), Transient, "remote:malformed", True),
        ],
    )
    def test_a_film_stays_only_where_it_may_be_looked_at(
        self, aws, rekognition, work, tmp_path, failing, trouble, code, stays
    ):
        aws.says("StartSegmentDetection", failing)
        with pytest.raises(trouble) as said:
            begun(rekognition, work, tmp_path)
        assert said.value.code == code and getattr(said.value, "taken", False) is stays
        assert bool(aws.store.objects) is stays and aws.store.ever == [FILM]

    def test_what_hinders_taking_it_away_does_not_hide_why(self, aws, rekognition, work, tmp_path):
        aws.says("StartSegmentDetection", Fails("VideoTooLargeException"))
        aws.says("DeleteObject", Cut())
        with pytest.raises(Final) as said:
            begun(rekognition, work, tmp_path)
        assert "VideoTooLarge" in said.value.detail


def test_a_job_whose_answer_was_lost_cannot_be_asked_after(aws, rekognition, lies):
    """Only beginning it once more would tell its id, and whoever withdrew it wants none begun."""
    assert rekognition.sought(KEY) is None and aws.calls == []


class TestWaiting:
    @pytest.mark.parametrize(
        ("status", "standing"),
        [("IN_PROGRESS", Standing.RUNNING), ("SUCCEEDED", Standing.DONE)],
    )
    def test_where_it_stands(self, aws, rekognition, lies, status, standing):
        aws.says("GetSegmentDetection", told(status))
        assert rekognition.poll(JOB).standing == standing
        assert ("films", FILM) in aws.store.objects
        assert aws.asked("GetSegmentDetection") == [{"JobId": JOB, "MaxResults": 1}]

    def test_it_failed_says_why_and_its_film_is_gone(self, aws, rekognition, lies):
        aws.says("GetSegmentDetection", told("FAILED", StatusMessage="codec"))
        said = rekognition.poll(JOB)
        assert (said.standing, said.code, said.detail) == (
            Standing.FAILED,
            "remote:failed",
            "codec",
        )
        assert aws.store.objects == {}

    def test_a_job_that_it_does_not_know_is_lost(self, aws, rekognition):
        aws.says("GetSegmentDetection", Fails("ResourceNotFoundException"))
        with pytest.raises(Final) as said:
            rekognition.poll(JOB)
        assert said.value.code == "remote:lost"

    @pytest.mark.parametrize(
        "failing", [Cut(), Fails("ThrottlingException"), Raw(200, b"?"), Raw(200, b"[]")]
    )
    def test_asking_again_is_never_harmful(self, aws, rekognition, failing):
        aws.says("GetSegmentDetection", failing)
        with pytest.raises(Transient) as said:
            rekognition.poll(JOB)
        assert not said.value.taken

    def test_given_up_its_film_is_gone(self, aws, rekognition, lies):
        aws.says("GetSegmentDetection", told("IN_PROGRESS"))
        assert rekognition.cancel(JOB) is False
        assert aws.store.objects == {}


class TestFetching:
    def test_shots_and_cues_by_frames(self, aws, rekognition, lies, tmp_path):
        aws.says("GetSegmentDetection", done(SHOT, CUE))
        said = rekognition.fetch(JOB, tmp_path)
        assert said.data["segments"] == [
            {
                "type": "shot",
                "kind": "",
                "first": 0,
                "end": 100,
                "timecode": ["00:00:00:00", "00:00:04:04"],
                "milliseconds": [0, 4166],
                "confidence": 99.5,
            },
            {
                "type": "cue",
                "kind": "BlackFrames",
                "first": 100,
                "end": 120,
                "timecode": ["00:00:04:04", "00:00:05:00"],
                "milliseconds": [4167, 5000],
                "confidence": 97.0,
            },
        ]
        about = {k: said.data[k] for k in ("rate", "width", "height", "milliseconds", "versions")}
        assert about == {
            "rate": 24.0,
            "width": 1920,
            "height": 1080,
            "milliseconds": 90_000,
            "versions": {"shot": "2", "cue": "3"},
        }

    def test_it_is_charged_for_both(self, aws, rekognition, tmp_path):
        aws.says("GetSegmentDetection", done())
        assert rekognition.fetch(JOB, tmp_path).usage == {"minute": Decimal(3)}

    def test_page_by_page(self, aws, rekognition, tmp_path):
        aws.says("GetSegmentDetection", done(SHOT, NextToken="more"), done(CUE))
        said = rekognition.fetch(JOB, tmp_path)
        assert [row["type"] for row in said.data["segments"]] == ["shot", "cue"]
        first, second = aws.asked("GetSegmentDetection")
        assert "NextToken" not in first and second == {"JobId": JOB, "NextToken": "more"}

    def test_the_film_is_taken_away(self, aws, rekognition, lies, tmp_path):
        aws.says("GetSegmentDetection", done(SHOT))
        assert rekognition.fetch(JOB, tmp_path).data["left"] == ""
        assert aws.store.objects == {}

    def test_fetched_again_it_is_the_same(self, aws, rekognition, lies, tmp_path):
        aws.says("GetSegmentDetection", done(SHOT))
        assert rekognition.fetch(JOB, tmp_path) == rekognition.fetch(JOB, tmp_path)

    def test_half_of_it_is_nothing_and_its_film_stays(self, aws, rekognition, lies, tmp_path):
        aws.says("GetSegmentDetection", done(SHOT, NextToken="more"), Cut(), done(SHOT))
        with pytest.raises(Transient):
            rekognition.fetch(JOB, tmp_path)
        assert ("films", FILM) in aws.store.objects

    def test_a_film_that_may_not_be_taken_away_is_told_and_nothing_lost(
        self, aws, rekognition, lies, tmp_path
    ):
        aws.says("DeleteObject", Fails("AccessDenied"))
        aws.says("GetSegmentDetection", done(SHOT))
        said = rekognition.fetch(JOB, tmp_path)
        assert said.data["left"] == f"films/{FILM}" and len(said.data["segments"]) == 1

    def test_a_bucket_out_of_reach_is_asked_again(self, aws, rekognition, lies, tmp_path):
        aws.says("DeleteObject", Cut(), None)
        aws.says("GetSegmentDetection", done(SHOT))
        with pytest.raises(Transient):
            rekognition.fetch(JOB, tmp_path)
        assert rekognition.fetch(JOB, tmp_path).data["left"] == ""
        assert aws.store.objects == {}

    def test_a_segment_without_its_frames_is_broken(self, aws, rekognition, tmp_path):
        aws.says("GetSegmentDetection", done({"Type": "SHOT"}))
        with pytest.raises(Final) as said:
            rekognition.fetch(JOB, tmp_path)
        assert (said.value.code, said.value.billed) == ("remote:malformed", True)

    def test_results_that_are_kept_no_longer_have_gone(self, aws, rekognition, tmp_path):
        aws.says("GetSegmentDetection", Fails("ResourceNotFoundException"))
        with pytest.raises(Final) as said:
            rekognition.fetch(JOB, tmp_path)
        assert said.value.code == "remote:lost"
