"""The design's table of roles and capabilities, written out, against the one in the code."""

import pytest

from portal.access import TABLE, Capability, Role, allows

#             producer director artist reviewer beta_lead admin viewer guest
DESIGN = """
signed_in     yes      yes      yes    yes      yes       yes      yes      no
see           yes      yes      yes    yes      no        no       yes      no
comment       yes      yes      yes    yes      no        no       no       no
upload        yes      yes      yes    no       no        no       no       no
request       yes      yes      yes    no       no        no       no       no
export        yes      yes      yes    yes      no        no       no       no
decide        yes      yes      no     no       no        no       no       no
playlist      yes      yes      yes    no       no        no       no       no
share         yes      no       no     no       no        no       no       no
download      yes      yes      yes    no       no        no       no       no
manage        yes      no       no     no       no        no       no       no
members       yes      no       no     no       no        no       no       no
integrations  yes      no       no     no       no        no       no       no
closeout      yes      no       no     no       no        no       no       no
audit         yes      no       no     no       no        yes      no       no
give_feedback yes      yes      yes    yes      no        no       no       no
read_feedback no       no       no     no       yes       yes      no       no
run_beta      no       no       no     no       yes       yes      no       no
providers     yes      no       no     no       yes       yes      no       no
administer    no       no       no     no       no        yes      no       no
guest_look    no       no       no     no       no        no       no       yes
guest_comment no       no       no     no       no        no       no       yes
"""
WRITTEN = {row.split()[0]: row.split()[1:] for row in DESIGN.strip().splitlines()}


def test_every_capability_of_the_table_is_written_here_and_the_reverse():
    assert set(WRITTEN) == set(Capability.values) == set(TABLE)


@pytest.mark.parametrize("capability", list(TABLE))
def test_each_role_may_what_the_design_says(capability):
    held = ["yes" if allows(role, capability) else "no" for role in Role]
    assert dict(zip(Role.values, held, strict=True)) == dict(
        zip(Role.values, WRITTEN[capability], strict=True)
    )


def test_no_role_and_an_unknown_role_may_nothing():
    assert not any(allows(role, capability) for role in ("", "nobody") for capability in TABLE)


def test_a_role_in_one_studio_allows_nothing_in_another(world):
    ours, theirs = world.ours, world.theirs
    for role, user in ours.people.items():
        inside = [c for c in TABLE if user.can(c, ours.studio.pk)]
        kind = Role.REVIEWER if role == "ungranted" else role
        assert inside == [c for c in TABLE if allows(kind, c)]
        assert not any(user.can(c, theirs.studio.pk) for c in TABLE), role


@pytest.mark.parametrize("end", ["revoked", "suspended", "deactivated"])
def test_nobody_sees_a_row_after_access_has_ended(world, end):
    from django.utils import timezone

    from projects.models import Project

    user, membership = world.ours.people["producer"], world.ours.memberships["producer"]
    now = timezone.now()
    if end == "revoked":
        type(membership).objects.filter(pk=membership.pk).update(revoked_at=now)
    elif end == "suspended":
        type(world.ours.studio).objects.filter(pk=world.ours.studio.pk).update(suspended_at=now)
    else:
        type(user).objects.filter(pk=user.pk).update(is_active=False)
    again = type(user).objects.get(pk=user.pk)
    assert not Project.objects.visible_to(again).exists()
