"""ComfyUI against a server on loopback that has its published routes."""

import json
import uuid
from decimal import Decimal

import pytest

from portal.drills.remote.own_servers import FILM, ComfyQueue, Reply, png, serving
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
from projects.assist.providers import comfyui, comfyui_workflow

KEY = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
PICTURE = {
    "3": {"class_type": "KSampler", "inputs": {"seed": "{seed}", "latent_image": ["5", 0]}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": "{width}", "height": "{height}"}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "film still, {prompt}"}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0], "filename_prefix": "lm"}},
}
FILM_OF_PICTURE = {
    "1": {"class_type": "LoadImage", "inputs": {"image": "{image}"}},
    "2": {"class_type": "WanImageToVideo", "inputs": {"text": "{prompt}", "start": ["1", 0]}},
    "4": {"class_type": "SaveVideo", "inputs": {"video": ["2", 0], "length": "{seconds}"}},
}
WORDLESS = {
    "1": FILM_OF_PICTURE["1"],
    "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}},
}
STILL = Work(Need.IMAGE, "Wide.", "Rain.", options={"width": 640, "height": 360, "seed": 11})


@pytest.fixture
def queue():
    return ComfyQueue()


@pytest.fixture
def server(queue):
    with serving(queue) as found:
        yield found


def reached(server, workflow=PICTURE, **values):
    values = {"workflow": json.dumps(workflow), **values}
    return providers.reach("comfyui", Connected(server.address + "/", values=values, seconds=5))


@pytest.fixture
def comfy(server):
    return reached(server)


@pytest.fixture
def frame(tmp_path):
    path = tmp_path / "the secret scene.png"
    path.write_bytes(png())
    return Attachment(path, "image/png", role="first", name="the secret scene.png")


def trouble_of(call, *args):
    with pytest.raises((Transient, Final)) as found:
        call(*args)
    return found.value


def test_a_workflow_is_sent_with_what_is_asked_in_its_places(comfy, server, queue, tmp_path):
    sent = comfy.submit(STILL, "workflow", KEY, tmp_path)
    assert sent.external_id == KEY
    told = server.asked[-1].json()
    assert (told["prompt_id"], told["client_id"]) == (KEY, KEY)
    assert told["prompt"]["6"]["inputs"]["text"] == "film still, Wide.\n\nRain."
    assert told["prompt"]["5"]["inputs"] == {"width": 640, "height": 360}
    assert told["prompt"]["3"]["inputs"] == {"seed": 11, "latent_image": ["5", 0]}
    assert queue.pending == [KEY]


def test_a_picture_is_uploaded_before_under_a_name_that_tells_nothing(
    server, queue, frame, tmp_path
):
    work = Work(Need.VIDEO, "Slow push in.", attachments=(frame,), options={"seconds": 4})
    reached(server, FILM_OF_PICTURE).submit(work, "workflow", KEY, tmp_path)
    assert server.paths()[-2:] == ["POST /upload/image", "POST /prompt"]
    sent = queue.prompts[KEY]
    assert sent["1"]["inputs"]["image"] == f"last-mile/{frame.sha256}.png"
    assert sent["4"]["inputs"]["length"] == 4
    upload = queue.uploads[0]
    assert png() in upload and b"secret scene" not in upload
    assert b'name="overwrite"\r\n\r\ntrue' in upload


def test_one_key_is_one_job_however_often_it_is_sent(comfy, server, queue, tmp_path):
    for move in (lambda: None, lambda: queue.run(KEY), lambda: queue.finish(KEY)):
        comfy.submit(STILL, "workflow", KEY, tmp_path)
        move()
    assert comfy.submit(STILL, "workflow", KEY, tmp_path).external_id == KEY
    assert server.paths().count("POST /prompt") == 1
    assert comfy.idempotent


def test_without_a_seed_the_key_gives_one(comfy, queue, tmp_path):
    for key in (KEY, str(uuid.uuid4())):
        comfy.submit(Work(Need.IMAGE, "x"), "workflow", key, tmp_path)
    seeds = [prompt["3"]["inputs"]["seed"] for prompt in queue.prompts.values()]
    assert seeds[0] == uuid.UUID(KEY).int % 2**48 and seeds[0] != seeds[1]


def test_a_job_is_sought_in_queue_and_history(comfy, queue, tmp_path):
    assert comfy.sought(KEY) == ""
    comfy.submit(STILL, "workflow", KEY, tmp_path)
    assert comfy.sought(KEY) == KEY
    queue.run(KEY)
    assert comfy.sought(KEY) == KEY
    queue.finish(KEY)
    assert comfy.sought(KEY) == KEY
    assert comfy.sought("a key of another form") == ""


def test_each_state_is_told(comfy, queue, tmp_path):
    comfy.submit(STILL, "workflow", KEY, tmp_path)
    assert comfy.poll(KEY).standing == Standing.WAITING
    queue.run(KEY)
    assert comfy.poll(KEY).standing == Standing.RUNNING
    queue.finish(KEY, {"9": {"images": []}})
    assert comfy.poll(KEY).standing == Standing.DONE


def test_a_job_that_moves_on_between_two_questions_is_not_lost(comfy, queue, server, tmp_path):
    comfy.submit(STILL, "workflow", KEY, tmp_path)

    def answering(request):
        reply = queue(request)
        if request.path.startswith("/history") and KEY in queue.pending:
            queue.finish(KEY)  # after it was not in the history, and before the queue is asked
        return reply

    server.answering = answering
    assert comfy.poll(KEY).standing == Standing.DONE


def test_a_failure_names_its_node(comfy, queue):
    messages = [
        ["execution_start", {"prompt_id": KEY}],
        ["execution_error", {"node_type": "KSampler", "exception_message": "out of memory"}],
    ]
    status = {"status_str": "error", "completed": False, "messages": messages}
    queue.finish(KEY, status=status)
    found = comfy.poll(KEY)
    assert (found.standing, found.code) == (Standing.FAILED, "remote:failed")
    assert (found.detail, found.billed) == ("KSampler: out of memory", False)


@pytest.mark.parametrize("messages", [None, "odd", [["execution_error", "odd"]], [[1]]])
def test_a_failure_without_words_is_one_all_the_same(comfy, queue, messages):
    queue.finish(KEY, status={"status_str": "error", "messages": messages})
    assert comfy.poll(KEY).standing == Standing.FAILED


def test_a_job_that_a_restart_forgot_is_lost(comfy):
    assert trouble_of(comfy.poll, KEY).code == "remote:lost"


def test_what_it_made_is_fetched_and_previews_are_left(comfy, queue, server, tmp_path):
    kept = {"filename": "lm_1.png", "subfolder": "", "type": "output"}
    preview = {"filename": "p.png", "subfolder": "", "type": "temp"}
    queue.views = {"lm_1.png": Reply(body=png(), media_type="image/png")}
    queue.finish(KEY, {"9": {"images": [kept]}, "8": {"images": [preview], "text": ["hello"]}})
    answer = comfy.fetch(KEY, tmp_path)
    assert [(f.role, f.media_type) for f in answer.files] == [("picture", "image/png")]
    assert answer.files[0].path.read_bytes() == png()
    assert dict(answer.usage) == {}
    asked = server.asked[-1].path
    assert asked == "/view?filename=lm_1.png&subfolder=&type=output"


@pytest.mark.parametrize("name", ["images", "gifs"])
def test_a_film_is_fetched_by_whatever_node_made_it(server, queue, tmp_path, name):
    made = {"filename": "lm.mp4", "subfolder": "video", "type": "output"}
    queue.views = {"lm.mp4": Reply(body=FILM)}
    queue.finish(KEY, {"4": {name: [made], "animated": [True]}})
    answer = reached(server, FILM_OF_PICTURE).fetch(KEY, tmp_path)
    assert [(f.role, f.media_type) for f in answer.files] == [("film", "video/mp4")]


@pytest.mark.parametrize("outputs", [{}, {"9": {"images": []}}, {"9": "odd"}, ["odd"]])
def test_a_job_that_made_nothing_is_malformed(comfy, queue, outputs, tmp_path):
    queue.finish(KEY, outputs)
    assert trouble_of(comfy.fetch, KEY, tmp_path).code == "remote:malformed"


def test_results_that_are_gone_or_of_another_kind_are_told(comfy, queue, tmp_path):
    made = {"filename": "lm_1.png", "subfolder": "", "type": "output"}
    queue.finish(KEY, {"9": {"images": [made]}})
    queue.views = {"lm_1.png": Reply(404, b"")}
    assert trouble_of(comfy.fetch, KEY, tmp_path).code == "remote:expired"
    queue.views = {"lm_1.png": Reply(body=b"<html>")}
    assert trouble_of(comfy.fetch, KEY, tmp_path).code == "remote:malformed"
    assert trouble_of(comfy.fetch, str(uuid.uuid4()), tmp_path).code == "remote:lost"


def test_cancelling_takes_this_job_alone(comfy, queue, server, tmp_path):
    other = str(uuid.uuid4())
    for key in (KEY, other):
        comfy.submit(STILL, "workflow", key, tmp_path)
    assert comfy.cancel(KEY) is True
    assert queue.pending == [other]
    queue.run(other)
    assert comfy.cancel(KEY) is False
    assert "POST /interrupt" not in server.paths()
    assert comfy.cancel(other) is True
    assert comfy.poll(other).standing == Standing.CANCELLED
    assert comfy.cancel(other) is False


@pytest.mark.parametrize(
    ("reply", "kind", "code", "taken"),
    [
        (Reply(429, {}, {"Retry-After": "3"}), Transient, "throttled", False),
        (Reply(500, b""), Transient, "down", True),
        (Reply(503, b""), Transient, "down", False),
        (Reply(silent=True), Transient, "down", True),
        (Reply(200, b"<html>"), Transient, "malformed", True),
        (Reply(200, ["odd"]), Transient, "malformed", True),
        (Reply(401, b""), Final, "key", None),
        (Reply(302, b"", {"location": "http://169.254.169.254/"}), Final, "invalid", None),
        (Reply(200, {"prompt_id": "another"}), Final, "malformed", None),
    ],
)
def test_troubles_of_a_submission(comfy, queue, server, tmp_path, reply, kind, code, taken):
    queue.troubles["/prompt"] = reply
    trouble = trouble_of(comfy.submit, STILL, "workflow", KEY, tmp_path)
    assert (type(trouble), trouble.code) == (kind, f"remote:{code}")
    if kind is Transient:
        assert trouble.taken is taken
        assert trouble.after == (3 if code == "throttled" else None)
    assert server.paths().count("POST /prompt") == 1


def test_what_is_wrong_with_a_workflow_is_told_by_its_nodes(comfy, queue, tmp_path):
    wrong = {"message": "Value not in list", "details": "ckpt_name: 'x' not in []"}
    queue.troubles["/prompt"] = Reply(
        400,
        {
            "error": {"type": "prompt_outputs_failed_validation", "message": "Prompt failed"},
            "node_errors": {"4": {"errors": [wrong], "class_type": "CheckpointLoaderSimple"}},
        },
    )
    trouble = trouble_of(comfy.submit, STILL, "workflow", KEY, tmp_path)
    assert trouble.code == "remote:invalid"
    assert trouble.detail == "Prompt failed; 4: Value not in list ckpt_name: 'x' not in []"


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (Reply(500, b""), Transient, "down"),
        (Reply(silent=True), Transient, "down"),
        (Reply(200, b"<html>"), Transient, "malformed"),
        (Reply(403, b""), Final, "key"),
    ],
)
def test_troubles_of_a_poll(comfy, queue, reply, kind, code):
    queue.trouble = reply
    trouble = trouble_of(comfy.poll, KEY)
    assert (type(trouble), trouble.code) == (kind, f"remote:{code}")


