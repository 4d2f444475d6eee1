"""A studio's sign-on server is asked at public addresses only, seldom, and may be silent."""

import pytest
from allauth.socialaccount.models import SocialApp
from requests import Request
from requests.adapters import HTTPAdapter

from portal.signonservers import CheckedAdapter
from portal.throttles import SignOnStarts
from tests.portal.endpoints import server

START = "/accounts/sso/ours/login/"


@pytest.fixture
def begin(world, client):
    """Begins to sign in through the server at this address."""

    def start(address):
        facts = {"provider": "openid_connect", "provider_id": "ours", "client_id": "c"}
        told = {"server_url": address, "studio": str(world.ours.studio.pk)}
        SocialApp.objects.update_or_create(**facts, defaults={"name": "Ours", "settings": told})
        return client.get(START)

    return start


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/",
        "http://login.example.org/",
        "https://10.1.2.3:8443/",
    ],
)
def test_a_private_or_open_address_is_never_asked(begin, monkeypatch, address):
    monkeypatch.setattr(HTTPAdapter, "send", lambda *_a, **_k: pytest.fail("it was asked"))
    answer = begin(address)
    assert answer.status_code == 502 and "where the portal may not ask" in answer.text


def test_nor_is_one_that_a_public_name_stands_for(begin, monkeypatch):
    connect = "urllib3.util.connection.create_connection"
    monkeypatch.setattr(connect, lambda *_a, **_k: pytest.fail("it was asked"))
    found = [(2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_k: found)
    assert "login.example.org" in begin("https://login.example.org/").text


def test_nor_one_that_it_redirects_to(begin, settings):
    settings.WEBHOOK_ALLOW_PRIVATE = True
    aside = {"Location": "https://user:word@inside.example.org/"}
    with server(status=302, headers=aside) as heard:
        answer = begin(heard.url)
    assert len(heard.requests) == 1
    assert answer.status_code == 502 and "is at inside.example.org" in answer.text


def test_the_connection_is_made_to_the_address_that_was_looked_at(begin, settings, monkeypatch):
    """The name itself leads nowhere: only the looked-up address can have been asked."""
    settings.WEBHOOK_ALLOW_PRIVATE = True
    monkeypatch.setattr("portal.signonservers.resolve", lambda _name, _port: ["127.0.0.1"])
    with server(status=404) as heard:
        named = heard.url.replace("127.0.0.1", "login.example.org")
        begin(named)
    ((_path, headers, _body),) = heard.requests
    assert headers["host"] == named.removeprefix("http://").removesuffix("/hook")


def test_the_certificate_still_goes_by_the_name(monkeypatch):
    monkeypatch.setattr("portal.signonservers.resolve", lambda _name, _port: ["203.0.113.7"])
    request = Request("GET", "https://login.example.org/keys").prepare()
    to, how = CheckedAdapter().build_connection_pool_key_attributes(request, verify=True)
    assert (to["host"], how["cert_reqs"]) == ("203.0.113.7", "CERT_REQUIRED")
    assert how["server_hostname"] == how["assert_hostname"] == "login.example.org"


@pytest.mark.parametrize(
    ("status", "body"), [(500, b"{}"), (200, b"<html>"), (200, b"{}"), (200, b"[]"), (404, b"")]
)
def test_nonsense_is_told_in_words(begin, settings, status, body):
    settings.WEBHOOK_ALLOW_PRIVATE = True
    with server(status=status) as heard:
        heard.body = body
        answer = begin(heard.url)
    assert answer.status_code == 502 and "gave no answer that can be used" in answer.text


def test_so_is_silence(begin, settings):
    settings.WEBHOOK_ALLOW_PRIVATE = True
    with server() as heard:
        address = heard.url
    answer = begin(address)
    assert answer.status_code == 502 and "Nobody was signed in" in answer.text


def test_one_address_begins_so_often_in_a_minute(begin, client, monkeypatch):
    monkeypatch.setattr(SignOnStarts, "rate", "2/min", raising=False)
    codes = [begin("https://127.0.0.1/").status_code for _n in range(5)]
    assert codes.count(429) >= 1 and codes[0] == 502
