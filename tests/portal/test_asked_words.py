"""A NUL in an address finds nothing, wherever it stands, and breaks nothing."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from portal.asked_words import AskedWordsMiddleware


def read(asked):
    request = RequestFactory().get(f"/?{asked}")
    return AskedWordsMiddleware(lambda request: request.GET)(request)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("find=%00", {"find": "\ufffd"}),
        ("find=a%00b&view=table", {"find": "a\ufffdb", "view": "table"}),
        ("fi%00nd=x", {"fi\ufffdnd": "x"}),
        ("find=%2500&q=100%25", {"find": "%00", "q": "100%"}),
        ("find=%C3%A9", {"find": "é"}),
        ("", {}),
    ],
)
def test_only_what_nobody_wrote_is_replaced(asked, words):
    assert read(asked).dict() == words


def test_a_projects_search_finds_nothing(world, as_person):
    artist = as_person(world.visitor("artist"))
    answer = artist.get(reverse("project", args=[world.ours.project.pk]) + "?find=%00")
    assert answer.status_code == 200
    assert answer.context["page"].rows == [] and "\x00" not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/admin/autocomplete/?term=%00&app_label=portal&model_name=invitation&field_name=studio",
        "/admin/portal/studio/?q=%00",
        "/admin/portal/user/?q=%00",
        "/admin/portal/auditevent/?q=%00",
    ],
)
def test_the_admin_finds_nothing_either(world, as_person, address):
    assert as_person(world.visitor("admin")).get(address).status_code == 200
