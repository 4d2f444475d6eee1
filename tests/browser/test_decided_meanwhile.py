"""A candidate's page while it is open: that somebody decided is said, and nothing typed is lost."""

import json

import pytest

from .waiting import until

SOURCE = "/api/v1/candidates/c1/decisions/"
BODY = """<div id="toasts"></div><textarea id="why"></textarea>
<decided-meanwhile data-request="r1" data-candidate="c1" data-seen="%s"></decided-meanwhile>
<script type="module" src="/static/js/decided-meanwhile.js"></script>"""
CLARAS = {"id": "d1", "verdict": "approved", "person_name": "Clara"}
SAID = "document.querySelector('decided-meanwhile').textContent"


@pytest.fixture
def opened(tab, fake):
    def page(seen="", stands=()):
        fake.answers["GET", SOURCE] = (200, list(stands))
        fake.page("/candidate/", BODY % seen)
        tab.goto(f"{fake.url}/candidate/")
        for _turn in range(200):
            if asked(fake):
                return tab
            tab.wait_for_timeout(25)
        raise AssertionError("it did not ask what stands")

    return page


def asked(fake):
    return [path for _method, path, _body in fake.calls].count(SOURCE)


def decided(fake, *stands, candidate="c1"):
    fake.answers["GET", SOURCE] = (200, list(stands))
    news = {"type": "decisions", "request": "r1", "candidates": [candidate]}
    fake.to_all({"type": "websocket.send", "text": json.dumps(news)})


def test_a_decision_is_said_and_what_is_typed_stays(opened, fake):
    page = opened()
    page.fill("#why", "Shot 3 is short.")
    decided(fake, CLARAS)
    until(page, f"{SAID}.includes('Clara approved this just now.')")
    assert page.input_value("#why") == "Shot 3 is short."
    assert page.get_attribute("decided-meanwhile a.button", "href") == "/candidate/"
    assert "Clara approved this" in page.inner_text("#toasts")


def test_it_is_said_of_what_happened_before_the_line_stood(opened, fake):
    until(opened(stands=[CLARAS]), f"{SAID}.includes('Clara approved')")


def test_the_decision_that_the_page_shows_is_no_news(opened, fake):
    page = opened(seen="d1", stands=[CLARAS])
    decided(fake, CLARAS)
    decided(fake, {**CLARAS, "id": "d2", "verdict": "changes", "person_name": "Zoe"}, CLARAS)
    until(page, f"{SAID}.includes('Zoe requested changes to this just now.')")
    assert "Clara" not in page.inner_text("#toasts")


def test_other_candidates_of_the_request_ask_nothing(opened, fake):
    page = opened()
    before = asked(fake)
    decided(fake, CLARAS, candidate="c2")
    page.wait_for_timeout(300)
    assert asked(fake) == before
