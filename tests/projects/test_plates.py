"""A clean plate in the portal: asked for, looked at, signed, taken away."""

import io
import json

import pytest
from django.urls import reverse
from PIL import Image

from portal.errors import PortalError
from portal.models import AuditEvent
from portal.storage import files
from projects.home.awaited import awaiting
from projects.models import AssistRequest, Candidate, Decision
from projects.models.decisions import decide
from projects.tasks import run as run_task
from tests.projects.files_made import make_plate
from tests.projects.media.plate_shots import background, crossing, shot
from tests.projects.media.test_shots_films import write

FILES = ["deep", "plate", "confidence", "preview", "numbers"]


@pytest.fixture
def plate(world):
    return make_plate(world.ours.version, world.visitor("artist"))


@pytest.fixture
def sign(world, plate):
    def call(verdict="approved", kind="director", seen=None, reason=""):
        return decide(
            actor=world.visitor(kind),
            candidate=Candidate.objects.get(pk=plate.pk),
            revision=0,
            verdict=verdict,
            reason=reason,
            seen=seen,
        )

    return call


def page(client, candidate):
    return client.get(candidate.get_absolute_url())


def take(client, candidate, name):
    return client.get(reverse("candidate_export", args=[candidate.pk, name]))


def asked(client, version, **parameters):
    answer = client.post(f"{reverse('ask', args=[version.pk])}?tool=clean_plate", parameters)
    assert answer.status_code == 302, answer.text
    return AssistRequest.objects.get(tool="clean_plate").runs.get()


class TestAsking:
    def test_it_is_offered_on_a_film(self, world, as_person):
        text = (
            as_person(world.visitor("artist"))
            .get(reverse("asset", args=[world.ours.asset.pk]))
            .text
        )
        assert "?tool=clean_plate" in text and "Clean plate" in text

    def test_the_form_takes_a_last_frame_or_none(self, world, as_person):
        client, version = as_person(world.visitor("artist")), world.ours.version
        form = client.get(f"{reverse('ask', args=[version.pk])}?tool=clean_plate")
        assert 'name="last_frame"' in form.text and 'value="None"' not in form.text
        run = asked(client, version, first_frame="3", stabilise="auto", deep_format="PNG")
        assert run.request.parameters["last_frame"] is None
        assert run.request.parameters["first_frame"] == 3

    def test_a_last_frame_that_is_no_number_is_told(self, world, as_person):
        version = world.ours.version
        path = f"{reverse('ask', args=[version.pk])}?tool=clean_plate"
        answer = as_person(world.visitor("artist")).post(path, {"last_frame": "end"})
        assert answer.status_code == 200 and "whole number" in answer.text

    def test_the_real_tool_leads_to_its_page(self, world, as_person, tmp_path):
        version, artist = world.ours.version, as_person(world.visitor("artist"))
        film = write(tmp_path / "film.mp4", shot(background(7), 24, [crossing(24)]))
        files.put(version.storage_key, film)
        run = asked(artist, version, samples="16")
        run_task(*run.message)
        run.refresh_from_db()
        assert run.state == "READY", run.event()["error"]
        candidate = run.candidates.get()
        assert (candidate.kind, candidate.latest.cut) == ("plate", [])
        text = page(artist, candidate).text
        for row in candidate.renditions.filter(role__in=["large", "overlay"]):
            assert artist.get(reverse("rendition", args=[row.pk])).status_code == 200
            with row.open() as file:
                Image.open(file).verify()
            assert row.role == "overlay" or str(row.pk) in text
        assert "Look at the plate" in artist.get(run.get_absolute_url()).text

    @pytest.mark.parametrize(
        ("frames", "wishes", "said"),
        [(1, {"samples": 16}, "too short"), (24, {"first_frame": 90}, "nothing between")],
    )
    def test_what_cannot_be_done_is_told_on_the_run(
        self, world, as_person, tmp_path, frames, wishes, said
    ):
        version, artist = world.ours.version, as_person(world.visitor("artist"))
        film = write(tmp_path / "film.mp4", shot(background(7), frames, []))
        files.put(version.storage_key, film)
        run = asked(artist, version, **wishes)
        run_task(*run.message)
        run.refresh_from_db()
        assert run.state == "FAILED"
        assert said in artist.get(run.get_absolute_url()).text


