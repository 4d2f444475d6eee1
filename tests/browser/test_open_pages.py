"""Pages of the whole portal as they stand open: on a phone, and when access ends."""

import pytest

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
MESSAGES = """
from portal.models import Studio, WebhookDelivery, WebhookEndpoint
studio = Studio.objects.get(name="Northlight Pictures")
url = "https://hooks.example.org/an/address/that/is/rather/long"
hook = WebhookEndpoint.objects.create(studio=studio, url=url, events=["decision.made"])
told = {"error_code": "webhook:redirect", "error_facts": {"status": 302}, "answer": "moved " * 40}
WebhookDelivery.objects.create(
    studio=studio, endpoint=hook, event="decision.made", state="failed", **told
)
print(hook.get_absolute_url())
"""
ENDINGS = """
from allauth.usersessions.models import UserSession
from portal.live import close_sockets
from portal.models import Membership, User
admin = User.objects.get(name="Priya Nair")
Membership.objects.get(user__name="Samuel Adeyemi").revoke(actor=admin)
for session in UserSession.objects.filter(user__name="Ravi Menon"):
    session.end()
    close_sockets(session.user_id)
"""


@pytest.fixture
def enter(portal, chromium):
    contexts = []

    def come_in(who):
        contexts.append(chromium.new_context())
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.goto(portal.link(who))
        page.click("main form button")
        page.wait_for_url(f"{portal.address}/")
        return page

    yield come_in
    for context in contexts:
        context.close()


def overhang(page, address):
    page.set_viewport_size(PHONE)
    page.goto(address)
    return page.evaluate("document.documentElement.scrollWidth") - PHONE["width"]


def test_pages_with_long_words_fit_a_phone(enter, portal):
    producer, admin = enter("Clara"), enter("Priya")
    hook = portal.shell(MESSAGES)
    assert overhang(producer, portal.address + hook) <= 0
    narrow = "[...document.querySelectorAll('tbody td:has(details)')].map((td) => td.clientWidth)"
    assert min(producer.evaluate(narrow)) > 300
    assert overhang(producer, f"{portal.address}/agreements/1/") <= 0
    assert overhang(producer, f"{portal.address}/accounts/sessions/") <= 0
    assert overhang(admin, f"{portal.address}/admin/portal/invitation/import/") <= 0


def test_an_open_page_follows_when_access_ends(enter, portal):
    left, out = enter("Samuel"), enter("Ravi")
    for page in (left, out):
        page.goto(f"{portal.address}/projects/")
        page.wait_for_selector("live-badge[data-state=connected]")
        assert page.locator("#content table a").count()
    portal.shell(ENDINGS)
    out.wait_for_url("**/accounts/login/?next=/projects/")
    left.wait_for_selector("text=Ask the producer who invited you")
    assert not left.locator("#content table a").count()
