"""Which part of the portal a ticket is about: one of its areas, or one of its tools."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.assist.tools import TOOLS

AREAS: dict[str, Any] = {
    "uploads": _("Uploads and files"),
    "player": _("Player and notes"),
    "review": _("Review and decisions"),
    "projects": _("Projects, scenes and shots"),
    "requests": _("Asking for assistance"),
    "providers": _("Providers, terms and costs"),
    "consents": _("Characters and consents"),
    "exports": _("Editorial exports"),
    "studio": _("People and studio"),
    "account": _("Signing in and account"),
    "feedback": _("Questionnaires and feedback"),
    "api": _("API and webhooks"),
    "other": _("Something else"),
}
#: Beginnings of names of pages → the area they belong to, the first that fits.
_PAGES = (
    *[(name, "review") for name in ("review", "candidate", "triage", "compare", "playlist")],
    *[(name, "uploads") for name in ("storage", "trash", "examine", "original")],
    *[(name, "player") for name in ("asset", "version")],
    *[(name, "requests") for name in ("ask", "run")],
    *[(name, "consents") for name in ("people", "seen", "consent", "performer")],
    *[(name, "providers") for name in ("providers", "project_policy", "project_ledger")],
    *[(name, "exports") for name in ("export", "disclosure")],
    ("project", "projects"),
    ("webhook", "api"),
    *[(name, "studio") for name in ("studio", "member", "invitation", "openings", "audit")],
    *[(name, "account") for name in ("account", "mfa", "token", "agreement", "notification")],
    *[(name, "feedback") for name in ("feedback", "ticket", "released", "worth", "shared")],
)


def named() -> dict[str, Any]:
    """Feature → what it is called, areas first."""
    return {**AREAS, **{f"tool:{name}": tool.title for name, tool in TOOLS.items()}}


def choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """For a form: areas and tools apart."""
    tools = [(f"tool:{name}", tool.title) for name, tool in TOOLS.items()]
    return [(_("The portal"), [*AREAS.items()]), (_("A tool"), tools)]


def title(feature: str) -> str:
    """A tool that is no longer there says its name."""
    return str(named().get(feature, feature))


def of_page(page_name: str, tool: str = "") -> str:
    """What a ticket from this page is most likely about; the tool of the run where there is one."""
    if tool in TOOLS:
        return f"tool:{tool}"
    return next((area for start, area in _PAGES if page_name.startswith(start)), "other")
