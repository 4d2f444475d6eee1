"""Character continuity in the portal: consent, marks, the page of people, what leaves."""

import json

import pytest
from django.urls import reverse

from portal.errors import PortalError
from portal.models import AuditEvent
from portal.storage import files
from projects import cast_words
from projects.assist.tools import TOOLS, character_continuity_rows
from projects.models import AssistRequest, Candidate
from projects.models.decisions import decide
from projects.models.requests import request_assistance
from projects.tasks import run as run_task
from projects.views.casts import strip
from tests.projects.assist.test_character_continuity import SHOTS, Drawn, shot
from tests.projects.files_made import CAST, cast_shot, make_cast
from tests.projects.media.test_shots_films import write

RED, GREEN = (30, 30, 170), (40, 140, 40)
BOX = {"x": 0.3, "y": 0.25, "width": 0.14, "height": 0.2}
MARKS = json.dumps([{"frame": 3, **BOX, "character": "Ada"}])


@pytest.fixture
def cast(world):
    return make_cast(world.ours.version, world.visitor("artist"))


@pytest.fixture
def artist(world, as_person):
    return as_person(world.visitor("artist"))


def path(version, more=""):
    return f"{reverse('ask', args=[version.pk])}?tool=character_continuity{more}"


def page(client, candidate):
    return client.get(candidate.get_absolute_url()).text


def asked():
    return AssistRequest.objects.filter(tool="character_continuity")


def told(verb="consent:vouched"):
    return [str(event) for event in AuditEvent.objects.filter(verb=verb)]


class TestConsent:
    def test_it_stands_apart_unticked_with_the_persons_name(self, world, artist):
        text = artist.get(path(world.ours.version)).text
        panel, rest = text[text.index('class="panel stack is-tight consent') :].split(
            "</section>", 1
        )
        assert "vouch that everybody who can be recognised in" in panel
        assert "Ours-artist" in panel and "No description of a face is kept" in panel
        assert 'name="consent_vouched"' in panel and "checked" not in panel
        assert 'name="consent_vouched"' not in rest, "not among the parameters"
        assert "vouched_by" not in text and "vouched_at" not in text

    def test_without_it_and_without_marks_the_form_says_so_and_nothing_runs(self, world, artist):
        for marks in ("", " [] "):
            answer = artist.post(path(world.ours.version), {"find": "on", "marks": marks})
            assert answer.status_code == 200
            said = answer.context["form"].errors["consent_vouched"]
            assert "nobody has vouched" in said[0] and "mark people on the pictures" in said[0]
            assert said[0] in answer.text.replace("&#x27;", "'")
        assert not asked().exists() and told() == []

    def test_who_vouched_and_when_is_written_and_audited(self, world, artist):
        answer = artist.post(path(world.ours.version), {"consent_vouched": "on", "find": "on"})
        assert answer.status_code == 302
        made = asked().get()
        assert made.parameters["vouched_by"] == "Ours-artist"
        moment = cast_words._moment(made.parameters["vouched_at"])
        assert abs((made.created_at - moment).total_seconds()) < 60
        assert told() == [
            "Ours-artist vouched that the people seen in clip.mp4, version 1, allow their faces to "
            "be compared"
        ]
        assert AuditEvent.objects.get(verb="consent:vouched").studio == world.ours.studio

    def test_marks_alone_need_none_and_none_is_audited(self, world, artist):
        answer = artist.post(path(world.ours.version), {"marks": MARKS, "shots": ""})
        assert answer.status_code == 302
        made = asked().get()
        assert (made.parameters["vouched_by"], made.parameters["vouched_at"]) == ("", "")
        assert told() == []

    @pytest.mark.parametrize("vouched", [True, False])
    def test_nobody_can_vouch_in_anothers_name(self, world, vouched):
        given = {"consent_vouched": vouched, "marks": MARKS, "vouched_by": "Somebody"}
        made = request_assistance(
            actor=world.visitor("artist"),
            tool="character_continuity",
            versions=[world.ours.version],
            parameters={**given, "vouched_at": "2020-01-01"},
        )
        assert made.parameters["vouched_by"] == ("Ours-artist" if vouched else "")
        assert "2020" not in made.parameters["vouched_at"]

    def test_nobody_runs_it_again_on_anothers_word(self, world, as_person):
        cancelled = self.cancelled(world, {"consent_vouched": True})
        director = as_person(world.visitor("director"))
        for path in (f"/runs/{cancelled.pk}/again/", f"/api/v1/runs/{cancelled.pk}/again/"):
            answer = director.post(path)
            assert answer.status_code == 409
            assert "word of Ours-artist" in answer.text and "vouch for it yourself" in answer.text
        assert cancelled.request.runs.count() == 1
        assert cancelled.again(actor=world.visitor("artist")).request == cancelled.request

    def test_marks_alone_are_run_again_by_anybody(self, world):
        cancelled = self.cancelled(world, {"marks": MARKS})
        assert cancelled.again(actor=world.visitor("director")).request == cancelled.request

    @staticmethod
    def cancelled(world, parameters):
        made = request_assistance(
            actor=world.visitor("artist"),
            tool="character_continuity",
            versions=[world.ours.version],
            parameters=parameters,
        )
        run = made.runs.get()
        run.cancel(actor=world.visitor("artist"))
        run.close("CANCELLED")
        run.refresh_from_db()
        return run

    def test_other_tools_vouch_for_nothing(self, world):
        request_assistance(
            actor=world.visitor("artist"),
            tool="stills",
            versions=[world.ours.version],
            parameters={},
        )
        assert told() == []


