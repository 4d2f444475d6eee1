"""What forms say of wrong values: the portal's words, whichever package the form is of."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, validate_email
from django.utils.translation import override

from portal.languages.form_words import FIELDS, VALIDATORS, speak


def said(field: forms.Field, value) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return " ".join(refused.value.messages)


class Every(forms.Form):
    name = forms.CharField(max_length=4, min_length=2)
    count = forms.IntegerField(min_value=2, max_value=9)
    ratio = forms.FloatField()
    price = forms.DecimalField()
    day = forms.DateField()
    hour = forms.TimeField()
    at = forms.DateTimeField()
    kind = forms.ChoiceField(choices=[("a", "a")])
    kinds = forms.MultipleChoiceField(choices=[("a", "a")])
    agreed = forms.BooleanField()
    mail = forms.EmailField()
    link = forms.URLField(assume_scheme="https")
    file = forms.FileField()
    pk = forms.UUIDField()
    facts = forms.JSONField()


FILLED = {
    "name": ("abcdef", "Shorten it to 4 characters: there are 6."),
    "count": ("one", "Enter a whole number, like 24."),
    "ratio": ("x", "Enter a number, like 2.5."),
    "price": ("x", "Enter a number, like 2.5."),
    "day": ("x", "Enter a day, like 2026-11-30."),
    "hour": ("x", "Enter a time, like 14:30."),
    "at": ("x", "Enter a day and a time, like 2026-11-30 14:30."),
    "kind": ("b", "Choose one of the list: “b” is not in it."),
    "kinds": (["b"], "Choose one of the list: “b” is not in it."),
    "mail": ("x", "Enter an e-mail address, like name@example.org."),
    "link": ("x", "Enter a whole address, like https://example.org/page."),
    "pk": ("x", "This is no whole identifier. Copy it again."),
    "facts": ("{", "This is no JSON. Look at its brackets and quotes."),
}
EMPTY = {
    **dict.fromkeys(Every.base_fields, "Fill this in."),
    **{"kind": "Choose one of the list.", "kinds": "Choose at least one."},
    **{"agreed": "Tick this to go on.", "file": "Choose a file."},
}


@pytest.mark.parametrize("name", FILLED)
def test_a_wrong_value_is_answered_with_what_to_do(name):
    value, words = FILLED[name]
    assert said(Every.base_fields[name], value) == words


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_at_all_is_answered_too(name):
    form = Every({})
    assert form.errors[name] == [EMPTY[name]]


@pytest.mark.parametrize(
    ("value", "words"),
    [("1", "Enter 2 or more."), ("10", "Enter 9 or less.")],
)
def test_bounds_are_told(value, words):
    assert said(Every.base_fields["count"], value) == words


def test_too_short_is_told_with_how_much_there_is():
    assert said(Every.base_fields["name"], "a") == "Enter at least 2 characters: there are 1."


def test_a_field_keeps_words_of_its_own():
    own = forms.IntegerField(error_messages={"invalid": "A number of frames."})
    assert said(own, "x") == "A number of frames."
    assert said(forms.IntegerField(), None) == "Fill this in."


def test_validators_that_models_use_say_the_same():
    with pytest.raises(ValidationError) as refused:
        MaxValueValidator(5)(6)
    assert refused.value.messages == ["Enter 5 or less."]
    with pytest.raises(ValidationError) as refused:
        validate_email("x")
    assert refused.value.messages == ["Enter an e-mail address, like name@example.org."]


def test_all_of_it_is_said_in_french():
    with override("fr"):
        for words in [text for told in FIELDS.values() for text in told.values()]:
            french = str(words)
            with override("en"):
                assert french != str(words), words
        form = Every({"name": "abcdef", "count": "1"})
        assert form.errors["name"] == ["Raccourcissez à 4 caractères\u00a0: il y en a 6."]
        assert form.errors["count"] == ["Saisissez 2 ou plus."]


def test_said_again_it_changes_nothing():
    before = {field: dict(field.default_error_messages) for field in FIELDS}
    speak()
    assert before == {field: dict(field.default_error_messages) for field in FIELDS}
    assert all(validator.message is words for validator, words in VALIDATORS.items())
