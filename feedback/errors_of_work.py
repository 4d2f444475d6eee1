"""The sentences of errors with measured work and times."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was changed.")

TEXTS = {
    "work:code": Text(
        409,
        _("{item} is already an item of this project."),
        _NOTHING,
        _("Give it another code, or import its bid under this one."),
    ),
    "work:locked": Text(
        409,
        _("The bid of {item} is locked, since how the item is done is settled."),
        _("The locked bid stands."),
        _("Plan a further item for work that came on top."),
    ),
    "work:nothing_to_lock": Text(
        409,
        _("No planned item has a bid to lock."),
        _NOTHING,
        _("Import the breakdown or type bids first."),
    ),
    "work:not_agreed": Text(
        409,
        _("The studio has not agreed to the draw."),
        _NOTHING,
        _("Load the page again to see what stands."),
    ),
    "work:step_past": Text(
        400,
        _("The start of assistance is set in advance, and {day} is not in the future."),
        _NOTHING,
        _("Choose a later day."),
    ),
    "work:step_used": Text(
        409,
        _("Items were settled by the start on {day} already."),
        _("That day stands."),
        _("Plan further work in another project if it starts on another day."),
    ),
    "work:not_ready": Text(
        409,
        _("The bid of {item} is not locked yet."),
        _NOTHING,
        _("Ask a producer to enter and lock it; then begin."),
    ),
    "work:begun": Text(
        409,
        _("{item} has begun already, or was dropped."),
        _NOTHING,
        _("Open the item to see who works on it."),
    ),
    "work:others": Text(
        409,
        _("This item is {name}'s."),
        _NOTHING,
        _("Ask a producer to give it to you."),
    ),
    "work:choose": Text(
        400,
        _("Nobody settled how this item is done."),
        _NOTHING,
        _("Choose with assistance or by hand, then begin."),
    ),
    "work:not_yours_now": Text(
        409,
        _("You are not at work on this item."),
        _NOTHING,
        _("Open the item to see where it stands."),
    ),
    "work:not_done": Text(
        409,
        _("{item} is not done, or is approved already."),
        _NOTHING,
        _("Open the item to see where it stands."),
    ),
    "work:over": Text(
        409,
        _("{item} is approved or dropped already."),
        _NOTHING,
        _("Open the item to see where it stands."),
    ),
    "work:not_asked": Text(
        409,
        _("The question is asked at the end of work with assistance, of whoever did it."),
        _NOTHING,
        _("Say that your item is done first."),
    ),
    "work:felt_once": Text(
        409,
        _("You have answered this already."),
        _("Your first answer stands."),
        _("Look at what was measured on the item's page."),
    ),
    "work:file": Text(
        400,
        _("The breakdown could not be read: {detail}."),
        _("No item was made or changed."),
        _("Save it as XLSX or as CSV with a line of headings, and choose it again."),
    ),
    "work:preview": Text(
        410,
        _("This preview is no longer valid."),
        _("No item was made or changed."),
        _("Choose the file again."),
    ),
    "time:not_begun": Text(
        409,
        _("Nobody has begun {item}."),
        _NOTHING,
        _("Begin the item; then its time can be kept."),
    ),
    "time:running": Text(
        409,
        _("A timer of yours runs already."),
        _("It goes on."),
        _("Stop it, then start this one."),
    ),
    "time:none_running": Text(
        409,
        _("No timer of yours runs."),
        _("What was timed before is kept."),
        _("Start one on the item."),
    ),
    "time:not_paused": Text(
        409,
        _("No timer of yours is paused."),
        _("What was timed before is kept."),
        _("Start one on the item."),
    ),
    "time:still_running": Text(
        409,
        _("This timer still runs."),
        _NOTHING,
        _("Stop it, then correct it."),
    ),
    "time:order": Text(
        400,
        _("The time ends before it starts."),
        _NOTHING,
        _("Give a later end."),
    ),
    "time:long": Text(
        400,
        _("This is longer than {hours} hours in one go."),
        _NOTHING,
        _("Add each day by itself."),
    ),
    "time:future": Text(
        400,
        _("This time is not over yet."),
        _NOTHING,
        _("Give an end that has passed."),
    ),
    "time:before_begin": Text(
        400,
        _("The item began at {begun} UTC, after this time."),
        _NOTHING,
        _("Give a later start."),
    ),
    "time:overlaps": Text(
        409,
        _("You were at work on {item} then."),
        _NOTHING,
        _("Correct that entry first, or give another time."),
    ),
}

register(TEXTS)
