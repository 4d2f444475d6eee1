"""Every code of the gate has a sentence, every sentence a code, and each names what is meant."""

import re
import string
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from django.utils import translation

from portal.drills.gate.changes import case
from projects import gate_words
from projects.assist.gate import consents, ruling
from projects.assist.gate.records import Reason, Ruling
from projects.assist.gate.ruling import rule


def given_by_the_gate() -> set[str]:
    """As its source has them: codes stand there as they are, or after their paper's name."""
    source = Path(ruling.__file__).read_text()
    found = set(re.findall(r'Reason\(\s*"([a-z]+:[a-z_]+)"', source))
    found |= {f"terms:{code}" for code in re.findall(r'_about\("([a-z_]+)"', source)}
    found |= {f"budget:{name}" for name in ruling.LIMITS}
    papers = Path(consents.__file__).read_text()
    found |= {f"consent:{code}" for code in re.findall(r'yield "([a-z_]+)"', papers)}
    return found | set(re.findall(r'Reason\("([a-z]+:[a-z_]+)"', papers))


def test_every_code_that_the_gate_can_give_has_words_and_every_word_a_code() -> None:
    assert given_by_the_gate() == set(gate_words.SENTENCES)


def test_no_sentence_is_left_with_a_gap_and_none_names_what_it_is_not_told() -> None:
    chance, seen = Random(5), set()
    for _each in range(3000):
        for reason in rule(*case(chance).given).reasons:
            named = {
                n
                for _, n, _, _ in string.Formatter().parse(str(gate_words.SENTENCES[reason.code]))
                if n
            }
            assert named <= set(reason.facts), reason
            told = gate_words.sentence(reason)
            assert "{" not in told and told.endswith("."), told
            seen.add(reason.code)
    assert len(seen) > 45


def test_a_sentence_names_the_clause_in_a_persons_words() -> None:
    facts = {"provider": "local", "of": date(2026, 11, 1), "days": 30, "most": 0}
    told = gate_words.sentence(Reason("terms:retention", facts))
    assert told == "Its terms of 1 November 2026 keep inputs 30 days; this project allows 0."


def test_what_is_empty_is_told_as_not_named() -> None:
    facts = {"subject": "Ada", "number": 4}
    scenes = Reason("consent:scene", {**facts, "scenes": ()})
    assert gate_words.sentence(scenes).endswith("does not cover these scenes: not named.")
    medium = Reason("consent:medium", {**facts, "medium": ""})
    assert gate_words.sentence(medium).endswith("does not cover this medium: not named.")
    assert "nobody named" in gate_words.sentence(Reason("policy:provider", {"provider": ""}))


def test_codes_are_told_by_their_names() -> None:
    facts = {"subject": "Ada", "number": 4, "asked": "uhd", "most": "hd"}
    told = gate_words.sentence(Reason("consent:quality", facts))
    assert told == "Consent 4 of Ada allows HD quality at most; this would be UHD."
    purpose = Reason("policy:purpose", {"purpose": "vfx"})
    assert "visual effects" in gate_words.sentence(purpose)
    assert "Local engine" in gate_words.sentence(Reason("policy:provider", {"provider": "local"}))
    assert "Nobody Inc" in gate_words.sentence(
        Reason("policy:provider", {"provider": "Nobody Inc"})
    )


def test_what_to_take_instead_and_what_is_missing_are_named() -> None:
    facts = {"provider": "local", "model": "m1", "ended": date(2026, 9, 30)}
    none = Reason("model:retired", {**facts, "alternatives": ()})
    assert gate_words.sentence(none).endswith("it names no other.")
    some = Reason("model:retired", {**facts, "alternatives": ("m2", "m3")})
    assert gate_words.sentence(some).endswith("it offers instead: m2, m3.")
    lacks = Reason("connection:missing", {**facts, "missing": ("API key",)})
    assert gate_words.sentence(lacks).endswith("it lacks API key.")


def test_braces_in_a_name_are_only_a_name() -> None:
    facts = {"subject": "{number}", "number": 4}
    assert gate_words.sentence(Reason("consent:strike", facts)).startswith("Consent 4 of {number}")


def test_money_is_shown_with_its_cents_and_not_less_than_it_is() -> None:
    shown = [gate_words.money(Decimal(n)) for n in ("2", "100", "0.5", "0.0012", "12.3450")]
    assert shown == ["2.00", "100.00", "0.50", "0.0012", "12.345"]


def test_a_ruling_is_told_whole_in_the_language_of_the_moment() -> None:
    ruling_ = Ruling((Reason("people:unknown"), Reason("consent:none", {"subject": "Ada"})))
    with translation.override("fr"):
        assert len(gate_words.sentences(ruling_)) == 2
