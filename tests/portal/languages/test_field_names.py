"""What the administration labels its fields with, in French too, though nobody named them."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.utils import translation

from portal.languages.field_names import ROOMS, shown, unnamed
from portal.models import AuditEvent

OURS = sorted(
    (model for model in admin.site._registry if model._meta.app_label in ROOMS),
    key=lambda model: model._meta.label,
)
#: Written alike in both languages.
ALIKE = {
    *("code", "date", "description", "ID", "n", "note", "page", "parent", "pauses", "PDF", "place"),
    *("position", "sections", "source", "studio", "version", "versions", "secret", "HTML"),
    *("occasion", "plate", "playlist", "questionnaire", "usage", "verdict"),
}


def labels(model):
    """(English, French) of each column and each line that a page of it has."""
    row = admin.site._registry[model]
    names = {*row.list_display, *row.readonly_fields, *(f.name for f in model._meta.local_fields)}
    for name in sorted(names - {"__str__", "action_checkbox"}):
        told = []
        for language in ("en", "fr"):
            with translation.override(language):
                told.append(str(label_for_field(name, model, row)))
        yield tuple(told)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_label_is_said_in_french(model):
    alike = {english for english, french in labels(model) if english == french}
    assert alike <= ALIKE


def test_what_nobody_named_is_read_in_the_language_of_the_reader():
    fields = {field.name: field for model, field in unnamed("portal") if model is AuditEvent}
    with translation.override("fr"):
        assert str(fields["facts"].verbose_name) == "faits"
    assert str(fields["facts"].verbose_name) == "facts"


def test_a_field_stays_as_it_was_written():
    """A name that only the reader sees is no change of the database."""
    for model, field in unnamed("projects"):
        assert "verbose_name" not in field.deconstruct()[3], (model, field)


def test_a_name_that_was_given_is_nobody_elses():
    given = AuditEvent._meta.get_field("studio_name")
    assert given._verbose_name and given not in {field for _model, field in unnamed("portal")}


def test_only_what_an_administrator_may_read_is_a_word():
    told = dict(shown("portal"))
    assert told["digest"] == "portal/models/audit.py"
    assert "request hash" not in told
    assert any(str(field.verbose_name) == "request hash" for _model, field in unnamed("portal"))
