"""How each provider answers, in its own form, made of the types that its client publishes.

Sources: anthropic 2.11 (`anthropic.types`, generated from Anthropic's OpenAPI description), openai
3.56 (`openai.types`, from OpenAI's), google-genai 2.34 (`google.genai.types`, from the Gemini API's
discovery document; errors are google.rpc.Status, https://cloud.google.com/apis/design/errors).
A server that speaks as OpenAI does answers with `openai.types.chat`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter

from projects.assist.contract import Connected, Provider
from projects.assist.palette import Need, Work
from projects.assist.providers.anthropic import Anthropic
from projects.assist.providers.compatible import Compatible
from projects.assist.providers.google import Google
from projects.assist.providers.openai import OpenAI
from tests.projects.assist.providers.loopback import Call, Reply

KEY = "key-of-the-connection"


class Scene(BaseModel):
    """The form of an answer in these tests."""

    title: str
    people: list[str]
    night: bool | None = None


GOOD = {"title": "Harbour", "people": ["Mara"], "night": True}
WORK = Work(Need.TEXT, "Say who is in the scene.", "INT. HARBOUR. Mara waits.", answer=Scene)


class Speaker:
    """One provider's tongue. `reading` is where its usage says 11 tokens read and 7 written."""

    name: str
    kind: type
    model: str
    prefix = ""
    values: Mapping[str, str] = {}

    def reach(self, address: str, seconds: float = 5.0, **values: str) -> Provider:
        given = {"api_key": KEY, **self.values, **values}
        return self.kind(Connected(f"{address}{self.prefix}", values=given, seconds=seconds))

    def said(self, text: str, stop: str = "stop") -> Any:
        """A whole answer with `text`; `stop` is `stop`, `length`, `refusal` or `filter`."""
        raise NotImplementedError

    def error(self, status: int, code: str, message: str) -> Any:
        raise NotImplementedError

    def good(self) -> Reply:
        return Reply(body=self.said(json.dumps(GOOD)))

    def check(self, call: Call) -> str:
        """That the request is as the provider's own types want it. → the tool's instructions."""
        raise NotImplementedError


