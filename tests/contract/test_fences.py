"""Row-level security stands on every tenant table, and holds when `visible_to` does not."""

import pytest
from django.apps import apps
from django.db import connection, models

from portal.access import TenantQuerySet
from tests.contract import matrix
from tests.contract.test_access_matrix import a_frame_without_a_film as _no_film
from tests.contract.test_access_matrix import clients as _clients
from tests.contract.test_access_matrix import wrong_cells
from tests.guests import came_in

no_film, clients = _no_film, _clients
#: Rows of a person, not of a studio: there the first fence stands alone.
PERSONAL = ("token", "notification")
ROOMS = ("portal", "projects", "feedback")


def tenant_models() -> list[type[models.Model]]:
    found = [m for room in ROOMS for m in apps.get_app_config(room).get_models()]
    return [m for m in found if any(f.name == "studio" for f in m._meta.get_fields())]


def tables_of_rooms() -> list[type[models.Model]]:
    return [
        m
        for room in ROOMS
        for m in apps.get_app_config(room).get_models(include_auto_created=True)
        if m._meta.auto_created
    ]


def test_there_are_models_to_look_at():
    assert len(tenant_models()) > 18


@pytest.mark.parametrize("model", tenant_models(), ids=lambda m: m.__name__)
def test_every_table_with_a_studio_is_fenced_also_for_its_owner(db, model):
    with connection.cursor() as cursor:
        cursor.execute(
            "select relrowsecurity, relforcerowsecurity from pg_class where oid = %s::regclass",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True)
        cursor.execute(
            "select qual, with_check from pg_policies where tablename = %s",
            [model._meta.db_table],
        )
        policies = cursor.fetchall()
    assert policies, "no policy: see portal/policies.py"
    for qual, with_check in policies:
        assert "portal.studios" in f"{qual}{with_check}"


def test_no_link_between_tenant_rows_is_without_a_studio():
    """A table that Django makes for a many-to-many has no studio, so it could not be fenced."""
    tenants = set(tenant_models())
    loose = [
        m.__name__
        for m in tables_of_rooms()
        if tenants & {f.related_model for f in m._meta.get_fields() if f.is_relation}
    ]
    assert loose == []


@pytest.fixture
def no_first_fence(monkeypatch):
    monkeypatch.setattr(TenantQuerySet, "visible_to", lambda self, actor: self.all())


def rows_of(table: dict[str, str]) -> dict[str, str]:
    return {c: row for c, row in table.items() if not any(word in c for word in PERSONAL)}


@pytest.mark.parametrize("table", ["PAGES", "API"])
def test_without_the_first_fence_another_studio_still_meets_nothing(
    world, clients, no_first_fence, table
):
    """Every cell as the other studio's producer: the same answers, and none of our rows."""
    wrong = wrong_cells(rows_of(getattr(matrix, table)), clients, world, kinds=("other",))
    assert not wrong, "\n".join(wrong)


def test_without_the_first_fence_a_guest_still_meets_one_studio_alone(
    world, client, no_first_fence
):
    """The database itself shows a guest nothing of the other studio, by id or in a list."""
    came_in(client, world.theirs.share)
    film, note = world.ours.version.rendition("proxy"), world.ours.note
    for address in (f"/shared/media/{film.pk}/", f"/api/guest/notes/{note.pk}/"):
        assert client.get(address).status_code == 404
    listed = client.get("/api/guest/notes/").json()["results"]
    assert [row["id"] for row in listed] == [str(world.theirs.note.pk)]  # really gone


def test_the_first_fence_was_really_gone(world, clients, no_first_fence):
    """Within the studio a reviewer without a grant now finds the project: nothing else hides it."""
    response = clients["ungranted"].get(f"/projects/{world.ours.project.pk}/")
    assert response.status_code == 200
