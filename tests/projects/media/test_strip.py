"""Tiles show the frames they say they show."""

import numpy as np
import pytest
from PIL import Image

from projects.media import glimpses
from projects.media.probe import probe
from projects.media.refusal import Refused
from projects.media.strip import strip
from tests.projects.media.ingest_films import film, number_in, sound_file

UNEVEN = [round(n * 1000 / 24 + 200 * (n // 20)) for n in range(96)]


def made(path, tmp_path, **changes):
    out = tmp_path / "strip.jpg"
    told = strip(path, probe(path, "film"), out, **changes)
    with Image.open(out) as sheet:
        pixels = np.asarray(sheet.convert("RGB"))
    wide, high = told["tile_width"], told["tile_height"]
    tiles = [
        pixels[n // told["columns"] * high :, n % told["columns"] * wide :][:high, :wide]
        for n in range(told["tiles"])
    ]
    return told, [number_in(tile) for tile in tiles], pixels.shape


def test_short_films_show_evenly_spread_frames(tmp_path):
    told, numbers, shape = made(film(tmp_path / "a.mp4", frames=100), tmp_path, tiles=25)
    assert numbers == told["frames"] == [2 + 4 * n for n in range(25)]
    assert shape == (3 * 120, 1600, 3) and told["columns"] == 10


@pytest.mark.parametrize("stamps", [None, UNEVEN], ids=["even", "uneven"])
def test_long_films_show_key_frames_under_their_own_number(tmp_path, monkeypatch, stamps):
    monkeypatch.setattr(glimpses, "_SHORT", 0)
    options = {"g": "8", "x264-params": "scenecut=0"}
    source = film(tmp_path / "a.mkv", frames=96, stamps=stamps, options=options)
    told, numbers, _ = made(source, tmp_path, tiles=12)
    assert numbers == told["frames"] == [8 * n for n in range(12)]


def test_films_of_a_single_key_frame_are_decoded_instead(tmp_path, monkeypatch):
    monkeypatch.setattr(glimpses, "_SHORT", 0)
    options = {"g": "999", "x264-params": "scenecut=0"}
    told, numbers, _ = made(film(tmp_path / "a.mp4", frames=90, options=options), tmp_path, tiles=9)
    assert numbers == told["frames"] == [5 + 10 * n for n in range(9)]


def test_there_are_never_more_tiles_than_frames_or_a_hundred(tmp_path):
    assert made(film(tmp_path / "a.mp4", frames=3), tmp_path)[0]["frames"] == [0, 1, 2]
    told, _, shape = made(film(tmp_path / "b.mp4", frames=150), tmp_path, tiles=500)
    assert told["tiles"] == 100 and shape[0] == 10 * told["tile_height"]


def test_tall_films_have_tall_tiles_within_reason(tmp_path):
    told, *_ = made(film(tmp_path / "a.mp4", frames=2, size=(160, 80), rotation=90), tmp_path)
    assert (told["tile_width"], told["tile_height"]) == (160, 320)


def test_sound_has_no_frames(tmp_path):
    path = sound_file(tmp_path / "a.wav", 1)
    with pytest.raises(Refused) as refused:
        strip(path, probe(path, "sound"), tmp_path / "x.jpg")
    assert refused.value.code == "media:no_preview"
