"""`/design/mail/`: each mail to be looked at by whoever works on the portal."""

import pytest

from portal.mailing.kinds import KINDS


@pytest.fixture
def lead(world, as_person):
    return as_person(world.visitor("beta_lead"))


def test_the_list_leads_to_each_in_both_languages(lead):
    page = lead.get("/design/mail/").text
    for name in KINDS:
        assert f'href="/design/mail/{name}/"' in page
        for language in ("en", "fr"):
            told = lead.get(f"/design/mail/{name}/?in={language}").text
            assert f"/design/mail/{name}/html/?in={language}&amp;as=dark" in told and "<pre" in told
            assert (
                f'<html lang="{language}"'
                in lead.get(f"/design/mail/{name}/html/?in={language}").text
            )


def test_the_frame_may_do_nothing(lead):
    answer = lead.get("/design/mail/digest/html/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script" not in policy
    assert "frame-ancestors 'self'" in policy and answer["X-Frame-Options"] == "SAMEORIGIN"
    assert 'sandbox src="/design/mail/digest/html/' in lead.get("/design/mail/digest/").text


def test_each_theme_can_be_looked_at_on_any_machine(lead):
    light, dark = (lead.get(f"/design/mail/digest/html/?as={a}").text for a in ("light", "dark"))
    assert "@media not all" in light and "@media all" in dark and light != dark
    assert "(prefers-color-scheme: dark)" in lead.get("/design/mail/digest/html/?as=x").text


def test_what_is_no_mail_is_not_found(lead):
    for address in ("/design/mail/nothing/", "/design/mail/nothing/html/"):
        assert lead.get(address).status_code == 404
    assert lead.get("/design/mail/digest/?in=xx").status_code == 200


def test_partners_do_not_see_them(world, as_person):
    assert as_person(world.visitor("producer")).get("/design/mail/").status_code == 403