def test_an_upload_that_is_not_understood_stops_before_the_job(server, queue, frame, tmp_path):
    queue.troubles["/upload/image"] = Reply(200, {"odd": 1})
    work = Work(Need.VIDEO, "x", attachments=(frame,))
    comfy = reached(server, FILM_OF_PICTURE)
    trouble = trouble_of(comfy.submit, work, "workflow", KEY, tmp_path)
    assert (trouble.code, trouble.taken) == ("remote:malformed", False)
    assert queue.pending == []


def test_nobody_at_home_and_no_address_are_told_apart(tmp_path):
    values = {"workflow": json.dumps(PICTURE)}
    closed = providers.reach("comfyui", Connected("http://127.0.0.1:1", values=values))
    trouble = trouble_of(closed.submit, STILL, "workflow", KEY, tmp_path)
    assert (type(trouble), trouble.code, trouble.taken) == (Transient, "remote:down", False)
    for address in ("", "file:///etc"):
        nowhere = providers.reach("comfyui", Connected(address, values=values))
        assert trouble_of(nowhere.poll, KEY).code == "remote:not_connected"


def test_what_does_not_fit_is_refused_before_it_is_sent(comfy, server, queue, frame, tmp_path):
    film = reached(server, FILM_OF_PICTURE)
    last = Attachment(frame.path, "image/png", role="last")
    wordless = {"1": FILM_OF_PICTURE["1"], "4": PICTURE["9"]}
    for found, work, model in (
        (comfy, Work(Need.VIDEO, "x"), "workflow"),
        (comfy, Work(Need.IMAGE, "x", attachments=(frame,)), "workflow"),
        (comfy, Work(Need.IMAGE, "x", options={"count": 3}), "workflow"),
        (film, Work(Need.VIDEO, "x"), "workflow"),
        (film, Work(Need.VIDEO, "x", attachments=(frame, last)), "workflow"),
        (reached(server, wordless), Work(Need.IMAGE, "x", attachments=(frame,)), "workflow"),
    ):
        assert trouble_of(found.submit, work, model, KEY, tmp_path).detail
    assert isinstance(trouble_of(comfy.submit, STILL, "sdxl", KEY, tmp_path), Retired)
    assert comfy.lifecycle("workflow").active
    assert comfy.lifecycle("sdxl").alternatives == ("workflow",)
    assert "POST /prompt" not in server.paths() and queue.uploads == []


