"""Notes as files and back, on the page and over the API."""

import codecs
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.errors import PortalError
from portal.models import AuditEvent
from projects import note_files, noting
from projects.interchange.markers import MARKERS_AT_MOST
from projects.models import Note
from projects.views.notes import decoded
from tests.world import make_note


@pytest.fixture
def house(world):
    return world.ours


def brought_in(house, content, name="markers.csv", who="director"):
    return note_files.import_notes(
        actor=house.people[who], version=house.version, file_name=name, content=content
    )


def taken_away(house, name):
    made = note_files.export_notes(actor=house.people["artist"], version=house.version, name=name)
    return made.content


@pytest.mark.parametrize("name", ["edl", "otio", "csv"])
def test_what_was_taken_away_is_known_when_it_comes_back(house, name):
    noting.reply(actor=house.people["director"], note=house.note, text="Mended.")
    outcome = brought_in(house, taken_away(house, name), f"x.{name.upper()}")
    assert (outcome.made, outcome.known, outcome.missed) == (0, 1, [])
    assert Note.objects.filter(version=house.version).count() == 2


@pytest.mark.parametrize("name", ["otio", "csv"])
def test_another_version_gets_whole_notes_with_their_answers(house, name):
    noting.reply(actor=house.people["director"], note=house.note, text="Mended.")
    house.note.resolve(actor=house.people["director"])
    text = taken_away(house, name)
    drawing = house.note.drawing
    house.version.notes.all().delete()
    outcome = brought_in(house, text, f"x.{name}", who="producer")
    assert (outcome.made, outcome.missed) == (1, [])
    note = house.version.notes.get(parent=None)
    assert (note.start, note.end, note.text) == (12, 24, "The hand is soft.")
    assert (note.person_name, note.said_by) == ("Ours-producer", "Ours-artist")
    assert note.resolved_by_name == "Ours-producer"
    assert note.drawing == (drawing if name == "otio" else [])
    assert note.replies.get().said_by == "Ours-director"
    assert note.studio_id == house.studio.pk
    row = AuditEvent.objects.get(verb="notes:imported")
    assert row.facts["count"] == 1 and "brought 1 notes in" in row.sentence


def test_the_file_says_what_it_is_and_the_audit_who_took_it(house):
    made = note_files.export_notes(
        actor=house.people["reviewer"], version=house.version, name="edl"
    )
    assert made.file_name == "PRJ_clip_v1_notes.edl"
    assert "00:00:00:12 RED     Ours-artist: The hand is soft." in made.content
    row = AuditEvent.objects.get(verb="notes:exported")
    assert row.facts["format"] == "EDL" and "hand" not in str(row.facts)


def test_stones_stay_here(house):
    noting.reply(actor=house.people["director"], note=house.note, text="Mended.")
    house.note.delete_by(house.people["artist"], manages=False)
    assert note_files.threads(house.version) == []


def test_a_bad_drawing_and_a_long_text_are_told(house):
    text = taken_away(house, "otio")
    house.version.notes.all().delete()
    plain = json.loads(text)
    [marker] = plain["tracks"]["children"][0]["children"][0]["markers"]
    marker["metadata"]["last_mile"]["drawing"] = [{"kind": "circle"}]
    outcome = brought_in(house, json.dumps(plain), "x.otio")
    assert outcome.made == 1 and outcome.missed[0]["why"] == "Its drawing cannot be kept."
    long = f"text,start_frame\n{'x' * 4001},3\nfine,4\nfine,4\n"
    outcome = brought_in(house, long)
    assert (outcome.made, outcome.known) == (1, 1)
    assert outcome.missed[0]["why"] == "It is longer than 4000 characters."
    assert len(outcome.missed[0]["text"]) == 200


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("markers.pdf", "", "notes:format"),
        ("markers", "", "notes:format"),
        ("markers.csv", "a,b", "notes:unreadable"),
        ("markers.otio", "[[[", "notes:unreadable"),
    ],
)
def test_what_cannot_be_read_changes_nothing(house, name, content, code):
    with pytest.raises(PortalError) as told:
        brought_in(house, content, name)
    assert told.value.code == code and house.version.notes.count() == 1
    assert all(told.value.as_dict()[part] for part in ("message", "kept", "todo"))


def test_a_version_has_room_for_so_many(house, monkeypatch):
    monkeypatch.setattr(note_files, "NOTES_AT_MOST", 2)
    with pytest.raises(PortalError, match="note:full"):
        brought_in(house, "text,start_frame\na,1\nb,2\n")
    assert house.version.notes.count() == 1


def test_what_has_no_rate_has_no_markers(house):
    house.version.rate_num = None
    with pytest.raises(PortalError, match="notes:no_film"):
        taken_away(house, "edl")


