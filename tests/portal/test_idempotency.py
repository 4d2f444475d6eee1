"""`Idempotency-Key`: one row, one answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.models import IdempotencyKey
from projects.models import Project
from projects.sweeping import forget_keys


@pytest.fixture
def create(world, as_person):
    """Make a project with a key."""

    def call(key, *, kind="producer", **changes):
        studio = {"other": world.theirs.studio}.get(kind, world.ours.studio)
        body = {"studio": str(studio.pk), "name": "New", "code": "NEW", **changes}
        headers = {"Idempotency-Key": key} if key else {}
        sender = as_person(world.visitor(kind))
        return sender.post("/api/v1/projects/", body, "application/json", headers=headers)

    return call


def made():
    return Project.objects.filter(code="NEW").count()


def test_the_same_key_gives_the_same_answer_and_one_row(create):
    first, second = create("k1"), create("k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert "Idempotent-Replay" not in first and second["Idempotent-Replay"] == "true"
    assert made() == 1


def test_without_a_key_nothing_is_kept(create):
    create("")
    assert create("").json()["error"]["code"] == "code:taken"
    assert not IdempotencyKey.objects.exists()


def test_the_same_key_for_another_body_is_refused(create):
    create("k1")
    answer = create("k1", name="Other")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "idempotency:reused")
    assert made() == 1


def test_the_same_key_on_another_address_is_refused(create, world, as_person):
    create("k1")
    body = {"project": str(world.ours.project.pk), "code": "E09"}
    answer = as_person(world.visitor("producer")).post(
        "/api/v1/episodes/", body, "application/json", headers={"Idempotency-Key": "k1"}
    )
    assert answer.json()["error"]["code"] == "idempotency:reused"


def test_the_order_of_the_values_does_not_matter(create, world, as_person):
    create("k1")
    body = {"code": "NEW", "name": "New", "studio": str(world.ours.studio.pk)}
    answer = as_person(world.visitor("producer")).post(
        "/api/v1/projects/", body, "application/json", headers={"Idempotency-Key": "k1"}
    )
    assert answer["Idempotent-Replay"] == "true"


def test_a_key_belongs_to_its_person(create):
    assert create("k1").status_code == create("k1", kind="other").status_code == 201
    assert made() == 2


def test_while_the_first_is_being_answered_the_second_is_told_to_wait(create):
    create("k1")
    IdempotencyKey.objects.update(status=None, body=None)
    answer = create("k1")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "idempotency:in_progress")


@pytest.mark.parametrize("wrong", [{"code": "a b"}, {"code": "PRJ"}, {"studio": "0" * 32}])
def test_an_error_is_not_kept_so_that_it_can_be_mended(create, wrong):
    assert create("k1", **wrong).status_code >= 400
    assert not IdempotencyKey.objects.exists()
    assert create("k1").status_code == 201


def test_a_failure_of_the_portal_is_not_kept(create, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(Project, "save", lambda *_args, **_kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            create("k1")
    assert create("k1").status_code == 201


def test_a_longer_key_than_fits_is_cut_not_refused(create):
    assert create("k" * 300).status_code == create("k" * 300).status_code == 201
    assert made() == 1


def test_keys_are_forgotten_after_a_day(create):
    create("k1")
    forget_keys()
    assert IdempotencyKey.objects.count() == 1
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=25))
    forget_keys()
    assert not IdempotencyKey.objects.exists()
