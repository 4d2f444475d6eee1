"""The administration's start page: one sentence that is so, and numbers that lead to their rows."""

import pytest
from django.utils import timezone

from portal import wellbeing
from portal.models import Acceptance, Agreement, AgreementVersion, Trouble, User
from portal.models.agreements import done_with_agreements, not_yet_agreed
from portal.watching import gathering, today
from portal.watching.gathering import Told
from portal.watching.today import ASKS, SERIOUS, WELL, Figure
from portal.wellbeing import Worry


@pytest.fixture
def found(monkeypatch):
    """What needs somebody, and the figures; the test fills both."""
    worries, figures = [], []
    monkeypatch.setattr(wellbeing, "CHECKS", [lambda: worries])
    monkeypatch.setattr(today, "_TELLERS", [lambda _look: figures])
    return worries, figures


@pytest.mark.django_db
class TestTheSentence:
    def test_is_yes_where_nothing_is_wrong(self, found):
        told = today.today()
        assert told.how == WELL and told.sentence.startswith("Yes. Nothing has stopped, and")

    def test_counts_what_needs_somebody(self, found):
        worries, figures = found
        worries.append(Worry("Terms lapse.", "/x/"))
        figures.append(Figure("Mails given up", "3", "/y/", ASKS))
        figures.append(Figure("Invitations open", "3", "/y/"))
        told = today.today()
        assert told.how == ASKS and "2 things need an administrator" in told.sentence

    def test_says_first_what_is_wrong(self, found):
        found[0].append(Worry("Terms lapsed.", "/x/", serious=True))
        Trouble.objects.create(about="mails:dead", facts={"n": 2}, text="", seen_at=timezone.now())
        Trouble.objects.create(
            about="x", text="over", seen_at=timezone.now(), over_at=timezone.now()
        )
        told = today.today()
        assert told.how == SERIOUS and told.sentence == "Not quite: 2 things are wrong."
        assert told.worries[0].text == "2 mails were given up."


def test_numbers_of_the_outbox_are_as_gathered():
    numbers = {"mails": {("dead",): 2, ("waiting",): 5}, "webhooks": {("failing",): 0}}
    rows = {f.label: f for f in today._outbox(today.Look(Told(1, numbers), []))}
    assert rows["Mails given up"].value == "2" and rows["Mails given up"].how == ASKS
    assert rows["Mails given up"].url == "/admin/portal/mail/?state__exact=dead"
    assert rows["Webhooks failing"].how == WELL


def test_every_number_leads_to_rows(world, as_person, monkeypatch):
    told = Told(1, {"storage_free_bytes": {(): 5e9}, "mails": {("dead",): 1}})
    monkeypatch.setattr(gathering, "told", lambda: told)
    inside = as_person(world.admin)
    page = inside.get("/admin/")
    figures = page.context["today"].figures
    assert len(figures) >= 9 and len({f.label for f in figures}) == len(figures)
    for figure in figures:
        answer = inside.get(figure.url)
        assert answer.status_code == 200, figure
        assert "?e=1" not in getattr(answer, "url", "")


def test_who_has_not_agreed_is_who_will_be_asked(world):
    """The one query says what the door says of each person."""
    for kind, per_studio in (("nda", True), ("beta", False)):
        agreement, _made = Agreement.objects.get_or_create(
            kind=kind, defaults={"title": kind, "per_studio": per_studio}
        )
        Agreement.objects.filter(pk=agreement.pk).update(per_studio=per_studio)
        AgreementVersion.objects.create(agreement=agreement, text="New.").publish(actor=None)
    version = AgreementVersion.objects.filter(agreement__kind="beta").order_by("-number").first()
    person = world.visitor("artist")
    facts = {"person_name": person.name, "email": person.email, "sha256": version.sha256}
    Acceptance.objects.create(version=version, person=person, **facts)
    people = list(User.objects.filter(is_active=True))
    belonging = [p for p in people if p.programme_role or p.roles]
    asked = {p.pk for p in belonging} - done_with_agreements(belonging)
    assert set(not_yet_agreed().values_list("pk", flat=True)) == asked
    assert person.pk in asked
