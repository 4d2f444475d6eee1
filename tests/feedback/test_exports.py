"""The answers as files: nothing runs, nothing is lost, numbers are numbers."""

import csv
import io
import re
import zipfile

import pytest
from defusedxml import ElementTree

from feedback.models import Response
from portal.models import AuditEvent

NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://evil.test")', " =1"]
NASTY += ["\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)", "\rx"]


@pytest.fixture
def lead(world, as_person):
    return as_person(world.beta_lead)


def table(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def cells(answer):
    """Reference → (type, text) of the sheet's cells, without a spreadsheet library."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert book.testzip() is None
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert "xl/externalLinks" not in " ".join(book.namelist())
    space = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    found = {}
    for cell in sheet.iterfind(".//s:c", space):
        assert cell.find("s:f", space) is None, "a formula"
        found[cell.get("r")] = (cell.get("t", "n"), "".join(cell.itertext()))
    return found


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_is_a_dated_download_and_written_down(world, lead, ending):
    answer = lead.get(f"/feedback/answers.{ending}")
    said = answer["Content-Disposition"]
    assert re.search(rf'attachment; filename="last-mile-answers-\d{{8}}\.{ending}"', said)
    assert AuditEvent.objects.first().facts == {"format": ending}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["producer", "director", "reviewer"])
def test_partners_download_none(world, as_person, ending, kind):
    answer = as_person(world.visitor(kind)).get(f"/feedback/answers.{ending}")
    assert answer.status_code == 403


def test_another_ending_is_not_there(lead):
    assert lead.get("/feedback/answers.pdf").status_code == 404


def test_a_csv_has_every_answer_with_accents(world, lead):
    Response.objects.filter(studio=world.ours.studio).update(comment="Très bien, « parfait »\nÀ+")
    rows = table(lead.get("/feedback/answers.csv"))
    assert rows[0][:3] == ["answered (UTC)", "studio", "project"] and len(rows) == 3
    assert {row[1] for row in rows[1:]} == {"Ours", "Theirs"}
    assert "Très bien, « parfait »\nÀ+" in {row[-1] for row in rows}


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_of_a_csv_is_a_formula(world, lead, text):
    Response.objects.update(comment=text)
    world.ours.studio.name = "=cmd|' /C calc'!A0"
    world.ours.studio.save()
    for row in table(lead.get("/feedback/answers.csv"))[1:]:
        assert row[-1] == "'" + text
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row)


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_of_a_sheet_is_a_formula(world, lead, text):
    Response.objects.update(comment=text)
    found = cells(lead.get("/feedback/answers.xlsx"))
    assert found["J2"][0] in ("s", "inlineStr")
    said = found["J2"][1].replace("_x000D_", "\r")  # as the format writes it
    assert said.strip() == text.strip()


def test_numbers_of_a_sheet_are_numbers_and_what_is_missing_is_empty(world, lead):
    Response.objects.filter(studio=world.ours.studio).update(minutes_by_hand=90)
    Response.objects.filter(studio=world.theirs.studio).delete()
    found = cells(lead.get("/feedback/answers.xlsx"))
    assert found["G2"] == ("n", "90") and found["H2"] == ("n", "6") and found["I2"][0] == "n"
    Response.objects.update(minutes_by_hand="1.5")
    assert cells(lead.get("/feedback/answers.xlsx"))["G2"] == ("n", "1.5")
    assert found["B2"][0] in ("s", "inlineStr")
    Response.objects.update(minutes_by_hand=None)
    assert "G2" not in cells(lead.get("/feedback/answers.xlsx"))
