"""A setting that cannot have been meant is refused, and a refusal tells no password."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import values
from portal.settings.environment import Files


@pytest.fixture
def told(monkeypatch):
    """Sets X."""
    return lambda text: monkeypatch.setenv("X", text)


@pytest.mark.parametrize("text", ["ture", "ja", "enabled", "2"])
def test_a_misspelt_switch_switches_nothing_off(told, text):
    told(text)
    with pytest.raises(ImproperlyConfigured, match=f"X is on or off, not '{text}'"):
        values.switch("X", default=True)


def test_a_switch_is_what_it_says_and_its_default_when_it_says_nothing(told):
    for text, found in (("on", True), ("TRUE", True), ("0", False), ("Off", False), ("", True)):
        told(text)
        assert values.switch("X", default=True) is found


@pytest.mark.parametrize("text", ["-1", "24", "six", "1.5"])
def test_a_number_out_of_bounds_is_not_bent_into_them(told, text):
    told(text)
    with pytest.raises(ImproperlyConfigured, match=f"X is a number from 0 to 23, not '{text}'"):
        values.number("X", default=6, least=0, most=23)


def test_a_number_that_is_not_set_has_its_default(told):
    told("")
    assert values.number("X", default=6, least=0, most=23) == 6
    told("23")
    assert values.number("X", default=6, least=0, most=23) == 23


def test_names_may_have_blanks_between_them(told):
    told(" a.example.org, b.example.org ,")
    assert values.names("X") == values.hosts("X") == ["a.example.org", "b.example.org"]
    told("https://a.example.org")
    with pytest.raises(ImproperlyConfigured, match="names of hosts"):
        values.hosts("X")


@pytest.mark.parametrize(
    "text", ["postgresql://portal:se/cret@h/portal", "postgresql://portal:se#cret@h:5432/portal"]
)
def test_an_address_whose_password_cuts_it_in_two_is_refused_without_telling_it(told, text):
    told(text)
    with pytest.raises(ImproperlyConfigured, match="write / as %2F") as refused:
        values.address("X", values.DATABASE)
    assert "cret" not in str(refused.value) and refused.value.__suppress_context__


@pytest.mark.parametrize(
    ("text", "schemes"),
    [
        ("sqlite:///portal.db", values.DATABASE),
        ("mail.example.org", values.MAIL),
        ("amqp://x", values.LIVE),
        ("http://x", values.BROKER),
        ("redis://a;http://b", values.BROKER),
    ],
)
def test_an_address_of_another_kind_is_refused(told, text, schemes):
    told(text)
    with pytest.raises(ImproperlyConfigured, match=f"X begins with {schemes[0]}".replace("+", ".")):
        values.address("X", schemes)


def test_several_brokers_and_a_socket_are_addresses(told):
    for text in ("amqp://a:b@h:1//;amqp://h2", "redis+socket:///x/y?virtual_host=1", "sqs://"):
        told(text)
        assert values.address("X", values.BROKER) == text


def test_the_portals_own_address_ends_after_its_host(told):
    told("https://portal.example.org/")
    assert values.origin("X", default="") == "https://portal.example.org"
    for text, said in (("https://", "names no host"), ("https://a/portal", "ends after its host")):
        told(text)
        with pytest.raises(ImproperlyConfigured, match=said):
            values.origin("X", default="")


def test_a_level_is_one_of_logging(told):
    told("debug")
    assert values.level("X") == "DEBUG"
    told("LOUD")
    with pytest.raises(ImproperlyConfigured, match="X is one of DEBUG"):
        values.level("X")


def test_a_file_of_a_setting_that_cannot_be_read_is_a_sentence(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="X_FILE names a file that cannot be read: No"):
        Files({"X_FILE": str(tmp_path / "none")})["X"]
    (tmp_path / "picture").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ImproperlyConfigured, match="it is no text"):
        Files({"X_FILE": str(tmp_path / "picture")})["X"]
