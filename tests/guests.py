"""Guests in the tests: coming in by a link as a browser does."""

from typing import Any

from django.urls import reverse

from projects.models import ShareLink
from tests.world import PHRASE, secret_of


def door_of(link: ShareLink) -> str:
    return reverse("guest_door", args=[secret_of(link.pk)])


def came_in(client: Any, link: ShareLink) -> Any:
    """The client, past the link's door."""
    answer = client.post(door_of(link), {"passphrase": PHRASE, "terms": "on"})
    assert answer.status_code == 302 and answer["Location"] == reverse("guest"), answer.content
    return client
