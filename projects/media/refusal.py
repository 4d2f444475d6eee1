"""A file that cannot be taken in, said in one id and one short fact."""

from typing import Any


def gettext_noop(text: str) -> str:
    """Marks a fragment for translation; it is translated where a person reads it."""
    return text


class Refused(Exception):
    """The file is not taken.

    `code` is an id of the error registry (such as `media:empty`); `said` is a short fragment
    with facts about the file, never a piece of its content; `numbers` fill it (`%(size)s`).
    """

    def __init__(self, code: str, said: str = "", **numbers: Any) -> None:
        self.code, self.said, self.numbers = code, said, numbers
        self.detail = said % numbers if numbers else said
        super().__init__(f"{code} ({self.detail})" if said else code)

    @property
    def facts(self) -> dict[str, Any]:
        """As a row keeps them: the fragment in English, and what it takes to translate it."""
        return {"detail": self.detail, "said": self.said, "numbers": self.numbers}