def test_first_last_and_reference_have_places_of_their_own(frame):
    nodes = {
        "1": {"class_type": "LoadImage", "inputs": {"image": "{image}"}},
        "2": {"class_type": "LoadImage", "inputs": {"image": "{last}"}},
        "3": {"class_type": "LoadImage", "inputs": {"image": "{reference}"}},
        "4": {"class_type": "VHS_VideoCombine", "inputs": {"a": ["1", 0], "n": [["{prompt}"]]}},
    }
    given = [Attachment(frame.path, "image/png", role=r) for r in ("reference", "first", "last")]
    work = Work(Need.VIDEO, "x", attachments=tuple(given))
    workflow = comfyui_workflow.read(json.dumps(nodes))
    workflow.must_fit(work)
    names = {id(a): a.role for a in given}
    filled = workflow.filled(work, names, seed=1)
    assert [filled[n]["inputs"]["image"] for n in "123"] == ["first", "last", "reference"]
    assert filled["4"]["inputs"]["n"] == [["x"]]
    assert nodes["1"]["inputs"]["image"] == "{image}"  # the workflow itself stays as it was


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no nodes"),
        ("{}", "no nodes"),
        (json.dumps({"nodes": [], "links": []}), "API format"),
        (json.dumps({"1": "x"}), "class_type"),
        (json.dumps({"1": {"class_type": "A"}}), "inputs"),
        (json.dumps({"1": {"class_type": "SaveImage", "inputs": {"a": ["7", 0]}}}), "node 7"),
        (json.dumps({"1": {"class_type": "KSampler", "inputs": {"a": "{prompt}"}}}), "neither"),
        (json.dumps({"1": {"class_type": "SaveImage", "inputs": {"a": "x"}}}), "{prompt}"),
        (json.dumps({"1": {"class_type": "SaveImage", "inputs": {"a": "{mood}"}}}), "{mood}"),
        (json.dumps(PICTURE) + " " * 600_000, "500,000"),
    ],
)
def test_a_workflow_that_cannot_be_used_says_why(text, told):
    with pytest.raises(Final, match=told.replace("{", r"\{")) as wrong:
        comfyui_workflow.read(text)
    assert wrong.value.code == "remote:not_connected"


