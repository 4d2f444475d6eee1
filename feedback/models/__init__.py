"""The rows of this room: what people say, and what is measured."""

from feedback.models.asks import Answer, Ask, Turn
from feedback.models.questionnaires import Questionnaire, QuestionnaireVersion, Trigger
from feedback.models.reports import Report, ReportDefinition
from feedback.models.responses import MONTH_MINUTES, Response, answer
from feedback.models.sharing import Sharing, shared_studios
from feedback.models.tickets import Kind, Ticket, Vote
from feedback.models.topics import Release, Severity, Stage, Topic
from feedback.models.trackers import Issue, Tracker, Weight

__all__ = [
    "MONTH_MINUTES",
    "Answer",
    "Ask",
    "Issue",
    "Kind",
    "Questionnaire",
    "QuestionnaireVersion",
    "Release",
    "Report",
    "ReportDefinition",
    "Response",
    "Severity",
    "Sharing",
    "Stage",
    "Ticket",
    "Topic",
    "Tracker",
    "Trigger",
    "Turn",
    "Vote",
    "Weight",
    "answer",
    "shared_studios",
]
