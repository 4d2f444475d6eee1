"""Approved work as it leaves: a rendition of its own, with the decision signed into it."""

from pathlib import Path

import pytest
from django.urls import reverse

from portal.errors import PortalError
from portal.storage import files
from projects.exporting import take_picture
from projects.mastering import told
from projects.media.credentials.reading import read
from projects.models import Decision
from projects.models.decisions import decide
from projects.seals import anchors
from projects.taking import take_file
from tests.projects.files_made import make_plate
from tests.projects.origins import asked, picture_of, record_of, tool_named

AI = "trainedAlgorithmicMedia"


@pytest.fixture
def candidate(world, monkeypatch):
    tool_named(monkeypatch, "stills", lambda folder: [picture_of(folder)], makes=AI)
    return asked(world, "stills").candidates.get()


def sign(world, candidate, verdict="approved", seen=None, **word):
    return decide(
        actor=world.visitor("director"),
        candidate=candidate,
        revision=0,
        verdict=verdict,
        seen=seen,
        **word,
    )


def test_a_picture_leaves_with_its_decision_and_its_earlier_credentials(world, candidate):
    made = candidate.renditions.get(role="picture")
    before = Path(files.path(made.storage_key)).read_bytes()
    decision = sign(world, candidate)
    row = take_picture(actor=world.visitor("producer"), candidate=candidate)
    assert row.role == "master" and row.pk != made.pk
    assert Path(files.path(made.storage_key)).read_bytes() == before
    found = record_of(row)
    assert found["state"] == "trusted"
    assert [step["action"] for step in found["actions"]] == ["c2pa.opened", "lastmile.approved"]
    signed = found["facts"]["decision"]
    assert signed["id"] == str(decision.pk) and signed["verdict"] == "approved"
    assert signed["by"] == "director" or signed["by"].lower() == "director"
    assert signed["when"] == decision.at.isoformat(timespec="seconds")
    [parent] = found["ingredients"]
    assert parent["relation"] == "parentOf" and parent["state"] == "whole"
    assert parent["credentials"]["facts"]["run"] == str(candidate.run_id)
    assert found["source_type"] == AI
    assert decision.person_name not in str(found)


def test_the_name_of_who_approved_stands_there_where_the_project_says_so(world, candidate):
    decision = sign(world, candidate)
    decision.project.credit_names = True
    assert told(decision)["by"] == decision.person_name


def test_it_is_made_once_for_each_decision(world, candidate):
    first = sign(world, candidate)
    actor = world.visitor("producer")
    once = take_picture(actor=actor, candidate=candidate)
    assert take_picture(actor=actor, candidate=candidate).pk == once.pk
    back = sign(world, candidate, "reopened", seen=first.pk)
    with pytest.raises(PortalError) as refused:
        take_picture(actor=actor, candidate=candidate)
    assert refused.value.code == "export:not_approved"
    again = sign(world, candidate, seen=back.pk)
    other = take_picture(actor=actor, candidate=candidate)
    assert other.pk != once.pk and other.index == 1
    assert record_of(other)["facts"]["decision"]["id"] == str(again.pk)
    assert record_of(once)["facts"]["decision"]["id"] == str(first.pk)


def test_its_name_says_that_a_model_made_it(world, candidate, as_person):
    sign(world, candidate)
    client = as_person(world.visitor("producer"))
    answer = client.get(reverse("candidate_export", args=[candidate.pk, "picture"]))
    assert "_picture_0001_made_with_ai.jpg" in answer["Content-Disposition"]


def test_files_that_show_something_leave_as_masters_and_others_as_they_are(world):
    plate = make_plate(world.ours.version, world.visitor("artist"))
    sign(world, plate)
    actor = world.visitor("producer")
    preview = take_file(actor=actor, candidate=plate, name="preview")
    assert preview.master and preview.master.role == "master" and preview.row.role == "preview"
    numbers = take_file(actor=actor, candidate=plate, name="numbers")
    assert numbers.master == numbers.row
    path = Path(files.path(preview.master.storage_key))
    assert read(path, anchors())["facts"]["decision"]["verdict"] == "approved"


def test_what_cannot_be_signed_does_not_leave(world, candidate, settings):
    sign(world, candidate)
    settings.C2PA_CERTIFICATE = "/nowhere/chain.pem"
    with pytest.raises(PortalError) as refused:
        take_picture(actor=world.visitor("producer"), candidate=candidate)
    assert refused.value.code == "origin:certificate"
    assert not candidate.renditions.filter(role="master").exists()
    assert Decision.objects.filter(candidate=candidate).count() == 1
