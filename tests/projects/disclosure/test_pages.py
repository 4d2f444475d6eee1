"""Disclosure in the browser and over the API: said, made, looked at, signed, taken away."""

import json

import pytest
from django.urls import reverse
from django.utils.html import escape

from portal.models import AuditEvent
from portal.storage import files
from projects.disclosure.gathering import canonical
from projects.models import DisclosurePack, FinalCut, PackSignature, ResultUse, State, WriterNotice
from projects.tasks import disclosure
from tests.world import make_edit

JSON = "application/json"


@pytest.fixture
def producer(as_person, house):
    return as_person(house.people["producer"])


@pytest.fixture
def director(as_person, house):
    return as_person(house.people["director"])


@pytest.fixture
def place(house):
    return reverse("disclosure", args=[house.project.pk])


def test_the_page_says_what_would_be_unknown(producer, place, house, made):
    house.version.likenesses.all().delete()
    text = producer.get(place).content.decode()
    assert "No final cut is chosen" in text
    assert "Nobody said what 1 approved result is used as." in text
    assert "Nobody said who is seen in clip.mp4, version 1." in text
    assert "Upload the final cut as OTIO" in text


def test_an_edit_is_chosen_by_a_producer(producer, director, place, house):
    edit = make_edit(house, house.people["producer"])
    form = {"say": "final", "final-version": edit.pk, "final-episode": ""}
    assert director.post(place, form).status_code == 403
    assert producer.post(place, form).status_code == 302
    assert FinalCut.objects.get().version == edit
    assert "final.edl, v1" in producer.get(place).content.decode()


def test_a_film_is_no_choice_for_the_final_cut(producer, place, house):
    make_edit(house, house.people["producer"])
    answer = producer.post(place, {"say": "final", "final-version": house.version.pk})
    assert answer.status_code == 200 and not FinalCut.objects.exists()
    assert "Choose one of the list" in answer.content.decode()


def test_what_a_result_is_used_as_is_said_in_shots(director, house, made, shot):
    where = reverse("result_use", args=[made.pk])
    assert "generated" in director.get(where).content.decode()
    form = {"used_as": "led_plate", "shots": [str(shot.pk), str(house.shot.pk)]}
    assert director.post(where, form).status_code == 302
    assert ResultUse.objects.filter(candidate=made, used_as="led_plate").count() == 2
    assert "plate for an LED volume" in director.get(where).content.decode()


def test_a_use_that_is_none_is_told_at_its_field(director, made):
    where = reverse("result_use", args=[made.pk])
    answer = director.post(where, {"used_as": "somehow"})
    assert answer.status_code == 200 and "Choose one of the list" in answer.content.decode()
    assert not ResultUse.objects.filter(candidate=made).exists()


def test_what_is_not_approved_is_a_clear_sentence(director, house):
    where = reverse("result_use", args=[house.candidate.pk])
    answer = director.post(where, {"used_as": "final"})
    assert answer.status_code == 422
    assert "AI had no part in what this result shows" in answer.content.decode()


def test_a_writer_without_a_name_keeps_the_form_open(director, place, house):
    house.candidate.kind = "script"
    house.candidate.save(update_fields=["kind"])
    form = {"writer-candidate": house.candidate.pk, "writer-writer": "", "writer-on": "2026-02-01"}
    before = WriterNotice.objects.count()
    answer = director.post(place, {"say": "writer", **form})
    assert '<dialog class="dialog" id="say-writer" open>' in answer.content.decode()
    assert WriterNotice.objects.count() == before
    director.post(place, {"say": "writer", **form, "writer-writer": "Nora"})
    assert WriterNotice.objects.count() == before + 1


