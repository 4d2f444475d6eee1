"""The one sprite of icons, read from the file that pages use."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

FILE = Path(settings.BASE_DIR) / "static" / "icons.svg"


@cache
def icons() -> list[str]:
    """Names in the order of the file."""
    return re.findall(r'<symbol id="([\w-]+)"', FILE.read_text(encoding="utf-8"))
