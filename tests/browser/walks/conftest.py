"""The browser of a walk, static files as they are given out, a picture where the world has none."""

import io
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from PIL import Image

from portal.static_files import HashedFiles
from tests.browser.conftest import CHROMIUM, FLAGS, _must_be_there
from tests.browser.walks.desk import Desk


class Silent(SimpleHTTPRequestHandler):
    """Files of a folder, without a line for each."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def log_message(self, *_said):
        """What is missing is noticed by the walk itself."""


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """Where the joined files with hashed names are, below `static/`; collected once."""
    folder = tmp_path_factory.mktemp("given_out")
    with _hashed(folder):
        call_command("collectstatic", verbosity=0, interactive=False)
    return folder


@pytest.fixture(scope="module")
def given_out(collected):
    """The address they are at; pages name them so while it is there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(collected)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with _hashed(collected):
        yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def _hashed(folder):
    """Settings stay as they are: tests that change them end in another order than a module."""
    before = staticfiles_storage._wrapped
    staticfiles_storage._wrapped = HashedFiles(location=folder / "static", base_url="/static/")
    yield
    staticfiles_storage._wrapped = before


@pytest.fixture(scope="module")
def desk(given_out):
    _must_be_there()
    desk = Desk(CHROMIUM, FLAGS, given_out)
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
