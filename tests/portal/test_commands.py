"""Commands of one machine."""

import json
import os
import socket

import pytest
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError

from portal.management.commands import demo
from portal.supervisor import port_is_free
from projects.media.sample import make_sample


class TestAssist:
    @pytest.fixture
    def film(self, tmp_path):
        make_sample(tmp_path / "film.mp4", seed=7, seconds=3, size=(160, 90))
        return str(tmp_path / "film.mp4")

    def assist(self, film, out, *params):
        given = [f"--param={param}" for param in params]
        call_command("assist", "shot_breakdown", "--input", film, "--out", str(out), *given)

    def test_it_writes_the_result_and_the_scoring_form(self, film, tmp_path):
        out = tmp_path / "new" / "folder"
        self.assist(film, out, "sensitivity=0.4")
        result = json.loads((out / "result.json").read_text())
        assert result["tool"] == "shot_breakdown" and result["rate"] == "24/1"
        assert result["shots"][0]["start"] == 0 and result["shots"][-1]["end"] == 72
        assert {"tool", "files"} <= set(json.loads((out / "scoring.json").read_text()))

    @pytest.mark.parametrize(
        "param", ["sensitivity=9", "nothing=1", "sensitivity", "sensitivity=x"]
    )
    def test_a_wrong_parameter_is_named(self, film, tmp_path, param):
        with pytest.raises(CommandError, match=r"sensitivity|nothing|NAME=VALUE"):
            self.assist(film, tmp_path / "out", param)

    def test_a_file_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(CommandError, match=r"there is no file .*gone\.mp4"):
            self.assist(str(tmp_path / "gone.mp4"), tmp_path / "out")

    def test_a_file_that_is_no_film_is_refused_in_sentences(self, tmp_path):
        (tmp_path / "text.mp4").write_text("only text " * 99)
        with pytest.raises(CommandError, match=r"[Tt]he film cannot be decoded|no picture"):
            self.assist(str(tmp_path / "text.mp4"), tmp_path / "out")

    def test_a_name_that_is_no_text_is_told_with_a_mark(self, film, tmp_path):
        odd = os.fsencode(tmp_path) + b"/odd\xff.mp4"
        os.link(film, odd)
        given = ["--input", os.fsdecode(odd), "--out", str(tmp_path / "out")]
        call_command("assist", "selects", *given)
        result = json.loads((tmp_path / "out" / "result.json").read_text())
        assert result["ranking"] == ["odd\ufffd.mp4"]

    def test_what_cannot_be_written_is_named(self, film, tmp_path):
        (tmp_path / "out" / "result.json").mkdir(parents=True)
        with pytest.raises(CommandError, match=r"result\.json"):
            self.assist(film, tmp_path / "out")

    def test_another_tool_is_refused(self, tmp_path):
        with pytest.raises(CommandError, match="invalid choice"):
            call_command("assist", "magic", "--input", "x", "--out", str(tmp_path))

    def test_what_is_given_beyond_what_a_tool_takes_is_not_left_out_in_silence(
        self, film, tmp_path
    ):
        given = ["--input", film, "--input", film, "--out", str(tmp_path / "out")]
        with pytest.raises(CommandError, match="clean_plate takes 1 --input at most, and 2"):
            call_command("assist", "clean_plate", *given)
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["bench", "drill"])
def test_what_there_is_no_bench_or_drill_for_is_refused(name):
    assert get_commands()[name] == "portal"
    with pytest.raises(CommandError, match="invalid choice"):
        call_command(name, "nothing")


def test_the_demo_never_runs_in_production(monkeypatch):
    monkeypatch.setattr(demo, "PRODUCTION", True)
    with pytest.raises(CommandError, match="never runs"):
        call_command("demo")


def test_a_busy_port_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not port_is_free("127.0.0.1", port)
        with pytest.raises(CommandError, match=f"port {port} is in use"):
            call_command("serve", "--port", str(port))
