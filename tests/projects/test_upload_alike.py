"""What is here already is told to whoever announces it, and only what they may see."""

import pytest

from projects.alike import alike
from projects.models import Asset, Project, Version
from tests.projects.sending import BODY, begin, send, tree

PRINT = "ab" * 32


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr("projects.announcing.part_size_for", lambda *_asked: 64 * 1024)


@pytest.fixture
def version(world):
    upload = begin(world.ours, fingerprint=PRINT)
    send(upload)
    return upload.complete(tree_sha256=tree(upload))


def found(house, **more):
    upload = begin(house, **{"fingerprint": PRINT, "name": "other.mov", **more})
    return [*alike(upload, house.people["artist"])]


def test_the_same_size_beginning_and_end(world, version):
    assert version.fingerprint == PRINT and found(world.ours) == [version]


@pytest.mark.parametrize("more", [{"size": len(BODY) + 1}, {"fingerprint": "cd" * 32}])
def test_another_size_or_other_bytes_are_another_file(world, version, more):
    assert found(world.ours, **more) == []


def test_one_without_a_fingerprint_is_known_by_its_name(world, version):
    Version.objects.filter(pk=version.pk).update(fingerprint="")
    assert found(world.ours) == []
    assert found(world.ours, name="clip.mov") == [version]
    assert found(world.ours, name="clip.mov", fingerprint="") == [version]


def test_nobody_elses_is_told(world, version):
    assert found(world.theirs) == []


def test_nor_one_of_another_project(world, version):
    world.ours.project = Project.objects.create(studio=world.ours.studio, name="B", code="BB")
    assert found(world.ours) == []


def test_nor_a_deleted_one(world, version):
    Asset.objects.filter(pk=version.asset_id).update(deleted_at=version.created_at)
    assert found(world.ours) == []


def test_the_api_tells_it_and_takes_no_nonsense(world, version, as_person):
    client = as_person(world.ours.people["artist"])
    body = {"project": str(world.ours.project.pk), "file_name": "x.mov", "size": len(BODY)}
    answer = client.post(
        "/api/v1/uploads/", {**body, "fingerprint": PRINT}, content_type="application/json"
    )
    (told,) = answer.json()["already"]
    assert (told["number"], told["name"]) == (1, "clip.mov")
    assert told["tree_sha256"] == version.tree_sha256
    wrong = client.post(
        "/api/v1/uploads/", {**body, "fingerprint": "x"}, content_type="application/json"
    )
    assert wrong.status_code == 400 and "fingerprint" in wrong.json()["error"]["fields"]
