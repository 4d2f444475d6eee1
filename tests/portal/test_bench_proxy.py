"""The benchmark of viewing copies measures what it says."""

import av

from portal.benchmarks import proxy
from projects.media.probe import probe
from tests.projects.media.ingest_films import film


def test_a_named_film_is_measured_in_alternating_rounds(tmp_path, monkeypatch):
    monkeypatch.setattr(proxy, "HELD", 10)
    told = proxy.run([str(film(tmp_path / "a.mp4", frames=36, sound=True))])
    assert told["clip"] == "the file a.mp4" and told["frames"] == 36
    assert len(told["rounds"]) == proxy.ROUNDS >= 3
    assert told["ratio"] == sorted(r["ratio"] for r in told["rounds"])[proxy.ROUNDS // 2]
    assert told["met"] == (told["ratio"] >= 0.85)
    assert all(r["limit_fps"] > 0 < r["proxy_fps"] for r in told["rounds"])


def test_the_encoder_is_fed_as_many_pictures_as_the_film_has(tmp_path, monkeypatch):
    monkeypatch.setattr(proxy, "HELD", 5)
    source = film(tmp_path / "a.mp4", frames=24)
    assert proxy._encoding(source, tmp_path / "b.mp4", 23, probe(source, "film")).seconds > 0
    with av.open(str(tmp_path / "b.mp4")) as made:
        assert sum(1 for _ in made.decode(video=0)) == 23
