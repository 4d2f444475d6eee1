"""Text and pictures through Converse, over the wire: asked in a form, answered, or why not."""

import json
from decimal import Decimal

import pytest
from pydantic import BaseModel, Field

from projects.assist.contract import Connected
from projects.assist.palette import Attachment, Final, Need, Retired, Transient, Work
from projects.assist.providers.bedrock import Bedrock
from tests.projects.assist.providers.aws_server import Cut, Fails, Raw, serving

KEYS = {"access_key_id": "AKID", "secret_access_key": "secret"}
OPUS, NOVA = "anthropic.claude-opus-5-5", "amazon.nova-2-lite-v1:0"


class Prop(BaseModel):
    name: str
    sure: float = Field(ge=0, le=1)


class Breakdown(BaseModel):
    props: list[Prop]


GIVEN = {"props": [{"name": "lamp", "sure": 0.9}]}
WORK = Work(Need.TEXT, instructions="List the props.", text="She lights a lamp.", answer=Breakdown)


@pytest.fixture
def aws():
    with serving() as server:
        yield server


@pytest.fixture
def bedrock(aws):
    return Bedrock(Connected(aws.url, "us-west-2", KEYS, seconds=5))


def said(*content, stopped="end_turn", read=120, written=30):
    """A whole answer of Converse."""
    return {
        "output": {"message": {"role": "assistant", "content": list(content)}},
        "stopReason": stopped,
        "usage": {"inputTokens": read, "outputTokens": written, "totalTokens": read + written},
        "metrics": {"latencyMs": 900},
    }


def by_tool(given, **more):
    use = {"toolUse": {"toolUseId": "tooluse_1", "name": "answer", "input": given}}
    return said(use, stopped="tool_use", **more)


def asked(bedrock, tmp_path, work=WORK, model=NOVA):
    return bedrock.submit(work, model, "key", tmp_path)


class TestAsking:
    def test_a_model_that_can_be_made_to_answers_by_a_tool(self, aws, bedrock, tmp_path):
        aws.says("Converse", by_tool(GIVEN))
        told = asked(bedrock, tmp_path)
        assert told.external_id == "" and told.answer
        assert told.answer.data == GIVEN
        assert told.answer.usage == {"input_token": Decimal(120), "output_token": Decimal(30)}
        assert told.answer.model == f"us.{NOVA}"
        sent = aws.asked("Converse")[0]
        assert sent["system"] == [{"text": "List the props."}]
        assert sent["messages"] == [{"role": "user", "content": [{"text": "She lights a lamp."}]}]
        assert sent["toolConfig"]["toolChoice"] == {"tool": {"name": "answer"}}
        spec = sent["toolConfig"]["tools"][0]["toolSpec"]
        form = spec["inputSchema"]["json"]
        assert set(form) == {"type", "properties", "required"}  # all that Nova takes at the top
        assert form["properties"]["props"]["items"]["properties"]["sure"]["maximum"] == 1
        assert "outputConfig" not in sent

    def test_another_takes_the_form_itself(self, aws, bedrock, tmp_path):
        thinks = {"reasoningContent": {"reasoningText": {"text": "A lamp is a prop."}}}
        aws.says("Converse", said(thinks, {"text": json.dumps(GIVEN)}))
        told = asked(bedrock, tmp_path, model=OPUS)
        assert told.answer and told.answer.data == GIVEN
        sent = aws.asked("Converse")[0]
        assert "toolConfig" not in sent
        schema = sent["outputConfig"]["textFormat"]["structure"]["jsonSchema"]["schema"]
        assert json.loads(schema)["additionalProperties"] is False
        assert "maximum" not in json.loads(schema)["$defs"]["Prop"]["properties"]["sure"]

    def test_without_a_form_it_speaks(self, aws, bedrock, tmp_path):
        aws.says("Converse", said({"text": "A lamp."}))
        told = asked(bedrock, tmp_path, Work(Need.TEXT, text="What is it?"))
        assert told.answer and told.answer.data == {"text": "A lamp."}
        assert {"system", "toolConfig"} & aws.asked("Converse")[0].keys() == set()

    def test_the_quote_holds_the_longest_answer(self, aws, bedrock, tmp_path):
        aws.says("Converse", by_tool(GIVEN))
        asked(bedrock, tmp_path)
        assert aws.asked("Converse")[0]["inferenceConfig"] == {"maxTokens": 8192}

    def test_pictures_go_as_they_are_and_are_numbered(self, aws, bedrock, tmp_path):
        pictures = []
        for number, kind in enumerate(("jpeg", "png")):
            (tmp_path / f"secret name {number}").write_bytes(kind.encode())
            where = tmp_path / f"secret name {number}"
            pictures.append(Attachment(where, f"image/{kind}", name="secret name"))
        work = Work(Need.VISION, text="Compare.", attachments=tuple(pictures))
        aws.says("Converse", said({"text": "Alike."}))
        asked(bedrock, tmp_path, work)
        content = aws.asked("Converse")[0]["messages"][0]["content"]
        assert content == [
            {"text": "Picture 1:"},
            {"image": {"format": "jpeg", "source": {"bytes": b"jpeg"}}},
            {"text": "Picture 2:"},
            {"image": {"format": "png", "source": {"bytes": b"png"}}},
            {"text": "Compare."},
        ]
        assert "secret name" not in str(content)

    @pytest.mark.parametrize(
        ("kind", "size", "count"),
        [("image/tiff", 10, 1), ("image/png", 3_750_001, 1), ("image/png", 10, 21)],
    )
    def test_pictures_that_would_be_refused_are_not_sent(
        self, aws, bedrock, tmp_path, kind, size, count
    ):
        (tmp_path / "picture").write_bytes(b"x" * size)
        picture = Attachment(tmp_path / "picture", kind, name="frame 3")
        work = Work(Need.VISION, text="Look.", attachments=(picture,) * count)
        with pytest.raises(Final) as told:
            asked(bedrock, tmp_path, work)
        assert told.value.code == "remote:need" and not told.value.billed
        assert told.value.detail and aws.calls == []


