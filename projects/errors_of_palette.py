"""The sentences of errors with tools that a provider works on."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was sent.")
_BOOKED = _("Your files are untouched. What the provider charges for it is booked.")

TEXTS = {
    "palette:nothing_asked": Text(
        422, _("There is nothing to go by yet."), _NOTHING, _("Say in words what is wanted.")
    ),
    "palette:no_consent": Text(
        422,
        _("Nobody has vouched that the people in {detail} allow their faces to be compared."),
        _NOTHING,
        _("Ask them, and tick it then."),
    ),
    "palette:no_scene": Text(
        422,
        _("The script has no scene {detail}."),
        _NOTHING,
        _("Write numbers of scenes as the script has them, such as 4, 7-9."),
    ),
    "palette:too_much_text": Text(
        422,
        _("That is more text than is sent at once: {detail} characters."),
        _NOTHING,
        _("Name fewer scenes."),
    ),
    "palette:no_frame": Text(
        422, _("There is no frame {detail}."), _NOTHING, _("Choose a frame that the film has.")
    ),
    "palette:frames": Text(
        422,
        _("These are no frames: {detail}."),
        _NOTHING,
        _("Write numbers of frames, such as 120, 480."),
    ),
    "palette:no_shot": Text(
        422, _("The film has no shot {detail}."), _NOTHING, _("Begin with an earlier shot.")
    ),
    "palette:nothing_usable": Text(
        502,
        _("What came back holds nothing that can be used ({detail})."),
        _BOOKED,
        _("Ask again, or choose another provider."),
    ),
}
register(TEXTS)
