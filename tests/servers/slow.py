"""The portal's own Celery application with a task that takes its time; for `-A`."""

import time
from pathlib import Path

from portal.celery import app


@app.task(name="tests.slow")
def slow(folder: str, name: str, seconds: float) -> None:
    (Path(folder) / f"begun-{name}").touch(exist_ok=False)
    time.sleep(seconds)
    (Path(folder) / f"done-{name}").touch(exist_ok=False)
