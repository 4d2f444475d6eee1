"""The tray stays out of the way: folded where it was folded, and no button does nothing."""

import pytest

from .fake_pages import TRAY
from .test_uploader import WORKER, ZONE, choose, state
from .waiting import until

pytestmark = pytest.mark.browser
MAIN = '<main id="content" tabindex="-1"><h1>Files</h1></main>'
FOCUSED = "document.activeElement"


@pytest.fixture
def page(tab, fake):
    """The files' page, and another one of the portal."""
    fake.page("/up/", MAIN + ZONE + TRAY % WORKER)
    fake.page("/next/", MAIN + TRAY % WORKER)
    tab.goto(f"{fake.url}/up/")
    return tab


def rows(page, wanted):
    return page.locator(f'.tray-item[data-state="{wanted}"]').count()


def test_a_folded_list_stays_folded_on_the_next_page_and_unfolded_when_wished(page, fake):
    choose(page, ("a.mp4", b""))
    state(page, "failed")
    page.get_by_role("button", name="Fold the list").click()
    page.goto(f"{fake.url}/next/")
    unfold = page.get_by_role("button", name="Show the list")
    unfold.wait_for()
    assert not page.locator(".tray-list").is_visible()
    unfold.click()
    page.reload()
    state(page, "failed")
    assert page.locator(".tray-list").is_visible()


def test_what_is_done_is_taken_off_while_one_has_failed(page):
    choose(page, ("a.mp4", b"x" * 1000), ("b.mp4", b""))
    state(page, "done")
    state(page, "failed")
    page.get_by_role("button", name="Take finished uploads off the list").click()
    until(page, "document.querySelectorAll('.tray-item').length === 1")
    assert rows(page, "failed") == 1
    until(page, f"{FOCUSED}.getAttribute('aria-label') === 'Fold the list'")


def test_when_the_tray_goes_the_focus_is_on_the_page(page):
    choose(page, ("a.mp4", b"x" * 1000))
    state(page, "done")
    page.get_by_role("button", name="Clear the list").click()
    until(page, f"{FOCUSED}.id === 'content'")


def test_a_focus_elsewhere_is_left_alone(page):
    choose(page, ("a.mp4", b"x" * 1000))
    page.focus("drop-zone input")
    state(page, "done")
    assert page.evaluate(f"{FOCUSED}.matches('drop-zone input')")


def test_an_empty_file_is_replaced_by_the_one_that_is_chosen_instead(page, fake):
    choose(page, ("a.mp4", b""))
    state(page, "failed")
    assert page.get_by_role("button", name="Try again").count() == 0
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="Choose the file again").click()
    asked.value.set_files({"name": "b.mp4", "mimeType": "video/mp4", "buffer": b"y" * 1000})
    state(page, "done")
    assert page.locator(".tray-item").count() == 1
    assert "b.mp4" in page.inner_text(".tray-item") and not page.locator(".tray-why").is_visible()
    assert [(one["file_name"], one["size"]) for one in fake.uploads.values()] == [("b.mp4", 1000)]


def test_a_failure_that_may_pass_is_tried_again_with_the_same_file(page, fake):
    fake.put_faults = [(409, "upload:unknown")]
    choose(page, ("a.mp4", b"x" * 1000))
    state(page, "failed")
    page.get_by_role("button", name="Try again").click()
    state(page, "done")
