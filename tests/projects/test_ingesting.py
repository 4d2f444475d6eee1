"""What becomes of an upload once a worker has looked at it."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from portal.storage import files
from projects.media.credentials.reading import read
from projects.media.credentials.signing import sign
from projects.media.sample import make_sample
from projects.models import Asset, Ingest, State, Version
from projects.seals import seal
from projects.tasks import ingest as ingest_task
from tests.projects.media.credential_files import CLAIM, picture

SCRIPT = "Title: Rain\n\nINT. KITCHEN - NIGHT\n\nNORA\nIt has not stopped since Tuesday.\n"
EDL = """TITLE: CUT
FCM: NON-DROP FRAME

001  AX       V     C        01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00
"""


def arrived(world, name, source):
    """A version whose original is this file or these bytes, not examined yet."""
    project = world.ours.project
    body = source.read_bytes() if isinstance(source, Path) else source
    asset = Asset.objects.create(project=project, name=name)
    version = Version.objects.create(
        project=project,
        asset=asset,
        number=1,
        file_name=name,
        size=max(len(body), 1),
        tree_sha256="0" * 64,
        part_size=1024,
        storage_key=f"originals/{asset.pk.hex}",
    )
    target = Path(files.path(version.storage_key))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(body)
    return Ingest.objects.create(project=project, version=version)


def examined(world, name, source):
    job = arrived(world, name, source)
    ingest_task(*job.message)
    return Ingest.objects.select_related("version__asset").get(pk=job.pk)


def roles(job):
    return sorted(job.version.renditions.values_list("role", flat=True))


def tone(path, seconds=1):
    with av.open(str(path), "w") as target:
        stream = target.add_stream("pcm_s16le", rate=8000, layout="mono")
        samples = (np.sin(np.arange(8000 * seconds) / 5) * 9000).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = 8000
        target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return path


def uneven(path):
    """Thirty frames; the later half lasts three times as long."""
    with av.open(str(path), "w") as target:
        stream = target.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        at = 0
        for index in range(30):
            shade = np.full((48, 64, 3), index * 8, np.uint8)
            frame = av.VideoFrame.from_ndarray(shade, format="rgb24")
            frame.pts, frame.time_base = at, Fraction(1, 1000)
            at += 33 if index < 15 else 100
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return path


@pytest.fixture
def film(tmp_path):
    make_sample(tmp_path / "film.mp4", seed=3, seconds=2, size=(160, 90))
    return tmp_path / "film.mp4"


def test_a_film_gets_facts_poster_strip_proxy_and_waveform(world, film):
    job = examined(world, "film.mp4", film)
    assert job.state == "READY" and job.version.asset.kind == "film"
    assert roles(job) == ["poster", "proxy", "strip", "waveform"]
    assert (job.version.frames, job.version.rate) == (48, Fraction(24))
    assert job.version.facts["width"] == 160 and job.version.facts["audio"]
    for row in job.version.renditions.all():
        assert Path(files.path(row.storage_key)).stat().st_size == row.size > 0


def test_what_is_told_of_a_ready_file_says_its_kind(world, film, monkeypatch):
    said = []
    monkeypatch.setattr("projects.telling.fire", lambda event, *, studio, data: said.append(data))
    examined(world, "film.mp4", film)
    assert [data["kind"] for data in said] == ["film"]


def test_an_image_gets_a_poster(world, tmp_path):
    cv2.imwrite(str(tmp_path / "plate.png"), np.full((90, 160, 3), 90, np.uint8))
    job = examined(world, "plate.png", tmp_path / "plate.png")
    assert (job.state, job.version.asset.kind, roles(job)) == ("READY", "image", ["poster"])


def test_a_sound_gets_a_waveform_and_a_proxy(world, tmp_path):
    job = examined(world, "line.wav", tone(tmp_path / "line.wav"))
    assert (job.state, job.version.asset.kind) == ("READY", "sound")
    assert roles(job) == ["proxy", "waveform"]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [("rain.fountain", SCRIPT, "script"), ("cut.edl", EDL, "editorial")],
)
def test_a_text_is_known_by_its_kind(world, name, text, kind):
    job = examined(world, name, text.encode())
    assert (job.state, job.version.asset.kind, roles(job)) == ("READY", kind, [])


def test_a_variable_rate_leaves_the_frames_times(world, tmp_path, as_person):
    job = examined(world, "phone.mp4", uneven(tmp_path / "phone.mp4"))
    assert job.state == "READY" and job.version.facts["vfr"]
    row = job.version.renditions.get(role="times")
    told = json.loads(Path(files.path(row.storage_key)).read_text())
    assert len(told["frame_times"]) == job.version.frames == 30
    answer = as_person(world.visitor("artist")).get(f"/versions/{job.version.pk}/times.json")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("clip.mp4", b"this is only text\n" * 50),
        ("clip.mp4", b"\x00" * 4096),
        ("archive.zip", b"PK\x03\x04" + b"\x00" * 500),
        ("programme.exe", b"MZ" + bytes(range(256)) * 8),
        ("page.html", b"<html><script>alert(1)</script></html>"),
    ],
)
def test_what_is_no_media_is_refused_with_the_reason_and_kept(world, name, body):
    job = examined(world, name, body)
    assert job.state == "FAILED" and job.error_code.startswith("media:")
    told = job.event()["error"]
    assert told["message"] and told["kept"] == "Your original is kept as it arrived."
    assert Path(files.path(job.version.storage_key)).read_bytes() == body
    assert roles(job) == [] and job.version.asset.kind == ""


def test_a_cut_off_film_does_not_fail_the_portal(world, film):
    job = examined(world, "half.mp4", film.read_bytes()[: film.stat().st_size // 2])
    assert job.state in ("READY", "FAILED")
    assert job.state == "READY" or job.error_code.startswith("media:")


def test_an_original_that_is_gone_ends_with_a_reason(world, film):
    job = arrived(world, "film.mp4", film)
    Path(files.path(job.version.storage_key)).unlink()
    ingest_task(*job.message)
    job.refresh_from_db()
    assert job.state in ("FAILED", "ERRORED") and job.event()["error"]["message"]


def test_examined_twice_there_is_one_of_each_picture(world, film):
    job = examined(world, "film.mp4", film)
    Ingest.objects.filter(pk=job.pk).update(state=State.QUEUED)
    ingest_task(*job.message)
    assert roles(job) == ["poster", "proxy", "strip", "waveform"]
    for row in job.version.renditions.all():
        assert "/2/" in row.storage_key


def test_cancelled_while_it_is_examined_it_has_no_pictures(world, film, monkeypatch):
    job = arrived(world, "film.mp4", film)
    monkeypatch.setattr(
        "projects.piecework.confined",
        lambda *_args, tick, **_how: (
            Ingest.objects.get(pk=job.pk).close(State.CANCELLED) and tick()
        ),
    )
    ingest_task(*job.message)
    job.refresh_from_db()
    assert job.state == "CANCELLED" and roles(job) == []


def test_what_an_upload_says_of_its_origin_is_kept_and_goes_into_its_copies(world, tmp_path):
    claim = replace(CLAIM, source_type="trainedAlgorithmicMedia", tool="a model")
    sign(picture(tmp_path / "plain.png"), tmp_path / "made.png", claim, [], seal())
    job = examined(world, "made.png", tmp_path / "made.png")
    assert job.state == "READY" and roles(job) == ["credentials", "poster"]
    version = Version.objects.get(pk=job.version_id)
    assert version.source_type == "trainedAlgorithmicMedia"
    known = version.facts["origin"]
    assert (known["state"], known["media_type"]) == ("trusted", "image/png")
    assert len(known["sha256"]) == 64 and version.made_by["word"] == "Made with AI"
    assert "Made with AI" in version.sub_text
    poster = read(Path(files.path(version.rendition("poster").storage_key)), seal().anchors)
    [parent] = poster["ingredients"]
    assert parent["relation"] == "parentOf" and parent["state"] == "whole"
    assert parent["credentials"]["actions"][0]["tool"] == "a model 1.0"
    assert poster["source_type"] == "trainedAlgorithmicMedia"


def test_an_upload_without_credentials_has_its_hash_and_its_copies_are_signed(world, film):
    job = examined(world, "clip.mp4", film)
    version = Version.objects.get(pk=job.version_id)
    assert version.facts["origin"]["state"] == "none" and version.source_type == ""
    assert "credentials" not in roles(job)
    for role in ("poster", "proxy", "strip"):
        row = version.rendition(role)
        found = read(Path(files.path(row.storage_key)), seal().anchors)
        assert found["state"] == "trusted" and row.facts["origin"]["carried"] == "inside"
        assert found["ingredients"][0]["sha256"] == version.facts["origin"]["sha256"]
        assert row.size == Path(files.path(row.storage_key)).stat().st_size
