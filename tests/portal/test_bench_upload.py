"""The arithmetic of `bench upload`, and the plain view it is measured by."""

import sys

import httpx
import pytest

from portal.benchmarks import upload


def test_ratios_are_of_rounds_and_not_of_sums():
    assert upload._ratio([2.0, 30.0, 4.0], [1.0, 10.0, 2.0]) == 2.0
    assert upload._median([3, 1, 2]) == 2


def test_each_way_is_taken_once_a_round_in_turn():
    seen = []
    ways = {name: lambda n, name=name: seen.append((n, name)) for name in ("put", "sender")}
    times = upload._measured(ways, 2)
    assert seen == [(0, "put"), (0, "sender"), (1, "put"), (1, "sender")]
    assert [len(rows) for rows in times.values()] == [2, 2]


def test_a_command_that_fails_is_told_with_its_words():
    with pytest.raises(RuntimeError, match="ended with 3: no room"):
        upload._run([sys.executable, "-c", "print('no room'); raise SystemExit(3)"])
    upload._run([sys.executable, "-c", ""])


def test_the_plain_view_takes_a_body(tmp_path):
    with upload._plain_view(tmp_path) as port:
        answer = httpx.put(f"http://127.0.0.1:{port}/take", content=b"x" * 3_000_000)
    assert answer.text == "taken\n"
    (path,) = [file for file in tmp_path.iterdir() if file.is_file()]
    assert path.stat().st_size == 3_000_000
