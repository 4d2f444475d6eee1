"""Webhooks go to public addresses, and to the address that was checked."""

import ipaddress
import socket

import pytest

from portal.errors import PortalError
from portal.outbox import addresses
from portal.outbox.posting import post

PRIVATE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.9", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "100.100.100.200", "198.18.0.1", "192.0.2.1",
    "224.0.0.1", "255.255.255.255", "240.0.0.1",
    "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:0a00:0001::1",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


def code(call, *arguments):
    with pytest.raises(PortalError) as error:
        call(*arguments)
    return error.value.code


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_known_in_every_disguise(address):
    assert not addresses.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_let_through(address):
    assert addresses.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://hooks.example.org/", "webhook:https"),
        ("ftp://hooks.example.org/", "webhook:https"),
        ("file:///etc/passwd", "webhook:url"),
        ("https://", "webhook:url"),
        ("nonsense", "webhook:url"),
        ("https://hooks.example.org:99999/", "webhook:url"),
        ("https://hooks.example.org:0/", "webhook:url"),
        ("https://me:word@hooks.example.org/", "webhook:url"),
        ("https://hooks.example.org/\r\nHost: x", "webhook:url"),
        ("https://höoks.example.org/", "webhook:url"),
        ("https://[::1", "webhook:url"),
        ("https://127.0.0.1/", "webhook:private"),
        ("https://[::1]/", "webhook:private"),
        ("https://[::ffff:169.254.169.254]/", "webhook:private"),
        ("https://localhost:8443/", "webhook:private"),
        ("https://portal.localhost/", "webhook:private"),
        ("https://2130706433/", "webhook:private"),
        ("https://0x7f.1/", "webhook:private"),
        ("https://127.1/", "webhook:private"),
        ("https://localhost./", "webhook:private"),
    ],
)
def test_what_cannot_be_an_endpoint_is_refused_when_it_is_entered(url, said):
    assert code(addresses.checked, url) == said


def test_a_name_is_not_asked_for_when_it_is_entered(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", None)
    assert addresses.checked("https://hooks.example.org:8443/x?y=1").hostname == "hooks.example.org"


def test_the_operator_may_allow_private_ones(settings):
    settings.WEBHOOK_ALLOW_PRIVATE = True
    assert addresses.checked("http://127.0.0.1:9/").port == 9
    assert addresses.resolve("127.0.0.1", 9) == ["127.0.0.1"]
    assert code(addresses.checked, "ftp://127.0.0.1/") == "webhook:https"


@pytest.fixture
def names(monkeypatch):
    """What the resolver says; each question is counted."""
    asked: list[str] = []

    def say(*answers: list[str]):
        turns = list(answers)

        def getaddrinfo(host, port, **_how):
            asked.append(host)
            found = turns.pop(0) if len(turns) > 1 else turns[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in found]

        monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)
        return asked

    return say


@pytest.mark.parametrize("found", [["10.0.0.7"], ["93.184.216.34", "127.0.0.1"], ["fe80::1%eth0"]])
def test_a_name_with_a_private_address_behind_it_is_refused(names, found):
    names(found)
    assert code(post, "https://inside.example.org/", b"", {}) == "webhook:private"


def test_a_name_without_an_address_is_told(monkeypatch):
    def unknown(*_args, **_how):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", unknown)
    assert code(post, "https://nowhere.example.org/", b"", {}) == "webhook:name"


def test_a_name_that_changes_after_the_check_changes_nothing(names, monkeypatch):
    """DNS rebinding: public when asked first, private when asked again."""
    asked, connected = names(["93.184.216.34"], ["127.0.0.1"]), []

    def connect(self, host, port, timeout=None, **_how):
        connected.append(host)
        raise OSError("not in a test")

    monkeypatch.setattr("httpcore.SyncBackend.connect_tcp", connect)
    with pytest.raises(OSError, match="not in a test"):
        post("https://rebinding.example.org/", b"", {})
    assert (asked, connected) == (["rebinding.example.org"], ["93.184.216.34"])
