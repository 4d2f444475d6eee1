"""What a studio's person says and measures, in Chromium: a questionnaire, a ticket, the timer."""

import json

import pytest

from .waiting import until

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
#: An ask of every kind of question for each test, and two items under way, all Mei's.
MADE = """
import json
from uuid import uuid4
from feedback.models import Bid, WorkItem
from feedback.work import bidding, doing
from portal.models import SignInLink, User
from portal.signin import sign_in_link
from projects.models import Project
from tests.asked import make_ask, make_questionnaire
mei = User.objects.get(name="Mei Tanaka")
project = Project.objects.get(studio__name="Lantern Row")
weekly = make_questionnaire(name=uuid4().hex)
asks = [make_ask(weekly, mei, project.studio, occasion=uuid4().hex) for _ in range(6)]
bid = {"hours": 8, "rate": 50, "currency": "USD", "person_name": "Ines"}
items = []
for code in ("ONE", "TWO"):
    item = WorkItem.objects.create(
        project=project, code=f"{code}_{uuid4().hex[:6]}", stage="roto", stratum="small"
    )
    Bid.objects.create(project=project, item=item, **bid)
    bidding.lock(actor=User.objects.get(name="Ines Okafor"), project=project, items=[item])
    item.refresh_from_db()
    items.append(doing.begin(actor=mei, item=item, choice="by_hand"))
print(json.dumps({
    "link": sign_in_link(SignInLink.issue(mei, strong=True)),
    "asks": [str(ask.pk) for ask in asks],
    "items": [[str(item.pk), item.code] for item in items],
    "project": str(project.pk),
    "mei": str(mei.pk),
}))
"""


@pytest.fixture(scope="module")
def made(portal):
    return json.loads(portal.shell(MADE))


@pytest.fixture(scope="module")
def mei(portal, chromium, made):
    """Her browser, signed in; scripts run without an error or a breach of policy."""
    context, troubles = chromium.new_context(), []
    context.set_default_timeout(30_000)
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    page = context.new_page()
    page.goto(made["link"])
    page.click("main form button")
    page.wait_for_url(f"{portal.address}/")
    page.close()
    yield context
    context.close()
    assert troubles == []


@pytest.fixture
def tabs(mei, portal):
    """Opens a page in a further tab of hers."""
    opened = []

    def at(path, defined="ticket-button"):
        page = mei.new_page()
        opened.append(page)
        page.set_viewport_size(PHONE)
        page.goto(portal.address + path)
        until(page, f"Boolean(customElements.get('{defined}'))")
        return page

    yield at
    mei.set_offline(False)
    for page in opened:
        page.close()


@pytest.fixture
def asked(tabs, made):
    """The address of an ask that no other test has."""
    path = f"/feedback/asks/{made['asks'].pop()}/"
    return lambda: tabs(path, "ask-form")


def kept(page, text="Kept."):
    until(page, f"document.querySelector('[data-part=kept]').textContent === {json.dumps(text)}")


def wrong(page, key):
    return page.inner_text(f"[data-question={key}] [data-part=wrong]")


