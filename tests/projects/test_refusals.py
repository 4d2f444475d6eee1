"""Why a file is not taken, in the language of whoever reads it."""

import pytest

from portal import errors
from portal.errors import sentences, translated
from projects.exporting import what_is_lost
from projects.interchange.refusal import ExportRefused
from projects.media.refusal import Refused
from projects.models import Ingest, State, Version
from projects.tasks import ingest as ingest_task

FRENCH = {
    "more than %(most)s pictures": "plus de %(most)s images",
    "no picture can be decoded": "aucune image lisible",
    "only white space": "seulement des espaces",
    "no timecode at %(rate)s": "pas de timecode à %(rate)s",
}


@pytest.fixture
def french(monkeypatch):
    monkeypatch.setattr(errors, "gettext", lambda text: FRENCH.get(text, text))


@pytest.mark.parametrize("kind", [Refused, ExportRefused])
def test_the_detail_is_english_for_logs_and_keeps_what_translating_takes(kind):
    refusal = kind("media:too_many_frames", "more than %(most)s pictures", most=9)
    assert str(refusal) == "media:too_many_frames (more than 9 pictures)"
    assert refusal.detail == refusal.facts["detail"] == "more than 9 pictures"
    assert str(kind("media:empty")) == "media:empty"
    assert kind("media:unreadable", "100% broken").detail == "100% broken"


def test_it_is_translated_where_it_is_read(french):
    refusal = Refused("media:not_media", "more than %(most)s pictures", most=9)
    assert translated(refusal.facts) == "plus de 9 images"
    assert "(plus de 9 images)" in sentences("media:not_media", refusal.facts)["message"]


def test_what_was_kept_before_is_told_as_it_is(french):
    old = {"detail": "no picture can be decoded"}
    assert translated(old) == "no picture can be decoded"
    assert translated({}) == ""


def test_a_job_keeps_it_and_tells_it_to_each_in_their_language(world, monkeypatch, french):
    job = world.ours.ingest
    Ingest.objects.filter(pk=job.pk).update(state=State.QUEUED)

    def refuse(*_args, **_how):
        raise Refused("media:not_media", "more than %(most)s pictures", most=9)

    monkeypatch.setattr("projects.piecework.confined", refuse)
    ingest_task(*job.message)
    job.refresh_from_db()
    assert job.error_facts["detail"] == "more than 9 pictures"
    assert "plus de 9 images" in job.event()["error"]["message"]


def test_so_does_the_offer_of_an_export(world, french):
    Version.objects.filter(pk=world.ours.version.pk).update(rate_num=37, rate_den=2)
    candidate = type(world.ours.candidate).objects.get(pk=world.ours.candidate.pk)
    offer = what_is_lost(candidate, candidate.latest.cut)["edl"]
    assert offer.refused["detail"] == "pas de timecode à 18.500"
