"""What a provider answered, distrusted: forms checked, texts made plain, files looked at apart."""

import re
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from projects.assist.contract import ToolRefused
from projects.assist.palette import Answer
from projects.media.confined import Limits, confined
from projects.media.refusal import Refused

#: Control characters, format signs (also those that turn the writing round), halves of a pair.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")
_PICTURE = Limits(seconds=120, silence=60, memory=3 * 1024**3)
_FILM = Limits(seconds=1800, silence=300)
Form = TypeVar("Form", bound=BaseModel)


def plain(text: Any, most: int) -> str:
    """One line of at most `most` characters that shows what it is: no control characters, no
    marks of writing direction. What is no text is nothing."""
    if not isinstance(text, str):
        return ""
    spaced = (" " if c.isspace() else c for c in text[: 20 * most])
    kept = (c for c in spaced if c in _JOINERS or unicodedata.category(c) not in _UNSEEN)
    line = " ".join(unicodedata.normalize("NFC", "".join(kept)).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def lines(texts: Sequence[Any], most: int, of: int) -> list[str]:
    """At most `most` different lines of `of` characters; empty ones are left out."""
    told = dict.fromkeys(plain(text, of) for text in texts[: 10 * most])
    return [text for text in told if text][:most]


def checked(form: type[Form], answer: Answer) -> Form:
    """The answer by its form. Raises `ToolRefused` `remote:malformed`, naming the first part."""
    try:
        return form.model_validate(dict(answer.data))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise ToolRefused("remote:malformed", plain(f"{where}: {first['msg']}", 200)) from None


def share(value: Any) -> float:
    """How sure, 0..1; what is no such number is not sure at all."""
    number = value if isinstance(value, int | float) and value == value else 0.0
    return round(min(1.0, max(0.0, float(number))), 2)


def box(values: Any) -> list[float] | None:
    """[left, top, width, height] as parts of the picture; None for what does not lie in it."""
    if not isinstance(values, Sequence) or isinstance(values, str) or len(values) != 4:
        return None
    if not all(isinstance(one, int | float) and abs(one) < 1e6 for one in values):
        return None
    left, top, wide, high = (float(one) for one in values)
    slack = 0.01  # a border that rounding put a hair outside
    inside = -slack <= left < 1 and -slack <= top < 1
    if not inside or wide < 0.002 or high < 0.002 or left + wide > 1 + slack:
        return None
    if top + high > 1 + slack:
        return None
    left, top = max(0.0, left), max(0.0, top)
    return [round(n, 4) for n in (left, top, min(wide, 1 - left), min(high, 1 - top))]


class Quote(NamedTuple):
    """Words of a text as they stand there, from character `start`."""

    words: str
    start: int


_SIGNS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
LONGEST_QUOTE = 400


def quoted(quote: Any, text: str) -> Quote | None:
    """The text's own words that `quote` repeats: white space, letter case and the form of quotation
    marks and dashes may differ, nothing else. None where the text does not say so, and for less
    than three letters."""
    if not isinstance(quote, str) or len(quote) > 4 * LONGEST_QUOTE:
        return None
    words = quote.translate(_SIGNS).strip(" \t\r\n\"'.…").split()
    if sum(map(str.isalnum, "".join(words))) < 3 or len(" ".join(words)) > LONGEST_QUOTE:
        return None
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
    found = re.search(pattern, text.translate(_SIGNS), re.IGNORECASE)  # signs keep their places
    return Quote(" ".join(text[slice(*found.span())].split()), found.start()) if found else None


class Came(NamedTuple):
    """A file that came and is what it should be: `told` as `media.returned` tells it."""

    path: Path
    told: dict[str, Any]


def pictures(answer: Answer, folder: Path, most: int) -> tuple[list[Came], list[str]]:
    """Pictures of the answer, each with `NAME_large.jpg` and `NAME_small.jpg` beside it in
    `folder`; and why others were left out. Raises `palette:nothing_usable` where none is left."""
    return _came("picture_returned", "image/", _PICTURE, answer, folder, most)


def films(
    answer: Answer,
    folder: Path,
    most: int,
    heard: Callable[[str, float], None] = lambda stage, share: None,
) -> tuple[list[Came], list[str]]:
    """The same for films, with `NAME_proxy.mp4`, `NAME_first.jpg` and `NAME_last.jpg`."""
    return _came("film_returned", "video/", _FILM, answer, folder, most, heard)


def _came(
    task: str,
    family: str,
    limits: Limits,
    answer: Answer,
    folder: Path,
    most: int,
    heard: Callable[[str, float], None] = lambda stage, share: None,
) -> tuple[list[Came], list[str]]:
    """Each is read in a process of its own; what it says of itself is not believed."""
    out = folder / "came"
    out.mkdir(parents=True, exist_ok=True)
    found, left_out = list[Came](), list[str]()
    files = [file for file in answer.files if file.media_type.startswith(family)]
    for at, file in enumerate(files[:most], 1):
        if file.path.is_symlink() or not file.path.is_file():
            left_out.append("media:empty")
            continue
        arguments = {"source": str(file.path), "folder": str(out), "stem": f"{at:02d}"}
        try:
            told = confined(task, arguments, limits=limits, heard=heard)
        except Refused as refused:
            left_out.append(refused.code)
            continue
        own = out / f"{at:02d}{told['ending']}"
        shutil.copyfile(file.path, own)  # byte for byte, under a name that says what it is
        found.append(Came(own, told))
    left_out += ["palette:too_many"] * max(0, len(files) - most)
    if not found:
        raise ToolRefused("palette:nothing_usable", ", ".join(sorted(set(left_out))) or "no file")
    return found, left_out
