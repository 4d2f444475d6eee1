"""What is signed stays when its footage goes, and footage never leaves files behind."""

import uuid

import pytest
from django.db.models import RestrictedError
from django.urls import reverse

from portal.errors import PortalError
from projects import announcing
from projects.models import Decision, Project, Upload
from projects.sweeping import remove_deleted_assets


def test_a_project_that_holds_footage_is_kept_and_the_answer_says_why(world, as_person):
    house = world.ours
    where = reverse("api:project-detail", args=[house.project.pk])
    response = as_person(house.people["producer"]).delete(where)
    assert (response.status_code, response.json()["error"]["code"]) == (409, "project:not_empty")
    assert Project.objects.filter(pk=house.project.pk).exists()


def test_nothing_is_announced_into_a_project_that_is_being_deleted(world, monkeypatch):
    empty = Project.objects.create(studio=world.ours.studio, name="Empty", code="EMP")
    begun = []

    def begin_while_it_goes(key, **more):
        begun.append(key)
        Project.objects.filter(pk=empty.pk).delete()
        return uuid.uuid4().hex

    monkeypatch.setattr(announcing.files, "begin", begin_while_it_goes)
    with pytest.raises(PortalError, match="not_found"):
        announcing.start_upload(
            actor=world.ours.people["artist"],
            project=empty,
            file_name="late.mov",
            size=10,
            asset=None,
            shot=None,
        )
    assert begun and not Upload.objects.filter(file_name="late.mov").exists()


def test_what_was_signed_about_a_deleted_asset_stays(world):
    house = world.ours
    house.asset.delete_by(house.people["artist"])
    remove_deleted_assets()
    assert Decision.objects.filter(pk=house.decision.pk).exists()
    assert not Decision.objects.visible_to(house.people["producer"]).exists()


def test_a_signed_revision_cannot_go_alone(world):
    with pytest.raises(RestrictedError):
        world.ours.decision.revision.delete()
