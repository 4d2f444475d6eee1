"""Every address of the portal: where it leads, and which kind of row it names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from portal.drills.tenants import asked_doors, measuring

#: Packages' own pages: they know no studio (`admin` is tried by its change pages).
OTHERS = ("/accounts/", "/admin/", "/static/")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
#: Values for the parts of an address that are no identifier.
WORDS = {"key": "words", "number": "0", "name": "edl", "ending": "csv", "form": "md"}

#: Name of a page → kind of the row in its address. The API's routes say it by their model.
PAGES = {
    "member": "membership",
    "invitation_withdraw": "invitation",
    "invitation_again": "invitation",
    **dict.fromkeys(
        ["webhook", "webhook_secret", "webhook_test", "webhook_switch", "webhook_remove"],
        "webhookendpoint",
    ),
    "delivery_replay": "webhookdelivery",
    "notification": "notification",
    "session_end": "usersession",
    "token_revoke": "apitoken",
    "agreement_receipt": "acceptance",
    **dict.fromkeys(
        [
            *("project", "project_settings", "project_structure", "project_reviewers"),
            *("project_shots", "shot_status"),
            "project_policy",
            *("project_strike", "project_ledger", "project_ledger_csv"),
        ],
        "project",
    ),
    **dict.fromkeys(["asset", "asset_delete", "asset_look"], "asset"),
    # Rows that are found nowhere else, also over the API.
    **dict.fromkeys(["trash_restore", "trash_end", "trash-restore", "trash-detail"], "trash"),
    **dict.fromkeys(
        [
            *("examine", "original", "frame", "frame_times", "ask", "version_notes"),
            *("version_carry", "version_origin"),
        ],
        "version",
    ),
    "rendition": "rendition",
    "shot": "shot",
    **dict.fromkeys(["run", "run_cancel", "run_again", "run_next"], "run"),
    "opening_end": "opening",
    **dict.fromkeys(["export_cancel", "export_download"], "export"),
    "closeout_withdraw": "closeout",
    **dict.fromkeys(
        [
            *("candidate", "candidate_decide", "candidate_adopt", "candidate_export"),
            *("candidate_scenes", "candidate_paper", "candidate_choose"),
            "candidate_origin",
        ],
        "candidate",
    ),
    **dict.fromkeys(["triage", "compare", "compare_blind"], "assistrequest"),
    "worth": "decision",
    **measuring.PAGES,
    **dict.fromkeys(["ticket", "ticket_picture", "ticket_let", "ticket_ask"], "ticket"),
    **asked_doors.PAGES,
    "playlists": "project",
    **dict.fromkeys(
        ["playlist", "playlist_add", "playlist_close", "playlist_delete", "playlist_csv", "shares"],
        "playlist",
    ),
    **dict.fromkeys(["playlist_item", "item_result"], "playlistitem"),
    "version_playlists": "version",
    "share_revoke": "sharelink",
    **dict.fromkeys(["disclosure", "disclosure_make"], "project"),
    "result_use": "candidate",
    **dict.fromkeys(
        ["disclosure_pack", "disclosure_sign", "disclosure_json", "disclosure_pdf"],
        "disclosurepack",
    ),
    "people": "project",
    "seen": "version",
    **dict.fromkeys(["performer_link", "consent_new"], "performer"),
    "performer_link_revoke": "performerlink",
    **dict.fromkeys(["consent", "consent_withdraw", "consent_hold", "consent_replace"], "consent"),
}
#: What names no row of a studio, or is opened by a secret: `secrets.py` tries those.
WITHOUT = {
    "invitation": "a secret",
    "sign_in_link": "a secret",
    "guest_door": "a secret",
    "mail_off": "a signed link that switches a mail off and shows nothing",
    **dict.fromkeys(["mail_kind", "mail_html"], "a kind of mail, of no real person"),
    **dict.fromkeys(["performer", "performer_withdraw"], "a secret"),
    **dict.fromkeys(
        ["guest_media", "guest_note", "guest_copies"], "a guest's session: `guests.py` tries those"
    ),
    "closed": "a signed link",
    "closed_certificate": "a signed link",
    "closed_export": "a signed link",
    "design_chapter": "a chapter of the design page: specimens, and no row",
    "design_error": "the status of a page of specimens",
    **dict.fromkeys(["help_page", "help_api_room"], "a page of the help, the same for all"),
    "agreement": "the programme's words, the same for all",
    "agreement_file": "the programme's words, the same for all",
    "agreementversion-accept": "the programme's words, the same for all",
    **dict.fromkeys(
        [
            *("topic", "topic_move", "topic_weigh", "topic_answer", "topic_merge", "topic_send"),
            *("topic_vote", "release"),
        ],
        "the programme's own, without a word of a studio",
    ),
    **asked_doors.WITHOUT,
    "data_download": "a table and a format",
    "data_dictionary": "a format; what columns mean, and no row",
    "beta_rows": "what is counted",
    "tool_example": "which tool",
    "measures_rows": "which figure",
    **dict.fromkeys(
        ["report", "report_freeze", "report_make", "report_made", "report_cancel", "report_file"],
        "the programme's reports: figures of five people or more",
    ),
    **dict.fromkeys(
        ["reportdefinition-detail", "report-detail"],
        "the programme's reports: figures of five people or more",
    ),
}


@dataclass(frozen=True)
class Door:
    """A pattern of the resolver: where it leads, its name and parameters, and its view."""

    pattern: str
    names: tuple[str, ...]
    view: Any
    name: str

    def at(self, ident: str) -> str:
        """The address with `ident` in every place that takes an identifier."""
        values = {name: WORDS.get(name, ident) for name in self.names}
        return self.pattern % values

    @property
    def kind(self) -> str:
        """Of the row it names; "" when it names none."""
        if not self.names or self.name in WITHOUT:
            return ""
        if self.name in PAGES:
            return PAGES[self.name]
        return self.view.cls.queryset.model._meta.model_name

    @property
    def filters(self) -> list[str]:
        return list(getattr(getattr(self.view, "cls", None), "filterset_fields", None) or [])

    @property
    def methods(self) -> list[str]:
        """What the view may answer; a page is tried with both."""
        actions = getattr(self.view, "actions", None)
        if not actions:
            return ["GET", "POST"]
        taken = self.view.cls.http_method_names
        return [m for m in METHODS if m.lower() in actions and m.lower() in taken]


def doors() -> list[Door]:
    """All patterns of the portal's own."""
    return [door for door in _walk(get_resolver()) if not door.pattern.startswith(OTHERS)]


def _walk(resolver: URLResolver, before: tuple[URLPattern | URLResolver, ...] = ()) -> Iterator:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, (*before, entry))
        else:
            yield _door((*before, entry))


def _door(entries: tuple[Any, ...]) -> Door:
    """The first way of writing it out that the resolver itself would use for `reverse`."""
    parts, names = "/", []
    for entry in entries:
        written, found = normalize(entry.pattern.regex.pattern)[0]
        parts += written
        names += found
    return Door(parts, tuple(names), entries[-1].callback, entries[-1].name or "")
