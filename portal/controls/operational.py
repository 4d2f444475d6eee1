"""Operational security: how content comes in, is handled, leaves, and is destroyed."""

from django.utils.translation import gettext_lazy as _

from portal.controls.kinds import Area, Check, Control, Page

OPERATIONAL = Area(
    "operational",
    _("Operational security"),
    (
        Control(
            _("Receiving content"),
            here=_(
                "Every part of an upload is checked against its SHA-256, and so is the whole. "
                "Parts are accepted only at signed addresses made for that upload."
            ),
            lacks=_(
                "Uploads are not scanned for malware; they are decoded in a confined child process."
            ),
            operator=_("Scanning where the law or the studio asks for it."),
            see=(
                Check("tests/projects/test_uploading.py"),
                Check("tests/projects/test_receiving.py"),
            ),
        ),
        Control(
            _("Handling and asset management"),
            here=_(
                "Each version keeps who brought it, when, its size and hash. Who viewed or "
                "downloaded what stands in the audit, by name of file, project and person."
            ),
            operator=_("Copies made outside the portal: edit suites, drives, screening rooms."),
            see=(Page(_("Audit"), "audit"), Check("tests/projects/test_audited.py")),
        ),
        Control(
            _("Delivering content"),
            here=_(
                "Person, studio and time lie over what is looked at, or stand in each picture of a "
                "copy that nobody else can fetch, as the producers set it for the project; a guest "
                "never sees anything without. Guests come in by a link and a passphrase, to one "
                "playlist, until a day, and are out when it is withdrawn. Originals leave after a "
                "signature or for a producer's stated reason, so many an hour, to others only "
                "where the project allows it."
            ),
            lacks=_(
                "Unless names are burnt in, the page lays the watermark over, and whoever fetches "
                "the viewing copy has it clean. There is no hidden mark; strips and thumbnails of "
                "shots carry none."
            ),
            operator=_("Which projects burn names in; hidden marks where an owner asks for them."),
            see=(
                Check("tests/projects/test_watermark.py"),
                Check("tests/projects/test_copies.py"),
                Check("tests/projects/test_guests.py"),
                Check("tests/projects/test_originals.py"),
                Check("tests/projects/test_media_views.py"),
                Check("tests/projects/test_exporting.py"),
            ),
        ),
        Control(
            _("Accountability of decisions"),
            here=_(
                "Decisions are signed by name, all but approvals with a reason, and undone only by "
                "a further decision. Closing a studio takes two people."
            ),
            operator=_("Who holds which role."),
            see=(
                Check("tests/projects/test_deciding.py"),
                Check("tests/projects/test_closing.py"),
            ),
        ),
        Control(
            _("Return and destruction"),
            here=_(
                "A studio takes all it has away in one archive. Closing deletes every stored file, "
                "asks the storage again, and lists each with its hash on a certificate."
            ),
            operator=_(
                "Older versions in a versioned bucket, and backups: their term is to be agreed."
            ),
            see=(
                Page(_("Export and closeout"), "leaving"),
                Check("tests/projects/test_closing.py"),
                Check("portal/decisions/0009-closeout.md"),
            ),
        ),
        Control(
            _("Remote work"),
            here=_("The same second factor, sessions and audit wherever a person sits."),
            lacks=_("The portal neither knows nor checks a person's device."),
            operator=_("Managed devices, screens not seen by others, rules for working at home."),
            see=(Page(_("Where I am signed in"), "usersessions_list"),),
        ),
    ),
)
