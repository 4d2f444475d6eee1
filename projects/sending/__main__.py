"""`python -m projects.sending PATH… --project CODE --url ADDRESS`."""

import sys

from .command import main

sys.exit(main())
