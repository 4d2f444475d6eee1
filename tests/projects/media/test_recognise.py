"""Files are what their content says."""

import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from projects.media import pictures
from projects.media.recognise import recognise
from projects.media.refusal import Refused
from tests.projects.media.ingest_films import DATA, film, needs_data, sound_file


def refusal(path: Path, name: str | None = None) -> str:
    with pytest.raises(Refused) as refused:
        recognise(path, name or path.name)
    return refused.value.code


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@needs_data
def test_the_robustness_set_comes_out_as_its_truth_says():
    folder = DATA / "robustness"
    truth = json.loads((folder / "truth.json").read_text())["files"]
    wrong = []
    for entry in truth:
        try:
            found = recognise(folder / entry["file"], entry["file"]) and "accept"
        except Refused:
            found = "reject"
        if entry["expect"] not in ("either", found):
            wrong.append((entry["file"], found))
    assert wrong == []


@needs_data
@pytest.mark.parametrize(
    ("pattern", "kind"),
    [("shots/*.mp4", "film"), ("shots/*.edl", "editorial"), ("editorial/*.[!j]*", "editorial"),
     ("screenplays/*.f*", "script"), ("faces/pairs/*.jpg", "image")],
)  # fmt: skip
def test_real_material_is_taken(pattern, kind):
    files = list(DATA.glob(pattern))
    assert files
    assert {path.name: recognise(path, path.name) for path in files} == {
        path.name: kind for path in files
    }


@needs_data
def test_upload_names_of_every_kind_are_only_names():
    names = json.loads((DATA / "robustness" / "filenames.json").read_text())["names"]
    for name in names:
        suffix = name.replace("\0", "").rpartition(".")[2]
        if suffix not in ("jpg", "exr"):
            assert recognise(DATA / "robustness" / "base.mp4", name) == "film"


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "avi"])
def test_a_film_is_a_film_under_any_strange_name(tmp_path, suffix):
    path = film(tmp_path / f"a.{suffix}", frames=3)
    assert recognise(path, "clip.final") == recognise(path, "no suffix") == "film"


@pytest.mark.parametrize(
    ("suffix", "codec"),
    [("wav", "pcm_s16le"), ("flac", "flac"), ("m4a", "aac"), ("ogg", "libopus")],
)
def test_sound_is_sound(tmp_path, suffix, codec):
    assert recognise(sound_file(tmp_path / f"a.{suffix}", 1, codec), f"a.{suffix}") == "sound"


def test_sound_in_a_film_container_is_sound(tmp_path):
    path = sound_file(tmp_path / "a.mp4", 1, "aac")
    assert recognise(path, "a.mp4") == "sound"


@pytest.mark.parametrize("suffix", ["png", "jpg", "tiff", "webp"])
def test_pictures_are_pictures(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    Image.new("RGB", (30, 20)).save(path)
    assert recognise(path, "x") == "image"
    assert pictures.header(path).width == 30


def exr_header(width: int, height: int) -> bytes:
    window = struct.pack("<4i", 0, 0, width - 1, height - 1)
    return (
        b"\x76\x2f\x31\x01\x02\0\0\0" + b"displayWindow\0box2i\0" + struct.pack("<i", 16) + window
    )


def dpx_header(width: int, height: int) -> bytes:
    data = bytearray(2048)
    data[:4] = b"SDPX"
    struct.pack_into(">2I", data, 772, width, height)
    data[803] = 10
    return bytes(data)


@pytest.mark.parametrize("made", [exr_header, dpx_header])
def test_scans_are_judged_by_their_header(tmp_path, made):
    found = pictures.header(written(tmp_path / "a", made(4096, 2160)))
    assert (found.width, found.height) == (4096, 2160)
    assert recognise(tmp_path / "a", "shot.0001") == "image"
    assert refusal(written(tmp_path / "b", made(40000, 10))) == "media:too_large_picture"
    assert refusal(written(tmp_path / "c", made(0, 10))) == "media:unreadable"
    assert refusal(written(tmp_path / "d", made(64, 64)[:20])) in (
        "media:unreadable",
        "media:truncated",
    )


def test_a_bomb_is_refused_by_its_header(tmp_path):
    path = tmp_path / "bomb.png"
    Image.new("1", (19_000, 16_000)).save(path)
    assert refusal(path) == "media:too_large_picture"


def test_a_broken_picture_header_is_unreadable(tmp_path):
    assert (
        refusal(written(tmp_path / "a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 50)) == "media:unreadable"
    )


def test_names_that_promise_something_else_are_refused(tmp_path):
    Image.new("RGB", (30, 20)).save(tmp_path / "a.jpg")
    moving = film(tmp_path / "a.mp4", frames=2)
    assert refusal(tmp_path / "a.jpg", "clip.MP4") == "media:name_lies"
    assert refusal(moving, "clip.png") == "media:name_lies"
    assert refusal(written(tmp_path / "t", "INT. HOUSE - DAY"), "a.mov") == "media:name_lies"
    assert refusal(written(tmp_path / "p", "%PDF-1.7"), "a.mov") == "media:name_lies"


def test_archives_are_refused_whatever_they_are_called(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.mp4", "w") as archive:
        archive.writestr("x", "y")
    assert refusal(tmp_path / "a.mp4") == "media:archive"
    assert refusal(written(tmp_path / "b", b"\x1f\x8b\x08rest")) == "media:archive"
    assert refusal(written(tmp_path / "c", b"a" * 257 + b"ustar\0")) == "media:archive"


def test_noise_is_not_media(tmp_path):
    noise = np.random.default_rng(1).integers(0, 256, 40_000, np.uint8).tobytes()
    assert refusal(written(tmp_path / "a.bin", b"\0" + noise)).startswith("media:")


def test_a_missing_file_is_unreadable(tmp_path):
    assert refusal(tmp_path / "gone.mp4") == "media:unreadable"


def test_a_play_list_cannot_lead_elsewhere(tmp_path):
    secret = film(tmp_path / "secret.mp4", frames=2)
    lists = {
        "hls.mp4": f"#EXTM3U\n#EXTINF:1,\n{secret}\n#EXT-X-ENDLIST\n",
        "concat.mov": f"ffconcat version 1.0\nfile '{secret}'\n",
        "a.sdp": f"v=0\nm=video 0 RTP/AVP 96\nc=IN IP4 {secret}\n",
    }
    for name, content in lists.items():
        assert refusal(written(tmp_path / name, content)) in ("media:name_lies", "media:not_media")


def test_the_detail_never_repeats_the_content(tmp_path):
    path = written(tmp_path / "a.cube", "LUT_3D_SIZE 2\nSECRET SECRET SECRET\n")
    with pytest.raises(Refused) as refused:
        recognise(path, "a.cube")
    assert refused.value.code == "media:bad_lut"
    assert "SECRET" not in str(refused.value)
