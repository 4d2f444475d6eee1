"""What happened, by whom, told as sentences. Rows are only ever added."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.access import Role

SENTENCES: dict[str, Any] = {
    "invitation:sent": _("{actor} invited {email} as {role}"),
    "invitation:resent": _("{actor} sent the invitation of {email} again"),
    "invitation:extended": _("{actor} extended the invitation of {email}"),
    "invitation:revoked": _("{actor} withdrew the invitation of {email}"),
    "invitation:accepted": _("{actor} joined as {role}"),
    "member:added": _("{actor} added {person} as {role}"),
    "member:role": _("{actor} made {person} {role}"),
    "member:revoked": _("{actor} ended the membership of {person} ({role})"),
    "signed_in:link": _("{actor} signed in with a one-time link"),
    "studios:across": _("{actor} worked across {studios} studios: {reason}"),
    "token:made": _("{actor} made the API token {name} ({scopes})"),
    "token:revoked": _("{actor} revoked the API token {name}"),
    "webhook:added": _("{actor} added the webhook {url}"),
    "webhook:changed": _("{actor} changed the webhook {url}"),
    "webhook:secret": _("{actor} changed the secret of the webhook {url}"),
    "webhook:disabled": _("{actor} switched the webhook {url} off"),
    "webhook:removed": _("{actor} removed the webhook {url}"),
    "webhook:tested": _("{actor} sent a test to the webhook {url}"),
    "webhook:replayed": _("{actor} sent {event} again by webhook"),
    "cohort:admitted": _("{actor} took {name} into the cohort {cohort}"),
    "studio:suspended": _("{actor} suspended {name}: {reason}"),
    "studio:reinstated": _("{actor} opened {name} again"),
    "studio:offboarded": _("{actor} offboarded {name}: {reason}"),
    "agreement:published": _("{actor} published {title}, version {version}"),
    "agreement:accepted": _("{actor} accepted {title}, version {version}"),
    "mfa:reset": _("{actor} removed the second factors of {person}"),
    "signed_in:sso": _("{actor} signed in through {provider}"),
    "sign_in_link:made": _("{actor} made a one-time sign-in link for {person}"),
}


def register(sentences: dict[str, Any]) -> None:
    """Sentences of the rooms above."""
    SENTENCES.update(sentences)


class AuditEvent(models.Model):
    """`actor_name` is the name as it was; `facts` fill the sentence of the verb."""

    studio = models.ForeignKey(
        "portal.Studio", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(_("who"), max_length=150)
    verb = models.CharField(_("what"), max_length=60)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name, verbose_name_plural = _("audit event"), _("audit events")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        template = str(SENTENCES.get(self.verb, "{actor}: " + self.verb))
        facts = {key: str(value) for key, value in self.facts.items()}
        if facts.get("role") in Role.values:
            facts["role"] = str(Role(facts["role"]).label)
        try:
            return template.format(actor=self.actor_name, **facts)
        except KeyError:
            return f"{self.actor_name}: {self.verb}"

    @classmethod
    def record(cls, actor: Any, verb: str, studio: Any = None, **facts: Any) -> "AuditEvent":
        name = str(actor) if actor else "portal"
        return cls.objects.create(
            actor=actor, actor_name=name, verb=verb, studio=studio, facts=facts
        )