class TestGeography:
    @pytest.mark.parametrize(
        ("region", "profile", "called"),
        [
            ("us-west-2", "", f"us.{OPUS}"),
            ("eu-central-1", "", f"eu.{OPUS}"),
            ("us-gov-west-1", "", f"us-gov.{OPUS}"),
            ("ap-northeast-1", "jp", f"jp.{OPUS}"),
            ("eu-central-1", "global", f"global.{OPUS}"),
        ],
    )
    def test_what_no_region_serves_alone_is_reached_by_a_profile(
        self, aws, tmp_path, region, profile, called
    ):
        bedrock = Bedrock(Connected(aws.url, region, {**KEYS, "profile": profile}))
        aws.says("Converse", said({"text": "Yes."}))
        asked(bedrock, tmp_path, Work(Need.TEXT, text="?"), OPUS)
        assert aws.asked("Converse")[0]["modelId"] == called

    def test_a_geography_is_never_guessed(self, aws, tmp_path):
        """What would be sent elsewhere than the connection's terms say."""
        bedrock = Bedrock(Connected(aws.url, "ap-northeast-1", KEYS))
        with pytest.raises(Final) as told:
            asked(bedrock, tmp_path, Work(Need.TEXT, text="?"), OPUS)
        assert told.value.code == "remote:not_connected" and aws.calls == []


