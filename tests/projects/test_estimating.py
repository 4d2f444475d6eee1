"""What a request is about to send, roughly, before anything is composed."""

from types import SimpleNamespace as Row

import pytest
from pydantic import Field

from projects.assist.contract import Parameters, Tool
from projects.assist.palette import Final, Need
from projects.estimating import FRAMES, MOST_TEXT, WORDS, estimate, outlined


class Made(Parameters):
    count: int = Field(3)
    seconds: int = Field(0)
    note: str = Field("")


def tool(need: Need) -> Tool:
    return Tool(
        **dict.fromkeys(("name", "version", "title", "purpose", "method"), "x"),
        serves="vfx",
        accepts=frozenset({"film"}),
        parameters=Made,
        stages={},
        needs=need,
    )


def row(kind: str, size: int = 1000, frames: int = 240) -> Row:
    return Row(asset=Row(kind=kind), size=size, frames=frames, rate_num=24, rate_den=1)


def test_a_script_counts_whole_up_to_what_is_ever_sent():
    with outlined(tool(Need.TEXT), [row("script", 500)], {}) as work:
        assert (len(work.text), len(work.instructions)) == (500, WORDS)
        assert work.attachments == () and work.need == Need.TEXT
    with outlined(tool(Need.TEXT), [row("script", MOST_TEXT * 9)], {}) as work:
        assert len(work.text) == MOST_TEXT


def test_pictures_count_once_and_films_as_some_frames():
    with outlined(tool(Need.VISION), [row("image"), row("film")], {}) as work:
        assert len(work.attachments) == 1 + FRAMES and work.text == ""
        assert work.attachments[0].path.stat().st_size > 100


def test_its_pictures_are_gone_afterwards():
    with outlined(tool(Need.VISION), [row("image")], {}) as work:
        path = work.attachments[0].path
    assert not path.exists()


def test_what_nobody_says_is_as_the_tool_has_it():
    with outlined(tool(Need.IMAGE), [row("image")], {}) as work:
        assert work.options == {"count": 3}
    with outlined(tool(Need.IMAGE), [row("image")], {"count": 1, "note": "x"}) as work:
        assert work.options == {"count": 1}


def test_films_have_a_length():
    with outlined(tool(Need.SEGMENTS), [row("film"), row("film", frames=120)], {}) as work:
        assert work.option("seconds") == 15
    with outlined(tool(Need.VIDEO), [row("image")], {}) as work:
        assert work.option("seconds") == 8
    with outlined(tool(Need.VIDEO), [row("image")], {"seconds": 5}) as work:
        assert work.option("seconds") == 5


@pytest.mark.parametrize("code", ["remote:unpriced", "remote:need"])
def test_what_cannot_be_told_is_no_price(code):
    def refused(*given):
        raise Final(code, "second")

    with outlined(tool(Need.TEXT), [row("script")], {}) as work:
        assert estimate(Row(quote=refused, capabilities=lambda: ()), work, "m", []) is None