class AnthropicSpeaker(Speaker):
    name, kind, model = "anthropic", Anthropic, "claude-sonnet-5-5"
    codes: Mapping[int, str] = {
        **{400: "invalid_request_error", 401: "authentication_error", 402: "billing_error"},
        **{403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"},
        **{500: "api_error", 504: "timeout_error", 529: "overloaded_error"},
    }

    def said(self, text: str, stop: str = "stop") -> Any:
        from anthropic.types import Message, RefusalStopDetails, TextBlock, Usage

        reasons = {"stop": "end_turn", "length": "max_tokens", "refusal": "refusal"}
        details = RefusalStopDetails(type="refusal", category="bio", explanation="Not that.")
        made = Message(
            id="msg_01",
            type="message",
            role="assistant",
            model=self.model,
            content=[TextBlock(type="text", text=text)],
            stop_reason=reasons[stop],
            stop_details=details if stop == "refusal" else None,
            usage=Usage(input_tokens=11, output_tokens=7),
        )
        return json.loads(made.model_dump_json())

    def error(self, status: int, code: str, message: str) -> Any:
        from anthropic.types.beta_error_response import BetaErrorResponse

        kind = self.codes.get(status, "api_error")
        told = {"type": "error", "error": {"type": kind, "message": message}, "request_id": "r"}
        BetaErrorResponse.model_validate(told)
        return told

    def check(self, call: Call) -> str:
        from anthropic.types.message_create_params import MessageCreateParamsNonStreaming

        body = call.json
        assert call.path.split("?")[0] == "/v1/messages"
        assert KEY in (call.headers.get("x-api-key", "") + call.headers.get("authorization", ""))
        _fits(MessageCreateParamsNonStreaming, body)
        assert body["output_config"]["format"]["schema"]["properties"].keys() == GOOD.keys()
        return "".join(block["text"] for block in body["system"])


class OpenAISpeaker(Speaker):
    name, kind, model, prefix = "openai", OpenAI, "gpt-6.1-terra", "/v1"

    def said(self, text: str, stop: str = "stop") -> Any:
        from openai.types.responses import Response

        content = {"type": "output_text", "text": text, "annotations": []}
        if stop == "refusal":
            content = {"type": "refusal", "refusal": "Not that."}
        reasons = {"length": "max_output_tokens", "filter": "content_filter"}
        cut = {"reason": reasons[stop]} if stop in reasons else None
        status = "incomplete" if cut else "completed"
        output = {"type": "message", "id": "msg_1", "role": "assistant", "status": status}
        made = {
            **{"id": "resp_1", "object": "response", "created_at": 1796000000, "model": self.model},
            **{"status": status, "incomplete_details": cut, "output": [output]},
            **{"parallel_tool_calls": False, "tool_choice": "auto", "tools": []},
            "usage": {
                **{"input_tokens": 11, "output_tokens": 7, "total_tokens": 18},
                "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
                "output_tokens_details": {"reasoning_tokens": 0},
            },
        }
        output["content"] = [content]
        Response.model_validate(made)
        return made

    def error(self, status: int, code: str, message: str) -> Any:
        from openai.types.shared import ErrorObject

        told = ErrorObject(code=code, message=message, type="invalid_request_error", param=None)
        return {"error": told.model_dump()}

    def check(self, call: Call) -> str:
        from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming

        body = call.json
        assert call.path == "/v1/responses"
        assert call.headers["authorization"] == f"Bearer {KEY}"
        _fits(ResponseCreateParamsNonStreaming, body)
        assert body["store"] is False
        assert body["text"]["format"]["schema"]["properties"].keys() == GOOD.keys()
        told = [part for part in body["input"] if part["role"] in ("system", "developer")]
        return body.get("instructions") or told[0]["content"]


class CompatibleSpeaker(Speaker):
    name, kind, model = "compatible", Compatible, "qwen3-vl-8b"
    values = {"models": "qwen3-vl-8b, llama", "vision": "qwen3-vl-8b"}

    def said(self, text: str, stop: str = "stop") -> Any:
        from openai.types.chat import ChatCompletion

        reasons = {"filter": "content_filter", "refusal": "stop"}
        message = {"role": "assistant", "content": text}
        if stop == "refusal":
            message = {"role": "assistant", "content": None, "refusal": "Not that."}
        choice = {"index": 0, "finish_reason": reasons.get(stop, stop), "message": message}
        made = {
            **{"id": "c1", "object": "chat.completion", "created": 1796000000},
            **{"model": self.model, "choices": [choice]},
            "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
        }
        ChatCompletion.model_validate(made)
        return made

    error = OpenAISpeaker.error

    def check(self, call: Call) -> str:
        from openai.types.chat.completion_create_params import (
            CompletionCreateParamsNonStreaming,
        )

        body = call.json
        assert call.path == "/v1/chat/completions"
        assert call.headers["authorization"] == f"Bearer {KEY}"
        _fits(CompletionCreateParamsNonStreaming, body)
        form = body["response_format"]["json_schema"]["schema"]
        assert form["properties"].keys() == GOOD.keys()
        return body["messages"][0]["content"]


class GoogleSpeaker(Speaker):
    name, kind, model = "google", Google, "gemini-3.8-flash"
    statuses: Mapping[int, str] = {
        **{400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED"},
        **{404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE"},
        504: "DEADLINE_EXCEEDED",
    }

    def said(self, text: str, stop: str = "stop") -> Any:
        from google.genai.types import GenerateContentResponse

        reasons = {"stop": "STOP", "length": "MAX_TOKENS", "filter": "SAFETY"}
        candidate: dict[str, Any] = {"index": 0, "finishReason": reasons[stop]}
        if stop != "filter":
            candidate["content"] = {"role": "model", "parts": [{"text": text}]}
        counts = {"promptTokenCount": 11, "candidatesTokenCount": 7, "totalTokenCount": 18}
        made = {"candidates": [candidate], "usageMetadata": counts, "modelVersion": self.model}
        GenerateContentResponse.model_validate(made)
        return made

    def error(self, status: int, code: str, message: str) -> Any:
        told = {"code": status, "message": message, "status": self.statuses.get(status, "UNKNOWN")}
        info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": code}
        return {"error": {**told, "details": [info]}}

    def check(self, call: Call) -> str:
        from google.genai import types

        body = call.json
        assert call.path == f"/v1beta/models/{self.model}:generateContent"
        assert call.headers["x-goog-api-key"] == KEY
        assert set(body) <= {"contents", "systemInstruction", "generationConfig"}
        [types.Content.model_validate(content) for content in body["contents"]]
        config = types.GenerationConfig.model_validate(body["generationConfig"])
        form = config.response_json_schema or body["generationConfig"]["responseSchema"]
        assert form["properties"].keys() == GOOD.keys()
        return body["systemInstruction"]["parts"][0]["text"]


SPEAKERS = [AnthropicSpeaker(), OpenAISpeaker(), GoogleSpeaker(), CompatibleSpeaker()]


@dataclass(frozen=True)
class Network:
    """The addresses that were connected to, and the names that were looked up."""

    connected: list[Any]
    sought: list[Any]


def _fits(params: type, body: Mapping[str, Any]) -> None:
    """That every field is one of the client's own type for this request, and of its form."""
    known: set[str] = set()
    for kind in params.__mro__ if not hasattr(params, "__orig_bases__") else [params]:
        known |= set(getattr(kind, "__annotations__", {}))
    known |= set(params.__required_keys__) | set(params.__optional_keys__)  # type: ignore[attr-defined]
    assert set(body) <= known, set(body) - known
    TypeAdapter(params).validate_python(body)
