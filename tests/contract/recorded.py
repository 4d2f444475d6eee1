"""Files that keep what was agreed. `RECORD=1 uv run pytest tests/contract` writes them anew."""

import os
from pathlib import Path

HERE = Path(__file__).parent
HOW = "if the change is meant: RECORD=1 uv run pytest tests/contract/{test}"


def agreed(name: str, text: str) -> str:
    """What the file says; with RECORD=1 it says `text` from now on."""
    path = HERE / name
    if os.environ.get("RECORD"):
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8") if path.exists() else ""
