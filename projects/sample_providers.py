"""The demo's providers: each with a connection that has no key, so that every page says so.

No contract is made up: terms are for an administrator to record. Prices are those that public
pages give, with their address.
"""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from portal.tenancy import outside_studios
from projects.assist import providers
from projects.assist.contract import Connected
from projects.models import Connection, Price

#: A credit of Runway's, the same for each of its models.
CREDIT = Decimal("0.01")
PRICING = "https://docs.dev.runwayml.com/guides/pricing/"


@transaction.atomic
def show_providers() -> None:
    """What exists is left as it is."""
    with outside_studios():
        for name in providers.names():
            if providers.provider_class(name).settings:
                _connect(name)
    for model in providers.provider_class("runway")(Connected()).capabilities():
        Price.objects.get_or_create(
            provider="runway",
            model=model.name,
            unit=Price.Unit.CREDIT,
            defaults={"amount": CREDIT, "starts": timezone.localdate(), "source": PRICING},
        )


def _connect(name: str) -> None:
    if Connection.objects.filter(provider=name, studio=None).exists():
        return
    kind = providers.provider_class(name)
    terms = kind(Connected()).terms()
    Connection.objects.create(
        name=str(kind.title), provider=name, product=terms[0].product if terms else str(kind.title)
    )
