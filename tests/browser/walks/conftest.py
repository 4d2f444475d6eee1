"""The browser of a walk, and a picture where the world has none."""

import io

import pytest
from PIL import Image

from tests.browser.conftest import CHROMIUM, FLAGS, _must_be_there
from tests.browser.walks.desk import Desk


@pytest.fixture(scope="module")
def desk():
    _must_be_there()
    desk = Desk(CHROMIUM, FLAGS)
    yield desk
    desk.end()


def grey() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (320, 180), "#777").save(drawn, "jpeg")
    return drawn.getvalue()


@pytest.fixture
def pictures(monkeypatch):
    """The world's film has no frames to decode: any of them is grey."""
    frame = grey()
    monkeypatch.setattr("projects.views.media.still", lambda path, number, **given: frame)
