"""The picture of a page: kept as pixels alone, refused when it is something else."""

import io

import pytest
from PIL import Image

from feedback.tickets.pictures import AT_MOST, LONGEST, cleaned
from portal.errors import PortalError
from tests.feedback.tickets.pngs import SIGNATURE, chunk, png


def test_a_picture_stays_the_picture_it_is():
    made = io.BytesIO()
    Image.effect_noise((40, 30), 50).convert("RGBA").save(made, "PNG")
    kept = Image.open(io.BytesIO(cleaned(made.getvalue())))
    assert kept.tobytes() == Image.open(made).tobytes() and kept.size == (40, 30)


def test_words_times_and_whatever_follows_the_end_are_left_out():
    text = chunk(b"tEXt", b"Author\x00Ines Okafor"), chunk(b"eXIf", b"where")
    found = cleaned(png(2, 2, *text) + b"<script>")
    assert b"Ines" not in found and b"eXIf" not in found and b"<script>" not in found
    assert found == png(2, 2)


def broken() -> dict[str, bytes]:
    whole = png()
    return {
        "no picture": b"<svg onload=alert(1)>",
        "a jpeg": b"\xff\xd8\xff\xe0" + b"0" * 40,
        "the name alone": SIGNATURE,
        "cut short": whole[:-6],
        "a changed bit": whole[:40] + bytes([whole[40] ^ 1]) + whole[41:],
        "a length that lies": SIGNATURE + b"\x7f\xff\xff\xff" + whole[12:],
        "no header first": SIGNATURE + chunk(b"IDAT", b"x") + chunk(b"IEND"),
        "a header of another length": SIGNATURE + chunk(b"IHDR", b"1") + png()[33:],
        "no pixels": SIGNATURE + whole[8:33] + chunk(b"IEND"),
        "too wide": png(LONGEST + 1, 2),
        "no height": png(2, 0),
        "too many bytes": png(2, 2, chunk(b"tEXt", b"0" * AT_MOST)),
    }


@pytest.mark.parametrize("name", broken())
def test_anything_else_is_refused_in_words(name):
    with pytest.raises(PortalError) as told:
        cleaned(broken()[name])
    assert told.value.code == "ticket:picture"
    assert "What you typed is still in the form." in told.value.as_dict()["kept"]
