"""Who stands at the door: roles, second factor and agreements of a person, in one statement.

Each request asks for these before anything else. The question is put together from the models'
own rules once in the life of a process; afterwards only the person and the moment are put in.
"""

import json
from datetime import UTC, datetime
from functools import cache
from itertools import chain
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from portal import tenancy
from portal.models import AgreementVersion, Membership, User
from portal.models.agreements import Acceptance, still_missing
from portal.models.users import ROLE_SOURCES, Known

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
#: What stands in the question for the person and the moment.
_SOMEBODY, _SOMETIME = UUID(int=0), datetime(1, 1, 1, tzinfo=UTC)


def meet(person: Any) -> None:
    """Opens the person's studios for the rest of this request, as `tenancy.enter` does."""
    if getattr(person, "is_authenticated", False):
        with tenancy.resumed(tenancy.Fence(person=str(person.pk))):
            person.known = known_of(person)
    tenancy.enter(person)


def known_of(person: User) -> Known:
    asked, values = _question()
    put: dict[Any, Any] = {_SOMEBODY: person.pk, _SOMETIME: timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(asked, [put.get(value, value) for value in values])
        found = json.loads(cursor.fetchone()[0])
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


@cache
def _question() -> tuple[str, tuple[Any, ...]]:
    accepted = Acceptance.objects.filter(version=OuterRef("pk"), person=_SOMEBODY)
    agreements = AgreementVersion.objects.in_force(_SOMETIME).values(
        row=JSONObject(
            version="pk",
            per_studio="agreement__per_studio",
            done=ArraySubquery(accepted.values("studio_id")),
        )
    )
    member = Membership.objects.active().filter(user=_SOMEBODY)
    row = JSONObject(studio="studio_id", role="role")
    elsewhere = [source(_SOMEBODY, _SOMETIME).order_by().values(row=row) for source in ROLE_SOURCES]
    told = JSONObject(
        roles=ArraySubquery(member.values(row=row)),
        elsewhere=JSONObject(**{str(n): ArraySubquery(rows) for n, rows in enumerate(elsewhere)}),
        strong=Exists(Authenticator.objects.filter(user=_SOMEBODY, type__in=STRONG)),
        agreements=ArraySubquery(agreements),
    )
    query = User.objects.filter(pk=_SOMEBODY).order_by().values_list(Cast(told, TextField()))
    return query.query.sql_with_params()
