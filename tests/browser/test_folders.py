"""Folders in the browser: the plan before, frames as one file, and going on after a reload."""

import os

import pytest

from tests.projects.media.frame_files import tar

from .fake_pages import TRAY
from .test_uploader import WORKER, choose, state
from .waiting import until

ZONE = """<drop-zone data-project="p1"><label>Upload<input type="file" multiple></label>
<label>Folder<input id="folder" type="file" webkitdirectory></label></drop-zone>"""
NAME = "shot.[0998-1003].exr.tar"


@pytest.fixture
def card(tmp_path):
    place = tmp_path / "A001_CARD"
    (place / "CLIP").mkdir(parents=True)
    (place / ".hidden").mkdir()
    for number in ("0998", "0999", "1000", "1003"):
        (place / "CLIP" / f"shot.{number}.exr").write_bytes(os.urandom(40_000 + int(number)))
    (place / "A001C001.mov").write_bytes(os.urandom(3_000))
    (place / "A001.ale").write_text("Heading\n")
    (place / "INDEX.BIN").write_bytes(b"x")
    (place / "empty.mov").touch()
    (place / ".DS_Store").write_bytes(b"x")
    (place / ".hidden" / "x.mov").write_bytes(b"x")
    return place


def whole(card) -> bytes:
    frames = sorted((card / "CLIP").iterdir())
    return tar({frame.name: frame.read_bytes() for frame in frames})


def opened(tab, fake, worker=WORKER):
    fake.page("/up/", ZONE + TRAY % worker)
    tab.goto(f"{fake.url}/up/")
    until(tab, "Boolean(customElements.get('drop-zone'))")


def arrived(fake):
    return {
        one["file_name"]: b"".join(one["have"][n] for n in sorted(one["have"]))
        for one in fake.uploads.values()
        if one["state"] == "complete"
    }


def asked(fake):
    return [
        data for method, path, data in fake.calls if (method, path[-9:]) == ("POST", "/uploads/")
    ]


def drop(tab, path):
    """As the browser tells of a folder that is let go over the page."""
    session = tab.context.new_cdp_session(tab)
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        place = {"type": kind, "x": 20, "y": 20, "data": data}
        session.send("Input.dispatchDragEvent", place)


@pytest.mark.parametrize("worker", [WORKER, ""], ids=["shared-worker", "page"])
@pytest.mark.parametrize("way", ["input", "drop"])
def test_a_folder_is_planned_and_sent(tab, fake, card, worker, way):
    opened(tab, fake, worker)
    tab.set_input_files("#folder", card) if way == "input" else drop(tab, card)
    tab.wait_for_selector("dialog[open]")
    said = tab.inner_text("dialog")
    assert "Send 6 files, " in said and " in 2 folders?" in said
    assert "shot.[0998-1003].exr · 4 frames as one · 160 kB · missing 1001–1002" in said
    assert "A001_CARD/A001C001.mov" in said and "Logs, grades and looks (1)" in said
    assert "INDEX.BIN: of a kind that the portal does not take" in said
    assert "empty.mov: empty" in said and ".DS_Store: hidden or of the system" in said
    assert ".hidden: hidden or of the system" in said and "x.mov" not in said
    assert not fake.puts
    tab.click("dialog >> text=Send >> nth=-1")
    until(tab, "document.querySelectorAll('.tray-item[data-state=done]').length === 3")
    assert arrived(fake)[NAME] == whole(card)
    folders = {row["file_name"]: row["folder"] for row in asked(fake)}
    assert folders == {
        NAME: "A001_CARD/CLIP",
        "A001C001.mov": "A001_CARD",
        "A001.ale": "A001_CARD",
    }
    assert "shot.[0998-1003].exr" in tab.inner_text("upload-tray")
    assert ".tar" not in tab.inner_text("upload-tray")


def test_the_person_may_change_their_mind(tab, fake, card):
    opened(tab, fake)
    tab.set_input_files("#folder", card)
    tab.click("dialog >> text=Send nothing")
    tab.wait_for_selector("dialog", state="detached")
    tab.wait_for_timeout(200)
    assert asked(fake) == []


def test_frames_can_go_one_by_one(tab, fake, card):
    opened(tab, fake)
    frames = sorted((card / "CLIP").iterdir())
    choose(tab, *[(frame.name, frame.read_bytes()) for frame in frames])
    assert "Send 4 files, 160 kB?" in tab.inner_text("dialog h2")
    tab.uncheck("dialog input")
    tab.keyboard.press("Tab")
    tab.click("dialog >> text=Send >> nth=-1")
    until(tab, "document.querySelectorAll('.tray-item[data-state=done]').length === 4")
    assert sorted(arrived(fake)) == [frame.name for frame in frames]


