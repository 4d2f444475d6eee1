"""The drill of deploys: what it brings together, and what it tells."""

import socket
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from portal.drills import deploy
from portal.drills.deploy import trees
from portal.drills.deploy.entrance import Entrance
from portal.drills.deploy.sides import Side, summary
from portal.rehearsal import Rehearsal, free_port


class Answers:
    """A server that says its name to whoever comes, and then what it is told."""

    def __init__(self, name):
        self.name, self.taken = name.encode(), socket.create_server(("127.0.0.1", 0))
        self.port = self.taken.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                line, _where = self.taken.accept()
            except OSError:
                return
            line.sendall(self.name)
            threading.Thread(target=self._echo, args=(line,), daemon=True).start()

    def _echo(self, line):
        with line, suppress(OSError):
            while block := line.recv(100):
                line.sendall(block)


@pytest.fixture
def entrance():
    with Entrance(free_port()) as made:
        yield made


@pytest.fixture
def sides():
    made = Answers("old"), Answers("new")
    yield made
    for side in made:
        side.taken.close()


def came_to(entrance):
    line = socket.create_connection(("127.0.0.1", entrance.port), timeout=10)
    return line, line.recv(3).decode()


class TestEntrance:
    def test_connections_go_to_both_in_turn(self, entrance, sides):
        entrance.behind(old=sides[0].port, new=sides[1].port)
        found = [came_to(entrance) for _n in range(4)]
        assert sorted(name for _line, name in found) == ["new", "new", "old", "old"]
        assert dict(entrance.passed) == {"old": 2, "new": 2}
        for line, _name in found:
            line.close()

    def test_one_that_drains_keeps_what_it_has_and_gets_no_more(self, entrance, sides):
        entrance.behind(old=sides[0].port)
        line, name = came_to(entrance)
        entrance.behind(new=sides[1].port)
        others = [came_to(entrance) for _n in range(3)]
        line.sendall(b"still there")
        assert (name, line.recv(20)) == ("old", b"still there")
        assert {name for _line, name in others} == {"new"}
        for one in (line, *(line for line, _name in others)):
            one.close()

    def test_whoever_is_not_there_is_passed_over(self, entrance, sides):
        entrance.behind(gone=free_port(), new=sides[1].port)
        for _n in range(2):
            line, name = came_to(entrance)
            assert name == "new"
            line.close()


class TestTrees:
    @pytest.fixture
    def checkout(self, tmp_path, monkeypatch):
        """Three commits: a migration, work, and another migration with its work."""
        monkeypatch.setattr(trees, "BASE_DIR", tmp_path)

        def git(*words):
            who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
            subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

        def commit(name, *paths):
            for path in paths:
                (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / path).write_text(name)
            git("add", "-A")
            git("commit", "-qm", name)
            return trees._git("rev-parse", "HEAD")

        git("init", "-q")
        first = commit("first", "portal/migrations/0001_a.py", "requirements.lock")
        second = commit("work", "portal/b.py")
        commit("second", "portal/migrations/0002_b.py")
        commit("more work", "portal/c.py")
        return git, first, second

    def test_the_code_of_before_the_newest_migration_is_taken(self, checkout):
        _git, first, second = checkout
        assert trees.revision() == second
        assert trees.revision(first[:8]) == first
        assert trees.migrations_since(second) == ["portal/migrations/0002_b.py"]

    def test_a_tag_that_lacks_a_migration_comes_first(self, checkout):
        git, first, _second = checkout
        git("tag", "v1", first)
        assert trees.revision() == first

    def test_a_tag_of_today_has_nothing_to_expand(self, checkout):
        git, _first, second = checkout
        git("tag", "v2", "HEAD")
        assert trees.revision() == second

    def test_its_files_are_there_and_go_again(self, checkout, tmp_path):
        _git, first, _second = checkout
        with trees.tree_of(first, tmp_path / "then") as tree:
            assert trees.same_requirements(tree)
            (tree / "requirements.lock").write_text("another")
            assert not trees.same_requirements(tree)
            assert (tree / "portal/migrations/0001_a.py").exists()
            assert not (tree / "portal/b.py").exists()
        assert not tree.exists() and "then" not in trees._git("worktree", "list")

    def test_a_commit_that_is_not_there_is_told(self, checkout):
        with pytest.raises(FileNotFoundError, match="git rev-parse"):
            trees.revision("nothing")

    def test_without_a_checkout_it_says_what_it_wants(self, tmp_path, monkeypatch):
        monkeypatch.setattr(trees, "BASE_DIR", tmp_path)
        with pytest.raises(FileNotFoundError, match="wants a checkout"):
            trees.revision()


LOG = """
[2026-11-29 20:00:00,1: INFO/MainProcess] Task projects.tasks.run[0a-1] received
[2026-11-29 20:00:01,1: INFO/MainProcess] Task portal.tasks.watch[0b-2] received
[2026-11-29 20:00:02,1: ERROR/MainProcess] Received unregistered task of type 'projects.tasks.new'.
Traceback (most recent call last):
"""


def test_a_log_tells_tasks_and_what_was_not_understood():
    told = summary(LOG)
    assert (told["tasks"], told["runs"], told["errors"]) == (2, 1, 2)
    assert told["unknown_tasks"] == ["projects.tasks.new"]
    assert "unregistered" in told["first_errors"][0]


def test_who_does_not_end_when_told_is_killed_and_named(tmp_path):
    side = Side("old", tmp_path, Rehearsal(tmp_path, 1))
    ready = tmp_path / "ready"
    stubborn = f"trap '' TERM; touch {ready}; sleep 60"
    side.running = {
        "web": subprocess.Popen(["sleep", "60"]),
        "worker": subprocess.Popen(["sh", "-c", stubborn], start_new_session=True),
    }
    while not ready.exists():
        assert side.died() == []
    assert side.drain(patience=0.5) == ["worker"] and side.running == {}


def found(**more):
    side = {"runs": 9, "unknown_tasks": []}
    counts = dict.fromkeys(("lost", "duplicated", "stuck", "server_errors"), 0)
    rest = {"died": [], "killed": [], "connections": {"old": 40, "new": 60}}
    return {**counts, **rest, "audit": {"findings": 0}, "old": side, "new": side, **more}


def test_a_deploy_that_nobody_noticed_is_met():
    assert deploy.told({"revision": "abc"}, found())["met"]


@pytest.mark.parametrize(
    "fault",
    [
        {"lost": 1},
        {"duplicated": 1},
        {"stuck": 1},
        {"server_errors": 1},
        {"died": ["web"]},
        {"killed": ["worker-media"]},
        {"connections": {"new": 100}},
        {"old": {"runs": 0, "unknown_tasks": []}},
        {"old": {"runs": 3, "unknown_tasks": ["projects.tasks.new"]}},
        {"audit": {"findings": 1}},
    ],
)
def test_each_thing_that_somebody_noticed_is_told(fault):
    assert not deploy.told({}, found(**fault))["met"]


def test_code_of_before_prints_its_links_when_the_films_are_there(tmp_path):
    command = tmp_path / "portal/management/commands/demo.py"
    command.parent.mkdir(parents=True)
    command.write_text("the links")
    portal = Rehearsal(tmp_path, 1, tree=Path(tmp_path))
    portal.log = tmp_path / "demo.txt"
    portal.log.write_text("The links work once")
    assert portal.is_filled()
    command.write_text("the links, and then the sample films")
    assert not portal.is_filled()
