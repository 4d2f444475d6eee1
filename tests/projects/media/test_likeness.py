"""Near-duplicates: what a hash forgives, and what makes a group."""

import cv2
import numpy as np
import pytest

from projects.media.likeness import NEAR, apart, groups, likeness


def picture(seed, size=(270, 480)):
    """Soft blobs, as pictures have: most of what they show is in low frequencies."""
    small = np.random.default_rng(seed).integers(0, 255, (9, 16, 3), np.uint8)
    return cv2.resize(small, size[::-1], interpolation=cv2.INTER_CUBIC)


def recompressed(shown, quality=40):
    return cv2.imdecode(cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 1)


@pytest.mark.parametrize(
    "change",
    [
        recompressed,
        lambda shown: cv2.resize(shown, (320, 180), interpolation=cv2.INTER_AREA),
        lambda shown: cv2.convertScaleAbs(shown, alpha=0.9, beta=10),
        lambda shown: cv2.GaussianBlur(shown, (5, 5), 0),
    ],
    ids=["recompressed", "smaller", "regraded", "softer"],
)
def test_the_same_picture_stays_near(change):
    for seed in range(8):
        shown = picture(seed)
        assert apart(likeness(shown), likeness(change(shown))) <= 4


def test_other_pictures_are_far_apart():
    hashes = [likeness(picture(seed)) for seed in range(12)]
    far = [apart(a, b) for n, a in enumerate(hashes) for b in hashes[:n]]
    assert min(far) > NEAR and 26 < sum(far) / len(far) < 38


def test_a_hash_is_sixteen_digits_and_of_a_plain_picture_nothing():
    assert likeness(np.full((90, 160, 3), 77, np.uint8)) == "0" * 16
    assert len(likeness(picture(1))) == 16 and int(likeness(picture(1)), 16)


def bits(*places):
    return f"{sum(1 << place for place in places):016x}"


def test_groups_are_told_by_their_first():
    assert groups([bits(), bits(*range(40)), bits(1), bits(*range(39))]) == [0, 1, 0, 1]


def test_a_chain_of_neighbours_is_no_group():
    """Each differs from the next in six bits: linked one by one, the ends would be 30 apart."""
    chain = [bits(*range(6 * n)) for n in range(6)]
    found = groups(chain, within=10)
    assert len(set(found)) >= 3
    for first in set(found):
        members = [h for h, place in zip(chain, found, strict=True) if place == first]
        assert max(apart(a, b) for a in members for b in members) <= 10


def test_no_two_of_any_group_are_farther_apart_than_allowed():
    random = np.random.default_rng(5)
    hashes = [bits(*random.choice(24, 8, replace=False).tolist()) for _ in range(120)]
    found = groups(hashes, within=8)
    assert 1 < len(set(found)) < 120
    for a in range(120):
        for b in range(a):
            assert found[a] != found[b] or apart(hashes[a], hashes[b]) <= 8


def test_none_and_one_are_groups_too():
    assert groups([]) == [] and groups([bits(3)]) == [0]


def test_whoever_asks_again_gets_an_answer_of_their_own():
    hashes = [bits(), bits(1)]
    groups(hashes).append(7)
    assert groups(hashes) == [0, 0]


def test_all_64_bits_are_counted_exactly():
    assert groups([bits(), bits(*range(64))], within=63) == [0, 1]
    assert groups([bits(), bits(*range(64))], within=64) == [0, 0]
