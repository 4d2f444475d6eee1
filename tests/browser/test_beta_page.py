"""The beta at a glance while it stands open: news come in, and nothing moves under the hand."""

import re

import pytest

from .waiting import until

pytestmark = pytest.mark.browser

DECIDE = """
from projects.models import *
version = Version.objects.select_related("project__studio").first()
own = dict(studio=version.project.studio, project=version.project)
person = version.uploaded_by
request = AssistRequest.objects.create(**own, tool="stills", state="decided", person=person)
run = Run.objects.create(**own, request=request, state="FAILED")
candidate = Candidate.objects.create(**own, run=run, version=version, number=1, result={})
revision = Revision.objects.create(**own, candidate=candidate, number=0, cut={})
Decision.objects.create(**own, candidate=candidate, revision=revision, verdict="approved",
    person=person, person_name="Somebody", reason="seen")
"""
ROWS = """
from portal.models import AuditEvent
rows = AuditEvent.objects.filter(facts__reason="the beta at a glance").order_by("id")
print(*rows.values_list("verb", flat=True))
"""
COUNT = "beta-rate-decisions"
TABLE = "beta-table-decisions"
NUMBER = f"document.getElementById('{COUNT}').textContent"
AGAIN = "document.querySelector('live-figures').dispatchEvent(new Event('seen'))"


@pytest.fixture(scope="module")
def lead(portal, chromium):
    """A beta lead's browser, signed in: the link works once."""
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(portal.link("beta lead"))
    page.click("main form button")
    page.wait_for_url(f"{portal.address}/")
    yield context
    context.close()


@pytest.fixture
def page(portal, lead):
    page = lead.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{portal.address}/feedback/programme/")
    yield page
    page.close()


def decided(page):
    """How many decisions the page counts: "3 of 5" are five."""
    return int(re.findall(r"\d+", page.inner_text(f"#{COUNT}"))[1])


def test_news_come_in_place_and_are_told_once_in_the_audit(page, portal):
    before, said = decided(page), page.inner_text(f"#{COUNT}")
    page.click(f"#{TABLE} summary")
    page.focus(f"#{TABLE} tbody a")
    held = page.evaluate("document.activeElement.id")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    place = page.evaluate("scrollY")
    told = portal.shell(DECIDE + ROWS)
    page.evaluate(AGAIN)
    until(page, f"(said) => {NUMBER} !== said", arg=said, seconds=30)
    assert decided(page) > before  # others decide on this portal, too
    assert page.evaluate("document.activeElement.id") == held
    assert page.evaluate("[...document.querySelectorAll('details[open]')].map((x) => x.id)") == [
        TABLE
    ]
    assert page.evaluate("scrollY") == place
    assert told and portal.shell(ROWS) == told


def test_a_page_in_the_background_asks_nothing(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    hide = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true});"
    tell = "document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(hide % "true" + "htmx.trigger('live-figures', 'seen');" + tell)
    page.wait_for_timeout(500)
    assert not [url for url in asked if "seen=" in url]
    with page.expect_response(lambda answer: "seen=" in answer.url) as answered:
        page.evaluate(hide % "false" + tell)
    assert answered.value.status == 204
