"""A long film's viewing copy in pieces is the same to the byte, whoever made them."""

from fractions import Fraction
from itertools import pairwise

import av
import pytest

from projects.media import copied_pieces
from projects.media.copied_pieces import Cut, cut, cuts_in, laid, piece, save
from projects.media.examining import examine
from projects.media.handing import Parcels
from projects.media.pool import Pool
from projects.media.probe import probe
from projects.media.proxy import proxy
from projects.media.sample import make_sample
from projects.media.scaling import Scaler
from projects.media.shots.segments import plan

RATE = Fraction(24000, 1001)


def quiet(*_told):
    return None


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Two segments and a bit, small."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    make_sample(path, seed=5, seconds=26, rate=RATE, size=(160, 90))
    return path


def cuts_of(film):
    return [Cut(film, probe(film, "film"), (segment,)) for segment in plan(film).segments]


def made(film, folder, workers):
    """The copy, and what is told of it."""
    folder.mkdir()
    cuts = cuts_of(film)
    assert len(cuts) > 1
    with Pool(workers) as pool:
        pieces = [save(found, folder, n) for n, found in enumerate(pool.each(piece, cuts, quiet))]
    told = laid(film, cuts[0].facts, folder / "copy.mp4", pieces, quiet)
    return (folder / "copy.mp4").read_bytes(), told


def test_two_workers_and_three_make_the_same(film, tmp_path):
    """In processes of their own, as a worker does."""
    two, told = made(film, tmp_path / "two", 2)
    three, _told = made(film, tmp_path / "three", 3)
    assert two == three
    assert told == {"frames": probe(film, "film").frames, "width": 160, "height": 90} | {
        "rate": "24000/1001"
    }


def test_a_piece_is_decoded_and_scaled_on_one_core(film, monkeypatch):
    """What threads of the scaler make differs, rarely enough that no other test tells."""
    told, graphs = [], []
    own, built = copied_pieces.frames_at, Scaler._built
    monkeypatch.setattr(copied_pieces, "frames_at", lambda *a, **k: told.append(k) or own(*a, **k))
    monkeypatch.setattr(Scaler, "_built", lambda *a: graphs.append(built(*a)) or graphs[-1])
    piece(cuts_of(film)[0], quiet)
    assert told == [{"one_core": True}] and {graph.threads for graph in graphs} == {1}


def test_every_frame_is_where_a_copy_made_whole_has_it(film, tmp_path):
    made(film, tmp_path / "pieces", 1)
    proxy(film, probe(film, "film"), tmp_path / "whole.mp4")
    with (
        av.open(str(tmp_path / "whole.mp4")) as whole,
        av.open(str(tmp_path / "pieces" / "copy.mp4")) as laid_out,
    ):
        for ours, theirs in zip(laid_out.decode(video=0), whole.decode(video=0), strict=True):
            assert ours.time == theirs.time
            far = abs(ours.to_ndarray(format="gray") * 1.0 - theirs.to_ndarray(format="gray"))
            assert far.mean() < 4
    ours, theirs = (
        probe(path, "film") for path in (tmp_path / "pieces" / "copy.mp4", tmp_path / "whole.mp4")
    )
    assert (ours.frames, ours.duration, ours.audio) == (
        theirs.frames,
        theirs.duration,
        theirs.audio,
    )


def test_sound_lies_beside_its_picture(film, tmp_path):
    made(film, tmp_path / "pieces", 1)
    with av.open(str(tmp_path / "pieces" / "copy.mp4")) as copy:
        order = [(p.stream.type, float(p.pts * p.time_base)) for p in copy.demux() if p.size]
    apart = [abs(a[1] - b[1]) for a, b in pairwise(order) if a[0] != b[0]]
    assert len(apart) > 20 and max(apart) < 1.5


def test_a_piece_travels_as_it_is(film):
    first = cuts_of(film)[0]
    found = piece(first, quiet)
    again = Parcels({}).opened(Parcels({}).packed(found))
    assert (again.data, again.head, again.sizes.tolist()) == (
        found.data,
        found.head,
        found.sizes.tolist(),
    )
    assert sum(again.sizes) == len(again.data) and again.keys[0]


@pytest.mark.parametrize(("minutes", "pieces"), [(1, 0), (0.4, 1), (0.1, 1)])
def test_only_a_long_film_is_cut(film, tmp_path, minutes, pieces):
    asked = {"source": str(film), "name": "film.mp4", "folder": str(tmp_path), "tell": quiet}
    assert cut(**asked, minutes=minutes) == {"pieces": pieces}
    if pieces:
        (only,) = cuts_in(tmp_path, film)
        assert only.path == film and len(only.run) == len(plan(film).segments)


def test_what_is_no_film_is_not_cut(tmp_path):
    (tmp_path / "a.txt").write_text("INT. KITCHEN - NIGHT")
    asked = {"source": str(tmp_path / "a.txt"), "name": "a.fountain", "folder": str(tmp_path)}
    assert cut(**asked, tell=quiet, minutes=0) == {"pieces": 0}


def test_pieces_of_another_encoder_are_not_laid(film, tmp_path):
    facts, found = probe(film, "film"), piece(cuts_of(film)[0], quiet)
    strange = save(found.__class__(0, found.sizes, found.keys, b"other", found.data), tmp_path, 0)
    with pytest.raises(ValueError, match="different encoders"):
        laid(film, facts, tmp_path / "copy.mp4", [strange], quiet)
    assert not (tmp_path / "copy.mp4").exists()


def test_an_examination_lays_the_pieces_that_it_is_given(film, tmp_path):
    copy, _told = made(film, tmp_path / "pieces", 1)
    (tmp_path / "out").mkdir()
    pieces = sorted(map(str, (tmp_path / "pieces").glob("piece-*")))
    found = examine(
        source=str(film),
        name="film.mp4",
        folder=str(tmp_path / "out"),
        tell=quiet,
        pieces=pieces,
    )
    assert {made_["role"] for made_ in found["made"]} >= {"proxy", "strip", "poster", "waveform"}
    assert (tmp_path / "out" / "proxy.mp4").read_bytes() == copy
