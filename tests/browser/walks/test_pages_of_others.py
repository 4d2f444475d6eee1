"""Pages of directors, artists, reviewers, beta leads and administrators that show something no
producer is shown; and the pages that say no."""

import pytest

from tests.browser.walks.desk import visiting
from tests.browser.walks.pages import Stop, open_to
from tests.browser.walks.test_pages import known, walked
from tests.browser.walks.walking import Walk

pytestmark = [
    *(pytest.mark.walk, pytest.mark.browser, pytest.mark.usefixtures("pictures")),
    pytest.mark.timeout(2400),  # many pages each
]
REFUSALS = ["/nowhere/", "/studio/audit/", "/feedback/answers/"]


@pytest.mark.parametrize(
    ("kind", "before"),
    [
        ("director", ["producer"]),
        ("artist", ["producer"]),
        ("reviewer", ["producer"]),
        ("beta_lead", []),
        ("admin", ["beta_lead"]),
    ],
)
def test_every_page_with_something_of_their_own(desk, world, as_person, kind, before):
    walk, client = Walk(), as_person(world.visitor(kind))
    known(walk, before, world, as_person)
    walked(desk, client, world, kind, open_to(kind), walk)


@pytest.mark.parametrize("kind", ["artist", "anonymous"])
def test_every_page_that_says_no(desk, world, as_person, kind):
    walk, client = Walk(), as_person(world.visitor(kind))
    client.raise_request_exception = False
    with visiting(desk, client, reduced_motion="reduce") as visitor:
        walk.through(visitor, [Stop(f"{at} GET", at) for at in REFUSALS], kind)
    assert not walk.wrong, "\n".join(walk.wrong)
