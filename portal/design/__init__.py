"""The living design page: chapters that rooms register, each a page of specimens.

    design.register(Chapter(60, "mail", _("Mail"), _("…"), "portal/design/mail.html", mails))

A specimen is made of the true template, so that the page cannot differ from the portal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest


@dataclass(frozen=True)
class Chapter:
    """A page at `/design/<slug>/`; `context(request)` gives its template what it shows.

    `template` extends `portal/design/base.html`. `said` is one sentence for the list of chapters.
    """

    order: int
    slug: str
    title: Any
    said: Any
    template: str
    context: Callable[[HttpRequest], dict[str, Any]]


CHAPTERS: list[Chapter] = []


def register(*chapters: Chapter) -> None:
    """Called by each app when it starts; a slug has one chapter."""
    for chapter in chapters:
        if chapter in CHAPTERS:
            continue
        if any(one.slug == chapter.slug for one in CHAPTERS):
            raise ValueError(f"two chapters at /design/{chapter.slug}/")
        CHAPTERS.append(chapter)
    CHAPTERS.sort(key=lambda chapter: chapter.order)


def found(slug: str) -> Chapter:
    """Raises Http404 for a chapter that nobody registered."""
    for chapter in CHAPTERS:
        if chapter.slug == slug:
            return chapter
    raise Http404
