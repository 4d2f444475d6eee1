"""What is wrong with a definition, and what is missing before people are asked.

Three lists of sentences: `broken` is never kept, `missing` is never published, `untranslated`
is told and published all the same (English stands in).
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from feedback.questionnaires.definition import Condition, Definition, Question
from feedback.questionnaires.instruments import INSTRUMENTS

#: What a condition can ask of: the rest has no answer that is one of a few.
OF_CHOICE, OF_NUMBER = ("single", "multiple", "scale"), ("scale", "number")


def broken(definition: Definition) -> list[str]:
    """Keys that stand twice, conditions that cannot be met, scales that are not whole."""
    return [*_twice(definition), *_conditions(definition), *_instruments(definition)]


def _twice(definition: Definition) -> Iterator[str]:
    keys = [question.key for question in definition.questions]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield _("Two questions are called %(key)s.") % {"key": key}
    for question in definition.questions:
        for name in ("choices", "rows"):
            inside = [choice.key for choice in getattr(question, name, ())]
            if len(set(inside)) < len(inside):
                yield _("Two choices of %(question)s have one key.") % {
                    "question": called(question)
                }


def called(question: Question) -> str:
    return f"“{question.title.en or question.key}”"


def _conditions(definition: Definition) -> Iterator[str]:
    """Only earlier questions can be named, so that no circle can be drawn."""
    earlier: dict[str, Question] = {}
    for question in definition.questions:
        condition = question.shown_if
        if condition is not None:
            source = earlier.get(condition.question)
            if source is None:
                told = _("%(question)s depends on a question that does not come before it.")
                yield told % {"question": called(question)}
            elif not _possible(condition, source):
                told = _("%(question)s depends on an answer that %(source)s cannot have.")
                yield told % {"question": called(question), "source": called(source)}
        earlier[question.key] = question


def _possible(condition: Condition, source: Any) -> bool:
    if condition.holds in ("least", "most"):
        return source.kind in OF_NUMBER and len(condition.values) == 1 and _number(condition)
    if source.kind not in OF_CHOICE or not condition.values:
        return False
    if source.kind == "scale":
        able = {str(n) for n in range(source.low, source.high + 1)}
    else:
        able = {choice.key for choice in source.choices}
    return set(condition.values) <= able


def _number(condition: Condition) -> bool:
    try:
        return Decimal(condition.values[0]).is_finite()
    except InvalidOperation:
        return False


def _instruments(definition: Definition) -> Iterator[str]:
    """A published scale is asked whole, in its order and as it was published, or not at all."""
    names = {q.instrument for q in definition.questions if q.instrument}
    for name in sorted(names):
        known = INSTRUMENTS.get(name)
        asked = [q for q in definition.questions if q.instrument == name]
        if known is None:
            yield _("No published scale is called %(name)s.") % {"name": name}
        elif not known.is_whole(asked):
            told = _("%(name)s must stay as published: all its items, in order, its own scale.")
            yield told % {"name": known.label}


def missing(definition: Definition) -> list[str]:
    """What keeps it from being published."""
    found = [] if definition.questions else [_("There is no question yet.")]
    if "en" in definition.title.lacks:
        found.append(_("The title is missing in English."))
    for question in definition.questions:
        found += _lacking(question)
    return [*broken(definition), *found]


def _lacking(question: Any) -> Iterator[str]:
    about = {"question": called(question)}
    if any("en" in words.lacks for words in question.worded):
        yield _("%(question)s has words that are missing in English.") % about
    if hasattr(question, "choices") and len(question.choices) < 2:
        yield _("%(question)s needs two choices at least.") % about
    if hasattr(question, "rows") and not question.rows:
        yield _("%(question)s needs a row at least.") % about
    if question.kind == "multiple" and question.most > len(question.choices):
        yield _("%(question)s lets people choose more than there is.") % about
    if question.kind == "number" and _crossed(question.least, question.most):
        yield _("The bounds of %(question)s are the wrong way round.") % about


def _crossed(least: Decimal | None, most: Decimal | None) -> bool:
    return least is not None and most is not None and least > most


def untranslated(definition: Definition) -> list[str]:
    """Where people who read French will read English."""
    found = [words for words in (definition.title,) if "fr" in words.lacks]
    told = [_("The title is missing in French: English is shown.") for _words in found]
    if definition.intro.en and "fr" in definition.intro.lacks:
        told.append(_("The introduction is missing in French: English is shown."))
    for question in definition.questions:
        if any(words.en and "fr" in words.lacks for words in question.worded):
            said = _("%(question)s has words that are missing in French: English is shown.")
            told.append(said % {"question": called(question)})
    return told