class TestAsking:
    def test_an_answer_is_kept_and_leads_on_to_the_next_question(self, asked):
        page = asked()
        assert page.locator("[data-question=why]").is_hidden()
        page.click("[data-question=single] label:has-text('No')")
        page.fill("[name=a-why]", "Too slow.")
        kept(page)
        again = asked()
        assert again.input_value("[name=a-why]") == "Too slow."
        assert again.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    def test_an_older_tab_takes_nothing_back(self, asked):
        older, newer = asked(), asked()
        newer.fill("[name=a-text]", "From the newer one.")
        kept(newer)
        older.click("[data-question=scale] label:has-text('4')")
        kept(older)
        assert asked().input_value("[name=a-text]") == "From the newer one."

    def test_what_cannot_be_kept_is_told_and_holds_up_nothing(self, asked):
        page = asked()
        page.fill("[name=a-number]", "many")
        kept(page, "Kept, but for what is marked.")
        assert "such as 12" in wrong(page, "number")
        large = {"name": "large.png", "mimeType": "image/png", "buffer": b"\x89PNG" * 10**6}
        page.set_input_files("[name=a-file]", large)
        until(page, "document.querySelector('[data-question=file].is-wrong')")
        page.fill("[name=a-number]", "12,5")
        until(page, "!document.querySelector('[data-question=number].is-wrong')")
        assert "2 MiB at most" in wrong(page, "file")
        assert asked().input_value("[name=a-number]") == "12.5"

    def test_what_is_typed_without_a_line_is_kept_when_it_is_back(self, asked, mei):
        page = asked()
        mei.set_offline(True)
        page.fill("[name=a-text]", "In a tunnel.")
        kept(page, "Not kept yet: the portal does not answer. It is tried again.")
        mei.set_offline(False)
        kept(page)
        assert asked().input_value("[name=a-text]") == "In a tunnel."

    def test_signed_out_it_says_so_and_goes_on_when_one_is_back(self, asked, mei, portal):
        page, cookies = asked(), mei.cookies()
        mei.clear_cookies()
        page.fill("[name=a-text]", "Late.")
        kept(page, "Not kept: you are signed out. Sign in in another tab, then go on here.")
        again = {"name": "csrftoken", "value": "b" * 32, "url": portal.address}
        mei.add_cookies([*(one for one in cookies if one["name"] != "csrftoken"), again])
        page.fill("[name=a-text]", "Late, but kept.")
        kept(page)
        assert asked().input_value("[name=a-text]") == "Late, but kept."

    def test_sent_by_keys_it_is_over_in_every_tab(self, asked, portal):
        page, older = asked(), asked()
        page.focus("[data-question=scale] input")
        page.keyboard.press("Space")
        page.focus("[data-question=single] input")
        page.keyboard.press("Space")
        page.focus("text=Send the answers")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Your answers are sent.")
        older.click("text=Send the answers")
        older.wait_for_selector("text=You sent these answers on")


