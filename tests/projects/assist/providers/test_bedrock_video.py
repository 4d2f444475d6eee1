"""Films through Bedrock, over the wire: begun once, waited for, taken out of our bucket."""

import base64
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from projects.assist.contract import Connected
from projects.assist.palette import Attachment, Final, Need, Retired, Standing, Transient, Work
from projects.assist.providers import bedrock_models as models
from projects.assist.providers.bedrock import Bedrock
from tests.projects.assist.providers.aws_server import Cut, Fails, Raw, serving

VALUES = {"access_key_id": "AKID", "secret_access_key": "secret", "bucket": "films/portal"}
KEY = "6a1b7a52-9f6f-4b62-a4be-4f4f29c3f0a1"
RAY = "luma.ray-v2:0"
JOB = "arn:aws:bedrock:us-west-2:123456789012:async-invoke/abcdefghi012"
MODEL = "arn:aws:bedrock:us-west-2::foundation-model/luma.ray-v2:0"
WHEN = datetime(2026, 11, 29, tzinfo=UTC)
WORK = Work(Need.VIDEO, text="The camera moves back.", options={"seconds": 8})


@pytest.fixture
def aws():
    with serving() as server:
        yield server


@pytest.fixture
def bedrock(aws):
    return Bedrock(Connected(aws.url, "us-west-2", VALUES, seconds=5))


def job(status, place=f"s3://films/portal/{KEY}/9s", key=KEY, arn=JOB, **more):
    """As GetAsyncInvoke and ListAsyncInvokes tell of one."""
    return {
        "invocationArn": arn,
        "modelArn": MODEL,
        "clientRequestToken": key,
        "status": status,
        "submitTime": WHEN,
        "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": place}},
    } | more


