"""Consents over the API: recorded as signed, put on hold, withdrawn, and what stands on them."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability, find
from portal.api.idempotency import idempotent
from portal.api.rows import RowSerializer
from projects import consent_words
from projects.api.serializers import Visible
from projects.api.work import ReadOnly
from projects.consent_forms import ConsentForm, RevokeForm, checked
from projects.models import Consent, Performer, Version
from projects.revoking import Touched, hold, record, replace, revoke, touched

MANAGE = Capability.MANAGE
_SCRIPT = "Id of the version of the script that it is bound to; or `*` for whichever script."
_SCENES = "Their numbers as the script has them; or `*` alone."


def _texts(most: int, help_text: str = "") -> serializers.ListField:
    child = serializers.CharField(max_length=most)
    return serializers.ListField(child=child, max_length=200, help_text=help_text)


class NewConsentSerializer(serializers.Serializer):
    """As the paper says it. What is left out is not allowed; `*` in a list is everything."""

    performer = Visible(queryset=Performer.objects.all())
    kind = serializers.ChoiceField(choices=Consent.Kind.choices)
    description = serializers.CharField(max_length=4000, help_text="Which use, in a sentence.")
    purposes = _texts(24)
    scenes = _texts(40, _SCENES)
    script = serializers.CharField(max_length=40, help_text=_SCRIPT)
    media = _texts(24)
    territories = _texts(40)
    quality = serializers.ChoiceField(choices=Consent.Quality.choices)
    providers = _texts(40)
    biometric = serializers.BooleanField(default=False)
    compensation_days = serializers.DecimalField(max_digits=6, decimal_places=1, min_value=0)
    starts = serializers.DateField()
    ends = serializers.DateField()
    services_at = serializers.DateTimeField(required=False, allow_null=True)
    clause = serializers.CharField(max_length=20_000, help_text="The text shown to the signer.")
    signed_by = serializers.CharField(max_length=120)
    signed_how = serializers.ChoiceField(choices=Consent.How.choices)
    signed_at = serializers.DateTimeField()
    document = Visible(
        queryset=Version.objects.all(),
        required=False,
        allow_null=True,
        help_text="Id of the version that holds the signed document.",
    )
    strike_hold = serializers.BooleanField(default=False)

    def as_form(self) -> dict[str, Any]:
        """As `ConsentForm` takes it: lists of codes with commas, references as ids."""
        data = {**self.validated_data}
        data["shown_in"] = data.pop("media")
        for name in ("scenes", "territories"):
            data[name] = ",".join(data[name])
        if data.get("document"):
            data["document"] = data["document"].pk
        return data


class ClauseSerializer(serializers.Serializer):
    name = serializers.CharField(help_text="As refusals name it.")
    text = serializers.CharField()


class ConsentSerializer(RowSerializer):
    """`script` is the hash of the script version, or `*`; `state` is as of today (UTC)."""

    state = serializers.ChoiceField(choices=list(consent_words.STATES))
    sentence = serializers.SerializerMethodField(help_text="What is allowed, in one sentence.")
    clauses = serializers.SerializerMethodField(help_text="In the order of the paper.")

    class Meta:
        model = Consent
        fields = [
            *["id", "project", "performer", "number", "kind", "description", "purposes", "scenes"],
            *["script_version", "script", "media", "territories", "quality", "providers"],
            *["biometric", "compensation_days", "starts", "ends", "services_at", "minor"],
            *["guardian", "clause", "signed_by", "signed_how", "signed_at", "document"],
            *["recorded_by_name", "created_at", "strike_hold", "revoked_at", "revoked_by_name"],
            *["revoked_why", "replaced_by", "state", "sentence", "clauses"],
        ]
        read_only_fields = fields

    def get_sentence(self, consent: Consent) -> str:
        return consent_words.sentence(consent)

    @extend_schema_field(ClauseSerializer(many=True))
    def get_clauses(self, consent: Consent) -> list[dict[str, str]]:
        return [{"name": name, "text": text} for name, text in consent_words.clauses(consent)]


class NamedSerializer(serializers.Serializer):
    name = serializers.CharField()
    url = serializers.CharField(help_text="Its page; empty where it has none of its own.")


class TouchedSerializer(serializers.Serializer):
    """Counts of what stands on a consent, and names of at most a hundred of each kind."""

    versions = serializers.IntegerField()
    candidates = serializers.IntegerField()
    approved = serializers.IntegerField()
    runs = serializers.IntegerField(help_text="Under way: they would be cancelled.")
    cuts = serializers.IntegerField()
    shots = serializers.IntegerField()
    playlists = serializers.IntegerField()
    names = serializers.DictField(child=NamedSerializer(many=True))

    def to_representation(self, instance: Touched) -> dict[str, Any]:
        rows = {
            kind: [{"name": name, "url": url} for name, url in found]
            for kind, found in instance.names.items()
        }
        return {**instance.counts, "names": rows}


class HoldSerializer(serializers.Serializer):
    on = serializers.BooleanField(help_text="False ends the hold.")


class WithdrawSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120, help_text="Who withdraws it, and told you.")
    why = serializers.CharField(max_length=2000)


class TakeOverSerializer(serializers.Serializer):
    by = Visible(queryset=Consent.objects.all(), help_text="A further consent, as wide.")


class ConsentViewSet(ReadOnly):
    """What performers allowed, as signed. Never changed: what changes is a further consent."""

    gate = {
        "default": Capability.SEE,
        **dict.fromkeys(("create", "withdraw", "hold", "replace"), MANAGE),
    }
    serializer_class = ConsentSerializer
    queryset = Consent.objects.none()
    related = ("performer", "project__studio", "script_version__asset")
    filterset_fields = ["project", "performer"]
    http_method_names = ["get", "post"]

    @extend_schema(request=NewConsentSerializer, responses={201: ConsentSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Record what was signed, under the next number of the project."""
        serializer = self._asked(NewConsentSerializer, request)
        rows = Performer.objects.select_related("project__studio")
        performer = find(rows, request, pk=serializer.validated_data["performer"].pk)
        form = checked(ConsentForm(serializer.as_form(), performer=performer), shown_in="media")
        made = record(actor=request.user, performer=performer, fields=form.fields_of_consent)
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(responses=TouchedSerializer)
    @action(detail=True)
    def touched(self, request: Request, pk: str) -> Response:
        """What would be in quarantine were it withdrawn, or is."""
        return Response(TouchedSerializer(touched(self.get_object())).data)

    @extend_schema(request=WithdrawSerializer, responses=ConsentSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """At once, and never taken back: all that stands on it is in quarantine with the answer."""
        consent = self.get_object()
        form = checked(RevokeForm(self._asked(WithdrawSerializer, request).validated_data))
        revoke(consent=consent, actor=request.user, **form.cleaned_data)
        return self._now(consent)

    @extend_schema(request=HoldSerializer, responses=ConsentSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        """For a strike: nothing new is made under it while it lasts; or the end of that."""
        consent = self.get_object()
        on = self._asked(HoldSerializer, request).validated_data["on"]
        hold(consent=consent, actor=request.user, on=on)
        return self._now(consent)

    @extend_schema(request=TakeOverSerializer, responses=ConsentSerializer)
    @action(detail=True, methods=["post"])
    def replace(self, request: Request, pk: str) -> Response:
        """A further consent of the same performer takes over what was made under this one."""
        consent = self.get_object()
        by = self._asked(TakeOverSerializer, request).validated_data["by"]
        replace(consent=consent, by=self.get_queryset().get(pk=by.pk), actor=request.user)
        return self._now(consent)

    def _asked(self, kind: Any, request: Request) -> Any:
        serializer = kind(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer

    def _now(self, consent: Consent) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=consent.pk)).data)
