"""Notes that came along from an earlier version: on the page of the new one, in Chromium."""

import os
from pathlib import Path

import av
import pytest

from projects.media.carrying import edits
from projects.media.carrying.looking import look

from .test_notes import NOTES, note, opened, stand  # noqa: F401
from .test_whole_job import LINK
from .waiting import until

pytestmark = pytest.mark.browser

PLACE = {
    **{"version": "v1", "version_number": 2, "state": "placed", "start": 30, "end": 40},
    **{"drawing": [], "remarks": ["about"], "reason": "", "source": "v0", "source_number": 1},
    **{"source_start": 412, "source_end": 422, "person_name": "", "at": "2026-11-28T10:00:00Z"},
}


def carried(**fields):
    return note("n1", 412, 422, version="v0", placements=[{**PLACE, **fields}])


def test_a_carried_note_stands_at_its_frames_here_and_says_where_it_is_from(opened, tab):  # noqa: F811
    opened(carried())
    line = tab.locator(".note")
    assert tab.inner_text(".note-go").startswith("01:00:01:06")
    assert "carried from version 1, frame 412" in line.inner_text()
    assert "about here" in line.inner_text()
    assert tab.get_attribute(".note a", "href") == "?version=1&note=n1"
    tab.click(".note-go")
    until(tab, "document.querySelector('frame-player').frame === 30")


def test_a_hand_that_placed_it_is_named(opened, tab):  # noqa: F811
    opened(carried(person_name="Ana Ito", remarks=[]))
    assert "placed by Ana Ito, from version 1" in tab.inner_text(".note")


def test_it_is_moved_to_the_frame_on_the_screen(opened, tab, fake):  # noqa: F811
    opened(carried())
    sent = []
    fake.answers["POST", f"{NOTES}n1/place/"] = lambda data: sent.append(data) or (200, PLACE)
    stand(tab, 50)
    tab.click("[data-act='move n1']")
    until(tab, "!document.querySelector('[data-act=\"move n1\"]')?.disabled")
    tab.wait_for_timeout(300)
    assert sent == [{"version": "v1", "start": 50, "end": 51}]


def test_it_is_left_out_of_this_version(opened, tab, fake):  # noqa: F811
    notes = opened(carried())
    sent = []

    def left_out(data):
        sent.append(data)
        notes.rows.clear()
        return 200, {}

    fake.answers["POST", f"{NOTES}n1/drop/"] = left_out
    tab.click("[data-act='drop n1']")
    until(tab, "!document.querySelector('.note')")
    assert sent == [{"version": "v1"}]


def test_words_are_changed_and_frames_stay_those_of_its_own_version(opened, tab, fake):  # noqa: F811
    opened(carried())
    sent = []
    fake.answers["PATCH", f"{NOTES}n1/"] = lambda data: sent.append(data) or (200, carried())
    tab.click("[data-act='change n1']")
    tab.keyboard.type("!")
    tab.keyboard.press("Control+Enter")
    until(tab, "document.querySelector('.note-form').hidden")
    assert sent == [{"text": "Note n1!", "mention_ids": []}]


def test_those_who_only_look_move_nothing(opened, tab):  # noqa: F811
    opened(carried(), writes=False)
    assert not tab.locator("[data-act='move n1'], [data-act='drop n1']").count()


PRODUCER = "clara@northlight-pictures.example"
SECOND = """
from pathlib import Path
from django.db import transaction
from portal.storage import files
from portal.models import User
from projects import noting
from projects.models import *
asset = Asset.objects.get(name="NT_reel_01.mp4")
first = asset.versions.get(number=1)
producer = User.objects.get(email={who!r})
body = Path({path!r})
key = f"originals/{{asset.pk.hex}}-2"
files.put(key, body, "video/mp4")
for start, end, text in {notes!r}:
    noting.write_note(actor=producer, version=first, start=start, end=end, text=text)
with transaction.atomic():
    second = Version.objects.create(project=first.project, asset=asset, number=2,
        file_name="cut two.mp4", size=body.stat().st_size, tree_sha256="0" * 64, part_size=1024,
        storage_key=key)
    Ingest.enqueue(second)
print(asset.pk)
"""
ORIGINAL = """
from portal.storage import files
from projects.models import *
asset = Asset.objects.get(name="NT_reel_01.mp4")
print(files.path(asset.versions.get(number=1).storage_key))
"""


def test_a_new_cut_takes_its_notes_along_and_tells_of_the_rest(portal, chromium, tmp_path):
    path = Path(portal.shell(ORIGINAL).splitlines()[-1])
    film = look(path, tmp_path / "looking")
    starts, pictures = [start for start, _end in film.shots], _pictures(path)
    second = pictures[starts[1] : starts[3]] + pictures[starts[4] :]
    edits.write(tmp_path / "two.mp4", second, film.rate)
    third, middle = starts[4] + 20, (starts[3] + starts[4]) // 2
    notes = [
        (starts[1] + 9, starts[1] + 19, "The hand is soft."),
        (third, third + 1, "Hold this longer."),
        (middle, middle + 1, "This shot is too dark."),
    ]
    code = SECOND.format(path=str(tmp_path / "two.mp4"), notes=notes, who=PRODUCER)
    asset = portal.shell(code).splitlines()[-1]
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(portal.shell(LINK.format(who=PRODUCER)))
    page.click("button[type=submit]")
    page.wait_for_url(portal.address + "/")
    for _n in range(150):
        page.goto(f"{portal.address}/assets/{asset}/?version=2")
        if page.locator("text=open notes came along").count():
            break
        page.wait_for_timeout(2000)
    _shot(page, "carried")
    told = page.inner_text("#carried")
    assert "2 of 3 open notes came along. 1 has no place here:" in told
    assert "This shot is too dark." in told
    context.close()


def _pictures(path):
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="bgr24") for frame in film.decode(video=0)]


def _shot(page, name):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
