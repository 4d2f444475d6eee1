"""The rail at the right has its place before it has come: the page arrives in pieces."""

import pytest

from tests.browser.walks import examined
from tests.browser.walks.desk import visiting
from tests.contract import visits

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("pictures")]
#: How wide the work is with all that follows it, and before any of that is there.
WIDTHS = """() => {
  const main = document.querySelector("main"), whole = main.getBoundingClientRect().width;
  while (main.nextElementSibling) main.nextElementSibling.remove();
  return [whole, main.getBoundingClientRect().width];
}"""


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (900, False)])
@pytest.mark.parametrize("cell", ["candidate GET", "asset GET", "playlist GET"])
def test_the_work_is_as_wide_before_its_rail_has_come(desk, world, as_person, cell, width, beside):
    size = {"width": width, "height": 800}
    with visiting(desk, as_person(world.visitor("director")), viewport=size) as visitor:
        visitor.look(examined.go, visits.address(cell, world))
        whole, alone = visitor.look(lambda page: page.evaluate(WIDTHS))
        assert whole == alone
        assert (whole < width - 300) == beside
