"""Files reach the storage whole, and no part travels twice."""

import os
import time

import pytest

from .fake_pages import TRAY
from .waiting import until

WORKER = "/static/js/upload-worker.js"
ZONE = '<drop-zone data-project="p1"><label>Upload<input type="file" multiple></label></drop-zone>'


def choose(page, *files):
    until(page, "Boolean(customElements.get('drop-zone'))")
    page.set_input_files(
        "drop-zone input",
        [{"name": name, "mimeType": "video/mp4", "buffer": content} for name, content in files],
    )


def state(page, wanted):
    page.wait_for_selector(f'.tray-item[data-state="{wanted}"]')


@pytest.mark.parametrize("worker", [WORKER, ""], ids=["shared-worker", "page"])
def test_files_arrive_whole(tab, fake, worker):
    fake.page("/up/", ZONE + TRAY % worker)
    tab.goto(f"{fake.url}/up/")
    first, second = os.urandom(300_000), os.urandom(64 * 1024 * 2)
    choose(tab, ("a.mp4", first), ("b.mp4", second))
    until(tab, "document.querySelectorAll('.tray-item[data-state=done]').length === 2")
    assert {
        b"".join(one["have"][n] for n in sorted(one["have"])) for one in fake.uploads.values()
    } == {first, second}
    assert len(fake.puts) == 5 + 2
    assert tab.get_attribute(".tray-item a", "href") == "/assets/a1/"


@pytest.mark.parametrize("worker", [WORKER, ""], ids=["shared-worker", "page"])
def test_a_resumed_upload_sends_no_confirmed_part_again(tab, fake, worker):
    content = os.urandom(64 * 1024 * 6)
    fake.create({"file_name": "reel.mp4", "size": len(content), "project": "p1"})
    step = fake.part_size
    fake.uploads["u1"]["have"] = {1: content[:step], 3: content[2 * step : 3 * step]}
    fake.page("/up/", ZONE + TRAY % worker)
    tab.goto(f"{fake.url}/up/")
    state(tab, "needs_file")
    tab.set_input_files(
        ".tray-item input", [{"name": "reel.mp4", "mimeType": "video/mp4", "buffer": content}]
    )
    state(tab, "done")
    assert sorted(part for _, part in fake.puts) == [2, 4, 5, 6]


def test_another_file_of_the_same_size_is_not_mixed_in(tab, fake):
    content = os.urandom(64 * 1024 * 3)
    fake.create({"file_name": "reel.mp4", "size": len(content), "project": "p1"})
    fake.uploads["u1"]["have"] = {1: content[: fake.part_size]}
    fake.page("/up/", ZONE + TRAY % WORKER)
    tab.goto(f"{fake.url}/up/")
    state(tab, "needs_file")
    tab.set_input_files(
        ".tray-item input",
        [{"name": "reel.mp4", "mimeType": "video/mp4", "buffer": os.urandom(len(content))}],
    )
    state(tab, "wrong_file")
    assert "not the same file" in tab.inner_text(".tray-why")
    assert fake.puts == [] and fake.uploads["u1"]["state"] == "open"
    tab.set_input_files(
        ".tray-item input", [{"name": "reel.mp4", "mimeType": "video/mp4", "buffer": content}]
    )
    state(tab, "done")


def test_a_part_whose_answer_was_lost_is_asked_for_not_sent_again(tab, fake):
    fake.put_faults = ["lost"]
    fake.page("/up/", ZONE + TRAY % WORKER)
    tab.goto(f"{fake.url}/up/")
    choose(tab, ("a.mp4", os.urandom(64 * 1024 * 3)))
    state(tab, "done")
    assert sorted(fake.puts) == [("u1", 1), ("u1", 2), ("u1", 3)]


@pytest.mark.parametrize(
    ("fault", "puts"),
    [((400, "upload:checksum"), 2), ((403, "storage:signature"), 2), ((503, "storage:busy"), 2)],
)
def test_a_refused_part_is_sent_again(tab, fake, fault, puts):
    fake.put_faults = [fault]
    fake.page("/up/", ZONE + TRAY % WORKER)
    tab.goto(f"{fake.url}/up/")
    choose(tab, ("a.mp4", b"x" * 1000))
    state(tab, "done")
    assert len(fake.puts) == puts


