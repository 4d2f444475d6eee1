"""Frames and timecode in the browser against the same in Python."""

import pytest


def spelled(frame, base, drop):
    """SMPTE 12M, counted the slow way."""
    if drop:
        skip = base // 15
        minutes, tens = 60 * base - skip, 600 * base - 9 * skip
        many, rest = divmod(frame, tens)
        frame += 9 * skip * many + (
            skip * (1 + (rest - 60 * base) // minutes) if rest >= 60 * base else 0
        )
    seconds, frames = divmod(frame, base)
    clock = f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{clock}{';' if drop else ':'}{frames:02}"


@pytest.mark.parametrize(
    ("rate", "base", "drop"),
    [
        ("24000/1001", 24, False),
        ("25", 25, False),
        ("30000/1001", 30, True),
        ("60000/1001", 60, True),
        ("30000/1001", 30, False),
    ],
)
def test_timecode_agrees_with_python_and_comes_back(tab, fake, rate, base, drop):
    fake.page("/t/", "")
    tab.goto(f"{fake.url}/t/")
    frames = [
        0,
        1,
        base - 1,
        1799,
        1800,
        1801,
        3597,
        3598,
        17981,
        17982,
        17983,
        107892,
        215784,
        86400,
        *range(5000, 200_000, 3331),
    ]
    told = tab.evaluate(
        """async ([frames, rate, drop]) => { const { parseRate, toTimecode, toFrame } = await
import("/static/js/timecode.js"); const r = parseRate(rate);
        return frames.map((frame) => { const text = toTimecode(frame, r, drop);
return [text, toFrame(text, r, drop)]; }); }""",
        [frames, rate, drop],
    )
    assert told == [[spelled(frame, base, drop), frame] for frame in frames]


def test_a_dropped_number_is_no_timecode(tab, fake):
    fake.page("/t/", "")
    tab.goto(f"{fake.url}/t/")
    assert (
        tab.evaluate("""async () => {
        const { parseRate, toFrame } = await import("/static/js/timecode.js");
        try { toFrame("00:01:00;00", parseRate("30000/1001"), true); return "taken";
} catch { return "refused"; } }""")
        == "refused"
    )
