"""A worker of its own process that closes a studio and stops in the middle, to be killed.

It waits after `after` files are gone, between deleting the next one and noting it down.
"""

import sys
import time
from pathlib import Path

import django


def main(database: str, media: str, studio: str, pk: str, after: str, started: str) -> None:
    django.setup()
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.MEDIA_ROOT = media
    from portal.storage import FolderFiles
    from projects.tasks import closeout

    delete, gone = FolderFiles.delete, []

    def slow(self: FolderFiles, key: str) -> None:
        delete(self, key)
        gone.append(key)
        if len(gone) > int(after):
            Path(started).touch()
            time.sleep(60)

    FolderFiles.delete = slow  # type: ignore[method-assign]
    closeout(studio, pk)


if __name__ == "__main__":
    main(*sys.argv[1:])
