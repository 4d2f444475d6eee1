"""A studio with three people, a beta lead, and nothing else: quicker than a whole world."""

from types import SimpleNamespace

import pytest

from portal.access import Role
from portal.models import Cohort, Membership, Studio
from tests.world import enrolled, person


@pytest.fixture
def house(db):
    cohort = Cohort.objects.create(
        name="Wave", capacity=9, opens_on="2026-01-01", closes_on="2036-01-01"
    )
    studio = Studio.objects.create(name="Small", cohort=cohort)
    people = {role: person(f"Small-{role}") for role in (Role.PRODUCER, Role.ARTIST)}
    for role, user in people.items():
        Membership.objects.create(studio=studio, user=user, role=role)
        enrolled(user)
    lead = enrolled(person("Lena", programme_role=Role.BETA_LEAD))
    return SimpleNamespace(
        studio=studio, producer=people[Role.PRODUCER], artist=people[Role.ARTIST], lead=lead,
        cohort=cohort,
    )  # fmt: skip
