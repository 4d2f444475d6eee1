"""Shots found again in the portal: asked for, looked at, signed, taken away."""

import cv2
import pytest
from django.urls import reverse

from portal.models import AuditEvent
from portal.storage import files
from projects import found_words
from projects.models import AssistRequest, Candidate
from projects.models.decisions import decide
from projects.tasks import run as run_task
from tests.projects.files_made import FOUND, make_found
from tests.projects.media.test_shots_films import scene, write
from tests.world import make_version


@pytest.fixture
def others(world):
    artist = world.visitor("artist")
    return [make_version(world.ours.project, artist, name=n) for n in ("other.mp4", "third.mp4")]


@pytest.fixture
def found(world, others):
    return make_found([world.ours.version, *others], world.visitor("artist"))


def page(client, candidate, query=""):
    return client.get(candidate.get_absolute_url() + query)


class TestThePage:
    @pytest.fixture
    def client(self, world, as_person):
        return as_person(world.visitor("reviewer"))

    def test_each_shot_stands_beside_what_it_shows(self, world, client, found, others):
        text = page(client, found).text
        for row in found.renditions.filter(role="large"):
            shot = FOUND["shots"][row.index]  # where it is like something, at that moment
            told = shot["reference"] is None or shot["frame"] >= world.ours.version.frames
            moment = reverse("frame", args=[world.ours.version.pk, shot.get("frame", 0)])
            assert (reverse("rendition", args=[row.pk]) in text) == told
            assert (f'src="{moment}"' in text) != told
        assert reverse("frame", args=[others[0].pk, 7]) in text
        assert "Shows other.mp4, from 00:00:00:06 to 00:00:00:17." in text
        assert "May show third.mp4, most at 00:00:01:12." in text
        assert "Shows none of what was looked for." in text
        assert "less like third.mp4" in text and "<view-mark" in text

    def test_each_reference_says_where_it_is_seen(self, client, found, others):
        text = " ".join(page(client, found).text.split())
        first, second = text.split("third.mp4</bdi>")[:2]
        assert "seen in shot <" in first and 'href="?#shot-1">1</a>' in first
        assert "perhaps also in" in first and 'href="?#shot-4">4</a>' in first
        assert "perhaps in shot" in second and 'href="?#shot-2">2</a>' in second
        assert f"/assets/{others[0].asset_id}/?version=1" in text

    def test_one_that_is_nowhere_is_said_not_to_be_seen(self, world, client, others):
        shots = [row for row in FOUND["shots"] if row["reference"] != 1]
        made = make_found([world.ours.version, *others], world.visitor("artist"), shots=shots)
        assert "not seen" in page(client, made).text

    @pytest.mark.parametrize(
        ("show", "shots"),
        [("", {1, 2, 3, 4}), ("found", {1}), ("perhaps", {2, 4}), ("nothing", {3}), ("x", {1, 4})],
    )
    def test_chips_leave_what_was_asked_for(self, client, found, show, shots):
        text = page(client, found, f"?show={show}").text
        assert {n for n in range(1, 5) if f'id="shot-{n}"' in text} >= shots
        assert show in ("", "x") or {n for n in range(1, 5) if f'id="shot-{n}"' in text} == shots

    def test_a_kind_that_there_is_not_says_so(self, world, client, others):
        made = make_found(
            [world.ours.version, *others], world.visitor("artist"), shots=FOUND["shots"][:1]
        )
        assert "No shot of this kind." in page(client, made, "?show=nothing").text

    def test_a_long_film_has_pages_and_places_lead_to_them(self, world, client, others):
        shots = [{**FOUND["shots"][0], "index": n, "others": []} for n in range(150)]
        made = make_found([world.ours.version, *others], world.visitor("artist"), shots=shots)
        text = page(client, made).text
        assert 'id="shot-100"' in text and 'id="shot-101"' not in text
        assert 'href="?page=2#shot-101"' in text
        assert 'id="shot-101"' in page(client, made, "?page=2").text

    def test_more_shots_ask_no_more_of_the_database(
        self, world, client, others, django_assert_max_num_queries
    ):
        shots = [{**FOUND["shots"][0], "index": n} for n in range(90)]
        made = make_found([world.ours.version, *others], world.visitor("artist"), shots=shots)
        page(client, made)
        with django_assert_max_num_queries(60):
            page(client, made)

    def test_names_are_only_names(self, world, client, others):
        odd = '<img src=x onerror="a()">{detail}%(n)s\u202e.mp4'
        shots = [{**FOUND["shots"][0], "name": odd}]
        references = [{"name": odd, "still": False, "shots": [0]}, FOUND["references"][1]]
        made = make_found(
            [world.ours.version, *others],
            world.visitor("artist"),
            shots=shots,
            references=references,
        )
        text = page(client, made).text
        assert "<img src=x" not in text and "&lt;img src=x" in text

    def test_others_find_nothing(self, world, as_person, found):
        assert page(as_person(world.visitor("other")), found).status_code == 404

    def test_looking_is_written_down_for_each_file(self, client, found):
        page(client, found)
        assert AuditEvent.objects.filter(verb="media:viewed").count() == 3


