"""Random markers on films of every rate, for the tests of all formats."""

from hypothesis import strategies as st

from projects.interchange.markers import Answer, Film, Marker
from projects.interchange.timecode import day
from tests.projects.interchange.lists_of_cuts import CLOCKS

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
SAID = WORDS.map(str.strip).filter(bool)
SHAPE = {"kind": "arrow", "colour": "red", "points": [[0.1, 0.2], [0.5, 0.5]]}


@st.composite
def marked_films(draw) -> tuple[Film, tuple[Marker, ...]]:
    """Up to a whole day long, from any timecode of the day."""
    rate, drop = draw(st.sampled_from(CLOCKS))
    whole = day(rate, drop)
    frames = draw(st.integers(1, whole))
    film = Film("Film", "A001.mov", rate, frames, drop, draw(st.integers(0, whole - 1)))
    markers = []
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, frames - 1))
        answers = [Answer(draw(SAID), draw(WORDS), id=f"{number}.{n}") for n in range(number % 3)]
        markers.append(
            Marker(
                start,
                draw(st.integers(start + 1, frames)),
                draw(SAID),
                person=draw(WORDS),
                id=str(number),
                resolved=draw(st.booleans()),
                drawing=tuple([SHAPE] * (number % 2)),
                answers=tuple(answers),
            )
        )
    return film, tuple(markers)
