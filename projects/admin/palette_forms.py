"""The form of a connection, made of what its provider needs; secrets go in and never come out."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.errors import PortalError
from portal.sealing import box
from projects.assist import providers
from projects.assist.contract import Setting
from projects.assist.palette import Trouble
from projects.models import Connection
from projects.models.connections import PURPOSE

SETTING, CLEAR = "setting_", "clear_"


class ConnectionForm(forms.ModelForm):
    """`provider` is fixed before the form is made; `of_provider` adds its settings."""

    address = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Empty: the provider's usual one."),
    )

    class Meta:
        model = Connection
        fields = ["name", "studio", "product", "plan", "region", "per_minute", "at_once", "enabled"]

    kind: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].initial = self.instance.endpoint
        if self.kind.outside and "region" in self.fields:
            told = _("Where it works, such as EU or us-east-1. No policy allows one without.")
            self.fields["region"].help_text = told
        if getattr(self.kind, "addressed", False):
            self.fields["address"].help_text = _("Where the server is, such as https://host:8188.")
        self.kept = secrets_of(self.instance)
        for setting in self.kind.settings:
            self._prepare(setting)

    def _prepare(self, setting: Setting) -> None:
        field = self.fields[SETTING + setting.name]
        field.label = capfirst(setting.title)
        if not setting.secret:
            field.initial = self.instance.options.get(setting.name, "")
        elif setting.name in self.kept:
            field.help_text = kept_since(self.instance.sealed)
        if setting.name not in self.kept:
            self.fields.pop(CLEAR + setting.name, None)

    def clean_address(self) -> str:
        value = self.cleaned_data["address"].strip()
        try:
            parts = urlsplit(value)
            sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            sound = False
        if value and (not sound or parts.username or parts.password or parts.query):
            raise forms.ValidationError(_("Write it as https://host or https://host:port/path."))
        return value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for setting in self.kind.settings:
            value = data.get(SETTING + setting.name)
            if value and setting.check:
                self._check(setting, value)
        if "name" in data and ("studio" in data or "studio" not in self.fields):
            self._name_once(data)
        return data

    def _check(self, setting: Setting, value: str) -> None:
        try:
            setting.check(value)  # type: ignore[misc]
        except Trouble as trouble:
            self.add_error(SETTING + setting.name, trouble.detail or str(trouble))

    def _name_once(self, data: dict[str, Any]) -> None:
        studio = data["studio"] if "studio" in self.fields else self.instance.studio
        same = Connection.objects.filter(studio=studio, name=data.get("name"))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("There is a connection of this name already."))

    def save(self, commit: bool = True) -> Any:
        """What is a secret is sealed; the rest lies beside it, as it was typed."""
        data, row = self.cleaned_data, self.instance
        row.endpoint = data["address"]
        row.options = {
            setting.name: data[SETTING + setting.name]
            for setting in self.kind.settings
            if not setting.secret and data[SETTING + setting.name]
        }
        self._seal(row)
        return super().save(commit)

    def _seal(self, row: Connection) -> None:
        given = {name: self.cleaned_data[SETTING + name] for name in self.entered}
        if (given or self.cleared) and not self.kept:
            row.sealed = ""  # what was there cannot be opened any more
        if given or self.cleared:
            row.seal({**given, **dict.fromkeys(self.cleared, "")})

    @property
    def entered(self) -> list[str]:
        """Names of the secrets that were entered."""
        names = [setting.name for setting in self.kind.settings if setting.secret]
        return [name for name in names if self.cleaned_data.get(SETTING + name)]

    @property
    def cleared(self) -> list[str]:
        """Names of those that were taken away, and not entered anew."""
        found = [name for name in self.kept if self.cleaned_data.get(CLEAR + name)]
        return [name for name in found if name not in self.entered]


def of_provider(name: str) -> type[ConnectionForm]:
    """The form with the fields that this provider's connections need."""
    kind = providers.provider_class(name)
    fields: dict[str, Any] = {"kind": kind}
    for setting in kind.settings:
        fields[SETTING + setting.name] = _field(setting)
        if setting.secret:
            label = gettext_lazy("Take away what is kept: %(what)s") % {"what": setting.title}
            fields[CLEAR + setting.name] = forms.BooleanField(label=label, required=False)
    return type("ConnectionForm", (ConnectionForm,), fields)


def _field(setting: Setting) -> forms.CharField:
    """None is required: a connection may be made before its key is there, and says so."""
    widget: forms.Widget = forms.TextInput(attrs={"class": "vTextField"})
    if setting.secret:
        # The browser is told not to offer the administrator's own password.
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "vTextField"})
    elif setting.long:
        widget = forms.Textarea(
            attrs={"rows": 14, "class": "vLargeTextField", "spellcheck": "false"}
        )
    return forms.CharField(
        label=setting.title,
        required=False,
        help_text=setting.hint,
        widget=widget,
        strip=not setting.long,
        max_length=None if setting.long else 4000,
    )


def secrets_of(connection: Connection) -> list[str]:
    """Names of the secrets that are kept and can be opened; never a value."""
    try:
        return sorted(connection.secrets)
    except PortalError:
        return []


def kept_since(token: str) -> str:
    try:
        stamp = box(PURPOSE).extract_timestamp(token.encode())
    except InvalidToken:
        return _("Kept. Enter it anew to replace it.")
    day = datetime.fromtimestamp(stamp, UTC).date().isoformat()
    return _("Kept since %(day)s. Enter it anew to replace it.") % {"day": day}
