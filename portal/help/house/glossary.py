"""The portal's words in the field's terms: one word for one thing, in both languages."""

from django.utils.translation import gettext_lazy as _

from portal.help.groups import WORDS
from portal.help.kinds import Part, Topic

_HEAD = (_("English"), _("French"), _("What it means here"))

PEOPLE = (
    ("studio", "studio", _("A partner company. What it has is seen by its own people alone.")),
    (
        "membership, role",
        "appartenance, rôle",
        _(
            "A person in a studio: producer, director, artist or reviewer. The role says "
            "what they may do."
        ),
    ),
    ("invitation", "invitation", _("The only way in. Nobody signs up.")),
    ("cohort", "cohorte", _("Studios that take part in the beta in the same weeks.")),
    (
        "agreement",
        "accord",
        _("Terms that are accepted by name before anything else opens. Each version has a hash."),
    ),
    (
        "beta lead",
        "responsable de la bêta",
        _("Runs the programme and reads feedback. Sees no media that a studio has not opened."),
    ),
    (
        "guest",
        "personne invitée",
        _("Somebody with a link to one playlist and a passphrase, without an account."),
    ),
    (
        "performer",
        "interprète",
        _("Whose face, voice or body is seen or made; may withdraw a consent by a personal link."),
    ),
)
WORK = (
    (
        "project, episode, scene, shot",
        "projet, épisode, séquence, plan",
        _("The film, and what it is made of. A shot is counted in frames."),
    ),
    (
        "asset, version",
        "élément, version",
        _("A file of the project and each state in which it was sent. A version never changes."),
    ),
    (
        "original, viewing copy",
        "original, copie de visionnage",
        _("The bytes that you sent, and the smaller film that the player shows."),
    ),
    ("upload", "dépôt", _("A file on its way, in parts; it goes on where it was cut short.")),
    (
        "sidecar",
        "fichier annexe",
        _("A log or a grade that comes with footage: ALE, CDL, CCC, CC, .cube."),
    ),
    (
        "take, setup",
        "prise, axe",
        _("What was shot in one go; takes of one setup show the same thing."),
    ),
    (
        "cut, dissolve, fade, wipe",
        "coupe, fondu enchaîné, fondu, volet",
        _("How one shot passes into the next."),
    ),
    (
        "string-out",
        "bout à bout",
        _("Chosen takes one after the other, for the editor to begin with."),
    ),
    ("slate", "clap", _("The board before a take.")),
    ("plate", "plate", _("A picture of the background alone, to be put behind something.")),
    (
        "matte painting",
        "peinture numérique",
        _("A picture that is laid into a shot, behind what moves."),
    ),
    ("hero shot", "plan de référence", _("The shot whose look the others are to have.")),
    (
        "ASC CDL",
        "ASC CDL",
        _(
            "Ten numbers that say a primary grade: slope, offset and power by colour, and "
            "saturation."
        ),
    ),
    (
        "timecode, frame rate",
        "timecode, cadence",
        _("A frame's address and how many there are a second. Frames are counted, never seconds."),
    ),
    (
        "playlist, session",
        "liste de lecture, séance",
        _("Versions in order, and looking at them together. Its results are words, no decisions."),
    ),
)
ASSISTANCE = (
    ("tool", "outil", _("What can be asked for: it says what it does, and when not to trust it.")),
    (
        "provider",
        "fournisseur",
        _("Who works: the portal's own local engine, or a company with models."),
    ),
    (
        "palette",
        "palette",
        _("The providers that could serve a request, each allowed or refused with every reason."),
    ),
    (
        "terms",
        "conditions",
        _("What a provider's contract says about retention, training and place, on a date."),
    ),
    (
        "policy",
        "règles",
        _("What a project lets out of the house. Nothing, until a producer says so."),
    ),
    (
        "request, run",
        "demande, traitement",
        _("What was asked, and each time that it was worked on."),
    ),
    ("candidate", "proposition", _("One result that awaits a person's word.")),
    (
        "decision",
        "décision",
        _("Approve, reject or request changes: signed by name, undone only by a further decision."),
    ),
    (
        "ledger: held, booked, released",
        "registre : retenu, comptabilisé, libéré",
        _("Money set aside before a job, spent by it, or free again."),
    ),
    ("receipt", "reçu", _("What was sent to whom, under which terms, with the hash of each file.")),
    (
        "consent",
        "consentement",
        _("What a performer allowed: for what, where, until when, and the clause."),
    ),
    (
        "likeness",
        "image de la personne",
        _("A person's face, voice or body as it is seen or made."),
    ),
    (
        "quarantine",
        "quarantaine",
        _("Kept, but not played, sent, approved or taken away, since a consent was withdrawn."),
    ),
    (
        "content credentials (C2PA)",
        "certificats de contenu (C2PA)",
        _("Signed notes in a file that say what made it, and of what."),
    ),
    ("master", "master", _("An approved result without a mark, with the decision signed into it.")),
    (
        "AI shot",
        "plan IA",
        _(
            "Counted by class: generated, composite, enhanced, plate for an LED volume, "
            "temporary only."
        ),
    ),
)
WORTH = (
    (
        "questionnaire, response",
        "questionnaire, réponse",
        _("Questions to you, and what you said."),
    ),
    (
        "ticket, topic",
        "ticket, sujet",
        _("A bug, idea, praise or question of yours, and what the beta team makes of several."),
    ),
    (
        "work item, arm",
        "tâche, bras",
        _("Work that is measured, and whether it is done with the tools or by hand."),
    ),
    (
        "bid",
        "devis",
        _("What the work was thought to take, written down before anything is drawn."),
    ),
    (
        "draw",
        "tirage au sort",
        _("Chance decides which work is assisted. Anybody can compute it again."),
    ),
    (
        "saving, interval",
        "économie, intervalle",
        _("What assistance saved, and between which figures the truth is likely."),
    ),
    (
        "leaf",
        "feuille",
        _("Five people or more whose answers are told together, never taken apart."),
    ),
    (
        "closeout",
        "clôture",
        _("The end: all that a studio has is deleted, looked for again, and certified."),
    ),
)

GLOSSARY = Topic(
    "glossary",
    WORDS,
    _("Glossary"),
    _("One word for one thing, in the terms of the field, in English and French."),
    (
        Part(_("People"), head=_HEAD, rows=PEOPLE),
        Part(_("The film"), head=_HEAD, rows=WORK),
        Part(_("Assistance"), head=_HEAD, rows=ASSISTANCE),
        Part(_("What it was worth"), head=_HEAD, rows=WORTH),
    ),
    is_open=True,
)
