"""`manage.py serve`: the whole portal on this machine, without sample data."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal import blueprint
from portal.embedded import EmbeddedError
from portal.processes import private_files
from portal.settings.environment import VAR_DIR, env
from portal.static_files import collect
from portal.supervisor import AlreadyRunning, Supervisor, port_is_free


def _port(text: str) -> int:
    """A TCP port that a browser can be sent to."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"{text} is no port; give a number from 1 to 65535")
    return int(text)


class Command(BaseCommand):
    help = "Start database, broker, web server, worker and beat, and keep them running."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=_port, default=8000)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        if not port_is_free(host, port):
            raise CommandError(f"port {port} is in use; choose another with --port")
        with private_files():
            self.keep_up(Supervisor(host=host, port=port), **options)
        self.stdout.write("Stopped.")

    def keep_up(self, supervisor: Supervisor, **options: Any) -> None:
        try:
            supervisor.begin_services()
            collect()
            supervisor.start_services()
            self.prepare(**options)
            supervisor.start_web()
            self.fill()
            if not supervisor.wait_until_up():
                raise CommandError("the web server did not start; see the log folder")
            self.welcome(f"http://{supervisor.host}:{supervisor.port}")
            supervisor.start_children()
            supervisor.run(self.meanwhile)
        except (EmbeddedError, AlreadyRunning) as error:
            raise CommandError(str(error)) from error
        finally:
            supervisor.stop()

    def prepare(self, **options: Any) -> None:
        """The tables, before anybody asks for them."""
        if not env("DATABASE_URL", default=""):
            blueprint.lay(VAR_DIR)
        call_command("migrate", database="owner", verbosity=0, interactive=False)

    def fill(self) -> None:
        """What should be there when the web server answers; it starts meanwhile."""

    def meanwhile(self) -> None:
        """What is left to do while everything runs, a little at a time."""

    def welcome(self, address: str) -> None:
        self.stdout.write(f"Last Mile runs at {address} — stop with Ctrl-C.")
        self.stdout.flush()
