"""No page of the administration asks the database more than ten times, however many rows it has."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import Studio
from tests.contract.crowd import grow
from tests.portal.test_admin import OURS, _carried, address

MOST = 10
#: What is told on these two comes from all rooms: terms, prices, connections, webhooks, backups.
GATHERED = ("admin:index", "admin:operations")
#: Savepoints and settings of the connection are no questions.
PLAIN = ("SELECT", "INSERT", "UPDATE", "DELETE")


@pytest.fixture
def inside(world, as_person):
    _carried(world)
    grow(world, range(3))
    return as_person(world.admin)


def asked(client, url):
    with CaptureQueriesContext(connection) as found:
        answer = client.get(url)
    assert answer.status_code in (200, 403), url
    return [q["sql"] for q in found if q["sql"].lstrip("( ").startswith(PLAIN)]


def test_each_page_asks_at_most_ten_times(world, inside):
    """All of them in one go: making the rows costs more than looking."""
    inside.get(reverse("admin:index"))  # what is asked once a process is asked
    told = {url: asked(inside, url) for url in pages()}
    told.pop(address(Studio, "change", world.ours.studio.pk), None)
    told.pop(address(Studio, "change", world.theirs.studio.pk), None)
    more = {url: queries for url, queries in told.items() if len(queries) > MOST}
    assert not more, report(more)


def test_a_studio_tells_who_accepted_what_in_no_more(world, inside):
    """People, versions, acceptances, and the cohorts to choose from; however many there are."""
    url = address(Studio, "change", world.ours.studio.pk)
    inside.get(url)
    assert len(asked(inside, url)) <= MOST, report({url: asked(inside, url)})


@pytest.mark.parametrize("name", GATHERED)
def test_the_pages_of_all_rooms_ask_no_more(world, as_person, name):
    inside = as_person(world.admin)
    inside.get(reverse(name))
    queries = asked(inside, reverse(name))
    assert len(queries) <= MOST, report({name: queries})


def test_it_greets_by_name(world, as_person):
    page = as_person(world.admin).get(reverse("admin:index")).content.decode()
    assert f"<strong>{world.admin.name}</strong>" in page and world.admin.name != world.admin.email


def report(told):
    """What each page asked, so that a failure says what to join."""
    return "\n".join(
        "\n    ".join([f"{url}: {len(queries)}", *(query[:230] for query in queries)])
        for url, queries in told.items()
    )


def pages():
    for model in OURS:
        ContentType.objects.get_for_model(model)  # asked once a process
        yield address(model)
        yield address(model, "add")
        for row in model._base_manager.order_by("pk")[:2]:
            yield address(model, "change", row.pk)
            yield address(model, "history", row.pk)
    assert admin.site.is_registered(OURS[0])