class TestTelling:
    def open(self, page):
        page.wait_for_selector("ticket-button:defined")  # else the key leads to the form's own page
        page.keyboard.press("!")
        page.wait_for_selector("#ticket-dialog[open] input[name=title]")

    def test_a_ticket_goes_from_any_page_by_keys_and_once(self, tabs, made, portal):
        page = tabs(f"/projects/{made['project']}/?view=table&q=secret")
        self.open(page)
        told = page.inner_text("#ticket-dialog dl")
        assert f"/projects/{made['project']}/" in told and "secret" not in told
        title = f"Slow <b>{made['items'][0][1]}</b>"
        page.keyboard.type(title)
        page.keyboard.press("Escape")
        page.wait_for_selector("#ticket-dialog", state="hidden")
        self.open(page)
        assert page.input_value("#ticket-dialog input[name=title]") == title
        page.dblclick("#ticket-dialog [type=submit]")
        page.wait_for_selector("#ticket-dialog [data-done]")
        rows = portal.query("select page from feedback_ticket where title = %s", title)
        assert len(rows) == 1 and "secret" not in rows[0][0]
        page.click("text=See the ticket")
        page.wait_for_selector(f"h1:text-is('{title}')")
        page.click("text=Take my vote back")
        page.wait_for_selector("text=Your vote is taken back.")

    def test_the_picture_is_asked_for_and_seen_before_it_is_sent(self, tabs, made):
        page = tabs(f"/projects/{made['project']}/")
        self.open(page)
        assert page.evaluate("document.querySelector('page-picture').file") is None
        page.route("**/page-drawing*.js", lambda route: route.abort())
        page.click("#ticket-dialog [data-part=consent]")
        page.click("#ticket-dialog .toast:has-text('out of reach') button")
        page.wait_for_selector(".toast", state="detached")
        assert not page.is_checked("#ticket-dialog [data-part=consent]")
        page.unroute("**/page-drawing*.js")
        page.check("#ticket-dialog [data-part=consent]")
        until(page, "document.querySelector('page-picture img').naturalWidth > 0")
        shown = page.locator("page-picture img").bounding_box()
        assert shown["y"] < PHONE["height"] - shown["height"] / 2
        page.uncheck("#ticket-dialog [data-part=consent]")
        assert page.evaluate("document.querySelector('page-picture').file") is None

    def test_what_reads_alike_opens_beside_what_is_typed(self, tabs, mei):
        page = tabs("/projects/")
        self.open(page)
        page.fill("#ticket-dialog input[name=title]", "The upload bar stays")
        with mei.expect_page() as opened:
            page.click("#alike a >> nth=0")
        opened.value.close()
        assert page.input_value("#ticket-dialog input[name=title]") == "The upload bar stays"

    def test_without_a_line_nothing_typed_is_lost(self, tabs, mei):
        page = tabs("/projects/")
        self.open(page)
        page.fill("#ticket-dialog input[name=title]", "In a tunnel")
        mei.set_offline(True)
        page.click("#ticket-dialog [type=submit]")
        page.wait_for_selector("#ticket-dialog .toast:has-text('The ticket was not sent')")
        page.keyboard.press("Escape")
        page.wait_for_selector("#toasts .toast:has-text('The ticket was not sent')")
        mei.set_offline(False)
        self.open(page)
        page.click("#ticket-dialog [type=submit]")
        page.wait_for_selector("#ticket-dialog [data-done]")
        assert page.locator("text=The ticket was not sent").count() == 0

    def test_a_picture_that_is_being_made_is_waited_for(self, tabs, made, portal):
        page = tabs(f"/projects/{made['project']}/")
        self.open(page)
        held = []
        page.route("**/page-drawing*.js", lambda route: held.append(route))
        page.fill("#ticket-dialog input[name=title]", "Sent at once")
        page.check("#ticket-dialog [data-part=consent]")
        page.click("#ticket-dialog [type=submit]")
        page.wait_for_timeout(300)
        assert page.locator("#ticket-dialog [data-done]").count() == 0
        held[0].continue_()
        page.wait_for_selector("#ticket-dialog [data-done]")
        rows = portal.query("select storage_key from feedback_ticket where title = 'Sent at once'")
        assert rows[0][0]


def shows(page, state, code):
    told = "(() => { const t = document.querySelector('work-timer'); return t?.dataset.state + ' '"
    told += " + t?.querySelector('b').textContent; })()"
    until(page, f"{told} === {json.dumps(f'{state} {code}')}")


class TestTiming:
    def test_one_timer_in_all_tabs(self, tabs, made, portal):
        (first, one), (second, two) = made["items"]
        here = tabs(f"/work/{first}/")
        here.click("main >> text=Start the timer")
        shows(here, "running", one)
        there = tabs("/projects/", "work-timer")
        there.keyboard.press("Alt+p")
        for page in (there, here):
            shows(page, "paused", one)
        here.goto(f"{portal.address}/work/{second}/")
        here.click("main >> text=Start the timer")
        for page in (here, there):
            shows(page, "running", two)
        self.silent(portal, made)
        self.asks(there, here)
        there.click("work-timer [data-act=stop]")
        for page in (there, here):
            until(page, "!document.querySelector('work-timer')")

    def silent(self, portal, made):
        """Nothing was heard of her for twenty minutes."""
        back = "update feedback_timeentry set {} where person_id = %s and ended_at is null"
        moved = ", ".join(
            f"{at} = {at} - interval '20 minutes'" for at in ("started_at", "seen_at", "active_at")
        )
        portal.query(back.format(moved) + " returning id", made["mei"])

    def asks(self, there, here):
        """The question stands, however it is closed, and one answer counts in every tab."""
        there.reload()
        there.wait_for_selector("work-timer dialog[open]")
        there.evaluate("document.querySelector('work-timer dialog').close()")
        there.click("work-timer [data-act=pause]")
        there.click("text=I was still working")
        for page in (there, here):
            until(page, "!document.querySelector('work-timer dialog[open]')")
