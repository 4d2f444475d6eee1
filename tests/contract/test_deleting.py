"""What is signed stays when its footage goes, and footage never leaves files behind."""

import pytest
from django.db.models import RestrictedError
from django.urls import reverse

from projects.models import Decision, Project
from projects.sweeping import remove_deleted_assets


def test_a_project_that_holds_footage_is_kept_and_the_answer_says_why(world, as_person):
    house = world.ours
    where = reverse("api:project-detail", args=[house.project.pk])
    response = as_person(house.people["producer"]).delete(where)
    assert (response.status_code, response.json()["error"]["code"]) == (409, "project:not_empty")
    assert Project.objects.filter(pk=house.project.pk).exists()


def test_what_was_signed_about_a_deleted_asset_stays(world):
    house = world.ours
    house.asset.delete_by(house.people["artist"])
    remove_deleted_assets()
    assert Decision.objects.filter(pk=house.decision.pk).exists()
    assert not Decision.objects.visible_to(house.people["producer"]).exists()


def test_a_signed_revision_cannot_go_alone(world):
    with pytest.raises(RestrictedError):
        world.ours.decision.revision.delete()
