"""What surrounds every page: the rail, what runs, what needs me. Apps contribute to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.access import Capability
from portal.finding import actions
from portal.models import Studio
from portal.outbox import notices
from portal.watching import tracing


@dataclass(frozen=True)
class Place:
    """A place in the rail, shown to whoever holds the capability."""

    order: int
    label: Any
    url_name: str
    icon: str
    capability: Capability
    #: The letter that leads there after G; none for places that are seldom needed.
    jump: str = ""


PLACES: list[Place] = [
    Place(0, _("Home"), "home", "home", Capability.SIGNED_IN, "h"),
    Place(60, _("Studio"), "studio", "studio", Capability.SEE, "s"),
    # Producers find it among the links of their studio's page.
    Place(90, _("Audit"), "audit", "audit", Capability.ADMINISTER),
]
#: Parts of Home: each is (order, band, function of the user giving lines).
BANDS: list[tuple[int, str, Callable[[Any], list[dict[str, Any]]]]] = []
#: Numbers of the top bar by name, each a function of the user.
COUNTS: dict[str, Callable[[Any], int]] = {}


#: What a producer finds on the studio's page: (order, label, url name).
STUDIO_LINKS: list[tuple[int, Any, str]] = [(90, _("Audit"), "audit")]


def contribute(
    *,
    places: Sequence[Place] = (),
    bands: Sequence[tuple[int, str, Callable]] = (),
    counts: dict[str, Callable] | None = None,
    studio_links: Sequence[tuple[int, Any, str]] = (),
) -> None:
    """Called by each app when it starts."""
    PLACES.extend(place for place in places if place not in PLACES)
    PLACES.sort(key=lambda place: place.order)
    BANDS.extend(band for band in bands if band not in BANDS)
    BANDS.sort(key=lambda band: band[0])
    COUNTS.update(counts or {})
    STUDIO_LINKS.extend(link for link in studio_links if link not in STUDIO_LINKS)
    STUDIO_LINKS.sort(key=lambda link: link[0])


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    path = request.path
    rows = []
    for place in PLACES:
        if request.user.can(place.capability):  # type: ignore[union-attr]
            url = reverse(place.url_name)
            current = path == url if url == "/" else path.startswith(url)
            row = {"label": place.label, "url": url, "icon": place.icon, "current": current}
            rows.append({**row, "jump": place.jump})
    return rows


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; nothing for people who are signed out."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": [], "frame": {}}
    return {"nav": _nav(request), "frame": Frame(user)}


class Frame:
    """Numbers asked for by a template only; a page without them pays no query."""

    live_url = "/ws/live/"

    @property
    def traced(self) -> bool:
        """Whether a click of this page begins a trace."""
        return tracing.is_on()

    @property
    def sees(self) -> bool:
        """Whether there are projects and runs for this person at all."""
        return self._user.can(Capability.SEE)

    @cached_property
    def unread(self) -> int:
        """Notifications; from the cache, so that a page pays no query for it."""
        return notices.unread(self._user)

    @property
    def bell(self) -> str:
        return notices.word(self.unread)

    @property
    def studios(self) -> Any:
        """For the switch of the top bar; nothing to choose with one studio."""
        if len(self._user.roles) < 2:
            return []
        return Studio.objects.filter(pk__in=list(self._user.roles))

    @property
    def shown(self) -> Any:
        return self._user.shown

    @property
    def actions(self) -> str:
        """What can be begun from anywhere, for the palette."""
        return actions.told(self._user)

    @property
    def person_url(self) -> str:
        return reverse("mfa_index")

    def __init__(self, user: Any) -> None:
        self._user = user

    def __getattr__(self, name: str) -> int:
        if name not in COUNTS:
            raise AttributeError(name)
        number = self.__dict__[name] = COUNTS[name](self._user)  # counted once a page
        return number
