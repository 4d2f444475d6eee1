"""A Chromium and a fake portal for the tests of single browser modules."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from portal.reviewers import BROWSERS

from .fake_portal import FakePortal
from .one_portal import one_portal

CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
FLAGS = """--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking
--disable-component-update --disable-sync --no-first-run --disable-quic""".split()


def _must_be_there():
    if not CHROMIUM:
        pytest.skip("no Chromium found: install chromium, or set CHROMIUM to its path")


@pytest.fixture(scope="module")
def chromium():
    """Of one module: Playwright's running event loop must not outlive it, others start theirs."""
    _must_be_there()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def portal(tmp_path_factory, request):
    """The portal as `demo` starts it, with its own processes: one for the whole run."""
    _must_be_there()
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent
    with one_portal(folder / "portal") as running:
        yield running


@pytest.fixture
def fake():
    portal = FakePortal().start()
    yield portal
    portal.stop()


@pytest.fixture
def tab(chromium, request):
    """A page that must end without an error in its scripts or against its security policy."""
    if "fake" in request.fixturenames:
        # A page may still be fetching a module when its test is done: it goes before its server.
        request.getfixturevalue("fake")
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(10_000)
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda line: "Content Security" in line.text and troubles.append(line.text))
    yield page
    context.close()
    assert troubles == []
