"""What a questionnaire may be, which of its questions are shown, and what may be answered."""

import pytest
from pydantic import ValidationError

from feedback.questionnaires.answers import Unfit, checked, unanswered
from feedback.questionnaires.conditions import shown
from feedback.questionnaires.definition import KINDS, Choice, Condition, Definition, Words
from feedback.questionnaires.instruments import INSTRUMENTS
from feedback.questionnaires.lines import choices_from, lines_of
from feedback.questionnaires.soundness import broken, missing, untranslated
from tests.asked import choices, definition, every_kind, question, words


def keys(rows):
    return [row.key for row in rows]


class TestDefinition:
    def test_it_comes_back_from_the_column_as_it_went_in(self):
        asked = every_kind()
        assert Definition.model_validate(asked.stored()) == asked

    @pytest.mark.parametrize("key", ["", "Q1", "1q", "a-b", "x" * 41])
    def test_a_key_is_a_plain_word(self, key):
        with pytest.raises(ValidationError):
            question("text", key or "Q")

    def test_a_sound_one_has_nothing_against_it(self):
        assert broken(every_kind()) == missing(every_kind()) == untranslated(every_kind()) == []

    def test_two_questions_of_one_key_are_refused(self):
        assert "called q1" in broken(definition(question("text", "q1"), question("file", "q1")))[0]

    def test_a_condition_names_an_earlier_question_only(self):
        when = Condition(question="single", values=("c1",))
        later = definition(question("text", shown_if=when), question("single"))
        itself = definition(question("single", shown_if=when))
        assert all("does not come before" in broken(one)[0] for one in (later, itself))

    @pytest.mark.parametrize(
        ("kind", "when"),
        [
            ("single", {"values": ("c9",)}),
            ("single", {"values": ()}),
            ("scale", {"values": ("8",)}),
            ("text", {"values": ("x",)}),
            ("single", {"holds": "least", "values": ("1",)}),
            ("number", {"holds": "least", "values": ("many",)}),
            ("number", {"holds": "most", "values": ("NaN",)}),
        ],
    )
    def test_a_condition_that_can_never_be_met_is_refused(self, kind, when):
        rows = (question(kind, "first"), question("file"))
        asked = rows[1].model_copy(update={"shown_if": Condition(question="first", **when)})
        assert "cannot have" in broken(definition(rows[0], asked))[0]

    def test_words_that_lack_english_keep_it_from_being_published(self):
        french = question("text", title=Words(fr="Quoi ?"))
        assert "missing in English" in missing(definition(french))[0]
        assert "no question" in missing(definition())[0]

    def test_words_that_lack_french_are_told_and_english_stands_in(self):
        asked = definition(question("text", title=Words(en="What?")))
        assert missing(asked) == [] and "English is shown" in untranslated(asked)[0]
        assert asked.questions[0].title.said("fr") == "What?"

    @pytest.mark.parametrize(
        "fields",
        [{"kind": "single", "choices": choices("Yes")}, {"kind": "matrix", "rows": ()},
         {"kind": "multiple", "most": 4}, {"kind": "number", "least": 5, "most": 2}],
    )  # fmt: skip
    def test_a_question_nobody_could_answer_is_not_published(self, fields):
        assert len(missing(definition(question(**fields)))) == 1


class TestInstruments:
    @pytest.mark.parametrize("name", INSTRUMENTS)
    def test_each_is_sound_and_in_both_languages(self, name):
        asked = definition(*INSTRUMENTS[name].questions())
        assert missing(asked) == untranslated(asked) == []

    def test_a_scale_with_an_item_left_out_moved_or_reworded_is_broken(self):
        sus = INSTRUMENTS["sus"].questions()
        swapped = [sus[1], sus[0], *sus[2:]]
        reworded = [sus[0].model_copy(update={"title": words("I like it.")}), *sus[1:]]
        for rows in (sus[:9], swapped, reworded):
            assert "SUS must stay as published" in broken(definition(*rows))[0]

    def test_all_items_of_a_scale_are_shown_together(self):
        sus, first = INSTRUMENTS["sus"].questions(), question("single")
        when = {"shown_if": Condition(question="single", values=("c1",))}
        whole = [item.model_copy(update=when) for item in sus]
        assert broken(definition(first, *whole)) == []
        assert broken(definition(first, whole[0], *sus[1:]))


class TestConditions:
    asked = definition(
        question("single", "a"),
        question("scale", "b", shown_if=Condition(question="a", values=("c1", "c2"))),
        question("text", "c", shown_if=Condition(question="b", holds="least", values=("5",))),
        question("text", "d", shown_if=Condition(question="a", holds="is_not", values=("c1",))),
    )

    @pytest.mark.parametrize(
        ("answers", "seen"),
        [
            ({}, ["a"]),
            ({"a": "c1"}, ["a", "b"]),
            ({"a": "c1", "b": 5}, ["a", "b", "c"]),
            ({"a": "c2", "b": 4}, ["a", "b", "d"]),
            ({"a": "c3", "b": 7}, ["a", "d"]),  # what is not shown counts as not answered
        ],
    )
    def test_questions_follow_what_was_said(self, answers, seen):
        assert keys(shown(self.asked, answers)) == seen

    def test_of_several_answers_one_is_enough(self):
        when = Condition(question="multiple", values=("c2",))
        asked = definition(question("multiple"), question("text", shown_if=when))
        assert len(shown(asked, {"multiple": ["c1", "c2"]})) == 2
        assert len(shown(asked, {"multiple": ["c1"]})) == 1

    def test_only_what_is_shown_must_be_answered(self):
        assert keys_of(unanswered(self.asked, {"a": "c3"})) == ["d"]
        assert keys_of(unanswered(self.asked, {"a": "c1"})) == ["b"]


