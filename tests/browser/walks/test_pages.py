"""Every page that a role or a stranger can open, and every form that came back wrong: axe-core in
both themes, its menus and dialogs, 400 % and wide text, nothing that moves by itself, nothing asked
of another host, no word in the console. Pages are read from the access matrix and the routes.
"""

import pytest

from tests.browser.walks.desk import visiting
from tests.browser.walks.pages import open_to, stops, wrongly_filled
from tests.browser.walks.walking import Walk

pytestmark = [
    *(pytest.mark.walk, pytest.mark.browser, pytest.mark.usefixtures("pictures")),
    pytest.mark.timeout(2400),  # many pages each
]


def walked(desk, client, world, kind, cells, walk):
    with visiting(desk, client, reduced_motion="reduce") as visitor:
        walk.through(visitor, stops(cells, client, world), kind)
    assert not walk.wrong, "\n".join(walk.wrong)
    return walk.count


def known(walk, kinds, world, as_person):
    """What others have been shown, so that only what is new to a role is looked at."""
    for kind in kinds:
        client = as_person(world.visitor(kind))
        for stop in stops(open_to(kind), client, world):
            walk.note(stop)


def test_every_page_of_a_producer(desk, world, as_person):
    client = as_person(world.visitor("producer"))
    assert walked(desk, client, world, "producer", open_to("producer"), Walk()) > 50


def test_every_page_of_a_stranger(desk, world, as_person):
    client = as_person(None)
    assert walked(desk, client, world, "anonymous", open_to("anonymous"), Walk()) > 4


@pytest.mark.parametrize("kind", ["producer", "beta_lead"])
def test_every_form_that_came_back_wrong(desk, world, as_person, kind):
    client = as_person(world.visitor(kind))
    assert walked(desk, client, world, kind, wrongly_filled(kind), Walk()) > 5
