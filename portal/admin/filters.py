"""Filters of lists by the values that occur."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.contrib.admin import AllValuesFieldListFilter
from django.utils.translation import gettext_lazy as _


class Values(AllValuesFieldListFilter):
    """What is empty is a choice as well, and Django would give it no word."""

    @classmethod
    def said(cls) -> Mapping[str, Any]:
        """Value → the word for it; of others the value itself."""
        return {}

    def choices(self, changelist: Any) -> Iterator[Any]:
        words = self.said()
        for choice in super().choices(changelist):
            shown = choice["display"]
            yield {**choice, "display": words.get(str(shown), shown) or _("none")}


def values(said: Callable[[], Mapping[str, Any]]) -> type[Values]:
    """A filter that says these words, read when the list is shown."""
    return type("Values", (Values,), {"said": staticmethod(said)})
