"""Settings, read from the environment; `environment.py` lists every variable.

With no variable set this is the embedded default: everything on this machine.
"""

from portal.settings.api import *  # noqa: F403
from portal.settings.base import *  # noqa: F403
from portal.settings.data import *  # noqa: F403
from portal.settings.environment import require_complete
from portal.settings.faces import *  # noqa: F403
from portal.settings.origin import *  # noqa: F403
from portal.settings.security import *  # noqa: F403
from portal.settings.watching import *  # noqa: F403
from portal.settings.work import *  # noqa: F403

require_complete()
