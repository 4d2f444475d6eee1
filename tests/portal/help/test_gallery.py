"""Pictures for the README: small, of our own sample, and refused in words where they cannot be."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from PIL import Image

from portal.help import gallery
from portal.help.gallery import Visit
from tests.contract.tree import ROOT

MOST = 200 * 1024


class Page:
    """A page that is always drawn, and notes where it was led."""

    def __init__(self):
        self.opened, self.mouse = [], SimpleNamespace(move=lambda x, y: None)

    def goto(self, address, **_how):
        self.opened.append(address)

    def wait_for_function(self, told):
        assert told == gallery.DRAWN

    def screenshot(self, **_how):
        kept = io.BytesIO()
        Image.new("RGBA", (32, 20), "#161616").save(kept, "PNG")
        return kept.getvalue()


def test_a_picture_is_kept_as_webp_and_told(tmp_path):
    told, page = [], Page()
    visit = Visit(page, SimpleNamespace(address="http://portal"), tmp_path, told.append)
    visit.open("/help/")
    visit.take("help")
    assert page.opened == ["http://portal/help/"]
    with Image.open(tmp_path / "help.webp") as kept:
        assert kept.format == "WEBP"
    assert told == ["help.webp  32 x 20  0 KiB"]


def test_without_chromium_it_says_so_before_a_portal_is_started(monkeypatch, tmp_path):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(gallery, "rehearsal", lambda **_how: pytest.fail("a portal was started"))
    with pytest.raises(CommandError, match="no Chromium found: install chromium, or set CHROMIUM"):
        call_command("screenshots", to=tmp_path)


def test_a_scale_that_makes_no_picture_is_refused(tmp_path):
    with pytest.raises(CommandError, match="1 to 3"):
        call_command("screenshots", to=tmp_path, scale=0)


def test_a_portal_that_does_not_start_is_told(monkeypatch, tmp_path):
    def fails(*_given, **_how):
        raise RuntimeError("the portal did not start: no room")

    monkeypatch.setattr(gallery, "take_all", fails)
    with pytest.raises(CommandError, match="no room"):
        call_command("screenshots", to=tmp_path)


def test_the_readmes_picture_is_there_and_small():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [name] = {part.split(")")[0] for part in readme.split("](")[1:] if part.startswith("static/")}
    picture = Path(ROOT, name)
    assert picture.stat().st_size < MOST
    with Image.open(picture) as shown:
        assert shown.width >= 1280
