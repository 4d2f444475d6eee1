"""Random cut lists of every rate, for the tests of all formats."""

from hypothesis import strategies as st

from projects.interchange.cutlist import CutList, Shot, Transition
from projects.interchange.timecode import DROPPING, RATES, day

CLOCKS = [(rate, False) for rate in RATES] + [(rate, True) for rate in DROPPING]
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@st.composite
def cut_lists(draw, most_shots: int = 12, names: st.SearchStrategy = NAMES) -> CutList:
    """Up to a whole day, gaps between shots, any names."""
    rate, drop_frame = draw(st.sampled_from(CLOCKS))
    end = day(rate, drop_frame)
    source_start = draw(st.integers(0, end // 2))
    marks = draw(
        st.lists(
            st.integers(0, end - source_start), min_size=2, max_size=2 * most_shots, unique=True
        ).map(sorted)
    )
    shots = tuple(
        Shot(
            start,
            stop,
            draw(names),
            draw(st.none() | st.just(Transition("dissolve", max(0, start - 3), start + 3))),
            draw(names),
        )
        for start, stop in zip(marks[::2], marks[1::2], strict=False)
    )
    total = sum(shot.length for shot in shots)
    record_start = draw(st.integers(0, end - total))
    return CutList(
        draw(names), "A001.mov", "A001", rate, shots, drop_frame, source_start, record_start
    )


def long_list(count: int, rate=RATES[5], **changes) -> CutList:
    """`count` shots of ten frames."""
    shots = tuple(Shot(10 * n, 10 * n + 10, f"Shot {n + 1:03}") for n in range(count))
    return CutList("Long", "A001.mov", "A001", rate, shots, **changes)
