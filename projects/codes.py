"""Codes are unique by constraint: the second one of the same gets a sentence, also at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction

from portal.errors import PortalError


@contextmanager
def code_once(code: str) -> Iterator[None]:
    """What is written inside; raises `code:taken` when somebody was faster."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "_code_once" not in str(error):
            raise
        raise PortalError("code:taken", taken=code) from None


class Coded:
    """A form whose row has a code: constraints are asked with what the form does not show."""

    #: Not in the form, and part of what makes a code unique.
    whole = frozenset({"studio", "project"})

    def _get_validation_exclusions(self) -> set[str]:
        row: Any = self.instance  # type: ignore[attr-defined]
        asked = set(self.fields)  # type: ignore[attr-defined]
        known = {name for name in self.whole - asked if getattr(row, f"{name}_id", None)}
        return super()._get_validation_exclusions() - known  # type: ignore[misc]

    def _update_errors(self, errors: ValidationError) -> None:
        """That the code is taken is said beside it, in the portal's words."""
        named = dict(errors.error_dict)
        rows = named.pop(NON_FIELD_ERRORS, [])
        others = [row for row in rows if row.code != "unique_together"]
        if len(others) < len(rows):
            self._say_taken(PortalError("code:taken", taken=self.instance.code))  # type: ignore[attr-defined]
        if others:
            named[NON_FIELD_ERRORS] = others
        if named:
            super()._update_errors(ValidationError(named))  # type: ignore[misc]

    def _say_taken(self, error: PortalError) -> None:
        self.add_error("code", error.sentence)  # type: ignore[attr-defined]

    def save_once(self) -> Any:
        """The row; None when the code was taken meanwhile, which stands beside it then."""
        try:
            with code_once(self.cleaned_data.get("code", "")):  # type: ignore[attr-defined]
                return self.save()  # type: ignore[attr-defined]
        except PortalError as error:
            self._say_taken(error)
            return None
