"""Django system checks of this room."""

from django.core.checks import Tags, Warning, register

from projects.seals import warnings


@register(Tags.security, deploy=True)
def credentials_are_signed_for(**_kwargs: object) -> list[Warning]:
    """A deployment that signs with a test certificate, or with one that lapses, is told."""
    return [Warning(said, id="projects.W001") for said in warnings()]