def test_two_files_need_no_plan(tab, fake):
    opened(tab, fake)
    choose(tab, ("a.1.exr", b"x"), ("a.2.exr", b"y"))
    until(tab, "document.querySelectorAll('.tray-item[data-state=done]').length === 2")
    assert "folder" not in asked(fake)[0]


@pytest.mark.parametrize("sign", ["\u00a0", "\u202f", "\u3000", "\u2028"], ids=ascii)
def test_frames_that_the_portal_would_not_know_go_one_by_one(tab, fake, sign):
    """As `frame_archive` reads names: of all blanks a plain one alone."""
    opened(tab, fake)
    choose(tab, *[(f"shot{sign}a.{n}.exr", b"x") for n in (1, 2, 3)])
    until(tab, "document.querySelectorAll('.tray-item[data-state=done]').length === 3")
    assert len(asked(fake)) == 3


class TestAfterTheBrowserWasClosed:
    @pytest.fixture
    def left(self, tab, fake, card):
        content = whole(card)
        fake.create({"file_name": NAME, "size": len(content), "project": "p1"})
        fake.uploads["u1"]["have"] = {1: content[: fake.part_size]}
        opened(tab, fake)
        state(tab, "needs_file")
        return card

    def test_the_folder_is_chosen_again(self, tab, fake, left):
        assert "Choose the folder with the frames again" in tab.inner_text(".tray-item")
        tab.set_input_files(".tray-item input", left)
        state(tab, "done")
        assert arrived(fake)[NAME] == whole(left) and ("u1", 1) not in fake.puts

    def test_other_frames_are_not_mixed_in(self, tab, fake, left):
        frame = left / "CLIP" / "shot.0998.exr"
        frame.write_bytes(os.urandom(frame.stat().st_size))
        tab.set_input_files(".tray-item input", left)
        state(tab, "wrong_file")
        assert "These are not the same frames." in tab.inner_text(".tray-why")
        assert fake.puts == []

    def test_another_folder_is_told(self, tab, fake, left, tmp_path):
        other = tmp_path / "other"
        other.mkdir()
        (other / "a.mov").write_bytes(b"x")
        tab.set_input_files(".tray-item input", other)
        state(tab, "wrong_file")
        assert "Choose the folder it began with." in tab.inner_text(".tray-item")


def test_a_version_is_one_thing(tab, fake, card):
    fake.page("/up/", ZONE.replace("data-project", 'data-asset="a7" data-project') + TRAY % WORKER)
    tab.goto(f"{fake.url}/up/")
    until(tab, "Boolean(customElements.get('drop-zone'))")
    tab.set_input_files("#folder", card)
    tab.click("dialog >> text=Send >> nth=-1")
    assert "Nothing was sent." in tab.inner_text(".toast")
    tab.set_input_files("#folder", card / "CLIP")
    tab.click("dialog >> text=Send >> nth=-1")
    state(tab, "done")
    assert [(row["file_name"], row["asset"]) for row in asked(fake)] == [(NAME, "a7")]


KEPT = """async () => {
  const root = await navigator.storage.getDirectory(), create = { create: true };
  const home = await root.getDirectoryHandle("take", create);
  for (const number of [1, 2, 3, 5]) {
    const frame = await home.getFileHandle(`a.${number}.exr`, create);
    const pen = await frame.createWritable();
    await pen.write(new Uint8Array(120_000 + number).fill(number));
    await pen.close();
  }
  const { Found, walkHandle } = await import("/static/js/folders.js"), found = new Found();
  await walkHandle(home, "take", found);
  document.querySelector("drop-zone").take(found.sorted());
}"""


def test_with_a_handle_it_goes_on_by_itself(tab, fake):
    """A folder of the browser's own stands for one that was picked: its handle can be kept."""
    fake.put_delay = 0.4
    opened(tab, fake, "")
    tab.evaluate(KEPT)
    tab.click("dialog >> text=Send >> nth=-1")
    until(tab, "document.querySelector('.tray-item progress')?.value > 0.2")
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.goto(f"{fake.url}/up/")
    state(tab, "done")
    content = tar({f"a.{n}.exr": bytes([n]) * (120_000 + n) for n in (1, 2, 3, 5)})
    assert arrived(fake) == {"a.[1-5].exr.tar": content} and len(fake.uploads) == 1
    parts = -(-len(content) // fake.part_size)
    assert len(fake.puts) <= parts + 4  # what was in the air when the page went
