"""The portal's settings on a cluster of the tests' own, in a temporary folder.

Processes of one test run share it: the first one names the folder, the others inherit it.
"""

import gc
import os
import tempfile

os.environ.setdefault("PORTAL_VAR", tempfile.mkdtemp(prefix="last-mile-tests-"))

from portal import embedded
from portal.settings import *  # noqa: F403
from portal.settings import CACHES, CHANNELS_URL, DATABASES, MIDDLEWARE, STORAGES

# Django and its neighbours are some 300,000 objects. Looking for cycles among them after every
# 700 new ones took a fifth of a run.
gc.set_threshold(20_000, 10, 10)

# The tests' database is made by the role that may make one. Policies hold for owners too.
DATABASES = {
    "default": {**DATABASES["default"], "USER": embedded.OWNER},
    "owner": {**DATABASES["owner"], "TEST": {"MIRROR": "default"}},
}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Each process has a database of Valkey to itself: one empties its cache after every test.
_process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 14
CACHES = {"default": {**CACHES["default"], "LOCATION": f"{CHANNELS_URL}?db={2 + _process}"}}
# It knows only asynchronous servers: with it, each call of a client would change threads twice.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("servestatic.")]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}  # noqa: F405
