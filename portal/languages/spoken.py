"""Which language somebody is spoken to in: the one they chose, else their browser's.

Whoever is away has no browser: mails and what is made for them alone go by the choice, and by
the portal's own language without one.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

#: What rows keep is written in this one; the sentence around it is translated when it is read.
KEPT_IN = "en"


class LanguageMiddleware:
    """After the person is known: their choice goes before what the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)


def speaking(person: Any) -> AbstractContextManager[None]:
    """What is said within is in the language of that person; None has no choice."""
    chosen = getattr(person, "language", "")
    return translation.override(chosen or settings.LANGUAGE_CODE)


def by_language(people: Iterable[Any]) -> dict[str, list[Any]]:
    """For a mail to several: each language that is spoken among them, with its people."""
    found: dict[str, list[Any]] = {}
    for person in people:
        found.setdefault(person.language or settings.LANGUAGE_CODE, []).append(person)
    return found


def keeping() -> AbstractContextManager[None]:
    """Words that a row keeps are put down within, whoever asks."""
    return translation.override(KEPT_IN)
