"""Runway against a server on loopback that answers as its published types say."""

import base64
from decimal import Decimal
from threading import Event

import pytest
from pydantic import ValidationError

from portal.drills.remote.own_servers import FILM, Reply, RunwayTasks, png, serving, task
from projects.assist import providers
from projects.assist.contract import Connected
from projects.assist.palette import (
    Attachment,
    Final,
    Need,
    Rate,
    Retired,
    Standing,
    Transient,
    Work,
)

KEY = "key_0123456789"
CENT = [Rate("credit", Decimal("0.01"), "USD")]


@pytest.fixture
def tasks():
    return RunwayTasks()


@pytest.fixture
def server(tasks):
    with serving(tasks) as found:
        yield found


@pytest.fixture
def runway(server):
    return providers.reach("runway", Connected(server.address, values={"key": KEY}, seconds=5))


@pytest.fixture
def frame(tmp_path):
    path = tmp_path / "first.png"
    path.write_bytes(png())
    return Attachment(path, "image/png", role="first")


@pytest.fixture
def film(frame):
    options = {"seconds": 5, "width": 1920, "height": 1080, "seed": 7}
    return Work(Need.VIDEO, "Hold the shot.", "Rain on the pier.", (frame,), options=options)


PICTURE = Work(Need.IMAGE, "A storyboard frame.", "Rain.", options={"width": 1920, "height": 1080})


def trouble_of(call, *args):
    with pytest.raises((Transient, Final)) as found:
        call(*args)
    return found.value


def test_a_film_is_asked_for_as_the_schema_has_it(runway, server, film, tmp_path):
    sent = runway.submit(film, "gen4_turbo", "key-1", tmp_path)
    assert (sent.external_id, sent.answer) == ("task-1", None)
    request = server.asked[0]
    assert (request.method, request.path) == ("POST", "/v1/image_to_video")
    assert request.headers["x-runway-version"] == "2024-11-06"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    first = "data:image/png;base64," + base64.b64encode(png()).decode()
    assert request.json() == {
        "model": "gen4_turbo",
        "ratio": "1280:720",
        "promptText": "Hold the shot.\n\nRain on the pier.",
        "promptImage": [{"uri": first, "position": "first"}],
        "duration": 5,
        "seed": 7,
    }


def test_a_picture_is_asked_for_with_its_references(runway, server, frame, tmp_path):
    runway.submit(PICTURE, "gen4_image", "key-1", tmp_path)
    assert server.asked[0].path == "/v1/text_to_image"
    told = server.asked[0].json()
    assert told["ratio"] == "1920:1080" and "referenceImages" not in told
    with_one = Work(Need.IMAGE, "As", "this.", (frame,))
    runway.submit(with_one, "gen4_image_turbo", "key-2", tmp_path)
    told = server.asked[1].json()
    assert [image["tag"] for image in told["referenceImages"]] == ["reference_1"]
    assert told["ratio"] == "1280:720"


@pytest.mark.parametrize(
    ("state", "more", "standing", "fraction"),
    [
        ("PENDING", {}, Standing.WAITING, None),
        ("THROTTLED", {}, Standing.WAITING, None),
        ("RUNNING", {"progress": 0.5}, Standing.RUNNING, 0.5),
        ("RUNNING", {"progress": 1.5}, Standing.RUNNING, 1.0),
        ("SUCCEEDED", {"output": ["https://x.example/1.mp4"]}, Standing.DONE, None),
        ("CANCELLED", {}, Standing.CANCELLED, None),
    ],
)
def test_each_state_is_told(runway, tasks, state, more, standing, fraction):
    tasks.state, tasks.more = state, more
    status = runway.poll("task-1")
    assert (status.standing, status.fraction, status.billed) == (standing, fraction, False)


def test_a_cancelled_task_that_cost_something_is_told_so(runway, tasks):
    tasks.state, tasks.more = "CANCELLED", {"cost": {"credits": 25}}
    assert runway.poll("task-1").billed is True


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        ("SAFETY.INPUT.TEXT", "remote:filtered"),
        ("SAFETY.OUTPUT.VIDEO", "remote:filtered"),
        ("INPUT_PREPROCESSING.SAFETY.TEXT", "remote:filtered"),
        ("ASSET.INVALID", "remote:invalid"),
        ("INTERNAL.BAD_OUTPUT.CODE01", "remote:failed"),
        ("INPUT_PREPROCESSING.INTERNAL", "remote:failed"),
        ("THIRD_PARTY.UNAVAILABLE", "remote:failed"),
        (None, "remote:failed"),
    ],
)
def test_a_failure_is_told_by_its_code(runway, tasks, failure, code):
    more = {"failure": "It did not work.", "cost": {"credits": 0}}
    tasks.state, tasks.more = "FAILED", {**more, **({"failureCode": failure} if failure else {})}
    status = runway.poll("task-1")
    assert (status.standing, status.code, status.billed) == (Standing.FAILED, code, False)
    assert status.detail == ("It did not work." + (f" ({failure})" if failure else ""))