@pytest.mark.parametrize("depth", [300, 900, 5000])
def test_a_workflow_of_any_depth_is_read_or_refused(depth):
    deep = '{"a":' * depth + '"{prompt}"' + "}" * depth
    told = ""
    try:
        comfyui_workflow.read('{"1": {"class_type": "SaveImage", "inputs": ' + deep + "}}")
    except Final as wrong:
        told = wrong.detail
    assert told == "" or "JSON" in told


@pytest.mark.parametrize(
    ("workflow", "roles", "told"),
    [
        (PICTURE, (), ""),
        (PICTURE, ("source",), "no place for {image}"),
        (PICTURE, ("reference",), "no place for {reference}"),
        (FILM_OF_PICTURE, ("first",), ""),
        (FILM_OF_PICTURE, ("last",), "needs a picture for {image}"),
        (FILM_OF_PICTURE, (), "needs a picture for {image}"),
        (WORDLESS, ("source",), "no place for {prompt}"),
        ({"1": {}}, ("source",), ""),  # unread, it is said to be missing
    ],
)
def test_it_says_which_pictures_its_workflow_cannot_take(server, workflow, roles, told):
    said = reached(server, workflow).unsuited(frozenset(roles))
    assert told in said and bool(told) == bool(said) and server.asked == []