class TestPack:
    @pytest.fixture
    def pack(self, producer, house, final, made):
        answer = producer.post(reverse("disclosure_make", args=[house.project.pk]))
        row = DisclosurePack.objects.get(number=2)
        assert answer.headers["Location"] == row.get_absolute_url()
        assert "data-topic" in producer.get(row.get_absolute_url()).content.decode()
        disclosure(str(row.studio_id), str(row.pk))
        return DisclosurePack.objects.get(pk=row.pk)

    def test_it_shows_answers_counts_and_the_map(self, producer, pack):
        text = producer.get(pack.get_absolute_url()).content.decode()
        for words in ("five questions", "generated", "01:00:01:00", "not found in the portal"):
            assert words in text
        assert pack.sha256 in text

    def test_it_is_signed_once_by_each(self, producer, pack):
        where = reverse("disclosure_sign", args=[pack.pk])
        form = {"sha256": pack.sha256, "typed": "Paula P.", "capacity": "producer"}
        assert producer.post(where, {**form, "typed": ""}).status_code == 200
        assert not pack.signatures.exists()
        assert producer.post(where, form).status_code == 302
        assert producer.post(where, form).status_code == 409
        assert [one.typed for one in PackSignature.objects.filter(pack=pack)] == ["Paula P."]
        text = producer.get(pack.get_absolute_url()).content.decode()
        assert "Paula P." in text and "Sign it" not in text

    def test_the_files_are_what_was_hashed_and_audited(self, producer, pack):
        data = producer.get(reverse("disclosure_json", args=[pack.pk]))
        assert data.content == canonical(pack.content)
        assert 'filename="PRJ_disclosure_2.json"' in data["Content-Disposition"]
        made = producer.get(reverse("disclosure_pdf", args=[pack.pk]))
        assert made["X-Send-File"] == pack.storage_key
        assert 'filename="PRJ_disclosure_2.pdf"' in made["Content-Disposition"]
        with files.open(pack.storage_key) as file:
            assert file.read().startswith(b"%PDF-")
        told = AuditEvent.objects.filter(verb="disclosure:taken").values_list("facts", flat=True)
        assert {facts["format"] for facts in told} == {"JSON", "PDF"}

    def test_a_changed_pack_is_handed_to_nobody(self, producer, pack):
        DisclosurePack.objects.filter(pk=pack.pk).update(sha256="0" * 64)
        for name in ("disclosure_json", "disclosure_pdf", "disclosure_pack"):
            answer = producer.get(reverse(name, args=[pack.pk]))
            assert answer.status_code == 409
            assert "is not what was made" in answer.content.decode()

    def test_a_failed_pack_says_why_and_what_to_do(self, producer, place, pack):
        rows = DisclosurePack.objects.filter(pk=pack.pk)
        rows.update(state=State.FAILED, error_code="timeline:unknown", error_facts={"detail": "x"})
        row = rows.get()
        for where in (pack.get_absolute_url(), place):
            assert escape(row.event()["error"]["todo"]) in producer.get(where).content.decode()
        assert producer.get(reverse("disclosure_pdf", args=[pack.pk])).status_code == 409

    def test_it_is_listed_with_its_files(self, producer, director, place, pack):
        text = producer.get(place).content.decode()
        assert reverse("disclosure_pdf", args=[pack.pk]) in text
        assert reverse("disclosure_pdf", args=[pack.pk]) not in director.get(place).content.decode()


def row_key(row):
    return DisclosurePack.objects.get(pk=row.pk).storage_key


class TestApi:
    def test_a_pack_is_asked_for_read_and_signed(self, producer, house):
        made = producer.post("/api/v1/disclosures/", {"project": str(house.project.pk)}, JSON)
        assert made.status_code == 201 and made.json()["state"] == "QUEUED"
        again = producer.post("/api/v1/disclosures/", {"project": str(house.project.pk)}, JSON)
        assert (again.status_code, again.json()["error"]["code"]) == (409, "pack:active")
        row = DisclosurePack.objects.get(pk=made.json()["id"])
        disclosure(str(row.studio_id), str(row.pk))
        where = f"/api/v1/disclosures/{row.pk}/"
        told = producer.get(where).json()
        assert told["state"] == "READY" and "content" not in told
        assert json.loads(producer.get(f"{where}data/").content)["project"]["code"] == "PRJ"
        assert producer.get(f"{where}paper/")["X-Send-File"] == row_key(row)
        signed = {"sha256": told["sha256"], "typed": "P", "capacity": "producer"}
        assert producer.post(f"{where}sign/", signed, JSON).status_code == 201
        assert producer.get(where).json()["signatures"][0]["typed"] == "P"

    def test_uses_are_said_and_listed(self, director, house, made, shot):
        body = {"candidate": str(made.pk), "used_as": "final", "shots": [str(shot.pk)]}
        answer = director.post("/api/v1/result-uses/", body, JSON)
        assert answer.status_code == 201 and answer.json()[0]["shot"] == str(shot.pk)
        listed = director.get(f"/api/v1/result-uses/?candidate={made.pk}").json()["results"]
        assert [one["used_as"] for one in listed] == ["final"]

    def test_a_final_cut_and_a_notice_are_recorded(self, producer, house):
        edit = make_edit(house, house.people["producer"])
        body = {"version": str(edit.pk), "episode": str(house.episode.pk)}
        assert producer.post("/api/v1/final-cuts/", body, JSON).status_code == 201
        assert FinalCut.objects.get().episode == house.episode
        body = {"candidate": str(house.candidate.pk), "writer": "N", "on": "2026-02-01"}
        refused = producer.post("/api/v1/writer-notices/", body, JSON)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "use:no_script")
