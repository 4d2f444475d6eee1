"""Good files made bad, the same way every time."""

import random

import pytest

from projects.media.mutations import CHANGES, mutated
from projects.media.sample import make_sample


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("good") / "film.mp4"
    make_sample(path, seed=1, seconds=1, size=(96, 54))
    return path.read_bytes()


def test_a_number_always_gives_the_same_file(source):
    assert [mutated(source, seed) for seed in range(20)] == [
        mutated(source, seed) for seed in range(20)
    ]
    assert len({changed for _name, changed in (mutated(source, n) for n in range(40))}) > 30


def test_every_kind_of_change_comes_up(source):
    assert {mutated(source, seed)[0] for seed in range(100)} == set(CHANGES)


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_each_changes_the_file_and_none_breaks_on_a_short_one(source, name):
    assert bytes(CHANGES[name](random.Random(3), bytearray(source))) != source
    for seed in range(30):
        CHANGES[name](random.Random(seed), bytearray(b"abc"))


def test_the_size_before_a_box_is_what_changes(source):
    changed = bytes(CHANGES["box sizes"](random.Random(5), bytearray(source)))
    differs = [at for at in range(len(source)) if changed[at] != source[at]]
    assert len(changed) == len(source) and 0 < len(differs) <= 12
