"""Google: questions, pictures, models. Answers are made of `google.genai.types`."""

import base64

import pytest
from google.genai import types

from projects.assist.palette import Final, Need, Retired, Transient, Work
from tests.projects.assist.providers.asking import picture, reference, refused
from tests.projects.assist.providers.loopback import Reply, serving
from tests.projects.assist.providers.speakers import WORK, GoogleSpeaker

SPEAKER = GoogleSpeaker()
MODEL = "gemini-3.1-flash-image"
ASKED = Work(Need.IMAGE, "A storyboard frame.", "Mara waits.")


def drawn(parts=None, reason="STOP", **more):
    candidate = {"index": 0, "finishReason": reason}
    if parts is not None:
        candidate["content"] = {"role": "model", "parts": parts}
    body = {"candidates": [candidate], "modelVersion": f"{MODEL}-001", **more}
    types.GenerateContentResponse.model_validate(body)
    return Reply(body=body)


def inline(data):
    return {"inlineData": {"mimeType": "image/png", "data": base64.b64encode(data).decode()}}


def asked(reply, folder, work=ASKED):
    with serving(reply) as server:
        submission = SPEAKER.reach(server.address).submit(work, MODEL, "k", folder)
    assert len(server.calls) == 1
    return submission.answer, server.calls[0]


def refusing(folder, reply):
    return refused(lambda at: SPEAKER.reach(at).submit(ASKED, MODEL, "k", folder), reply)


def test_a_picture_is_made_at_once(tmp_path):
    work = Work(ASKED.need, ASKED.instructions, ASKED.text, options={"width": 1920, "height": 817})
    answer, call = asked(drawn([{"text": "Here."}, inline(picture())]), tmp_path, work)
    body = call.json
    assert call.path == f"/v1beta/models/{MODEL}:generateContent"
    assert set(body) == {"contents", "systemInstruction", "generationConfig"}
    config = types.GenerateContentConfig.model_validate(body["generationConfig"])
    assert config.response_modalities == ["IMAGE"]
    assert (config.image_config.aspect_ratio, config.image_config.image_size) == ("21:9", "2K")
    assert body["systemInstruction"]["parts"] == [{"text": "A storyboard frame."}]
    assert answer.files[0].path.read_bytes() == picture()
    assert answer.usage == {"image": 1} and answer.model == f"{MODEL}-001"


def test_a_picture_is_made_from_others(tmp_path):
    plate = reference(tmp_path, "secret.png")
    work = Work(Need.IMAGE, "Extend it.", "Left.", (plate,))
    _, call = asked(drawn([inline(picture())]), tmp_path, work)
    parts = [types.Part.model_validate(part) for part in call.json["contents"][0]["parts"]]
    assert [part.text for part in parts] == ["Left.", None]
    assert parts[1].inline_data.data == plate.path.read_bytes()
    assert b"secret" not in call.body and b"imageSize" not in call.body


def test_several_pictures_would_be_several_requests(tmp_path):
    with pytest.raises(Final) as told:
        SPEAKER.reach("").submit(Work(Need.IMAGE, options={"count": 2}), MODEL, "k", tmp_path)
    assert told.value.code == "remote:need"


@pytest.mark.parametrize("reason", ["IMAGE_SAFETY", "PROHIBITED_CONTENT", "SPII"])
def test_a_picture_that_is_filtered(tmp_path, reason):
    found = refusing(tmp_path, drawn(None, reason))
    assert isinstance(found, Final) and (found.code, found.detail) == ("remote:filtered", reason)


def test_a_prompt_that_is_filtered(tmp_path):
    body = {"promptFeedback": {"blockReason": "SAFETY"}}
    found = refusing(tmp_path, Reply(body=body))
    assert (found.code, found.detail) == ("remote:filtered", "SAFETY")
    ask = lambda at: SPEAKER.reach(at).submit(WORK, SPEAKER.model, "k", None)  # noqa: E731
    assert refused(ask, Reply(body=body)).code == "remote:filtered"


