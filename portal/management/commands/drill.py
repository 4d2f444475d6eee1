"""`manage.py drill NAME`: break something on purpose; JSON on the last line."""

from portal import drills
from portal.management.commands import bench


class Command(bench.Command):
    help = "Run a fault drill."
    package = drills