class TestTheInterface:
    @pytest.mark.parametrize(
        ("parameters", "code", "said"),
        [
            ({}, "faces:no_consent", "clip.mp4"),
            ({"marks": "{"}, "faces:bad_marks", "{"),
            ({"marks": '[{"frame": 0, "x": 1}]'}, "faces:bad_marks", "number 1, y"),
            ({"marks": MARKS, "shots": "8-2"}, "faces:bad_shots", "8-2"),
            ({"marks": MARKS, "shots": "8-24"}, "faces:bad_marks", "frame 3 is in no shot"),
        ],
    )
    def test_what_makes_no_sense_is_refused_before_anything_runs(
        self, world, artist, parameters, code, said
    ):
        body = {
            "tool": "character_continuity",
            "versions": [str(world.ours.version.pk)],
            "parameters": parameters,
        }
        answer = artist.post("/api/v1/requests/", json.dumps(body), content_type="application/json")
        assert answer.status_code == 422
        assert answer.json()["error"]["code"] == code and said in answer.text.replace('\\"', '"')
        assert not asked().exists()

    def test_its_parameters_say_what_the_portal_writes(self, artist):
        tools = artist.get("/api/v1/tools/").json()
        rows = tools if isinstance(tools, list) else tools["results"]
        (tool,) = [row for row in rows if row["name"] == "character_continuity"]
        properties = tool["parameters"]["properties"]
        assert {name for name, one in properties.items() if one.get("readOnly")} == {
            "vouched_by",
            "vouched_at",
        }


