"""Who gets what at every door: one row for each route and method, one column a visitor.

    in    asked to sign in: a page sends the browser to the sign-in page, everything else is 401
    ok    200 for a look, a redirect for a page's POST, 2xx over the API
    404   outside: the row cannot be found
    403   the role does not allow it
    else  that very status, with its reason beside it

A gate refuses first (403 tells nothing about the id), the lookup second (404).
Every id is one of our studio; lists are asked without one. `visits.py` says what is sent.
"""

# anonymous, other studio's producer, producer, director, artist,
# reviewer with a grant, reviewer without one, beta lead, administrator
SEE = "in 404 ok ok ok ok 404 403 403"
LIST = "in ok ok ok ok ok ok 403 403"
CREW = "in 404 ok ok ok 403 403 403 403"
DECIDERS = "in 404 ok ok 403 403 403 403 403"
PRODUCER = "in 404 ok 403 403 403 403 403 403"
ASKED = "in 404 200 403 403 403 403 403 403"  # the page asks once more, and nothing is done yet
PRODUCERS = "in ok ok 403 403 403 403 403 403"
OWN_OF_PRODUCER = "in 404 ok 404 404 404 404 404 404"
OWN_OF_ARTIST = "in 404 404 404 ok 403 403 403 403"
SIGNED_IN = "in ok ok ok ok ok ok ok ok"
ALL = "ok ok ok ok ok ok ok ok ok"
COMMENTERS = "in 400 ok ok ok ok 400 403 403"
NOTE_OF_ARTIST = "in 404 ok 403 ok 403 404 403 403"  # the author, or a producer
AUDITORS = "in ok ok 403 403 403 403 403 ok"
READERS = "in 403 403 403 403 403 403 ok ok"

PAGES = {
    "home GET": SIGNED_IN,
    "healthz GET": ALL,
    "security GET": ALL,
    "javascript-catalog GET": ALL,
    "invitation GET": "ok" + " 403" * 8,  # a stranger's: they sign out first
    "invitation POST": "ok" + " 403" * 8,
    "sign_in_link GET": ALL,
    "sign_in_link POST": ALL,
    "studio GET": "in 404 ok ok ok ok ok 403 403",
    "studio POST": PRODUCER,
    "member POST": PRODUCER,
    "invitation_withdraw POST": PRODUCER,
    "invitation_again POST": PRODUCER,
    "session_end POST": OWN_OF_PRODUCER,
    "agreements GET": SIGNED_IN,
    "agreement GET": SIGNED_IN,
    "agreement POST": SIGNED_IN,
    "agreement_file GET": SIGNED_IN,
    "agreement_receipt GET": OWN_OF_PRODUCER,
    "first_steps GET": "in ok ok ok ok ok ok 403 403",
    "show_studio POST": SIGNED_IN,
    "audit GET": AUDITORS,
    "audit_export GET": AUDITORS,
    "audit_verifier GET": AUDITORS,
    "tokens GET": SIGNED_IN,
    "tokens POST": "in 200 200 200 200 200 200 200 200",  # the page shows the secret once
    "token_revoke POST": OWN_OF_PRODUCER,
    "webhooks GET": "in 404 ok 403 403 403 403 403 403",
    "webhooks POST": "in 404 200 403 403 403 403 403 403",  # the page shows the secret once
    "webhook GET": PRODUCER,
    "webhook POST": PRODUCER,
    "webhook_secret POST": "in 404 200 403 403 403 403 403 403",
    "webhook_test POST": PRODUCER,
    "webhook_switch POST": PRODUCER,
    "webhook_remove POST": ASKED,
    "delivery_replay POST": PRODUCER,
    "notifications GET": SIGNED_IN,
    "notifications_read POST": SIGNED_IN,
    "notification POST": OWN_OF_PRODUCER,
    "notification_choices GET": SIGNED_IN,
    "notification_choices POST": SIGNED_IN,
    "projects GET": LIST,
    "project_new GET": PRODUCERS,
    "project_new POST": "in 200 ok 403 403 403 403 403 403",  # 200: our studio is no choice
    "project GET": SEE,
    "project_settings GET": SEE,
    "project_settings POST": PRODUCER,
    "project_structure GET": SEE,
    "project_structure POST": CREW,
    "asset GET": SEE,
    "examine POST": CREW,
    "project_reviewers POST": PRODUCER,
    "asset_delete GET": CREW,
    "asset_delete POST": CREW,
    "original GET": PRODUCER,  # directors and artists: see test_originals_open_…
    "frame GET": SEE,
    "frame_times GET": SEE,
    "rendition GET": SEE,
    "version_notes GET": SEE,
    "version_notes POST": "in 404 200 200 200 200 404 403 403",  # tells what came of the file
    "ask GET": CREW,
    "ask POST": CREW,
    "runs GET": LIST,
    "run GET": SEE,
    "run_cancel POST": CREW,
    "run_again POST": CREW,
    "openings GET": PRODUCER,
    "openings POST": PRODUCER,
    "opening_end POST": ASKED,
    "leaving GET": PRODUCER,
    "leaving POST": PRODUCER,
    "closeout_ask GET": PRODUCER,
    "closeout_ask POST": PRODUCER,
    "export_cancel POST": PRODUCER,
    "export_download GET": PRODUCER,
    "closeout_withdraw POST": PRODUCER,
    "closed GET": ALL,  # the signed link is the gate
    "closed_certificate GET": ALL,
    "closed_export GET": "in 404 ok 404 404 404 404 404 404",  # who was its producer
    "review GET": LIST,
    "candidate GET": SEE,
    "candidate_decide POST": DECIDERS,
    "candidate_adopt POST": CREW,
    "candidate_export GET": SEE,
    "worth GET": SEE,
    "worth POST": SEE,
    "answers GET": READERS,
    "answers_download GET": READERS,
}