def test_words_in_place_of_a_picture_are_a_refusal(tmp_path):
    found = refusing(tmp_path, drawn([{"text": "I would rather not."}]))
    assert (found.code, found.detail) == ("remote:refused", "I would rather not")
    assert found.billed


@pytest.mark.parametrize(
    "reply",
    [drawn([]), drawn(None), Reply(body={"candidates": []}), Reply(body=b"{}"), Reply(body=b"no")]
    + [drawn([inline(b"no picture")]), drawn([inline(picture()[:60])]), drawn(None, "NO_IMAGE")],
)
def test_what_is_no_picture_is_paid_and_not_kept(tmp_path, reply):
    found = refusing(tmp_path, reply)
    assert isinstance(found, Final) and (found.code, found.billed) == ("remote:malformed", True)
    assert not list(tmp_path.iterdir())


def quota(name, delay=None):
    """google.rpc.QuotaFailure and RetryInfo, as the Gemini API adds them to its 429."""
    told = SPEAKER.error(429, "RATE_LIMIT_EXCEEDED", "You exceeded your current quota.")
    failure = {"@type": "type.googleapis.com/google.rpc.QuotaFailure"}
    told["error"]["details"] = [{**failure, "violations": [{"quotaId": name}]}]
    if delay:
        retry = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}
        told["error"]["details"].append(retry)
    return Reply(429, told)


@pytest.mark.parametrize(("work", "model"), [(WORK, SPEAKER.model), (ASKED, MODEL)])
def test_a_minutes_quota_passes_and_a_days_does_not(tmp_path, work, model):
    ask = lambda at: SPEAKER.reach(at).submit(work, model, "k", tmp_path)  # noqa: E731
    minute = refused(ask, quota("GenerateRequestsPerMinutePerProjectPerModel", "31s"))
    assert isinstance(minute, Transient) and minute.code == "remote:throttled"
    assert minute.after == 31.0 and not minute.taken
    day = refused(ask, quota("GenerateRequestsPerDayPerProjectPerModel", "31s"))
    assert isinstance(day, Final) and day.code == "remote:quota"


def test_a_wrong_key_is_told_as_google_tells_it(tmp_path):
    told = SPEAKER.error(400, "API_KEY_INVALID", "API key not valid. Please pass a valid API key.")
    assert refusing(tmp_path, Reply(400, told)).code == "remote:key"
    ask = lambda at: SPEAKER.reach(at).test()  # noqa: E731
    assert refused(ask, Reply(400, told)).code == "remote:key"


def test_a_model_is_asked_by_its_name():
    with serving(Reply(body={"name": "models/x", "displayName": "X"})) as server:
        assert SPEAKER.reach(server.address).lifecycle(MODEL).active
    assert (server.calls[0].method, server.calls[0].path) == ("GET", f"/v1beta/models/{MODEL}")


def test_a_model_that_it_does_not_know_is_gone():
    gone = Reply(404, SPEAKER.error(404, "", f"models/{MODEL} is not found"))
    with serving(gone) as server:
        found = SPEAKER.reach(server.address).lifecycle(MODEL)
    assert not found.active and found.alternatives == ("gemini-3-pro-image",)


def test_a_model_that_ended_is_refused_without_a_call(network):
    name = "gemini-3-pro-image-preview"
    provider = SPEAKER.reach("https://google.example")
    assert not provider.lifecycle(name).active
    with pytest.raises(Retired):
        provider.submit(ASKED, name, "k", None)
    assert not network.connected and not network.sought


def test_a_connection_is_tested_by_a_list_of_models():
    page = {"models": [{"name": "models/a"}, {"name": "models/b"}], "nextPageToken": "more"}
    with serving(Reply(body=page)) as server:
        assert SPEAKER.reach(server.address).test() == "Google answered and offers 2 models."
    assert len(server.calls) == 1 and server.calls[0].path.startswith("/v1beta/models?")


def test_its_terms_name_their_source():
    found = SPEAKER.reach("").terms()
    assert {terms.product for terms in found} == {"Gemini API", "Veo"}
    assert all(t.retention_days == 55 and t.source.startswith("https://ai.google") for t in found)
