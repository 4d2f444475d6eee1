"""What forms say of a wrong value: what to do, in the portal's words instead of Django's.

Fields take their words from their class when they are made, so this stands before any form does.
"""

from django.core import validators
from django.forms import fields, models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

_ONE_OF = _("Choose one of the list: “%(value)s” is not in it.")
_ALL_OF = _("Choose from the list: something that was sent is not in it.")
_DAY = _("Enter a day, like 2026-11-30.")
_TIME = _("Enter a time, like 14:30.")
#: Field → reason → words.
FIELDS = {
    fields.Field: {"required": _("Fill this in.")},
    fields.BooleanField: {"required": _("Tick this to go on.")},
    fields.ChoiceField: {"required": _("Choose one of the list."), "invalid_choice": _ONE_OF},
    fields.MultipleChoiceField: {
        **{"required": _("Choose at least one."), "invalid_choice": _ONE_OF},
        "invalid_list": _ALL_OF,
    },
    models.ModelChoiceField: {
        "required": _("Choose one of the list."),
        "invalid_choice": _("Choose one of the list: what was sent is not in it."),
    },
    models.ModelMultipleChoiceField: {
        **{"required": _("Choose at least one."), "invalid_choice": _ONE_OF},
        **{"invalid_list": _ALL_OF, "invalid_pk_value": _ALL_OF},
    },
    fields.IntegerField: {"invalid": _("Enter a whole number, like 24.")},
    fields.FloatField: {"invalid": _("Enter a number, like 2.5.")},
    fields.DecimalField: {"invalid": _("Enter a number, like 2.5.")},
    fields.DateField: {"invalid": _DAY},
    fields.TimeField: {"invalid": _TIME},
    fields.DateTimeField: {"invalid": _("Enter a day and a time, like 2026-11-30 14:30.")},
    fields.SplitDateTimeField: {"invalid_date": _DAY, "invalid_time": _TIME},
    fields.URLField: {"invalid": _("Enter a whole address, like https://example.org/page.")},
    fields.FileField: {
        **{"required": _("Choose a file."), "missing": _("No file came with it. Choose it again.")},
        "empty": _("There is nothing in this file. Choose another."),
    },
    fields.UUIDField: {"invalid": _("This is no whole identifier. Copy it again.")},
    fields.JSONField: {"invalid": _("This is no JSON. Look at its brackets and quotes.")},
}
VALIDATORS = {
    validators.EmailValidator: _("Enter an e-mail address, like name@example.org."),
    validators.URLValidator: _("Enter a whole address, like https://example.org/page."),
    validators.MinValueValidator: _("Enter %(limit_value)s or more."),
    validators.MaxValueValidator: _("Enter %(limit_value)s or less."),
    validators.MinLengthValidator: ngettext_lazy(
        "Enter at least %(limit_value)d character: there are %(show_value)d.",
        "Enter at least %(limit_value)d characters: there are %(show_value)d.",
        "limit_value",
    ),
    validators.MaxLengthValidator: ngettext_lazy(
        "Shorten it to %(limit_value)d character: there are %(show_value)d.",
        "Shorten it to %(limit_value)d characters: there are %(show_value)d.",
        "limit_value",
    ),
}


def speak() -> None:
    """From now on; said again it changes nothing."""
    for field, words in FIELDS.items():
        own = field.__dict__.get("default_error_messages", {})
        field.default_error_messages = {**own, **words}  # type: ignore[attr-defined]
    for validator, told in VALIDATORS.items():
        validator.message = told  # type: ignore[attr-defined]
