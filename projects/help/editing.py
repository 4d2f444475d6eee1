"""The tools for editing: examples, and the figures of decisions 0023, 0024, 0026 and 0028."""

from django.utils.translation import gettext_lazy as _

from projects.help.kinds import About

EDITING = {
    "shot_breakdown": About(
        _(
            "An assembled episode without its edit list: ask for the breakdown, let D lead "
            "from one doubtful cut to the next, move one by a frame with [ and ], approve, "
            "and take the cut to the editing room as EDL or OTIO."
        ),
        _(
            "On labelled films whose origin it had not seen it finds changes with an F1 of "
            "0.981: dissolves 0.970, cuts within a scene 0.979. On reels built for the "
            "test it is 0.935, 0.897 and 0.883. The ends of fades labelled by hand were "
            "within two frames in 3 of 10. Slates are unproven: no real ones were at hand."
        ),
        _("A film or an image sequence."),
        _("A little longer than reading the film once: 1.2 times bare decoding."),
    ),
    "stills": About(
        _(
            "A picture for the pitch: ask for stills of the trailer, look at them on the "
            "triage board, approve three with A, and take them away with their credentials."
        ),
        _("Not measured: which frame is best is taste, and there is no truth to compare with."),
        _("A film."),
        _("About 46 ms of processor for a frame at 1080p (500 frames of people talking, 23 s)."),
    ),
    "selects": About(
        _(
            "Seven takes of one setup: the page ranks them and says that take 3 loses "
            "focus at 12 s and take 5 clips its sound. Tick the ones for the editor, drop "
            "the dead air, and approve the string-out."
        ),
        _(
            "On 56 takes of eight setups the clean take came first in all eight and every "
            "planted defect was found; the thresholds were set on these. On setups made "
            "otherwise: the clean take first in 12 or 13 of 17 and 18, 83 to 91 % of the "
            "defects found, one false alarm."
        ),
        _("Two or more takes of the same setup."),
        _(
            "About 31 ms of processor for a frame at 1080p in short takes; fewer frames "
            "are looked at in long ones."
        ),
    ),
    "cut_compare": About(
        _(
            "The editor sends cut 14. Choose cut 13 as the earlier one: the strips stand "
            "above each other, and below them each change in a sentence, such as a shot "
            "that lost 8 frames at its end."
        ),
        _(
            "On four reels re-cut by chance, and encoded small, 140 of 151 changes were "
            "exact to the frame. Most others were shots that look the same, or that the "
            "reels show twice."
        ),
        _("Two films, or two versions of one."),
        _("0.1 to 0.4 s for a shot, beside reading both films."),
    ),
    "shot_find": About(
        _(
            "Which of the plates that were sent are in the trailer? Choose the trailer "
            "first, then the plates: each shot stands beside the one that it shows."
        ),
        _(
            "Of 17 stills, brightened and as small JPEGs, 14 were found and three told as "
            "perhaps; none went to another film."
        ),
        _("A film, and pictures or clips to look for."),
        _("Not measured by itself; it reads each film once."),
    ),
    "shot_description": About(
        _(
            "Ask for descriptions of the rushes, approve them, and search the project for "
            "a woman at a window at night."
        ),
        _(
            "Not measured: it is the model of the provider that is chosen. Read it as a "
            "note, not as a fact."
        ),
        _("A film, a sequence or a picture, and a provider with vision that the project allows."),
        _("As long as the provider takes. The run's page follows the job."),
        _("One small frame of each shot, without the name of its file."),
    ),
    "convert": About(
        _(
            "An EDL from one system that has to open in another: choose FCPXML, read which "
            "markers and speeds it cannot carry, accept that, and take the file with D."
        ),
        _(
            "Of 33 files of editing systems 30 were read, each through six formats and "
            "back: in all 180 the losses were the ones that had been told. No editing "
            "system was at hand to open what is written."
        ),
        _(
            "An EDL, XML, FCPXML, AAF, OTIO, ALE or colour file. An EDL does not say its "
            "rate: give it."
        ),
        _("Seconds. AAF takes some 17 ms for a clip."),
    ),
}
