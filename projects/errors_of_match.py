"""The sentences of errors with matching shots."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was changed.")

TEXTS = {
    "match:one_shot": Text(
        422,
        _("There is one shot only; it has nothing to be matched with."),
        _NOTHING,
        _("Choose a hero and at least one other shot, or name the frames of two shots."),
    ),
    "match:bad_ranges": Text(
        422,
        _("These are no frames of shots: {detail}."),
        _NOTHING,
        _("Write first frame and end of each, such as 0-120,120-260, and the hero's number."),
    ),
    "match:ranges_of_one": Text(
        422,
        _("Ranges of frames are of one film, and {detail} were chosen."),
        _NOTHING,
        _("Choose one film, or leave the ranges empty to compare the films."),
    ),
    "match:bad_boxes": Text(
        422,
        _("This is no box in a shot: {detail}."),
        _NOTHING,
        _("Write shot:left,top,width,height in parts of the picture, such as 0:0.4,0.2,0.1,0.1."),
    ),
    "match:dark_hero": Text(
        422,
        _("There is nothing to be seen in the hero {detail}: it is black, white or one colour."),
        _NOTHING,
        _("Choose another hero."),
    ),
}

register(TEXTS)
