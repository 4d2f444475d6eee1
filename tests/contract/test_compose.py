"""compose.yaml says what the code says, and gives no process more than it needs.

No container engine is asked: the file is held against the Compose schema, the proxy's
configuration is read by the proxy, and `tests/servers/test_deployed.py` runs the commands.
"""

import json
import subprocess

import jsonschema
import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema
from django.conf import settings
from django.core.management import CommandError, call_command

from portal import roles
from portal import settings as written
from portal.embedded import OWNER, READER, ROLE
from portal.management.commands.make_secrets import drawn
from portal.settings.environment import VARIABLES
from tests.composed import CADDY, NAMES, caddyfile, composed, portals, seconds, services, unpinned
from tests.contract.tree import ROOT

ALL = sorted(services())
ONCE = ("backup", "migrate", "restore")
LASTING = [name for name in ALL if name not in ONCE]
#: Told to processes by file alone.
SECRET = {
    *("SECRET_KEY", "DATABASE_URL", "DATABASE_OWNER_URL", "CELERY_BROKER_URL", "CHANNELS_URL"),
    *("EMAIL_URL", "S3_ACCESS_KEY", "S3_SECRET_KEY", "POSTGRES_PASSWORD"),
}
MAY_DO = {"proxy": ["NET_BIND_SERVICE"]}


def test_the_file_is_what_compose_reads():
    schema = get_builtin_schema("vendor.compose-spec")
    read = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(read, schema)
    read["services"]["web"]["healtcheck"] = read["services"]["web"].pop("healthcheck")
    with pytest.raises(jsonschema.ValidationError, match="healtcheck"):
        jsonschema.validate(read, schema)


@pytest.mark.parametrize("name", ALL)
class TestEveryService:
    def test_it_may_do_nothing_that_it_does_not_need(self, name):
        row = services()[name]
        assert row["read_only"] is True
        assert row["cap_drop"] == ["ALL"] and row.get("cap_add", []) == MAY_DO.get(name, [])
        assert row["security_opt"] == ["no-new-privileges:true"]
        assert not {"privileged", "network_mode", "pid", "ipc", "devices"} & set(row)

    def test_its_image_is_of_a_named_version(self, name):
        assert unpinned(services()[name]["image"]) == ""

    def test_it_is_stored_on_named_volumes_and_told_secrets_by_file(self, name):
        row, whole = services()[name], composed()
        kept = {volume.split(":")[0] for volume in row.get("volumes", [])}
        assert kept - {"./backups"} <= set(whole["volumes"])
        assert set(row["networks"]) <= set(whole["networks"])
        assert not SECRET & set(row.get("environment", {}))
        named = {one if isinstance(one, str) else one["source"] for one in row.get("secrets", [])}
        assert named <= set(whole["secrets"])
        files = {v for k, v in row.get("environment", {}).items() if k.endswith("_FILE")}
        asked = {path.removeprefix("/run/secrets/") for path in files if "secrets" in path}
        assert asked <= named

    def test_it_waits_for_what_it_needs(self, name):
        for needed, how in services()[name].get("depends_on", {}).items():
            ends = needed == "migrate"
            wanted = "service_completed_successfully" if ends else "service_healthy"
            assert how == {"condition": wanted}


@pytest.mark.parametrize("name", LASTING)
def test_what_stays_is_started_again_looked_after_and_given_time_to_end(name):
    row = services()[name]
    assert row["restart"] == "unless-stopped"
    assert row["healthcheck"]["test"] and row["healthcheck"]["retries"]
    assert seconds(row["stop_grace_period"]) >= 10


@pytest.mark.parametrize(
    ("image", "why"),
    [
        ("postgres", "no tag"),
        ("postgres:latest", "latest"),
        ("registry.example.org:5000/postgres", "no tag"),
        ("postgres@sha256:" + "0" * 64, "no tag"),
        ("postgres:18@sha256:abc", "digest"),
    ],
)
def test_an_image_that_may_be_another_one_tomorrow_is_refused(image, why):
    assert why in unpinned(image)


def test_a_tag_is_enough_and_a_digest_is_better():
    for image in ("postgres:18", f"reg.example.org:5000/postgres:18@sha256:{'0' * 64}"):
        assert unpinned(image) == ""


def test_the_proxy_alone_can_be_reached_and_data_alone_reaches_nobody():
    whole = composed()
    assert [name for name in ALL if "ports" in services()[name]] == ["proxy"]
    closed = {name for name, row in whole["networks"].items() if row.get("internal")}
    for name in ("postgres", "valkey", "s3", *ONCE, "beat"):
        assert set(services()[name]["networks"]) <= closed
    assert not set(services()["proxy"]["networks"]) & set(services()["postgres"]["networks"])


