"""Secrets in addresses never reach the log."""

import io
import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings

from portal.logs import BlankSecrets, blanked

SECRET = "s3cr3t-Token_1:2"
SECRET_PLACES = ("enter", "invitations", "uploads/parts", "password/reset/key", "closed", "shared")


@pytest.fixture
def line():
    """What a handler with the filter writes for one call of a logger."""

    def write(name, *args, **options):
        out = io.StringIO()
        handler = logging.StreamHandler(out)
        handler.addFilter(BlankSecrets())
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        try:
            logger.error(*args, **options)
        finally:
            logger.removeHandler(handler)
        return out.getvalue()

    return write


@pytest.mark.parametrize(
    "name", ["X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token", "storage"]
)
def test_signatures_in_addresses_are_blanked_and_the_rest_stays(line, name):
    told = line("other", 'PUT %s "400"', f"http://s3/bucket/key?partNumber=1&{name}=a%2Fb-c&x=2")
    assert told == f'PUT http://s3/bucket/key?partNumber=1&{name}=…&x=2 "400"\n'


def test_addresses_that_are_asked_are_not_told():
    assert settings.LOGGING["loggers"]["httpx"]["level"] == "WARNING"


@pytest.mark.parametrize("where", [*SECRET_PLACES])
@pytest.mark.parametrize("name", ["django.request", "django.security", "uvicorn.error", "other"])
def test_in_messages_and_in_arguments(line, name, where):
    path = f"/{where}/{SECRET}/"
    for args in (
        (f"Gone: {path}",),
        ("%s: %s", "Gone", path),
        ("%s: %r", "Gone", path),
        (f"/{where}/%s/ gone", SECRET),
        ("%(path)s gone", {"path": path}),
        ("too %s %s many", path),
        (ValueError(path),),
    ):
        written = line(name, *args)
        assert SECRET not in written and f"/{where}/…" in written


def test_in_tracebacks(line):
    try:
        raise ValueError(f"no /enter/{SECRET}")
    except ValueError:
        written = line("django.request", "failed", exc_info=True)
    assert "Traceback" in written and SECRET not in written


def test_what_holds_no_secret_is_written_as_it_is(line):
    assert line("x", "%d%% of %s", 50, "/projects/1/") == "50% of /projects/1/\n"
    assert blanked("GET /enter/abc?x=1 HTTP") == "GET /enter/…?x=1 HTTP"


def test_arguments_keep_their_places():
    made = ("1.2.3.4", f"/enter/{SECRET}", 200)
    record = logging.LogRecord("uvicorn.access", 20, "x", 1, "%s %s %d", made, None)
    assert BlankSecrets().filter(record)
    assert record.args == ("1.2.3.4", "/enter/…", 200)
    assert record.getMessage() == "1.2.3.4 /enter/… 200"


def test_every_handler_has_the_filter():
    assert settings.LOGGING["handlers"]
    for handler in settings.LOGGING["handlers"].values():
        assert "secrets" in handler["filters"]


def test_the_servers_own_handlers_are_taken_away():
    code = (
        "import logging, uvicorn\n"
        "uvicorn.Config('portal.asgi:application').load()\n"
        f"logging.getLogger('uvicorn.access').info('%s', '/enter/{SECRET}')\n"
        f"for n in ('uvicorn.error', 'django.request', 'django.server'):\n"
        f"    logging.getLogger(n).error('%s', '/enter/{SECRET}')\n"
    )
    given = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True)
    assert done.returncode == 0
    assert SECRET not in done.stdout + done.stderr
    assert done.stderr.count("/enter/…") == 3  # lines of access are not written at all
