"""What a questionnaire is, as validated plain data: it lives in one JSON column.

Keys of questions and choices are stable within a version; words come in English and French,
and English stands in where French is missing. Lengths are in characters.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

LANGUAGES = ("en", "fr")
KEY = r"^[a-z][a-z0-9_]{0,39}$"
CURRENCY = r"^[A-Z]{3}$"  # ISO 4217
Key = Annotated[str, Field(pattern=KEY)]


class Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Plain):
    """The same in both languages."""

    en: str = Field(default="", max_length=2000)
    fr: str = Field(default="", max_length=2000)

    def said(self, language: str) -> str:
        """In that language, or in English."""
        return (self.fr if language == "fr" else "") or self.en

    @property
    def lacks(self) -> list[str]:
        return [language for language in LANGUAGES if not getattr(self, language).strip()]


class Choice(Plain):
    key: Key
    words: Words


class Condition(Plain):
    """Shown only if an earlier answer is (one of) or is not this; `least` and `most` of a number.

    An earlier question that is not shown itself, or not answered, meets no condition.
    """

    question: Key
    holds: Literal["is", "is_not", "least", "most"] = "is"
    values: tuple[str, ...] = Field(default=(), max_length=40)


class Asked(Plain):
    """What every question has. `instrument` and `item`: its place in a published scale."""

    key: Key
    title: Words = Words()
    hint: Words = Words()
    required: bool = True
    shown_if: Condition | None = None
    instrument: str = ""
    item: int = 0

    @property
    def worded(self) -> list[Words]:
        """All its words that must be there in both languages."""
        return [self.title, *([self.hint] if self.hint.en or self.hint.fr else [])]


class Scale(Asked):
    """Whole numbers from `low` to `high`, with words at both ends."""

    kind: Literal["scale"] = "scale"
    low: int = Field(default=1, ge=0, le=1)
    high: int = Field(default=7, ge=2, le=10)
    low_words: Words = Words()
    high_words: Words = Words()

    @property
    def worded(self) -> list[Words]:
        ends = [words for words in (self.low_words, self.high_words) if words.en or words.fr]
        return [*super().worded, *ends]


class _OfChoices(Asked):
    choices: tuple[Choice, ...] = Field(default=(), max_length=40)

    @property
    def worded(self) -> list[Words]:
        return [*super().worded, *(choice.words for choice in self.choices)]


class Single(_OfChoices):
    kind: Literal["single"] = "single"


class Multiple(_OfChoices):
    """`most`: how many may be chosen; 0 for any number."""

    kind: Literal["multiple"] = "multiple"
    most: int = Field(default=0, ge=0, le=40)


class Ranking(_OfChoices):
    """Every choice in an order, the first first."""

    kind: Literal["ranking"] = "ranking"


class Number(Asked):
    """A decimal number of `unit`, within bounds where there are some."""

    kind: Literal["number"] = "number"
    unit: Words = Words()
    least: Decimal | None = Field(default=None, ge=-(10**9), le=10**9)
    most: Decimal | None = Field(default=None, ge=-(10**9), le=10**9)
    places: int = Field(default=2, ge=0, le=4)

    @property
    def worded(self) -> list[Words]:
        return [*super().worded, self.unit]


class Money(Asked):
    """An amount of zero or more, in one of `currencies` (ISO 4217)."""

    kind: Literal["money"] = "money"
    currencies: tuple[Annotated[str, Field(pattern=CURRENCY)], ...] = Field(
        default=("USD", "EUR"), min_length=1, max_length=10
    )


class Text(Asked):
    kind: Literal["text"] = "text"
    longest: int = Field(default=2000, ge=1, le=4000)


class Matrix(_OfChoices):
    """One of `choices` (the columns) for each of `rows`."""

    kind: Literal["matrix"] = "matrix"
    rows: tuple[Choice, ...] = Field(default=(), max_length=20)

    @property
    def worded(self) -> list[Words]:
        return [*super().worded, *(row.words for row in self.rows)]


class File(Asked):
    """One file; what it is, is read from its first bytes."""

    kind: Literal["file"] = "file"


Question = Annotated[
    Scale | Single | Multiple | Ranking | Number | Money | Text | Matrix | File,
    Field(discriminator="kind"),
]
KINDS: dict[str, type[Asked]] = {
    "scale": Scale,
    "single": Single,
    "multiple": Multiple,
    "ranking": Ranking,
    "number": Number,
    "money": Money,
    "text": Text,
    "matrix": Matrix,
    "file": File,
}
MOST_QUESTIONS = 60


class Definition(Plain):
    """Everything a version asks, in its order."""

    title: Words = Words()
    intro: Words = Words()
    questions: tuple[Question, ...] = Field(default=(), max_length=MOST_QUESTIONS)

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)

    def with_questions(self, questions: list[Question]) -> "Definition":
        return self.model_copy(update={"questions": tuple(questions)})

    def stored(self) -> dict:
        return self.model_dump(mode="json")
