"""Ready-made scales, in their published words, order and range.

SUS         Brooke, J. (1996), "SUS: a quick and dirty usability scale", in Usability Evaluation
            in Industry; French: Gronier, G. and Baudet, A. (2021), F-SUS, IJHCI 37(16).
UMUX-Lite   Lewis, J. R., Utesch, B. S. and Maher, D. E. (2013), "UMUX-LITE", CHI '13.
NPS         Reichheld, F. F. (2003), "The one number you need to grow", HBR 81(12).
SEQ         Sauro, J. and Dumas, J. S. (2009), "Comparison of three one-question, post-task
            usability questionnaires", CHI '09; 1 very difficult, 7 very easy.
CSAT        one five-point item; the share of the two best answers is reported.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from feedback.questionnaires.definition import Scale, Words

_AGREE = (Words(en="Strongly disagree", fr="Pas du tout d'accord"),
          Words(en="Strongly agree", fr="Tout à fait d'accord"))  # fmt: skip


@dataclass(frozen=True)
class Instrument:
    name: str
    label: str
    low: int
    high: int
    ends: tuple[Words, Words]
    items: tuple[tuple[str, str], ...]  # English, French

    def questions(self, prefix: str = "") -> list[Scale]:
        """Its items as questions, all of them to be answered."""
        return [
            Scale(
                key=f"{prefix or self.name}_{number}",
                title=Words(en=english, fr=french),
                low=self.low,
                high=self.high,
                low_words=self.ends[0],
                high_words=self.ends[1],
                instrument=self.name,
                item=number,
            )
            for number, (english, french) in enumerate(self.items, 1)
        ]

    def is_whole(self, asked: Sequence[Any]) -> bool:
        """The same items in the same order; keys, hints and conditions are the questionnaire's.

        A condition on one item only would tear the scale apart: all have the same.
        """
        free = {"key", "hint", "shown_if"}
        ours = [item.model_dump(exclude=free) for item in self.questions()]
        theirs = [question.model_dump(exclude=free) for question in asked]
        return ours == theirs and len({question.shown_if for question in asked}) == 1


_SUS = (
    ("I think that I would like to use this system frequently.",
     "Je voudrais utiliser ce système fréquemment."),
    ("I found the system unnecessarily complex.", "Ce système est inutilement complexe."),
    ("I thought the system was easy to use.", "Ce système est facile à utiliser."),
    ("I think that I would need the support of a technical person to be able to use this system.",
     "J'aurais besoin du soutien d'un technicien pour être capable d'utiliser ce système."),
    ("I found the various functions in this system were well integrated.",
     "Les différentes fonctionnalités de ce système sont bien intégrées."),
    ("I thought there was too much inconsistency in this system.",
     "Il y a trop d'incohérences dans ce système."),
    ("I would imagine that most people would learn to use this system very quickly.",
     "La plupart des gens apprendront à utiliser ce système très rapidement."),
    ("I found the system very cumbersome to use.", "Ce système est très lourd à utiliser."),
    ("I felt very confident using the system.",
     "Je me suis senti·e très en confiance en utilisant ce système."),
    ("I needed to learn a lot of things before I could get going with this system.",
     "J'ai eu besoin d'apprendre beaucoup de choses avant de pouvoir utiliser ce système."),
)  # fmt: skip
_UMUX = (
    ("This system's capabilities meet my requirements.",
     "Les fonctionnalités de ce système répondent à mes besoins."),
    ("This system is easy to use.", "Ce système est facile à utiliser."),
)  # fmt: skip
_NPS = (
    ("How likely are you to recommend this to a friend or colleague?",
     "Quelle est la probabilité que vous recommandiez ceci à un ami ou à un collègue ?"),
)  # fmt: skip
_SEQ = (
    ("Overall, how difficult or easy was this task to complete?",
     "Dans l'ensemble, à quel point cette tâche a-t-elle été difficile ou facile ?"),
)  # fmt: skip
_CSAT = (("Overall, how satisfied are you?", "Dans l'ensemble, êtes-vous satisfait·e ?"),)
_LIKELY = (Words(en="Not at all likely", fr="Pas du tout probable"),
           Words(en="Extremely likely", fr="Extrêmement probable"))  # fmt: skip
_EASY = (Words(en="Very difficult", fr="Très difficile"), Words(en="Very easy", fr="Très facile"))
_PLEASED = (Words(en="Very dissatisfied", fr="Très insatisfait·e"),
            Words(en="Very satisfied", fr="Très satisfait·e"))  # fmt: skip

INSTRUMENTS = {
    one.name: one
    for one in (
        Instrument("sus", "SUS", 1, 5, _AGREE, _SUS),
        Instrument("umux_lite", "UMUX-Lite", 1, 7, _AGREE, _UMUX),
        Instrument("nps", "NPS", 0, 10, _LIKELY, _NPS),
        Instrument("seq", "SEQ", 1, 7, _EASY, _SEQ),
        Instrument("csat", "CSAT", 1, 5, _PLEASED, _CSAT),
    )
}
