"""What somebody typed never goes on as a sentence of the audit, nor looks like the portal."""

import pytest
from django.core.exceptions import ValidationError

from portal.forms import AcceptForm
from portal.models import AuditEvent, User
from portal.names import is_ours, persons_name
from portal.rosters import import_roster
from tests.world import person

POSING = [
    "portal",
    "Portal",
    " The  PORTAL ",
    "p.o.r.t.a.l",
    "ｐｏｒｔａｌ",
    "𝗽𝗼𝗿𝘁𝗮𝗹",
    "por\u200dtal",
]


def sentence(actor, verb, **facts):
    return AuditEvent(
        actor=actor, actor_name=str(actor or "portal"), verb=verb, facts=facts
    ).sentence


def test_names_and_reasons_stand_between_marks(db):
    ann = User(name="Ann, and Admin approved it")
    told = sentence(ann, "studio:suspended", name="A", reason="over")
    assert told == "“Ann, and Admin approved it” suspended “A”: “over”"


@pytest.mark.parametrize("mark", "“”„‟«»‹›「」＂")
def test_no_name_closes_its_own_marks(mark):
    told = sentence(User(name=f"x{mark} left. {mark}Ben"), "signed_out")
    assert told == "“x' left. 'Ben” signed out"
    told = sentence(None, "studio:reinstated", name=f"x{mark}")
    assert told == "The portal opened “x'” again"


def test_what_the_portal_words_itself_stands_without():
    ann = User(name="Ann")
    told = sentence(ann, "invitation:sent", email="b@example.org", role="artist")
    assert told == "“Ann” invited “b@example.org” as Artist"
    assert sentence(ann, "signed_out") == "“Ann” signed out"
    assert sentence(ann, "studios:across", studios=2, reason="a") == (
        "“Ann” worked across 2 studios: “a”"
    )


def test_the_portal_looks_like_nobody():
    acted = sentence(None, "webhook:disabled", url="https://a.example.org")
    assert acted == "The portal switched the webhook “https://a.example.org” off"
    posing = sentence(User(name="The portal"), "signed_out")
    assert posing == "“The portal” signed out"


def test_a_verb_without_its_facts_is_told_as_plainly():
    assert sentence(None, "webhook:disabled") == "The portal: webhook:disabled"
    assert sentence(User(name="Ann"), "gone:verb") == "“Ann”: gone:verb"


@pytest.mark.parametrize("name", POSING, ids=ascii)
def test_nobody_takes_the_name_of_the_portal(name):
    with pytest.raises(ValidationError, match="portal's own name"):
        persons_name(name)
    form = AcceptForm({"name": name, "password": ""}, email="a@example.org")
    assert "portal's own name" in form.errors["name"][0]
    with pytest.raises(ValidationError) as told:
        User(email="a@example.org", name=name).clean()
    assert set(told.value.message_dict) == {"name"}


@pytest.mark.parametrize("name", ["Ana Portal", "Portalis", "", "Administrator"])
def test_names_that_only_hold_it_are_names(name):
    assert not is_ours(name)
    persons_name(name)


def test_an_administrator_cannot_give_it_either(world, as_person):
    row, admin = person("Ann"), as_person(world.admin)
    form = {"name": "Portal", "email": row.email, "programme_role": "", "is_active": "on"}
    page = admin.post(f"/admin/portal/user/{row.pk}/change/", form)
    assert "portal&#x27;s own name" in page.text and User.objects.get(pk=row.pk).name == "Ann"


def test_a_roster_names_the_line(world):
    outcome = import_roster(b"studio,email,name\nNew,n@example.org,Portal\n", actor=world.admin)
    assert "portal's own name" in str(outcome)