class TestThePortal:
    @pytest.mark.parametrize("role", roles.workers(), ids=lambda role: role.name)
    def test_a_worker_is_started_as_everywhere(self, role):
        row = portals()[role.name]
        assert row["command"] == ["python", "-m", *role.words]
        assert seconds(row["stop_grace_period"]) >= role.drain

    def test_so_are_web_and_clock(self):
        web, clock = roles.web("0.0.0.0", 8000), roles.beat("/tmp/beat")
        assert portals()["web"]["command"] == ["python", "-m", *web.words]
        assert seconds(portals()["web"]["stop_grace_period"]) >= web.drain
        assert portals()["beat"]["command"] == ["python", "-m", *clock.words]
        assert "deploy" not in portals()["beat"]

    def test_nothing_else_runs_the_image_and_no_queue_is_left_out(self):
        known = {"web", "beat", *ONCE, *(role.name for role in roles.workers())}
        assert set(portals()) == known
        taken = [queue for queues, _how in roles.WORKERS.values() for queue in queues.split(",")]
        assert sorted(taken) == sorted(queue.name for queue in settings.CELERY_TASK_QUEUES)

    @pytest.mark.parametrize("name", sorted(portals()))
    def test_it_is_told_what_production_asks_for_and_nothing_unknown(self, name):
        known = {variable.name for variable in VARIABLES}
        given = portals()[name]["environment"]
        told = {key if key in known else key.removesuffix("_FILE") for key in given}
        assert told - {"TMPDIR"} <= known
        assert {v.name for v in VARIABLES if v.required} <= told

    @pytest.mark.parametrize("name", sorted(portals()))
    def test_what_it_writes_below_its_folder_lies_on_volumes(self, name):
        """The root is read-only; static files were made with the image."""
        below = {written.WORK_ROOT, written.MODELS_DIR, written.C2PA_TEST_FOLDER}
        wanted = {path.replace(str(settings.VAR_DIR), "/srv/var") for path in below}
        kept = {volume.split(":")[1] for volume in portals()[name]["volumes"]}
        assert kept == wanted | ({"/backups"} if name in ("backup", "restore") else set())
        assert portals()[name]["tmpfs"][0].startswith("/tmp:")

    def test_only_what_migrates_knows_the_role_that_owns(self):
        knowing = [n for n in portals() if "database_owner_url" in portals()[n]["secrets"]]
        assert sorted(knowing) == ["migrate", "restore"]

    def test_only_backups_know_the_role_that_reads_past_the_policies(self):
        knowing = [n for n in portals() if "database_backup_url" in portals()[n]["secrets"]]
        assert sorted(knowing) == ["backup", "restore"]
        assert all(portals()[name]["profiles"] == [name] for name in knowing)

    def test_a_process_without_a_port_is_known_by_its_pulse(self):
        for name in (*(role.name for role in roles.workers()), "beat"):
            row = portals()[name]
            assert row["environment"]["PULSE_FILE"] in row["healthcheck"]["test"][1]


class TestTheSecrets:
    def test_every_file_that_compose_reads_is_made(self):
        wanted = {row["file"].removeprefix("./secrets/") for row in composed()["secrets"].values()}
        assert wanted == set(drawn("smtp://mail"))

    def test_each_word_is_drawn_anew_and_stands_where_it_is_asked_for(self):
        one, other = drawn("smtp://mail"), drawn("smtp://mail")
        assert {name for name in one if one[name] == other[name]} == {"email_url"}
        named = ((OWNER, "owner_", ""), (ROLE, "", ""), (READER, "backup_", " bypassrls"))
        for role, name, may in named:
            word = one[f"database_{name}url"].split(":")[2].split("@")[0]
            assert f"create role {role} login{may} password '{word}'" in one["postgres_roles.sql"]
        line = one["valkey.conf"].split()[1]
        assert one["broker_url"] == f"redis://:{line}@valkey:6379/1"

    def test_the_folder_is_closed_and_never_written_over(self, tmp_path, capsys):
        call_command("make_secrets", str(tmp_path / "s"), email="smtp://mail")
        assert (tmp_path / "s").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "s" / "secret_key").stat().st_mode & 0o777 == 0o444
        before = (tmp_path / "s" / "secret_key").read_text()
        with pytest.raises(CommandError, match="already; nothing was written"):
            call_command("make_secrets", str(tmp_path / "s"), email="smtp://mail")
        assert (tmp_path / "s" / "secret_key").read_text() == before


@pytest.mark.skipif(not CADDY.exists(), reason="Caddy comes with the packages on Linux")
def test_the_proxy_reads_its_configuration(tmp_path):
    (tmp_path / "Caddyfile").write_text(caddyfile())
    sites = {"PORTAL_SITE": NAMES["PORTAL_DOMAIN"], "FILES_SITE": NAMES["FILES_DOMAIN"]}
    told = subprocess.run(
        [CADDY, "adapt", "--validate", "--config", "Caddyfile", "--adapter", "caddyfile"],
        env={"HOME": str(tmp_path), **sites},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    routes = json.loads(told.stdout)["apps"]["http"]["servers"]
    assert {":443", "127.0.0.1:2015"} == {one for row in routes.values() for one in row["listen"]}
    assert '"name": "web"' in json.dumps(routes) and '"dial": "s3:7070"' in json.dumps(routes)
