"""A cut taken to another format in the portal: asked for, its losses accepted, taken away."""

import json
import re
import zipfile
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from django.urls import reverse

from portal.errors import PortalError
from portal.models import AuditEvent, Notification
from portal.storage import files
from projects import editorial_words as words
from projects.api import serializers
from projects.assist.tools.convert import FORMATS, ConvertParameters
from projects.forms import parameters_form
from projects.home.awaited import awaiting
from projects.interchange.timelines import converting, losses
from projects.models import AssistRequest, Candidate, Run
from projects.models.decisions import decide
from projects.tasks import run as run_task
from tests.projects.files_made import CONVERSION, make_conversion
from tests.world import make_version

EDL = """TITLE: CUT
FCM: NON-DROP FRAME

001  A001 V     C        01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00
* FROM CLIP NAME: ONE
002  A002 V     D    012 01:00:05:00 01:00:07:00 00:00:01:00 00:00:03:00
* FROM CLIP NAME: TWO
"""
CCC = """<ColorCorrectionCollection xmlns="urn:ASC:CDL:v1.01">
<ColorCorrection id="a"><SOPNode><Slope>1 1 1</Slope><Offset>0 0 0</Offset><Power>1 1 1</Power>
</SOPNode></ColorCorrection><ColorCorrection id="b"><SOPNode><Slope>2 1 1</Slope>
<Offset>0 0 0</Offset><Power>1 1 1</Power></SOPNode></ColorCorrection></ColorCorrectionCollection>
"""
LOST = [
    {"code": "markers", "count": 3, "detail": "3 markers"},
    {"code": "transitions", "count": 1, "detail": "1 transitions become cuts"},
    {"code": "of_tomorrow", "count": 1, "detail": "something <new>"},
]


def editorial(world, name="cut.edl", text=EDL):
    version = make_version(world.ours.project, world.visitor("artist"), name=name)
    type(version.asset).objects.filter(pk=version.asset_id).update(kind="editorial")
    version.asset.refresh_from_db()
    with NamedTemporaryFile("w", suffix=".edl") as file:
        file.write(text)
        file.flush()
        files.put(version.storage_key, Path(file.name))
    return version


@pytest.fixture
def version(world):
    return editorial(world)


@pytest.fixture
def conversion(world, version):
    return make_conversion(version, world.visitor("artist"))


def path(version):
    return f"{reverse('ask', args=[version.pk])}?tool=convert"


def worked(address):
    """The run that a page leads to, when it is over."""
    run = Run.objects.get(pk=address.rstrip("/").split("/")[-1])
    run_task(*run.message)
    run.refresh_from_db()
    return run


def content(candidate):
    with candidate.renditions.get(role="editorial").open() as file:
        return file.read()


def look(as_person, world, candidate, query="", who="reviewer"):
    return as_person(world.visitor(who)).get(candidate.get_absolute_url() + query)


class TestAsking:
    def test_the_page_of_the_file_offers_to_convert_it(self, world, as_person, version):
        client = as_person(world.visitor("artist"))
        text = client.get(reverse("asset", args=[version.asset_id])).text
        assert (
            re.search(r'(?s)tool=convert">(?:(?!</a>).)*Convert</a>', text)
            and "tool=stills" not in text
        )

    def test_formats_are_called_as_editors_call_them(self, world, as_person, version):
        text = as_person(world.visitor("artist")).get(path(version)).text
        before_the_rest = text.split("<summary>Parameters")[0]
        for name in ('name="to"', 'name="rate"', 'name="start"'):
            assert name in before_the_rest
        assert '<option value="fcp7">Premiere / Final Cut 7 XML</option>' in text
        assert 'name="accept_losses"' not in before_the_rest

    def test_every_format_has_a_name(self):
        form = parameters_form(ConvertParameters)()
        assert {code for code, _name in form.fields["to"].choices} == set(FORMATS)
        assert all(name and name != code for code, name in form.fields["to"].choices)

    def test_of_an_edl_the_rate_of_its_project_is_proposed(self, world, as_person, version):
        client, other = as_person(world.visitor("artist")), editorial(world, name="cut.xml")
        rate = world.ours.project.rate
        shown = f'name="rate" value="{rate.numerator}'
        assert shown in client.get(path(version)).text
        assert shown not in client.get(path(other)).text

    def test_a_format_is_needed(self, world, as_person, version):
        answer = as_person(world.visitor("artist")).post(path(version), {"rate": "24"})
        assert answer.status_code == 200 and "Choose one of the list." in answer.text

    def test_films_are_not_converted(self, world, as_person):
        answer = as_person(world.visitor("artist")).get(path(world.ours.version))
        assert answer.status_code == 409


