"""Lists of the administration as tables: the chosen rows, or what filters find; no formula."""

import csv
import io

import openpyxl
import pytest
from django.contrib import admin

from portal.models import AuditEvent, Invitation, Studio
from projects.admin import tables
from tests.portal.test_admin import OURS, address


@pytest.fixture
def export(world, as_person):
    inside = as_person(world.admin)

    def call(model, *rows, kind="csv", query="", everything=False):
        form = {"action": f"export_{kind}", "_selected_action": [str(r.pk) for r in rows]}
        form |= {"select_across": "1"} if everything else {}
        answer = inside.post(address(model) + query, form)
        return answer, b"".join(answer.streaming_content) if answer.streaming else b""

    return call


def read(content):
    assert content.startswith(b"\xef\xbb\xbf")  # so that spreadsheets know its letters
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_chosen_rows_leave_with_the_columns_of_the_list(world, export):
    answer, content = export(Invitation, world.ours.invitation)
    head, row = read(content)
    assert head[:3] == ["id", "E-mail address", "Role"] or head[1].lower() == "e-mail address"
    assert row[0] == str(world.ours.invitation.pk) and row[1] == world.ours.invitation.email
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]


def test_all_that_a_filter_finds_leaves(world, export):
    row = world.theirs.invitation
    query = f"?studio__id__exact={row.studio_id}"
    _answer, content = export(Invitation, row, query=query, everything=True)
    assert {line[0] for line in read(content)[1:]} == {
        str(pk) for pk in row.studio.invitations.values_list("pk", flat=True)
    }


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@x"])
def test_a_name_is_no_formula(world, export, name):
    Studio.objects.filter(pk=world.ours.studio.pk).update(name=name)
    _answer, content = export(Studio, world.ours.studio)
    assert read(content)[1][1] == f"'{name}"
    _answer, content = export(Studio, world.ours.studio, kind="xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet.cell(2, 2).value == f"'{name}" and sheet.cell(2, 2).data_type == "s"


def test_it_is_told_in_the_audit(world, export):
    export(Studio, world.ours.studio, query="?q=Ours")
    event = AuditEvent.objects.get(verb="admin:exported")
    assert event.facts["count"] == 1 and event.facts["filters"] == "q=Ours"
    assert "exported 1 rows of studios as CSV" in event.sentence


def test_what_no_sheet_holds_is_said_before(world, export, monkeypatch):
    monkeypatch.setattr(tables, "MOST", 0)
    answer, content = export(Studio, world.ours.studio, kind="xlsx")
    assert answer.status_code == 302 and not content
    assert not AuditEvent.objects.filter(verb="admin:exported").exists()


def test_of_a_sheet_that_was_not_made_nothing_lies_about(world, export, monkeypatch, tmp_path):
    def fails(*_args):
        raise ArithmeticError

    monkeypatch.setattr(tables.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(tables, "_rows", fails)
    with pytest.raises(ArithmeticError):
        export(Studio, world.ours.studio, kind="xlsx")
    assert not list(tmp_path.glob("*.xlsx"))


def test_every_list_can_be_taken_away(world, export):
    for model in OURS:
        if row := model._base_manager.first():
            answer, content = export(model, row)
            assert answer.streaming, model
            head, *lines = read(content)
            assert len(lines) == 1 and len(lines[0]) == len(head), model
    assert {"export_csv", "export_xlsx"} <= dict(admin.site.actions).keys()
