"""The strip below the player: what is under the pointer, where a press leads, what is heard."""

import json

import pytest

from .test_player_and_cuts import clip
from .waiting import until

FRAMES = [15, 45, 75, 105]
GREYS = [40, 90, 140, 190]
STRIP = {
    "url": "/strip.png",
    "tiles": 4,
    "columns": 2,
    "tile_width": 160,
    "tile_height": 90,
    "frames": FRAMES,
}
PLAYER = """<frame-player data-src="/clip.mp4" data-rate="24000/1001" data-frames="120"
data-start-frame="0" data-drop-frame="0" data-strip='%s' data-wave-url="%s"></frame-player>"""
GREY = """([x, y]) => { const canvas = document.querySelector("canvas.player-strip"),
scale = canvas.width / canvas.clientWidth;
return canvas.getContext("2d").getImageData(x * canvas.clientWidth * scale, y * scale, 1, 1)
.data[0]; }"""
HALF = {"points": 2, "seconds": 5.0, "low": [-1.0, 0.0], "high": [1.0, 0.0]}


def sprite(path):
    """Four tiles, two a row, each of one grey."""
    image = pytest.importorskip("PIL.Image")
    sheet = image.new("RGB", (320, 180))
    for tile, grey in enumerate(GREYS):
        sheet.paste((grey,) * 3, (tile % 2 * 160, tile // 2 * 90, tile % 2 * 160 + 160, 180))
    sheet.save(path)
    return path.read_bytes()


@pytest.fixture
def player(tab, fake, tmp_path):
    def open_(wave=""):
        fake.files["/clip.mp4"] = clip(tmp_path / "clip.mp4")
        fake.files["/strip.png"] = sprite(tmp_path / "strip.png")
        fake.page("/play/", PLAYER % (json.dumps(STRIP), wave))
        tab.goto(f"{fake.url}/play/")
        until(tab, "document.querySelector('video')?.readyState >= 2")
        return tab

    return open_


def shade(tab, x, y=10):
    return tab.evaluate(GREY, [x, y])


def drawn(tab):
    until(tab, f"({GREY})([0.1, 10]) > 30")


def test_each_place_shows_the_picture_nearest_to_it(player):
    tab = player()
    drawn(tab)
    assert [shade(tab, x) for x in (0.05, 0.35, 0.65, 0.95)] == GREYS


def test_the_pointer_shows_the_picture_under_it_and_its_timecode(player):
    tab = player()
    drawn(tab)
    box = tab.locator(".player-scrub").bounding_box()
    tab.mouse.move(box["x"] + box["width"] * 0.6251, box["y"] + 20)
    peek = tab.locator(".player-peek")
    assert peek.inner_text() == "00:00:03:03"
    assert peek.evaluate("e => e.style.backgroundPosition") == "0px -90px"
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] - 60)
    assert not peek.is_visible()


def test_a_press_on_the_strip_leads_there(player):
    tab = player()
    drawn(tab)
    box = tab.locator(".player-scrub").bounding_box()
    tab.mouse.click(box["x"] + box["width"] * 0.5 + 2, box["y"] + 20)
    until(tab, "document.querySelector('frame-player').frame === 60")


def test_the_sound_is_drawn_below_the_pictures(player, fake):
    fake.files["/wave.json"] = json.dumps(HALF).encode()
    tab = player("/wave.json")
    until(tab, "document.querySelector('canvas.has-wave') !== null")
    until(tab, f"({GREY})([0.1, 55]) > 100")
    assert shade(tab, 0.1, 78) > 100 and shade(tab, 0.9, 55) == 0


def test_a_sound_that_does_not_arrive_leaves_the_pictures(player):
    tab = player("/nothing.json")
    drawn(tab)
    assert tab.locator("canvas.has-wave").count() == 0


def test_a_sound_alone_has_its_outline(tab, fake):
    fake.files["/wave.json"] = json.dumps(HALF).encode()
    fake.page("/sound/", '<sound-wave data-url="/wave.json"></sound-wave>')
    tab.goto(f"{fake.url}/sound/")
    tab.wait_for_selector("sound-wave canvas")
    read = GREY.replace("canvas.player-strip", "sound-wave canvas")
    until(tab, f"({read})([0.2, 4]) > 100")
    assert tab.evaluate(read, [0.8, 4]) == 0
