"""A worker of its own process that claims a run, begins, and waits to be killed."""

import sys
import time
from pathlib import Path

import django


def main(database: str, studio: str, pk: str, started: str) -> None:
    django.setup()
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    from portal.tenancy import in_studio
    from projects.models import Run

    with in_studio(studio):
        run = Run.claim(pk)
        assert run is not None
        run.progress("decoding", 0.4)
        Path(started).touch()
        time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
