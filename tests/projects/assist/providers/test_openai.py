"""OpenAI: pictures, dates, terms. Answers are made of `openai.types` (OpenAPI description)."""

import base64
from datetime import date
from decimal import Decimal

import pytest
from openai.types import ImagesResponse
from openai.types import Model as ModelInfo
from PIL import Image

from projects.assist.palette import Final, Need, Rate, Retired, Transient, Work
from tests.projects.assist.providers.asking import picture, reference, refused
from tests.projects.assist.providers.loopback import Reply, serving
from tests.projects.assist.providers.speakers import KEY, OpenAISpeaker

SPEAKER = OpenAISpeaker()
MODEL = "gpt-image-2.6-flare"
ASKED = Work(Need.IMAGE, "A storyboard frame.", "Mara waits at the harbour.")


def made(*pictures):
    data = [{"b64_json": base64.b64encode(one).decode()} for one in pictures]
    body = {"created": 1796000000, "data": data, "output_format": "png", "quality": "medium"}
    ImagesResponse.model_validate(body)
    return Reply(body=body)


def work(**options):
    return Work(ASKED.need, ASKED.instructions, ASKED.text, options=options)


def drawn(asked, folder, *replies):
    with serving(*replies) as server:
        submission = SPEAKER.reach(server.address).submit(asked, MODEL, "k", folder)
    assert len(server.calls) == 1
    return submission.answer, server.calls[0]


def test_a_picture_is_made_at_once(tmp_path):
    answer, call = drawn(work(width=1920, height=1080, count=2), tmp_path, made(*2 * [picture()]))
    assert call.path == "/v1/images/generations" and call.headers["authorization"].endswith(KEY)
    from openai.types.image_generate_params import ImageGenerateParamsNonStreaming as Params
    from pydantic import TypeAdapter

    TypeAdapter(Params).validate_python(call.json)
    assert set(call.json) <= Params.__required_keys__ | Params.__optional_keys__
    assert call.json["prompt"] == "A storyboard frame.\n\nMara waits at the harbour."
    assert (call.json["n"], call.json["size"]) == (2, "1920x1088")
    assert answer.usage == {"image": Decimal(2)} and answer.model == MODEL
    assert [file.path.name for file in answer.files] == ["picture-0.png", "picture-1.png"]
    with Image.open(answer.files[0].path) as kept:
        assert kept.size == (32, 18)


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(None, None, "auto"), (1000, 1000, "992x992"), (7680, 4320, "3840x2160")]
    + [(2160, 3840, "2160x3840"), (5000, 5000, "2160x2160")],
)
def test_sizes_are_those_that_it_takes(tmp_path, width, height, size):
    _, call = drawn(work(width=width, height=height), tmp_path, made(picture()))
    assert call.json["size"] == size


def test_a_picture_is_made_from_others_under_names_of_ours(tmp_path):
    plates = (reference(tmp_path, "secret.png"), reference(tmp_path, "b.jpg", kind="JPEG"))
    asked = Work(Need.IMAGE, "Extend it.", "To the left.", plates)
    _, call = drawn(asked, tmp_path, made(picture()))
    assert call.path == "/v1/images/edits"
    assert call.body.count(b'name="image[]"') == 2
    assert b'filename="reference-1.png"' in call.body and b"secret" not in call.body
    assert b"image/jpeg" in call.body
    assert plates[0].path.read_bytes() in call.body and b"To the left." in call.body


@pytest.mark.parametrize("asked", [work(count=11), work(count=0)])
def test_more_pictures_than_it_makes_are_not_asked_for(tmp_path, asked):
    with serving(made(picture())) as server, pytest.raises(Final) as told:
        SPEAKER.reach(server.address).submit(asked, MODEL, "k", tmp_path)
    assert told.value.code == "remote:need" and not server.calls


def test_nor_with_more_references_than_it_takes(tmp_path):
    plate = reference(tmp_path)
    with pytest.raises(Final) as told:
        SPEAKER.reach("").submit(Work(Need.IMAGE, attachments=(plate,) * 17), MODEL, "k", tmp_path)
    assert told.value.code == "remote:need"


