"""Films of Veo: begun, asked after, fetched. The form of requests and operations is that of
https://ai.google.dev/gemini-api/docs/video and of google.longrunning.Operation, as
`google.genai.types` and `google.genai.models` (2.34) read and write it."""

import base64
from decimal import Decimal
from fractions import Fraction

import av
import numpy
import pytest

from projects.assist.palette import Final, Need, Rate, Retired, Standing, Transient, Work
from tests.projects.assist.providers.asking import reference, refused
from tests.projects.assist.providers.loopback import Reply, serving
from tests.projects.assist.providers.speakers import KEY, GoogleSpeaker

SPEAKER = GoogleSpeaker()
MODEL = "veo-3.1-generate-preview"
NAME = f"models/{MODEL}/operations/abc123"
RATES = [Rate("second", Decimal("0.40"), "USD")]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Four seconds, few frames."""
    path = tmp_path_factory.mktemp("veo") / "film.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=Fraction(2))
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for _ in range(8):
            frame = av.VideoFrame.from_ndarray(numpy.zeros((36, 64, 3), numpy.uint8), "rgb24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return path.read_bytes()


def begun(work, *, model=MODEL):
    with serving(Reply(body={"name": NAME})) as server:
        submission = SPEAKER.reach(server.address).submit(work, model, "k", None)
    assert len(server.calls) == 1
    assert submission.external_id == NAME and submission.answer is None
    return server.calls[0]


def work(*attachments, **options):
    return Work(Need.VIDEO, "Extend the shot.", "She turns.", attachments, options=options)


def operation(**more):
    return Reply(body={"name": NAME, **more})


def done(**response):
    return operation(done=True, response={"generateVideoResponse": response})


def ready(address, path="/v1beta/files/xyz:download?alt=media"):
    return done(generatedSamples=[{"video": {"uri": f"{address}{path}"}}])


def test_a_film_is_begun_from_a_picture(tmp_path):
    first = reference(tmp_path, "secret.png", "first")
    call = begun(work(first, seconds=5, width=1280, height=720))
    assert call.path == f"/v1beta/models/{MODEL}:predictLongRunning"
    assert call.headers["x-goog-api-key"] == KEY and b"secret" not in call.body
    image = {"mimeType": "image/png", "bytesBase64Encoded": _base64(first)}
    assert call.json["instances"] == [{"prompt": "Extend the shot.\n\nShe turns.", "image": image}]
    assert call.json["parameters"] == {
        **{"sampleCount": 1, "durationSeconds": 6},
        **{"aspectRatio": "16:9", "resolution": "720p"},
    }


def test_a_last_frame_and_references_demand_eight_seconds(tmp_path):
    last, plate = reference(tmp_path, "l.png", "last"), reference(tmp_path, "r.png", "reference")
    (instance,) = begun(work(last, plate, seconds=4)).json["instances"]
    assert instance["lastFrame"]["bytesBase64Encoded"] == _base64(last)
    (given,) = instance["referenceImages"]
    assert given["referenceType"].lower() == "asset"
    assert given["image"]["bytesBase64Encoded"] == _base64(plate)
    for asked in (work(last, seconds=4), work(plate, seconds=4), work(seconds=4, height=1080)):
        assert begun(asked).json["parameters"]["durationSeconds"] == 8


@pytest.mark.parametrize(
    ("options", "parameters"),
    [
        ({}, {"durationSeconds": 8, "resolution": "720p", "aspectRatio": "16:9"}),
        ({"seconds": 4, "width": 720, "height": 1280}, {"aspectRatio": "9:16"}),
        ({"seconds": 0.5}, {"durationSeconds": 4}),
        ({"width": 3840, "height": 2160}, {"resolution": "1080p", "durationSeconds": 8}),
        ({"seed": 7}, {"sampleCount": 1}),
    ],
)
def test_options_become_what_it_takes(options, parameters):
    sent = begun(work(**options)).json["parameters"]
    assert parameters.items() <= sent.items() and "seed" not in sent


@pytest.mark.parametrize("options", [{"seconds": 9}, {"count": 2}])
def test_what_it_does_not_make_is_not_asked_for(options):
    for verb in (
        lambda p: p.submit(work(**options), MODEL, "k", None),
        lambda p: p.quote(work(**options), MODEL, RATES),
    ):
        with pytest.raises(Final) as told:
            verb(SPEAKER.reach(""))
        assert told.value.code == "remote:need"


def test_more_references_than_it_takes_are_not_sent(tmp_path):
    with pytest.raises(Final) as told:
        SPEAKER.reach("").quote(work(*[reference(tmp_path)] * 4), MODEL, RATES)
    assert told.value.code == "remote:need"


def test_a_film_is_quoted_by_the_second():
    quote = SPEAKER.reach("").quote(work(seconds=5), MODEL, RATES)
    assert quote.low == quote.high == Decimal("2.40") and quote.usage == {"second": 6}


@pytest.mark.parametrize(
    ("reply", "code", "taken"),
    [
        (Reply(503, SPEAKER.error(503, "", "busy")), "remote:throttled", False),
        (Reply(504, SPEAKER.error(504, "", "late")), "remote:down", True),
        (Reply(body=b"", cut=-1), "remote:down", True),
    ],
)
def test_a_film_that_may_have_begun_says_so(reply, code, taken):
    found = refused(lambda at: SPEAKER.reach(at).submit(work(), MODEL, "k", None), reply)
    assert isinstance(found, Transient) and (found.code, found.taken) == (code, taken)


@pytest.mark.parametrize("body", [b"{}", b"<html>", b'{"name":'])
def test_a_film_without_an_operation_is_malformed(body):
    ask = lambda at: SPEAKER.reach(at).submit(work(), MODEL, "k", None)  # noqa: E731
    found = refused(ask, Reply(body=body))
    assert isinstance(found, Final) and (found.code, found.billed) == ("remote:malformed", True)


def test_a_model_that_is_gone_in_mid_run_is_told_with_others():
    reply = Reply(404, SPEAKER.error(404, "", f"models/{MODEL} is not found"))
    found = refused(lambda at: SPEAKER.reach(at).submit(work(), MODEL, "k", None), reply)
    assert isinstance(found, Retired)
    assert found.lifecycle.alternatives == ("veo-3.1-fast-generate-preview",)


def polled(reply):
    with serving(reply) as server:
        status = SPEAKER.reach(server.address).poll(NAME)
    assert (server.calls[0].method, server.calls[0].path) == ("GET", f"/v1beta/{NAME}")
    return status


def test_it_is_asked_how_far_it_is():
    assert polled(operation()).standing is Standing.RUNNING
    assert polled(operation(metadata={}, done=False)).standing is Standing.RUNNING
    assert polled(ready("https://google.example")).standing is Standing.DONE


@pytest.mark.parametrize(
    ("reply", "code", "detail"),
    [
        (
            done(raiMediaFilteredCount=1, raiMediaFilteredReasons=["Blocked for safety."]),
            "remote:filtered",
            "Blocked for safety",
        ),
        (operation(done=True, error={"code": 3, "message": "Bad."}), "remote:invalid", "Bad"),
        (operation(done=True, error={"code": 13, "message": "Oh."}), "remote:failed", "Oh"),
        (
            operation(done=True, error={"code": 3, "message": "It violates our usage guidelines."}),
            "remote:filtered",
            "It violates our usage guidelines",
        ),
        (done(), "remote:malformed", "no film"),
        (operation(done=True), "remote:malformed", "no film"),
        (done(generatedSamples=[{"video": {}}]), "remote:malformed", "no film"),
    ],
)
def test_a_film_that_failed_says_why(tmp_path, reply, code, detail):
    status = polled(reply)
    assert (status.standing, status.code, status.detail) == (Standing.FAILED, code, detail)
    found = refused(lambda at: SPEAKER.reach(at).fetch(NAME, tmp_path), reply)
    assert (found.code, found.detail) == (code, detail)


def test_a_job_that_google_does_not_know_is_lost():
    reply = Reply(404, SPEAKER.error(404, "", "Operation not found"))
    assert refused(lambda at: SPEAKER.reach(at).poll(NAME), reply).code == "remote:lost"


def test_asking_again_is_harmless():
    found = refused(lambda at: SPEAKER.reach(at).poll(NAME), Reply(body=b"", cut=-1))
    assert isinstance(found, Transient) and not found.taken


def fetching(folder, *replies, prepared=None):
    """Fetch a film that lies at the same server; the operation is its first answer."""
    with serving(Reply(), *replies) as server:
        server.replies[0] = prepared or ready(server.address)
        return SPEAKER.reach(server.address).fetch(NAME, folder), server.calls


def test_a_film_is_fetched_whole_and_measured(tmp_path, film):
    answer, calls = fetching(tmp_path, Reply(body=film, headers={"content-type": "video/mp4"}))
    assert calls[1].path == "/v1beta/files/xyz:download?alt=media"
    assert calls[1].headers["x-goog-api-key"] == KEY
    (file,) = answer.files
    assert file.path.read_bytes() == film and (file.role, file.media_type) == ("film", "video/mp4")
    assert answer.usage == {"second": 4} and answer.model == MODEL
    assert [path.name for path in tmp_path.iterdir()] == ["film-0.mp4"]


def test_a_film_that_came_in_the_answer_is_kept(tmp_path, film):
    video = {"encodedVideo": base64.b64encode(film).decode(), "encoding": "video/mp4"}
    answer, calls = fetching(tmp_path, prepared=done(generatedSamples=[{"video": video}]))
    assert len(calls) == 1 and answer.files[0].path.read_bytes() == film


def test_a_film_that_is_not_ready_is_no_trouble_of_the_job(tmp_path):
    found = refused(lambda at: SPEAKER.reach(at).fetch(NAME, tmp_path), operation())
    assert isinstance(found, Transient) and not found.taken


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_link_that_is_over_is_told(tmp_path, status):
    with pytest.raises(Final) as told:
        fetching(tmp_path, Reply(status, SPEAKER.error(status, "", "gone")))
    assert (told.value.code, told.value.billed) == ("remote:expired", True)


@pytest.mark.parametrize("reply", [Reply(503), Reply(500), Reply(429)])
def test_a_link_that_does_not_answer_now_may_later(tmp_path, reply):
    with pytest.raises(Transient) as told:
        fetching(tmp_path, reply)
    assert not told.value.taken and not list(tmp_path.iterdir())


def test_a_film_that_breaks_off_is_not_kept(tmp_path, film):
    with pytest.raises(Transient) as told:
        fetching(tmp_path, Reply(body=film, cut=len(film) // 2))
    assert not told.value.taken and not list(tmp_path.iterdir())


def test_what_is_no_film_is_malformed(tmp_path):
    with pytest.raises(Final) as told:
        fetching(tmp_path, Reply(body=b"<html>"))
    assert (told.value.code, told.value.billed) == ("remote:malformed", True)


def test_the_key_stays_where_a_link_leads_elsewhere_on_the_same_server(tmp_path, film):
    moved = Reply(302, b"", {"location": "/download/v1beta/files/xyz:download?alt=media"})
    _, calls = fetching(tmp_path, moved, Reply(body=film))
    assert calls[2].path.startswith("/download/") and calls[2].headers["x-goog-api-key"] == KEY


@pytest.mark.parametrize("where", ["http://127.0.0.1:1/a", "https://10.0.0.1/a", "https://[::1]/"])
def test_a_link_into_the_house_is_not_followed(tmp_path, where, network):
    with pytest.raises(Final) as told:
        fetching(tmp_path, Reply(302, b"", {"location": where}))
    assert told.value.code == "remote:invalid"
    assert set(network.connected) == {"127.0.0.1"}


def test_a_link_that_goes_round_ends(tmp_path):
    moved = Reply(302, b"", {"location": "/v1beta/files/xyz:download"})
    with pytest.raises(Final) as told:
        fetching(tmp_path, moved)
    assert told.value.code == "remote:invalid"


def test_a_key_does_not_go_to_another_host():
    from projects.assist.providers import google_files

    asked = []

    class Stopped(Exception):
        pass

    class Client:
        def stream(self, method, link, headers):
            asked.append((link, headers))
            raise Stopped

    for link, own in (("https://cdn.example/a", False), ("https://google.example/a", True)):
        with pytest.raises(Stopped):
            google_files.fetched(Client(), link, None, "https://google.example", {"key": "k"})
        assert asked[-1] == (link, {"key": "k"} if own else {})


def test_a_film_cannot_be_sought_or_stopped():
    provider = SPEAKER.reach("")
    assert provider.sought("k") is None and provider.cancel(NAME) is False
    assert not provider.idempotent and Need.VIDEO not in provider.at_once


def _base64(attachment):
    return base64.b64encode(attachment.path.read_bytes()).decode()
