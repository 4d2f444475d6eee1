"""The sentences of errors with questionnaires: writing them, and answering them."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was changed.")
_TYPED = _("What you answered is kept.")

TEXTS = {
    "questionnaire:name": Text(
        409,
        _("A questionnaire is called {name} already."),
        _NOTHING,
        _("Give it another name, or begin a new version of that one."),
    ),
    "questionnaire:published": Text(
        409,
        _("{name} is published, and what people were asked is not changed."),
        _NOTHING,
        _("Begin a new version and change that one."),
    ),
    "questionnaire:missing": Text(
        422,
        "{detail}",
        _("It is not published; the draft is kept."),
        _("Add what is missing and publish it then."),
    ),
    "questionnaire:broken": Text(
        422,
        "{detail}",
        _("This would break the questionnaire, so the draft is as it was."),
        _("Change the question that depends on it first."),
    ),
    "questionnaire:full": Text(
        409,
        _("A questionnaire has {most} questions at most."),
        _NOTHING,
        _("Remove some: few people answer as many."),
    ),
    "questionnaire:kind": Text(
        422,
        _("There is no such kind of question."),
        _NOTHING,
        _("Choose one of the list."),
    ),
    "questionnaire:question": Text(
        404,
        _("This draft has no such question any more."),
        _NOTHING,
        _("Load the questionnaire again."),
    ),
    "ask:over": Text(
        409,
        _("You have answered or declined this already."),
        _TYPED,
        _("There is nothing left to do here."),
    ),
    "ask:expired": Text(
        409,
        _("The time to answer this ended on {day}."),
        _TYPED,
        _("Tell the beta team on the page of tickets what you wanted to say."),
    ),
    "ask:question": Text(
        422,
        _("This questionnaire does not ask {question}."),
        _NOTHING,
        _("Load the page again and answer what it asks."),
    ),
    "ask:unfit": Text(
        422,
        _("{count} answers cannot be kept as they are."),
        _("All the others are kept."),
        _("Mend those that are named and send them again."),
    ),
    "ask:unfinished": Text(
        422,
        _("{count} questions are not answered yet."),
        _TYPED,
        _("Answer those that are marked and send it again."),
    ),
    "ask:too_late": Text(
        422,
        _("It cannot be put off past {day}, when it ends."),
        _TYPED,
        _("Choose an earlier day, or decline it."),
    ),
    "ask:file_size": Text(
        413,
        _("A file of an answer has {most} MiB at most."),
        _TYPED,
        _("Send a smaller file, or a picture of the part that matters."),
    ),
    "ask:file_kind": Text(
        415,
        _("This file is no PNG, JPEG or PDF."),
        _TYPED,
        _("Send it in one of these formats."),
    ),
    "ask:file_closed": Text(
        404,
        _("This file is not here, or its studio keeps it to those who sent it."),
        "",
        _("Producers say under What the beta team reads whether single answers may be read."),
    ),
}
register(TEXTS)
