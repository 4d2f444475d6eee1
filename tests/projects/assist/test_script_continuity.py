"""Contradictions of what is worn, held, suffered and broken: told, and not told too often."""

import pytest

from projects.assist.scripts.continuity import lint
from projects.assist.scripts.story_time import moments
from tests.projects.assist.scripts_written import people_of, scenes, speaking, told

KNOWN = speaking("BOB", "ANA")


def hints(text):
    found = scenes(KNOWN + text)
    return lint(found, told(found), people_of(found)).hints


def rules(text):
    return [(hint.rule, hint.character, hint.subject) for hint in hints(text)]


def two(first, second, time="CONTINUOUS", start="DAY"):
    return f"INT. GYM - {start}\n\n{first}\n\nINT. CORRIDOR - {time}\n\n{second}\n"


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ("Bob has his arm in a sling.", "Bob does push-ups.", ("hurt_but_able", "BOB", "arm")),
        ("Bob breaks his leg.", "Bob sprints away.", ("hurt_but_able", "BOB", "leg")),
        ("Bob limps.", "Bob dances.", ("hurt_but_able", "BOB", "leg")),
        ("Ana is on crutches.", "Ana runs.", ("hurt_but_able", "ANA", "leg")),
        (
            "Bob has a bandaged hand.",
            "Bob climbs up.",
            ("hurt_but_able", "BOB", "arm"),
        ),
        (
            "Bob has his arm in a sling.",
            "Bob enters without the sling.",
            ("aid_gone", "BOB", "arm"),
        ),
        (
            "Bob takes off his coat.",
            "Bob is wearing a long coat.",
            ("worn_after_off", "BOB", "coat"),
        ),
        ("Bob takes his hat off.", "Bob adjusts his hat.", ("worn_after_off", "BOB", "hat")),
        ("Bob puts on his coat.", "Bob puts on a coat.", ("put_on_twice", "BOB", "coat")),
        ("Ana drops the gun.", "Ana aims the gun.", ("held_after_let_go", "ANA", "gun")),
        ("Ana smashes the vase.", "Ana admires the vase.", ("broken_then_whole", "ANA", "vase")),
        ("Ana's phone shatters.", "Ana answers her phone.", ("broken_then_whole", "ANA", "phone")),
        ("Bob dies.", "Bob walks in.", ("dead_acts", "BOB", "")),
        ("Ana kills Bob.", "BOB\nHello.", ("dead_speaks", "BOB", "")),
        ("They look at Bob's corpse.", "BOB\nHello.", ("dead_speaks", "BOB", "")),
    ],
)
def test_a_contradiction_is_told_with_both_sentences(first, second, rule):
    found = hints(two(first, second))
    assert [(h.rule, h.character, h.subject) for h in found] == [rule]
    (hint,) = found
    assert hint.first.sentence == first and (hint.first.scene, hint.then.scene) == (2, 3)
    assert 0 < hint.sure <= 0.75 and hint.then.line > hint.first.line


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Bob has his arm in a sling.", "Ana does push-ups."),
        ("Bob has his arm in a sling.", "Bob cannot do push-ups."),
        ("Bob has his arm in a sling. He removes the sling.", "Bob does push-ups."),
        ("Bob limps.", "Bob does push-ups."),
        ("Bob takes off his coat. He puts on his coat.", "Bob is wearing a coat."),
        ("Bob takes off his coat.", "Ana is wearing a coat."),
        ("Bob takes off his coat.", "Bob is wearing a hat."),
        ("Ana drops the gun. She picks up the gun.", "Ana aims the gun."),
        ("Ana smashes the vase.", "Ana holds the broken vase."),
        ("Ana smashes the vase. Bob repairs the vase.", "Ana admires the vase."),
        ("Bob almost dies.", "Bob walks in."),
        ("Bob pretends. Bob plays dead.", "Bob walks in."),
        ("Bob dies.", "BOB (V.O.)\nHello."),
        ("Bob dies. Ana revives Bob.", "BOB\nHello."),
        ("Bob dies.", "ANA\nHello."),
        ("The door opens.", "Rain falls."),
    ],
)
def test_what_is_no_contradiction(first, second):
    assert rules(two(first, second)) == []


def test_the_farther_apart_the_less_sure():
    first, second = "Bob breaks his leg.", "Bob sprints."
    near = hints(two(first, second))[0].sure
    same_day = hints(two(first, second, "DAY"))[0].sure
    later = hints(two(first, second, "NEXT DAY"))[0].sure
    assert near > same_day > later
    assert hints(two(first, second, "THREE MONTHS LATER")) == []


def test_clothes_change_from_day_to_day():
    assert hints(two("Bob takes off his coat.", "Bob wears a coat.", "DAY", start="NIGHT")) == []


def test_a_flashback_is_another_time():
    assert rules(two("Bob dies.", "BOB\nHello.", "DAY (FLASHBACK)")) == []
    back = "INT. GYM - DAY - FLASHBACK\n\nBob dies.\n\nINT. HALL - DAY\n\nBOB\nHi.\n"
    assert rules(back) == []


def test_a_speech_before_the_death_in_the_same_scene_is_none():
    assert rules("INT. GYM - DAY\n\nBOB\nFarewell.\n\nBob dies.\n") == []


def test_each_is_told_once():
    text = two("Bob dies.", "BOB\nHello.\n\nBOB\nHello again.\n\nBob walks in. Bob walks in.")
    assert rules(text) == [("dead_speaks", "BOB", ""), ("dead_acts", "BOB", "")]


def test_the_story_of_each_is_kept_in_order():
    found = scenes(
        KNOWN
        + two(
            "Bob puts on his coat. He picks up the gun. Ana breaks her leg.",
            "Bob drops the gun. He takes off his coat. Ana smashes the vase. Ana dies.",
        )
    )
    facts = lint(found, told(found), people_of(found)).facts
    assert [(f.place.scene, f.character, f.subject, f.kind) for f in facts] == [
        (2, "BOB", "coat", "on"),
        (2, "BOB", "gun", "has"),
        (2, "ANA", "leg", "hurt"),
        (3, "BOB", "gun", "gone"),
        (3, "BOB", "coat", "off"),
        (3, "ANA", "vase", "broken"),
        (3, "ANA", "", "dead"),
    ]
    assert facts[0].place.sentence == "Bob puts on his coat." and facts[0].sure == 0.9


def test_moments_of_the_story():
    times = "DAY,CONTINUOUS,LATER,NIGHT,MORNING,DAY - FLASHBACK,TWO YEARS LATER".split(",")
    found = moments(scenes("".join(f"INT. A - {time}\n\nRain.\n\n" for time in times)))
    assert [m.run for m in found] == [1, 1, 2, 3, 4, 5, 6]
    assert [m.day for m in found] == [0, 0, 0, 0, 1, 1, 2]
    assert [m.era for m in found] == [0, 0, 0, 0, 0, 0, 1]
    assert [m.aside for m in found] == [False] * 5 + [True, False]
    assert found[1].since(found[0]) == "continuous" and found[6].since(found[0]) == ""
    assert found[2].since(found[0]) == "same_day" and found[4].since(found[0]) == "later"