def test_a_full_storage_pauses_with_the_reason_and_goes_on(tab, fake):
    fake.put_faults = [(507, "storage:full")]
    fake.page("/up/", ZONE + TRAY % WORKER)
    tab.goto(f"{fake.url}/up/")
    choose(tab, ("a.mp4", b"x" * 1000))
    state(tab, "paused")
    assert "No room is left. The parts are kept. Delete something." in tab.inner_text(".tray-why")
    tab.click(".tray-item >> text=Go on")
    state(tab, "done")


def test_an_empty_file_is_refused_in_the_servers_words(tab, fake):
    fake.page("/up/", ZONE + TRAY % WORKER)
    tab.goto(f"{fake.url}/up/")
    choose(tab, ("a.mp4", b""))
    state(tab, "failed")
    text = tab.inner_text(".tray-item")
    assert (
        "The file is empty." in text and "Nothing was kept." in text and "Export it again." in text
    )


def test_pausing_all_stops_and_going_on_sends_only_the_rest(tab, fake):
    fake.put_delay = 0.3
    fake.page("/up/", ZONE + TRAY % WORKER)
    tab.goto(f"{fake.url}/up/")
    choose(tab, ("a.mp4", os.urandom(64 * 1024 * 12)))
    state(tab, "sending")
    until(tab, "document.querySelector('.tray-item progress').value > 0.2")
    tab.click("text=Pause all")
    state(tab, "paused")
    tab.wait_for_timeout(600)
    before = len(fake.puts)
    tab.wait_for_timeout(600)
    assert len(fake.puts) == before
    fake.put_delay = 0
    tab.click("text=Go on with all")
    state(tab, "done")
    assert fake.uploads["u1"]["state"] == "complete"


def test_a_transfer_goes_on_across_a_navigation(tab, fake):
    fake.put_delay = 0.25
    fake.page("/up/", ZONE + TRAY % WORKER)
    fake.page("/next/", TRAY % WORKER)
    tab.goto(f"{fake.url}/up/")
    choose(tab, ("a.mp4", os.urandom(64 * 1024 * 24)))
    until(tab, "document.querySelector('.tray-item progress')?.value > 0.1")
    tab.goto(f"{fake.url}/next/")
    state(tab, "done")
    assert len(fake.uploads) == 1
    assert sorted(part for _, part in fake.puts) == list(range(1, 25))


def test_only_leaving_the_portal_is_warned_about(tab, fake):
    fake.put_delay = 0.4
    fake.page("/up/", ZONE + '<a href="/next/">Next</a>' + TRAY % WORKER)
    fake.page("/next/", "<button>Here</button>" + TRAY % WORKER)
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tab.goto(f"{fake.url}/up/")
    choose(tab, ("a.mp4", os.urandom(64 * 1024 * 40)))
    until(tab, "document.querySelector('.tray-item progress')?.value > 0.05")
    tab.click("text=Next")
    state(tab, "sending")
    assert asked == []
    tab.click("text=Here")
    until(tab, "document.querySelector('.tray-item progress')?.value > 0.2")
    tab.wait_for_timeout(2_200)
    tab.close(run_before_unload=True)
    for _ in range(40):
        if asked:
            break
        time.sleep(0.05)
        tab.context.pages and tab.context.cookies()
    assert asked == ["beforeunload"]


def test_cancelling_tells_the_server(tab, fake):
    fake.put_delay = 0.3
    fake.page("/up/", ZONE + TRAY % WORKER)
    tab.goto(f"{fake.url}/up/")
    choose(tab, ("a.mp4", os.urandom(64 * 1024 * 12)))
    state(tab, "sending")
    tab.click('[aria-label="Cancel this upload"]')
    tab.wait_for_selector(".tray-item", state="detached")
    tab.wait_for_timeout(200)
    assert ("DELETE", "/api/v1/uploads/u1/", None) in fake.calls
