"""Help inside the portal: pages that the rooms contribute, each for its own part.

`register` is called by each app when it starts; `pages` is what a search over everything asks.
"""

from django.urls import reverse
from django.utils.translation import gettext as _t

from portal.help.kinds import Group, Part, Topic

__all__ = ["Group", "Part", "Topic", "pages", "register", "topic", "topics"]

_TOPICS: dict[str, Topic] = {}


def register(*given: Topic) -> None:
    """Each slug is one page; the same page registered again changes nothing."""
    for one in given:
        if _TOPICS.setdefault(one.slug, one) is not one:
            raise ValueError(f"two pages of the help are called {one.slug}")


def topics(*, inside: bool = True) -> list[Topic]:
    """By group, in the order of registration. Outside, the open ones alone."""
    rows = [one for one in _TOPICS.values() if inside or one.is_open]
    return sorted(rows, key=lambda one: one.group.order)


def topic(slug: str) -> Topic | None:
    return _TOPICS.get(slug)


def pages(*, inside: bool = True) -> list[tuple[str, str, str]]:
    """(title, url, words) of each page in the reader's language."""
    found = [
        (str(t.title), reverse("help_page", args=[t.slug]), t.words) for t in topics(inside=inside)
    ]
    if inside:
        found.append(
            (_t("The API, call by call"), reverse("help_api"), "API OpenAPI REST curl token")
        )
    return found
