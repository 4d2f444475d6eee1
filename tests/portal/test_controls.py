"""The mapping of controls points to what exists, leaves no area out, and opens to anybody."""

import shlex

import pytest
from django.core.management import get_commands, load_command_class
from django.test import Client

from portal.controls import AREAS
from portal.controls.kinds import Check, Command, Control, Page
from tests.contract.tree import ROOT

CONTROLS = [control for area in AREAS for control in area.controls]
PLACES = [(control, place) for control in CONTROLS for place in control.see]


def of_kind(kind) -> list:
    return sorted({place for _control, place in PLACES if isinstance(place, kind)}, key=str)


def test_the_four_areas_are_there_and_every_topic_once():
    assert [area.slug for area in AREAS] == [
        "organizational",
        "operational",
        "physical",
        "technical",
    ]
    topics = [str(control.topic) for control in CONTROLS]
    assert len(topics) > 20 and len(topics) == len(set(topics))


@pytest.mark.parametrize("page", of_kind(Page), ids=lambda page: page.url_name)
def test_every_page_it_names_opens_for_a_producer(world, as_person, page):
    response = as_person(world.ours.people["producer"]).get(page.url, follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize("check", of_kind(Check), ids=lambda check: check.path)
def test_every_file_it_names_exists_and_tests_have_tests(check):
    path = ROOT / check.path
    assert path.is_file()
    assert not check.path.startswith("tests/") or "def test_" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", of_kind(Command), ids=lambda command: command.line)
def test_every_command_it_names_parses(command):
    name, *arguments = shlex.split(command.line)
    found = get_commands()[name]
    made = found if not isinstance(found, str) else load_command_class(found, name)
    made.create_parser("manage.py", name).parse_args(arguments)


def test_whatever_the_portal_claims_can_be_seen_somewhere():
    claimed = [c for c in CONTROLS if str(c.here) and not c.see]
    assert {str(c.topic) for c in claimed} == UNSEEN


#: Statements about what the portal does not do, or about its settings.
UNSEEN = {"Risk management and classification of data", "Data centres and cloud regions"}


def test_the_operator_is_told_a_part_of_each_control():
    assert [str(c.topic) for c in CONTROLS if len(str(c.operator)) < 15] == []


def test_what_is_nobodys_program_says_so():
    assert Control("Doors", "Locked.").here == ""
    assert "in the hands of a program" in Client().get("/security/").content.decode()


@pytest.mark.django_db
def test_anybody_reads_it_before_there_is_an_account():
    response = Client().get("/security/")
    assert response.status_code == 200
    page = response.content.decode()
    for control in CONTROLS:
        assert f">{control.topic}<" in page
    assert 'class="gate-card' in page and "rail-mark" not in page


def test_somebody_signed_in_reads_it_within_the_portal(world, as_person):
    page = as_person(world.ours.people["artist"]).get("/security/").content.decode()
    assert "rail-mark" in page and "gate-card" not in page


def test_before_the_second_factor_it_is_a_bare_page(world, client):
    person = world.ours.people["artist"]
    person.authenticator_set.all().delete()
    client.force_login(person)
    page = client.get("/security/").content.decode()
    assert "gate-card" in page and "rail-mark" not in page


def test_the_sign_in_page_and_the_menu_lead_there(world, as_person):
    assert b'href="/security/"' in Client().get("/accounts/login/").content
    assert b'href="/security/"' in as_person(world.ours.people["artist"]).get("/").content