class TestTheWholeWay:
    def test_nothing_is_lost_and_the_file_is_there_at_once(self, world, as_person, version):
        client = as_person(world.visitor("artist"))
        answer = client.post(path(version), {"to": "otio", "rate": "24", "film": "1"})
        run = worked(answer["Location"])
        assert run.state == "READY", run.event()["error"]
        candidate = run.candidates.get()
        assert set(candidate.result) - {"table", "exact"} == set(CONVERSION)
        assert "Look at the conversion" in client.get(run.get_absolute_url()).text
        text = client.get(candidate.get_absolute_url()).text
        assert "Nothing is lost." in text and "EDL CMX3600" in text and "24 fps (24/1)" in text
        assert "Approve" not in text and "Only approved work" not in text
        got = client.get(reverse("candidate_export", args=[candidate.pk, "editorial"]))
        assert got.status_code == 200 and "cut.otio" in got["Content-Disposition"]
        assert b"OTIO_SCHEMA" in content(candidate)

    def test_losses_are_told_and_accepted_by_asking_anew(self, world, as_person, version):
        client = as_person(world.visitor("artist"))
        given = {"to": "ale", "rate": "24", "film": "1", "start": "02:00:00:00"}
        first = worked(client.post(path(version), given)["Location"]).candidates.get()
        page = client.get(first.get_absolute_url()).text
        assert "Nothing was written yet" in page and "1 gradual transition is" in page
        assert (
            client.get(reverse("candidate_export", args=[first.pk, "editorial"])).status_code == 404
        )
        form = page.split('action="' + path(version).replace("&", "&amp;"))[1].split("</form>")[0]
        sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        assert "Write it with these losses" in form
        second = worked(client.post(path(version), sent)["Location"])
        assert second.request.parameters == first.run.request.parameters | {"accept_losses": True}
        made = second.candidates.get()
        text = client.get(made.get_absolute_url()).text
        assert "It was written with these losses" in text and "Nothing was written" not in text
        got = client.get(reverse("candidate_export", args=[made.pk, "editorial"]))
        assert got.status_code == 200 and b"Heading" in content(made)
        assert AuditEvent.objects.filter(verb="run:requested").count() == 2

    @pytest.mark.parametrize(
        ("given", "said", "todo"),
        [
            ({"to": "otio"}, "does not say how many frames", "Give its rate"),
            ({"to": "otio", "rate": "fast"}, "no rate of frames", "Write frames a second"),
            ({"to": "cube", "rate": "24"}, "Only a .cube becomes a .cube", "another format"),
            ({"to": "otio", "rate": "24", "start": "noon"}, "This is no timecode", "01:00:00:00"),
        ],
    )
    def test_a_refusal_leads_back_to_the_form(self, world, as_person, version, given, said, todo):
        client = as_person(world.visitor("artist"))
        run = worked(client.post(path(version), {"film": "1", **given})["Location"])
        assert run.state == "FAILED"
        text = client.get(run.get_absolute_url()).text
        assert said in text and todo in text and "Change it and ask again" in text
        back = f"{path(version)}&from={run.pk}"
        assert back.replace("&", "&amp;") in text
        form = client.get(back).text
        assert said in form and f'<option value="{given["to"]}" selected>' in form
        client.post(back, {"to": "otio", "rate": "24", "film": "1"})
        run.request.refresh_from_db()
        assert run.request.state == "withdrawn"
        assert "did not succeed" not in client.get("/").text

    def test_a_run_of_others_fills_no_form(self, world, as_person, version):
        theirs = AssistRequest.objects.create(project=world.theirs.project, tool="convert")
        run = Run.objects.create(project=world.theirs.project, request=theirs)
        client = as_person(world.visitor("artist"))
        for pk in (run.pk, "nonsense"):
            assert client.get(f"{path(version)}&from={pk}").status_code == 404

    def test_several_files_leave_as_one(self, world, as_person):
        grades = editorial(world, name="grades.ccc", text=CCC)
        client = as_person(world.visitor("artist"))
        given = {"to": "cc", "film": "1", "accept_losses": "on"}
        run = worked(client.post(path(grades), given)["Location"])
        assert run.state == "READY", run.event()["error"]
        made = run.candidates.get()
        assert made.renditions.filter(role="editorial").count() == 1
        text = client.get(made.get_absolute_url()).text
        assert "Each decision has a file of its own: 2 files" in text
        row = made.renditions.get(role="editorial")
        with row.open() as file, zipfile.ZipFile(file) as archive:
            assert sorted(archive.namelist()) == ["grades_001.cc", "grades_002.cc"]


