"""From the invitation's mail to the first steps in Chromium: with a code, and with a passkey."""

import time

import pytest
from allauth.mfa.totp.internal import auth

pytestmark = pytest.mark.browser

INVITE = """
from portal.models import Studio
from portal.models.invitations import invite
from portal.signin import invitation_link
studio = Studio.objects.get(name="Lantern Row")
print(invitation_link(invite(actor=None, email={email!r}, role="producer", studio=studio)[1]))
"""
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def invited(tab, portal, email):
    """The link of the mail, by name: a passkey belongs to a host that has one."""
    link = portal.shell(INVITE.format(email=email))
    tab.set_default_timeout(30_000)
    tab.goto(link.replace("127.0.0.1", "localhost"))
    tab.fill("input[name=name]", "Nora New")


def read_and_accept(tab):
    tab.click("text=I have kept them, go on")
    tab.wait_for_url("**/agreements/")
    tab.locator("text=Read it").first.click()
    for _agreement in range(3):
        tab.click("text=I have read it and accept")
    tab.wait_for_url("**/studio/first-steps/")
    assert tab.locator("ol.steps li").count() == 5


def test_with_a_password_and_a_code(tab, portal):
    invited(tab, portal, "code@example.org")
    tab.fill("input[name=password]", "a rather long sentence")
    tab.click("text=Accept the invitation")
    tab.click("text=Use an authenticator app")
    tab.click("summary")
    secret = tab.inner_text("#secret")
    code = auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))
    tab.fill("input[name=code]", code)
    tab.click("text=Confirm the code")
    with tab.expect_download() as kept:
        tab.click("text=Download the codes")
    with open(kept.value.path()) as file:
        assert len(file.read().split()) == 10
    read_and_accept(tab)


def test_with_a_passkey_and_no_password(tab, portal):
    line = tab.context.new_cdp_session(tab)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    invited(tab, portal, "key@example.org")
    tab.click("text=Accept the invitation")
    tab.click("text=Make the passkey")
    read_and_accept(tab)
    tab.context.clear_cookies()
    tab.goto(f"http://localhost:{portal.port}/accounts/login/")
    tab.click("text=Sign in with a passkey")
    tab.wait_for_url(f"http://localhost:{portal.port}/")
    assert "Nora New" in tab.locator(".menu-who").text_content()
