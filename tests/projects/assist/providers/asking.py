"""Small steps that the tests of the providers share."""

from io import BytesIO

import pytest
from PIL import Image

from projects.assist.palette import Attachment, Trouble
from projects.errors_of_remote import TEXTS
from tests.projects.assist.providers.loopback import serving


def refused(ask, *replies, calls=None):
    """What `ask(address)` raises where the server answers so."""
    with serving(*replies) as server:
        with pytest.raises(Trouble) as told:
            ask(server.address)
        assert len(server.calls) == (len(replies) if calls is None else calls)
    assert told.value.code in TEXTS
    return told.value


def picture(kind="PNG", size=(32, 18)):
    """The bytes of a picture."""
    file = BytesIO()
    Image.new("RGB", size, (90, 60, 30)).save(file, kind)
    return file.getvalue()


def reference(folder, name="plate.png", role="reference", kind="PNG"):
    path = folder / name
    path.write_bytes(picture(kind))
    return Attachment(path, f"image/{kind.lower()}", role, name)
