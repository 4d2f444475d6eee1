"""The sentences of errors with notes, and with markers that come from elsewhere."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was changed.")

TEXTS = {
    "note:not_yours": Text(
        403,
        _("This note is {name}'s, and only they or a producer change it."),
        _NOTHING,
        _("Answer it instead."),
    ),
    "note:gone": Text(
        409, _("This note was deleted."), _("Its answers are kept."), _("Write a new one.")
    ),
    "note:no_thread": Text(
        409,
        _("Only a note that stands is resolved, not an answer or a deleted note."),
        _NOTHING,
        _("Resolve the note itself."),
    ),
    "note:full": Text(
        409,
        _("This version has {most} notes already."),
        _NOTHING,
        _("Delete what is no longer needed."),
    ),
    "notes:format": Text(
        422,
        _("{name} is no list of markers that the portal reads."),
        _NOTHING,
        _("Choose a file that ends in .edl, .otio or .csv."),
    ),
    "notes:unreadable": Text(
        422,
        _("The markers cannot be read: {detail}."),
        _NOTHING,
        _("Export them again, and choose that file."),
    ),
    "notes:no_file": Text(
        422, _("No file was chosen."), _NOTHING, _("Choose an EDL, OTIO or CSV file.")
    ),
    "notes:no_film": Text(
        422,
        _("{name} has no frames that a marker could stand on."),
        _NOTHING,
        _("Print its notes instead, or read them over the API."),
    ),
    "carrying:order": Text(
        409,
        _("Notes are carried from an earlier version of the same asset to a later one."),
        _NOTHING,
        _("Choose an earlier version."),
    ),
    "carrying:not_ready": Text(
        409,
        _("Version {number} is not examined yet, so that nothing can be compared with it."),
        _NOTHING,
        _("Wait until it can be played, and carry the notes then."),
    ),
    "placement:order": Text(
        409,
        _("This note was written on version {number}; it is carried to later versions only."),
        _NOTHING,
        _("Open a later version of the same asset, or write a new note."),
    ),
}
register(TEXTS)
