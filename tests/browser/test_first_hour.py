"""From the mail of an invitation to the first approved result, with nothing of one's own at hand.

The whole way of a producer of a studio that was let in just now: accept, make a passkey, read and
accept the agreements, start the sample project, ask for a shot breakdown, approve and sign. Prints
how long it took and how many clicks, so that "ten minutes" is a figure and not a promise.
"""

import sys
import time

import pytest

from .test_coming_in import DEVICE
from .waiting import until

pytestmark = pytest.mark.browser

LET_IN = """
from portal.models import Studio
from portal.models.invitations import invite
from portal.signin import invitation_link
studio = Studio.objects.create(name="First Hour Films")
open_across([studio], reason="rehearsal")
invitation = invite(actor=None, email="first@hour.example", role="producer", studio=studio)
print(invitation_link(invitation[1]))
"""
TEN_MINUTES = 600


class Walk:
    """Somebody who clicks what a page offers; each click is counted, and each stage timed."""

    def __init__(self, tab):
        self.tab, self.clicks, self.begun, self.stages = tab, 0, time.monotonic(), []

    def click(self, what):
        self.clicks += 1
        self.tab.locator(what).first.click()

    def reached(self, stage):
        self.stages.append((stage, round(time.monotonic() - self.begun, 1), self.clicks))

    def told(self):
        return "; ".join(f"{stage} {seconds} s, {n} clicks" for stage, seconds, n in self.stages)


def test_a_new_producer_approves_a_first_result(tab, portal, capsys):
    tab.set_default_timeout(120_000)
    line = tab.context.new_cdp_session(tab)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    link = portal.shell(LET_IN).replace("127.0.0.1", "localhost")
    walk = Walk(tab)
    come_in(walk, link)
    play(walk)
    ask(walk)
    approve(walk)
    with capsys.disabled():
        sys.stdout.write(f"\nfirst hour: {walk.told()}\n")
    assert walk.stages[-1][1] < TEN_MINUTES


def come_in(walk, link):
    tab = walk.tab
    tab.goto(link)
    tab.fill("input[name=name]", "Nora New")
    walk.click("text=Accept the invitation")
    walk.click("text=Make the passkey")
    walk.click("text=I have kept them, go on")
    tab.wait_for_url("**/agreements/")
    walk.click("text=Read it")
    while "/agreements/" in tab.url:
        walk.click("text=I have read it and accept")
        tab.wait_for_load_state()
    tab.wait_for_url("**/studio/first-steps/**")
    walk.reached("came in")


def play(walk):
    """Home offers it as well: the checklist stays there."""
    walk.tab.goto(walk.tab.url.split("/studio/")[0] + "/")
    assert walk.tab.locator("#first-steps li").count() == 5
    walk.click("button:has-text('Play with the sample project')")
    # Its page follows the examination by itself.
    walk.tab.wait_for_selector("#assets a.thumb img")
    walk.reached("has a film")


def ask(walk):
    tab = walk.tab
    walk.click("#assets a:has-text('The Night Ferry.mp4')")
    walk.click("a:has-text('Shot breakdown')")
    example = tab.locator(".tool-example img")
    example.scroll_into_view_if_needed()
    until(tab, "document.querySelector('.tool-example img').naturalWidth > 900", seconds=120)
    walk.click("button:has-text('local engine')")
    walk.click("text=Look at the shots")
    tab.wait_for_selector("cut-editor [data-part=tools] >> text=/head .+/")
    walk.reached("has a result")


def approve(walk):
    walk.click("button[data-opens=approve]")
    walk.click("button:has-text('Approve and sign')")
    walk.tab.wait_for_selector("text=signed by Nora New")
    walk.reached("approved it")
    walk.tab.goto(walk.tab.url.split("/candidates/")[0] + "/")
    done = walk.tab.locator("#first-steps li.is-done")
    assert done.count() == 3
    assert "Look and decide" in " ".join(done.all_inner_texts())
