"""Single sign-on of a studio against a real server: its own people and its invited, nobody else."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp

from portal.models import Invitation, Membership, User
from portal.models.invitations import invite
from tests.portal.sign_in_server import CLIENT, SignInServer


@pytest.fixture
def server():
    running = SignInServer()
    yield running
    running.stop()


@pytest.fixture
def app(world, server, settings):
    settings.WEBHOOK_ALLOW_PRIVATE = True
    return SocialApp.objects.create(
        provider="openid_connect",
        provider_id="ours",
        name="Ours SSO",
        client_id=CLIENT,
        secret="s",
        settings={"server_url": server.address, "studio": str(world.ours.studio.pk)},
    )


def sign_in(client, server, email, *, verified=True, sub="1", name="Nora"):
    """As a browser goes: to the server, and back with its code and the state."""
    server.claims = {"sub": sub, "email": email, "email_verified": verified, "name": name}
    there = client.get("/accounts/sso/ours/login/")
    asked = parse_qs(urlsplit(there.url).query)
    assert there.url.startswith(server.address) and asked["client_id"] == [CLIENT]
    back = urlsplit(asked["redirect_uri"][0]).path
    return client.get(back, {"code": "c", "state": asked["state"][0]})


def inside(client):
    return client.session.get("_auth_user_id", "")


def test_a_member_is_asked_for_the_portals_second_factor(world, app, server, client):
    artist = world.visitor("artist")
    answer = sign_in(client, server, artist.email.upper())
    assert answer.url == "/accounts/2fa/authenticate/"
    assert not inside(client)
    assert SocialAccount.objects.get().user == artist
    assert "/token" in server.asked and "/userinfo" in server.asked
    assert sign_in(client, server, artist.email).url == "/accounts/2fa/authenticate/"


def test_somebody_invited_joins_and_then_sets_up_a_factor(world, app, server, client):
    invite(actor=None, email="nora@ours.example", role="director", studio=world.ours.studio)
    sign_in(client, server, "nora@ours.example")
    nora = User.objects.get(email="nora@ours.example")
    assert inside(client) == str(nora.pk) and not nora.has_usable_password()
    assert nora.roles == {world.ours.studio.pk: "director"}
    assert client.get("/").url == "/accounts/2fa/"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Zoe\u0308\u202e", "Zoë"),
        ("\u202e", "n@o.example"),
        ("", "n@o.example"),
        ("Portal", "n@o.example"),
    ],
)
def test_the_name_it_sends_is_made_plain(world, app, server, client, said, kept):
    invite(actor=None, email="n@o.example", role="artist", studio=world.ours.studio)
    sign_in(client, server, "n@o.example", name=said)
    assert User.objects.get(email="n@o.example").name == kept


@pytest.mark.parametrize("who", ["other", "admin", "beta_lead", "stranger", "theirs_invited"])
def test_it_vouches_for_nobody_else(world, app, server, client, who):
    if who == "theirs_invited":
        invite(actor=None, email="x@y.example", role="artist", studio=world.theirs.studio)
    known = who in ("other", "admin", "beta_lead")
    email = world.visitor(who).email if known else "x@y.example"
    people = User.objects.count()
    answer = sign_in(client, server, email)
    assert answer.status_code == 403 and "may not sign" in answer.text
    assert not inside(client) and User.objects.count() == people
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("verified", [False, None, "false"])
def test_an_address_it_has_not_verified_is_a_mere_claim(world, app, server, client, verified):
    answer = sign_in(client, server, world.visitor("artist").email, verified=verified)
    assert answer.status_code == 403


def test_a_known_person_is_not_made_a_member_by_a_server(world, app, server, client):
    known = world.theirs.people["artist"]
    invite(actor=None, email=known.email, role="producer", studio=world.ours.studio)
    assert sign_in(client, server, known.email).status_code == 403
    assert not Membership.objects.filter(studio=world.ours.studio, user=known).exists()
    assert Invitation.objects.open().filter(email=known.email).exists()


def test_after_the_membership_it_opens_nothing(world, app, server, client):
    artist = world.visitor("artist")
    sign_in(client, server, artist.email)
    world.ours.memberships["artist"].revoke(actor=world.admin)
    client.logout()
    assert sign_in(client, server, artist.email).status_code == 403


def test_another_address_does_not_take_over_a_connected_account(world, app, server, client):
    sign_in(client, server, world.visitor("artist").email)
    client.logout()
    answer = sign_in(client, server, world.visitor("director").email)
    assert answer.status_code == 403


def test_a_suspended_studio_signs_nobody_in(world, app, server, client):
    world.ours.studio.suspend(actor=world.admin, reason="x")
    assert sign_in(client, server, world.visitor("artist").email).status_code == 403


@pytest.mark.parametrize("said", [{}, {"studio": "x"}, {"studio": None}])
def test_an_application_without_a_studio_signs_nobody_in(world, app, server, client, said):
    app.settings = {"server_url": server.address, **said}
    app.save()
    assert sign_in(client, server, world.visitor("artist").email).status_code == 403


def test_a_forged_state_is_refused(world, app, server, client):
    answer = client.get("/accounts/sso/ours/login/callback/", {"code": "c", "state": "forged"})
    assert "Not signed in" in answer.text and not inside(client)


def test_an_unknown_server_is_not_there(world, client):
    assert client.get("/accounts/sso/nobody/login/").status_code == 404


def test_the_invitation_offers_the_studios_own_sign_in(world, app, client):
    _row, secret = invite(
        actor=None, email="n@ours.example", role="artist", studio=world.ours.studio
    )
    assert "Sign in with Ours SSO instead" in client.get(f"/invitations/{secret}/").text
