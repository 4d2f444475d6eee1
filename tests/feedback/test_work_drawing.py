"""The draw, without a database: balanced, fixed by its seed, and told by its commitment."""

import hashlib

import pytest

from feedback.measured import Arm
from feedback.work.drawing import SIZES, commitment, draw, new_seed, size_of

SEEDS = [f"{n:032x}" for n in range(400)]


@pytest.mark.parametrize("seed", SEEDS[:40])
def test_a_block_is_half_and_half(seed):
    arms = draw(seed)
    assert len(arms) == size_of(seed)
    assert arms.count(Arm.ASSISTED) == arms.count(Arm.BY_HAND) == len(arms) // 2


def test_the_same_seed_gives_the_same_arms_for_ever():
    told = [arm.value for arm in draw("00" * 16)]
    assert told == by_the_docstring("00" * 16)
    assert draw("00" * 16) == draw("00" * 16)


def by_the_docstring(seed):
    """Computed as the module's first lines say, by somebody else."""

    def sha(text):
        return hashlib.sha256(text.encode()).hexdigest()

    size = 4 if int(sha(f"size:{seed}")[:2], 16) % 2 == 0 else 6
    order = sorted(range(size), key=lambda n: sha(f"place:{seed}:{n}"))
    return ["assisted" if n in order[: size // 2] else "by_hand" for n in range(size)]


@pytest.mark.parametrize("seed", SEEDS[:40])
def test_anybody_can_recompute_it_from_the_words(seed):
    assert [arm.value for arm in draw(seed)] == by_the_docstring(seed)


def test_both_sizes_and_all_orders_come_up():
    blocks = [draw(seed) for seed in SEEDS]
    assert {len(block) for block in blocks} == set(SIZES)
    assert len({block for block in blocks if len(block) == 4}) == 6  # four choose two
    assert len({block for block in blocks if len(block) == 6}) == 20


def test_no_place_is_favoured():
    assisted = [sum(draw(seed)[place] == Arm.ASSISTED for seed in SEEDS) for place in range(4)]
    assert all(0.42 < n / len(SEEDS) < 0.58 for n in assisted)  # four standard errors are 0.1


def test_seeds_differ_and_commitments_give_nothing_away():
    seeds = {new_seed() for _n in range(50)}
    assert len(seeds) == 50 and all(len(bytes.fromhex(seed)) == 16 for seed in seeds)
    seed = seeds.pop()
    assert seed not in commitment(seed) and commitment(seed) != commitment(seeds.pop())


def test_a_later_algorithm_is_not_guessed():
    with pytest.raises(ValueError, match="blocks-2"):
        draw(SEEDS[0], "blocks-2")
