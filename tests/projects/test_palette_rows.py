"""Rows of the palette that are proof: they stay as they were, whatever goes around them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction

from portal.possessions import KEPT, exported_fields
from portal.tenancy import acting_as
from projects.models import Connection, Entry, Project, Receipt, Run
from tests.world import make_connection, make_receipt


def test_receipts_and_what_was_spent_outlive_run_and_project(world):
    ours = world.ours
    project = Project.objects.create(studio=ours.studio, name="Short", code="SHO")
    run = Run.objects.create(project=project, request=ours.request)
    receipt = make_receipt(run)
    entry = Entry.objects.create(
        project=project, run=run, kind=Entry.Kind.COST, amount=3, currency="USD"
    )
    run.delete()
    project.delete()
    assert Receipt.objects.get(pk=receipt.pk).digest == receipt.digest
    assert Entry.objects.get(pk=entry.pk).amount == 3
    # Lists that name the project still find them: no join leaves them out.
    assert Receipt.objects.select_related("project", "run").filter(pk=receipt.pk).count() == 1
    assert Entry.objects.select_related("project").get(pk=entry.pk).project is None


def test_a_receipt_is_never_changed(world):
    with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
        Receipt.objects.filter(pk=world.ours.receipt.pk).update(host="elsewhere.example")


def test_terms_are_never_changed():
    from projects.models import Terms

    terms = Terms(provider="runway", product="x", starts="2026-01-01")
    terms._state.adding = False
    with pytest.raises(ValidationError, match="new snapshot"):
        terms.save()


def test_they_stay_when_a_studio_leaves_and_its_keys_do_not():
    assert {"projects.Receipt", "projects.Entry"} < set(KEPT)
    assert not {"projects.Connection", "projects.Policy", "projects.Remote"} & set(KEPT)


def test_a_key_is_never_exported():
    assert "sealed" not in exported_fields(Connection)
    assert "options" in exported_fields(Connection)


def test_a_key_lies_sealed_and_opens_again(world):
    row = make_connection(None, secrets={"key": "key_0123456789"})
    stored = Connection.objects.filter(pk=row.pk).values_list("sealed", flat=True).get()
    assert "key_0123456789" not in stored
    assert Connection.objects.get(pk=row.pk).connected().value("key") == "key_0123456789"


def test_who_finds_which_connection(world):
    """The programme's all who may read of providers; a studio's own its producers alone."""
    make_connection(None, name="Everybody's")

    def found(person):
        with acting_as(person):
            return set(Connection.objects.visible_to(person).values_list("name", "studio__name"))

    of_programme, own = ("Everybody's", None), ("Our own server", "Ours")
    assert found(world.ours.people["producer"]) == {of_programme, own}
    assert found(world.theirs.people["producer"]) == {of_programme, ("Our own server", "Theirs")}
    assert found(world.beta_lead) == found(world.admin) == {of_programme}
    for role in ("director", "artist", "reviewer"):
        assert found(world.ours.people[role]) == set()


def test_an_address_is_missing_where_there_is_no_usual_one(world):
    own = world.ours.connection
    assert [str(title) for title in own.missing] == ["address", "workflow"]
    own.endpoint, own.options = "https://own.example.org", {"workflow": "{}"}
    assert own.missing == []
    assert [str(title) for title in make_connection(None).missing] == ["API key"]
