"""Nobody is called as the portal calls itself in the audit."""

import pytest
from django.core.exceptions import ValidationError

from portal.forms import AcceptForm
from portal.models import User
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
