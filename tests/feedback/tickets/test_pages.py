"""What is told of a page: ids and names of parameters; no secret, nothing one may not see."""

import uuid

import pytest

from feedback.tickets import pages
from feedback.tickets.features import of_page, title


@pytest.fixture
def artist(world):
    return world.ours.people["artist"]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/projects/", "/projects/"),
        ("/runs/?state=failed&q=The+Salt+Road", "/runs/?state&q"),
        ("/invitations/s3cret-of-the-link/", "/invitations/…/"),
        ("/enter/s3cret/?next=/x", "/enter/…/?next"),
        ("/nowhere/at/all/", ""),
        ("https://elsewhere.example.org/runs/", "/runs/"),
        ("/runs/?<b>=1", "/runs/"),
        ("//[", ""),
    ],
)
def test_of_an_address_the_path_stays_without_secrets_and_values(address, kept):
    class Nobody:
        pass

    assert pages.looked_at(address, Nobody()).path == kept


def test_the_run_is_found_and_says_what_it_is_about(world, artist):
    found = pages.looked_at(world.ours.run.get_absolute_url(), artist)
    assert found.run == world.ours.run and found.path == f"/runs/{world.ours.run.pk}/"
    assert found.feature == f"tool:{world.ours.run.request.tool}"
    assert found.studio_id == world.ours.studio.pk


def test_the_version_that_is_looked_at_is_found(world, artist):
    version = world.ours.version
    at = f"/assets/{version.asset_id}/"
    assert pages.looked_at(at, artist).version.asset_id == version.asset_id
    assert pages.looked_at(f"{at}?version={version.number}", artist).version == version
    assert pages.looked_at(f"/versions/{version.pk}/ask/", artist).version == version


def test_a_candidate_tells_its_run_and_version(world, artist):
    found = pages.looked_at(f"/candidates/{world.ours.candidate.pk}/", artist)
    assert (found.run, found.version) == (world.ours.candidate.run, world.ours.candidate.version)


def test_what_the_person_cannot_find_is_not_told(world, artist):
    theirs = world.theirs
    for at in (f"/runs/{theirs.run.pk}/", f"/assets/{theirs.asset.pk}/", f"/runs/{uuid.uuid4()}/"):
        found = pages.looked_at(at, artist)
        assert (found.run, found.version, found.studio_id) == (None, None, None)


def test_what_goes_along_is_said_in_words(world, artist):
    page = pages.looked_at(f"/assets/{world.ours.asset.pk}/", artist)
    told = dict(pages.rows_told(page, {"page_title": "Reel", "browser": "", "window": "9 × 9"}))
    assert told["Version"] == f"{world.ours.asset.name} v{page.version.number}"
    assert told["Portal"] == pages.app_version() != ""
    assert "Browser" not in told and "Run" not in told


@pytest.mark.parametrize(
    ("page", "feature"),
    [
        ("candidate_decide", "review"),
        ("asset", "player"),
        ("run", "requests"),
        ("project_policy", "providers"),
        ("project", "projects"),
        ("home", "other"),
        ("", "other"),
    ],
)
def test_the_likely_feature_follows_the_page(page, feature):
    assert of_page(page) == feature


def test_a_tool_that_is_gone_says_its_name():
    assert title("tool:of_yesterday") == "tool:of_yesterday"
    assert of_page("run", "of_yesterday") == "requests"
