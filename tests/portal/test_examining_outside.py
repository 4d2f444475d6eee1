"""The portal as a browser meets it: what each answer on the way means, in words."""

import httpx
import pytest

from portal.examining import outside
from portal.examining.findings import DOUBT, OK, WRONG
from portal.examining.outside import Door

DAY = 86400
PAGE = '<link rel="stylesheet" href="/static/portal.css">'
WELL = {
    "set-cookie": "csrftoken=x; Path=/; Secure",
    "strict-transport-security": "max-age=31536000",
}


@pytest.fixture
def answering(monkeypatch):
    """What stands between here and the portal, or the portal itself."""

    def answer(sign_in, style=200):
        def handle(request):
            return sign_in if request.url.path == outside.SIGN_IN else httpx.Response(style)

        real = httpx.Client

        def client(*, verify, timeout, base_url):
            return real(transport=httpx.MockTransport(handle), base_url=base_url)

        monkeypatch.setattr(outside.httpx, "Client", client)
        return list(Door("https://portal.example").page())

    return answer


def test_a_page_by_tls_with_its_style_is_all_that_is_asked(answering):
    found = answering(httpx.Response(200, text=PAGE, headers=WELL))
    assert [finding.state for finding in found] == [OK, OK]


@pytest.mark.parametrize(
    ("status", "headers", "word"),
    [
        (301, {"location": f"https://portal.example{outside.SIGN_IN}"}, "X-Forwarded-Proto"),
        (400, {}, "ALLOWED_HOSTS"),
        (502, {}, "Start web servers"),
        (503, {}, "Start web servers"),
        (500, {}, "log of a web server"),
    ],
)
def test_each_wrong_answer_has_its_cure(answering, status, headers, word):
    (finding,) = answering(httpx.Response(status, headers=headers))
    assert finding.state == WRONG and word in finding.mend


def test_a_cookie_that_also_goes_without_tls_is_named(answering):
    loose = {**WELL, "set-cookie": "csrftoken=x; Path=/"}
    found = answering(httpx.Response(200, text=PAGE, headers=loose))
    assert found[0].state == WRONG and "csrftoken" in found[0].said


def test_a_proxy_that_drops_headers_is_found(answering):
    found = answering(httpx.Response(200, text=PAGE, headers={"set-cookie": WELL["set-cookie"]}))
    assert any("stay with TLS" in finding.said for finding in found)


def test_files_that_were_not_collected_are_found(answering):
    found = answering(httpx.Response(200, text=PAGE, headers=WELL), style=404)
    assert found[-1].state == WRONG and "collectstatic" in found[-1].mend


def test_somebody_elses_page_is_no_sign_in(answering):
    found = answering(httpx.Response(200, text="Welcome to nginx", headers=WELL))
    assert found[-1].state == WRONG and "another one" in found[-1].said


def test_nobody_at_the_door_is_told(monkeypatch):
    """Nothing listens on port 1 of this machine."""
    door = Door("https://127.0.0.1:1")
    (certificate,), (page,), (line,) = door.certificate(), door.page(), door.socket()
    assert {certificate.state, page.state, line.state} == {WRONG}
    assert "does not answer" in certificate.said and "no socket" in line.said


def test_an_address_without_tls_is_a_doubt():
    (finding,) = Door("http://127.0.0.1:8000").certificate()
    assert finding.state == DOUBT


@pytest.mark.parametrize(("days", "state"), [(60, OK), (13, DOUBT), (-1, DOUBT)])
def test_a_certificate_is_renewed_before_it_ends(days, state):
    assert outside._lasting(days * DAY + 60).state == state


@pytest.mark.parametrize(("counted", "states"), [([1, 1], [OK]), ([2, 2], [WRONG]), ([0], [WRONG])])
def test_proxies_are_counted(settings, counted, states):
    settings.TRUSTED_PROXIES = 1
    told = {str(number): {"hops": count} for number, count in enumerate(counted)}
    assert [finding.state for finding in outside.hops(told)] == states
