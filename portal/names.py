"""Names of people and things, one rule for models, forms, serializers, files and servers.

On one line, composed (NFC), without space around; nothing that draws no sign or turns the
direction of what stands after it. Joiners stay: without them Persian or Hindi is misspelt.
"""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

#: Control characters, line and paragraph separators, halves of a pair.
_KINDS = frozenset({"Cc", "Zl", "Zp", "Cs"})
#: Embedding, override and isolate: what follows is drawn in another order than it is read.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: What the portal calls itself in the audit, see `AuditEvent.sentence`.
_OURS = frozenset({"portal", "theportal"})


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _is_plain(sign: str) -> bool:
    return unicodedata.category(sign) not in _KINDS and sign not in _TURNING


def plain_name(text: str) -> None:
    """The validator: refuses with a sentence."""
    if not all(map(_is_plain, text)):
        raise ValidationError(
            _("A name is one line without control characters or marks of writing direction."),
            code="name",
        )


def is_ours(text: str) -> bool:
    """Whether it reads as the portal's own name, in whatever letters, signs and spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded)) in _OURS


def persons_name(text: str) -> None:
    """The validator for people: what the portal did is told apart from what they did."""
    if is_ours(text):
        raise ValidationError(_("This is the portal's own name; choose another."), code="name")


def made_plain(text: str, *, most: int) -> str:
    """For a name that nobody can be asked to mend, such as one a sign-on server sends."""
    return composed("".join(sign if _is_plain(sign) else " " for sign in text))[:most].strip()


class NameInput(forms.CharField):
    default_validators = [plain_name]

    def to_python(self, value: Any) -> str:
        return composed(super().to_python(value) or "")


class NameField(models.CharField):
    """Composed whoever writes the row."""

    default_validators = [plain_name]

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return composed(found) if isinstance(found, str) else found

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = composed(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": NameInput, **kwargs})
