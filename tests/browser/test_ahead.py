"""Parts are made ready a batch at a time, before a lane is free for them."""

import os

import pytest

from .fake_pages import TRAY
from .test_uploader import WORKER, ZONE, choose, state

PART = 64 * 1024


@pytest.fixture
def send(tab, fake):
    def go(parts):
        fake.page("/up/", ZONE + TRAY % WORKER)
        tab.goto(f"{fake.url}/up/")
        choose(tab, ("a.mp4", os.urandom(PART * parts)))
        state(tab, "done")

    return go


def test_the_first_batch_is_small_and_the_next_ones_are_larger(fake, send):
    send(20)
    assert sorted(fake.asked) == [[1, 2], [*range(3, 11)], [*range(11, 19)], [19, 20]]
    assert sorted(part for _, part in fake.puts) == [*range(1, 21)]


def test_an_address_that_is_nearly_too_old_is_not_begun_with(fake, send):
    fake.life = [0]
    send(2)
    assert fake.asked[0] == [1, 2] and sorted(fake.asked[1:]) == [[1], [2]]
    assert sorted(part for _, part in fake.puts) == [1, 2]


def test_a_batch_that_could_not_be_signed_is_signed_again_as_one(fake, send):
    fake.sign_faults = [503]
    send(4)
    assert sorted(fake.asked) == [[1, 2], [3, 4]]
    assert len(fake.puts) == 4


def test_a_part_whose_address_was_refused_is_signed_by_itself(fake, send):
    fake.put_faults = [(403, "storage:signature")]
    send(3)
    assert sorted(map(len, fake.asked)) == [1, 1, 2] and [1, 2] in fake.asked
    assert len(fake.puts) == 4


def test_larger_parts_are_wished_for_larger_files(tab, fake):
    fake.page("/up/", ZONE + TRAY % WORKER)
    tab.goto(f"{fake.url}/up/")
    ask = "sizes => import('/static/js/upload-parts.js').then(m => sizes.map(m.wishedSize))"
    mebibyte = 1024 * 1024
    sizes = [1, 256 * mebibyte, 257 * mebibyte, 1024 * mebibyte, 5 * 1024**4]
    told = [size // mebibyte for size in tab.evaluate(ask, sizes)]
    assert told == [8, 8, 9, 32, 32]
