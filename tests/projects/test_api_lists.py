"""Lists over the API: small whatever the rows hold, and of what the person may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.access import Role
from portal.models import Membership, User
from projects.models import Project, ProjectGrant


class TestCandidates:
    @pytest.fixture
    def artist(self, world, as_person):
        return as_person(world.visitor("artist"))

    def test_the_list_leaves_the_result_out_and_does_not_read_it(self, world, artist):
        with CaptureQueriesContext(connection) as asked:
            (row,) = artist.get("/api/v1/candidates/").json()["results"]
        assert row["id"] == str(world.ours.candidate.pk) and "result" not in row
        assert row["decision"]["verdict"] == "approved"
        assert not [q for q in asked if '"projects_candidate"."result"' in q["sql"]]

    def test_the_single_one_has_it(self, world, artist):
        row = artist.get(f"/api/v1/candidates/{world.ours.candidate.pk}/").json()
        assert row["result"] == world.ours.candidate.result
        assert row["decision"]["verdict"] == "approved"


class TestGrants:
    """A producer of one studio, who is a reviewer of ours as well, may read the list."""

    @pytest.fixture
    def both(self, world):
        person = world.theirs.people["producer"]
        mine = Membership.objects.create(studio=world.ours.studio, user=person, role=Role.REVIEWER)
        ProjectGrant.objects.create(project=world.ours.project, membership=mine)
        return mine

    def listed(self, as_person, membership):
        user = User.objects.get(pk=membership.user_id)
        rows = as_person(user).get("/api/v1/grants/").json()["results"]
        return {(row["project"], row["membership"]) for row in rows}

    def test_it_tells_of_no_project_they_may_not_see(self, world, as_person, both):
        hidden = Project.objects.create(studio=world.ours.studio, name="Hidden", code="HID")
        other = world.ours.memberships["reviewer"]
        ProjectGrant.objects.create(project=hidden, membership=other)
        assert str(hidden.pk) not in {project for project, _who in self.listed(as_person, both)}

    def test_nor_of_who_else_reviews(self, world, as_person, both):
        theirs = world.theirs.grant
        assert self.listed(as_person, both) == {
            (str(world.ours.project.pk), both.pk),
            (str(theirs.project_id), theirs.membership_id),
        }

    def test_a_producer_sees_all_of_the_studio(self, world, as_person, both):
        seen = self.listed(as_person, world.ours.memberships["producer"])
        assert {who for _project, who in seen} == {world.ours.grant.membership_id, both.pk}