class TestThePage:
    def test_what_was_read_and_every_event(self, world, as_person, conversion):
        text = look(as_person, world, conversion).text
        for said in ("01:00:00:00", "00:00:02:00 (48 frames)", "1 picture", "speed 2×"):
            assert said in text
        assert "switched off" in text and text.count("<tr><td") == 2 and "slow" in text

    def test_losses_what_changes_the_picture_first(self, world, as_person, version):
        made = make_conversion(version, world.visitor("artist"), losses=LOST, written=False)
        text = look(as_person, world, made).text
        said = ["1 gradual transition is flattened to a cut.", "3 markers are left out."]
        places = [text.index(one) for one in [*said, "Something &lt;new&gt;."]]
        assert places == sorted(places)
        assert "Write it with" not in text  # a reviewer asks for nothing
        assert "Write it with" in look(as_person, world, made, who="artist").text

    def test_warnings_are_sentences(self, world, as_person, version):
        rows = [
            {"code": "gaps", "count": 4, "detail": "4 gaps"},
            {"code": "more_films", "count": 2, "detail": "2 films"},
        ]
        made = make_conversion(version, world.visitor("artist"), warnings=rows)
        text = look(as_person, world, made).text
        assert text.index("holds 2 films") < text.index("There are 4 gaps between clips.")

    def test_long_lists_have_pages(self, world, as_person, version):
        row = CONVERSION["events"][0]
        many = [{**row, "event": n, "name": f"<b>{n}"} for n in range(1, 251)]
        made = make_conversion(version, world.visitor("artist"), events=many)
        text = look(as_person, world, made, "?page=3").text
        assert text.count("<tr><td") == 50 and "&lt;b&gt;250" in text and "<b>250" not in text
        assert look(as_person, world, made, "?page=x").text.count("<tr><td") == 100

    def test_a_table_of_colours_has_no_events(self, world, as_person, version):
        bare = {"tool": "convert", "name": "a.cube", "to": "cube", "format": "cube", "rows": 33}
        told = {"losses": [], "warnings": [], "events": [], "grades": 0, "written": True}
        made = make_conversion(version, world.visitor("artist"))
        Candidate.objects.filter(pk=made.pk).update(result={**bare, **told})
        text = look(as_person, world, made).text
        assert "Rows of the table" in text and "<table" not in text and "Frame rate" not in text

    def test_others_do_not_find_it(self, world, as_person, conversion):
        assert look(as_person, world, conversion, who="other").status_code == 404