class TestMarking:
    def test_the_page_gives_frames_clock_and_names_used_before(self, world, artist):
        named = json.dumps([{"frame": 3, **BOX, "character": '<b>"Zoë"'}])
        for marks in (MARKS, named):
            artist.post(path(world.ours.version), {"marks": marks})
        AssistRequest.objects.create(
            project=world.ours.project, tool="character_continuity", parameters={"marks": "{"}
        )
        text = artist.get(path(world.ours.version)).text
        assert f"/versions/{world.ours.version.pk}/frames/{{frame}}.jpg" in text
        assert '<option value="&lt;b&gt;&quot;Zoë&quot;"><option value="Ada">' in text
        assert 'data-frames="96"' in text and 'name="marks"' in text

    def test_other_tools_have_no_part_of_their_own(self, world, artist):
        text = artist.get(f"{reverse('ask', args=[world.ours.version.pk])}?tool=stills").text
        assert "mark-boxes" not in text and "consent" not in text
        assert 'id="id_per_shot"' in text, "and all of their parameters"

    def test_a_mark_that_is_none_is_told_beside_the_field(self, world, artist):
        answer = artist.post(path(world.ours.version), {"marks": "[3]", "consent_vouched": "on"})
        assert answer.status_code == 200
        assert "This is no mark: number 1" in answer.context["form"].errors["marks"][0]

    def test_once_more_with_shots_and_marks_but_without_the_consent(self, world, artist, cast):
        AssistRequest.objects.filter(runs=cast.run_id).update(
            parameters={"marks": MARKS, "consent_vouched": True, "find": False, "shots": ""}
        )
        answer = artist.get(path(world.ours.version, f"&from={cast.run_id}"))
        form = answer.context["form"]
        assert form["shots"].value() == "0-24,24-60,60-96"
        assert form["marks"].value() == MARKS and form["find"].value() is False
        assert not form["consent_vouched"].value()

    def test_what_is_anothers_or_of_another_film_is_not_found(self, world, artist):
        theirs = make_cast(world.theirs.version, world.visitor("other"))
        for pk in (theirs.run_id, world.ours.candidate.run_id, "nonsense"):
            assert artist.get(path(world.ours.version, f"&from={pk}")).status_code == 404


class TestThePage:
    def test_it_says_how_what_and_by_whose_word(self, world, as_person, cast):
        text = page(as_person(world.visitor("reviewer")), cast)
        assert "2 people · 3 shots · 1 change to look at" in text
        assert "marked by hand, and faces found by OpenCV" in text
        assert "clothes, hair, skin, face" in text
        assert "Ada Word vouched for it on 2026-11-29 02:10 UTC." in text

    def test_a_person_has_shots_hero_and_what_changes(self, world, as_person, cast):
        text = page(as_person(world.visitor("reviewer")), cast)
        assert "In 2 of 3 shots: 1–2." in text and "Hero: shot 1, 00:00:00:12" in text
        assert "Clothes: greener and bluer, by 42 units. Hair: darker, by 13 units." in text
        assert "Pattern of the clothes: another (1.5 of 8)." in text
        assert "changes in 1 shot" in text and "in one shot only" in text
        assert reverse("rendition", args=[cast.renditions.get(role="large").pk]) in text
        assert reverse("frame", args=[world.ours.version.pk, 12]) in text
        assert "<mark>42.4</mark>" in text and "L +0.0 a −36.0 b −22.0" in text
        assert text.count("<view-mark") >= 3

    def test_shot_by_shot_who_how_sure_and_how_known(self, world, as_person, cast):
        text = page(as_person(world.visitor("reviewer")), cast)
        table = text[text.index('id="shots"') :]
        assert "92 % · marked by hand" in table and "nobody" in table
        assert 'id="shot-3"' in table and "00:00:02:12" in table

    def test_warnings_are_sentences_the_worst_first(self, world, as_person, cast):
        text = page(as_person(world.visitor("reviewer")), cast)
        said = [
            "The film ends earlier than it announces (96 of 100 frames).",
            "A mark was lost and not followed to the end: shot 1.",
            "The picture is black: shot 3.",
            "Something new was found.",
        ]
        places = [text.index(sentence) for sentence in said]
        assert places == sorted(places)

    def test_nobody_found_leads_to_marking(self, world, artist):
        told = [{"code": "faces:nobody", "detail": "nobody was found in any shot"}]
        empty = make_cast(
            world.ours.version,
            world.visitor("artist"),
            characters=[],
            shots=[cast_shot(0, 0, 96)],
            warnings=told,
        )
        text = page(artist, empty)
        assert "0 people · 1 shot" in text and "Nobody was found in any shot." in text
        assert path(world.ours.version).replace("&", "&amp;") + f"&amp;from={empty.run_id}" in text

    def test_who_may_not_ask_is_not_led_there(self, world, as_person, cast):
        assert "Mark people and run again" not in page(as_person(world.visitor("reviewer")), cast)

    def test_names_are_text(self, world, as_person):
        name = '<script>alert("x")</script>' + "\u202e" + "w" * 80
        people = [{**CAST["characters"][0], "character": name}]
        hostile = make_cast(world.ours.version, world.visitor("artist"), characters=people)
        text = page(as_person(world.visitor("reviewer")), hostile)
        assert "<script>alert" not in text and "&lt;script&gt;alert" in text and "<bdi>" in text

    def test_sixty_people_in_hundreds_of_shots_cost_no_more_queries(
        self, world, as_person, django_assert_max_num_queries
    ):
        one, shots = CAST["characters"][0], [cast_shot(n, 4 * n, 4 * n + 4) for n in range(400)]
        drift = [{**one["drift"][0], "shot": n, "look": None, "beside": None} for n in range(20)]
        many = [{**one, "character": f"P{n}", "drift": drift} for n in range(60)]
        version, user = world.ours.version, world.visitor("artist")
        client = as_person(world.visitor("reviewer"))
        page(client, make_cast(version, user))  # what is asked once
        with django_assert_max_num_queries(40):
            text = page(client, make_cast(version, user, characters=many, shots=shots))
        assert text.count("<summary>8 more changes") == 60
        assert text.count('loading="lazy"') > 400

    def test_work_from_before_the_person_was_written_says_who_asked(self, world, as_person):
        old = make_cast(
            world.ours.version,
            world.visitor("artist"),
            consent={"vouched": True, "by": "the parameter consent_vouched"},
        )
        text = page(as_person(world.visitor("reviewer")), old)
        assert "Ours-artist vouched for it on" in text

    def test_another_studio_does_not_find_it(self, world, as_person, cast):
        client = as_person(world.visitor("other"))
        assert client.get(cast.get_absolute_url()).status_code == 404

    def test_only_approved_numbers_leave(self, world, as_person, cast):
        client = as_person(world.visitor("reviewer"))
        address = reverse("candidate_export", args=[cast.pk, "numbers"])
        assert client.get(address).status_code == 409
        assert address not in page(client, cast) and "All numbers" in page(client, cast)
        decide(
            actor=world.visitor("director"),
            candidate=Candidate.objects.get(pk=cast.pk),
            revision=0,
            verdict="approved",
            seen=None,
        )
        assert address in page(client, cast) and client.get(address).status_code == 200
        pictures = reverse("candidate_export", args=[cast.pk, "large"])
        assert client.get(pictures).status_code == 404


