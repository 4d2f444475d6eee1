"""The conversion as the shell runs it."""

import io
import json
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pydantic import ValidationError

from portal.errors import REGISTRY
from projects.assist.contract import ToolInput, ToolRefused
from projects.assist.tools import TOOLS
from projects.assist.tools.convert import TOOL, ConvertParameters
from projects.errors_of_editorial import TEXTS
from projects.interchange.timelines.writing import write
from projects.media.refusal import Refused
from tests.projects.interchange.films_laid import everything, plain

DATA = Path(os.environ.get("LAST_MILE_DATA", "../shared/data")) / "robustness"
CUBE = "LUT_3D_SIZE 2\n" + "0 0 0\n" * 8


def run(path, folder, **parameters):
    stages = []
    made = TOOL.run(
        [ToolInput(path, path.name)],
        ConvertParameters(**parameters),
        folder,
        lambda stage, share: stages.append((stage, share)),
    )
    shares = [share for _stage, share in stages]
    assert shares == sorted(shares) and shares[-1] == 1
    assert {stage for stage, _share in stages} <= set(TOOL.stages)
    return made[0]


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "film.otio"
    path.write_bytes(write(plain(), "otio")[0].content)
    return path


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def test_it_serves_editing():
    assert TOOLS["convert"] is TOOL
    assert TOOL.serves == "editing" and TOOL.accepts == {"editorial"}


def test_a_film_is_written_with_its_report_and_its_events(film, out):
    made = run(film, out, to="fcpxml")
    result = json.loads((out / "result.json").read_text())
    assert result == json.loads(json.dumps(made.result))
    assert result["written"] and result["files"] == ["film.fcpxml"] and result["losses"] == []
    assert (result["format"], result["rate"], result["frames"]) == ("otio", "24000/1001", 144)
    assert [row["record_in"] for row in result["events"]] == [
        "01:00:00:00",
        "01:00:02:00",
        "01:00:04:00",
    ]
    assert (out / "events.csv").read_text("utf-8-sig").count("\n") == 4
    assert {file.role for file in made.files} == {"editorial", "events", "numbers"}
    assert all(file.path.is_file() for file in made.files)


def test_losses_stop_it_and_are_said(tmp_path, out):
    path = tmp_path / "all.otio"
    path.write_bytes(write(everything(), "otio")[0].content)
    said = io.StringIO()
    call_command(
        "assist", "convert", "--input", path, "--out", out, "--param", "to=aaf", stdout=said
    )
    assert "Would be lost: 1 changes of speed." in said.getvalue()
    assert "Nothing was written; --param accept_losses=true writes it." in said.getvalue()
    assert sorted(path.name for path in out.iterdir()) == ["events.csv", "result.json"]
    made = run(path, out, to="aaf", accept_losses=True)
    assert made.result["written"] and (out / "all.aaf").stat().st_size > 100_000


def test_a_start_is_given(film, out):
    assert run(film, out, to="fcp7", start="10:00:00:00").result["start"] == 36_000 * 24
    with pytest.raises(ToolRefused) as refused:
        run(film, out, to="fcp7", start="ten o'clock")
    assert refused.value.code == "interchange:bad_timecode"


def test_a_name_as_long_as_names_may_be(film, out):
    long = film.rename(film.with_name("é" * 125 + ".otio"))
    (name,) = run(long, out, to="fcpxml").result["files"]
    assert name == "é" * 100 + ".fcpxml" and (out / name).is_file()


def test_nothing_is_written_over_its_source(film):
    before = film.read_bytes()
    result = run(film, film.parent, to="otio", start="10:00:00:00").result
    assert result["files"] == ["film_converted.otio"] and film.read_bytes() == before


def test_warnings_of_a_list(tmp_path, out):
    path = tmp_path / "a.edl"
    path.write_bytes(write(plain(), "edl")[0].content.replace(b"01:00:04:00", b"01:00:03:12", 1))
    result = run(path, out, to="edl", rate="24000/1001", accept_losses=True).result
    codes = {row["code"] for row in result["warnings"]}
    assert {"rate_unsaid", "lengths_differ"} <= codes
    said, asked = io.StringIO(), ("--param", "to=otio", "--param", "rate=24000/1001")
    call_command("assist", "convert", "--input", path, "--out", out, *asked, stdout=said)
    assert "Note: 1 events have other lengths of source and record." in said.getvalue()


def test_a_refusal_is_a_sentence(tmp_path, out):
    path = tmp_path / "a.edl"
    path.write_bytes(write(plain(), "edl")[0].content)
    with pytest.raises(CommandError) as refused:
        call_command("assist", "convert", "--input", path, "--out", out, "--param", "to=otio")
    assert "does not say how many frames" in str(refused.value)
    assert all(REGISTRY[code] is text for code, text in TEXTS.items())


def test_a_table_of_colours_is_checked_and_copied(tmp_path, out):
    path = tmp_path / "look.cube"
    path.write_text(CUBE)
    result = run(path, out, to="cube").result
    assert result["rows"] == 8 and (out / "look.cube").read_text() == CUBE
    with pytest.raises(ToolRefused) as refused:
        run(path, out, to="cdl")
    assert refused.value.code == "timeline:cube" and "8 rows" in refused.value.detail
    path.write_text(CUBE.replace("0 0 0\n", "nan 0 0\n", 1))
    with pytest.raises(Refused):
        run(path, out, to="cube")


def test_nothing_else_becomes_a_table_of_colours(film, out):
    with pytest.raises(ToolRefused) as refused:
        run(film, out, to="cube")
    assert refused.value.code == "timeline:no_cube"


@pytest.mark.skipif(not DATA.is_dir(), reason="the hostile files are not beside the project")
@pytest.mark.parametrize("name", ["huge_lut.cube", "nan_lut.cube"])
def test_hostile_tables(name, out):
    with pytest.raises(Refused) as refused:
        run(DATA / name, out, to="cube")
    assert refused.value.code == "media:bad_lut"


def test_an_unknown_format_is_no_parameter():
    with pytest.raises(ValidationError):
        ConvertParameters(to="docx")
