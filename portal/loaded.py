"""What a process has loaded when it begins stays as long as the process does.

Python's collector of cycles looks through all that lives, again and again, though modules, models
and addresses never end. They are set aside, and it comes less often, since what a request or a
task makes mostly ends with its last reference. Processes that are forked afterwards share those
pages of memory, which the collector would otherwise write to and so copy.
"""

import gc

#: Objects that are made and have not ended before the collector looks at the youngest; Python's
#: own figure, 700, is met several times in each request.
YOUNGEST = 10_000


def set_aside() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNGEST, *gc.get_threshold()[1:])