#: Every key of the numbers that leave, wherever it stands: none of them describes a face.
KEYS = {
    *("tool version faces_by compared consent shots characters files warnings").split(),
    *("vouched by at index start end people character sure boxes hero shot frame drift").split(),
    *("noticed regions beside look region amount lightness red_green yellow_blue").split(),
    *("code detail clip.mp4").split(),
}


def keys(value):
    if isinstance(value, dict):
        return {*value, *(key for one in value.values() for key in keys(one))}
    return {key for one in value for key in keys(one)} if isinstance(value, list) else set()


def test_the_real_tool_leads_to_its_page_and_no_description_of_a_face_leaves(
    world, artist, as_person, tmp_path, monkeypatch
):
    monkeypatch.setattr("projects.assist.tools.character_continuity.finder", lambda _f: Drawn())
    version = world.ours.version
    film = write(tmp_path / "f.mp4", [*shot(8, RED), *shot(8, GREEN, face=7), *shot(17)])
    files.put(version.storage_key, film)
    named = [{"frame": n, "x": 100, "y": 60, "width": 44, "height": 44} for n in (0, 8)]
    marks = json.dumps([{**row, "character": "Ada"} for row in named])
    given = {"consent_vouched": "on", "shots": SHOTS, "marks": marks, "find": "on"}
    assert artist.post(path(version), given).status_code == 302
    run = asked().get().runs.get()
    run_task(*run.message)
    run.refresh_from_db()
    assert run.state == "READY", run.event()["error"]
    candidate = run.candidates.get()
    assert "Look at the characters" in artist.get(run.get_absolute_url()).text
    text = page(artist, candidate)
    assert "Ada" in text and "Clothes: greener" in text and "Ours-artist vouched for it" in text
    look = candidate.renditions.get(role="large")
    assert reverse("rendition", args=[look.pk]) in text
    assert candidate.result["characters"][0]["drift"][0]["look"] == look.index
    with candidate.renditions.get(role="numbers").open() as file:
        numbers = json.load(file)
    assert numbers == candidate.result
    assert numbers["consent"]["by"] == "Ours-artist" and numbers["consent"]["at"]
    boxes = {key for key in keys(numbers) if key.isdigit()}
    assert keys(numbers) - boxes <= KEYS
    assert keys(numbers) >= {"boxes", "drift", "amount"}
    for row in numbers["shots"]:
        for person in row["people"]:
            assert all(len(box) == 4 for box in person["boxes"].values())


