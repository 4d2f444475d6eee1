"""An export or a timecode that cannot be."""

from typing import Any


def gettext_noop(text: str) -> str:
    """Marks a fragment for translation; it is translated where a person reads it."""
    return text


class ExportRefused(ValueError):
    """`code` is an id of the error registry (`interchange:…`), `said` a short fact.

    `numbers` fill it (`%(frame)s`).
    """

    def __init__(self, code: str, said: str = "", **numbers: Any) -> None:
        self.code, self.said, self.numbers = code, said, numbers
        self.detail = said % numbers if numbers else said
        super().__init__(f"{code} ({self.detail})" if said else code)

    @property
    def facts(self) -> dict[str, Any]:
        return {"detail": self.detail, "said": self.said, "numbers": self.numbers}
