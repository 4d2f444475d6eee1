"""Technical security: who is let in, what stands between studios, how it is kept and seen."""

from django.utils.translation import gettext_lazy as _

from portal.controls.keeping import KEEPING
from portal.controls.kinds import Area, Check, Command, Control, Page

LETTING_IN = (
    Control(
        _("Identities and least privilege"),
        here=_(
            "One account a person, by invitation. Roles and what they may do are one table; "
            "reviewers see the projects they were given. A changed role counts at the next request."
        ),
        operator=_("Going through members and roles from time to time."),
        see=(
            Page(_("Studio"), "studio"),
            Check("portal/access.py"),
            Check("tests/contract/test_access_matrix.py"),
        ),
    ),
    Control(
        _("Multi-factor authentication"),
        here=_(
            "Everybody needs an authenticator app or a passkey, with recovery codes; without one "
            "nothing opens, over the API neither."
        ),
        lacks=_("The operator can switch this off (MFA_REQUIRED)."),
        operator=_("Leaving it on; making sure who asks before a lost factor is removed."),
        see=(
            Page(_("Account and security"), "mfa_index"),
            Check("tests/portal/test_factors.py"),
            Check("tests/portal/test_door.py"),
        ),
    ),
    Control(
        _("Passwords, sessions and single sign-on"),
        here=_(
            "At least 12 characters, not a common one, kept by scrypt. Sign-ins and wrong tokens "
            "are limited. Sessions are listed and can be ended. A studio's own server may sign "
            "its people in, and nobody else's."
        ),
        operator=_("The studio's sign-in server, where there is one."),
        see=(
            Page(_("Where I am signed in"), "usersessions_list"),
            Check("tests/portal/test_signin.py"),
            Check("tests/portal/test_sso.py"),
            Check("tests/portal/test_throttles.py"),
        ),
    ),
    Control(
        _("Privileged access"),
        here=_(
            "Administrators see no media. Breaking the glass takes a reason, lasts hours, tells "
            "the studio at once and is audited. Work across studios goes through one audited door."
        ),
        operator=_("Few administrators, named persons all."),
        see=(
            Check("tests/projects/test_openings.py"),
            Check("portal/tenancy.py"),
        ),
    ),
    Control(
        _("Separation of studios"),
        here=_(
            "Two fences: every lookup asks what the person may see, and the database itself shows "
            "the rows of the named studios only, also to the tables' owner. Each is proved without "
            "the other."
        ),
        operator=_("Running the drill after changes of their own."),
        see=(
            Command("drill tenants"),
            Command("bench rls"),
            Check("tests/contract/test_fences.py"),
        ),
    ),
    Control(
        _("API tokens and webhooks"),
        here=_(
            "Tokens have scopes and an end, are shown once and kept as hashes. Webhooks are "
            "signed, follow no redirect, and reach no private address."
        ),
        operator=_("Keeping tokens out of code; WEBHOOK_ALLOW_PRIVATE stays off."),
        see=(
            Page(_("My API tokens"), "tokens"),
            Check("tests/portal/test_scopes.py"),
            Check("tests/portal/test_webhook_addresses.py"),
        ),
    ),
)

TECHNICAL = Area("technical", _("Technical security"), (*LETTING_IN, *KEEPING))