class TestThePage:
    def test_warnings_are_sentences_the_worst_first(self, world, as_person, plate):
        text = page(as_person(world.visitor("reviewer")), plate).text
        said = [
            "3.00 % of the picture was never seen empty.",
            "The camera moves by up to 7.2 pixels.",
            "There are 2 shots in it. The plate is of the longest, frames 12 to 95.",
            "2 frames that were looked at do not fit the others",
            "Something new was found.",
        ]
        places = [text.index(sentence) for sentence in said]
        assert places == sorted(places)

    def test_what_little_there_is_is_not_said_to_be_none(self, world, as_person, plate):
        assert "less than 0.01 %" in page(as_person(world.visitor("reviewer")), plate).text

    def test_it_shows_plate_frame_and_mask_and_the_frames_clock(self, world, as_person, plate):
        text = page(as_person(world.visitor("reviewer")), plate).text
        for row in plate.renditions.filter(role__in=["large", "overlay"]):
            assert reverse("rendition", args=[row.pk]) in text
        for row in plate.renditions.exclude(role__in=["large", "overlay"]):
            assert str(row.pk) not in text
        assert "frame 40 of the shot, 00:00:01:16" in text and "<view-mark" in text

    def test_without_doubt_there_is_no_mask_to_lay_over(self, world, as_person):
        sure = make_plate(
            world.ours.version, world.visitor("artist"), never_seen=0, doubtful=0, warnings=[]
        )
        text = page(as_person(world.visitor("reviewer")), sure).text
        assert "Mask over it" not in text and "Before you use it" not in text

    def test_looking_is_written_down(self, world, as_person, plate):
        page(as_person(world.visitor("reviewer")), plate)
        assert AuditEvent.objects.filter(verb="media:viewed").count() == 1

    def test_it_awaits_a_decision(self, world, as_person, plate):
        director = world.visitor("director")
        assert plate in awaiting(director)
        assert plate.get_absolute_url() in as_person(director).get(reverse("review")).text
        listed = as_person(director).get(reverse("asset", args=[world.ours.asset.pk])).text
        assert plate.get_absolute_url() in listed

    def test_only_who_decides_has_the_buttons(self, world, as_person, plate):
        assert 'id="approve"' in page(as_person(world.visitor("director")), plate).text
        assert 'id="approve"' not in page(as_person(world.visitor("artist")), plate).text

    def test_with_its_film_it_goes(self, world, as_person, plate):
        world.ours.asset.delete_by(world.visitor("producer"))
        client = as_person(world.visitor("producer"))
        assert page(client, plate).status_code == 404
        assert take(client, plate, "plate").status_code == 404


