"""Statements that are put together once say what the models' own querysets say."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from portal.models import (
    IdempotencyKey,
    Membership,
    Notification,
    Studio,
    User,
    WebhookDelivery,
    WebhookEndpoint,
)
from portal.postgres import statements
from portal.postgres.statements import NOW, Asked, Said, change, insert
from portal.tenancy import in_studio
from projects.models import Run
from tests.projects.jobs import queued, running


@pytest.fixture
def asked_of_the_database(django_assert_max_num_queries):
    with django_assert_max_num_queries(1000, connection=connection) as captured:
        yield captured


def endpoint(studio, **fields):
    return WebhookEndpoint.objects.create(studio=studio, url="https://a.example.org/", **fields)


class TestAsked:
    def test_each_call_has_its_own_values(self, world):
        members = Asked(lambda studio: Membership.objects.filter(studio=studio).order_by("pk"))
        for studio in (world.ours.studio, world.theirs.studio):
            with in_studio(studio):
                found = members(studio.pk)
                assert found == list(Membership.objects.filter(studio=studio).order_by("pk"))
                assert found

    def test_the_queryset_is_made_once(self, world):
        made = []

        def rows(pk):
            made.append(pk)
            return Studio.objects.filter(pk=pk)

        asked = Asked(rows)
        assert [len(asked(one)) for one in (world.ours.studio.pk, uuid4())] == [1, 0]
        assert len(made) == 1

    def test_it_asks_what_the_queryset_asks(self, world, asked_of_the_database):
        run = queued(world)
        asked = Asked(
            lambda pk: Run.objects.filter(pk=pk).order_by().select_related("project__studio")
        )
        [found] = asked(run.pk)
        plain = Run.objects.select_related("project__studio").get(pk=run.pk)
        own, usual = asked_of_the_database.captured_queries[-2:]
        assert own["sql"].replace("(", "").replace(")", "") in (
            usual["sql"].replace(" LIMIT 21", "").replace("(", "").replace(")", "")
        )
        assert found.project.studio == plain.project.studio == world.ours.studio
        same = [field.attname for field in Run._meta.concrete_fields]
        assert [getattr(found, one) for one in same] == [getattr(plain, one) for one in same]

    def test_what_is_read_with_it_costs_no_further_question(self, world, asked_of_the_database):
        run = queued(world)
        [found] = Asked(lambda pk: Run.objects.filter(pk=pk).select_related("project__studio"))(
            run.pk
        )
        before = len(asked_of_the_database.captured_queries)
        assert found.project.studio.name == world.ours.studio.name
        assert len(asked_of_the_database.captured_queries) == before

    def test_a_value_may_stand_in_several_places(self, world):
        person = world.ours.people["artist"]
        asked = Asked(
            lambda key: User.objects.filter(Q(pk=key) | Q(memberships__user=key)).distinct()
        )
        with in_studio(world.ours.studio):
            assert asked(person.pk) == [person]

    def test_values_of_each_kind_arrive(self, world):
        run = queued(world)
        since = Asked(
            lambda moment, state, attempt: Run.objects.filter(
                queued_at__gte=moment, state=state, attempt=attempt
            )
        )
        ago, ahead = (timezone.now() + timedelta(minutes=n) for n in (-5, 5))
        assert since(ago, "QUEUED", 0) == [run]
        for others in ((ahead, "QUEUED", 0), (ago, "FAILED", 0), (ago, "QUEUED", 1)):
            assert since(*others) == []

    def test_a_word_is_a_value_and_never_part_of_the_statement(self, world):
        named = Asked(lambda name: Studio.objects.filter(name=name).values_list("name"))
        name = "'; drop table portal_studio; -- %s %% \\"
        assert named(name) == []
        Studio.objects.create(name=name)
        assert named(name) == [(name,)]

    def test_as_many_places_as_are_asked_for(self, world):
        people = [world.ours.people[role] for role in ("artist", "director", "reviewer")]
        either = Asked(lambda *keys: User.objects.filter(Q(pk=keys[0]) | Q(pk=keys[2])), places=3)
        assert set(either(*(one.pk for one in people))) == {people[0], people[2]}

    def test_the_fence_stands_before_it_too(self, world):
        runs = Asked(lambda pk: Run.objects.filter(pk=pk))
        run = queued(world)
        with in_studio(world.theirs.studio):
            assert runs(run.pk) == []
        with in_studio(world.ours.studio):
            assert runs(run.pk) == [run]

    @pytest.mark.django_db(transaction=True)
    def test_another_thread_asks_by_its_own_line(self, world):
        asked = Asked(lambda pk: Studio.objects.filter(pk=pk).values_list("name"))
        pk, name = world.ours.studio.pk, world.ours.studio.name
        found = [asked(pk)]

        def ask():
            try:
                found.append(asked(pk))
                found.append([(connection.connection.info.backend_pid,)])
            finally:
                connection.close()

        thread = threading.Thread(target=ask)
        thread.start()
        thread.join(timeout=20)
        assert found[:2] == [[(name,)]] * 2
        assert found[2] != [(connection.connection.info.backend_pid,)]

    @pytest.mark.django_db(transaction=True)
    def test_a_row_is_locked_in_a_transaction_and_nowhere_else(self, world):
        locked = Asked(lambda pk: Studio.objects.select_for_update().filter(pk=pk))
        for _n in range(2):
            with transaction.atomic():
                assert locked(world.ours.studio.pk) == [world.ours.studio]
            with pytest.raises(transaction.TransactionManagementError):
                locked(world.ours.studio.pk)

    def test_no_line_is_kept_with_it(self, world):
        asked = Asked(lambda pk: Studio.objects.filter(pk=pk))
        asked(world.ours.studio.pk)
        assert asked._kept[1].connection is None


class TestChange:
    def test_only_what_is_meant_is_changed(self, world):
        one, other = queued(world), queued(world)
        assert change(Run, {"pk": one.pk, "state": "QUEUED"}, state="READY", attempt=4) == 1
        one.refresh_from_db(), other.refresh_from_db()
        assert (one.state, one.attempt) == ("READY", 4)
        assert (other.state, other.attempt) == ("QUEUED", 0)

    def test_nothing_where_it_is_otherwise_by_now(self, world):
        run = running(world)
        assert change(Run, {"pk": run.pk, "state": "QUEUED"}, state="READY") == 0
        run.refresh_from_db()
        assert run.state == "RUNNING"

    def test_the_same_name_may_be_sought_and_set(self, world):
        run = queued(world)
        for old, new in (("QUEUED", "RUNNING"), ("RUNNING", "FAILED"), ("FAILED", "QUEUED")):
            assert change(Run, {"state": old, "pk": run.pk}, state=new) == 1
            run.refresh_from_db()
            assert run.state == new

    @pytest.mark.parametrize(
        "fields",
        [
            {"error_facts": {"a": [1, None, "ü'%s"]}, "error_code": "it's %s"},
            {"error_facts": {}, "lease_expires_at": None},
            {"fraction": 0.25, "seq": 2**40, "usage": {"n": 1}},
            {"cost": "12.5000", "currency": "EUR"},
        ],
    )
    def test_each_value_is_kept_as_update_keeps_it(self, world, fields):
        ours, usual = queued(world), queued(world)
        assert change(Run, {"pk": ours.pk}, **fields) == 1
        Run.objects.filter(pk=usual.pk).update(**fields)
        names = list(fields)
        rows = Run.objects.filter(pk__in=[ours.pk, usual.pk]).values_list(*names)
        assert rows[0] == rows[1]

    def test_the_database_says_the_moment(self, world):
        run = queued(world)
        later = Said(Now() + timedelta(hours=1))
        with transaction.atomic():
            assert change(Run, {"pk": run.pk}, finished_at=NOW, lease_expires_at=later) == 1
        run.refresh_from_db()
        apart = (run.lease_expires_at - run.finished_at).total_seconds()
        assert apart == 3600
        assert abs((timezone.now() - run.finished_at).total_seconds()) < 60

    def test_another_expression_is_put_together_anew(self, world):
        run = queued(world)
        before = statements._change.cache_info().currsize
        for _n in range(3):
            assert change(Run, {"pk": run.pk}, attempt=F("attempt") + 1, finished_at=NOW) == 1
        run.refresh_from_db()
        assert run.attempt == 3 and run.finished_at
        assert statements._change.cache_info().currsize == before

    def test_the_same_names_are_put_together_once(self, world):
        run = queued(world)
        change(Run, {"pk": run.pk}, stage="one", fraction=0.1)
        before = statements._change.cache_info().misses
        change(Run, {"pk": run.pk}, stage="two", fraction=0.2)
        assert statements._change.cache_info().misses == before

    def test_nothing_equals_none(self, world):
        with pytest.raises(ValueError, match="would find nothing"):
            change(Run, {"connection": None}, stage="x")

    def test_what_the_database_refuses_undoes_the_rest(self, world):
        run = queued(world)

        def both():
            with transaction.atomic():
                change(Run, {"pk": run.pk}, stage="kept?")
                change(Run, {"pk": run.pk}, stage="x" * 41)

        with pytest.raises(DatabaseError):
            both()
        run.refresh_from_db()
        assert run.stage == ""

    def test_the_fence_stands_before_it_too(self, world):
        run = queued(world)
        with in_studio(world.theirs.studio):
            assert change(Run, {"pk": run.pk}, stage="theirs") == 0


class TestInsert:
    def rows(self, world, count):
        person, studio = world.ours.people["artist"], world.ours.studio
        facts = {"work": "ü'%s", "n": [1, None]}
        own = {"user": person, "studio": studio, "kind": "run.done", "facts": facts}
        return [Notification(url=f"/{n}/", mode="digest", **own) for n in range(count)]

    @pytest.mark.parametrize("count", [1, 3])
    def test_each_is_kept_as_bulk_create_keeps_it(self, world, count):
        ours, usual = self.rows(world, count), self.rows(world, count)
        insert(ours)
        Notification.objects.bulk_create(usual)
        names = [
            field.name
            for field in Notification._meta.concrete_fields
            if not field.auto_created and field.name != "created_at"
        ]
        kept = [
            list(Notification.objects.filter(pk__in=[r.pk for r in rows]).values_list(*names))
            for rows in (ours, usual)
        ]
        assert kept[0] == kept[1] and len(kept[0]) == count

    def test_a_key_and_a_moment_are_written_on_the_row(self, world):
        [row] = rows = self.rows(world, 1)
        insert(rows)
        assert Notification.objects.get(pk=row.pk).created_at == row.created_at
        assert not row._state.adding
        row.delete()

    def test_a_key_of_its_own_stays(self, world):
        studio = world.ours.studio
        key = uuid4()
        row = WebhookDelivery(
            id=key, studio=studio, endpoint=endpoint(studio), event="x.y", payload={"a": [1]}
        )
        insert([row])
        assert row.pk == key
        assert WebhookDelivery.objects.get(pk=key).payload == {"a": [1]}

    def test_of_nothing_nothing_is_asked(self, db, django_assert_num_queries):
        with django_assert_num_queries(0):
            insert([])

    def test_what_only_one_may_have_is_left_to_whoever_has_it(self, world):
        person = world.ours.people["artist"]
        first, second = (
            IdempotencyKey(user=person, key="one", request_hash=str(n)) for n in range(2)
        )
        assert insert([first], unless_there=True) == 1
        assert insert([second], unless_there=True) == 0
        assert second.pk is None
        assert IdempotencyKey.objects.get(user=person, key="one").request_hash == "0"
        with pytest.raises(IntegrityError), transaction.atomic():
            insert([second])

    def test_it_says_how_many(self, world):
        assert [insert(self.rows(world, count)) for count in (0, 1, 3)] == [0, 1, 3]

    def test_the_fence_refuses_a_row_of_another_studio(self, world):
        with in_studio(world.theirs.studio), pytest.raises(DatabaseError), transaction.atomic():
            insert(self.rows(world, 1))
        assert not Notification.objects.filter(url="/0/").exists()

    def test_a_list_of_the_database_has_its_type(self):
        from django.contrib.postgres.fields import ArrayField

        field = ArrayField(models.UUIDField())
        assert statements._place(field) == "%s::uuid[]"
        assert statements._place(models.TextField()) == "%s"
