"""What `bench parts` makes of its rounds."""

from portal.benchmarks.parts import summary


def rounds(*pairs, made=("same", "same")):
    return [
        {
            "1": {"wall": wall, "cpu": 100.0, "made": {"proxy": made[0]}},
            "2": {"wall": less, "cpu": 110.0, "made": {"proxy": made[1]}},
        }
        for wall, less in pairs
    ]


def test_the_figure_is_the_median_of_the_ratios():
    told = summary(6, rounds((100, 55), (200, 120), (50, 40)))
    assert (told["wall_ratio"], told["cpu_ratio"]) == (0.6, 1.1)
    assert told["met"] and told["equal"]
    assert told["rounds"][0]["2"] == {"wall": 55, "cpu": 110.0}


def test_too_slow_is_told():
    assert not summary(6, rounds((100, 80)))["met"]


def test_a_copy_that_differs_is_told():
    told = summary(6, rounds((100, 55), made=("one", "another")))
    assert not told["equal"] and not told["met"]
