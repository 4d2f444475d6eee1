"""Answers in words."""

import re
from dataclasses import replace

import pytest

from feedback import sentences
from feedback.estimates.bids import AgainstBids
from feedback.estimates.counting import LEFT_OUT, Of
from feedback.estimates.felt import Gap
from feedback.estimates.power import More
from feedback.measured import Design
from feedback.savings import Basis, NotYet, Saving, Why
from feedback.statistics import Interval


def plain(say, found):
    """The sentence with common spaces: a figure and its sign stay on one line otherwise."""
    said = say(found)
    assert " %" not in said.replace("95 % interval", "")
    return said.replace("\N{NO-BREAK SPACE}", " ")


BASIS = Basis(Of.COST, Design.RANDOMISED, "randomisation", 74, 37, 37, 6, 20, {})
SAVED = Saving(0.18, 0.06, 0.29, 0.3, 0.03, BASIS)


def test_the_sentence_at_the_top():
    assert plain(sentences.answer, SAVED) == (
        "Saving 18 % (95 % interval 6 % to 29 %). That it is 30 % or more is unlikely: "
        "confidence 3 %. 74 items from 6 studios."
    )


@pytest.mark.parametrize(
    ("sure", "said"),
    [
        (0.5, "Whether it is 30 % or more is open: confidence 50 %."),
        (0.999, "It is 30 % or more: confidence over 99 %."),
        (0.0, "unlikely: confidence under 1 %."),
    ],
)
def test_the_claim_is_judged_by_its_confidence(sure, said):
    assert said in plain(sentences.answer, replace(SAVED, at_least=sure))


def test_hours_have_no_claim():
    hours = replace(SAVED, basis=replace(BASIS, of=Of.HOURS))
    assert plain(sentences.answer, hours) == (
        "Saving of hours 18 % (95 % interval 6 % to 29 %). 74 items from 6 studios."
    )


def test_what_costs_more_has_a_true_minus():
    assert "Saving −20 %" in plain(sentences.answer, replace(SAVED, value=-0.2))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (More(items=60), "About 60 more items are needed."),
        (More(items=1), "One more item is needed."),
        (More(studios=3), "About 3 more studios are needed."),
        (More(people=1), "One more person has to answer."),
        (More(drawn=94), "More of the same does not help; about 94 items with a drawn arm would."),
    ],
)
def test_not_answerable_yet_says_what_is_missing(more, said):
    found = NotYet(Why.WIDE, more, BASIS, SAVED)
    assert plain(sentences.answer, found) == (
        "Not answerable yet: the interval is too wide to say anything (74 items from 6 studios). "
        + said
    )


def test_not_answerable_yet_prints_no_result():
    said = plain(sentences.answer, NotYet(Why.FEW_STUDIOS, More(studios=2), BASIS, SAVED))
    assert re.findall(r"\d+", said) == ["74", "6", "2"]


def test_felt_against_measured():
    felt, measured = Interval(0.2, 0.15, 0.25, 41), Interval(-0.19, -0.3, -0.09, 74)
    found = Gap(felt, measured, Interval(0.39, 0.28, 0.5, 41), 52, 9)
    assert plain(sentences.gap, found) == (
        "What people felt: 20 % less time. What was measured: 19 % more time. "
        "The difference is 28 to 50 points "
        "(95 % interval; 41 of 52 items answered by 9 people)."
    )
    assert plain(sentences.gap, NotYet(Why.FEW_PEOPLE, More(people=2), BASIS)).startswith(
        "Not answerable"
    )


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.29, "29 % less time"),
        (-0.08, "8 % more time"),
        (0.004, "no difference in time"),
        (-0.004, "no difference in time"),
    ],
)
def test_the_direction_of_a_felt_or_measured_time_is_a_word_not_a_sign(share, said):
    assert plain(sentences.less_or_more, share) == said


def test_how_wrong_the_bids_would_have_to_be():
    found = AgainstBids(Interval(0.18, 0.1, 0.2, 40), 0.22, Interval(0.08, 0.01, 0.15, 40), 40, 0)
    assert plain(sentences.tipping, found) == (
        "The bids would have to be 22 % too high for the saving to vanish. "
        "Of work done by hand they were 8 % too high."
    )
    low = replace(found, too_high=Interval(-0.05, -0.1, 0.01, 9))
    assert plain(sentences.tipping, low).endswith("they were 5 % too low.")
    assert plain(sentences.tipping, replace(found, too_high=None)).endswith("vanish.")
    assert plain(sentences.tipping, replace(found, tipping=None)).endswith("saved nothing.")


def test_every_code_has_its_words():
    assert set(sentences.WHY) == set(Why) and set(sentences.DESIGNS) == set(Design)
    assert set(sentences.LEFT_OUT) == LEFT_OUT
