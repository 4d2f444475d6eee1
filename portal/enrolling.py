"""People who come in complete: for the sample programme, which skips nothing but the waiting.

They have what everybody has to have: a second factor, recovery codes, accepted agreements.
"""

from pathlib import Path

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from portal.door import has_second_factor
from portal.models import Agreement, AgreementVersion, User
from portal.models.agreements import open_agreements

SPECIMENS = Path(__file__).parent / "specimens"
#: kind → title, whether it is accepted for each studio
TITLES = {
    Agreement.Kind.NDA: ("Confidentiality agreement", True),
    Agreement.Kind.BETA: ("Beta terms", False),
    Agreement.Kind.AI: ("AI terms", False),
}


def publish_specimens() -> None:
    """Three fictional agreements in force, each marked as a template."""
    for kind, (title, per_studio) in TITLES.items():
        defaults = {"title": title, "per_studio": per_studio}
        agreement, made = Agreement.objects.get_or_create(kind=kind, defaults=defaults)
        if made:
            text = (SPECIMENS / f"{kind.value}.md").read_text(encoding="utf-8")
            version = AgreementVersion.objects.create(agreement=agreement, text=text)
            version.publish(actor=None)


def enrol(person: User) -> None:
    """A TOTP authenticator nobody has on a phone, recovery codes, and every acceptance."""
    if not has_second_factor(person):
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
    for pk, studios in open_agreements(person):
        AgreementVersion.objects.get(pk=pk).accept(actor=person, studios=studios, address=None)
