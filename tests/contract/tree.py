"""The project's own files, for the tests that read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("portal", "projects", "feedback")


def files(*endings: str, within: tuple[str, ...] = ROOMS) -> list[Path]:
    """Files of our own (no migrations), in a fixed order."""
    found = [p for room in within for p in (ROOT / room).rglob("*") if p.suffix in endings]
    return sorted(p for p in found if not {"migrations", "__pycache__"} & set(p.parts))


def templates() -> list[Path]:
    return files(".html", ".txt", within=("templates",))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