def keys_of(found):
    return list(found)


GOOD = [
    ("scale", "7", 7),
    ("scale", 1, 1),
    ("single", "c2", "c2"),
    ("multiple", ["c3", "c1", "c1"], ["c1", "c3"]),
    ("multiple", "c1", ["c1"]),
    ("ranking", ["c3", "c1", "c2"], ["c3", "c1", "c2"]),
    ("ranking", ["c3", "", ""], ["c3", "", ""]),
    ("number", " 12,5 ", "12.5"),
    ("number", 3, "3"),
    ("number", "-0.25", "-0.25"),
    ("money", {"amount": "1200", "currency": "EUR"}, {"amount": "1200.00", "currency": "EUR"}),
    ("money", {"amount": "", "currency": "EUR"}, None),
    ("text", "  two\r\nlines ", "two\nlines"),
    ("text", "   ", None),
    ("matrix", {"c1": "c2", "c2": ""}, {"c1": "c2"}),
]
BAD = [
    *[("scale", raw) for raw in ("0", "8", "2.5", "x", True, "٣", -1, [1])],
    *[("single", raw) for raw in ("c9", ["c1"], {"c1": 1}, 1)],
    *[("multiple", raw) for raw in (["c9"], {"a": 1}, [["c1"]])],
    *[("ranking", raw) for raw in (["c1", "c1", "c2"], ["c1"], "c1", {"c1": "1"}, [1, 2, 3])],
    *[("number", raw) for raw in ("1e5", "inf", "NaN", "x", "1.23456", "9" * 13, True, [1], {})][
        :8
    ],
    *[("money", raw) for raw in ({"amount": "-1", "currency": "EUR"}, "5", [5])],
    *[("money", raw) for raw in ({"amount": "1", "currency": "GBP"}, {"amount": "1.001"})],
    *[("text", raw) for raw in ("x" * 2001, 5, ["x"])],
    *[("matrix", raw) for raw in ({"c9": "c1"}, {"c1": "c9"}, ["c1"], "c1")],
    *[("file", raw) for raw in ("x", {"name": "x"})],
]


class TestAnswers:
    @pytest.mark.parametrize(("kind", "raw", "kept"), GOOD)
    def test_what_fits_is_kept_in_one_shape(self, kind, raw, kept):
        assert checked(question(kind), raw) == kept

    @pytest.mark.parametrize(("kind", "raw"), BAD)
    def test_what_does_not_fit_is_told_in_a_sentence(self, kind, raw):
        with pytest.raises(Unfit, match=r"^[A-Z].*\.$"):
            checked(question(kind), raw)

    @pytest.mark.parametrize("kind", KINDS)
    def test_nothing_is_no_answer(self, kind):
        assert checked(question(kind), None) is checked(question(kind), "") is None

    def test_bounds_and_most_are_kept_to(self):
        number = question("number", least=0, most=10, places=0)
        for raw in ("-1", "11", "1.5"):
            with pytest.raises(Unfit):
                checked(number, raw)
        with pytest.raises(Unfit, match="2 at most"):
            checked(question("multiple", most=2), ["c1", "c2", "c3"])

    def test_half_a_ranking_or_matrix_is_not_ready_to_be_sent(self):
        asked = definition(question("ranking", required=False), question("matrix"))
        lacks = unanswered(asked, {"ranking": ["c1", "", ""], "matrix": {"c1": "c1"}})
        assert keys_of(lacks) == ["ranking", "matrix"]


class TestLines:
    def test_a_line_keeps_its_key_wherever_it_stands(self):
        made = choices_from("No\nMaybe\nYes", "Non\nPeut-être\nOui", choices("Yes", "No"))
        assert [(c.key, c.words.fr) for c in made] == [
            ("c2", "Non"), ("c3", "Peut-être"), ("c1", "Oui"),
        ]  # fmt: skip

    def test_lines_that_lack_their_french_stay_english(self):
        made = choices_from("Yes\nNo", "Oui", ())
        assert [c.words.said("fr") for c in made] == ["Oui", "No"]
        assert lines_of("choices", made) == {"choices_en": "Yes\nNo", "choices_fr": "Oui"}

    def test_the_same_line_twice_has_two_keys(self):
        made = choices_from("Yes\nYes", "", (Choice(key="c1", words=words("Yes")),))
        assert len({c.key for c in made}) == 2
