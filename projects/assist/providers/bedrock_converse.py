"""Text and pictures through Converse of Amazon Bedrock, answered in a form.

Straight through boto3. The library that serves the other text models would make a conversation of
it: it asks again by itself where an answer does not fit its form, which would be charged again,
and what stopped the model (a filter, a guardrail, the length) arrives as one error for all.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from projects.assist.palette import Answer, Attachment, Final, Usage, Work
from projects.assist.providers.bedrock_models import Offer
from projects.assist.providers.bedrock_schemas import plain, strict

TOOL = "answer"
#: As the guide of Converse says; larger pictures would be refused after they were sent.
MOST_PICTURES, MOST_BYTES = 20, 3_750_000
_FORMATS = {f"image/{kind}": kind for kind in ("png", "jpeg", "gif", "webp")}
_FILTERED = frozenset({"guardrail_intervened", "content_filtered"})
_BROKEN = frozenset({"malformed_model_output", "malformed_tool_use", "max_tokens"})


def asking(work: Work, offer: Offer, most: int) -> dict[str, Any]:
    """What Converse is called with, but for `modelId`. `most` is the longest answer in tokens."""
    told: dict[str, Any] = {
        "messages": [{"role": "user", "content": _content(work)}],
        "inferenceConfig": {"maxTokens": most},
    }
    if work.instructions:
        told["system"] = [{"text": work.instructions}]
    if work.answer:
        told |= _by_tool(work.answer) if offer.forced else _by_form(work.answer)
    return told


def _content(work: Work) -> list[dict[str, Any]]:
    if len(work.attachments) > MOST_PICTURES:
        raise Final("remote:need", f"{len(work.attachments)} pictures, at most {MOST_PICTURES}")
    content: list[dict[str, Any]] = []
    for number, attachment in enumerate(work.attachments, 1):
        if len(work.attachments) > 1:  # so that an answer can say which one it means
            content.append({"text": f"Picture {number}:"})
        content.append(_picture(attachment))
    return content + ([{"text": work.text}] if work.text else [])


def _picture(attachment: Attachment) -> dict[str, Any]:
    kind = _FORMATS.get(attachment.media_type)
    if kind is None:
        raise Final("remote:need", attachment.media_type)
    data = attachment.path.read_bytes()
    if len(data) > MOST_BYTES:
        raise Final("remote:need", f"{attachment.name}: {len(data)} B, at most {MOST_BYTES} B")
    return {"image": {"format": kind, "source": {"bytes": data}}}


def _by_tool(form: type[BaseModel]) -> dict[str, Any]:
    told = {"name": TOOL, "description": "Give the answer.", "inputSchema": {}}
    told["inputSchema"] = {"json": plain(form.model_json_schema())}
    return {
        "toolConfig": {"tools": [{"toolSpec": told}], "toolChoice": {"tool": {"name": TOOL}}},
    }


def _by_form(form: type[BaseModel]) -> dict[str, Any]:
    schema = json.dumps(strict(form.model_json_schema()))
    structure = {"jsonSchema": {"name": TOOL, "schema": schema}}
    return {"outputConfig": {"textFormat": {"type": "json_schema", "structure": structure}}}


def answer(said: Mapping[str, Any], form: type[BaseModel] | None, model: str) -> Answer:
    """What came back, in its form. `Final`, and billed, where it stopped, refused or broke off."""
    stopped = str(said.get("stopReason", ""))
    if stopped in _FILTERED:
        raise Final("remote:filtered", _words(said) or stopped, billed=True)
    if stopped == "model_context_window_exceeded":
        raise Final("remote:invalid", stopped, billed=True)
    if stopped in _BROKEN or not stopped:
        raise Final("remote:malformed", stopped or "no stopReason", billed=True)
    data = _formed(said, form).model_dump(mode="json") if form else {"text": _words(said)}
    return Answer(data=data, usage=_usage(said), model=model)


def _formed(said: Mapping[str, Any], form: type[BaseModel]) -> BaseModel:
    words = _words(said)
    used = [block["toolUse"] for block in _blocks(said) if "toolUse" in block]
    if not used and not words.lstrip().startswith(("{", "[")):
        # It was asked for a form and speaks instead.
        raise Final("remote:refused" if words else "remote:malformed", words, billed=True)
    try:
        given = used[0].get("input") if used else json.loads(words)
        return form.model_validate(given)
    except (ValidationError, ValueError) as error:
        raise Final("remote:malformed", _first(error), billed=True) from error


def _first(error: ValueError) -> str:
    """Where it does not fit, without what was said there."""
    if isinstance(error, ValidationError):
        found = error.errors(include_input=False, include_url=False)[0]
        return f"{'.'.join(str(part) for part in found['loc'])}: {found['msg']}"
    return str(error)


def _blocks(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    return said.get("output", {}).get("message", {}).get("content", [])


def _words(said: Mapping[str, Any]) -> str:
    return "".join(block["text"] for block in _blocks(said) if "text" in block)


def _usage(said: Mapping[str, Any]) -> Usage:
    told = said.get("usage")
    if not told:
        raise Final("remote:malformed", "no usage", billed=True)
    read = sum(
        told.get(name, 0)
        for name in ("inputTokens", "cacheReadInputTokens", "cacheWriteInputTokens")
    )
    return {"input_token": Decimal(read), "output_token": Decimal(told.get("outputTokens", 0))}
