"""Answers of a question as lines of text, one language beside the other."""

from collections.abc import Sequence

from feedback.questionnaires.definition import Choice, Words


def lines_of(name: str, choices: Sequence[Choice]) -> dict[str, str]:
    """`{"choices_en": "Yes\\nNo", "choices_fr": …}`."""
    return {
        f"{name}_{code}": "\n".join(getattr(choice.words, code) for choice in choices).rstrip("\n")
        for code in ("en", "fr")
    }


def choices_from(english: str, french: str, before: Sequence[Choice]) -> list[Choice]:
    """A line that was there keeps its key, wherever it stands now: conditions name keys."""
    known = {choice.words.en: choice.key for choice in before}
    taken = set(known.values())
    free = (f"c{n}" for n in range(1, 1000) if f"c{n}" not in taken)
    theirs = [line.strip() for line in french.splitlines()]
    found: list[Choice] = []
    for number, line in enumerate(line.strip() for line in english.strip().splitlines()):
        words = Words(en=line[:400], fr=theirs[number][:400] if number < len(theirs) else "")
        found.append(Choice(key=known.pop(line, "") or next(free), words=words))
    return found
