"""The elements of a breakdown, found by words, each with its sentence and how sure it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from projects.assist.scripts import words
from projects.assist.scripts.sentences import People, Sentence, shown

_ARTICLE = r"(?:a|an|the|his|her|their|its|another|some|two|three|one of the)"
_NUMBERS = r"(?:\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|a dozen|dozens of|hundreds of|"
_NUMBERS += r"several|a few|a group of|many|a pair of|a line of|a handful of|a couple of|groups of)"
_DOES = re.compile(r"(?:\b(?:who|which|he|she|they|it|i|we|you|to|then|can|will)|\w\wly) $")
_THINGS = frozenset({words.PROP, words.WEAPON, words.ANIMAL, words.WARDROBE, words.VEHICLE})
_SHOUTED, _MODIFIED, _MENTIONED = 0.1, 0.15, 0.25


@dataclass(frozen=True)
class Found:
    """One element of one scene: `kind` as in `words`, `sure` 0..1, `line` as `Element.line`."""

    kind: str
    name: str
    sure: float
    sentence: str
    line: int


@cache
def _forms(word: str, verb: bool) -> tuple[str, ...]:
    """The word and what grammar makes of it."""
    if verb and " " in word:
        first, _, rest = word.partition(" ")
        return tuple(f"{form} {rest}" for form in _forms(first, True))
    head, _, last = word.rpartition(" ")
    start = f"{head} " if head else ""
    if verb:
        stem = last[:-1] if last.endswith("e") else last
        double = last + last[-1] if re.search(r"[^aeiou][aeiou][bdgmnprt]$", last) else stem
        past = f"{stem[:-1]}i" if re.search(r"[^aeiou]y$", last) else double
        shapes = [last, _plural(last), f"{past}ed", f"{double}ing"]
    else:
        shapes = [last, _plural(last)]
    return tuple(dict.fromkeys(start + shape for shape in shapes))


def _plural(word: str) -> str:
    irregular = {"man": "men", "woman": "women", "child": "children", "knife": "knives"}
    irregular |= {"wolf": "wolves", "mouse": "mice", "goose": "geese", "thief": "thieves"}
    for single, several in irregular.items():
        if word.endswith(single):
            return word[: -len(single)] + several
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(?:s|x|z|ch|sh)$", word) else "s")


@cache
def _known() -> tuple[re.Pattern[str], dict[str, list[tuple[str, str, float]]]]:
    """One pattern for all words, longest first, and what each form means."""
    meant: dict[str, list[tuple[str, str, float]]] = {}
    for kind, groups in words.KINDS.items():
        for group in groups:
            for word in group.words:
                plain = " ".join(word.split())
                for form in _forms(plain, group.verbs):
                    meant.setdefault(form, []).append((kind, plain, group.sure))
    longest = sorted(meant, key=len, reverse=True)
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])"), meant


@cache
def _handled() -> re.Pattern[str]:
    verbs = [form for verb in words.HANDLING for form in _forms(" ".join(verb.split()), True)]
    known = "|".join(map(re.escape, sorted(verbs, key=len, reverse=True)))
    noun = r"(?P<noun>[a-z][a-z'-]*(?: [a-z][a-z'-]*)?)"
    behind = "and|to|from|in|into|on|onto|at|with|of|out|up|over|as|for|that|which"
    end = rf"(?=[.,;:!?)]|$| (?:{behind})\b)"
    return re.compile(rf"(?<!\w)(?:{known}) {_ARTICLE} {noun}{end}")


@cache
def _groups() -> re.Pattern[str]:
    several = [_plural(" ".join(word.split())) for word in words.PEOPLE]
    return re.compile(rf"(?<!\w)({_NUMBERS}) (?:[a-z-]+ )?({'|'.join(several)})(?!\w)")


def elements_of(sentences: Sequence[Sentence], people: People) -> list[Found]:
    """All elements of a scene, the surest sentence of each; sorted by kind and name."""
    best: dict[tuple[str, str], Found] = {}
    for sentence in sentences:
        for found in _in_sentence(sentence, people):
            key = found.kind, found.name
            if key not in best or best[key].sure < found.sure:
                best[key] = found
    return sorted(
        best.values(), key=lambda found: (list(words.KINDS).index(found.kind), found.name)
    )


def _in_sentence(sentence: Sentence, people: People) -> Iterator[Found]:
    text = sentence.text
    for _at, name in people.within(text):  # Rose is a person here, and no flower
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "who", text, flags=re.IGNORECASE)
    pattern, meant = _known()
    lower, taken = text.lower(), set()
    for match in pattern.finditer(lower):
        for kind, name, sure in meant[match[0]]:
            if sure < 0.7 and kind in _THINGS and _is_verb(lower, match):
                continue
            taken.add(match[0])
            sure = _weighed(sure, text, match, spoken=bool(sentence.speaker))
            yield _found(kind, name, sure, sentence)
    for match in _groups().finditer(lower):
        yield _found(words.EXTRAS, f"{match[1]} {match[2]}", 0.8, sentence)
    for match in _handled().finditer(lower):
        noun = match["noun"]
        last = noun.rpartition(" ")[2]
        if last not in words.NO_PROP and not any(form in noun for form in taken):
            yield _found(words.PROP, noun, 0.4, sentence)


def _is_verb(lower: str, match: re.Match[str]) -> bool:
    """`who watches`, `nearly brushes`, `to drink`, `they drink`: done, and not a thing."""
    if _DOES.search(lower[: match.start()]):
        return True
    return bool(re.match(r": | (?:an?|the|his|her|at|it|them) ", lower[match.end() :]))


def _weighed(sure: float, text: str, match: re.Match[str], *, spoken: bool) -> float:
    """Surer in capitals, as writers mark what matters; less so inside another word's reach."""
    as_written = text[match.start() : match.end()]
    if as_written.isupper() and not text.isupper():
        sure += _SHOUTED
    before = text[: match.start()].lower()
    if re.search(r"\b(?:no|without|not|never|like|as if|imaginary)\b(?: \w+){0,2} ?$", before):
        sure -= _MENTIONED
    if re.match(r" [a-z]+-?(?:shaped|like|sized)\b", text[match.end() :]):
        sure -= _MODIFIED
    return sure - (_MODIFIED if spoken else 0)


def _found(kind: str, name: str, sure: float, sentence: Sentence) -> Found:
    sure = round(min(max(sure, 0.05), 0.95), 2)
    return Found(kind, name, sure, shown(sentence.text), sentence.line)
