"""The sentences of files that cannot be taken in, and of films that a tool can do nothing with."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_KEPT_ORIGINAL = _("Your original is kept as it arrived.")
_ANOTHER_FILE = _("Delete it and upload the right file.")
_EXAMINE = _("Examine it again; if that fails too, export or copy it again and upload that.")


def _refused(happened: Any, todo: Any = _ANOTHER_FILE) -> Text:
    return Text(422, happened, _KEPT_ORIGINAL, todo)


TEXTS = {
    "media:empty": _refused(_("The file is empty.")),
    "media:not_media": _refused(
        _("This is not a film, image, sound, script or editorial file ({detail}).")
    ),
    "media:name_lies": _refused(_("The name says one thing, the content another: {detail}.")),
    "media:truncated": _refused(
        _("The file is cut off: {detail}."), _("Export or copy it again and upload that.")
    ),
    "media:too_large_picture": _refused(
        _("The picture is too large: {detail}."), _("Upload it with fewer pixels.")
    ),
    "media:too_many_frames": _refused(_("The film has too many pictures: {detail}.")),
    "media:archive": _refused(
        _("This is an archive, not media."), _("Unpack it and upload the files inside.")
    ),
    "media:bad_log": _refused(
        _("The log or grade cannot be read: {detail}."),
        _("Export it again and upload that."),
    ),
    "media:bad_sequence": _refused(
        _("This is not a sound image sequence: {detail}."),
        _("Send the folder with the frames; the portal puts them together."),
    ),
    "media:bad_xml": _refused(
        _("The XML cannot be read: {detail}."),
        _("Save or export it again, and upload that."),
    ),
    "media:xml_entities": _refused(
        _("The XML declares entities, by which a small file can become a huge one."),
        _("Save it without a document type (DTD) and upload that."),
    ),
    "media:deep_xml": _refused(_("The XML is nested too deep: {detail}.")),
    "media:bad_timecode": _refused(_("The edit list has impossible timecodes: {detail}.")),
    "media:bad_lut": _refused(_("The look-up table is not usable: {detail}.")),
    "media:bad_json": _refused(_("The JSON in it is broken or too deep: {detail}.")),
    "media:line_too_long": _refused(_("A line of the text is too long: {detail}.")),
    "media:no_events": _refused(_("There is no event in the edit list.")),
    "media:no_preview": _refused(_("The picture is too large to be shown here: {detail}.")),
    "media:silent": _refused(_("There is no sound in it that can be decoded.")),
    "media:too_large_text": _refused(_("The text is too large: {detail}.")),
    "media:no_frames": _refused(_("There is no picture in it that can be decoded.")),
    "media:unreadable": _refused(
        _("The file cannot be decoded: {detail}."),
        _("Play it where it came from: if it plays, export it again, otherwise copy it again."),
    ),
    "media:too_slow": _refused(_("Reading the file took too long: {detail}."), _EXAMINE),
    "media:too_much_memory": _refused(
        _("Reading the file needs too much memory: {detail}."),
        _("Export it with fewer pixels or in another format and upload that."),
    ),
    "media:died": _refused(_("The file broke the program that reads it ({detail})."), _EXAMINE),
    "tool:no_picture": _refused(_("There is no picture to work on."), _("Choose a film.")),
    "tool:unreadable": _refused(_("The film cannot be decoded: {detail}.")),
    "tool:no_stills": _refused(
        _("There is no frame in {detail} that could be a still."),
        _("Allow shorter shots, or choose another film."),
    ),
}
register(TEXTS)
