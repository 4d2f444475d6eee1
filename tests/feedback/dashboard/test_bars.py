"""Pairs of bars: within their room, visible, named on a phone."""

import pytest

from feedback.dashboard.bars import GAP, LEAST, TALL, TOP, Week, bars

NAMES = ("asked", "answered")


def weeks(*numbers):
    return [Week(f"2026-01-{n + 1:02}", pair, f"/rows/{n}") for n, pair in enumerate(numbers)]


def test_heights_are_shares_of_the_most():
    drawn = bars(weeks((4, 2), (8, 0)), NAMES)
    assert drawn.most == 8
    assert [bar.height for pair in drawn.pairs for bar in pair.bars] == [60, 30, 120, 0]
    assert all(bar.y + bar.height == TOP + TALL for pair in drawn.pairs for bar in pair.bars)


def test_bars_stand_beside_one_another_in_the_room_of_their_week():
    drawn = bars(weeks(*[(1, 1)] * 13), NAMES)
    edges = [(bar.x, bar.x + bar.width) for pair in drawn.pairs for bar in pair.bars]
    assert edges == sorted(edges) and edges[0][0] > 0 and edges[-1][1] < 100
    room = 100 / 13
    for first, second in zip(edges[1::2], edges[2::2], strict=False):
        assert second[0] - first[1] == pytest.approx(2 * GAP * room, abs=0.05)


def test_a_single_one_among_thousands_can_be_seen():
    drawn = bars(weeks((1, 0), (9000, 3)), NAMES)
    assert drawn.pairs[0].bars[0].height == LEAST and drawn.pairs[1].bars[1].height == LEAST


def test_one_week_alone_is_as_wide_as_one_of_eight():
    assert [bars(weeks(*[(1, 1)] * n), NAMES).pairs[0].bars[0].width for n in (1, 8)] == [4.75] * 2


def test_nothing_at_all_is_drawn_flat():
    drawn = bars(weeks((0, 0)), NAMES)
    assert drawn.most == 0 and {bar.height for bar in drawn.pairs[0].bars} == {0}
    assert bars([], NAMES).pairs == []


@pytest.mark.parametrize("count", [1, 4, 5, 6, 13])
def test_at_most_five_weeks_are_named_the_newest_among_them(count):
    drawn = bars(weeks(*[(1, 1)] * count), NAMES)
    assert 1 <= len(drawn.labelled) <= 5 and drawn.labelled[-1] is drawn.pairs[-1]


def test_the_alternative_text_says_every_number():
    said = bars(weeks((4, 2), (8, 5)), NAMES).alt
    assert said == "2026-01-01: asked 4, answered 2. 2026-01-02: asked 8, answered 5"


def test_a_week_under_way_is_drawn_and_told_as_such():
    drawn = bars([*weeks((4, 2)), Week("2026-01-02", (1, 0), "/rows/", open=True)], NAMES)
    assert [pair.open for pair in drawn.pairs] == [False, True]
    assert drawn.alt.endswith("2026-01-02 (under way): asked 1, answered 0")
