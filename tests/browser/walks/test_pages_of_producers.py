"""Every page a producer and a stranger can open: axe-core, both themes, 400 %, nothing moves."""

import pytest

from tests.browser.walks.desk import visiting
from tests.browser.walks.pages import open_to, stops
from tests.browser.walks.walking import Walk

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("pictures")]


@pytest.mark.parametrize("kind", ["producer", "anonymous"])
def test_every_page_is_open_to_everybody(desk, world, as_person, kind):
    walk, client = Walk(), as_person(world.visitor(kind))
    with visiting(desk, client, reduced_motion="reduce") as visitor:
        walk.through(visitor, stops(open_to(kind), client, world), kind)
    assert walk.count > 5
    assert not walk.wrong, "\n".join(walk.wrong)
