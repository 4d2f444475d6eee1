"""Production starts complete or not at all, and then the deployment check is silent."""

import json
import os
import subprocess
import sys

import pytest

from portal.settings.environment import VARIABLES
from projects.media.credentials.chains import trial_chain
from tests.contract.tree import ROOT

REQUIRED = {v.name for v in VARIABLES if v.required}
COMPLETE = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "kX" + "0123456789abcdefghijklmnopqrstuvwxyz-_ABCDEFGHIJKLMNOPQRS" * 2,
    "ALLOWED_HOSTS": "portal.example.org",
    "PUBLIC_URL": "https://portal.example.org",
    "DATABASE_URL": "postgres://portal:word@database.example.org/portal",
    "CELERY_BROKER_URL": "redis://broker.example.org/0",
    "CHANNELS_URL": "redis://live.example.org/1",
    "EMAIL_URL": "smtp+tls://user:word@mail.example.org:587",
    "S3_BUCKET": "footage",
    "S3_PUBLIC_ENDPOINT_URL": "https://s3.example.org",
}
ASK = """
import django, json; from django.conf import settings
django.setup(); print(json.dumps({"csp": settings.CONTENT_SECURITY_POLICY["DIRECTIVES"],
"debug": settings.DEBUG, "rates": settings.REST_FRAMEWORK["DEFAULT_THROTTLE_CLASSES"],
"cookies": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE]}))
"""


def python(*arguments: str, tmp_path, **variables: str) -> subprocess.CompletedProcess:
    """A process of its own with these variables only; empty ones hide an .env file."""
    known = {v.name for v in VARIABLES}
    plain = {k: v for k, v in os.environ.items() if k not in known}
    empty = [*REQUIRED, "S3_BUCKET", "MEDIA_ROOT"]
    unset = dict.fromkeys(empty, "") | {"PORTAL_VAR": str(tmp_path)}
    settings = {"DJANGO_SETTINGS_MODULE": "portal.settings", **unset, **variables}
    return subprocess.run(
        [sys.executable, *arguments],
        env=plain | settings,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_production_names_everything_that_is_missing(tmp_path):
    done = python("manage.py", "check", tmp_path=tmp_path, PORTAL_ENV="production")
    said = done.stderr.strip().splitlines()[-1]
    assert done.returncode != 0
    assert {name for name in REQUIRED if name in said} == REQUIRED
    assert "S3_BUCKET or MEDIA_ROOT" in said


def test_a_broker_whose_workers_could_not_start_is_refused_by_all(tmp_path):
    """Sending to SQS needs no more than boto3; reading from it does."""
    broker = {"CELERY_BROKER_URL": "sqs://"}
    code = "import sys; sys.modules['pycurl'] = None; import importlib.util as u\n"
    code += "found = u.find_spec; u.find_spec = lambda n: None if n == 'pycurl' else found(n)\n"
    done = python("-c", code + ASK, tmp_path=tmp_path, **{**COMPLETE, **broker})
    assert done.returncode != 0 and done.stderr.strip().endswith("install the extra `sqs`")


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL"])
def test_production_names_the_one_thing_missing(tmp_path, name):
    done = python("manage.py", "check", tmp_path=tmp_path, **{**COMPLETE, name: ""})
    assert done.returncode != 0
    assert done.stderr.strip().splitlines()[-1].endswith(f"too: {name}")


def certified(tmp_path) -> dict[str, str]:
    """A certificate of the operator's for what the portal makes."""
    made = trial_chain(days=365, name="The operator")
    named = {"C2PA_CERTIFICATE": tmp_path / "chain.pem", "C2PA_PRIVATE_KEY": tmp_path / "key.pem"}
    for path, held in zip(named.values(), (made.chain, made.key), strict=True):
        path.write_text(held)
    return {name: str(path) for name, path in named.items()}


def test_complete_production_passes_the_deployment_check_without_a_warning(tmp_path):
    done = python(
        "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING",
        tmp_path=tmp_path, **COMPLETE, **certified(tmp_path),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


def test_production_is_strict(tmp_path):
    done = python("-c", ASK, tmp_path=tmp_path, **COMPLETE)
    told = json.loads(done.stdout)
    assert told["cookies"] == [True, True]
    assert told["debug"] is False
    assert told["rates"]
    assert told["csp"]["default-src"] == ["'self'"]
    assert "unsafe" not in json.dumps(told["csp"])
    assert "*" not in json.dumps(told["csp"])


def test_the_page_policy_reaches_the_browser(client, db):
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy
