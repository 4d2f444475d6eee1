"""One class a shot, by what lies in it and what is said of it."""

import pytest

from projects.disclosure import classes
from projects.disclosure.classes import (
    AI,
    CLASSES,
    COMPOSITE,
    ENHANCED,
    GENERATED,
    LED_PLATE,
    NONE,
    TEMPORARY,
    UNKNOWN,
    of_shot,
    of_type,
)
from projects.media.credentials.types import SOURCE_TYPES, TRAINED
from projects.models import Candidate


@pytest.mark.parametrize(
    ("parts", "said", "meant"),
    [
        ([GENERATED], [], GENERATED),
        ([GENERATED, GENERATED], [], GENERATED),
        ([GENERATED, NONE], [], COMPOSITE),
        ([COMPOSITE], [], COMPOSITE),
        ([COMPOSITE, GENERATED], [], COMPOSITE),
        ([ENHANCED, NONE], [], ENHANCED),
        ([ENHANCED, GENERATED], [], COMPOSITE),
        ([GENERATED, UNKNOWN], [], COMPOSITE),
        ([NONE], [], NONE),
        ([NONE], ["led_plate"], LED_PLATE),
        ([UNKNOWN], ["led_plate"], LED_PLATE),
        ([NONE], ["temporary"], TEMPORARY),
        ([NONE], ["temporary", "led_plate"], LED_PLATE),
        ([GENERATED], ["led_plate"], GENERATED),
        ([ENHANCED], ["temporary"], ENHANCED),
        ([UNKNOWN], ["temporary"], UNKNOWN),
        ([NONE, UNKNOWN], [], UNKNOWN),
        ([NONE], ["unused"], NONE),
        ([], [], UNKNOWN),
    ],
)
def test_a_shot_has_the_class_that_says_most(parts, said, meant):
    assert of_shot(parts, said) == meant


def test_titles_alone_are_no_ai():
    assert of_shot([], titles=True) == NONE
    assert of_shot([GENERATED], titles=True) == GENERATED


@pytest.mark.parametrize("name", sorted(SOURCE_TYPES))
def test_every_type_of_iptc_has_a_class(name):
    assert of_type(name) in CLASSES
    assert (of_type(name) in (GENERATED, COMPOSITE)) == (name in TRAINED)


def test_what_says_nothing_of_itself_has_no_ai_on_record():
    assert of_type("") == NONE


@pytest.mark.parametrize(
    ("kind", "source_type", "meant"),
    [
        ("picture", "trainedAlgorithmicMedia", GENERATED),
        ("clip", "compositeWithTrainedAlgorithmicMedia", COMPOSITE),
        ("plate", "algorithmicallyEnhanced", ENHANCED),
        ("plate", "compositeWithTrainedAlgorithmicMedia", COMPOSITE),
        ("match", "", ENHANCED),
        ("track", "composite", ENHANCED),
        ("picture", "algorithmicallyEnhanced", NONE),
        ("cut", "", NONE),
        ("script", "", NONE),
    ],
)
def test_a_result_is_what_its_pictures_are(kind, source_type, meant):
    assert classes.of_result(Candidate(kind=kind, source_type=source_type)) == meant


def test_of_several_things_the_one_that_flatters_least_counts():
    assert classes.worst([NONE, UNKNOWN]) == UNKNOWN
    assert classes.worst([NONE, ENHANCED, COMPOSITE]) == COMPOSITE
    assert classes.worst([]) == UNKNOWN


def test_each_class_says_what_counts_as_it():
    assert all(str(name) and str(means).endswith(".") for name, means in CLASSES.values())
    assert set(AI) < set(CLASSES)