def test_a_failure_that_costs_is_billed(runway, tasks):
    tasks.state, tasks.more = "FAILED", {"cost": {"credits": 25}}
    assert runway.poll("task-1").billed is True


def test_results_are_fetched_at_once_with_what_they_cost(runway, tasks, server, tmp_path):
    tasks.files = {"/made.mp4": Reply(body=FILM, media_type="video/mp4")}
    tasks.state, tasks.more = "SUCCEEDED", {"output": [f"{server.address}/made.mp4?_jwt=abc"]}
    answer = runway.fetch("task-1", tmp_path / "made")
    assert answer.usage == {"credit": Decimal(25)}
    assert [(f.role, f.media_type, f.path.read_bytes()) for f in answer.files] == [
        ("film", "video/mp4", FILM)
    ]
    link = next(r for r in server.asked if r.path.startswith("/made"))
    assert "authorization" not in link.headers  # the key goes to its API alone


def test_an_expired_link_is_asked_for_anew_once(runway, tasks, server, tmp_path):
    tasks.files = {
        "/old.mp4": Reply(403, b"<Error>Request has expired</Error>"),
        "/new.mp4": Reply(body=FILM),
    }
    links = iter(["old.mp4", "new.mp4"])

    def answering(request):
        if request.path.startswith("/v1/tasks"):
            tasks.state, tasks.more = "SUCCEEDED", {"output": [f"{server.address}/{next(links)}"]}
        return tasks(request)

    server.answering = answering
    assert runway.fetch("task-1", tmp_path).files[0].media_type == "video/mp4"


def test_a_link_that_stays_expired_is_final_and_billed(runway, tasks, server, tmp_path):
    tasks.files = {"/old.mp4": Reply(403, b"")}
    tasks.state, tasks.more = "SUCCEEDED", {"output": [f"{server.address}/old.mp4"]}
    trouble = trouble_of(runway.fetch, "task-1", tmp_path)
    assert (trouble.code, trouble.billed) == ("remote:expired", True)
    assert server.paths().count("GET /old.mp4") == 2


@pytest.mark.parametrize(
    "output", [[], [7], "https://x", ["http://169.254.169.254/latest/meta-data/x.png"]]
)
def test_a_result_that_is_none_is_malformed_and_billed(runway, tasks, server, output, tmp_path):
    body = {**task("SUCCEEDED"), "output": output}
    server.answering = lambda request: Reply(body=body)
    trouble = trouble_of(runway.fetch, "task-1", tmp_path)
    assert (trouble.code, trouble.billed) == ("remote:malformed", True)


@pytest.mark.parametrize("state", ["PENDING", "THROTTLED", "RUNNING"])
def test_what_runs_can_be_cancelled(runway, tasks, server, state):
    tasks.state = state
    assert runway.cancel("task-1") is True
    assert server.paths() == ["GET /v1/tasks/task-1", "DELETE /v1/tasks/task-1"]


@pytest.mark.parametrize("state", ["SUCCEEDED", "FAILED", "CANCELLED"])
def test_what_has_ended_is_never_deleted(runway, tasks, server, state):
    """Deleting a task that is done would delete what it made."""
    tasks.state = state
    assert runway.cancel("task-1") is False
    assert server.paths() == ["GET /v1/tasks/task-1"]


def test_a_task_that_nobody_knows_is_not_cancelled(runway, tasks):
    tasks.trouble = Reply(404, {"error": "Task not found"})
    assert runway.cancel("task-9") is False


@pytest.mark.parametrize(
    ("reply", "kind", "code", "taken"),
    [
        (Reply(429, {"error": "Too many"}, {"Retry-After": "7"}), Transient, "throttled", False),
        (Reply(500, {"error": "oh"}), Transient, "down", True),
        (Reply(502, b"<html>"), Transient, "down", True),
        (Reply(503, {"error": "load"}), Transient, "down", False),
        (Reply(504, b""), Transient, "down", True),
        (Reply(silent=True), Transient, "down", True),
        (Reply(cut=True, body={"id": "task-1"}), Transient, "down", True),
        (Reply(401, {"error": "The API key is invalid"}), Final, "key", None),
        (Reply(403, {"error": "Forbidden"}), Final, "key", None),
        (Reply(402, {"error": "Payment required"}), Final, "quota", None),
        (Reply(400, {"error": "You do not have enough credits"}), Final, "quota", None),
        (Reply(400, {"error": "Input failed moderation"}), Final, "filtered", None),
        (Reply(400, {"error": "Validation of body failed"}), Final, "invalid", None),
        (Reply(400, ["odd"]), Final, "invalid", None),
        (Reply(413, {"error": "Too large"}), Final, "invalid", None),
        (Reply(200, b"<html>proxy</html>", media_type="text/html"), Final, "malformed", None),
        (Reply(200, {"task": "1"}), Final, "malformed", None),
        (Reply(200, b"{"), Final, "malformed", None),
    ],
)
def test_troubles_of_a_submission(runway, tasks, server, film, tmp_path, reply, kind, code, taken):
    tasks.trouble = reply
    trouble = trouble_of(runway.submit, film, "gen4_turbo", "key", tmp_path)
    assert (type(trouble), trouble.code) == (kind, f"remote:{code}")
    if kind is Transient:
        assert trouble.taken is taken
        assert trouble.after == (7 if code == "throttled" else None)
    else:
        assert trouble.billed is (code == "malformed")
    assert len(server.asked) == 1  # no client of ours repeats a call
    assert KEY not in str(trouble)


