"""`manage.py demo`: the whole portal with a sample programme, one sign-in link a role."""

import logging
import os
import shutil
from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.db import connections

from portal.management.commands import serve
from portal.settings.environment import PRODUCTION, VAR_DIR, env

if TYPE_CHECKING:
    from portal.reels import Reels

log = logging.getLogger(__name__)

ELSEWHERE = ("DATABASE_URL", "CELERY_BROKER_URL", "CHANNELS_URL")


class Command(serve.Command):
    help = "Start the portal with a sample programme: two studios, people in every role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--reset", action="store_true", help="forget everything and begin afresh"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if PRODUCTION:
            raise CommandError("the demo never runs with PORTAL_ENV=production")
        outside = [name for name in ELSEWHERE if env(name, default="")]
        if options["reset"] and outside:
            # Others may keep their work there; only what is embedded is ours to empty.
            raise CommandError(f"--reset empties embedded services only; unset {outside[0]}")
        # Links in mails and the sign-in links lead to where this demo listens.
        from django.conf import settings

        self.reels: Reels | None = None
        settings.PUBLIC_URL = f"http://{options['host']}:{options['port']}"
        os.environ["PUBLIC_URL"] = settings.PUBLIC_URL
        try:
            super().handle(*args, **options)
        finally:
            self._put_away()

    def prepare(self, **options: Any) -> None:
        if options["reset"]:
            self._forget()
        super().prepare(**options)

    def fill(self) -> None:
        from portal.sample import load_sample

        self.links = load_sample()
        connections.close_all()

    def _forget(self) -> None:
        """Empties the database and the files; the cluster itself stays."""
        with connections["owner"].cursor() as cursor:
            cursor.execute("drop schema public cascade")
            cursor.execute("create schema public")
            cursor.execute("grant usage on schema public to public")
        for name in ("media", "work", "mail", "reels"):
            shutil.rmtree(VAR_DIR / name, ignore_errors=True)
        from portal.live import publisher

        publisher().flushall()

    def welcome(self, address: str) -> None:
        self.stdout.write(f"\nLast Mile runs at {address}\n\nSign in once with:\n\n")
        for who, link in self.links:
            self.stdout.write(f"  {who}\n      {link}\n")
        self.stdout.write(
            "\nThe links work once; start the demo again for new ones. Mails are kept in "
            f"{os.path.relpath(VAR_DIR)}/mail. Stop with Ctrl-C.\n"
        )
        self.stdout.flush()
        self._draw()

    def _draw(self) -> None:
        from portal.reels import Reels
        from portal.sample import awaited_films

        awaited = awaited_films()
        connections.close_all()
        self.reels = Reels(VAR_DIR / "reels", awaited) if awaited else None
        said = "are being drawn, and appear by themselves in a minute" if awaited else "are there"
        self._tell(f"The sample films {said}.")

    def meanwhile(self) -> None:
        """Films go in as they are drawn; the portal works without them."""
        if self.reels is None:
            return
        from portal.sample import bring_film

        try:
            for seed, path in self.reels.finished():
                bring_film(seed, path)
            if self.reels.waiting:
                return
            self._tell("The sample films are there.")
        except Exception as error:  # a full disk, a lost database: the next start tries again
            log.exception("a sample film")
            self._tell(f"The sample films did not come ({error}); start the demo again for them.")
        connections.close_all()
        self._put_away()

    def _put_away(self) -> None:
        if self.reels is not None:
            self.reels.close()
            self.reels = None

    def _tell(self, words: str) -> None:
        self.stdout.write(words + "\n")
        self.stdout.flush()