class TestWords:
    def test_every_warning_of_the_tool_has_a_sentence(self):
        codes = {f"faces:{what}" for what in character_continuity_rows.SAID}
        codes |= {"faces:not_searched", "faces:nobody"}
        assert codes == set(cast_words._ORDER)
        for code in codes:
            rows = [{"code": code, "detail": f"shot {n} (0-9): so"} for n in (2, 3, 7)]
            (line,) = cast_words.warnings(rows)
            assert line["text"].endswith(".") and "so" not in line["text"].split(" ")[-1]
            if code not in cast_words._OF_ALL:
                assert "shots 3–4, 8" in line["text"]

    def test_every_way_region_and_part_of_a_person_has_words(self):
        from projects.media.faces.appearance import REGIONS
        from projects.media.faces.drift import NOTICED

        assert set(cast_words.FOUND_BY) == {"marks", "cascades", "models"}
        assert set(cast_words.COMPARED) == {*REGIONS, "face", "embedding"}
        assert set(cast_words.REGIONS) == {*NOTICED, "pattern"}
        assert TOOLS["character_continuity"].vouched == "consent_vouched"

    def test_what_a_later_tool_tells_is_shown_as_it_is(self):
        assert cast_words.found_by("marks+new") == "marked by hand, and new"
        assert cast_words.compared(["new"]) == "new"
        region = {"region": "shoes", "amount": 20, "noticed": True}
        still = {"lightness": 0, "red_green": 0, "yellow_blue": 0}
        assert cast_words.changes([region | still]) == "shoes: otherwise, by 20 units."

    def test_nobody_vouched(self):
        assert "Nobody vouched" in cast_words.consent({"vouched": False}, None)

    def test_numbers_of_those_without_a_name_are_translatable(self):
        assert cast_words.named("Character 3") == "Character 3"
        assert cast_words.named("Ada") == "Ada"

    def test_nothing_is_never_less_than_nothing(self):
        row = {"lightness": -0.02, "red_green": 0.0, "yellow_blue": -3.0}
        told = cast_words.measured([{"region": "hair", "amount": 3, "noticed": False, **row}])
        assert told["hair"]["parts"] == "L +0.0 a +0.0 b −3.0"


class TestTheStrip:
    def test_runs_are_one_piece_and_changes_stand_apart(self):
        told = strip([0, 1, 2, 5], [2], 8)
        assert told["runs"] == [(0, 2), (5, 1)] and told["changed"] == [(2, 1)]
        assert list(told["cells"]) == [1, 2, 3, 4, 5, 6, 7]

    def test_hundreds_of_shots_have_no_lines_between_them(self):
        assert not strip([0], [], 400)["cells"]


def test_the_words_of_a_refusal_fit_a_form_and_the_interface(world):
    with pytest.raises(PortalError) as refused:
        request_assistance(
            actor=world.visitor("artist"),
            tool="character_continuity",
            versions=[world.ours.version],
            parameters={},
        )
    assert "consent_vouched=true" in refused.value.as_dict()["todo"]