class TestTheFiles:
    @pytest.mark.parametrize("name", ["csv", "numbers"])
    def test_they_leave_once_approved(self, world, as_person, found, name):
        client = as_person(world.visitor("producer"))
        path = reverse("candidate_export", args=[found.pk, name])
        assert client.get(path).status_code == 409
        assert path not in page(client, found).text
        decide(
            actor=world.visitor("director"),
            candidate=Candidate.objects.get(pk=found.pk),
            revision=0,
            verdict="approved",
            seen=None,
        )
        assert path in page(client, found).text
        assert client.get(path).status_code == 200


class TestTheWords:
    def test_the_worst_warning_comes_first_and_says_what_to_do(self):
        codes = ("shots:variable_rate", "shots:broken_frames", "shots:cut_short", "shots:new")
        rows = [{"code": code, "detail": "fact {x}"} for code in codes]
        told = found_words.warnings({"shots": FOUND["shots"], "warnings": rows})
        assert [row["code"] for row in told] == [codes[2], codes[1], codes[0], codes[3]]
        assert "(fact {x})" in told[0]["text"] and told[3]["text"] == "Fact {x}."

    def test_a_film_without_any_of_it_is_told_first(self):
        told = found_words.warnings({"shots": FOUND["shots"][2:3], "warnings": []})
        assert told[0]["code"] == "find:none"

    def test_a_still_is_at_a_moment_and_a_whole_shot_has_no_clock(self):
        row = FOUND["shots"][0]
        assert found_words.sentence(row, True, str) == "Shows other.mp4 at 12."
        whole = {**row, "from": 0, "to": 24}
        assert found_words.sentence(whole, False, str) == "Shows other.mp4, from beginning to end."

    def test_the_summary_counts(self):
        assert found_words.summary(FOUND) == "4 shots · 1 shown · 2 perhaps · 1 shows nothing of it"
        shown = {**FOUND, "shots": FOUND["shots"][:1]}
        assert found_words.summary(shown) == "1 shot · 1 shown"


class TestAsking:
    def path(self, version):
        return f"{reverse('ask', args=[version.pk])}?tool=shot_find"

    def test_the_film_of_the_page_is_the_first(self, world, as_person, others):
        client = as_person(world.visitor("artist"))
        form = client.get(self.path(world.ours.version)).text
        assert 'name="first"' not in form and form.count('name="also"') == 2
        answer = client.post(self.path(world.ours.version), {"also": [others[1].pk]})
        assert answer.status_code == 302
        asked = AssistRequest.objects.get(tool="shot_find")
        assert asked.inputs == [world.ours.version, others[1]]

    def test_nothing_to_look_for_is_told_on_the_form(self, world, as_person, others):
        answer = as_person(world.visitor("artist")).post(
            self.path(world.ours.version), {"picture_width": "320"}
        )
        assert answer.status_code == 200 and "at least one picture or clip" in answer.text

    def test_the_real_tool_leads_to_its_page(self, world, as_person, others, tmp_path):
        film, still = world.ours.version, others[0]
        one, two = scene(1, 40, speed=9), scene(2, 40, speed=9)
        files.put(film.storage_key, write(tmp_path / "film.mp4", [*one, *two]))
        cv2.imwrite(str(tmp_path / "still.png"), one[20])
        files.put(still.storage_key, tmp_path / "still.png")
        artist = as_person(world.visitor("artist"))
        artist.post(self.path(film), {"also": [still.pk], "picture_width": "64"})
        run = AssistRequest.objects.get(tool="shot_find").runs.get()
        run_task(*run.message)
        run.refresh_from_db()
        assert run.state == "READY", run.event()["error"]
        candidate = run.candidates.get()
        assert candidate.kind == "found"
        text = page(artist, candidate).text
        assert "Shows other.mp4 at" in text and "Shows none" in text
        assert "Look at what was found" in artist.get(run.get_absolute_url()).text
