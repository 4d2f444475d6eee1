"""The code of an earlier moment, in a folder of its own: a second worktree of this checkout."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.settings.environment import BASE_DIR

MIGRATIONS = ":(glob)*/migrations/0*.py"


def revision(asked: str = "") -> str:
    """The commit asked for; else the last tag that lacks a migration, else the newest commit that
    lacks one. Raises FileNotFoundError without a checkout, or where nothing fits."""
    if not (BASE_DIR / ".git").exists():
        raise FileNotFoundError("this drill wants a checkout: it runs the code of before, too")
    if asked:
        return _git("rev-parse", "--verify", f"{asked}^{{commit}}")
    tag = _git("describe", "--tags", "--abbrev=0", fails="")
    if tag and migrations_since(tag):
        return _git("rev-parse", f"{tag}^{{commit}}")
    added = _git("log", "-1", "--diff-filter=A", "--format=%H", "--", MIGRATIONS, fails="")
    before = _git("rev-parse", "--verify", f"{added}^", fails="") if added else ""
    if not before:
        raise FileNotFoundError("no commit of before the last migration; name one")
    return before


def migrations_since(old: str) -> list[str]:
    """What the present has and the code of then has not, as it is on the disk."""
    there = set(_git("ls-tree", "-r", "--name-only", old).splitlines())
    now = (path.relative_to(BASE_DIR).as_posix() for path in BASE_DIR.glob("*/migrations/0*.py"))
    return sorted(path for path in now if path not in there)


def same_requirements(tree: Path) -> bool:
    """Whether the environment of the present is also that of then."""
    then, now = (folder / "requirements.lock" for folder in (tree, BASE_DIR))
    return then.exists() and then.read_bytes() == now.read_bytes()


@contextmanager
def tree_of(commit: str, folder: Path) -> Iterator[Path]:
    """Its files in `folder`, taken away again at the end."""
    _git("worktree", "add", "--force", "--detach", str(folder), commit)
    try:
        yield folder
    finally:
        _git("worktree", "remove", "--force", str(folder), fails="")


def _git(*words: str, fails: str | None = None) -> str:
    git = shutil.which("git") or "git"
    done = subprocess.run([git, *words], cwd=BASE_DIR, capture_output=True, text=True)
    if done.returncode == 0:
        return done.stdout.strip()
    if fails is None:
        raise FileNotFoundError(f"git {words[0]}: {done.stderr.strip()[-300:]}")
    return fails
