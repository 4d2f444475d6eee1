"""What guards the work, control by control, as a content security assessment asks for it.

The areas are those of the MPA Content Security Best Practices (v5.3), which TPN assessors go
by. Topics are named, not numbered: numbers move from version to version. A row says what is
here and where to see it, what is not here, and what only the operator can do. A test looks for
everything that a row points to.
"""

from portal.controls.kinds import Area
from portal.controls.operational import OPERATIONAL
from portal.controls.organizational import ORGANIZATIONAL
from portal.controls.physical import PHYSICAL
from portal.controls.technical import TECHNICAL

AREAS: tuple[Area, ...] = (ORGANIZATIONAL, OPERATIONAL, PHYSICAL, TECHNICAL)
