"""Parts of a job for other machines: what travels, and what a pool does with those who help."""

import pickle
from pathlib import Path

import numpy as np
import pytest

from projects.media import handing
from projects.media.handing import RECIPES, Over, Parcels, cooked_by, lent, recipe_of
from projects.media.kept import Kept
from projects.media.pool import Pool
from projects.media.refusal import Refused
from projects.media.shots.segments import Segment
from tests.projects.media.odd_parts import work

SEGMENT = Segment(0, 10, 0, 10, 0, 10)


@pytest.fixture(autouse=True)
def recipe(monkeypatch):
    monkeypatch.setitem(RECIPES, "odd 1", (work.__module__, work.__qualname__))


class Offered:
    """One step in memory; `others` says by number what other machines have found."""

    def __init__(self, parts, others=()):
        self.parts, self.free, self.others = parts, list(range(len(parts))), dict(others)
        self.kept, self.left, self.over = {}, [], False
        self.free = [n for n in self.free if n not in self.others]

    def take(self):
        if not self.free:
            return None
        number = self.free.pop(0)
        return number, self.parts[number]

    def look(self, at):
        if self.over:
            raise Over
        return (len(self.kept) + len(self.others)) / len(self.parts)

    def keep(self, number, found):
        self.kept[number] = found
        return True

    def leave(self, number):
        self.left.append(number)

    def fetch(self, number):
        found = {**self.others, **self.kept}
        return ("found", found[number]) if number in found else None


class Hands:
    workers = 16

    def __init__(self, **others):
        self.others, self.offers = others.get("others", ()), []

    def offer(self, recipe, parts):
        self.offers.append((recipe, Offered(parts, self.others)))
        return self.offers[-1][1]


def test_every_recipe_names_a_function_of_this_room():
    for name, (module, _place) in RECIPES.items():
        if name != "odd 1":
            assert module.startswith("projects.media.")
        assert callable(cooked_by(name)) and recipe_of(cooked_by(name)) == name
    assert cooked_by("odd 2") is None and recipe_of(len) == ""


def test_a_file_travels_by_name(tmp_path):
    here, there = Path("/here/film"), tmp_path / "film"
    value = {"path": here, "run": (SEGMENT,), "grey": np.arange(4)}
    data = Parcels({"key": here}).packed(value)
    assert b"/here/film" not in data
    found = Parcels({"key": there}).opened(data)
    assert found["path"] == there and found["run"] == (SEGMENT,)
    assert found["grey"].tolist() == [0, 1, 2, 3]


def test_a_path_that_has_no_name_does_not_travel():
    with pytest.raises(pickle.PicklingError, match="do not know"):
        Parcels({}).packed([Path("/etc/passwd")])


@pytest.mark.parametrize("harm", [print, pickle.loads, Path.unlink])
def test_a_parcel_calls_nothing(harm):
    with pytest.raises((pickle.UnpicklingError, AttributeError)):
        Parcels({}).opened(pickle.dumps(harm))


def test_whoever_did_a_part_they_come_in_order(tmp_path):
    parts = [("double", n) for n in range(9)]
    hands = Hands(others={0: 0, 4: 8, 8: 16})
    told = []
    with lent(hands), Pool(2, Kept(tmp_path, "job", [])) as pool:
        assert pool.workers == 16 and pool.here == 2
        assert list(pool.each(work, parts, told.append)) == [2 * n for n in range(9)]
    (recipe, offer), *more = hands.offers
    assert recipe == "odd 1" and not more and sorted(offer.kept) == [1, 2, 3, 5, 6, 7]
    assert told == sorted(told)


def test_what_may_not_be_written_down_is_offered_to_nobody(tmp_path):
    hands = Hands()
    with lent(hands), Pool(2) as pool:
        assert list(pool.each(work, [("double", 1)] * 3)) == [2] * 3
    with lent(hands), Pool(1, Kept(tmp_path, "job", [])) as pool:
        assert list(pool.each(work, [("double", 1)] * 3, keep=False)) == [2] * 3
    assert not hands.offers and handing.at_hand() is None


def test_what_a_part_raises_here_is_raised(tmp_path):
    with lent(Hands()), Pool(1, shared=True) as pool, pytest.raises(Refused, match="7 bad blocks"):
        list(pool.each(work, [("double", 1), ("refuse", 7), ("double", 1)]))


def test_a_shared_pool_does_nothing_in_this_process():
    with Pool(1, shared=True) as pool:
        (told,) = pool.each(work, [("about", 0)])
    assert told["shared"] and not any("SECRET" in name for name in told["names"])


def test_who_helps_does_what_is_free_and_leaves_what_fails():
    offer = Offered([("double", 1), ("refuse", 2), ("double", 3)])
    with Pool(2) as pool:
        assert pool.lend(offer, work, 60) == 2
    assert offer.kept == {0: 2, 2: 6} and offer.left == [1]


def test_who_helps_outlives_a_part_that_kills():
    offer = Offered([("die", 1), ("double", 3)])
    with Pool(1) as pool:
        assert pool.lend(offer, work, 60) == 0
    assert offer.left == [0] and offer.free == [1]


def test_who_helps_begins_nothing_after_its_turn():
    offer = Offered([("double", 1)] * 3)
    with Pool(1) as pool:
        assert pool.lend(offer, work, 0) == 0
    assert offer.free == [0, 1, 2]


def test_who_helps_stops_when_nobody_waits():
    offer = Offered([("hang", 1)])
    offer.over = True
    with Pool(1) as pool, pytest.raises(Over):
        pool.lend(offer, work, 60)
