"""Which parts of a text are what was looked for: as search folds words, so does this."""

import re
import unicodedata

_LONE = {"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss"}
_BETWEEN = re.compile(r"[\s,;:!?()\[\]{}<>\"'`´«»…“”‘’„/\\|+*=@#&%$^~]+")
#: Characters of prose around the first word that was found.
BEFORE, AFTER = 60, 160

Part = tuple[str, bool]


def fold(text: str) -> str:
    """Without case and accents: as `projects_index_fold` in the database."""
    return "".join(_folded(char) for char in text)


def _folded(char: str) -> str:
    bare = "".join(
        one for one in unicodedata.normalize("NFKD", char) if not unicodedata.combining(one)
    )
    return "".join(_LONE.get(one, one) for one in bare.lower())


def words_of(text: str) -> list[str]:
    """What counts as a word of what was typed, folded."""
    found = (word.strip("._-") for word in _BETWEEN.split(fold(text)))
    return [word for word in dict.fromkeys(found) if word]


def shorter(word: str) -> str:
    """Without zeros before a number: sh0040 is sh40, and 0040 is 40."""
    return re.sub(r"(^|\D)0+(?=\d)", r"\1", word)


def parts_of(title: str) -> set[str]:
    """The parts of a folded name, and the numbers in them."""
    found = re.findall(r"[^\W_]+", title)
    return {shorter(one) for part in found for one in (part, *re.findall(r"\d+", part))}


def marked(text: str, words: list[str]) -> list[Part]:
    """The text in parts, each with whether it is the beginning of a word that was looked for."""
    folded, places = _placed(text)
    parts: list[Part] = []
    done = 0
    for start, end in _spans(folded, words):
        begin, stop = places[start], places[end]
        if begin < done:
            continue
        parts += [(text[done:begin], False), (text[begin:stop], True)]
        done = stop
    return [part for part in [*parts, (text[done:], False)] if part[0]]


def _placed(text: str) -> tuple[str, list[int]]:
    """Folded, and for each character of that its place in the text."""
    folded, places = [], []
    for place, char in enumerate(text):
        for one in _folded(char):
            folded.append(one)
            places.append(place)
    return "".join(folded), [*places, len(text)]


def _spans(folded: str, words: list[str]) -> list[tuple[int, int]]:
    """Where a word begins with one of these, or a number does (sh0040 by 40, sh40)."""
    if not words:
        return []
    loose = "|".join(sorted(map(_pattern, words), key=len, reverse=True))
    begins = rf"(?<![^\W_])(?:{loose})|(?<=[^\W\d_])(?=\d)(?:{loose})"
    return [match.span() for match in re.finditer(begins, folded)]


def _pattern(word: str) -> str:
    """Zeros before a number are optional."""
    runs = re.findall(r"\d+|\D+", word)
    return "".join(
        f"0*{run.lstrip('0') or '0'}" if run.isdigit() else re.escape(run) for run in runs
    )


def excerpt(text: str, words: list[str]) -> list[Part]:
    """A piece of prose around what was found first, marked; … where something is left out."""
    parts = marked(" ".join(text.split()), words)
    whole = "".join(part for part, _hit in parts)
    first = 0
    for part, hit in parts:
        if hit:
            break
        first += len(part)
    else:
        first = 0
    begin, end = max(0, first - BEFORE), first + AFTER
    cut = marked(whole[begin:end].strip(), words)
    lead = [("… ", False)] if begin else []
    return [*lead, *cut, *([(" …", False)] if end < len(whole) else [])]