def test_a_picture_that_its_moderation_blocks_is_filtered(tmp_path):
    body = SPEAKER.error(400, "moderation_blocked", "Your request was rejected.")
    found = refused(
        lambda at: SPEAKER.reach(at).submit(ASKED, MODEL, "k", tmp_path), Reply(400, body)
    )
    assert isinstance(found, Final) and found.code == "remote:filtered" and not found.billed


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body={"created": 1, "data": []}),
        Reply(body={"created": 1}),
        Reply(body={"created": 1, "data": [{"url": "https://example.com/a.png"}]}),
        Reply(body={"created": 1, "data": [{"b64_json": "%%%"}]}),
        Reply(body=b"<html>", headers={"content-type": "text/html"}),
        Reply(body=b"{"),
        made(b"no picture"),
        made(picture()[:60]),
        made(picture("GIF")),
    ],
)
def test_what_is_no_picture_is_paid_and_not_kept(tmp_path, reply):
    found = refused(lambda at: SPEAKER.reach(at).submit(ASKED, MODEL, "k", tmp_path), reply)
    assert isinstance(found, Final) and found.billed and found.code == "remote:malformed"
    assert not list(tmp_path.iterdir())


def test_a_picture_whose_answer_breaks_off_may_have_been_made(tmp_path):
    reply = Reply(body=made(picture()).body, cut=30)
    found = refused(lambda at: SPEAKER.reach(at).submit(ASKED, MODEL, "k", tmp_path), reply)
    assert isinstance(found, Transient) and found.taken


def test_pictures_are_quoted_each():
    rates = [Rate("image", Decimal("0.04"), "USD")]
    quote = SPEAKER.reach("").quote(work(count=3), MODEL, rates)
    assert quote.low == quote.high == Decimal("0.12") and quote.currency == "USD"
    with pytest.raises(Final) as told:
        SPEAKER.reach("").quote(work(count=3), MODEL, [])
    assert told.value.code == "remote:unpriced"


@pytest.mark.parametrize("model", ["sora-2", "sora-2-pro"])
def test_its_films_ended_and_others_are_named(model):
    with pytest.raises(Retired) as told:
        SPEAKER.reach("").submit(Work(Need.VIDEO), model, "k", None)
    assert told.value.lifecycle.ends == date(2026, 9, 24)
    assert any("veo-3.1" in name for name in told.value.lifecycle.alternatives)
    assert model not in [m.name for m in SPEAKER.reach("").capabilities()]


def info(**more):
    body = {"id": "gpt-6.1-sol", "created": 1, "object": "model", "owned_by": "system", **more}
    ModelInfo.model_validate(body)
    return Reply(body=body)


def test_a_models_day_is_asked_for():
    with serving(info(shutdown_date="2027-03-01"), info(), info(shutdown_date=None)) as server:
        provider = SPEAKER.reach(server.address)
        first, second, third = [provider.lifecycle("gpt-6.1-sol") for _ in range(3)]
    assert first.active and first.ends == date(2027, 3, 1) and first.alternatives
    assert second.active and second.ends is None and second == third
    assert {call.path for call in server.calls} == {"/v1/models/gpt-6.1-sol"}


def test_a_model_that_it_does_not_know_is_gone():
    body = SPEAKER.error(404, "model_not_found", "The model does not exist")
    with serving(Reply(404, body)) as server:
        found = SPEAKER.reach(server.address).lifecycle("gpt-6.1-sol")
    assert not found.active and "gpt-6.1-terra" in found.alternatives


def test_a_lifecycle_that_cannot_be_asked_is_no_verdict():
    ask = lambda at: SPEAKER.reach(at).lifecycle("gpt-6.1-sol")  # noqa: E731
    assert refused(ask, Reply(503, SPEAKER.error(503, "", "busy"))).code == "remote:throttled"


def test_a_connection_is_tested_by_a_list_of_models():
    listed = {"object": "list", "data": [info().body, info().body]}
    with serving(Reply(body=listed)) as server:
        assert SPEAKER.reach(server.address).test() == "OpenAI answered and offers 2 models."
    assert (server.calls[0].method, server.calls[0].path) == ("GET", "/v1/models")


def test_a_job_is_never_sought_polled_or_stopped():
    provider = SPEAKER.reach("")
    assert provider.sought("k") is None and provider.cancel("x") is False
    assert provider.at_once and not provider.idempotent
    for verb in (lambda: provider.poll("x"), lambda: provider.fetch("x", None)):
        with pytest.raises(Final) as told:
            verb()
        assert told.value.code == "remote:lost"


def test_its_terms_name_their_source():
    found = SPEAKER.reach("").terms()
    assert {terms.product for terms in found} == {"Responses API", "Images API"}
    assert all(t.retention_days == 30 and t.trains_on_inputs is False for t in found)
