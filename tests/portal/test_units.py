"""The units of systemd: the same processes as everywhere, and no right too many."""

import shutil
import subprocess
import sys
from configparser import ConfigParser
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal import roles

WORKERS = {role.name: role for role in roles.workers()}
NAMES = {"last-mile-migrate.service", "last-mile-web@.service", "last-mile-beat.service"}
NAMES |= {"last-mile.target", *(f"last-mile-{name}@.service" for name in WORKERS)}


def printed(**options):
    out = StringIO()
    call_command("print_units", stdout=out, **options)
    parts = out.getvalue().split("# last-mile")[1:]
    return {f"last-mile{p.splitlines()[0]}": p.split("\n", 1)[1] for p in parts}


class Unit(ConfigParser):
    """Keys as they are written, some of them more than once."""

    def __init__(self, text):
        super().__init__(strict=False, interpolation=None, allow_no_value=True)
        self.optionxform = str
        self.read_string(text)


def started(text):
    return Unit(text)["Service"]["ExecStart"].split()


def test_every_process_of_a_deployment_has_a_unit_and_the_target_starts_it():
    found = printed()
    assert set(found) == NAMES
    wanted = Unit(found["last-mile.target"])["Unit"]["Wants"].split()
    names = {"@".join([one.split("@")[0], ".service"]) if "@" in one else one for one in wanted}
    assert names == NAMES - {"last-mile-migrate.service", "last-mile.target"}


@pytest.mark.parametrize("role", WORKERS.values(), ids=WORKERS)
def test_a_worker_is_started_and_ended_as_everywhere(role):
    unit = Unit(printed()[f"last-mile-{role.name}@.service"])["Service"]
    words = [word.replace("@%i.%%h", "@%h") for word in unit["ExecStart"].split()]
    assert words == [sys.executable, "-m", *role.words]
    assert unit["KillMode"] == "mixed" and int(unit["TimeoutStopSec"]) == role.drain


def test_a_web_server_listens_to_the_port_that_is_its_name():
    unit = Unit(printed()["last-mile-web@.service"])["Service"]
    command = unit["ExecStart"].split()
    assert command[command.index("--port") + 1] == "%i"
    assert command == [w if w != "0" else "%i" for w in roles.web("127.0.0.1", 0).command]
    assert int(unit["TimeoutStopSec"]) > roles.DRAIN_WEB


@pytest.mark.parametrize("name", sorted(NAMES - {"last-mile.target"}))
def test_none_is_root_nor_writes_outside_of_its_folder(name):
    unit = Unit(printed(user="film", var="/srv/film")[name])["Service"]
    assert unit["User"] == "film" and unit["ReadWritePaths"] == "/srv/film"
    assert unit["CapabilityBoundingSet"] == "" and unit["NoNewPrivileges"] == "yes"
    assert unit["ProtectSystem"] == "strict"


def test_migrating_is_told_the_owner_and_nobody_else_is():
    found = printed(environment="/etc/film.env")
    knowing = [name for name, text in found.items() if "/etc/film.env.owner" in text]
    assert knowing == ["last-mile-migrate.service"]
    assert "migrate --database owner" in found[knowing[0]]


def test_they_are_written_where_one_says(tmp_path):
    call_command("print_units", out=tmp_path / "units", stdout=StringIO())
    assert {path.name for path in (tmp_path / "units").iterdir()} == NAMES


@pytest.mark.parametrize(
    ("option", "given", "told"),
    [
        ("var", "here", "--var is an absolute path, not here"),
        ("user", "a b", "--user is the name of a user, not a b"),
        ("user", "x\nExecStart=/bin/sh", "--user is the name of a user"),
    ],
)
def test_what_would_be_another_unit_is_refused(option, given, told):
    with pytest.raises(CommandError, match=told):
        printed(**{option: given})


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_reads_them(tmp_path):
    call_command("print_units", user="daemon", out=tmp_path, stdout=StringIO())
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.iterdir())],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    ours = [line for line in told.stderr.splitlines() if "last-mile" in line]
    assert ours == []


@pytest.mark.parametrize("var", ["/srv/last mile", "/srv/100%", "/srv/x\nUser=root"])
def test_a_path_that_systemd_would_read_otherwise_is_refused(var):
    with pytest.raises(CommandError, match="systemd would read this path otherwise"):
        printed(var=Path(var))