def test_a_rate_without_a_clock_refuses_edl_only(house):
    house.version.rate_num = 15
    offers = note_files.what_is_lost(house.version, note_files.threads(house.version))
    assert offers["edl"].refused["detail"] == "no timecode at 15.000"
    assert offers["otio"].refused is None
    with pytest.raises(PortalError, match="export:format"):
        taken_away(house, "edl")


class TestPage:
    def page(self, house, as_person, who="reviewer", **sent):
        client = as_person(house.people[who])
        where = f"/versions/{house.version.pk}/notes/"
        return client.post(where, sent) if sent else client.get(where)

    def test_it_shows_the_notes_and_what_each_format_loses(self, house, as_person):
        text = self.page(house, as_person).text
        assert "The hand is soft." in text and "12–23" in text and "00:00:00:12" in text
        assert "Drawings are left out: 1." in text
        assert f"/api/v1/versions/{house.version.pk}/notes/edl/" in text
        assert f"/versions/{house.version.pk}/frames/12.jpg" in text

    def test_what_people_write_is_no_markup(self, house, as_person):
        make_note(house.version, house.people["artist"], text="<b>bold</b>", said_by="<i>")
        text = self.page(house, as_person).text
        assert "<b>bold" not in text and "&lt;b&gt;bold" in text and "<i>" not in text

    def test_a_file_is_brought_in_and_what_has_no_place_is_named(self, house, as_person):
        file = SimpleUploadedFile("m.csv", b"text,start_frame\nLook,3\nLate,900\n")
        answer = self.page(house, as_person, file=file)
        assert answer.status_code == 200 and "1 note was made." in answer.text
        assert "outside of the film (frame 900 of 96)" in answer.text
        assert house.version.notes.filter(text="Look", person=house.people["reviewer"]).exists()

    @pytest.mark.parametrize("sent", [{"file": ""}, {"file": "x.pdf"}])
    def test_a_wrong_file_is_told_on_the_page(self, house, as_person, sent):
        if sent["file"]:
            sent = {"file": SimpleUploadedFile(sent["file"], b"x")}
        answer = self.page(house, as_person, **sent)
        assert answer.status_code == 200 and "Nothing was changed." in answer.text

    def test_without_notes_it_leads_to_the_player(self, house, as_person):
        house.version.notes.all().delete()
        assert "Nobody has said anything yet" in self.page(house, as_person).text

    def test_a_picture_is_printed_and_has_no_markers(self, house, as_person):
        type(house.version).objects.update(rate_num=None, frames=None)
        text = self.page(house, as_person).text
        assert "no frames that a marker could stand on" in text


@pytest.mark.parametrize(
    "raw",
    [
        "é".encode(),
        codecs.BOM_UTF8 + "é".encode(),
        "é".encode("utf-16"),
        "é".encode("cp1252"),
    ],
)
def test_old_and_new_ways_of_writing_are_read(raw):
    assert decoded(raw) == "é"
    assert decoded(b"\x81\xe9") == "\x81é"


def test_over_the_api(house, as_person):
    client, base = as_person(house.people["reviewer"]), f"/api/v1/versions/{house.version.pk}/notes"
    file = client.get(f"{base}/csv/")
    assert file["Content-Disposition"].startswith('attachment; filename="PRJ_clip_v1_notes.csv"')
    body = {"file_name": "a.csv", "content": file.content.decode() + ",,200,,,,,,,Late\r\n"}
    told = client.post(f"{base}/import/", json.dumps(body), "application/json").json()
    assert (told["made"], told["known"]) == (0, 1)
    assert told["missed"] == [
        {
            "where": "3",
            "text": "Late",
            "why": "It stands outside of the film (frame 200 of 96).",
        }
    ]
    wrong = client.post(f"{base}/import/", "{}", "application/json")
    assert set(wrong.json()["error"]["fields"]) == {"file_name", "content"}


def test_the_asset_page_knows_whom_a_note_may_name(house, as_person):
    def people(who):
        text = as_person(house.people[who]).get(f"/assets/{house.asset.pk}/").text
        return text.partition('id="note-people"')[2].partition("</script>")[0]

    assert "Ours-director" in people("reviewer") and "Ours-reviewer" not in people("reviewer")
    assert "Ours-reviewer" in people("artist")


def test_so_many_that_have_no_place_are_refused_and_not_told_one_by_one(house):
    lines = ["* LOC: nowhere RED Look"] * (MARKERS_AT_MOST + 1)
    with pytest.raises(PortalError) as told:
        brought_in(house, "\n".join(lines), "markers.edl")
    assert told.value.code == "notes:unreadable"
    outcome = brought_in(house, "\n".join(lines[:3]), "markers.edl")
    assert (outcome.made, len(outcome.missed)) == (0, 3)
