"""A token does no more than its owner may, and no more than its scopes say."""

import pytest
from django.urls import reverse

from portal.access import TABLE, Capability
from portal.models import ApiToken, AuditEvent, User
from portal.scopes import EVERYTHING, SCOPE_OF, Scope, needed
from tests.world import enrolled, person


def bearer(world, kind="producer", scopes=("read",)):
    _token, secret = ApiToken.issue(world.visitor(kind), name="script", scopes=scopes)
    return {"Authorization": f"Bearer {secret}"}


def lacks(answer, scope):
    error = answer.json()["error"]
    return (answer.status_code, error["code"]) == (403, "token:scope") and scope in error["message"]


def test_every_capability_has_a_scope():
    assert set(SCOPE_OF) == set(TABLE) and set(SCOPE_OF.values()) == set(Scope)


@pytest.mark.parametrize("capability", list(Capability))
def test_looking_is_never_enough_to_change_something(capability):
    assert needed(capability, changes=True) != Scope.READ


def test_a_session_has_no_scopes_and_no_limit():
    user = User(programme_role="admin")
    assert user.token_scopes is None
    assert user.scope_lacking(Capability.ADMINISTER) == ""


def test_scopes_add_nothing_to_the_role(world, client):
    headers = bearer(world, "reviewer", EVERYTHING)
    body = {"project": str(world.ours.project.pk), "code": "E07"}
    answer = client.post("/api/v1/episodes/", body, "application/json", headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "access:denied")


def test_a_reading_token_reads(world, client):
    headers = bearer(world)
    for name in ("api:me", "api:project-list", "api:candidate-list"):
        assert client.get(reverse(name), headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("method", "address", "scope"),
    [
        ("post", "/api/v1/episodes/", "upload"),
        ("post", "/api/v1/projects/", "manage"),
        ("post", "/api/v1/invitations/", "manage"),
        ("get", "/api/v1/invitations/", "manage"),
        ("post", "/api/v1/requests/", "request"),
        ("post", "/api/v1/responses/", "feedback"),
        ("delete", "/api/v1/tokens/{token}/", "manage"),
        ("post", "/api/v1/candidates/{candidate}/decisions/", "decide"),
    ],
)
def test_a_reading_token_is_told_which_scope_it_lacks(world, client, method, address, scope):
    address = address.format(token=world.ours.token.pk, candidate=world.ours.candidate.pk)
    act = getattr(client, method)
    answer = act(address, {}, content_type="application/json", headers=bearer(world))
    assert lacks(answer, scope), answer.json()


def test_each_scope_opens_its_own_door_only(world, client):
    headers = bearer(world, scopes=["upload"])
    body = {"project": str(world.ours.project.pk), "code": "E07"}
    made = client.post("/api/v1/episodes/", body, "application/json", headers=headers)
    assert made.status_code == 201
    assert lacks(client.get("/api/v1/projects/", headers=headers), "read")


def test_media_asks_for_the_scope_too(world, client):
    original = reverse("original", args=[world.ours.version.pk])
    assert client.get(original, headers=bearer(world)).status_code == 403
    assert client.get(original, headers=bearer(world, scopes=["download"])).status_code == 200
    picture = reverse("rendition", args=[world.ours.rendition.pk])
    assert client.get(picture, headers=bearer(world)).status_code == 200
    assert client.get(picture, headers=bearer(world, scopes=["upload"])).status_code == 403


def test_a_capability_held_otherwise_is_not_held_by_a_narrow_token(world):
    user = world.visitor("producer")
    assert user.can(Capability.DECIDE)
    user.token_scopes = frozenset({"read"})
    assert user.can(Capability.SEE) and not user.can(Capability.DECIDE)


def test_making_and_revoking_is_noted(world):
    token, _secret = ApiToken.issue(world.admin, name="nightly", scopes=["upload", "read"])
    token.revoke()
    said = [row.sentence for row in AuditEvent.objects.filter(verb__startswith="token:")[:2]]
    assert said == [
        "Admin revoked the API token nightly of Admin",
        f"Admin made the API token nightly (read, upload), good until {token.expires_at.date()}",
    ]


class TestMakingOne:
    def test_the_page_offers_reading_first(self, world, as_person):
        mine = as_person(world.visitor("artist"))
        assert mine.get("/account/tokens/").context["form"]["scopes"].initial == ["read"]

    def test_the_page_keeps_what_was_chosen(self, world, as_person):
        mine = as_person(world.visitor("artist"))
        chosen = {"name": "laptop", "days": 30, "scopes": ["upload", "read"]}
        mine.post("/account/tokens/", chosen)
        assert ApiToken.objects.get(name="laptop").scopes == ["read", "upload"]

    @pytest.mark.parametrize("scopes", [[], ["root"]])
    def test_the_page_wants_at_least_one_that_exists(self, world, as_person, scopes):
        mine = as_person(world.visitor("artist"))
        page = mine.post("/account/tokens/", {"name": "x", "days": 3, "scopes": scopes})
        assert page.context["form"].errors["scopes"] and not page.context["secret"]

    def test_the_api_gives_reading_only_when_none_is_named(self, world, as_person):
        mine = as_person(world.visitor("artist"))
        made = mine.post("/api/v1/tokens/", {"name": "ci"}, "application/json")
        assert made.json()["scopes"] == ["read"]

    @pytest.mark.parametrize("scopes", [[], ["root"], "read"])
    def test_the_api_refuses_others(self, world, as_person, scopes):
        mine = as_person(world.visitor("artist"))
        body = {"name": "ci", "scopes": scopes}
        answer = mine.post("/api/v1/tokens/", body, "application/json")
        assert answer.status_code == 400 and "scopes" in answer.json()["error"]["fields"]


class TestWrongTokens:
    @pytest.fixture(autouse=True)
    def three_a_minute(self, monkeypatch):
        monkeypatch.setattr("portal.throttles.FailedTokens.rate", "3/min", raising=False)

    def guess(self, client, **where):
        return client.get("/api/v1/me/", headers={"Authorization": "Bearer lm_guess"}, **where)

    def test_too_many_from_one_address_are_told_to_wait(self, client, db):
        assert [self.guess(client).status_code for _ in range(3)] == [401] * 3
        last = self.guess(client)
        assert last.status_code == 429 and 0 < int(last["Retry-After"]) <= 60
        assert last.json()["error"]["code"] == "throttled"

    def test_a_page_says_so_too(self, client, db):
        headers = {"Authorization": "Bearer lm_guess"}
        found = [client.get("/projects/", headers=headers).status_code for _ in range(4)]
        assert found == [401, 401, 401, 429]

    def test_another_address_is_not_concerned(self, client, db):
        for _ in range(4):
            self.guess(client)
        assert self.guess(client, REMOTE_ADDR="192.0.2.7").status_code == 401

    def test_a_right_token_is_let_in_all_the_same(self, client, db):
        for _ in range(5):
            self.guess(client)
        _token, secret = ApiToken.issue(enrolled(person("Script")), name="x")
        headers = {"Authorization": f"Bearer {secret}"}
        assert client.get("/api/v1/me/", headers=headers).status_code == 200
