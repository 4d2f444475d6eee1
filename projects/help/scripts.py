"""The tools before the shoot: examples, and the figures of decisions 0020 and 0037."""

from django.utils.translation import gettext_lazy as _

from projects.help.kinds import About

BEFORE = {
    "script_breakdown": About(
        _(
            "A new draft as Fountain: the stripboard shows it in both orders, a hint says "
            "that the coat left in scene 8 is worn in scene 9, untick what is wrong, and "
            "import the scenes in your name."
        ),
        _(
            "On five scripts, three of them printed as PDF too, every scene, place, time "
            "and name was right; so were scenes and speakers of four scripts made of "
            "random words. What lists miss or invent among props and effects has no truth "
            "to be measured with yet. The lists are English."
        ),
        _("A script as Fountain, Final Draft or a PDF with text."),
        _("120 pages take about a second, 600 pages 4 to 6 s."),
    ),
    "script_enriched": About(
        _(
            "Scenes 3 to 9 need a first budget: the model adds wardrobe and stunts, each "
            "with the words of the script that it goes by. Strike out what does not follow "
            "from them."
        ),
        _(
            "Not measured: it is the model of the provider that is chosen. What cannot be "
            "found word for word is dropped, and the count of that is shown."
        ),
        _(
            "A script with the scenes that you name, and a provider that writes text and "
            "that the project allows."
        ),
        _("As long as the provider takes. The run's page follows the job."),
        _("The scenes that you name, without notes and title page."),
    ),
    "storyboard_frame": About(
        _(
            "Scene 4, a rider at dawn, seen from below: ask for four frames, reject three "
            "on the triage board, and talk about the fourth."
        ),
        _(
            "Not measured: it is the model of the provider that is chosen. It knows "
            "neither your locations nor your cast."
        ),
        _(
            "Your words, a scene or a picture, and a provider that makes pictures and that "
            "the project allows."
        ),
        _("As long as the provider takes. The run's page follows the job."),
        _("Your words, the words of the scene that you name, and one picture if you send one."),
    ),
}