def test_what_was_wrong_with_a_request_is_told_in_its_words(runway, tasks, film, tmp_path):
    issue = {"code": "too_small", "path": ["duration"], "message": "Number must be at least 2"}
    tasks.trouble = Reply(400, {"error": "Validation of body failed", "issues": [issue]})
    trouble = trouble_of(runway.submit, film, "gen4_turbo", "key", tmp_path)
    assert trouble.detail == "Validation of body failed: Number must be at least 2"


def test_a_submission_that_is_never_answered_may_have_been_taken(server, film, tmp_path):
    over = Event()

    def late(request):
        over.wait(5)
        return Reply(body={"id": "late"})

    server.answering = late
    slow = providers.reach("runway", Connected(server.address, values={"key": KEY}, seconds=0.2))
    try:
        trouble = trouble_of(slow.submit, film, "gen4_turbo", "key", tmp_path)
    finally:
        over.set()
    assert (trouble.code, trouble.taken) == ("remote:down", True)


def test_nobody_at_home_has_taken_nothing(film, tmp_path):
    closed = providers.reach("runway", Connected("http://127.0.0.1:1", values={"key": KEY}))
    trouble = trouble_of(closed.submit, film, "gen4_turbo", "key", tmp_path)
    assert (type(trouble), trouble.code, trouble.taken) == (Transient, "remote:down", False)


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (Reply(429, {}, {"Retry-After": "soon"}), Transient, "throttled"),
        (Reply(500, {}), Transient, "down"),
        (Reply(silent=True), Transient, "down"),
        (Reply(404, {"error": "Task not found"}), Final, "lost"),
        (Reply(401, {"error": "no"}), Final, "key"),
        (Reply(200, b"<html>"), Transient, "malformed"),
        (Reply(200, {"id": "task-1", "status": "DREAMING"}), Transient, "malformed"),
        (Reply(200, ["odd"]), Transient, "malformed"),
    ],
)
def test_troubles_of_a_poll(runway, tasks, reply, kind, code):
    tasks.trouble = reply
    trouble = trouble_of(runway.poll, "task-1")
    assert (type(trouble), trouble.code) == (kind, f"remote:{code}")
    if kind is Transient:
        assert (trouble.taken, trouble.after) == (False, None)


def test_a_model_that_ended_in_between_is_told_with_the_others(runway, tasks, film, tmp_path):
    tasks.trouble = Reply(403, {"error": "Model variant gen4_turbo is not available."})
    trouble = trouble_of(runway.submit, film, "gen4_turbo", "key", tmp_path)
    assert isinstance(trouble, Retired)
    assert trouble.lifecycle.alternatives == ("gen4.5",)


def test_a_model_that_is_not_offered_is_refused_before_anything_leaves(
    runway, server, film, tmp_path
):
    trouble = trouble_of(runway.submit, film, "gen3a_turbo", "key", tmp_path)
    assert isinstance(trouble, Retired) and not trouble.lifecycle.active
    assert "gen4_turbo" in trouble.lifecycle.alternatives
    assert trouble_of(runway.submit, film, "gen4_image", "key", tmp_path).code == "remote:need"
    assert server.asked == []
    assert runway.lifecycle("gen4.5").active


def wrong_works(frame):
    big = Attachment(frame.path.with_name("big.png"), "image/png")
    big.path.write_bytes(bytes(4 * 1024**2))
    text = Attachment(frame.path, "text/plain")
    last = Attachment(frame.path, "image/png", role="last")
    film = {"need": Need.VIDEO, "text": "x"}
    return [
        Work(**film),
        Work(**film, attachments=(frame, frame)),
        Work(**film, attachments=(last,)),
        Work(**film, attachments=(big,)),
        Work(**film, attachments=(text,)),
        Work(**film, attachments=(frame,), options={"seconds": 30}),
        Work(**film, attachments=(frame,), options={"width": 0}),
        Work(**film, attachments=(frame,), options={"count": 4}),
        Work(Need.VIDEO, text="é" * 1001, attachments=(frame,)),
    ]


