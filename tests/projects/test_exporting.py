"""What leaves the portal: approved cuts only, exact to the frame at every rate."""

from fractions import Fraction

import opentimelineio as otio
import pytest
from django.urls import reverse

from portal.models import AuditEvent
from projects.exporting import FORMATS
from projects.interchange.timelines.reading import read
from projects.models import Decision
from projects.models.projects import RATES
from tests.world import make_candidate

SPANS = [(0, 24), (24, 60), (60, 96)]
LABELS = ["23.976", "24", "25", "29.97 DF", "30", "50", "59.94", "59.94 DF"]


@pytest.fixture
def approved(world):
    """The candidate with its version at the rate of a label."""

    def at(label="24"):
        candidate, project = world.ours.candidate, world.ours.project
        num, den, _drop = RATES[label]
        project.rate_label = label
        project.save()
        type(candidate.version).objects.filter(pk=candidate.version_id).update(
            rate_num=num, rate_den=den
        )
        return candidate

    return at


def fetch(client, candidate, name):
    return client.get(reverse("candidate_export", args=[candidate.pk, name]))


def ranges(timeline, rate):
    """Source in and out of each clip, as frames at the film's rate."""
    found = []
    for clip in timeline.find_clips():
        span = clip.source_range
        assert span.start_time.value % 1 == 0 and span.duration.value % 1 == 0
        start = int(span.start_time.value)
        found.append((start, start + int(span.duration.value)))
    return found


@pytest.mark.parametrize("label", LABELS)
def test_otio_gives_back_the_same_frames_and_rate(world, as_person, approved, label):
    candidate = approved(label)
    answer = fetch(as_person(world.visitor("director")), candidate, "otio")
    timeline = otio.adapters.read_from_string(answer.text, "otio_json")
    rate = Fraction(*RATES[label][:2])
    assert ranges(timeline, rate) == SPANS
    clip = timeline.find_clips()[0]
    assert Fraction(clip.source_range.duration.rate).limit_denominator(1001) == rate


@pytest.mark.parametrize("label", LABELS)
def test_an_edl_gives_back_the_same_frames(world, as_person, approved, label):
    candidate = approved(label)
    answer = fetch(as_person(world.visitor("director")), candidate, "edl")
    assert answer.status_code == 200
    assert ("DROP FRAME" in answer.text) and (("NON-DROP" not in answer.text) == ("DF" in label))
    numerator, denominator, _drop = RATES[label]
    timeline = otio.adapters.read_from_string(
        answer.text, "cmx_3600", rate=numerator / denominator, ignore_timecode_mismatch=True
    )
    assert ranges(timeline, None) == SPANS


@pytest.mark.parametrize("label", LABELS)
def test_a_csv_has_a_row_a_shot_with_its_frames(world, as_person, approved, label):
    import csv
    import io

    answer = fetch(as_person(world.visitor("director")), approved(label), "csv")
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert len(rows) == 4
    for (start, end), row in zip(SPANS, rows[1:], strict=True):
        assert str(start) in row and {str(end), str(end - 1)} & set(row)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("name", ["fcpxml", "xml", "ale"])
def test_editing_systems_get_the_same_frames(world, as_person, approved, label, name, tmp_path):
    answer = fetch(as_person(world.visitor("director")), approved(label), name)
    assert answer.status_code == 200
    path = tmp_path / f"cut.{name}"
    path.write_bytes(answer.content)
    rate = Fraction(*RATES[label][:2])
    laid = read(path, rate).laid
    assert [(item.source, item.source_end) for item in laid.items()] == SPANS
    assert laid.rate == rate and laid.drop_frame == ("DF" in label)


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_leaves_as_a_download_and_is_written_down(world, as_person, approved, name):
    answer = fetch(as_person(world.visitor("reviewer")), approved(), name)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert f"PRJ_clip_r0.{name}" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    event = AuditEvent.objects.first()
    assert (event.verb, event.facts["name"]) == ("cut:exported", "clip.mp4")
    assert event.studio == world.ours.studio


@pytest.mark.parametrize("name", FORMATS)
def test_the_api_gives_the_same_file(world, as_person, approved, name):
    candidate, director = approved(), as_person(world.visitor("director"))
    page = fetch(director, candidate, name)
    api = director.get(f"/api/v1/candidates/{candidate.pk}/exports/{name}/")
    assert api.content == page.content


@pytest.mark.parametrize("name", FORMATS)
def test_what_nobody_approved_does_not_leave(world, as_person, name):
    candidate = make_candidate(world.ours.version, world.visitor("artist"))
    producer = as_person(world.visitor("producer"))
    answer = fetch(producer, candidate, name)
    assert answer.status_code == 409 and "not approved" in answer.text
    api = producer.get(f"/api/v1/candidates/{candidate.pk}/exports/{name}/")
    assert api.json()["error"]["code"] == "export:not_approved"
    assert not AuditEvent.objects.filter(verb="cut:exported").exists()


@pytest.mark.parametrize("verdict", ["rejected", "changes"])
def test_an_approval_taken_back_closes_the_door(world, as_person, approved, verdict):
    candidate, director = approved(), world.visitor("director")
    Decision.objects.create(
        project=candidate.project,
        candidate=candidate,
        revision=candidate.latest,
        verdict=verdict,
        reason="After all.",
        person=director,
    )
    assert fetch(as_person(director), candidate, "edl").status_code == 409


def test_another_format_is_not_found(world, as_person, approved):
    assert fetch(as_person(world.visitor("director")), approved(), "aaf").status_code == 404


def test_the_signed_revision_leaves_not_a_later_one(world, as_person, approved):
    candidate = approved()
    candidate.revisions.create(project=candidate.project, number=1, cut=candidate.latest.cut[:1])
    answer = fetch(as_person(world.visitor("director")), candidate, "otio")
    timeline = otio.adapters.read_from_string(answer.text, "otio_json")
    assert ranges(timeline, None) == SPANS


def test_a_name_of_any_kind_makes_a_harmless_file_name(world, as_person, approved):
    candidate = approved()
    asset = candidate.version.asset
    asset.name = '../"x"\\影片;\n' + "n" * 200
    asset.save()
    said = fetch(as_person(world.visitor("director")), candidate, "edl")["Content-Disposition"]
    assert "/" not in said.split("filename*")[0] and "\n" not in said
    assert "%E5%BD%B1" in said
