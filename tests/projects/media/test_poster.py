"""One still that shows something."""

import av
import numpy as np
import pytest
from PIL import Image

from projects.media import glimpses, poster
from projects.media.probe import probe
from projects.media.refusal import Refused
from tests.projects.media.ingest_films import film, number_in, numbered, sound_file


def made(path, tmp_path, kind="image", **changes) -> Image.Image:
    out = tmp_path / "poster.jpg"
    poster.poster(path, probe(path, kind), out, **changes)
    with Image.open(out) as picture:
        assert picture.format == "JPEG"
        return picture.convert("RGB").copy()


def mostly_black(path, bright_at: int):
    with av.open(str(path), "w") as target:
        track = target.add_stream("libx264", rate=24)
        track.width, track.height, track.pix_fmt = 128, 96, "yuv420p"
        for index in range(48):
            picture = (
                numbered(0b101101110, (128, 96))
                if index >= bright_at
                else np.zeros((96, 128, 3), np.uint8)
            )
            target.mux(track.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        target.mux(track.encode(None))
    return path


@pytest.mark.parametrize("short", [10**9, 0], ids=["straight", "by key frames"])
def test_black_is_passed_over(tmp_path, monkeypatch, short):
    monkeypatch.setattr(glimpses, "_SHORT", short)
    picture = made(mostly_black(tmp_path / "a.mp4", 36), tmp_path, "film")
    assert number_in(np.asarray(picture)) == 0b101101110


def test_turned_films_stand_upright(tmp_path):
    picture = made(film(tmp_path / "a.mp4", size=(160, 80), rotation=90), tmp_path, "film")
    assert picture.size == (80, 160)


def test_the_width_is_kept_within_and_never_exceeded(tmp_path):
    source = film(tmp_path / "a.mp4", size=(320, 180), frames=3)
    assert made(source, tmp_path, "film", width=160).size == (160, 90)
    assert made(source, tmp_path, "film", width=640).size == (320, 180)


def test_contrast_and_detail_win_over_flat_and_dark():
    flat = np.full((60, 80, 3), 128, np.uint8)
    dark = numbered(5, (80, 60)) // 20
    assert poster.liveliness(numbered(5, (80, 60))) > poster.liveliness(dark)
    assert poster.liveliness(dark) > poster.liveliness(flat)


def test_pictures_are_turned_as_the_camera_noted(tmp_path):
    note = Image.Exif()
    note[274] = 6
    source = Image.new("RGB", (400, 200), "black")
    source.paste("white", (0, 0, 200, 200))
    source.save(tmp_path / "a.jpg", exif=note)
    picture = made(tmp_path / "a.jpg", tmp_path)
    assert picture.size == (200, 400)
    assert picture.getpixel((100, 50))[0] > 200 and picture.getpixel((100, 350))[0] < 50


def test_sixteen_bits_are_not_clipped(tmp_path):
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None].repeat(64, 0)
    Image.fromarray(ramp).save(tmp_path / "a.png")
    row = np.asarray(made(tmp_path / "a.png", tmp_path))[32, :, 0].astype(int)
    assert row[8] < 20 and abs(row[128] - 128) < 6 and row[248] > 235


@pytest.mark.parametrize(("mode", "colour"), [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0)), ("PA", 0)])
def test_transparent_is_white(tmp_path, mode, colour):
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert made(tmp_path / "a.png", tmp_path).getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK"])
def test_every_mode_is_shown(tmp_path, mode):
    Image.new("RGB", (900, 90), "white").convert(mode).save(tmp_path / "a.tiff")
    picture = made(tmp_path / "a.tiff", tmp_path)
    assert picture.size == (640, 64) and min(picture.getpixel((5, 5))) > 240


def test_a_picture_that_breaks_off_is_refused(tmp_path):
    path = tmp_path / "a.png"
    Image.effect_noise((200, 200), 90).save(path)
    path.write_bytes(path.read_bytes()[:4000])
    with pytest.raises(Refused) as refused:
        made(path, tmp_path)
    assert refused.value.code == "media:truncated"


def test_what_fills_memory_is_not_shown(tmp_path, monkeypatch):
    Image.new("RGB", (90, 90)).save(tmp_path / "a.png")
    monkeypatch.setattr(poster, "_MOST_PIXELS", 100)
    with pytest.raises(Refused) as refused:
        made(tmp_path / "a.png", tmp_path)
    assert refused.value.code == "media:no_preview"


def scan(path, codec: str, pixels: str):
    context = av.CodecContext.create(codec, "w")
    context.width, context.height, context.pix_fmt, context.framerate = 64, 48, pixels, 25
    grey = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 128, np.uint8), format="rgb24")
    packets = [*context.encode(grey.reformat(format=pixels)), *context.encode(None)]
    path.write_bytes(bytes(packets[0]))
    return path


@pytest.mark.parametrize(
    ("codec", "pixels", "grey"),
    [("exr", "gbrpf32le", 188), ("dpx", "gbrp10le", 128), ("dpx", "rgb24", 128)],
)
def test_scans_are_shown(tmp_path, codec, pixels, grey):
    picture = made(scan(tmp_path / f"a.{codec}", codec, pixels), tmp_path)
    assert picture.size == (64, 48)
    assert abs(picture.getpixel((9, 9))[0] - grey) <= 2


def test_a_scan_without_its_picture_is_refused(tmp_path):
    path = scan(tmp_path / "a.dpx", "dpx", "rgb24")
    path.write_bytes(path.read_bytes()[:2048])
    with pytest.raises(Refused) as refused:
        made(path, tmp_path)
    assert refused.value.code == "media:truncated"


def test_sound_has_no_poster(tmp_path):
    with pytest.raises(Refused) as refused:
        made(sound_file(tmp_path / "a.wav", 1), tmp_path, "sound")
    assert refused.value.code == "media:no_preview"