@pytest.mark.parametrize("number", range(9))
def test_what_it_could_not_do_is_refused_before_it_is_sent(runway, server, frame, tmp_path, number):
    work = wrong_works(frame)[number]
    trouble = trouble_of(runway.submit, work, "gen4_turbo", "key", tmp_path)
    assert trouble.code == "remote:invalid" and trouble.detail and server.asked == []


def test_a_picture_needs_words_and_takes_three_references(runway, server, frame, tmp_path):
    wordless = Work(Need.IMAGE, attachments=(frame,))
    assert trouble_of(runway.submit, wordless, "gen4_image", "k", tmp_path).code == "remote:invalid"
    many = Work(Need.IMAGE, "x", attachments=(frame,) * 4)
    assert trouble_of(runway.submit, many, "gen4_image", "k", tmp_path).code == "remote:invalid"
    none = Work(Need.IMAGE, "x")
    assert trouble_of(runway.submit, none, "gen4_image_turbo", "k", tmp_path).detail
    assert server.asked == []


@pytest.mark.parametrize(
    ("model", "options", "cost"),
    [
        ("gen4_turbo", {"seconds": 5}, "0.25"),
        ("gen4.5", {"seconds": 10}, "1.20"),
        ("gen4.5", {"seconds": 4.2}, "0.60"),  # it makes whole seconds
        ("gen4_image", {"width": 1280, "height": 720}, "0.05"),
        ("gen4_image", {"width": 3840, "height": 2160}, "0.08"),
        ("gen4_image_turbo", {"width": 1920, "height": 1080}, "0.02"),
    ],
)
def test_a_quote_counts_credits(runway, server, model, options, cost):
    need = Need.VIDEO if model in ("gen4_turbo", "gen4.5") else Need.IMAGE
    quote = runway.quote(Work(need, "x", options=options), model, CENT)
    assert (quote.low, quote.high, quote.currency) == (Decimal(cost), Decimal(cost), "USD")
    assert set(quote.usage) == {"credit"}
    assert server.asked == []


def test_without_the_price_of_a_credit_there_is_no_quote(runway):
    assert trouble_of(runway.quote, PICTURE, "gen4_image", []).code == "remote:unpriced"


def test_nobody_can_tell_whether_a_lost_submission_was_taken(runway, server):
    assert runway.idempotent == frozenset()
    assert runway.sought("key-1") is None
    assert server.asked == []


def test_a_test_asks_for_the_balance_and_sends_nothing(runway, server):
    assert "1200" in runway.test()
    assert server.paths() == ["GET /v1/organization"]
    server.answering = lambda request: Reply(200, {"odd": 1})
    assert trouble_of(runway.test).code == "remote:malformed"
    server.answering = lambda request: Reply(401, {"error": "no"})
    assert trouble_of(runway.test).code == "remote:key"


def test_nothing_of_the_environment_is_used(monkeypatch, server, tmp_path, film):
    """Neither its key, nor its address, nor headers, nor a proxy."""
    monkeypatch.setenv("RUNWAYML_API_SECRET", "of the environment")
    monkeypatch.setenv("RUNWAYML_BASE_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("RUNWAYML_CUSTOM_HEADERS", "X-Smuggled: yes")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    own = providers.reach("runway", Connected(server.address, values={"key": KEY}))
    own.submit(film, "gen4_turbo", "key", tmp_path)
    headers = server.asked[0].headers
    assert headers["authorization"] == f"Bearer {KEY}"
    assert "x-smuggled" not in headers
    keyless = providers.reach("runway", Connected(server.address))
    assert trouble_of(keyless.submit, film, "gen4_turbo", "key", tmp_path).code == "remote:key"


def test_without_its_client_the_extra_is_named(runway, film, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "runwayml", None)
    trouble = trouble_of(runway.submit, film, "gen4_turbo", "key", tmp_path)
    assert (trouble.code, trouble.detail) == ("remote:client", "runway")


def test_it_is_on_the_palette_and_says_its_terms(runway):
    assert set(providers.serving(Need.VIDEO)) >= {"runway", "comfyui"}
    assert runway.outside
    consumer, own = runway.terms()
    assert consumer.trains_on_inputs is True and consumer.source.startswith("https://")
    assert own.trains_on_inputs is None  # what is not known is not said


def test_the_server_of_these_tests_cannot_tell_a_task_of_another_form():
    with pytest.raises(ValidationError):
        task("RUNNING", progress="half")
    assert task("PENDING")["status"] == "PENDING"
