"""The string-out of chosen takes, as EDL and OTIO; and the pictures of the takes."""

from collections.abc import Container, Sequence
from pathlib import Path

from projects.assist import stringing
from projects.assist.contract import OutputFile, ToolRefused
from projects.assist.tools.selects_rows import Judged
from projects.interchange.stringout import StringOut
from projects.media.takes.contact import first_sharp, save_contact

BEST, ALL = "best", "all"


def chosen_of(takes: Sequence[Judged], wish: str) -> list[Judged]:
    """The best, all in the order of rank, or those named, in the order they are named in.

    `takes` come ranked. Raises `ToolRefused` (`selects:no_such_take`).
    """
    if wish.strip() in (BEST, ""):
        return list(takes[:1])
    if wish.strip() == ALL:
        return list(takes)
    by_name = {take.name.strip(): take for take in takes}
    names = _named(wish, by_name)
    unknown = [name for name in names if name not in by_name]
    if unknown or not names:
        raise ToolRefused("selects:no_such_take", ", ".join(unknown) or wish)
    return [by_name[name] for name in names]


def _named(wish: str, known: Container[str]) -> list[str]:
    """The names between commas; where a name has commas itself, as many pieces as make it."""
    pieces, names = wish.split(","), list[str]()
    while pieces:
        ends = range(len(pieces), 0, -1)
        longer = (end for end in ends if ",".join(pieces[:end]).strip() in known)
        end = next(longer, 1)
        names.append(",".join(pieces[:end]).strip())
        del pieces[:end]
    return [name for name in names if name]


def write_string_out(folder: Path, cut: StringOut) -> tuple[list[OutputFile], list[dict[str, str]]]:
    """Writes `stringout.otio`, and `stringout.edl` where an EDL can hold it; warnings."""
    files, texts = [], stringing.written(cut)
    (folder / "stringout.edl").unlink(missing_ok=True)  # one of a run before would not be of this
    for role, media_type in (("otio", "application/json"), ("edl", "text/plain")):
        if role in texts:
            path = folder / f"stringout.{role}"
            path.write_text(texts[role], newline="")
            files.append(OutputFile(path, role, media_type))
    return files, stringing.warnings(cut)


def write_contact(folder: Path, index: int, take: Judged) -> list[OutputFile]:
    """The first sharp frame of a take; its name goes into the take."""
    path = folder / f"take_{index:03}.jpg"
    if not save_contact(take.path, first_sharp(take.seen, take.found), path):
        return []
    take.contact = path.name
    return [OutputFile(path, "large", "image/jpeg", index)]
