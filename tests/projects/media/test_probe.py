"""Facts of a film are exact."""

import json
from fractions import Fraction

import av
import pytest
from PIL import Image

from projects.media import counting
from projects.media.facts import Facts
from projects.media.probe import probe
from projects.media.refusal import Refused
from tests.projects.media.ingest_films import DATA, film, needs_data, sound_file

RATES = ["24000/1001", "24", "25", "30000/1001", "30", "48", "50", "60000/1001", "60", "240"]
UNEVEN = [0, 33, 67, 150, 183, 217, 400, 433, 467, 900, 933, 967]


def codes(facts: Facts) -> list[str]:
    return [warning["code"] for warning in facts.warnings]


def decoded_count(path) -> int:
    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
@pytest.mark.parametrize("rate", RATES)
def test_rate_frames_and_duration_are_exact(tmp_path, rate, suffix):
    path = film(tmp_path / f"a.{suffix}", frames=40, rate=Fraction(rate))
    facts = probe(path, "film")
    assert (facts.rate, facts.frames, facts.vfr) == (Fraction(rate), 40, False)
    assert facts.duration == 40 / Fraction(rate)
    assert facts.exact


@pytest.mark.parametrize(
    ("suffix", "codec", "pixels"),
    [
        ("mov", "prores_ks", "yuv422p10le"),
        ("mkv", "ffv1", "yuv444p"),
        ("avi", "mjpeg", "yuvj420p"),
        ("webm", "libvpx-vp9", "yuv420p"),
        ("mp4", "libx265", "yuv420p10le"),
        ("avi", "mpeg4", "yuv420p"),
        ("ts", "mpeg2video", "yuv420p"),
        ("webm", "libvpx", "yuv420p"),
    ],
)
def test_every_codec_counts_what_decoding_yields(tmp_path, suffix, codec, pixels):
    options = {"x265-params": "log-level=none"} if codec == "libx265" else {}
    path = film(tmp_path / f"a.{suffix}", codec=codec, pixels=pixels, frames=30, options=options)
    facts = probe(path, "film")
    assert facts.frames == decoded_count(path) == 30
    assert facts.pixel_format == pixels
    assert facts.rate == 24


def test_rotation_and_pixel_shape_give_the_displayed_size(tmp_path):
    path = film(tmp_path / "a.mp4", size=(120, 80), rotation=90, aspect=Fraction(4, 3))
    facts = probe(path, "film")
    assert (facts.coded_width, facts.coded_height) == (120, 80)
    assert (facts.width, facts.height, facts.rotation) == (80, 160, 90)
    assert facts.sample_aspect == Fraction(4, 3)


@pytest.mark.parametrize("rotation", [0, 180, 270])
def test_rotation_is_clockwise(tmp_path, rotation):
    assert probe(film(tmp_path / "a.mp4", rotation=rotation), "film").rotation == rotation


def test_uneven_frames_are_told(tmp_path):
    facts = probe(film(tmp_path / "a.mkv", frames=12, stamps=UNEVEN), "film")
    assert facts.vfr and facts.frames == 12
    assert "vfr" in codes(facts)
    assert Fraction(967, 1000) < facts.duration < Fraction(12, 10)


def test_a_cut_off_film_says_how_much_is_left(tmp_path):
    whole = film(tmp_path / "a.mkv", frames=200, size=(320, 240), codec="ffv1")
    part = tmp_path / "b.mkv"
    part.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    facts = probe(part, "film")
    assert 0 < facts.frames < 200
    assert facts.frames == decoded_count(part) or facts.damaged
    assert "truncated" in codes(facts) and facts.damaged
    detail = next(w["detail"] for w in facts.warnings if w["code"] == "truncated")
    assert detail.startswith(f"{facts.frames} of ")


@needs_data
def test_the_index_promises_more_than_a_cut_off_file_holds():
    facts = probe(DATA / "robustness" / "truncated_faststart_half.mp4", "film")
    assert facts.frames == 18
    assert {"code": "truncated", "detail": "18 of 48 frames"} in facts.warnings


@needs_data
def test_broken_pictures_are_counted_the_same_every_time():
    path = DATA / "robustness" / "mutated_5.mp4"
    facts = [probe(path, "film") for _ in range(3)]
    assert facts[0] == facts[1] == facts[2]
    assert facts[0].damaged and facts[0].frames == 47


@needs_data
@pytest.mark.parametrize("name", ["mutated_7.mp4", "stts_bomb.mp4", "huge_declared_size.mp4"])
def test_absurd_headers_give_sane_facts(name):
    facts = probe(DATA / "robustness" / name, "film")
    assert 1 <= facts.rate <= 1000 and facts.frames <= 48 and facts.duration < 10


