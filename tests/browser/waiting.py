"""How tests of the browser wait."""

import time


def until(page, expression, arg=None, seconds=12):
    """Playwright's own waiting evaluates strings in the page, which the content security policy
    forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(30)
