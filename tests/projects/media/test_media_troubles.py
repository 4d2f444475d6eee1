"""What a reader raises, in words; its own stay beside them."""

import av
import pytest

from projects.media.refusal import Refused
from projects.media.still import still
from projects.media.troubles import unreadable


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (av.error.InvalidDataError(1, "Invalid data found"), "damaged"),
        (av.error.EOFError(1, "End of file"), "cut off"),
        (av.error.DecoderNotFoundError(1, "Decoder not found"), "does not read"),
        (av.error.ExitError(1, "Immediate exit"), "too long"),
        (av.error.FileNotFoundError(2, "No such file"), "cannot be opened"),
        (MemoryError(), "memory"),
        (ArithmeticError("what"), "damaged"),
    ],
)
def test_what_a_reader_raises_is_said_in_words_and_kept_as_it_was(error, said):
    found = unreadable(error)
    own = getattr(error, "strerror", None) or type(error).__name__
    assert found.code == "media:unreadable" and said in found.detail
    assert own not in found.detail and found.facts["numbers"] == {"reason": own}


def test_a_file_of_nothing_is_told_without_the_words_of_the_reader(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(Refused) as refused:
        still(path, 0)
    assert refused.value.detail == "it is damaged, or not what its name says"
    assert refused.value.numbers["reason"] == "Invalid data found when processing input"
