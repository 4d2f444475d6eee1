"""The other half of technical security: the application, its secrets, its logs, its machines."""

from django.utils.translation import gettext_lazy as _

from portal.controls.kinds import Check, Command, Control, Page

KEEPING = (
    Control(
        _("Application security"),
        here=_(
            "A strict content policy without inline code, secure cookies, HSTS, protection against "
            "forged forms. Stored files come as attachments or sandboxed. The API is fuzzed as "
            "each role."
        ),
        lacks=_("No penetration test by an outside party has been made."),
        operator=_("Having one made before partners' material comes in."),
        see=(
            Check("tests/contract/test_settings.py"),
            Check("tests/contract/test_fuzzing.py"),
            Command("check --deploy"),
        ),
    ),
    Control(
        _("Encryption"),
        here=_(
            "Production answers by HTTPS only. Passwords, tokens and links are kept as hashes; "
            "secrets of authenticators are encrypted; secrets of webhooks are not stored."
        ),
        lacks=_("Files and database are not encrypted by the portal itself."),
        operator=_("Certificates; encryption of disks, buckets and database; keeping SECRET_KEY."),
        see=(
            Check("portal/settings/security.py"),
            Check("tests/portal/test_factors.py"),
            Check("tests/portal/test_webhook_deliveries.py"),
        ),
    ),
    Control(
        _("Logging and monitoring"),
        here=_(
            "The audit is only ever added to, by the database's own rule, and chained by hashes; "
            "an export is checked with a small program of its own. Logs carry no secrets."
        ),
        lacks=_("No connection to a SIEM; exports are JSON Lines."),
        operator=_("Keeping the chain's head elsewhere, collecting logs, watching them."),
        see=(
            Page(_("Audit"), "audit"),
            Command("export_audit"),
            Command("bench audit"),
            Check("tests/portal/audit/test_verifying.py"),
            Check("tests/portal/test_logs.py"),
        ),
    ),
    Control(
        _("Network security"),
        here=_(
            "Pages load nothing from other hosts. The embedded database and broker listen on no "
            "network address."
        ),
        operator=_("Firewall, a web application firewall where wanted, separate networks."),
        see=(Check("portal/embedded.py"), Check("portal/settings/security.py")),
    ),
    Control(
        _("Vulnerabilities and patches"),
        here=_("Every package is pinned by hash; warnings fail the tests."),
        lacks=_("No scan for known vulnerabilities is part of the project's check."),
        operator=_("Updating packages, image and systems in time; scanning them."),
        see=(Check("requirements.lock"), Check(".ci/run")),
    ),
    Control(
        _("Hardening and secure development"),
        here=_(
            "Production refuses to start half configured. Every route says who may come in, or it "
            "fails the tests; each change runs the whole check."
        ),
        lacks=_("The README takes the place of a separate hardening guide."),
        operator=_("Following it; a role for the application that owns no table."),
        see=(
            Check("README.md"),
            Check("tests/contract/test_route_guard.py"),
            Check(".ci/run"),
        ),
    ),
    Control(
        _("Zero trust"),
        here=_(
            "No network is trusted: person, role, factor and agreements are read anew for each "
            "request, and a task sees the one studio it works for."
        ),
        operator=_("The same for everything around the portal."),
        see=(Check("tests/portal/test_tenancy.py"), Check("tests/portal/test_door.py")),
    ),
)
