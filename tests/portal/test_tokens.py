"""Personal tokens: made once, shown once, kept as a hash, ended at any moment."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import ApiToken
from portal.models.secrets import digest
from portal.scopes import EVERYTHING


@pytest.fixture
def token(world):
    return ApiToken.issue(world.visitor("artist"), name="script", scopes=EVERYTHING)


def ask(client, secret, path="/api/v1/me/", scheme="Bearer"):
    return client.get(path, headers={"Authorization": f"{scheme} {secret}"})


def refused(answer):
    return answer.status_code == 401 and answer.json()["error"]["code"] == "access:token"


def test_a_token_acts_as_its_owner(world, client, token):
    me = ask(client, token[1]).json()
    assert me["name"] == "Ours-artist"
    assert me["studios"] == {str(world.ours.studio.pk): "artist"}


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_the_schemes_case_does_not_matter(client, token, scheme):
    assert ask(client, token[1], scheme=scheme).status_code == 200


def test_another_scheme_is_not_ours(client, token):
    answer = ask(client, token[1], scheme="Basic")
    assert answer.json()["error"]["code"] == "access:signed_out"


def test_only_the_hash_is_kept(token):
    row, secret = token
    assert row.secret_hash == digest(secret) and secret.startswith("lm_")
    assert secret not in map(str, ApiToken.objects.filter(pk=row.pk).values()[0].values())


@pytest.mark.parametrize("secret", ["", "lm_", "lm_guess", "ü", "x" * 5000])
def test_an_unknown_one_is_refused(client, token, secret):
    assert refused(ask(client, secret))


def test_the_hash_itself_opens_nothing(client, token):
    assert refused(ask(client, token[0].secret_hash))


def test_an_expired_one_is_refused(client, token):
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert refused(ask(client, token[1]))


def test_a_revoked_one_is_refused(client, token):
    token[0].revoke()
    assert refused(ask(client, token[1]))


def test_one_of_somebody_switched_off_is_refused(world, client, token):
    owner = world.visitor("artist")
    owner.is_active = False
    owner.save()
    assert refused(ask(client, token[1]))


def test_it_loses_what_its_owner_loses(world, client, token):
    project = f"/api/v1/projects/{world.ours.project.pk}/"
    assert ask(client, token[1], project).status_code == 200
    world.ours.memberships["artist"].revoke(actor=world.admin)
    assert ask(client, token[1], project).status_code == 403


def test_a_token_needs_no_forgery_check_and_only_reads_pages(world, token):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    body = {"project": str(world.ours.project.pk), "code": "E07"}
    headers = {"Authorization": f"Bearer {token[1]}"}
    answer = strict.post("/api/v1/episodes/", body, "application/json", headers=headers)
    assert answer.status_code == 201
    assert strict.get("/projects/", headers=headers).status_code == 200
    assert strict.post("/projects/new/", {}, headers=headers).status_code == 403


def test_its_use_is_written_at_most_once_a_minute(client, token, django_assert_num_queries):
    ask(client, token[1])
    first = ApiToken.objects.get(pk=token[0].pk).last_used_at
    assert first is not None
    ask(client, token[1])
    assert ApiToken.objects.get(pk=token[0].pk).last_used_at == first
    ApiToken.objects.update(last_used_at=timezone.now() - timedelta(seconds=61))
    ask(client, token[1])
    assert ApiToken.objects.get(pk=token[0].pk).last_used_at > first


class TestThePage:
    def test_a_new_one_is_shown_once(self, world, as_person, client):
        mine = as_person(world.visitor("artist"))
        page = mine.post("/account/tokens/", {"name": "laptop", "days": 30, "scopes": ["read"]})
        secret = page.context["secret"]
        assert secret in page.text and ask(client, secret).status_code == 200
        assert secret not in mine.get("/account/tokens/").text
        assert "laptop" in mine.get("/account/tokens/").text

    @pytest.mark.parametrize("days", [0, 366, -1, "x", ""])
    def test_it_lives_a_day_to_a_year(self, world, as_person, days):
        mine = as_person(world.visitor("artist"))
        page = mine.post("/account/tokens/", {"name": "laptop", "days": days})
        assert page.context["form"].errors["days"] and not page.context["secret"]

    def test_only_the_owner_revokes_it(self, world, as_person, client, token):
        address = reverse("token_revoke", args=[token[0].pk])
        for kind in ("producer", "director", "admin"):
            assert as_person(world.visitor(kind)).post(address).status_code == 404
        assert as_person(world.visitor("artist")).get(address).status_code == 405
        assert as_person(world.visitor("artist")).post(address).status_code == 302
        assert refused(ask(client, token[1]))


class TestTheApi:
    def test_the_secret_is_in_the_first_answer_only(self, world, as_person):
        mine = as_person(world.visitor("artist"))
        made = mine.post("/api/v1/tokens/", {"name": "ci"}, "application/json")
        assert made.status_code == 201 and made.json()["secret"].startswith("lm_")
        listed = mine.get("/api/v1/tokens/").json()["results"]
        assert [row["name"] for row in listed] == ["ci"]
        assert all(not row.get("secret") for row in listed)

    def test_delete_ends_it(self, world, as_person, client, token):
        mine = as_person(world.visitor("artist"))
        assert mine.delete(f"/api/v1/tokens/{token[0].pk}/").status_code == 204
        assert refused(ask(client, token[1]))
        assert mine.get("/api/v1/tokens/").json()["results"] == []

    def test_somebody_elses_is_not_found(self, world, as_person, token):
        other = as_person(world.visitor("other"))
        assert other.delete(f"/api/v1/tokens/{token[0].pk}/").status_code == 404
