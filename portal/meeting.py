"""Who stands at the door: roles, second factor and agreements of a person, in one statement.

Each request asks for these before anything else. The question is put together from the models'
own rules once in the life of a process; afterwards only the person and the moment are put in.
"""

import json
from itertools import chain
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from portal import tenancy
from portal.models import AgreementVersion, Membership, User
from portal.models.agreements import Acceptance, still_missing
from portal.models.users import ROLE_SOURCES, Known
from portal.postgres.statements import Asked

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def meet(person: Any) -> None:
    """Opens the person's studios for the rest of this request, as `tenancy.enter` does."""
    if getattr(person, "is_authenticated", False):
        with tenancy.resumed(tenancy.Fence(person=str(person.pk))):
            person.known = known_of(person)
    tenancy.enter(person)


def known_of(person: User) -> Known:
    ((told,),) = _QUESTION(person.pk, timezone.now())
    found = json.loads(told)
    elsewhere = chain(*found["elsewhere"].values()) if person.programme_role else ()
    rows = [*elsewhere, *found["roles"]]
    person.take_roles({UUID(row["studio"]): row["role"] for row in rows})
    return Known(strong=found["strong"], missing=_missing(person, found["agreements"]))


def _missing(person: User, rows: list[dict[str, Any]]) -> list[int]:
    done = {row["version"]: {one and UUID(one) for one in row["done"]} for row in rows}
    return [
        row["version"]
        for row in rows
        if still_missing(person, row["per_studio"], done[row["version"]])
    ]


def _question(person: Any, moment: Any) -> Any:
    accepted = Acceptance.objects.filter(version=OuterRef("pk"), person=person)
    agreements = AgreementVersion.objects.in_force(moment).values(
        row=JSONObject(
            version="pk",
            per_studio="agreement__per_studio",
            done=ArraySubquery(accepted.values("studio_id")),
        )
    )
    member = Membership.objects.active().filter(user=person)
    row = JSONObject(studio="studio_id", role="role")
    elsewhere = [source(person, moment).order_by().values(row=row) for source in ROLE_SOURCES]
    told = JSONObject(
        roles=ArraySubquery(member.values(row=row)),
        elsewhere=JSONObject(**{str(n): ArraySubquery(rows) for n, rows in enumerate(elsewhere)}),
        strong=Exists(Authenticator.objects.filter(user=person, type__in=STRONG)),
        agreements=ArraySubquery(agreements),
    )
    return User.objects.filter(pk=person).order_by().values_list(Cast(told, TextField()))


_QUESTION = Asked(_question)
