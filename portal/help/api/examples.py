"""One tried call for each operation: recorded from the tests, and sent again by them.

`tests/contract/test_examples.py` writes and checks the file.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

KEPT = Path(__file__).with_name("examples.json")


@lru_cache(1)
def examples() -> dict[str, dict[str, Any]]:
    """By "METHOD /path/": `path`, `query`, `body`, `status`, `type`, and `answer` or `text`."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
