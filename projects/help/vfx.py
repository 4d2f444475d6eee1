"""The tools for VFX: examples, and the figures of decisions 0021, 0027 and 0037."""

from django.utils.translation import gettext_lazy as _

from projects.help.kinds import About

VFX = {
    "clean_plate": About(
        _(
            "Somebody crosses a square in a locked-off shot: the plate shows the square "
            "without them. Lay the mask over it with M: what is dark there was guessed."
        ),
        _(
            "On six shots with a known background: 41.8 dB where somebody passes, 32.7 dB "
            "where somebody stands most of the time, and 0.2 % of those places with a "
            "ghost (a plain median: 33.9 dB and 3.3 %). With strong grain and compression "
            "33 to 41 dB."
        ),
        _(
            "One shot of a film in which the camera stands or pans little, and what is in "
            "front moves."
        ),
        _("Not measured by itself. Up to 120 frames are held on disk, 2 GiB at most."),
    ),
    "plate_picture": About(
        _(
            "The street needs to be ten years older: describe the signs and cars, wipe "
            "each picture against the frame, and approve one to paint from."
        ),
        _(
            "Not measured: it is the model of the provider that is chosen. The whole "
            "picture comes back painted anew."
        ),
        _("One frame, your words, and a provider that makes pictures and that the project allows."),
        _("As long as the provider takes. The run's page follows the job."),
        _("One frame, drawn anew and small, and your words."),
    ),
    "scope_extension": About(
        _(
            "A wall behind a battle that should be a city: press the wall's four corners "
            "into a frame, choose the matte painting, look at the strip that says how far "
            "the corners may be off, and take the track to Nuke."
        ),
        _(
            "On made-up shots of 60 frames at 480 x 270 the corners were 0.02 to 0.18 "
            "pixels off (root mean square). A wall with few features was off by 0.5 to "
            "1.7, its worst frames by 5. No real shot with a known track was at hand."
        ),
        _(
            "One shot with something flat in it, its four corners in a frame, and a "
            "picture if one is to be laid in."
        ),
        _("Not measured by itself. The run's page tells the remaining time as a range."),
    ),
    "shot_extension": About(
        _(
            "The shot ends half a second before the editor needs it to: ask for a film "
            "that goes on from its last frame, look at it frame by frame beside that "
            "frame, and use it as temporary."
        ),
        _(
            "Not measured: it is the model of the provider that is chosen. Faces, hands "
            "and light drift within seconds."
        ),
        _("A shot, your words, and a provider that makes films and that the project allows."),
        _("As long as the provider takes, often minutes. The run's page follows the job."),
        _("One frame, drawn anew, and your words."),
    ),
}
