"""Against published worked examples, SciPy and statsmodels."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

from feedback.statistics import (
    Interval,
    alpha,
    alpha_interval,
    bca,
    bias_reduced,
    difference,
    dummies,
    mean_interval,
    redrawn,
    t_at,
    wild_cluster,
    wilson,
)
from feedback.statistics.clusters import WEBB, _summed
from feedback.statistics.regression import basis, without

#: Fisher, "The Design of Experiments", 1935, chapter III: crossed less self-fertilised plants.
DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]


class TestShares:
    @pytest.mark.parametrize(
        ("hits", "n", "low", "high"),
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)],
    )
    def test_wilson_is_as_newcombe_printed_it(self, hits, n, low, high):
        """Statistics in Medicine 17, 1998, table I."""
        found = wilson(hits, n)
        assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)

    def test_a_share_of_nothing_is_none(self):
        assert wilson(0, 0) is None

    @given(st.integers(0, 50), st.integers(1, 50))
    def test_wilson_stays_a_share_around_its_value(self, hits, n):
        found = wilson(min(hits, n), n)
        assert 0 <= found.low <= found.value + 1e-12 and found.value <= found.high + 1e-12 <= 1.1


class TestMeans:
    def test_students_interval_is_scipys(self):
        found = mean_interval(DARWIN)
        known = stats.ttest_1samp(DARWIN, 0).confidence_interval()
        assert (found.low, found.high) == pytest.approx((known.low, known.high))
        assert found.value == pytest.approx(20.93, abs=0.01)

    def test_one_value_has_no_interval(self):
        assert mean_interval([3.0]) is None

    def test_bca_is_near_the_interval_efron_and_tibshirani_print(self):
        """In "An Introduction to the Bootstrap", 1993, table 14.1: spatial test A's variance, BCa
        of 90 % is 115.8..259.6; at 95 % it is wider on both sides, and skewed upwards."""
        spatial = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6]
        spatial += [0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41]
        found = bca(spatial, np.var)
        assert found.value == pytest.approx(171.5, abs=0.1)
        assert 90 < found.low < 115.8 and 259.6 < found.high < 310
        assert found.high - found.value > found.value - found.low

    def test_bca_of_equal_values_is_that_value(self):
        assert bca([2.0] * 6) == Interval(2, 2, 2, 6)

    def test_bca_falls_back_where_no_single_value_matters(self):
        found = bca([0.0, 1, 1, 1, 1, 1, 1, 2])
        assert found.low <= found.value == 1 <= found.high

    def test_four_values_are_too_few(self):
        assert bca([1.0, 2, 3, 4]) is None

    def test_a_difference_of_symmetric_intervals_is_pythagoras(self):
        found = difference(Interval(5, 2, 8, 9), Interval(1, -3, 5, 7))
        assert (found.value, found.low, found.high, found.n) == (4, -1, 9, 7)

    def test_a_difference_keeps_what_is_lopsided(self):
        found = difference(Interval(5, 5, 8, 9), Interval(1, 1, 5, 9))
        assert (found.low, found.high) == (0, 7)


class TestDrawsRepeated:
    def pairs(self):
        outcome = np.array([v for one in DARWIN for v in (one, 0)], dtype=float)
        drawn = np.tile([1.0, 0.0], len(DARWIN))
        return outcome, drawn, np.repeat(np.arange(len(DARWIN)), 2).tolist()

    def test_fishers_own_example_has_fishers_p_value(self):
        """863 of 32,768 arrangements in each tail: 2.634 %."""
        outcome, drawn, blocks = self.pairs()
        found = redrawn(outcome, drawn, drawn, blocks, draws=40_000)
        assert found.value == pytest.approx(np.mean(DARWIN))
        assert found.below(0) == pytest.approx(863 / 2**15, abs=0.003)

    def test_its_interval_ends_where_the_test_rejects(self):
        outcome, drawn, blocks = self.pairs()
        found = redrawn(outcome, drawn, drawn, blocks, draws=9999)
        for end, tail in ((found.low, 0.025), (found.high, 0.975)):
            moved = redrawn(outcome - end * drawn, drawn, drawn, blocks, draws=9999, seed=5)
            assert moved.below(0) == pytest.approx(tail, abs=0.006)

    def test_scipy_finds_the_same_p_value(self):
        chance = np.random.default_rng(3)
        a, b = chance.normal(0.6, 1, 30), chance.normal(0, 1, 30)
        known = stats.permutation_test(
            (a, b),
            lambda x, y: np.mean(x) - np.mean(y),
            n_resamples=20_000,
            alternative="greater",
            rng=chance,
        ).pvalue
        drawn = np.repeat([1.0, 0.0], 30)
        found = redrawn(np.concatenate([a, b]), drawn, drawn, ["all"] * 60, draws=20_000)
        assert found.below(0) == pytest.approx(known, abs=0.006)

    def test_those_who_do_not_follow_dilute_the_draw_not_the_effect(self):
        """Half of the drawn ones follow: the effect of doing is twice that of being drawn."""
        drawn = np.tile([1.0, 1, 0, 0], 100)
        done = np.tile([1.0, 0, 0, 0], 100)
        outcome = -0.4 * done + np.random.default_rng(2).normal(0, 0.1, 400)
        found = redrawn(outcome, done, drawn, np.repeat(np.arange(100), 4).tolist())
        assert found.low < -0.4 < found.high and found.value == pytest.approx(-0.4, abs=0.03)

    def test_blocks_of_one_arm_compare_nothing(self):
        found = redrawn(np.ones(4), np.ones(4), np.ones(4), ["a", "a", "b", "b"])
        assert found.method == "none" and not found.bounded

    def test_a_draw_that_few_could_differ_from_rules_nothing_out(self):
        found = redrawn(np.array([1.0, 0]), np.array([1.0, 0]), np.array([1.0, 0]), ["a", "a"])
        assert not found.bounded and found.value == 1


def clustered(seed=1, clusters=6, each=25, effect=-0.3):
    chance = np.random.default_rng(seed)
    names = np.repeat(np.arange(clusters), each)
    done = (chance.random(len(names)) < 0.5).astype(float)
    own = chance.normal(0, 0.1, clusters)
    y = chance.normal(0, 1, clusters)[names] + (effect + own[names]) * done
    return y + chance.normal(0, 0.3, len(names)), done, names.tolist()


def _freedom(done):
    one, none = done.sum(), len(done) - done.sum()
    below = one**2 * (one - 1) + none**2 * (none - 1)
    return (one + none) ** 2 * (one - 1) * (none - 1) / below


class TestFewClusters:
    def test_the_estimate_and_its_error_are_those_of_statsmodels(self):
        y, done, names = clustered()
        controls = dummies(names)
        known = sm.OLS(y, np.column_stack([done, controls])).fit(
            cov_type="cluster", cov_kwds={"groups": np.array(names), "use_correction": False}
        )
        found = wild_cluster(y, done, done, controls, names)
        assert found.value == pytest.approx(known.params[0])
        assert found.error == pytest.approx(known.bse[0])

    def test_with_an_instrument_it_is_two_stage_least_squares(self):
        y, done, names = clustered()
        z = np.random.default_rng(9).permutation(done) * 0.3 + done
        found = wild_cluster(y, done, z, dummies(names), names)
        left = without(np.column_stack([y, done, z]), basis(dummies(names)))
        assert found.value == pytest.approx(left[:, 2] @ left[:, 0] / (left[:, 2] @ left[:, 1]))

    def test_summed_by_cluster_is_the_bootstrap_written_out(self):
        """Each draw fitted by least squares gives the t that the sums give."""
        y, done, names = clustered(clusters=5, each=8)
        controls, point = dummies(names), np.array([-0.1])
        span = basis(controls)
        left = without(np.column_stack([y, done, done]), span)
        groups = [np.flatnonzero(np.array(names) == name) for name in range(5)]
        weights = np.random.default_rng(4).choice([-1.0, 1.0], (7, 5))
        quick = _summed(left, span, groups).statistic(point, weights)[0]
        null = left[:, 0] - point * left[:, 1]
        for w, fast in zip(weights, quick, strict=True):
            fit = sm.OLS(null * w[np.array(names)], np.column_stack([done, controls])).fit(
                cov_type="cluster", cov_kwds={"groups": np.array(names), "use_correction": False}
            )
            assert fast == pytest.approx(fit.tvalues[0])

    def test_six_point_weights_have_variance_one(self):
        assert np.mean(WEBB**2) == pytest.approx(1)

    def test_with_clusters_of_one_the_reduced_bias_is_hc2(self):
        y, done, _names = clustered()
        known = sm.OLS(y, np.column_stack([done, np.ones(len(y))])).fit(cov_type="HC2")
        found = bias_reduced(y, done, done, np.ones((len(y), 1)), range(len(y)))
        reach = (found.high - found.low) / 2 / t_at(_freedom(done))
        assert found.value == pytest.approx(known.params[0])
        assert reach == pytest.approx(known.bse[0])

    def test_two_samples_leave_the_freedom_that_imbens_and_kolesar_print(self):
        """Three against twenty-seven leave 2.5 degrees, not 28 (their section II)."""
        done = np.repeat([1.0, 0.0], [3, 27])
        y = np.random.default_rng(1).normal(size=30)
        found = bias_reduced(y, done, done, np.ones((30, 1)), range(30))
        known = sm.OLS(y, np.column_stack([done, np.ones(30)])).fit(cov_type="HC2").bse[0]
        assert _freedom(done) == pytest.approx(2.5, abs=0.05)
        assert found.high - found.value == pytest.approx(t_at(_freedom(done)) * known)

    def test_written_out_with_whole_matrices_it_is_the_same(self):
        y, done, names = clustered(clusters=5, each=8)
        controls = np.column_stack([dummies(names), np.arange(40) % 3])
        x = np.column_stack([controls, done])
        leaves = np.eye(40) - x @ np.linalg.pinv(x)
        weights, row = np.zeros((40, 5)), np.linalg.pinv(x)[-1]
        for cluster in range(5):
            own = np.flatnonzero(np.array(names) == cluster)
            size, turn = np.linalg.eigh(leaves[np.ix_(own, own)])
            root = np.where(size > 1e-6, 1 / np.sqrt(np.maximum(size, 1e-6)), 0)
            weights[own, cluster] = turn @ (root * (turn.T @ row[own]))
        error = np.sqrt(((weights.T @ (leaves @ y)) ** 2).sum())
        spread = weights.T @ leaves @ weights
        freedom = np.trace(spread) ** 2 / (spread**2).sum()
        found = bias_reduced(y, done, done, controls, names)
        assert found.high - found.value == pytest.approx(t_at(freedom) * error)
        assert found.below(found.low) == pytest.approx(0.025, abs=1e-4)

    def test_less_error_than_independent_items_have_is_luck(self):
        """Residuals that cancel within each cluster leave no error between clusters."""
        names = np.repeat(np.arange(6), 4).tolist()
        done = np.tile([1.0, 1.0, 0.0, 0.0], 6)
        y = np.tile([0.5, -0.5, 0.5, -0.5], 6) + 0.001 * np.repeat(np.arange(6), 4) * done
        found = bias_reduced(y, done, done, dummies(names), names)
        assert found.width < 0.01 and found.expected > 0.3

    def test_one_cluster_has_no_error_to_tell(self):
        y, done, names = clustered(clusters=1)
        assert bias_reduced(y, done, done, dummies(names), names).method == "none"

    def test_two_studios_rule_nothing_out(self):
        y, done, names = clustered(clusters=2)
        assert not wild_cluster(y, done, done, dummies(names), names).bounded

    def test_one_studio_is_no_comparison(self):
        y, done, names = clustered(clusters=1)
        assert wild_cluster(y, done, done, dummies(names), names).method == "none"

    def test_confidence_rises_from_nothing_to_all(self):
        y, done, names = clustered(clusters=8)
        found = wild_cluster(y, done, done, dummies(names), names)
        assert found.below(found.low) == pytest.approx(0.025, abs=0.002)
        assert found.below(found.value) == pytest.approx(0.5, abs=0.01)
        assert found.below(found.high) == pytest.approx(0.975, abs=0.002)
        assert (np.diff(found.curve) >= 0).all()

    def test_student_with_no_freedom_is_infinite(self):
        assert t_at(0) == np.inf and t_at(3) == pytest.approx(3.182, abs=1e-3)


#: Krippendorff 2011, section C: four observers, twelve units; 0 stands for a missing value.
OBSERVED = [
    (1, 1, 0, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4),
    (4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (0, 5, 5, 5), (0, 0, 1, 1), (0, 0, 3, 0),
]  # fmt: skip


class TestAgreement:
    def test_alpha_is_as_krippendorff_printed_it(self):
        assert alpha([[v for v in unit if v] for unit in OBSERVED]) == pytest.approx(
            0.743, abs=5e-4
        )

    def test_with_every_verdict_there_it_is_near_fleiss(self):
        """Alpha corrects Fleiss's kappa for small samples by 1/(number of verdicts)."""
        said = np.random.default_rng(1).integers(0, 3, (200, 3))
        said[:, 1] = np.where(np.arange(200) % 2, said[:, 0], said[:, 1])
        kappa = fleiss_kappa(aggregate_raters(said)[0])
        expected = kappa + (1 - kappa) / said.size
        assert alpha(said.tolist()) == pytest.approx(expected, abs=1e-9)

    def test_its_interval_holds_it_and_narrows_with_more(self):
        few = {k: [v for v in unit if v] for k, unit in enumerate(OBSERVED)}
        many = {(k, r): unit for k, unit in few.items() for r in range(6)}
        small, large = alpha_interval(few), alpha_interval(many)
        assert small.low < small.alpha < small.high <= 1
        assert large.high - large.low < small.high - small.low
        assert small.things == 11 and small.verdicts == 40 and small.told

    @pytest.mark.parametrize("units", [[], [["yes"]], [["yes", "yes"], ["yes", "yes"]]])
    def test_where_nobody_could_differ_there_is_none(self, units):
        assert alpha(units) is None and alpha_interval(dict(enumerate(units))) is None

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.lists(st.sampled_from("abc"), min_size=2, max_size=4), min_size=2))
    def test_alpha_is_at_most_one(self, units):
        found = alpha(units)
        assert found is None or found <= 1
