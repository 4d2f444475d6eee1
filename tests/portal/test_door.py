"""What stands before the portal: the second factor, then the agreements in force."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp
from django.contrib import admin
from django.core import mail
from django.urls import reverse

from portal.door import MISSING, OPEN, obstacle
from portal.models import Acceptance, ApiToken, AuditEvent, User
from tests.world import person, publish


@pytest.fixture
def artist(world):
    return world.visitor("artist")


@pytest.fixture
def bare(world, client):
    """Somebody signed in who has nothing yet."""
    user = person("Nora")
    client.force_login(user)
    return user


def test_without_a_second_factor_a_page_leads_to_setting_one_up(bare, client):
    assert obstacle(bare) == MISSING
    assert client.get("/").url == reverse("mfa_index")
    assert client.get(reverse("agreements")).url == reverse("mfa_index")


def test_recovery_codes_alone_are_no_second_factor(bare):
    Authenticator.objects.create(user=bare, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert obstacle(bare) == MISSING


def test_the_operator_can_do_without_second_factors(bare, settings):
    settings.MFA_REQUIRED = False
    assert obstacle(bare) == ""
    publish("beta")
    assert obstacle(bare) == OPEN


@pytest.mark.parametrize("kind", ["admin", "beta_lead", "producer"])
def test_nobody_is_spared(world, client, kind):
    user = world.visitor(kind)
    Authenticator.objects.filter(user=user).delete()
    client.force_login(user)
    for address in ("/", "/admin/", "/studio/"):
        assert client.get(address).url == reverse("mfa_index")


def test_a_form_is_refused_with_the_words_of_the_error(bare, client):
    answer = client.post("/account/tokens/", {"name": "x", "days": 1})
    assert answer.status_code == 403
    assert "second factor" in answer.text
    assert not ApiToken.objects.filter(user=bare).exists()


def test_htmx_is_sent_to_the_page_too(bare, client):
    answer = client.get("/runs/", headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == reverse("mfa_index")


def test_signing_out_and_account_security_open_always(bare, client):
    for name in ("mfa_index", "account_logout", "javascript-catalog", "healthz"):
        assert client.get(reverse(name)).status_code == 200


def test_a_new_version_asks_at_the_next_request(artist, as_person):
    inside = as_person(artist)
    assert inside.get("/runs/").status_code == 200
    version = publish(text="Keep it very quiet.")
    assert inside.get("/runs/").url == reverse("agreements")
    assert "NDA" in inside.get(reverse("agreements")).text
    form = {"sha256": version.sha256}
    assert inside.post(reverse("agreement", args=[version.pk]), form).url == "/runs/"
    assert inside.get("/runs/").status_code == 200


def test_the_api_says_so_in_the_form_of_its_errors(artist, as_person):
    inside = as_person(artist)
    publish(text="Other words.")
    answer = inside.get("/api/v1/projects/")
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "agreement:open"


def test_a_token_opens_nothing_before_either(artist, client):
    _token, secret = ApiToken.issue(artist, name="script")
    publish(text="Other words.")
    headers = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/projects/", headers=headers).status_code == 403
    assert client.get("/runs/", headers=headers).status_code == 403
    Authenticator.objects.filter(user=artist).delete()
    answer = client.get("/api/v1/projects/", headers=headers)
    assert answer.json()["error"]["code"] == "mfa:missing"


def test_somebody_of_two_studios_accepts_for_each(world, as_person):
    user = world.theirs.people["artist"]
    type(world.ours.memberships["artist"]).objects.create(
        studio=world.ours.studio, user=user, role="artist"
    )
    again = User.objects.get(pk=user.pk)
    assert obstacle(again) == OPEN
    version = Acceptance.objects.first().version
    client = as_person(world.admin)
    client.force_login(again)
    assert world.ours.studio.name in client.get(f"/agreements/{version.pk}/").text
    client.post(f"/agreements/{version.pk}/", {"sha256": version.sha256})
    assert obstacle(again) == ""
    assert set(again.acceptances.values_list("studio__name", flat=True)) == {"Ours", "Theirs"}


@pytest.mark.parametrize(
    "model", sorted(admin.site._registry, key=lambda model: model._meta.label), ids=str
)
def test_no_page_of_the_administration_opens_without_a_second_factor(world, model, client):
    """Also of apps that call their pages as allauth calls its own."""
    client.force_login(world.admin)
    Authenticator.objects.filter(user=world.admin).delete()
    names = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    answers = [client.get(reverse(f"{names}_{page}")) for page in ("changelist", "add")]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer.url for answer in answers} == {reverse("mfa_index")}


@pytest.mark.parametrize("name", ["emailaddress", "socialaccount", "socialtoken"])
def test_who_somebody_is_cannot_be_edited_in_the_administration(name):
    assert name not in {model._meta.model_name for model in admin.site._registry}


def test_a_sign_on_server_that_an_administrator_adds_is_told(world, as_person):
    form = {"provider": "openid_connect", "provider_id": "x", "name": "X", "client_id": "c"}
    client = as_person(world.admin)
    where = reverse("admin:socialaccount_socialapp_add")
    assert client.post(where, {**form, "settings": "{}"}).status_code == 302
    row = SocialApp.objects.get()
    client.post(reverse("admin:socialaccount_socialapp_delete", args=[row.pk]), {"post": "yes"})
    rows = AuditEvent.objects.filter(verb__startswith="row:").order_by("id")
    assert [str(event) for event in rows] == [
        "Admin added the social application X",
        "Admin removed the social application X",
    ]


def test_a_link_to_a_new_password_goes_to_the_portals_own_address(world, client, settings):
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["*"], "https://portal.example"
    email = {"email": world.visitor("artist").email}
    client.post(reverse("account_reset_password"), email, headers={"host": "evil.example"})
    body = mail.outbox[0].body
    assert "https://portal.example/accounts/password/reset/key/" in body
    assert "evil.example" not in body
