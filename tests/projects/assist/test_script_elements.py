"""Props, vehicles, people and effects, each with its sentence and how sure it is."""

import pytest

from projects.assist.scripts import words
from projects.assist.scripts.elements import _forms, elements_of
from projects.assist.scripts.introduced import introduced
from projects.assist.scripts.sentences import People, Sentence, Subjects, present, split
from tests.projects.assist.scripts_written import people_of, scenes, told


def found(text, *names):
    sentences = [Sentence(part, 1) for part in split(text)]
    return {(e.kind, e.name): e for e in elements_of(sentences, People(names))}


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("She picks up the suitcase.", words.PROP, "suitcase"),
        ("He grabs two SUITCASES.", words.PROP, "suitcase"),
        ("He pulls out an astrolabe.", words.PROP, "astrolabe"),
        ("She draws a pistol.", words.WEAPON, "pistol"),
        ("Three knives lie there.", words.WEAPON, "knife"),
        ("A police car stops.", words.VEHICLE, "police car"),
        ("They get into Mom's PORSCHE.", words.VEHICLE, "porsche"),
        ("Seven wolves howl.", words.ANIMAL, "wolf"),
        ("A crowd gathers.", words.EXTRAS, "crowd"),
        ("Passers-by stare.", words.EXTRAS, "passers-by"),
        ("Two dozen guests dance.", words.EXTRAS, "guests"),
        ("Five masked men enter.", words.EXTRAS, "five men"),
        ("He vanishes.", words.VFX, "vanish"),
        ("A hologram of her flickers.", words.VFX, "hologram"),
        ("The prince turns into a frog.", words.VFX, "turns into"),
        ("He is SLAMMED AGAINST the wall.", words.STUNT, "slammed against"),
        ("She punched him.", words.STUNT, "punch"),
        ("They are tackling the thief.", words.STUNT, "tackle"),
        ("The bomb explodes.", words.SFX, "explode"),
        ("Smoke fills the room.", words.SFX, "smoke"),
        ("She wears a wedding dress.", words.WARDROBE, "wedding dress"),
        ("His arm is in a sling.", words.MAKEUP, "sling"),
        ("Sirens wail.", words.SOUND, "siren"),
    ],
)
def test_an_element_is_found_with_its_sentence(text, kind, name):
    element = found(f"It is late. {text}")[kind, name]
    assert element.sentence == text and 0 < element.sure <= 0.95


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Bob watches the clock.", words.PROP, "watch"),
        ("They drink in silence.", words.PROP, "drink"),
        ("The leaf nearly brushes his cheek.", words.PROP, "brush"),
        ("The carpet is red.", words.VEHICLE, "car"),
        ("She is skeptical.", words.WEAPON, "key"),
        ("He takes the hand she offers.", words.PROP, "hand"),
        ("Note: this is a dream.", words.PROP, "note"),
    ],
)
def test_what_is_no_element(text, kind, name):
    assert (kind, name) not in found(text, "BOB")


def test_a_name_is_no_flower():
    assert (words.PROP, "rose") in found("A rose stands there.", "BOB")
    assert (words.PROP, "rose") not in found("Rose stands there.", "ROSE")


def test_capitals_are_surer_and_what_is_only_mentioned_is_less_so():
    plain = found("There is a suitcase.")[words.PROP, "suitcase"].sure
    assert found("There is a SUITCASE.")[words.PROP, "suitcase"].sure > plain
    assert found("There is no suitcase.")[words.PROP, "suitcase"].sure < plain
    assert found("THERE IS A SUITCASE.")[words.PROP, "suitcase"].sure == plain


def test_the_surest_sentence_is_kept_once():
    element = found("He has no gun. A GUN lies there. The gun is old.")[words.WEAPON, "gun"]
    assert element.sentence == "A GUN lies there."


def test_each_word_belongs_to_few_kinds_and_has_a_weight():
    for kind, groups in words.KINDS.items():
        for group in groups:
            assert 0 < group.sure < 1 and all(group.words), kind
            assert all(word == word.lower() for word in group.words)


@pytest.mark.parametrize(
    ("word", "verb", "forms"),
    [
        ("knife", False, ("knife", "knives")),
        ("police box", False, ("police box", "police boxes")),
        ("baby", False, ("baby", "babies")),
        ("stab", True, ("stab", "stabs", "stabbed", "stabbing")),
        ("smash", True, ("smash", "smashes", "smashed", "smashing")),
        ("dive", True, ("dive", "dives", "dived", "diving")),
        ("carry", True, ("carry", "carries", "carried", "carrying")),
    ],
)
def test_forms(word, verb, forms):
    assert _forms(word, verb) == forms


def test_sentences_keep_their_titles_and_initials():
    assert split("Mr. Fox runs. Dr. No waits... _He_ *laughs*!") == [
        "Mr. Fox runs.",
        "Dr. No waits...",
        "He laughs!",
    ]


TWO = """INT. HALL - DAY

BEN (30) waits. Ana enters with a dog.

BEN
(drops the gun)
Hi.

ANA
Ho.

MARGARET, 37, watches. TWO GUARDS (40s) salute. The TRAIN is late.

EXT. ROAD - DAY

ben is a word here. Ana drives.
"""


def test_who_is_there():
    found_scenes = scenes(TWO)
    people = people_of(found_scenes)
    first, second = (
        present(s, t, people) for s, t in zip(found_scenes, told(found_scenes), strict=True)
    )
    assert first == ["BEN", "ANA"] and second == ["ANA"]


def test_silent_people_are_introduced_with_an_age():
    found_scenes = scenes(TWO)
    people = introduced(told(found_scenes)[0], people_of(found_scenes).names)
    assert [person["name"] for person in people] == ["MARGARET", "TWO GUARDS"]


def test_directions_are_about_their_speaker():
    sentences = told(scenes(TWO))[0]
    (direction,) = [sentence for sentence in sentences if sentence.speaker]
    assert (direction.text, direction.speaker) == ("drops the gun", "BEN")
    (gun,) = [e for e in elements_of(sentences, People(["BEN"])) if e.name == "gun"]
    assert gun.sure < 0.9


def test_he_is_the_last_who_was_named():
    subjects = Subjects(People(["BOB", "ANA"]))
    asked = ["Rain.", "Bob sits.", "He waits.", "Ana sees Bob.", "Nothing.", "She goes."]
    assert [subjects.of(Sentence(text, 1)) for text in asked] == [
        ("", 0.0),
        ("BOB", 0.9),
        ("BOB", 0.6),
        ("ANA", 0.7),
        ("", 0.0),
        ("ANA", 0.6),
    ]


def test_without_names_nobody_is_found():
    assert People([]).within("Bob sits.") == []


def test_a_sentence_without_end_is_divided_and_nothing_of_it_is_lost():
    words = " ".join(f"word{n}" for n in range(2000))
    found = split(words)
    assert len(found) > 5 and max(map(len, found)) <= 1500
    assert " ".join(found) == words
