"""What the audit says of the work, and by which kind one finds it."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "asset:deleted": _("{actor} deleted the asset {asset}"),
    "asset:restored": _("{actor} took the asset {asset} back from the trash"),
    "asset:ended": _("{actor} had the asset {asset} removed before its time"),
    "asset:removed": _("{asset} was removed for good: {files} files, looked for and gone"),
    "original:downloaded": _("{actor} downloaded the original {name}, version {version}"),
    "original:released": _(
        "{actor} released the original {name}, version {version}, to take it away: {reason}"
    ),
    "media:viewed": _("{actor} viewed {name}, version {version}"),
    "upload:completed": _("{actor} uploaded {name}, version {version} ({bytes} bytes)"),
    "project:made": _("{actor} made the project {project}"),
    "project:changed": _("{actor} changed {what} of {project} from {before} to {after}"),
    "policy:changed": _(
        "{actor} changed {what} in the policy of {project} from {before} to {after}"
    ),
    "ledger:exported": _("{actor} downloaded the ledger of {project} ({month})"),
    "project:deleted": _("{actor} deleted the project {project}"),
    "grant:given": _("{actor} let {person} see {project}"),
    "asset:look": _("{actor} had {asset} shown as {look}"),
    "grant:removed": _("{actor} no longer lets {person} see {project}"),
    "run:requested": _("{actor} requested {work}"),
    "consent:vouched": _(
        "{actor} vouched that the people seen in {name}, version {version}, allow their faces to "
        "be compared"
    ),
    "consent:recorded": _(
        "{actor} recorded consent {number} of {performer} in {project}, until {until}"
    ),
    "consent:revoked": _(
        "{by} withdrew consent {number} of {performer} in {project}: {why}; {count} things made "
        "under it are in quarantine"
    ),
    "consent:replaced": _(
        "{actor} had consent {by} take over from the withdrawn consent {number} of {performer}"
    ),
    "consent:held": _("{actor} put consent {number} of {performer} on hold for a strike"),
    "consent:released": _("{actor} ended the hold of consent {number} of {performer}"),
    "likeness:said": _("{actor} said who is seen in {name}, version {version}: {people}"),
    "consent:all_held": _(
        "{actor} put all consents of {project} ({count}) on hold for a strike: {why}"
    ),
    "consent:all_released": _(
        "{actor} ended the hold of all consents of {project} ({count}): {why}"
    ),
    "performer:added": _("{actor} added the performer {performer} to {project}"),
    "performer:changed": _("{actor} changed {what} of the performer {performer} in {project}"),
    "performer:looked": _("{performer} opened the personal link, from {address}"),
    "performer:link_made": _("{actor} made a personal link for {performer}"),
    "performer:link_ended": _("{actor} withdrew the personal link of {performer}"),
    "character:added": _("{actor} added the character {character} to {project}"),
    "character:changed": _("{actor} changed {what} of the character {character} in {project}"),
    "creator:consulted": _("{actor} recorded what {creator} said of {project}"),
    "run:fronted": _("{actor} moved {work} to the front of the studio's runs"),
    "run:cancelled": _("{actor} cancelled {work}"),
    "request:withdrawn": _("{actor} withdrew the request for {work}"),
    "cut:exported": _("{actor} took the cut of {name} away as {format}"),
    "opening:granted": _("{actor} opened {project} to {person} until {until}"),
    "opening:ended": _("{actor} ended that {person} may look"),
    "glass:broken": _("{actor} broke the glass to look at the work: {reason}"),
    "export:asked": _("{actor} asked for an export of everything"),
    "export:cancelled": _("{actor} cancelled the export"),
    "export:downloaded": _("{actor} downloaded the export of everything"),
    "export:expired": _("{actor} removed an export whose time was over"),
    "closeout:asked": _("{actor} asked to close the studio: {reason}"),
    "closeout:withdrawn": _("{actor} withdrew the closeout"),
    "closeout:refused": _("{actor} refused the closeout"),
    "closeout:confirmed": _("{actor} confirmed the closeout"),
    "closeout:begun": _("The studio was closed, as {actor} had confirmed"),
    "closeout:done": _("Everything was deleted, as {actor} had confirmed: {files} files"),
    "note:written": _("{actor} wrote a note on {name}, version {version}, frame {frame}"),
    "note:replied": _("{actor} answered a note on {name}, version {version}, frame {frame}"),
    "note:edited": _("{actor} changed a note on {name}, version {version}, frame {frame}"),
    "note:deleted": _("{actor} deleted a note on {name}, version {version}, frame {frame}"),
    "note:resolved": _("{actor} resolved a note on {name}, version {version}, frame {frame}"),
    "note:reopened": _("{actor} reopened a note on {name}, version {version}, frame {frame}"),
    "note:placed": _("{actor} placed a note on {name}, version {version}, frame {frame}"),
    "note:dropped": _("{actor} left a note out of {name}, version {version}"),
    "notes:carried": _(
        "{placed} notes of version {source} came along to {name}, version {version}; "
        "{refused} could not"
    ),
    "notes:exported": _("{actor} took the notes on {name}, version {version}, away as {format}"),
    "notes:imported": _("{actor} brought {count} notes in on {name}, version {version}"),
    "playlist:made": _("{actor} made the playlist {playlist} in {project}"),
    "playlist:changed": _("{actor} changed the playlist {playlist}"),
    "playlist:added": _("{actor} added {count} versions to the playlist {playlist}"),
    "playlist:removed": _("{actor} took {name} out of the playlist {playlist}"),
    "playlist:ordered": _("{actor} put the playlist {playlist} in another order"),
    "playlist:said": _("{actor} noted the session's result for {name} in {playlist}: {result}"),
    "playlist:closed": _("{actor} closed the session of {playlist}: {summary}"),
    "playlist:reopened": _("{actor} opened the session of {playlist} again"),
    "playlist:deleted": _("{actor} deleted the playlist {playlist}"),
    "playlist:exported": _("{actor} took the result of the playlist {playlist} away"),
    "share:made": _("{actor} shared the playlist {playlist} with {guest} until {until}"),
    "share:opened": _("{actor} opened the playlist {playlist} from {address}"),
    "share:refused": _("A wrong passphrase was given for the link of {guest}, from {address}"),
    "share:revoked": _("{actor} withdrew the link of {guest} to the playlist {playlist}"),
    "script:imported": _(
        "{actor} imported {added} scenes of {name}, version {version}, into {project}, and "
        "replaced {replaced}"
    ),
    "script:exported": _("{actor} took {name} away"),
    "decision:approved": _("{actor} approved {work} (revision {revision})"),
    "decision:rejected": _("{actor} rejected {work} (revision {revision})"),
    "decision:reopened": _("{actor} took the decision on {work} back (revision {revision})"),
    "picture:exported": _("{actor} took {name} away"),
    "file:exported": _("{actor} took {name} away"),
    "connection:made": _("{actor} connected {provider} as {connection}"),
    "connection:changed": _("{actor} changed {what} of {connection} from {before} to {after}"),
    "connection:set": _("{actor} set {what} of {connection}"),
    "connection:key": _("{actor} entered {what} of {connection} anew"),
    "connection:key_removed": _("{actor} removed {what} of {connection}"),
    "connection:tested": _("{actor} tested {connection}: {told}"),
    "connection:on": _("{actor} took {connection} into use"),
    "connection:off": _("{actor} took {connection} out of use"),
    "connection:removed": _("{actor} removed the connection {connection} to {provider}"),
    "terms:recorded": _("{actor} recorded terms of {provider}: {terms}"),
    "price:added": _("{actor} added a price of {provider} from {starts}: {price}"),
    "price:removed": _("{actor} removed a price of {provider} that was not used: {price}"),
    "price:ended": _("{actor} ended a price of {provider} on {ends}: {price}"),
    "price:opened": _("{actor} left open until when a price of {provider} holds: {price}"),
    "disclosure:use": _("{actor} said what {work} is used as: {used_as}"),
    "disclosure:writer": _("{actor} noted that {writer} was given {work}"),
    "disclosure:final": _("{actor} chose {name}, version {version}, as the final cut"),
    "disclosure:asked": _("{actor} asked for disclosure pack {number}"),
    "disclosure:signed": _("{actor} signed disclosure pack {number} (SHA-256 {sha256})"),
    "disclosure:taken": _("{actor} took disclosure pack {number} away as {format}"),
    "decision:changes": _("{actor} requested changes to {work} (revision {revision})"),
}
GROUPS = {
    "providers": (_("Providers, terms and prices"), ("connection:", "terms:", "price:")),
    "policy": (_("What projects allow providers"), ("policy:", "ledger:")),
    "media": (_("Views and downloads"), ("media:", "original:")),
    "people": (_("People and permissions"), ("grant:", "opening:", "glass:", "share:")),
    "consents": (
        _("Performers and consents"),
        ("consent:", "likeness:", "performer:", "character:", "creator:"),
    ),
    "playlists": (_("Playlists"), ("playlist:",)),
    "projects": (_("Projects and footage"), ("project:", "asset:", "upload:", "script:imported")),
    "runs": (_("Runs"), ("run:", "request:")),
    "decisions": (_("Decisions"), ("decision:",)),
    "disclosure": (_("Disclosure of AI use"), ("disclosure:",)),
    "notes": (_("Notes"), ("note:", "notes:")),
    "exports": (
        _("Exports"),
        ("cut:", "picture:", "file:", "script:exported", "export:", "closeout:"),
    ),
}
