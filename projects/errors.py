"""The sentences of this room's errors."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_KEPT_UPLOAD = _("The parts that arrived before are kept.")
_NOTHING = _("Nothing was changed.")
_NO_BYTE = _("No part of the file was sent.")


TEXTS = {
    "trash:gone": Text(
        409,
        _("{name} can no longer be taken back: its files are being removed."),
        _NOTHING,
        _("Look at the storage page: it tells when everything is gone."),
    ),
    "upload:empty": Text(
        422, _("The file is empty (0 bytes)."), _NO_BYTE, _("Check the file and choose it again.")
    ),
    "upload:name": Text(
        422,
        _("The file's name cannot be used."),
        _NO_BYTE,
        _("Use at most 255 characters, no line breaks, and more than dots."),
    ),
    "upload:quota": Text(
        409,
        _("The file has {size}, and the studio's storage has {left} left."),
        _NO_BYTE,
        _("Delete what is no longer needed, or ask the beta team for more room."),
    ),
    "upload:part_number": Text(
        422, _("There is no part {number}; this file has {count}."), _KEPT_UPLOAD, ""
    ),
    "upload:part_size": Text(422, _("Part {number} must have {size} bytes."), _KEPT_UPLOAD, ""),
    "upload:asset_gone": Text(
        409,
        _("The asset was deleted while this version was on its way."),
        _KEPT_UPLOAD,
        _("Cancel this upload and add the file to the project as a new asset."),
    ),
    "upload:parts_missing": Text(
        409, _("{count} parts have not arrived yet."), _KEPT_UPLOAD, _("Send the missing parts.")
    ),
    "upload:whole_checksum": Text(
        409,
        _("The whole does not agree with the checksum that was announced."),
        _KEPT_UPLOAD,
        _("Choose the file again; if it changed meanwhile, start a new upload."),
    ),
    "job:worker_lost": Text(
        500,
        _("The worker stopped several times at this job."),
        _("Everything uploaded and decided is kept."),
        _("Try once more; the beta team has been told."),
    ),
    "job:unexpected": Text(
        500,
        _("The portal failed while working on this."),
        _("Everything uploaded and decided is kept."),
        _("Try once more; the beta team has been told."),
    ),
    "job:away": Text(
        503,
        _("A part of the portal (database, storage) did not answer for hours while this waited."),
        _("Everything uploaded and decided is kept."),
        _("Try once more when the portal is well again; the beta team has been told."),
    ),
    "run:ended": Text(409, _("This run has ended already ({state})."), _NOTHING, ""),
    "run:not_waiting": Text(
        409, _("Only a run that waits can be moved to the front."), _NOTHING, ""
    ),
    "run:not_yours": Text(
        403,
        _("Only who asked for a run, or a producer, can move it to the front."),
        _NOTHING,
        _("Ask a producer of the studio."),
    ),
    "run:active": Text(409, _("A run of this request is active already."), _NOTHING, ""),
    "run:not_over": Text(
        409, _("Only a run that failed or was cancelled can be repeated."), _NOTHING, ""
    ),
    "request:closed": Text(409, _("This request is closed already."), _NOTHING, ""),
    "request:tool": Text(
        422, _("There is no tool called {tool}."), _NOTHING, _("Choose one of the listed tools.")
    ),
    "request:inputs": Text(
        422, _("This tool works on exactly one film."), _NOTHING, _("Choose them again.")
    ),
    "request:many": Text(
        422, _("This tool takes one film to {most}."), _NOTHING, _("Choose them again.")
    ),
    "request:mixed": Text(
        422,
        _("All have to be of one project, and none can be chosen twice."),
        _NOTHING,
        _("Choose them again."),
    ),
    "request:not_ready": Text(
        409, _("{name} has not been examined yet."), _NOTHING, _("Wait until it is ready.")
    ),
    "request:kind": Text(
        422, _("This tool does not work on {name} ({kind})."), _NOTHING, _("Choose a film.")
    ),
    "revision:stale": Text(
        409,
        _("{name} changed this in the meantime."),
        _("Their change is kept; yours was not applied."),
        _("Look at it as it is now and repeat your change."),
    ),
    "revision:edit": Text(422, _("This change does not fit: {detail}."), _NOTHING, ""),
    "revision:signed": Text(
        409,
        _("This is decided."),
        _NOTHING,
        _("Open it again first: request changes to a cut; of selects, take the decision back."),
    ),
    "export:not_approved": Text(
        409,
        _("Only approved work leaves the portal, and this is not approved."),
        _NOTHING,
        _("Let a producer or director approve it first."),
    ),
    "export:format": Text(
        422, _("{detail}"), _NOTHING, _("Choose another format, such as OTIO or CSV.")
    ),
    "download:not_allowed": Text(
        403,
        _("Originals of this project are not open for download to your role."),
        _NOTHING,
        _("Ask a producer of the studio."),
    ),
    "download:undecided": Text(
        403,
        _("{name} may leave only once somebody has approved work on it."),
        _NOTHING,
        _("Have a director or producer decide, or ask a producer to take it and say why."),
    ),
    "download:too_many": Text(
        429,
        _("More than {most} originals were taken away by you within an hour."),
        _NOTHING,
        _("Go on in {minutes} minutes; for everything at once there is the studio's export."),
    ),
    "upload:part_twice": Text(
        400,
        _("The same part is announced twice in one request."),
        _("The parts that arrived before are kept."),
        _("Announce each part once."),
    ),
    "opening:person": Text(
        409,
        _("{email} is no beta lead or administrator of the programme."),
        _NOTHING,
        _("Ask the beta team for the right address; colleagues are invited as members."),
    ),
    "opening:until": Text(400, _("The day is over already."), _NOTHING, _("Give a day to come.")),
    "opening:reason": Text(
        400, _("Breaking the glass needs a reason."), _NOTHING, _("Say why; the studio reads it.")
    ),
    "opening:ended": Text(409, _("This has ended already."), _NOTHING, _("Load the page again.")),
    "export:active": Text(
        409,
        _("An export of this studio is being made already."),
        _NOTHING,
        _("Wait until it is ready, or cancel it."),
    ),
    "export:gone": Text(
        410,
        _("This export is not there any more."),
        _("What it was made from is untouched."),
        _("Ask for a new one."),
    ),
    "export:no_room": Text(
        507,
        _("The export needs {needed} MiB of disk, and {free} MiB are free."),
        _("Everything the studio has is untouched."),
        _("Leave the viewing copies out, or ask the beta team to make room."),
    ),
    "closeout:name": Text(
        422,
        _("The name that was typed is not the studio's."),
        _NOTHING,
        _("Type the name as it stands at the head of the page."),
    ),
    "closeout:reason": Text(422, _("A closeout needs a reason."), _NOTHING, _("Say why.")),
    "closeout:active": Text(
        409,
        _("A closeout of this studio has been asked for already."),
        _NOTHING,
        _("Withdraw it first if you want to ask anew."),
    ),
    "closeout:begun": Text(
        409,
        _("This closeout has been confirmed, withdrawn or refused meanwhile."),
        _NOTHING,
        _("Load the page again."),
    ),
    "closeout:same_person": Text(
        403,
        _("Whoever asked for a closeout cannot confirm it."),
        _NOTHING,
        _("Ask another administrator."),
    ),
    "closeout:not_done": Text(
        409,
        _("There is no certificate before everything is deleted."),
        _NOTHING,
        _("Come back when the closeout is done."),
    ),
    "closeout:link": Text(
        410,
        _("This link is not complete, or its time is over."),
        _NOTHING,
        _("Ask an administrator of the programme for the certificate."),
    ),
    "closeout:left": Text(
        503,
        _("{left} stored files could not be deleted yet."),
        _("What is deleted stays deleted; nothing is reported as gone that is still there."),
        _("The portal tries again by itself."),
    ),
    "closeout:trouble": Text(
        503,
        _("The portal failed at this step of the closeout."),
        _("What is deleted stays deleted."),
        _("The portal tries again by itself."),
    ),
    "project:not_empty": Text(
        409,
        _("{name} still holds footage or uploads on their way."),
        _NOTHING,
        _("Delete its assets first; their files are removed within the hour."),
    ),
    "code:taken": Text(409, _("The code {taken} is taken."), _NOTHING, _("Choose another code.")),
}
register(TEXTS)
