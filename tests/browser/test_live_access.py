"""Access that ends under an open page: it is loaded again once, and typed text is kept."""

import pytest

from .test_live_news import BELL, PROGRESS

PAGE = f"""{BELL}<main id="content"><p id="film">The film</p>{PROGRESS}
<form method="post" action="/note/"><textarea name="text"></textarea></form></main>"""


@pytest.fixture
def opened(tab, fake):
    """The page, connected; every request it makes from now on."""
    fake.page("/run/", PAGE)
    fake.answers["GET", "/api/v1/me/"] = (200, {"unread": 0})
    tab.goto(f"{fake.url}/run/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    asked = []
    tab.on("request", lambda request: asked.append(request))
    tab.on("websocket", lambda socket: asked.append(socket))
    return asked


def loads(asked):
    return [one for one in asked if getattr(one, "resource_type", "") == "document"]


@pytest.mark.parametrize("code", [4401, 4403])
def test_the_page_is_loaded_again_and_the_server_leads_on(tab, fake, opened, code):
    fake.page("/run/", "<h1>Sign in</h1>")
    fake.send_away(code)
    tab.wait_for_selector("h1:text('Sign in')")
    assert len(loads(opened)) == 1


def test_signed_out_the_content_is_covered_before_anything_else(tab, fake, opened):
    tab.route("**/run/", lambda route: route.fulfill(status=204))  # no page comes
    fake.send_away(4401)
    tab.wait_for_selector("#content .problem")
    assert tab.inner_text("#content") == "You are signed out."


def test_sent_away_again_it_says_so_and_asks_without_haste(tab, fake, opened):
    fake.answers["GET", "/api/v1/jobs/"] = (403, {"error": {"code": "agreement:open"}})
    fake.answers["GET", "/api/v1/me/"] = (403, {"error": {"code": "agreement:open"}})
    fake.send_away(4403)
    tab.wait_for_selector("#toasts .toast.is-warning")
    assert "Your access has changed. Reload the page." in tab.inner_text("#toasts")
    del opened[:]
    fake.calls.clear()
    tab.wait_for_timeout(8_000)
    assert loads(opened) == []
    assert len(fake.calls) <= 2, fake.calls
    assert len(opened) - len(fake.calls) <= 2
    assert tab.locator("#toasts .toast").count() == 1


def test_typed_text_stays_until_the_person_reloads(tab, fake, opened):
    tab.fill("textarea", "Shot 12 is too dark")
    fake.send_away(4403)
    tab.wait_for_selector("#toasts .toast")
    assert "Copy what you typed" in tab.inner_text("#toasts")
    assert tab.input_value("textarea") == "Shot 12 is too dark" and loads(opened) == []
    fake.page("/run/", "<h1>As it is now</h1>")
    tab.click("#toasts button:has-text('Reload the page')")
    tab.wait_for_selector("h1")


def test_back_in_the_line_is_live_and_the_old_page_still_says_so(tab, fake, opened):
    tab.fill("textarea", "Shot 12 is too dark")
    fake.send_away(4403)
    tab.wait_for_selector("#toasts .toast")
    fake.sends_away = 0
    tab.wait_for_selector("live-badge[data-state=connected]", timeout=15_000)
    assert tab.locator("#toasts .toast").count() == 1


@pytest.mark.parametrize("status", [401, 403])
def test_without_a_socket_the_answers_tell_the_same(tab, fake, opened, status):
    fake.answers["GET", "/api/v1/jobs/"] = (status, {"error": {"code": "x"}})
    fake.page("/run/", "<h1>Elsewhere</h1>")
    fake.hang_up()
    tab.wait_for_selector("h1:text('Elsewhere')")
    assert len(loads(opened)) == 1