class TestWords:
    def test_every_code_of_the_tool_has_a_sentence(self):
        assert set(words.LOSSES) == set(losses.SENTENCES)
        assert set(words.WARNINGS) == set(converting.WARNINGS)

    @pytest.mark.parametrize("code", losses.SENTENCES)
    @pytest.mark.parametrize("count", [1, 12])
    def test_losses_tell_their_count(self, code, count):
        (told,) = words.losses([{"code": code, "count": count, "detail": "x"}])
        assert told["text"].endswith(".")
        assert (str(count) in told["text"]) == ("%(count)s" in losses.SENTENCES[code])

    @pytest.mark.parametrize("code", converting.WARNINGS)
    def test_warnings_tell_their_count(self, code):
        (told,) = words.warnings([{"code": code, "count": 12, "detail": "x"}])
        assert told["text"].endswith(".")
        assert ("12" in told["text"]) == ("%(count)s" in converting.WARNINGS[code])

    def test_where_no_clock_counts_frames_are_told(self):
        assert words.at({"rate": "12/1"}, 5) == "5"


class TestWithoutADecision:
    def test_it_is_settled_when_it_is_ready(self, world, as_person, version):
        client = as_person(world.visitor("artist"))
        run = worked(
            client.post(path(version), {"to": "otio", "rate": "24", "film": "1"})["Location"]
        )
        run.request.refresh_from_db()
        assert run.request.state == "decided"
        with pytest.raises(PortalError, match="request:closed"):
            run.request.withdraw(actor=world.visitor("artist"))
        assert not awaiting(world.visitor("director")).exists()
        told = Notification.objects.filter(kind__startswith="run.", url=run.get_absolute_url())
        assert {(row.kind, row.user_id) for row in told} == {
            ("run.done", world.visitor("artist").pk)
        }

    def test_it_cannot_be_signed_and_is_told_why(self, world, as_person, conversion):
        with pytest.raises(PortalError, match="decision:none"):
            decide(
                actor=world.visitor("director"),
                candidate=conversion,
                revision=0,
                verdict="approved",
                seen=None,
            )
        answer = as_person(world.visitor("director")).post(
            f"/api/v1/candidates/{conversion.pk}/decisions/",
            json.dumps({"revision": 0, "verdict": "approved"}),
            content_type="application/json",
        )
        assert answer.status_code == 422
        assert "without a signature" in answer.text

    def test_the_api_names_its_files_and_gives_them(self, world, as_person, conversion):
        client = as_person(world.visitor("reviewer"))
        told = client.get(f"/api/v1/candidates/{conversion.pk}/").json()
        assert [file["name"] for file in told["files"]] == ["editorial", "events", "numbers"]
        for file in told["files"]:
            address = f"/api/v1/candidates/{conversion.pk}/exports/{file['name']}/"
            assert client.get(address).status_code == 200
        assert AuditEvent.objects.filter(verb="file:exported").count() == 3
        assert "conversions" in serializers.CandidateSerializer().fields["files"].help_text

    def test_it_is_in_no_list_of_what_is_to_be_decided(self, world, as_person, conversion):
        client = as_person(world.visitor("director"))
        for address in ("/", reverse("review")):
            assert conversion.get_absolute_url() not in client.get(address).text


def test_one_frame_is_told_as_one():
    told = {row["label"]: row["value"] for row in words.facts({**CONVERSION, "frames": 1})}
    assert told["Length"].endswith("(1 frame)")


def test_losses_accepted_for_one_format_are_not_accepted_for_another(world, as_person, version):
    artist = world.visitor("artist")
    made = make_conversion(version, artist)
    given = {"to": "ale", "rate": "25", "accept_losses": True}
    AssistRequest.objects.filter(pk=made.run.request_id).update(parameters=given)
    path = f"{reverse('ask', args=[version.pk])}?tool=convert&from={made.run_id}"
    text = as_person(artist).get(path).text
    field = re.search(r'<input[^>]*name="accept_losses"[^>]*>', text)[0]
    assert "checked" not in field and re.search(r'value="ale" selected', text)
