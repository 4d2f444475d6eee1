"""Pictures of the main pages, taken from a portal of its own with the sample programme.

The sample's films are drawn by code, so what is seen is nobody else's. Playwright is of the
development group, so it is imported when somebody takes pictures.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from portal.rehearsal import Rehearsal, rehearsal
from portal.reviewers import FLAGS, chromium

#: Who takes them, and whose film.
PRODUCER, PROJECT = "Ines Okafor", "TSR"
SIZE, QUALITY = {"width": 1280, "height": 800}, 82
#: Milliseconds for a page under load; a run of the sample film takes some seconds of CPU.
PATIENCE = 240_000
#: Seconds for a portal to start and come to rest, on a machine that has other things to do.
PATIENCE_TO_START = 1200
ASSET = """
select a.id::text, p.id::text, v.id::text from projects_version v
join projects_asset a on a.id = v.asset_id join projects_project p on p.id = a.project_id
where p.code = %s order by v.created_at limit 1
"""
#: Every picture that can be seen is there; those further down load when somebody gets to them.
DRAWN = """() => [...document.images].every((one) => {
  const { top, bottom, width } = one.getBoundingClientRect();
  const seen = width > 0 && bottom > 0 && top < innerHeight;
  return !seen || (one.complete && one.naturalWidth > 0);
})"""


@dataclass(frozen=True)
class Shown:
    """The sample's film as the pages address it."""

    asset: str
    project: str
    version: str


class Visit:
    """A producer's browser, signed in. Each picture is WebP, in the folder."""

    def __init__(
        self, page: Any, portal: Rehearsal, folder: Path, tell: Callable[[str], Any]
    ) -> None:
        self.page, self.portal, self.folder, self.tell = page, portal, folder, tell

    def open(self, path: str) -> None:
        self.page.goto(self.portal.address + path, wait_until="load")

    def take(self, name: str) -> None:
        self.page.wait_for_function(DRAWN)
        self.page.mouse.move(0, 0)
        taken = Image.open(io.BytesIO(self.page.screenshot(animations="disabled")))
        path = self.folder / f"{name}.webp"
        taken.convert("RGB").save(path, quality=QUALITY, method=6)
        self.tell(f"{path.name}  {taken.width} x {taken.height}  {path.stat().st_size // 1024} KiB")


def take_all(folder: Path, *, scale: float, theme: str, tell: Callable[[str], Any]) -> None:
    """Starts a portal, signs in, takes every picture, and removes the portal again.

    Raises FileNotFoundError where there is no Chromium, ImportError without Playwright.
    """
    from playwright.sync_api import sync_playwright

    browser_path = chromium()  # before minutes are spent on a portal
    folder.mkdir(parents=True, exist_ok=True)
    with rehearsal(patience=PATIENCE_TO_START) as portal:
        portal.rest(PATIENCE_TO_START)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=browser_path, args=FLAGS)
            try:
                _walk(Visit(_signed_in(browser, portal, scale, theme), portal, folder, tell))
            finally:
                browser.close()


def _signed_in(browser: Any, portal: Rehearsal, scale: float, theme: str) -> Any:
    context = browser.new_context(viewport=SIZE, device_scale_factor=scale, locale="en")
    context.add_init_script(f"localStorage.setItem('theme', '{theme}')")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(portal.link(PRODUCER))
    page.click("main button[type=submit]")
    page.wait_for_url(portal.address + "/")
    return page


def _walk(visit: Visit) -> None:
    """The first five minutes of a producer, in pictures."""
    film = Shown(*visit.portal.query(ASSET, PROJECT)[0])
    for name, path in _pages(film):
        visit.open(path)
        visit.take(name)
    visit.open(f"/versions/{film.version}/ask/?tool=shot_breakdown")
    visit.take("request")
    visit.page.click("form.form .form-foot button[type=submit]")
    visit.page.wait_for_url("**/runs/*/")
    visit.page.wait_for_selector("main a[href*='/candidates/']")
    visit.take("run")
    visit.page.locator("main a[href*='/candidates/']").first.click()
    visit.page.wait_for_selector("cut-editor [data-part=tools] >> text=/head .+/")
    visit.take("breakdown")


def _pages(film: Shown) -> Iterator[tuple[str, str]]:
    yield "home", "/"
    yield "project", f"/projects/{film.project}/"
    yield "asset", f"/assets/{film.asset}/"
    yield "help", "/help/tool-shot_breakdown/"
