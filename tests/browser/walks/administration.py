"""The pages of the administration: those of each model, as many of them as there are rows for."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.urls import reverse

from tests.browser.walks.pages import EMPTY, Stop, kinds, page_of

#: Pages that belong to no model, and one that belongs to one alone.
ALONE = ("index", "operations", "portal_invitation_import")
APPS = ("portal", "projects", "feedback")


def desks(client: Any) -> Iterator[Stop]:
    """Each page that is there and no refusal. Named by their kind, so that what is made of nothing
    new is passed."""
    for name in ALONE:
        yield from _stop(client, f"admin {name}", reverse(f"admin:{name}"))
    for app in APPS:
        yield from _stop(client, "admin app", reverse("admin:app_list", args=[app]))
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label):
        yield from _of(client, model)


def _of(client: Any, model: Any) -> Iterator[Stop]:
    yield from _stop(client, "admin list", _address(model, "changelist"))
    yield from _stop(client, "admin list of nothing", _address(model, "changelist") + "?q=qqqq")
    yield from _stop(client, "admin add", _address(model, "add"))
    yield from _stop(client, "admin add, wrongly", _address(model, "add"), EMPTY)
    if row := model._base_manager.order_by("pk").first():
        for page in ("change", "history", "delete"):
            yield from _stop(client, f"admin {page}", _address(model, page, row.pk))


def _address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def _stop(
    client: Any, kind: str, address: str, posts: dict[str, Any] | None = None
) -> Iterator[Stop]:
    answer = client.get(address) if posts is None else client.post(address, posts)
    if answer.status_code == 200 and (html := page_of(answer)):
        yield Stop(kind, address, posts, kinds(html))