def test_sound_tracks_are_listed_and_missing_sound_is_told(tmp_path):
    facts = probe(film(tmp_path / "a.mp4", sound=True), "film")
    (track,) = facts.audio
    assert (track["codec"], track["rate"], track["channels"]) == ("aac", 48000, 2)
    assert track["layout"] == "stereo" and "silent" not in codes(facts)
    assert "silent" in codes(probe(film(tmp_path / "b.mp4"), "film"))


@pytest.mark.parametrize(("text", "drop"), [("10:00:00:00", False), ("10:00:00;02", True)])
def test_the_start_timecode_is_read(tmp_path, text, drop):
    path = film(tmp_path / "a.mov", rate=Fraction(30000, 1001), metadata={"timecode": text})
    facts = probe(path, "film")
    assert (facts.timecode, facts.drop_frame) == (text, drop)
    assert probe(film(tmp_path / "b.mov"), "film").drop_frame is None


def test_high_dynamic_range_is_told(tmp_path):
    params = "log-level=none:transfer=smpte2084:colorprim=bt2020:colormatrix=bt2020nc"
    path = film(tmp_path / "a.mp4", codec="libx265", pixels="yuv420p10le",
                options={"x265-params": params})  # fmt: skip
    facts = probe(path, "film")
    assert facts.colour["transfer"] == "smpte2084" and facts.colour["primaries"] == "bt2020"
    assert "hdr" in codes(facts)


def test_unusual_colour_is_told(tmp_path):
    path = film(tmp_path / "a.mp4", options={"x264-params": "colorprim=film:transfer=linear"})
    assert "unusual_colour" in codes(probe(path, "film"))


def test_facts_survive_json(tmp_path):
    facts = probe(film(tmp_path / "a.mp4", sound=True, rate=Fraction(24000, 1001)), "film")
    stored = json.loads(json.dumps(facts.as_dict()))
    assert stored["rate"] == "24000/1001"
    assert Facts.from_dict(stored | {"later": 1}) == facts


def test_long_films_are_counted_without_decoding_all(tmp_path, monkeypatch):
    path = film(tmp_path / "a.mp4", frames=150)
    monkeypatch.setattr(counting, "_DECODE_PIXELS", 1)
    facts = probe(path, "film")
    assert facts.frames == 150 and not facts.exact


def test_huge_films_are_counted_from_the_index(tmp_path, monkeypatch):
    path = film(tmp_path / "a.mov", frames=60, codec="prores_ks", pixels="yuv422p10le")
    monkeypatch.setattr(counting, "_DECODE_PIXELS", 1)
    monkeypatch.setattr(counting, "_INDEX_FROM", 1)
    monkeypatch.setattr(counting, "_from_packets", None)
    facts = probe(path, "film")
    assert (facts.frames, facts.rate, facts.vfr) == (60, 24, False)


def test_a_film_that_starts_amid_a_group_loses_the_leading_pictures(tmp_path, monkeypatch):
    whole = film(tmp_path / "a.ts", frames=80, options={"g": "40", "bf": "0"})
    with av.open(str(whole)) as source, av.open(str(tmp_path / "b.ts"), "w") as target:
        track = target.add_stream_from_template(source.streams.video[0])
        for index, packet in enumerate(source.demux(video=0)):
            if packet.size and index >= 10:
                packet.stream = track
                target.mux(packet)
    expected = probe(tmp_path / "b.ts", "film").frames
    monkeypatch.setattr(counting, "_DECODE_PIXELS", 1)
    assert probe(tmp_path / "b.ts", "film").frames == expected < 70


def test_cover_art_is_no_film(tmp_path):
    with pytest.raises(Refused) as refused:
        probe(sound_file(tmp_path / "a.wav", 1), "film")
    assert refused.value.code == "media:no_frames"


def test_sound_has_a_length(tmp_path):
    facts = probe(sound_file(tmp_path / "a.wav", 2), "sound")
    assert facts.duration == 2 and facts.audio[0]["channels"] == 2
    with pytest.raises(Refused):
        probe(film(tmp_path / "b.mp4"), "sound")


def test_a_picture_is_measured_upright(tmp_path):
    turned = Image.Exif()
    turned[274] = 6
    Image.new("RGB", (40, 20)).save(tmp_path / "a.jpg", exif=turned)
    facts = probe(tmp_path / "a.jpg", "image")
    assert (facts.coded_width, facts.width, facts.height, facts.mode) == (40, 20, 40, "RGB")


def test_text_is_counted(tmp_path):
    (tmp_path / "a.fountain").write_text("INT. A - DAY\n\nB\nC\n")
    assert probe(tmp_path / "a.fountain", "script").counts == {"lines": 4}
    event = "001  AX V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
    (tmp_path / "a.edl").write_text("FCM: NON-DROP FRAME\n" + event)
    assert probe(tmp_path / "a.edl", "editorial").counts == {"lines": 2, "events": 1}
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 x")
    assert probe(tmp_path / "a.pdf", "script").container == "pdf"
