"""Films of Veo: begun as an operation, asked after, and fetched before Google deletes them."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from projects.assist.contract import OutputFile
from projects.assist.palette import Answer, Final, Standing, Status, Transient, Usage, Work
from projects.assist.providers import google_files
from projects.assist.providers.troubles import malformed

_LENGTHS = (4, 6, 8)  # seconds
_MOST_REFERENCES = 3
_SMALL = 720  # lines; 1080p is asked for above
_INVALID = 3  # INVALID_ARGUMENT of google.rpc.Code


def usage(work: Work) -> Usage:
    return {"second": Decimal(_plan(work)["duration_seconds"])}


def begun(client: Any, work: Work, model: str) -> str:
    """The name of the operation (`models/…/operations/…`). The prompt is the tool's words, then the
    partner's; Veo knows no others."""
    from google.genai import types

    config: dict[str, Any] = {**_plan(work), "number_of_videos": 1}
    first = _role(work, "first") or _role(work, "picture")
    if last := _role(work, "last"):
        config["last_frame"] = _image(types, last[0])
    if references := _role(work, "reference"):
        kind = types.VideoGenerationReferenceType.ASSET
        config["reference_images"] = [
            types.VideoGenerationReferenceImage(image=_image(types, a), reference_type=kind)
            for a in references
        ]
    source = types.GenerateVideosSource(
        prompt=f"{work.instructions}\n\n{work.text}".strip() or None,
        image=_image(types, first[0]) if first else None,
    )
    asked = types.GenerateVideosConfig(**config)
    found = client.models.generate_videos(model=model, source=source, config=asked)
    if not found.name:
        raise malformed("no operation")
    return found.name


def operation(client: Any, name: str) -> Any:
    """As it stands now. `Final` `remote:lost` where Google does not know it."""
    from google.genai import types

    asked = types.GenerateVideosOperation()
    asked.name = name
    return client.operations.get(asked)


def standing(found: Any) -> Status:
    if not found.done:
        return Status(Standing.RUNNING)
    if failed := _failed(found):
        return Status(Standing.FAILED, code=failed.code, detail=failed.detail)
    return Status(Standing.DONE, 1.0)


def fetched(found: Any, folder: Path, http: Any, own: str, headers: dict[str, str]) -> Answer:
    """The film of a finished operation, in `folder`; its length is measured, for the bill."""
    if not found.done:
        raise Transient("remote:down", "not finished")
    if failed := _failed(found):
        raise failed
    path = folder / "film-0.mp4"
    video = found.response.generated_videos[0].video
    if video.video_bytes:
        path.write_bytes(video.video_bytes)
    else:
        google_files.fetched(http, video.uri, path, own, headers)
    seconds = _measured(path)
    file = OutputFile(path, "film", "video/mp4")
    return Answer(files=[file], usage={"second": Decimal(seconds)}, model=_model(found.name))


def _plan(work: Work) -> dict[str, Any]:
    """What Veo makes of the options. Reference pictures, a last frame and 1080p demand 8 s; `seed`
    is none of the Gemini API."""
    if int(work.option("count", 1)) != 1:
        raise Final("remote:need", f"{work.option('count')} > 1")
    width, height = int(work.option("width", 1280)), int(work.option("height", 720))
    lines = min(width, height)
    seconds = float(work.option("seconds", _LENGTHS[-1]))
    if seconds > _LENGTHS[-1]:
        raise Final("remote:need", f"{seconds:g} s > {_LENGTHS[-1]} s")
    if len(_role(work, "reference")) > _MOST_REFERENCES:
        raise Final("remote:need", f"{len(_role(work, 'reference'))} > {_MOST_REFERENCES}")
    bound = lines > _SMALL or _role(work, "last") or _role(work, "reference")
    length = _LENGTHS[-1] if bound else next(n for n in _LENGTHS if n >= seconds)
    return {
        **{"duration_seconds": length, "resolution": "1080p" if lines > _SMALL else "720p"},
        "aspect_ratio": "16:9" if width >= height else "9:16",
    }


def _role(work: Work, role: str) -> list[Any]:
    return [a for a in work.attachments if a.role == role and a.media_type.startswith("image/")]


def _image(types: Any, attachment: Any) -> Any:
    return types.Image(image_bytes=attachment.path.read_bytes(), mime_type=attachment.media_type)


def _failed(found: Any) -> Final | None:
    """Why a finished operation has no film. Google charges for none of these."""
    if error := found.error:
        told, number = str(error.get("message", "")), error.get("code")
        if "guidelines" in told or "Responsible AI" in told:
            return Final("remote:filtered", told)
        return Final("remote:invalid" if number == _INVALID else "remote:failed", told)
    response = found.response
    if response and response.generated_videos:
        video = response.generated_videos[0].video
        return None if video and (video.uri or video.video_bytes) else malformed("no film")
    if response and response.rai_media_filtered_count:
        return Final("remote:filtered", " ".join(response.rai_media_filtered_reasons or []))
    return malformed("no film")


def _measured(path: Path) -> int:
    import av

    try:
        with av.open(str(path)) as film:
            length = film.duration or 0
    except av.FFmpegError as error:
        raise malformed("the file is no film") from error
    return max(1, round(length / av.time_base))


def _model(name: str) -> str:
    """`models/MODEL/operations/ID` names it."""
    return name.split("/")[1] if name.startswith("models/") else ""
