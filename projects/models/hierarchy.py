"""Episode → scene → shot. A shot may stand in the project alone (a film has no episodes)."""

import re
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.names import NameField
from projects.interchange.scripts.paging import spelled
from projects.models.projects import CODE, Project, ProjectRow


class Episode(ProjectRow):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="episodes")
    code = models.CharField(_("code"), max_length=32, validators=[CODE])
    name = NameField(_("name"), max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("episode"), _("episodes")
        ordering = ["code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="episode_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class Scene(ProjectRow):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="scenes")
    episode = models.ForeignKey(
        Episode, models.CASCADE, related_name="scenes", null=True, blank=True
    )
    code = models.CharField(_("code"), max_length=32, validators=[CODE])
    name = NameField(_("name"), max_length=120, blank=True)
    #: What its script says, as a person took it over: see `projects.script_scenes`.
    script = models.JSONField(_("from the script"), default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("scene"), _("scenes")
        ordering = ["code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "episode", "code"], name="scene_code_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()

    @property
    def length_text(self) -> str:
        """Pages of the script and eighths of a page, such as "1 3/8"; nothing without a script."""
        return spelled(self.script["eighths"]) if self.script else ""


def in_order(scenes: Iterable[Scene]) -> list[Scene]:
    """By episode and number, as people count: 2 before 10, 10 before 10A."""

    def place(scene: Scene) -> list[Any]:
        parts = re.split(r"(\d+)", scene.code)
        numbered = [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
        return [scene.episode.code if scene.episode else "", *numbered]

    return sorted(scenes, key=place)


class Shot(ProjectRow):
    """`cut_in`/`cut_out` (exclusive) are frames of `version`, when the shot has a picture."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="shots")
    scene = models.ForeignKey(Scene, models.CASCADE, related_name="shots", null=True, blank=True)
    code = models.CharField(_("code"), max_length=32, validators=[CODE])
    name = NameField(_("name"), max_length=120, blank=True)
    version = models.ForeignKey(
        "projects.Version", models.SET_NULL, null=True, blank=True, related_name="shots"
    )
    cut_in = models.PositiveIntegerField(_("first frame"), null=True, blank=True)
    cut_out = models.PositiveIntegerField(_("end frame, exclusive"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("shot"), _("shots")
        ordering = ["code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "scene", "code"], name="shot_code_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(cut_in=None, cut_out=None)
                | models.Q(
                    cut_in__isnull=False, cut_out__isnull=False, cut_out__gt=models.F("cut_in")
                ),
                name="shot_has_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()

    def clean(self) -> None:
        super().clean()
        frames = self.version.frames if self.version else None
        if frames and self.cut_out and self.cut_out > frames:
            text = _("The film has %(frames)s frames.") % {"frames": frames}
            raise ValidationError({"cut_out": text})

    @property
    def length(self) -> int:
        """Frames; 0 when the shot has no picture yet."""
        return (self.cut_out or 0) - (self.cut_in or 0)

    @property
    def middle(self) -> int:
        """The frame that stands for the shot."""
        return ((self.cut_in or 0) + (self.cut_out or 0)) // 2