class TestWhyNot:
    @pytest.mark.parametrize("stopped", ["guardrail_intervened", "content_filtered"])
    def test_a_filter_is_told_and_charged(self, aws, bedrock, tmp_path, stopped):
        aws.says("Converse", said({"text": "I cannot help with this."}, stopped=stopped))
        with pytest.raises(Final) as told:
            asked(bedrock, tmp_path)
        assert (told.value.code, told.value.billed) == ("remote:filtered", True)
        assert told.value.detail == "I cannot help with this"

    @pytest.mark.parametrize("model", [NOVA, OPUS])
    def test_a_model_that_speaks_instead_has_refused(self, aws, bedrock, tmp_path, model):
        aws.says("Converse", said({"text": "I will not list the props of a real person."}))
        with pytest.raises(Final) as told:
            asked(bedrock, tmp_path, model=model)
        assert (told.value.code, told.value.billed) == ("remote:refused", True)
        assert "real person" in told.value.detail

    @pytest.mark.parametrize(
        "answer",
        [
            by_tool({"props": [{"name": "lamp"}]}),
            by_tool({"props": "lamp"}),
            by_tool({"props": [{"name": "lamp", "sure": 3}]}),
            said({"text": '{"props": [{"name": "la'}),
            said({"text": '{"props": [{"na'}, stopped="max_tokens"),
            said({"text": ""}),
            said(),
            said({"text": "?"}, stopped="malformed_tool_use"),
            said({"text": "?"}, stopped="malformed_model_output"),
        ],
    )
    def test_what_does_not_fit_its_form_is_told_and_charged(self, aws, bedrock, tmp_path, answer):
        aws.says("Converse", answer)
        with pytest.raises(Final) as told:
            asked(bedrock, tmp_path)
        assert (told.value.code, told.value.billed) == ("remote:malformed", True)
        assert len(aws.calls) == 1

    def test_what_did_not_fit_is_not_repeated_in_the_message(self, aws, bedrock, tmp_path):
        aws.says("Converse", by_tool({"props": [{"name": 3, "sure": "a partner's words"}]}))
        with pytest.raises(Final) as told:
            asked(bedrock, tmp_path)
        assert "props.0.name" in told.value.detail and "partner" not in told.value.detail

    @pytest.mark.parametrize(
        "body", [b"", b"{}", b"<html>busy</html>", b'{"stopReason": "end_turn"}', b"[1]"]
    )
    def test_a_broken_answer_is_told_and_charged(self, aws, bedrock, tmp_path, body):
        aws.says("Converse", Raw(200, body, {"content-type": "application/json"}))
        with pytest.raises(Final) as told:
            asked(bedrock, tmp_path)
        assert (told.value.code, told.value.billed) == ("remote:malformed", True)

    def test_an_answer_without_a_bill_is_broken(self, aws, bedrock, tmp_path):
        body = json.dumps({k: v for k, v in said({"text": "A"}).items() if k != "usage"}).encode()
        aws.says("Converse", Raw(200, body, {"content-type": "application/json"}))
        with pytest.raises(Final) as told:
            asked(bedrock, tmp_path, Work(Need.TEXT, text="?"))
        assert told.value.code == "remote:malformed"

    def test_too_long_for_the_model(self, aws, bedrock, tmp_path):
        aws.says("Converse", said({"text": ""}, stopped="model_context_window_exceeded"))
        with pytest.raises(Final) as told:
            asked(bedrock, tmp_path)
        assert told.value.code == "remote:invalid"


class TestTroubles:
    @pytest.mark.parametrize(
        ("failing", "code", "taken"),
        [
            (Fails("ThrottlingException"), "remote:throttled", False),
            (Fails("ModelNotReadyException"), "remote:throttled", False),
            (Fails("ServiceUnavailableException"), "remote:throttled", False),
            (Fails("InternalServerException"), "remote:down", False),
            (Fails("ModelErrorException"), "remote:down", False),
            (Fails("ModelTimeoutException"), "remote:down", True),
            (Raw(502), "remote:down", True),
            (Cut(), "remote:down", True),
            (Cut(told=50), "remote:down", True),
        ],
    )
    def test_later(self, aws, bedrock, tmp_path, failing, code, taken):
        """A question has no key: what may have been answered is nothing to ask again."""
        aws.says("Converse", failing)
        with pytest.raises(Transient) as told:
            asked(bedrock, tmp_path)
        assert (told.value.code, told.value.taken) == (code, taken)
        assert len(aws.calls) == 1
        assert Need.TEXT not in Bedrock.idempotent

    def test_throttled_until(self, aws, bedrock, tmp_path):
        aws.says("Converse", Fails("ThrottlingException", headers={"Retry-After": "20"}))
        with pytest.raises(Transient) as told:
            asked(bedrock, tmp_path)
        assert told.value.after == 20

    def test_the_account_may_not(self, aws, bedrock, tmp_path):
        aws.says("Converse", Fails("AccessDeniedException", "is not authorized to perform"))
        with pytest.raises(Final) as told:
            asked(bedrock, tmp_path)
        assert told.value.code == "remote:key"

    def test_the_mode_of_retention_forbids_it(self, aws, bedrock, tmp_path):
        why = "data retention mode 'none' is not available for this model"
        aws.says("Converse", Fails("ValidationException", why))
        with pytest.raises(Final) as told:
            asked(bedrock, tmp_path)
        assert told.value.code == "remote:invalid" and why in told.value.detail

    def test_the_model_goes_between_the_quote_and_the_sending(self, aws, bedrock, tmp_path):
        why = "This model version has reached the end of its life."
        aws.says("Converse", Fails("ResourceNotFoundException", why))
        with pytest.raises(Retired) as told:
            asked(bedrock, tmp_path, model=OPUS)
        assert not told.value.billed and not told.value.lifecycle.active
        assert "anthropic.claude-sonnet-5-5" in told.value.lifecycle.alternatives