def test_it_can_do_what_its_workflow_makes(server):
    def needs(found):
        return {need for model in found.capabilities() for need in model.needs}

    assert needs(reached(server)) == {Need.IMAGE}
    assert needs(reached(server, FILM_OF_PICTURE)) == {Need.VIDEO}
    assert needs(providers.reach("comfyui", Connected())) == {Need.IMAGE, Need.VIDEO}
    assert needs(reached(server, {"1": {}})) == set()
    assert server.asked == []


def test_it_costs_nothing_and_nothing_leaves_the_house(comfy, server):
    quote = comfy.quote(STILL, "workflow", [Rate("request", Decimal(1), "EUR")])
    assert (quote.low, quote.high, quote.currency) == (0, 0, "EUR")
    assert comfy.outside is False and comfy.terms()[0].trains_on_inputs is False
    assert server.asked == []


def test_a_test_names_the_version_and_reads_the_workflow(comfy, server):
    assert "0.9.1" in comfy.test()
    assert server.paths() == ["GET /system_stats"]
    assert trouble_of(reached(server, {"1": {}}).test).code == "remote:not_connected"


def test_its_token_goes_along_and_the_environment_does_not(server, queue, monkeypatch, tmp_path):
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    comfy = reached(server, token="tok")
    comfy.submit(STILL, "workflow", KEY, tmp_path)
    queue.views = {"a.png": Reply(body=png())}
    queue.finish(KEY, {"9": {"images": [{"filename": "a.png", "type": "output"}]}})
    comfy.fetch(KEY, tmp_path)
    assert {request.headers.get("authorization") for request in server.asked} == {"Bearer tok"}


def test_a_key_of_another_form_is_always_the_same_job():
    assert comfyui.job_of("run 7") == comfyui.job_of("run 7") != comfyui.job_of("run 8")
    assert comfyui.job_of(KEY.upper()) == KEY
