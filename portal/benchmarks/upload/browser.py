"""The browser's side of `bench upload`: Chromium on the project's page, given one file a round."""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from portal.rehearsal import Rehearsal
from portal.reviewers import FLAGS, chromium

PLACE = """
from portal.models import SignInLink, User
from portal.signin import sign_in_link
from projects.models import Project
person = User.objects.get(email="ines@lantern-row.example")
project = Project.objects.get(studio__name="Lantern Row")
print(sign_in_link(SignInLink.issue(person, strong=True)), f"/projects/{project.pk}/")
"""
SECONDS = 600  # for one file


class Browser:
    """Signed in and on the page; `send` returns when the tray says that the file is there."""

    def __init__(self, portal: Rehearsal, folder: Path) -> None:
        self.portal, self.folder, self.sent = portal, folder, 0
        self.ends = ExitStack()

    def __enter__(self) -> Self:
        """Raises FileNotFoundError without Chromium, ImportError without Playwright."""
        from playwright.sync_api import sync_playwright

        path = chromium()
        link, place = self.portal.shell(PLACE).split()
        play = self.ends.enter_context(sync_playwright())
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        self.ends.callback(browser.close)
        self.page: Any = browser.new_page()
        self.page.goto(link)
        self.page.click("button[type=submit]")
        self.page.wait_for_url(self.portal.address + "/")
        self.page.goto(self.portal.address + place)
        self.page.wait_for_load_state()
        self._warm()
        return self

    def _warm(self) -> None:
        """The first file loads the scripts that send, and their worker."""
        film = self.folder / "warm.mov"
        film.write_bytes(os.urandom(1024))
        self.send(film)

    def __exit__(self, *_error: object) -> None:
        self.ends.close()

    def send(self, film: Path) -> None:
        """Under another name and with another beginning: what is there would be asked about."""
        self.sent += 1
        other = self.folder / f"browser-{self.sent}.mov"
        os.link(film, other)
        with other.open("r+b") as file:
            file.write(os.urandom(16))
        self.page.locator("input[type=file]:not([webkitdirectory])").first.set_input_files(other)
        told = f"upload-tray >> text=/^{self.sent} files? uploaded/"
        self.page.wait_for_selector(told, timeout=SECONDS * 1000)
        other.unlink()


def browser_at_hand(portal: Rehearsal, folder: Path, ends: ExitStack) -> Browser | None:
    """One that has come in and leaves with `ends`; None without Chromium or Playwright."""
    try:
        return ends.enter_context(Browser(portal, folder))
    except (FileNotFoundError, ImportError):
        return None
