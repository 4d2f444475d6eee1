"""Jobs of which only so many of a studio are called at once: see `projects.windows`."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.db.models import Q

from projects.models.job_calls import LATER, long_ago
from projects.models.job_news import State
from projects.models.jobs import ProjectJob
from projects.windows import MEDIA, Window, fill, soon


class WindowedJob(ProjectJob):
    """It waits as a row until its window has room, and wakes the next when it ends."""

    window: ClassVar[Window] = MEDIA

    class Meta:
        abstract = True

    @property
    def later(self) -> bool:
        """Whether nobody waits for it."""
        return False

    def send(self) -> None:
        """When it is its turn; what was called already is called again."""
        if self.sent_at is None and self.state == State.QUEUED:
            soon(self.window, self.studio_id)
        else:
            super().send()

    def _wake(self, later: float = 0) -> None:
        self.call(self.message, later=later, **({"priority": LATER} if self.later else {}))

    @classmethod
    def stalled(cls) -> Q:
        """What was not called yet waits for its turn."""
        called = Q(state=State.QUEUED, sent_at__lt=long_ago())
        return called | (super().stalled() & Q(state=State.RUNNING))

    @classmethod
    def sweep(cls, *, crowded: Collection[str] = ()) -> int:
        """Besides, whatever should have been called and was not: a limit was raised, a worker died
        between an end and the next call."""
        sent = super().sweep(crowded=crowded)
        waiting = cls.objects.filter(state=State.QUEUED, sent_at=None).order_by()
        for studio in waiting.values_list("studio_id", flat=True).distinct():
            sent += fill(cls.window, studio)
        return sent

    def refused(self) -> None:
        """It waits for its turn anew; whoever comes after it may find room."""
        mine: Any = type(self).objects.filter(pk=self.pk)
        mine.update(sent_at=None)
        soon(self.window, self.studio_id)

    def ended(self) -> None:
        fill(self.window, self.studio_id)
