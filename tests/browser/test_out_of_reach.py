"""The portal gone while somebody works: nothing typed is lost, and nothing is pretended."""

from .waiting import until

BADGE = "<live-badge><span data-part='badge'></span></live-badge>"
FORM = """<form method="post" action="/kept/"><textarea name="why">old</textarea>
<button name="verdict" value="approved">Approve</button></form>"""


def opened(tab, fake):
    fake.page("/work/", FORM + BADGE)
    fake.page("/kept/", "<p id='kept'>kept</p>")
    tab.goto(f"{fake.url}/work/")
    tab.wait_for_selector("live-badge[data-state=connected]")


def go(tab, fake):
    """The server refuses every request, as one that is gone."""
    tab.route("**/*", lambda route: route.abort("connectionrefused"))
    fake.hang_up()
    tab.wait_for_selector("live-badge[data-state=offline]", timeout=20_000)


def come_back(tab, fake):
    tab.unroute("**/*")
    fake.socket_open = True
    tab.wait_for_selector("live-badge[data-state=connected]", timeout=30_000)


def test_a_form_sent_meanwhile_stays_and_says_that_nothing_was_saved(tab, fake):
    opened(tab, fake)
    go(tab, fake)
    tab.fill("textarea", "the second take is sharper")
    tab.click("button")
    tab.wait_for_selector("form [data-part=held] >> text=Nothing was saved")
    assert tab.url.endswith("/work/")
    assert tab.input_value("textarea") == "the second take is sharper"
    come_back(tab, fake)
    tab.wait_for_selector("form [data-part=held] >> text=The portal is back")
    assert tab.url.endswith("/work/")  # nobody signs by themselves
    tab.click("button")
    tab.wait_for_selector("#kept")


def test_a_line_that_is_down_alone_keeps_no_form(tab, fake):
    opened(tab, fake)
    fake.hang_up()
    tab.wait_for_selector("live-badge[data-state=polling]")
    tab.click("button")
    tab.wait_for_selector("#kept")


def test_the_badge_says_from_when_the_page_is(tab, fake):
    opened(tab, fake)
    go(tab, fake)
    said = "document.querySelector('live-badge').textContent"
    until(tab, f"/what you see is from [0-9]{{2}}:[0-9]{{2}}/.test({said})")
    assert "what you see is from" in tab.get_attribute("live-badge", "title")
    come_back(tab, fake)
    assert tab.inner_text("live-badge") == "Live"


CONFIG = """<meta name="htmx-config" content='{"includeIndicatorStyles": false}'>"""
AREA = """<section id="area" data-live hx-get="/area/" hx-select="#area" hx-swap="morph"
hx-trigger="news from:body"><input id="note" value=""><p id="said">%s</p></section>"""


def test_an_area_is_asked_for_again_when_the_line_is_back(tab, fake):
    """By htmx itself, as on the portal's pages; what was typed into it stays."""
    fake.files["/htmx.js"] = htmx()
    body = CONFIG + "<script src='/htmx.js'></script><div hx-ext='morph'>" + AREA + "</div>" + BADGE
    fake.page("/area/", body % "before")
    tab.goto(f"{fake.url}/area/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    tab.fill("#note", "half a sen")
    go(tab, fake)
    fake.page("/area/", body % "after")
    assert tab.inner_text("#said") == "before"
    come_back(tab, fake)
    until(tab, "document.querySelector('#said').textContent === 'after'")
    assert tab.input_value("#note") == "half a sen"
    assert tab.evaluate("document.activeElement.id") == "note"


def htmx():
    from django.contrib.staticfiles import finders

    with open(finders.find("django_htmx/htmx-2.min.js"), "rb") as file:
        return file.read()