# 400: an id in the body that the person may not see "does not exist".
API = {
    "api:me GET": SIGNED_IN,
    "api:tools GET": SIGNED_IN,
    "api:schema GET": SIGNED_IN,
    "api:jobs GET": SEE,
    "api:studio-list GET": SIGNED_IN,
    "api:studio-detail GET": "in 404 ok ok ok ok ok 404 404",
    "api:membership-list GET": LIST,
    "api:membership-detail GET": "in 404 ok ok ok 404 404 403 403",  # reviewers see themselves
    "api:membership-detail PATCH": PRODUCER,
    "api:membership-detail DELETE": PRODUCER,
    "api:invitation-list GET": PRODUCERS,
    "api:invitation-list POST": PRODUCER,
    "api:invitation-detail GET": PRODUCER,
    "api:invitation-detail DELETE": PRODUCER,
    "api:auditevent-list GET": AUDITORS,
    "api:apitoken-list GET": SIGNED_IN,
    "api:apitoken-list POST": SIGNED_IN,
    "api:apitoken-detail DELETE": OWN_OF_PRODUCER,
    "api:webhookendpoint-list GET": PRODUCERS,
    "api:webhookendpoint-list POST": PRODUCER,
    "api:webhookendpoint-detail GET": PRODUCER,
    "api:webhookendpoint-detail PATCH": PRODUCER,
    "api:webhookendpoint-detail DELETE": PRODUCER,
    "api:webhookendpoint-secret POST": PRODUCER,
    "api:webhookendpoint-test POST": "in 404 202 403 403 403 403 403 403",
    "api:webhookdelivery-list GET": PRODUCERS,
    "api:webhookdelivery-detail GET": PRODUCER,
    "api:webhookdelivery-replay POST": "in 404 202 403 403 403 403 403 403",
    "api:notification-list GET": SIGNED_IN,
    "api:notification-read POST": SIGNED_IN,
    "api:choices GET": SIGNED_IN,
    "api:choices PATCH": SIGNED_IN,
    "api:agreementversion-list GET": SIGNED_IN,
    "api:agreementversion-accept POST": SIGNED_IN,
    "api:project-list GET": LIST,
    "api:project-list POST": PRODUCER,
    "api:project-detail GET": SEE,
    "api:project-detail PATCH": PRODUCER,
    "api:project-detail DELETE": PRODUCER,
    "api:opening-list GET": PRODUCERS,
    "api:opening-list POST": "in 404 ok 403 403 403 403 403 403",
    "api:opening-detail GET": PRODUCER,
    "api:opening-detail DELETE": PRODUCER,
    "api:projectgrant-list GET": PRODUCERS,
    "api:projectgrant-list POST": "in 400 ok 403 403 403 403 403 403",
    "api:projectgrant-detail GET": PRODUCER,
    "api:projectgrant-detail DELETE": PRODUCER,
    "api:episode-list GET": LIST,
    "api:episode-list POST": "in 400 ok ok ok 403 403 403 403",
    "api:episode-detail GET": SEE,
    "api:episode-detail PATCH": CREW,
    "api:episode-detail DELETE": PRODUCER,
    "api:scene-list GET": LIST,
    "api:scene-list POST": "in 400 ok ok ok 403 403 403 403",
    "api:scene-detail GET": SEE,
    "api:scene-detail PATCH": CREW,
    "api:scene-detail DELETE": PRODUCER,
    "api:shot-list GET": LIST,
    "api:shot-list POST": "in 400 ok ok ok 403 403 403 403",
    "api:shot-detail GET": SEE,
    "api:shot-detail PATCH": CREW,
    "api:shot-detail DELETE": PRODUCER,
    "api:upload-list GET": "in ok ok ok ok 403 403 403 403",
    "api:upload-list POST": "in 400 ok ok ok 403 403 403 403",
    "api:upload-detail GET": OWN_OF_ARTIST,
    "api:upload-detail DELETE": OWN_OF_ARTIST,
    "api:upload-parts POST": OWN_OF_ARTIST,
    "api:upload-complete POST": OWN_OF_ARTIST,
    "api:asset-list GET": LIST,
    "api:asset-detail GET": SEE,
    "api:asset-detail PATCH": CREW,
    "api:asset-detail DELETE": CREW,
    "api:version-list GET": LIST,
    "api:version-detail GET": SEE,
    "api:version-note-file GET": SEE,
    "api:version-note-import POST": SEE,
    "api:assistrequest-list GET": LIST,
    "api:assistrequest-list POST": "in 400 ok ok ok 403 403 403 403",
    "api:assistrequest-detail GET": SEE,
    "api:assistrequest-detail DELETE": CREW,
    "api:run-list GET": LIST,
    "api:run-detail GET": SEE,
    "api:run-cancel POST": CREW,
    "api:run-again POST": CREW,
    "api:note-list GET": LIST,
    "api:note-list POST": COMMENTERS,
    "api:note-detail GET": SEE,
    "api:note-detail PATCH": NOTE_OF_ARTIST,
    "api:note-detail DELETE": NOTE_OF_ARTIST,
    "api:note-resolve POST": SEE,
    "api:note-reopen POST": SEE,
    "api:candidate-list GET": LIST,
    "api:candidate-detail GET": SEE,
    "api:candidate-latest GET": SEE,
    "api:candidate-revise POST": CREW,
    "api:version-examine POST": CREW,
    "api:candidate-adopt POST": CREW,
    "api:candidate-decisions GET": SEE,
    "api:candidate-decisions POST": DECIDERS,
    "api:candidate-exports GET": SEE,
    "api:export-list GET": PRODUCERS,
    "api:export-list POST": "in 404 ok 403 403 403 403 403 403",
    "api:export-detail GET": PRODUCER,
    "api:export-cancel POST": PRODUCER,
    "api:export-download GET": PRODUCER,
    "api:closeout-list GET": PRODUCERS,
    "api:closeout-list POST": "in 404 ok 403 403 403 403 403 403",
    "api:closeout-detail GET": PRODUCER,
    "api:closeout-detail DELETE": PRODUCER,
    "api:closeout-certificate GET": PRODUCER,
    "api:response-list GET": SIGNED_IN,
    "api:response-list POST": "in 400 ok ok ok ok 400 403 403",
    "api:response-detail GET": "in 404 404 ok 404 404 404 ok ok",  # the director's own
}

# On the socket "404" is an error frame, and "in" is closing with 4401.
TOPICS = {
    "run": "in 404 ok ok ok ok 404 404 404",
    "ingest": "in 404 ok ok ok ok 404 404 404",
    "project": "in 404 ok ok ok ok 404 404 404",
    "version": "in 404 ok ok ok ok 404 404 404",
    "export": "in 404 ok 404 404 404 404 404 404",
    "closeout": "in 404 ok 404 404 404 404 404 404",
    "mine": SIGNED_IN,
}