class TestTheWork:
    @pytest.mark.parametrize("role", FILES)
    def test_it_is_not_shown_as_a_picture(self, world, as_person, plate, role):
        row = plate.renditions.get(role=role)
        answer = as_person(world.visitor("producer")).get(reverse("rendition", args=[row.pk]))
        assert answer.status_code == 404

    @pytest.mark.parametrize("index", [0, 1])
    def test_names_are_burnt_into_what_is_shown_where_the_project_says_so(
        self, world, as_person, plate, tmp_path, index
    ):
        row = plate.renditions.get(role="large", index=index)
        Image.new("RGB", (320, 180), (90, 90, 90)).save(tmp_path / "grey.jpg")
        files.put(row.storage_key, tmp_path / "grey.jpg")
        world.ours.project.watermark = "burnt"
        world.ours.project.save()
        shown = as_person(world.visitor("reviewer")).get(reverse("rendition", args=[row.pk]))
        assert len(Image.open(io.BytesIO(shown.content)).getcolors(99999)) > 50

    @pytest.mark.parametrize("name", FILES)
    def test_nothing_leaves_unapproved(self, world, as_person, plate, name):
        client = as_person(world.visitor("producer"))
        answer = take(client, plate, name)
        assert answer.status_code == 409 and "not approved" in answer.text
        assert f"/export/{name}/" not in page(client, plate).text

    @pytest.mark.parametrize("name", FILES)
    def test_approved_it_leaves_and_is_written_down(self, world, as_person, plate, sign, name):
        sign()
        client = as_person(world.visitor("reviewer"))
        assert f"/export/{name}/" in page(client, plate).text
        answer = take(client, plate, name)
        assert answer.status_code == 200
        said = answer["Content-Disposition"]
        assert said.startswith("attachment;") and f"clip_{name}" in said
        event = AuditEvent.objects.filter(verb="file:exported").get()
        assert event.facts["name"].startswith(f"clip_{name}")
        api = client.get(f"/api/v1/candidates/{plate.pk}/exports/{name}/")
        assert api.status_code == 200

    @pytest.mark.parametrize("name", ["edl", "picture", "large", "deep-1"])
    def test_what_is_not_there_is_not_found(self, world, as_person, plate, sign, name):
        sign()
        client = as_person(world.visitor("reviewer"))
        assert take(client, plate, name).status_code == 404
        assert client.get(f"/api/v1/candidates/{plate.pk}/exports/{name}/").status_code == 404

    def test_the_api_tells_what_there_is(self, world, as_person, plate):
        client = as_person(world.visitor("reviewer"))
        told = client.get(f"/api/v1/candidates/{plate.pk}/").json()
        assert [file["name"] for file in told["files"]] == FILES
        assert told["kind"] == "plate" and told["files"][0]["media_type"] == "image/tiff"


class TestSigning:
    def test_by_the_page(self, world, as_person, plate):
        director = as_person(world.visitor("director"))
        path = reverse("candidate_decide", args=[plate.pk])
        answer = director.post(path, {"verdict": "approved", "revision": 0, "seen": ""})
        assert answer.status_code == 302
        decision = Decision.objects.get(candidate=plate)
        assert decision.verdict == "approved"
        assert AssistRequest.objects.get(runs=plate.run_id).state == "decided"
        text = page(director, plate).text
        assert f'name="seen" value="{decision.pk}"' in text and "signed by" in text

    def test_over_the_api(self, world, as_person, plate):
        answer = as_person(world.visitor("director")).post(
            f"/api/v1/candidates/{plate.pk}/decisions/",
            json.dumps({"revision": 0, "verdict": "rejected", "reason": "A ghost.", "seen": None}),
            content_type="application/json",
        )
        assert answer.status_code == 201

    def test_what_somebody_decided_meanwhile_stands(self, world, as_person, plate, sign):
        sign()
        path = reverse("candidate_decide", args=[plate.pk])
        word = {"verdict": "rejected", "revision": 0, "reason": "No.", "seen": ""}
        answer = as_person(world.visitor("producer")).post(path, word, follow=True)
        assert "approved this" in answer.text and "Nothing was signed" in answer.text
        assert plate.decision.verdict == "approved"

    def test_taken_back_it_awaits_a_word_again_and_stays(self, world, as_person, plate, sign):
        first = sign()
        sign("reopened", seen=str(first.pk))
        assert plate in awaiting(world.visitor("director"))
        assert AssistRequest.objects.get(runs=plate.run_id).state == "open"
        assert take(as_person(world.visitor("producer")), plate, "deep").status_code == 409

    def test_there_are_no_changes_to_request(self, sign):
        with pytest.raises(PortalError, match="decision:verdict"):
            sign("changes", reason="Softer.")

    def test_it_has_no_cuts(self, world, as_person, plate):
        answer = as_person(world.visitor("artist")).post(
            f"/api/v1/candidates/{plate.pk}/revisions/",
            json.dumps({"base": 0, "edit": {"op": "merge", "boundary": 1}}),
            content_type="application/json",
        )
        assert answer.json()["error"]["code"] == "candidate:files"

    def test_its_approval_frees_no_film(self, sign, plate):
        from projects.views.originals import approved

        Decision.objects.exclude(candidate=plate).delete()
        sign()
        assert not approved(plate.version)
