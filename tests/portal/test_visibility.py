"""`visible_to`, model by model and role by role."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from feedback.models import Response
from portal.access import TABLE, Capability, Role, allows, demand, find
from portal.errors import PortalError
from portal.models import ApiToken, Invitation, Membership, User
from projects.models import (
    Asset,
    AssistRequest,
    Candidate,
    Decision,
    Episode,
    Ingest,
    Project,
    ProjectGrant,
    Rendition,
    Revision,
    Run,
    Scene,
    Shot,
    Upload,
    Version,
)

WORK = [
    *[Project, Episode, Scene, Shot, Asset, Version, Rendition, Ingest, AssistRequest],
    *[Run, Candidate, Revision, Decision, ProjectGrant],
]


def seen(model, person):
    """Of the two studios' rows, whose the person finds."""
    return {str(row.studio) for row in model.objects.visible_to(person)}


def again(person):
    """As the next request reads the person."""
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize("model", WORK)
@pytest.mark.parametrize("kind", ["producer", "director", "artist", "reviewer"])
def test_the_crew_and_a_granted_reviewer_see_their_studios_work_only(world, model, kind):
    assert seen(model, world.visitor(kind)) == {"Ours"}


@pytest.mark.parametrize("model", WORK)
@pytest.mark.parametrize("kind", ["ungranted", "beta_lead", "admin"])
def test_without_a_grant_or_a_studio_no_work_is_seen(world, model, kind):
    assert seen(model, world.visitor(kind)) == set()


@pytest.mark.parametrize("model", [*WORK, Upload, Response, Membership, Invitation, ApiToken])
def test_nobody_signed_in_sees_nothing(world, model):
    assert not model.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize("model", WORK)
def test_somebody_switched_off_sees_nothing(world, model):
    person = world.visitor("producer")
    person.is_active = False
    assert not model.objects.visible_to(person).exists()


@pytest.mark.parametrize("model", [*WORK, Upload])
@pytest.mark.parametrize("kind", ["producer", "artist", "reviewer"])
def test_a_suspended_studio_shows_nothing(world, model, kind):
    world.ours.studio.suspended_at = timezone.now()
    world.ours.studio.save()
    assert seen(model, world.visitor(kind)) == set()


@pytest.mark.parametrize("model", WORK)
@pytest.mark.parametrize("kind", ["artist", "reviewer"])
def test_an_ended_membership_shows_nothing(world, model, kind):
    world.ours.memberships[kind].revoke(actor=world.admin)
    assert seen(model, again(world.visitor(kind))) == set()


def test_a_grant_opens_one_project_only(world):
    second = Project.objects.create(studio=world.ours.studio, name="Second", code="SEC")
    reviewer = world.visitor("reviewer")
    assert list(Project.objects.visible_to(reviewer)) == [world.ours.project]
    ProjectGrant.objects.create(project=second, membership=world.ours.memberships["reviewer"])
    assert Project.objects.visible_to(again(reviewer)).count() == 2


def test_a_grant_taken_away_closes_the_project(world):
    world.ours.grant.delete()
    assert not Project.objects.visible_to(again(world.visitor("reviewer"))).exists()


def test_a_grant_alone_opens_nothing_without_the_reviewers_role(world):
    """An artist here whose reviewer grant there outlived the membership."""
    world.ours.memberships["reviewer"].revoke(actor=world.admin)
    assert ProjectGrant.objects.filter(membership__user=world.visitor("reviewer")).exists()
    assert seen(Version, again(world.visitor("reviewer"))) == set()


def test_an_upload_is_seen_by_its_sender_alone(world):
    for kind in ("producer", "director", "reviewer", "other", "admin"):
        assert not Upload.objects.visible_to(world.visitor(kind)).exists()
    assert list(Upload.objects.visible_to(world.visitor("artist"))) == [world.ours.upload]


def test_answers_are_seen_by_their_author_and_the_beta_team(world):
    assert seen(Response, world.beta_lead) == seen(Response, world.admin) == {"Ours", "Theirs"}
    assert seen(Response, world.visitor("director")) == {"Ours"}
    assert seen(Response, world.visitor("producer")) == set()


def test_invitations_are_seen_by_producers_alone(world):
    assert seen(Invitation, world.visitor("producer")) == {"Ours"}
    for kind in ("director", "artist", "reviewer", "beta_lead", "admin"):
        assert not Invitation.objects.visible_to(world.visitor(kind)).exists()


def test_tokens_are_seen_by_their_owner_alone(world):
    assert ApiToken.objects.visible_to(world.visitor("producer")).count() == 1
    assert not ApiToken.objects.visible_to(world.visitor("director")).exists()


@pytest.mark.parametrize("model", [Asset, Version, Rendition, Candidate, Revision, Decision])
def test_a_deleted_asset_takes_what_was_made_of_it_out_of_sight(world, model):
    for asset in Asset.objects.filter(studio=world.ours.studio):
        asset.delete_by(world.visitor("producer"))
    assert seen(model, world.visitor("producer")) == set()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("capability", list(Capability))
def test_the_table_is_what_allows_answers(role, capability):
    assert allows(role, capability) == (role in TABLE[capability])
    assert not allows("", capability)


def asked(person, capability=Capability.SEE):
    request = RequestFactory().get("/")
    request.user, request.capability = person, capability
    return request


class TestFind:
    def test_finds_by_model_or_queryset(self, world):
        request = asked(world.visitor("artist"))
        assert find(Project, request, pk=world.ours.project.pk) == world.ours.project
        assert find(Project.objects.all(), request, code="PRJ") == world.ours.project

    def test_outside_is_not_found_and_inside_without_the_capability_is_denied(self, world):
        request = asked(world.visitor("artist"), Capability.MANAGE)
        with pytest.raises(Http404):
            find(Project, request, pk=world.theirs.project.pk)
        with pytest.raises(PortalError, match="access:denied"):
            find(Project, request, pk=world.ours.project.pk)

    def test_a_capability_held_in_another_studio_does_not_count(self, world):
        both = world.ours.people["artist"]
        Membership.objects.create(studio=world.theirs.studio, user=both, role=Role.PRODUCER)
        both = again(both)
        demand(both, Capability.MANAGE)
        demand(both, Capability.MANAGE, world.theirs.studio.pk)
        with pytest.raises(PortalError) as refused:
            find(Project, asked(both, Capability.MANAGE), pk=world.ours.project.pk)
        assert refused.value.as_dict()["message"].endswith("manage projects and their policy.")
