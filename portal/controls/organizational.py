"""Organizational security: policies, people, third parties, incidents, continuity, AI."""

from django.utils.translation import gettext_lazy as _

from portal.controls.kinds import Area, Check, Command, Control, Page

ORGANIZATIONAL = Area(
    "organizational",
    _("Organizational security"),
    (
        Control(
            _("Policies and acceptable use"),
            here=_(
                "Agreements are versioned and hashed; published words cannot be changed. Nothing "
                "opens before everything in force is accepted, and each acceptance has a receipt."
            ),
            lacks=_("The texts that come with the portal are templates, not legal advice."),
            operator=_("The words of the agreements, and the company's own security policy."),
            see=(
                Page(_("Agreements"), "agreements"),
                Check("tests/portal/test_agreements.py"),
                Check("tests/portal/test_door.py"),
            ),
        ),
        Control(
            _("Risk management and classification of data"),
            here=_("All material is treated alike: as unreleased."),
            lacks=_("No classes of secrecy for single projects or files."),
            operator=_("Assessing the risks each year and whenever something changes."),
        ),
        Control(
            _("Personnel: screening, confidentiality, training"),
            here=_("A person comes in by invitation alone, and accepts the confidentiality terms."),
            operator=_("Background checks, training, and telling the portal when somebody leaves."),
            see=(
                Page(_("Studio"), "studio"),
                Check("tests/portal/test_invitations.py"),
                Check("tests/portal/test_members.py"),
            ),
        ),
        Control(
            _("Third parties and service providers"),
            here=_(
                "Nothing goes to a provider of models unless contract, project policy, consents "
                "and budget all say yes; receipts tell what went. Beta leads and administrators "
                "see no media unless the studio opens it, or the glass is broken with a reason."
            ),
            operator=_("Contracts and assessments: models, hosting, storage and mail."),
            see=(
                Check("tests/projects/test_openings.py"),
                Check("tests/contract/test_access_matrix.py"),
            ),
        ),
        Control(
            _("Incident response"),
            here=_(
                "To contain: suspend a studio, end memberships, sessions and tokens, all at once "
                "and with open connections closed. To look into it: the audit, by person and time."
            ),
            lacks=_("No automatic alarm for unusual behaviour."),
            operator=_("The plan, who is on call, whom to tell and within which time."),
            see=(
                Page(_("Audit"), "audit"),
                Check("tests/portal/test_cohorts.py"),
                Check("tests/live/test_sockets_access.py"),
            ),
        ),
        Control(
            _("Business continuity and disaster recovery"),
            here=_(
                "Work survives killed workers and a power cut of the whole portal; uploads go on "
                "where they stopped. A studio can take everything it has away at any time."
            ),
            lacks=_("The portal makes no backups."),
            operator=_(
                "Backups of database and files kept elsewhere, and restoring them for practice."
            ),
            see=(
                Command("drill recover"),
                Page(_("Export and closeout"), "leaving"),
                Check("tests/projects/test_closing_killed.py"),
            ),
        ),
        Control(
            _("AI and machine learning"),
            here=_(
                "Nothing is trained on partners' content. A result stays a candidate until a named "
                "person signs it. A request keeps its tool and settings, a result the tool's "
                "version."
            ),
            lacks=_("No marking of generated media: no tool here generates any."),
            operator=_("Which tools are offered, and under which terms."),
            see=(
                Check("tests/projects/test_deciding.py"),
                Check("tests/projects/test_exporting.py"),
            ),
        ),
    ),
)
