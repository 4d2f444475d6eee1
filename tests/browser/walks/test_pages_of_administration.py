"""Every page of the administration, examined as all other pages are."""

import pytest

from tests.browser.walks.administration import desks
from tests.browser.walks.desk import visiting
from tests.browser.walks.walking import Walk
from tests.portal.test_admin import _carried

pytestmark = [
    *(pytest.mark.walk, pytest.mark.browser),
    pytest.mark.timeout(2400),  # many pages
]


def test_every_page_of_the_administration(desk, world, as_person):
    _carried(world)
    walk, client = Walk(), as_person(world.admin)
    with visiting(desk, client, reduced_motion="reduce") as visitor:
        walk.through(visitor, desks(client), "admin")
    assert not walk.wrong, "\n".join(walk.wrong)
    assert walk.count > 50
