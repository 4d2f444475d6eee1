"""The sentences of errors with editorial files and their conversion."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_KEPT = _("Your original is kept as it is; nothing was written.")
_AGAIN = _("Export it again from your editing software, and convert that.")
_OTIO = _("Choose another format; OTIO keeps everything.")

TEXTS = {
    "timeline:unknown": Text(
        422,
        _("It is no editorial file that can be read: {detail}."),
        _KEPT,
        _("Choose EDL, OTIO, FCPXML, Final Cut Pro 7 XML, AAF, ALE, CDL, CCC, CC or .cube."),
    ),
    "timeline:unreadable": Text(422, _("It cannot be read: {detail}."), _KEPT, _AGAIN),
    "timeline:gave_up": Text(
        422,
        _("The file ended its reader, or kept it for five minutes: it is broken or very large."),
        _KEPT,
        _("Export it again, in parts or in another format: an AAF of 15,000 clips is too long."),
    ),
    "timeline:too_much": Text(
        422, _("It holds too much: {detail}."), _KEPT, _("Divide it into parts.")
    ),
    "timeline:entities": Text(
        422,
        _("Its XML declares entities, which editing software never does ({detail})."),
        _KEPT,
        _AGAIN,
    ),
    "timeline:bad_line": Text(
        422, _("The list cannot be read at {detail}."), _KEPT, _("Mend that line, or export again.")
    ),
    "timeline:wrong_rate": Text(
        422,
        _("That is not the rate of this list: {detail}."),
        _KEPT,
        _("Give the rate it was cut at, such as 25 or 30000/1001."),
    ),
    "timeline:bad_rate": Text(
        422,
        _("This is no rate of frames: {detail}."),
        _KEPT,
        _("Write frames a second, such as 24000/1001."),
    ),
    "timeline:rate_needed": Text(
        422,
        _("The file does not say how many frames a second has."),
        _KEPT,
        _("Give its rate, such as 24 or 24000/1001."),
    ),
    "timeline:no_clips": Text(
        422,
        _("There is no clip in it: {detail}."),
        _KEPT,
        _("Export the sequence itself, not a filter or an empty track."),
    ),
    "timeline:no_such_film": Text(
        422, _("The file has no film of that number; {detail}."), _KEPT, _("Choose another number.")
    ),
    "timeline:no_grades": Text(
        422,
        _("There is no colour decision in it."),
        _KEPT,
        _("Choose a file with ASC_SOP lines or columns, or another format."),
    ),
    "timeline:only_grades": Text(
        422,
        _("The file holds colour decisions and no cut, which {detail} would need."),
        _KEPT,
        _("Choose CDL, CCC, CC, EDL or ALE."),
    ),
    "timeline:cube": Text(
        422,
        _("A look-up table and a CDL are different things: {detail}."),
        _KEPT,
        _("Choose the look-up table (.cube), which checks it and copies it."),
    ),
    "timeline:no_cube": Text(
        422,
        _("Only a .cube becomes a .cube: {detail} holds no table of colours."),
        _KEPT,
        _("Choose another format."),
    ),
    "timeline:too_fast": Text(422, _("An EDL has no room for this speed: {detail}."), _KEPT, _OTIO),
    "timeline:aaf_refused": Text(422, _("AAF cannot be written: {detail}."), _KEPT, _OTIO),
    "timeline:not_exact": Text(
        422,
        _("What was written did not read back as promised ({detail}), so it was thrown away."),
        _KEPT,
        _OTIO,
    ),
    "interchange:past_midnight": Text(
        422, _("Its timecode runs over midnight: {detail}."), _KEPT, _OTIO
    ),
    "interchange:no_timecode": Text(422, _("There is no clock: {detail}."), _KEPT, _OTIO),
    "interchange:no_drop_frame": Text(
        422,
        _("Only 29.97 and 59.94 frames a second drop numbers: {detail}."),
        _KEPT,
        _("Give another rate, or a start with colons."),
    ),
    "interchange:bad_timecode": Text(
        422, _("This is no timecode: {detail}."), _KEPT, _("Write it as 01:00:00:00.")
    ),
    "logs:unreadable": Text(
        422, _("The file cannot be read: {detail}."), _KEPT, _("Export it again.")
    ),
}

register(TEXTS)
