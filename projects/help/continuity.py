"""The tools for continuity: examples, and the figures of decisions 0022, 0025 and 0037."""

from django.utils.translation import gettext_lazy as _

from projects.help.kinds import About

CONTINUITY = {
    "shot_match": About(
        _(
            "Reverse angles of one conversation, shot hours apart: choose the one whose "
            "look is right as the hero, wipe between before and after, approve, and take "
            "the CDLs to the grade."
        ),
        _(
            "Over 14 pairs that were drifted on purpose the mean difference fell from 7.5 "
            "to 1.5 (CIEDE2000; the best possible was 0.6). 12 of 14 improved, none became "
            "worse, and pairs without drift were left alone. All of it is from one set of "
            "clips."
        ),
        _("A hero shot and the shots that should look like it, or one film with its shots named."),
        _("Not measured by itself. Five frames of each shot are looked at."),
    ),
    "character_continuity": About(
        _(
            "Scene 12 was shot on three days. Vouch for the consents, look at each "
            "character's row of shots, and see that the scarf is red in one and blue in "
            "the next, with both frames."
        ),
        _(
            "On one reel of one session every person was found, and grouped rightly to "
            "0.98 of 1 (B-cubed); darker, smaller and compressed 0.92; by clothes alone "
            "0.91. On a trailer with painted people 0.80 were found, and grouped to 0.50. "
            "Expect less than the first figures."
        ),
        _(
            "A film, and somebody who vouches for the consent of those who are seen. "
            "Without that, mark people by hand, and their clothes alone are compared."
        ),
        _("About 86 ms of processor for a frame at 1080p (500 frames, 43 s)."),
    ),
    "character_vision": About(
        _(
            "Is the rider in the long shot the one of the close-up? Both frames go to a "
            "model; its answer stands beside the measure that was made here."
        ),
        _("Not measured: it is the model of the provider that is chosen. Neither answer is proof."),
        _(
            "Two to six frames, a vouched consent, and a provider with vision that the "
            "project allows."
        ),
        _("As long as the provider takes. The run's page follows the job."),
        _("The frames that you chose, drawn anew and small."),
    ),
    "continuity_notes": About(
        _(
            "Two takes that are to be cut together: the list says that the glass is fuller "
            "in the second, and marks it in both frames."
        ),
        _(
            "Not measured: it is the model of the provider that is chosen. An empty list "
            "does not mean that the frames match."
        ),
        _("Two frames, and a provider with vision that the project allows."),
        _("As long as the provider takes. The run's page follows the job."),
        _("The two frames, drawn anew and small."),
    ),
}
