"""Each line of a pack is linked to the row that it was made from."""

from typing import Any

from django.db import models

from portal.signin import absolute


def row(one: models.Model, anchor: str = "", at: Any = None) -> dict[str, str]:
    """`model`, what it is called (`kind`), `id`, and `url`: the page of the portal that shows it,
    or shows `at` with it.
    """
    shown: Any = one if at is None else at
    url = shown if isinstance(shown, str) else shown.get_absolute_url()
    ending = f"#{anchor}" if anchor and "#" not in url else ""
    return {
        "model": one._meta.label_lower,
        "kind": str(one._meta.verbose_name),
        "id": str(one.pk),
        "url": absolute(url) + ending,
    }


def version_url(version: Any) -> str:
    return f"/assets/{version.asset_id}/?version={version.number}"
