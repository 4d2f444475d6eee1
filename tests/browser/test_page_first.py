"""A page goes before its server, so that what it was still fetching is no fault of it."""

import pytest

from .fake_pages import TRAY
from .test_uploader import WORKER, ZONE


@pytest.mark.parametrize("moment", range(0, 320, 40))
def test_a_test_may_end_while_its_page_is_still_loading(tab, fake, moment):
    fake.page("/up/", ZONE + TRAY % WORKER)
    tab.goto(f"{fake.url}/up/", wait_until="commit")
    tab.wait_for_timeout(moment)
