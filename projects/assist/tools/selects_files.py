"""The string-out of chosen takes, as EDL and OTIO; and the pictures of the takes."""

from collections.abc import Container, Sequence
from pathlib import Path

from projects.assist.contract import OutputFile, ToolRefused
from projects.assist.tools.selects_rows import Judged
from projects.interchange.refusal import ExportRefused
from projects.interchange.stringout import Piece, StringOut, Take, write_edl, write_otio
from projects.interchange.timecode import drops, from_timecode
from projects.media.takes.contact import first_sharp, save_contact
from projects.media.takes.dead_air import kept

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


def string_out(takes: Sequence[Judged], whole: bool) -> StringOut:
    """The takes one after the other, whole or without black ends and dead air."""
    pieces = []
    for take in takes:
        spans = [(0, take.seen.frames)]
        if not whole:
            spans = kept(take.seen.frames, take.dead, take.found.usable)
        source = _source(take)
        pieces += [Piece(source, start, end, _note(take)) for start, end in spans]
    return StringOut("Selects", tuple(pieces), _drops(takes[0]))


def write_string_out(folder: Path, cut: StringOut) -> tuple[list[OutputFile], list[dict[str, str]]]:
    """Writes `stringout.otio`, and `stringout.edl` where an EDL can hold it; warnings."""
    otio, edl = folder / "stringout.otio", folder / "stringout.edl"
    otio.write_text(write_otio(cut))
    files, told = [OutputFile(otio, "otio", "application/json")], []
    apart = sorted({piece.take.name for piece in cut.pieces if piece not in cut.at_rate()})
    if apart:
        told.append({"code": "selects:other_rate", "detail": ", ".join(apart)})
    try:
        edl.write_text(write_edl(cut), newline="")
        files.append(OutputFile(edl, "edl", "text/plain"))
    except ExportRefused as error:
        edl.unlink(missing_ok=True)  # one of a run before would not be of this string-out
        told.append({"code": "selects:no_edl", "detail": error.detail or error.code})
    return files, told


def write_contact(folder: Path, index: int, take: Judged) -> list[OutputFile]:
    """The first sharp frame of a take; its name goes into the take."""
    path = folder / f"take_{index:03}.jpg"
    if not save_contact(take.path, first_sharp(take.seen, take.found), path):
        return []
    take.contact = path.name
    return [OutputFile(path, "large", "image/jpeg", index)]


def _source(take: Judged) -> Take:
    return Take(take.name, take.seen.rate, take.seen.frames, _start(take), take.heard is not None)


def _start(take: Judged) -> int:
    """The first frame by the take's timecode; 0 where it has none that its rate can count."""
    try:
        return from_timecode(take.seen.timecode or "", take.seen.rate)
    except ExportRefused:
        return 0


def _drops(take: Judged) -> bool:
    return bool(take.seen.timecode and _start(take) and drops(take.seen.timecode, take.seen.rate))


def _note(take: Judged) -> str:
    named = ", ".join(take.verdict.defects)
    return f"score {take.verdict.score:.2f}" + (f": {named}" if named else "")
