"""How French is set, and what is left alone."""

import pytest

from portal.languages.typography import french, wrong


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Qui ?", "Qui\u202f?"),
        ("Ceci ; cela", "Ceci\u202f; cela"),
        ("Raison :", "Raison\u00a0:"),
        ("%(studio)s : %(why)s", "%(studio)s\u00a0: %(why)s"),
        ("dit « oui »", "dit «\u00a0oui\u00a0»"),
        ("l'image d'un plan", "l’image d’un plan"),
        ("d'%(name)s", "d’%(name)s"),
        ("10 % de moins", "10\u00a0% de moins"),
        ("%(n)s %% de moins", "%(n)s\u00a0%% de moins"),
        ("%(size)s Mo, {n:.1f} s", "%(size)s\u00a0Mo, {n:.1f}\u00a0s"),
    ],
)
def test_what_a_typist_leaves_out_is_put_in(typed, printed):
    assert french(typed) == printed
    assert french(printed) == printed
    assert wrong(typed) or typed.endswith(("de moins", "s"))
    assert wrong(printed) == []


@pytest.mark.parametrize(
    "kept",
    [
        "0:0.4,0.2",
        "https://host:8188",
        "01:00:00:00",
        '<a href="/x?y=1">lire</a>',
        "{n:+.0f}",
        "%(a)s à %(b)s",
        "200 images",
    ],
)
def test_what_is_no_punctuation_is_left_alone(kept):
    assert french(kept) == kept
    assert wrong(kept) == []


@pytest.mark.parametrize("text", ["l'image", "Qui ?", "Qui?", "«oui»", "fin :", "“oui”"])
def test_what_is_set_as_in_english_is_found(text):
    assert wrong(text) or french(text) != text
