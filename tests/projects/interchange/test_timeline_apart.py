"""Conversion as a whole, in the process that nobody's data depend on."""

import json
import os
from pathlib import Path

import pytest

from projects.interchange.refusal import ExportRefused
from projects.interchange.timelines import apart
from projects.interchange.timelines.converting import WARNINGS, Job
from projects.interchange.timelines.writing import write
from tests.projects.interchange.films_laid import everything, plain

DATA = Path(os.environ.get("LAST_MILE_DATA", "../shared/data"))
needs_data = pytest.mark.skipif(
    not (DATA / "robustness").is_dir(), reason="the hostile files are not beside the project"
)


def job(path, folder, to="otio", **changes) -> Job:
    rate = "24" if str(path).endswith(".edl") else ""
    return Job(str(path), to, str(folder), "film", **{"rate": rate, **changes})


def why(path, folder, **changes) -> str:
    with pytest.raises(ExportRefused) as refused:
        apart.convert_apart(job(path, folder, **changes))
    assert not list(folder.iterdir())
    return refused.value.code


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@needs_data
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("billion_laughs.fcpxml", "timeline:entities"),
        ("xxe.cdl", "timeline:entities"),
        ("deep.otio", "timeline:"),
        ("bad_timecode.edl", "timeline:bad_line"),
        ("zip_slip.zip", "timeline:unknown"),
        ("zero_byte.mp4", "timeline:unknown"),
        ("pixel_bomb.png", "timeline:unknown"),
    ],
)
def test_hostile_files_are_refused_and_leave_nothing(name, code, out):
    assert why(DATA / "robustness" / name, out).startswith(code)


def test_a_file_that_ends_its_reader_is_refused(tmp_path, out):
    path = tmp_path / "bad.otio"
    path.write_text('{"OTIO_SCHEMA": "Timeline.1", "tracks": null}')
    assert why(path, out).startswith("timeline:")


def test_nobody_waits_for_ever(tmp_path, out, monkeypatch):
    path = tmp_path / "film.otio"
    path.write_bytes(write(plain(), "otio")[0].content)
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    monkeypatch.setattr(apart, "TURN", 0.01)
    assert why(path, out) == "timeline:gave_up"


def test_who_waits_may_give_up(tmp_path, out, monkeypatch):
    path = tmp_path / "film.otio"
    path.write_bytes(write(plain(), "otio")[0].content)
    monkeypatch.setattr(apart, "TURN", 0.01)

    def enough():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        apart.convert_apart(job(path, out), enough)


def test_losses_are_told_and_nothing_is_written_until_they_are_accepted(tmp_path, out):
    path = tmp_path / "film.otio"
    path.write_bytes(write(everything(), "otio")[0].content)
    told = apart.convert_apart(job(path, out, "edl"))
    assert not told["written"] and told["files"] == [] and not list(out.iterdir())
    codes = {loss["code"] for loss in told["losses"]}
    assert {"video_tracks", "audio_tracks", "markers", "effects"} <= codes
    assert all(loss["detail"] for loss in told["losses"])
    told = apart.convert_apart(job(path, out, "edl", accept_losses=True))
    assert told["files"] == ["film.edl"] and (out / "film.edl").read_text().startswith("TITLE:")
    assert {loss["code"] for loss in told["losses"]} == codes
    json.dumps(told)


@pytest.mark.parametrize("text", ["0", "-24", "nan", "1/0", "a", "1e999"])
def test_what_is_no_rate_is_refused(text, tmp_path, out):
    path = tmp_path / "film.edl"
    path.write_bytes(write(plain(), "edl")[0].content)
    assert why(path, out, rate=text) == "timeline:bad_rate"


def test_every_warning_has_a_sentence():
    assert all(text and (text % {"count": 2}) for text in WARNINGS.values())
