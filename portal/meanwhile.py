"""Two people at one form: each writes what they changed, and neither what they only looked at."""

from typing import Any

from django.utils.translation import gettext as _


class Meanwhile:
    """A `ModelForm` whose page says, hidden beside each field, what it showed.

    What its person left as it was stays as it stands now. A field that somebody else changed too
    is refused with what it stands at, and what was typed is kept: sent again, it holds. Where the
    page told nothing of a field (a script), what was sent holds. Whoever saves locks the row first.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        form: Any = self
        cleaned: dict[str, Any] = super().clean() or form.cleaned_data  # type: ignore[misc]
        told = [name for name in form.fields if form[name].html_initial_name in form.data]
        moved = {name: form[name].initial for name in told if self._moved(name)}
        for name in told:
            if name not in form.changed_data:
                cleaned[name] = form[name].initial
            elif name in moved and name in cleaned and cleaned[name] != moved[name]:
                form.add_error(name, _said(form[name], moved[name]))
        self._show(moved)
        return cleaned

    def _moved(self, name: str) -> bool:
        """Whether it stands at something else than the page showed."""
        bound = self[name]  # type: ignore[index]
        shown = self.data[bound.html_initial_name]  # type: ignore[attr-defined]
        return bool(_plain(bound.initial) != _plain(bound.field.to_python(shown)))

    def _show(self, moved: dict[str, Any]) -> None:
        """If it comes back to be mended, the page shows what stands now."""
        form: Any = self
        form.data = sent = form.data.copy()
        for name in form.fields:
            sent.setdefault(form[name].html_initial_name, form[name].initial)
        for name, now in moved.items():
            sent[form[name].html_initial_name] = now
            if name not in form.changed_data:
                sent[form[name].html_name] = now


def _plain(value: Any) -> Any:
    """A browser ends lines in its own way, and a form takes the edges off."""
    return "\n".join(value.strip().splitlines()) if isinstance(value, str) else value


def _said(bound: Any, now: Any) -> str:
    """In the words of the page: a choice by its name."""
    named = dict(getattr(bound.field, "choices", ()))
    words = {"now": named.get(now, now)}
    return (
        _(
            "Somebody changed this meanwhile, to “%(now)s”. Nothing is saved yet: save again to "
            "have it your way."
        )
        % words
    )
