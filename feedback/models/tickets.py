"""What people of a studio tell the beta team: a ticket in their words, and their votes."""

import uuid
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.models.topics import Severity, Topic
from portal.access import WHOLE_STUDIO, Capability, TenantModel
from portal.names import NameField
from projects.models import Run, Version

#: What people type is English or French; each word counts in both.
VECTOR = (
    SearchVector("title", config="english", weight="A")
    + SearchVector("title", config="french", weight="A")
    + SearchVector("text", config="english", weight="B")
    + SearchVector("text", config="french", weight="B")
)


class Kind(models.TextChoices):
    BUG = "bug", _("Bug")
    IDEA = "idea", _("Idea")
    PRAISE = "praise", _("Praise")
    QUESTION = "question", _("Question")


class Ticket(TenantModel):
    """In the words of one person. What becomes of it stands in its topic.

    `merged`: it was told elsewhere first, and its topic is the other one's. `let_read`: the
    studio withholds what its people type, but a producer opened this one to the beta team.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="tickets", editable=False)
    person = models.ForeignKey(
        "portal.User", models.SET_NULL, null=True, related_name="tickets", editable=False
    )
    person_name = models.CharField(_("told by"), max_length=150, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    severity = models.CharField(
        _("severity"), max_length=10, choices=Severity.choices, default=Severity.MINOR
    )
    feature = models.CharField(_("feature"), max_length=60)
    title = NameField(_("in one line"), max_length=120)
    text = models.TextField(_("what happened, or what you wish"), max_length=4000, blank=True)
    page = models.CharField(_("page"), max_length=300, blank=True)
    page_name = models.CharField(_("kind of page"), max_length=80, blank=True)
    page_title = models.CharField(_("page title"), max_length=200, blank=True)
    app_version = models.CharField(_("version of the portal"), max_length=40, blank=True)
    browser = models.CharField(_("browser"), max_length=300, blank=True)
    window = models.CharField(_("window"), max_length=40, blank=True)
    run = models.ForeignKey(Run, models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.ForeignKey(Version, models.SET_NULL, null=True, blank=True, related_name="+")
    storage_key = models.CharField(max_length=200, blank=True, editable=False)
    merged = models.BooleanField(_("duplicate"), default=False, editable=False)
    asked = models.TextField(_("the beta team asks"), max_length=1000, blank=True, editable=False)
    asked_by_name = models.CharField(max_length=150, blank=True, editable=False)
    let_read = models.BooleanField(_("may be read"), default=False, editable=False)
    let_by_name = models.CharField(max_length=150, blank=True, editable=False)
    created_at = models.DateTimeField(_("told"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("ticket"), _("tickets")
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["studio", "-created_at"], name="ticket_newest"),
            GinIndex(VECTOR, name="ticket_words"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"T-{self.pk.hex[:6]}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """Beta leads find each (its words by `feedback.tickets.words`); partners those of their
        studio, reviewers their own: a ticket may name a project they were not granted."""
        if actor.can(Capability.READ_FEEDBACK):
            return Q()
        crew = Q(studio__in=actor.studios_with(WHOLE_STUDIO))
        return crew | Q(studio__in=list(actor.roles), person=actor)

    def get_absolute_url(self) -> str:
        return reverse("ticket", args=[self.pk])


class Vote(TenantModel):
    """One person finds one topic important. Belongs to the studio of who votes."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="votes")
    person = models.ForeignKey("portal.User", models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("voted"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("vote"), _("votes")
        constraints = [models.UniqueConstraint(fields=["topic", "person"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.topic}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """Their own; what the studio's people find important is counted, not shown."""
        return Q(studio__in=list(actor.roles), person=actor)
