"""Which address counts, whatever the client writes into `X-Forwarded-For`."""

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from portal.addresses import address_of
from portal.api.views import MeView
from portal.models import Acceptance, AuditEvent
from portal.throttles import AnonThrottle
from tests.world import person, publish

PROXY, CLIENT, FORGED = "10.0.0.1", "198.51.100.7", "203.0.113.99"


def coming(told=None, remote=PROXY):
    headers = {} if told is None else {"X-Forwarded-For": told}
    return RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)


@pytest.mark.parametrize(
    ("proxies", "told", "counted"),
    [
        (0, None, PROXY),
        (0, FORGED, PROXY),
        (1, CLIENT, CLIENT),
        (1, f"{FORGED}, {CLIENT}", CLIENT),
        (1, f"{FORGED}, 1, {CLIENT}:4711", CLIENT),
        (1, None, PROXY),
        (2, f"{FORGED}, {CLIENT}, 10.0.0.2", CLIENT),
        (2, CLIENT, PROXY),
        (1, f"{FORGED}, nonsense", PROXY),
        (1, f"{FORGED}, [2001:db8::7]:80", "2001:db8::7"),
        (1, "", PROXY),
        (2, f",{CLIENT}", PROXY),
    ],
)
def test_the_address_is_what_the_first_trusted_proxy_saw(settings, proxies, told, counted):
    settings.TRUSTED_PROXIES = proxies
    assert address_of(coming(told)) == counted
    assert AnonThrottle().get_ident(coming(told)) == counted


def test_without_any_address_a_limit_cannot_be_kept(db):
    with pytest.raises(PermissionDenied):
        get_adapter().get_client_ip(coming(remote=""))


def test_everybody_reads_the_same_setting():
    from portal.settings import REST_FRAMEWORK, security

    assert security.TRUSTED_PROXIES == security.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    assert REST_FRAMEWORK["NUM_PROXIES"] == 0


@pytest.fixture(params=[(0, PROXY), (1, CLIENT)])
def counted(request, settings):
    """The address that should count, without and with a proxy of ours."""
    settings.TRUSTED_PROXIES, address = request.param
    return address


def forged(n):
    """A further request of one client, who writes another address before each."""
    return {"headers": {"X-Forwarded-For": f"203.0.113.{n}, {CLIENT}"}, "REMOTE_ADDR": PROXY}


class TestAForgedHeaderDoesNotHelp:
    def test_against_the_limit_of_wrong_passwords(self, client, db, counted, settings):
        settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
        for n in range(4):
            typed = {"login": f"nobody{n}@example.org", "password": "x"}
            page = client.post("/accounts/login/", typed, **forged(n))
        assert "too many" in str(page.context["form"].errors).lower()

    def test_against_the_limit_of_wrong_tokens(self, client, db, counted, monkeypatch):
        monkeypatch.setattr("portal.throttles.FailedTokens.rate", "3/min", raising=False)
        found = []
        for n in range(4):
            given = forged(n)
            given["headers"]["Authorization"] = "Bearer lm_guess"
            found.append(client.get("/api/v1/me/", **given).status_code)
        assert found == [401, 401, 401, 429]

    def test_against_the_limit_of_strangers(self, client, db, counted, monkeypatch):
        monkeypatch.setattr(AnonThrottle, "THROTTLE_RATES", {"anon": "2/min"})
        monkeypatch.setattr(MeView, "throttle_classes", [AnonThrottle])
        found = [client.get("/api/v1/me/", **forged(n)).status_code for n in range(3)]
        assert found == [401, 401, 429]

    def test_in_what_is_kept(self, client, world, counted):
        user = person("Zoe")
        user.set_password("a long sentence")
        user.save()
        Authenticator.objects.filter(user=user).delete()
        version = publish("beta", "# Terms")
        typed = {"login": user.email, "password": "a long sentence"}
        assert client.post("/accounts/login/", typed, **forged(1)).status_code == 302
        assert UserSession.objects.get(user=user).ip == counted
        assert AuditEvent.objects.get(verb="signed_in:password").facts["address"] == counted
        Authenticator.objects.create(user=user, type="totp", data={})
        accept = {"sha256": version.sha256}
        client.post(f"/agreements/{version.pk}/", accept, **forged(2))
        assert Acceptance.objects.get(person=user, version=version).address == counted
