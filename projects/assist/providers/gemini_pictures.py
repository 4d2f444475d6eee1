"""Pictures of Gemini's picture models: one a request, made or changed by reference pictures."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from projects.assist.palette import Answer, Final, Usage, Work
from projects.assist.providers import pictures
from projects.assist.providers.troubles import malformed

_SHAPES = ("1:1", "2:3", "3:2", "3:4", "4:3", "9:16", "16:9", "21:9")
_SMALL = 1024  # pixels on the longer side; 2K is asked for above
_FILTERED = {
    *("SAFETY", "IMAGE_SAFETY", "PROHIBITED_CONTENT", "IMAGE_PROHIBITED_CONTENT"),
    *("BLOCKLIST", "SPII", "RECITATION", "IMAGE_RECITATION"),
}


def usage(work: Work) -> Usage:
    """One picture: `count` above that is refused, since it would be that many requests."""
    if (count := int(work.option("count", 1))) != 1:
        raise Final("remote:need", f"{count} > 1")
    return {"image": Decimal(1)}


def made(client: Any, work: Work, model: str, folder: Path) -> Answer:
    """Ask a `google.genai` client for one picture and lay it down in `folder`."""
    from google.genai import types

    used = usage(work)
    parts = [types.Part.from_text(text=work.text)] if work.text else []
    for attachment in work.attachments:
        data, kind = attachment.path.read_bytes(), attachment.media_type
        parts.append(types.Part.from_bytes(data=data, mime_type=kind))
    config = types.GenerateContentConfig(
        response_modalities=["IMAGE"],
        system_instruction=work.instructions or None,
        image_config=types.ImageConfig(**_shape(work)),
    )
    content = [types.Content(role="user", parts=parts)]
    reply = client.models.generate_content(model=model, contents=content, config=config)
    found = _found(reply)
    files = [pictures.kept(data, folder, index) for index, data in enumerate(found)]
    return Answer(files=files, usage=used, model=reply.model_version or model)


def _shape(work: Work) -> dict[str, Any]:
    width, height = work.option("width"), work.option("height")
    if not (width and height):
        return {}
    ratio = int(width) / int(height)
    nearest = min(_SHAPES, key=lambda shape: abs(_ratio(shape) / ratio - 1))
    size = "1K" if max(int(width), int(height)) <= _SMALL else "2K"
    return {"aspect_ratio": nearest, "image_size": size}


def _ratio(shape: str) -> float:
    wide, high = shape.split(":")
    return int(wide) / int(high)


def _found(reply: Any) -> list[bytes]:
    """The pictures of an answer; `Final` says why there is none."""
    if (feedback := reply.prompt_feedback) and feedback.block_reason:
        raise Final("remote:filtered", feedback.block_reason.value)
    candidates = reply.candidates or []
    for candidate in candidates:
        reason = candidate.finish_reason.value if candidate.finish_reason else ""
        if reason in _FILTERED:
            raise Final("remote:filtered", candidate.finish_message or reason)
    parts = [p for c in candidates if c.content for p in c.content.parts or []]
    found = [part.inline_data.data for part in parts if part.inline_data and part.inline_data.data]
    if not found:
        if said := " ".join(part.text for part in parts if part.text):
            raise Final("remote:refused", said, billed=True)
        raise malformed("no picture")
    return found