class TestBeginning:
    def test_a_picture_and_what_shall_happen(self, aws, bedrock, tmp_path):
        (tmp_path / "a").write_bytes(b"first")
        (tmp_path / "b").write_bytes(b"last")
        frames = (
            Attachment(tmp_path / "a", "image/jpeg", "first"),
            Attachment(tmp_path / "b", "image/png", "last"),
        )
        options = {"seconds": 8, "width": 1920, "height": 804}
        work = Work(Need.VIDEO, "Extend the shot.", "The camera moves back.", frames, None, options)
        aws.says("StartAsyncInvoke", {"invocationArn": JOB})
        told = bedrock.submit(work, RAY, KEY, tmp_path)
        assert (told.external_id, told.answer) == (JOB, None)
        sent = aws.asked("StartAsyncInvoke")[0]
        place = {"s3OutputDataConfig": {"s3Uri": f"s3://films/portal/{KEY}/9s"}}
        assert sent["clientRequestToken"] == KEY and sent["modelId"] == RAY
        assert sent["outputDataConfig"] == place
        film = dict(sent["modelInput"])
        frames = film.pop("keyframes")
        assert film == {
            "prompt": "Extend the shot.\n\nThe camera moves back.",
            "aspect_ratio": "21:9",
            "duration": "9s",
            "resolution": "720p",
            "loop": False,
        }
        assert base64.b64decode(frames["frame0"]["source"]["data"]) == b"first"
        assert frames["frame1"]["source"]["media_type"] == "image/png"

    def test_the_same_key_is_the_same_job(self, aws, bedrock, tmp_path):
        aws.says("StartAsyncInvoke", {"invocationArn": JOB})
        for _attempt in range(2):
            bedrock.submit(WORK, RAY, KEY, tmp_path)
        first, second = aws.asked("StartAsyncInvoke")
        assert first == second

    @pytest.mark.parametrize(
        ("size", "aspect"),
        [
            ((1920, 1080), "16:9"),
            ((1080, 1920), "9:16"),
            ((2048, 858), "21:9"),
            ((1000, 1000), "1:1"),
            ((1440, 1080), "4:3"),
            ((1998, 1080), "16:9"),
        ],
    )
    def test_the_nearest_shape_is_taken(self, aws, bedrock, tmp_path, size, aspect):
        aws.says("StartAsyncInvoke", {"invocationArn": JOB})
        options = dict(zip(("width", "height"), size, strict=True))
        bedrock.submit(Work(Need.VIDEO, text="a", options=options), RAY, KEY, tmp_path)
        assert aws.asked("StartAsyncInvoke")[0]["modelInput"]["aspect_ratio"] == aspect

    @pytest.mark.parametrize(
        "work",
        [
            Work(Need.VIDEO, text="a", options={"seconds": 10}),
            Work(Need.VIDEO, text=""),
            Work(Need.VIDEO, text="w" * 5001),
        ],
    )
    def test_what_would_be_refused_is_not_sent(self, aws, bedrock, tmp_path, work):
        with pytest.raises(Final) as told:
            bedrock.submit(work, RAY, KEY, tmp_path)
        assert told.value.code == "remote:need" and aws.calls == []

    @pytest.mark.parametrize(("kind", "role"), [("image/webp", "first"), ("image/png", "target")])
    def test_pictures_that_it_does_not_take(self, aws, bedrock, tmp_path, kind, role):
        (tmp_path / "a").write_bytes(b"a")
        work = Work(Need.VIDEO, text="a", attachments=(Attachment(tmp_path / "a", kind, role),))
        with pytest.raises(Final) as told:
            bedrock.submit(work, RAY, KEY, tmp_path)
        assert told.value.code == "remote:need" and aws.calls == []

    def test_one_first_and_one_last(self, aws, bedrock, tmp_path):
        (tmp_path / "a").write_bytes(b"a")
        frames = [Attachment(tmp_path / "a", "image/png", role) for role in ("picture", "first")]
        with pytest.raises(Final) as told:
            bedrock.submit(
                Work(Need.VIDEO, text="a", attachments=tuple(frames)), RAY, KEY, tmp_path
            )
        assert told.value.code == "remote:need" and aws.calls == []

    def test_without_a_bucket_nothing_is_begun(self, aws, tmp_path):
        bedrock = Bedrock(Connected(aws.url, "us-west-2", VALUES | {"bucket": ""}))
        with pytest.raises(Final) as told:
            bedrock.submit(WORK, RAY, KEY, tmp_path)
        assert told.value.code == "remote:not_connected" and aws.calls == []

    def test_an_ended_model_is_refused_with_its_date(self, aws, bedrock, tmp_path, monkeypatch):
        monkeypatch.setattr(models, "today", lambda: date(2026, 11, 29))
        with pytest.raises(Retired) as told:
            bedrock.submit(WORK, "amazon.nova-reel-v1:1", KEY, tmp_path)
        assert told.value.lifecycle.ends == date(2026, 9, 30)
        assert told.value.lifecycle.alternatives == (RAY,) and aws.calls == []

    def test_it_was_there_when_it_was_quoted_and_is_gone_when_it_is_sent(
        self, aws, bedrock, tmp_path
    ):
        details = {"modelArn": MODEL, "modelId": RAY, "modelLifecycle": {"status": "ACTIVE"}}
        aws.says("GetFoundationModel", {"modelDetails": details})
        aws.says("StartAsyncInvoke", Fails("ResourceNotFoundException", "end of its life"))
        assert bedrock.lifecycle(RAY).active
        with pytest.raises(Retired) as told:
            bedrock.submit(WORK, RAY, KEY, tmp_path)
        assert told.value.code == "remote:retired" and not told.value.billed


