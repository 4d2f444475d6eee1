"""Production refuses keys, addresses and roles that would undo the rest."""

import psycopg
import pytest
from django.conf import settings as portal_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client

from portal import checks, embedded
from portal.celery import refuse_to_work_past_the_policies
from portal.settings import environment

STRONG = "kX0123456789abcdefghijklmnopqrstuvwxyz-_ABCDEFGHIJKLMNOP"
OWNS = "owns the tables"


@pytest.fixture
def production(monkeypatch):
    """Complete, as far as names go."""
    monkeypatch.setattr(environment, "PRODUCTION", True)
    for variable in environment.VARIABLES:
        monkeypatch.setenv(variable.name, "x" if variable.required else "")
    monkeypatch.setenv("MEDIA_ROOT", "/media")
    monkeypatch.setenv("SECRET_KEY", STRONG)
    monkeypatch.setenv("PUBLIC_URL", "https://portal.example.org")
    return monkeypatch


class TestTheEnvironment:
    def test_a_strong_key_and_a_safe_address_pass(self, production):
        environment.require_complete()
        production.setenv("SECRET_KEY_FALLBACKS", f"{STRONG}1,{STRONG}2")
        environment.require_complete()
        assert environment.fallbacks() == [f"{STRONG}1", f"{STRONG}2"]

    @pytest.mark.parametrize(
        "key", ["short", STRONG[:49], "ab" * 40, f"django-insecure-{STRONG}", "0123456789" * 6]
    )
    def test_a_key_that_can_be_guessed_is_refused(self, production, key):
        production.setenv("SECRET_KEY", key)
        with pytest.raises(ImproperlyConfigured, match="SECRET_KEY: at least 50"):
            environment.require_complete()

    def test_so_is_one_among_those_of_before(self, production):
        production.setenv("SECRET_KEY_FALLBACKS", f"{STRONG},old")
        with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FALLBACKS: at least"):
            environment.require_complete()

    @pytest.mark.parametrize("address", ["http://portal.example.org", "portal.example.org"])
    def test_an_address_without_tls_is_refused(self, production, address):
        production.setenv("PUBLIC_URL", address)
        with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL begins with https"):
            environment.require_complete()

    def test_the_embedded_portal_may_have_what_it_likes(self, production):
        production.setattr(environment, "PRODUCTION", False)
        production.setenv("SECRET_KEY", "short")
        environment.require_complete()


def faults_of(role):
    """Of a role of the tests' own cluster, in the database of the tests."""
    options = connection.get_connection_params() | {"user": role}
    options = {name: options[name] for name in ("host", "dbname", "user")}
    with psycopg.connect(**options) as line, line.cursor() as cursor:
        return checks.role_faults(cursor)


@pytest.mark.django_db
class TestTheRole:
    def test_the_working_role_of_the_embedded_portal_is_bound(self):
        assert faults_of(embedded.ROLE) == []

    def test_the_owner_of_the_tables_is_not(self):
        assert faults_of(embedded.OWNER) == [OWNS]

    def test_a_superuser_is_none_of_it(self):
        assert len(faults_of("postgres")) == 3

    @pytest.mark.parametrize(
        ("make", "fault"),
        [
            ("create role made login bypassrls", "may bypass row-level security"),
            (f"create role made login in role {embedded.OWNER}", OWNS),
        ],
    )
    def test_neither_is_one_that_may_do_the_same_another_way(self, make, fault):
        host = connection.get_connection_params()["host"]
        operator = {"host": host, "dbname": "postgres", "user": "postgres", "autocommit": True}
        with psycopg.connect(**operator) as line:
            line.execute(make)
            try:
                assert faults_of("made") == [fault]
            finally:
                line.execute("drop role made")

    def test_the_deployment_check_names_it(self):
        """The tests' own role owns the tables."""
        with pytest.raises(CommandError, match=f"portal.E001.*DATABASE_URL {OWNS}"):
            call_command("check", deploy=True, databases=["default"])

    def test_without_a_database_named_it_is_not_asked(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert checks.role_is_bound_by_the_policies(databases=["owner"]) == []
            assert checks.role_is_bound_by_the_policies() == []


@pytest.mark.django_db(transaction=True)
class TestTheStart:
    def test_a_server_refuses_to_start(self, settings):
        settings.PRODUCTION = True
        with pytest.raises(ImproperlyConfigured, match=f"{OWNS}; let it own nothing"):
            checks.refuse_unbounded_role()

    def test_so_does_a_worker(self, settings):
        settings.PRODUCTION = True
        with pytest.raises(SystemExit, match=OWNS):
            refuse_to_work_past_the_policies()

    def test_the_embedded_portal_does_not_ask(self, django_assert_num_queries):
        assert portal_settings.PRODUCTION is False
        with django_assert_num_queries(0):
            checks.refuse_unbounded_role()

    def test_without_an_answer_it_starts_and_says_so(self, settings, monkeypatch, caplog):
        settings.PRODUCTION = True

        def gone():
            raise OperationalError("gone")

        monkeypatch.setattr(checks, "_asked", gone)
        checks.refuse_unbounded_role()
        assert "not examined: gone" in caplog.text


class TestTheHealthCheck:
    def test_it_answers_without_tls_and_by_number(self, db, settings):
        settings.SECURE_SSL_REDIRECT = True
        settings.ALLOWED_HOSTS = ["portal.example.org"]
        client = Client(SERVER_NAME="10.1.2.3")
        assert client.get("/healthz/").json() == {"status": "ok"}

    def test_every_other_page_is_led_to_tls(self, db, settings):
        settings.SECURE_SSL_REDIRECT = True
        answer = Client().get("/accounts/login/")
        assert (answer.status_code, answer["Location"]) == (
            301,
            "https://testserver/accounts/login/",
        )


@pytest.mark.parametrize(
    ("hosts", "found"), [(["portal.example"], 0), ([".portal.example"], 0), (["a.b", "*"], 1)]
)
def test_any_host_is_no_host(settings, hosts, found):
    settings.ALLOWED_HOSTS = hosts
    assert [error.id for error in checks.hosts_are_named()] == ["portal.E002"] * found
