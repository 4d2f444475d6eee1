"""The Dockerfile, read: what is in the image, by whom it runs, and from where it came."""

import json
import re
import tomllib

from portal import roles
from tests.composed import composed, portals
from tests.contract.tree import ROOT

TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
#: Instructions, their continued lines joined, without comments.
LINES = [
    line
    for line in re.sub(r"\\\n\s*", "", re.sub(r"^\s*#.*\n", "", TEXT, flags=re.M)).splitlines()
    if line.strip()
]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def said(word: str, lines: list[str]) -> list[str]:
    return [line.removeprefix(word).strip() for line in lines if line.startswith(f"{word} ")]


def stages() -> list[list[str]]:
    starts = [number for number, line in enumerate(LINES) if line.startswith("FROM ")]
    return [LINES[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]


def test_packages_come_by_their_hashes_and_nothing_is_compiled():
    building, final = stages()
    (install,) = [line for line in said("RUN", building) if " install" in line]
    assert "--require-hashes" in install and "--only-binary :all:" in install
    assert "requirements.lock" in install
    assert "pip uninstall" in " ".join(said("RUN", final))
    assert not re.search(r"apt-get|gcc|build-essential|curl|pip install", " ".join(final))


def test_every_locked_package_has_a_hash_and_no_address():
    pins = re.split(r"\n(?=[a-z0-9])", LOCK)
    packages = [pin for pin in pins if re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==", pin)]
    assert len(packages) > 80
    assert [pin.split()[0] for pin in packages if "--hash=sha256:" not in pin] == []
    assert "://" not in re.sub(r"^\s*#.*$", "", LOCK, flags=re.M)


def test_every_package_that_the_portal_names_is_locked():
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    wanted = {re.match(r"[A-Za-z0-9._-]+", line)[0].lower().replace("_", "-") for line in named}
    locked = set(re.findall(r"^([a-z0-9._-]+?)(?:\[[a-z,]+\])?==", LOCK, flags=re.M))
    assert wanted - locked == set()


def test_it_is_slim_and_runs_as_nobody_in_particular():
    (base,) = said("ARG", LINES)
    assert re.fullmatch(r"PYTHON=3\.1[123]-slim-\w+", base)
    assert composed()["services"]["web"]["build"]["args"] == {
        "PYTHON": base.removeprefix("PYTHON=")
    }
    assert {line.split()[0] for line in said("FROM", LINES)} == {"python:${PYTHON}"}
    user = said("USER", stages()[1])
    assert len(user) == 1 and int(user[0].split(":")[0]) >= 10_000
    after = LINES[LINES.index(f"USER {user[0]}") :]
    assert said("RUN", after) == said("COPY", after) == []


def test_what_is_made_by_root_can_be_read_by_whoever_runs_and_not_changed():
    """Collected files are private where the portal is embedded, as it is while they are made."""
    (made,) = [line for line in said("RUN", stages()[1]) if "collectstatic" in line]
    steps = [step.strip() for step in made.split("&&")]
    assert "PORTAL_ENV=embedded" in steps[0]
    assert "chmod -R a+rX,go-w /srv/var/static" in steps
    kept = {volume.split(":")[1] for volume in portals()["web"]["volumes"]}
    owned = [step for step in steps if step.startswith("chown")]
    assert owned == [f"chown portal:portal {' '.join(sorted(kept, reverse=True))}"]


def test_no_key_stays_in_the_image():
    variables = " ".join([*said("ENV", LINES), *said("ARG", LINES)])
    assert not re.search(r"SECRET|KEY|PASSWORD|_URL", variables)


def test_only_the_portal_is_copied_and_all_of_it_is_there():
    copied = [word for line in said("COPY", LINES) for word in line.split()[:-1]]
    here = [word for word in copied if not word.startswith(("--from", "/"))]
    assert sorted(set(here)) == sorted(
        "manage.py pyproject.toml LICENSE requirements.lock portal projects feedback templates"
        " static".split()
    )
    ignored = (ROOT / ".dockerignore").read_text().split("\n*\n")[1]
    assert sorted(re.findall(r"^!(.+)$", ignored, flags=re.M)) == sorted(set(here))
    assert all((ROOT / name).exists() for name in here)


def test_it_is_a_web_server_unless_told_otherwise():
    (command,) = said("CMD", LINES)
    assert json.loads(command) == ["python", "-m", *roles.web("0.0.0.0", 8000).words]
    (check,) = said("HEALTHCHECK", LINES)
    asked = json.loads(check.split("CMD ")[1])
    assert asked == portals()["web"]["healthcheck"]["test"][1:]