class TestTroubles:
    @pytest.mark.parametrize(
        ("failing", "code", "taken"),
        [
            (Fails("ThrottlingException"), "remote:throttled", False),
            (Fails("ServiceQuotaExceededException"), "remote:throttled", False),
            (Fails("ServiceUnavailableException"), "remote:throttled", False),
            (Cut(), "remote:down", True),
            (Cut(told=20), "remote:down", True),
            (Raw(504), "remote:down", True),
            (Raw(200, b"{}", {"content-type": "application/json"}), "remote:malformed", True),
        ],
    )
    def test_later(self, aws, bedrock, tmp_path, failing, code, taken):
        aws.says("StartAsyncInvoke", failing)
        with pytest.raises(Transient) as told:
            bedrock.submit(WORK, RAY, KEY, tmp_path)
        assert (told.value.code, told.value.taken) == (code, taken)
        assert len(aws.calls) == 1

    @pytest.mark.parametrize(
        ("failing", "code"),
        [
            (Fails("AccessDeniedException"), "remote:key"),
            (Fails("ValidationException", "bucket is in another region"), "remote:invalid"),
            (Fails("ConflictException"), "remote:invalid"),
        ],
    )
    def test_never(self, aws, bedrock, tmp_path, failing, code):
        aws.says("StartAsyncInvoke", failing)
        with pytest.raises(Final) as told:
            bedrock.submit(WORK, RAY, KEY, tmp_path)
        assert told.value.code == code


class TestLost:
    def test_a_job_whose_answer_was_lost_is_found_by_its_key(self, aws, bedrock):
        other = job("Completed", key="other", arn=JOB.replace("012", "999"))
        pages = [
            {"asyncInvokeSummaries": [other], "nextToken": "more"},
            {"asyncInvokeSummaries": [job("InProgress")]},
        ]
        aws.says("ListAsyncInvokes", *pages)
        assert bedrock.sought(KEY) == JOB
        first, second = aws.asked("ListAsyncInvokes")
        assert first["sortOrder"] == "Descending" and second["nextToken"] == "more"

    def test_of_none_nothing_is_known(self, aws, bedrock):
        """Not "none": the key may have been one of a question, which is not listed."""
        aws.says("ListAsyncInvokes", {"asyncInvokeSummaries": []})
        assert bedrock.sought(KEY) is None

    def test_it_does_not_look_for_ever(self, aws, bedrock):
        aws.says("ListAsyncInvokes", {"asyncInvokeSummaries": [], "nextToken": "more"})
        assert bedrock.sought(KEY) is None
        assert len(aws.calls) == 5

    def test_out_of_reach_is_for_later(self, aws, bedrock):
        aws.says("ListAsyncInvokes", Cut())
        with pytest.raises(Transient):
            bedrock.sought(KEY)


class TestWaiting:
    @pytest.mark.parametrize(
        ("status", "standing"),
        [("InProgress", Standing.RUNNING), ("Completed", Standing.DONE)],
    )
    def test_where_it_stands(self, aws, bedrock, status, standing):
        aws.says("GetAsyncInvoke", job(status))
        assert bedrock.poll(JOB).standing == standing
        assert aws.asked("GetAsyncInvoke") == [{"invocationArn": JOB}]

    @pytest.mark.parametrize(
        ("why", "code"),
        [
            ("Internal error while generating the video.", "remote:failed"),
            ("The prompt was blocked by our content filters.", "remote:filtered"),
            ("Frame not allowed: failed moderation", "remote:filtered"),
        ],
    )
    def test_it_failed_and_says_why(self, aws, bedrock, why, code):
        aws.says("GetAsyncInvoke", job("Failed", failureMessage=why))
        told = bedrock.poll(JOB)
        assert (told.standing, told.code, told.detail) == (Standing.FAILED, code, why)

    def test_a_job_that_it_does_not_know_is_lost(self, aws, bedrock):
        aws.says("GetAsyncInvoke", Fails("ValidationException", "invocation not found"))
        with pytest.raises(Final) as told:
            bedrock.poll(JOB)
        assert told.value.code == "remote:lost"

    @pytest.mark.parametrize(
        "failing",
        [Cut(), Fails("ThrottlingException"), Raw(200, b"?", {"content-type": "application/json"})],
    )
    def test_asking_again_is_never_harmful(self, aws, bedrock, failing):
        aws.says("GetAsyncInvoke", failing)
        with pytest.raises(Transient) as told:
            bedrock.poll(JOB)
        assert not told.value.taken

    def test_it_cannot_be_stopped(self, aws, bedrock):
        assert bedrock.cancel(JOB) is False and aws.calls == []


