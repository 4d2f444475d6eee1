"""Words of the libraries whose French on our pages is to be the same as ours for the same thing.

Our catalogue goes before theirs once it has the word: "Email" is "Courriel" in one of them, and
recovery codes have two names.
"""

from django.utils.translation import gettext_noop

BORROWED = (
    gettext_noop("Email"),
    gettext_noop("A new set of recovery codes has been generated."),
    gettext_noop(
        "You cannot generate recovery codes without having two-factor authentication enabled."
    ),
)
