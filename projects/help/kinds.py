"""What the help says of a tool beside what the tool says of itself."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class About:
    """All translatable. `measured` has figures with their method, or says that there are none."""

    example: Any
    measured: Any
    needs: Any
    time: Any
    leaves: Any = ""  # what is sent, of a tool over the palette
