"""Who tries the doors of `drill tenants`, with which keys, and what there is to be guessed."""

from typing import Any

from allauth.usersessions.models import UserSession

from portal.enrolling import enrol
from portal.models import ApiToken, Membership, SignInLink, Studio, User
from portal.possessions import tenant_models
from portal.scopes import EVERYTHING, READ_ONLY
from portal.signin import sign_in_link
from projects.models import Asset, Upload, Version

OURS, THEIRS = "Lantern Row", "Northlight Pictures"
READING, FORMER = "our producer, reading token", "their former artist"


def ids(studio: Studio) -> dict[str, list[str]]:
    """Kind → some rows of that kind, newest last; people's own rows are those of its producer."""
    found = {
        model._meta.model_name or "": _some(model._base_manager.filter(studio=studio))
        for model in tenant_models()
    }
    producer = studio.memberships.get(role="producer").user
    own = {"apitoken": ApiToken, "usersession": UserSession}
    for name, model in own.items():
        found[name] = _some(model.objects.filter(user=producer))  # type: ignore[attr-defined]
    found["upload"] = _some(Upload.objects.filter(studio=studio, person=producer))
    found["acceptance"] = _some(producer.acceptances.all())
    assets = Asset.objects.filter(studio=studio)
    found["asset"] = _some(assets.filter(deleted_at=None))
    found["trash"] = _some(assets.exclude(deleted_at=None))
    found["version"] = _some(Version.objects.filter(studio=studio, asset__deleted_at=None))
    found["user"] = [str(m.user_id) for m in studio.memberships.all()]
    found["studio"] = [str(studio.pk)]
    return found


def _some(rows: Any) -> list[str]:
    return [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)[:4]]


def keys() -> dict[str, list[str]]:
    """Who → (token, one-time link): ours, theirs, one who left them, and the programme's people.

    The reading token is the producer's too: it may less than its owner.
    """
    found: dict[str, list[str]] = {}
    for name, side in ((OURS, "our "), (THEIRS, "their ")):
        for row in Membership.objects.active().filter(studio__name=name).select_related("user"):
            found.setdefault(side + row.role, _key(row.user))
    for user in User.objects.exclude(programme_role=""):
        found[user.programme_role] = _key(user)
    producer = Membership.objects.get(studio__name=OURS, role="producer").user
    found[READING] = _key(producer, READ_ONLY)
    found[FORMER] = _key(_former())
    return found


def _key(user: Any, scopes: list[str] = EVERYTHING) -> list[str]:
    token = ApiToken.issue(user, name="drill", scopes=scopes)[1]
    return [token, sign_in_link(SignInLink.issue(user, strong=True))]


def _former() -> Any:
    """Was theirs, is ours now, and has accepted everything anew."""
    user = User.objects.create_user("former@example.org", None, name="Former Artist")
    theirs, ours = Studio.objects.get(name=THEIRS), Studio.objects.get(name=OURS)
    Membership.objects.create(studio=theirs, user=user, role="artist").revoke(actor=None)
    Membership.objects.create(studio=ours, user=user, role="artist")
    enrol(User.objects.get(pk=user.pk))
    return user
