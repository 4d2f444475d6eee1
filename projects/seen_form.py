"""The form in which a person says who is seen in a version."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Consent, Performer, Version


class SeenForm(forms.Form):
    """Who is seen in a version: for each performer not at all, on the set, or under a consent."""

    NOT, SET = "", "set"

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = version.project.performers.prefetch_related("consents")
        self.people = {f"performer-{one.pk}": one for one in rows}
        told = {row.performer_id: row for row in version.likenesses.all()}
        for name, one in self.people.items():
            self.fields[name] = self._field(one, told.get(one.pk))
        self.nobody = None in told

    def _field(self, performer: Performer, said: Any) -> forms.ChoiceField:
        under = [(str(c.pk), _under(c)) for c in performer.consents.all()]
        return forms.ChoiceField(
            label=performer.name,
            required=False,
            choices=[(self.NOT, _("not seen")), (self.SET, _("seen, filmed on set")), *under],
            initial=str(said.consent_id or self.SET) if said else self.NOT,
        )

    @property
    def seen(self) -> dict[Performer, Consent | None]:
        found: dict[Performer, Consent | None] = {}
        for name, performer in self.people.items():
            if chosen := self.cleaned_data.get(name):
                consents = {str(c.pk): c for c in performer.consents.all()}
                found[performer] = consents.get(chosen)
        return found


def _under(consent: Consent) -> str:
    withdrawn = _("withdrawn") if consent.revoked_at else ""
    told = _("seen, made under consent %(number)s") % {"number": consent.number}
    return f"{told} ({withdrawn})" if withdrawn else str(told)
