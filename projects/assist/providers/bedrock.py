"""Amazon Bedrock: text and pictures through Converse, films through its asynchronous calls."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from projects.assist.contract import Connected, Setting
from projects.assist.palette import (
    Answer,
    Final,
    Lifecycle,
    Model,
    Need,
    PublicTerms,
    Quote,
    Rate,
    Retired,
    Status,
    Submission,
    Transient,
    Work,
)
from projects.assist.pricing import quoted
from projects.assist.providers import bedrock_converse as converse
from projects.assist.providers import bedrock_models as models
from projects.assist.providers import bedrock_quotes as quotes
from projects.assist.providers import bedrock_video as video
from projects.assist.providers.amazon import BUCKET, KEYS, Account

#: Geographies of which a profile can be told from the region; elsewhere it has to be named.
_GEOGRAPHIES = {"us-gov-": "us-gov", "us-": "us", "eu-": "eu"}
PROFILE = Setting(
    "profile",
    _("Inference profile"),
    required=False,
    hint=_(
        "us, eu, jp, au, global …: where models may work that no single region serves. Empty: the "
        "geography of the region. With global, what is sent may be worked on anywhere."
    ),
)


class Bedrock:
    """One account, one region. Films lie in the account's own bucket.

    Answers through Converse know no key; a film's job does, and is found again by it.

    Its key needs `bedrock:InvokeModel`, `GetFoundationModel` and `ListFoundationModels`; for films
    `bedrock:StartAsyncInvoke`, `GetAsyncInvoke`, `ListAsyncInvokes`, and in the bucket
    `s3:PutObject`, `GetObject` and `ListBucket`; nothing else.
    """

    name: ClassVar = "bedrock"
    title: ClassVar = _("Amazon Bedrock")
    extra: ClassVar = ""  # boto3 comes with the portal
    settings: ClassVar[tuple[Setting, ...]] = (*KEYS, BUCKET, PROFILE)
    idempotent: ClassVar = frozenset({Need.VIDEO})
    at_once: ClassVar = frozenset({Need.TEXT, Need.VISION})
    outside: ClassVar = True

    def __init__(self, connected: Connected) -> None:
        self.connected, self.account = connected, Account(connected)

    def capabilities(self) -> Sequence[Model]:
        return tuple(offer.model for offer in models.offered())

    def quote(self, work: Work, model: str, rates: Sequence[Rate]) -> Quote:
        """Tokens from a little to the longest answer (see `bedrock_quotes`); seconds exactly."""
        offer = models.asked(model, work.need)
        if work.need == Need.VIDEO:
            return quoted(video.usage(work), video.usage(work), rates)
        return quoted(*quotes.tokens(work, offer), rates)

    def submit(self, work: Work, model: str, idempotency_key: str, folder: Path) -> Submission:
        offer = models.asked(model, work.need)
        try:
            if work.need == Need.VIDEO:
                return video.start(self.account, work, model, idempotency_key)
            return Submission(answer=self._conversed(work, offer))
        except Final as trouble:
            if trouble.code == "remote:lost":  # it was there when its life cycle was asked for
                raise Retired(model, models.gone(offer)) from trouble
            raise

    def _conversed(self, work: Work, offer: models.Offer) -> Answer:
        told = converse.asking(work, offer, quotes.most(work, offer))
        model = self._profiled(offer)
        said = self.account.answer(video.SERVICE, "converse", modelId=model, **told)
        return converse.answer(said, work.answer, model)

    def _profiled(self, offer: models.Offer) -> str:
        """The name that is called: through the profile of a geography where it needs one."""
        if not offer.profiled:
            return offer.name
        where = self.connected.value("profile")
        if not where:
            fits = (p for start, p in _GEOGRAPHIES.items() if self.account.region.startswith(start))
            where = next(fits, "")
        if not where:
            raise Final("remote:not_connected", str(PROFILE.title))
        return f"{where}.{offer.name}"

    def sought(self, idempotency_key: str) -> str | None:
        """The job of a film that has this key. Of none, nothing is known: it may have been a
        question to Converse, which cannot be asked after."""
        return video.sought(self.account, idempotency_key)

    def poll(self, external_id: str) -> Status:
        return video.poll(self.account, external_id)

    def fetch(self, external_id: str, folder: Path) -> Answer:
        return video.fetch(self.account, external_id, folder)

    def cancel(self, external_id: str) -> bool:
        """Never: Bedrock has no call for it."""
        return False

    def dated(self, model: str) -> Lifecycle:
        """By the dates that are known here alone: no call leaves."""
        offer = models.known(model)
        return models.gone(offer) if offer.ended else Lifecycle(active=True)

    def lifecycle(self, model: str) -> Lifecycle:
        """As Bedrock says today, in this region; what is known to have ended is not asked."""
        offer = models.known(model)
        if offer.ended:
            return models.gone(offer)
        try:
            told = self.account.call("bedrock", "get_foundation_model", modelIdentifier=model)
        except Final as trouble:
            if trouble.code in ("remote:lost", "remote:invalid"):  # not there, or not here
                return models.gone(offer)
            raise
        if "modelDetails" not in told:
            raise Transient("remote:malformed", model)
        life = told["modelDetails"].get("modelLifecycle", {})
        ends = life.get("endOfLifeTime")
        if ends and ends <= datetime.now(UTC):
            return models.gone(offer, ends.date())
        legacy = life.get("status") == "LEGACY"
        return Lifecycle(True, ends and ends.date(), models.instead(offer) if legacy else ())

    def terms(self) -> Sequence[PublicTerms]:
        guide = "https://docs.aws.amazon.com/bedrock/latest/userguide"
        return (
            PublicTerms(
                "Amazon Bedrock",
                f"{guide}/data-protection.html",
                trains_on_inputs=False,
                note=_(
                    "No model is trained on what is sent, and its maker does not see it. How long "
                    "it is kept is a mode of the account and the region: with the mode none, "
                    "nothing is, and models that need more are refused. Pictures that look like "
                    "abuse of children may be kept and looked at. Films lie in the account's own "
                    "bucket. An inference profile works on "
                    "what is sent in any region of its geography."
                ),
            ),
        )

    def test(self) -> str:
        """Which models this account sees in its region."""
        told = self.account.call("bedrock", "list_foundation_models")
        seen = {row.get("modelId") for row in told.get("modelSummaries", [])}
        ours = sum(model.name in seen for model in self.capabilities())
        words = _("Amazon Bedrock in %(region)s answered: %(seen)s models, %(ours)s of ours.")
        return str(words % {"region": self.account.region, "seen": len(seen), "ours": ours})