class TestFetching:
    @pytest.mark.parametrize(
        ("place", "lies"),
        [
            (f"s3://films/portal/{KEY}/9s", f"portal/{KEY}/9s/abcdefghi012/output.mp4"),
            (
                f"s3://films/portal/{KEY}/9s/abcdefghi012",
                f"portal/{KEY}/9s/abcdefghi012/output.mp4",
            ),
            (f"s3://films/portal/{KEY}/9s/", f"portal/{KEY}/9s/output.mp4"),
        ],
    )
    def test_the_film_is_taken_out_of_our_bucket(self, aws, bedrock, tmp_path, place, lies):
        aws.says("GetAsyncInvoke", job("Completed", place))
        aws.store.objects["films", lies] = b"film"
        aws.store.objects["films", lies.replace("output.mp4", "manifest.json")] = b"{}"
        aws.store.objects["films", f"portal/{KEY}/99s/output.mp4"] = b"of another"
        told = bedrock.fetch(JOB, tmp_path)
        (film,) = told.files
        assert film.path.read_bytes() == b"film" and film.path.parent == tmp_path
        assert (film.role, film.media_type) == ("film", "video/mp4")
        assert told.usage == {"second": Decimal(9)} and told.model == RAY

    def test_fetched_again_it_is_the_same(self, aws, bedrock, tmp_path):
        """A worker that was killed before it kept the film."""
        aws.says("GetAsyncInvoke", job("Completed"))
        aws.store.objects["films", f"portal/{KEY}/9s/output.mp4"] = b"film"
        assert bedrock.fetch(JOB, tmp_path) == bedrock.fetch(JOB, tmp_path)

    def test_a_film_that_was_taken_away_has_expired(self, aws, bedrock, tmp_path):
        aws.says("GetAsyncInvoke", job("Completed"))
        with pytest.raises(Final) as told:
            bedrock.fetch(JOB, tmp_path)
        assert (told.value.code, told.value.billed) == ("remote:expired", True)

    def test_it_goes_while_it_is_being_fetched(self, aws, bedrock, tmp_path):
        aws.says("GetAsyncInvoke", job("Completed"))
        aws.store.objects["films", f"portal/{KEY}/9s/output.mp4"] = b"film"
        aws.says("GetObject", Fails("NoSuchKey"))
        with pytest.raises(Final) as told:
            bedrock.fetch(JOB, tmp_path)
        assert told.value.code == "remote:expired"

    @pytest.mark.parametrize("failing", [Fails("SlowDown"), Cut(), Cut(told=1000), Raw(500)])
    def test_half_a_film_is_fetched_again(self, aws, bedrock, tmp_path, failing):
        aws.says("GetAsyncInvoke", job("Completed"))
        aws.store.objects["films", f"portal/{KEY}/9s/output.mp4"] = b"film"
        aws.says("GetObject", failing, None)
        with pytest.raises(Transient) as told:
            bedrock.fetch(JOB, tmp_path)
        assert not told.value.taken and not (tmp_path / "film.mp4").exists()
        assert bedrock.fetch(JOB, tmp_path).files[0].path.read_bytes() == b"film"

    def test_a_bucket_that_is_closed_to_us(self, aws, bedrock, tmp_path):
        aws.says("GetAsyncInvoke", job("Completed"))
        aws.says("ListObjectsV2", Fails("AccessDenied"))
        with pytest.raises(Final) as told:
            bedrock.fetch(JOB, tmp_path)
        assert told.value.code == "remote:key"
