"""The arithmetic of `bench upload`, and the plain view it is measured by."""

import sys
from contextlib import ExitStack

import httpx
import pytest

from portal.benchmarks import upload
from portal.benchmarks.upload import browser as browsing


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


class Page:
    """What the browser's page is asked for: files given, words waited for."""

    def __init__(self):
        self.given, self.waited = [], []
        self.first = self

    def locator(self, _selector):
        return self

    def set_input_files(self, path):
        self.given.append((path.name, path.read_bytes()))

    def wait_for_selector(self, selector, timeout):
        self.waited.append(selector)


def test_the_browser_is_given_another_file_each_time_and_waits_for_its_own_word(tmp_path):
    film = tmp_path / "bench.mov"
    film.write_bytes(bytes(100))
    browser = browsing.Browser(None, tmp_path)
    browser.page = Page()
    for _round in range(2):
        browser.send(film)
    (one, first), (two, second) = browser.page.given
    assert one != two and first != second and len(first) == 100
    assert ["/^1 file" in browser.page.waited[0], "/^2 file" in browser.page.waited[1]] == [
        True
    ] * 2
    assert [path.name for path in tmp_path.iterdir()] == ["bench.mov"]


def test_without_chromium_the_browser_is_left_out(tmp_path, monkeypatch):
    def nowhere():
        raise FileNotFoundError("no Chromium found")

    monkeypatch.setattr(browsing, "chromium", nowhere)
    with ExitStack() as ends:
        assert browsing.browser_at_hand(None, tmp_path, ends) is None
