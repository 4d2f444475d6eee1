"""The rows of this room: what people say, and what is measured."""

from feedback.models.asks import Answer, Ask, Turn
from feedback.models.drawn import Assignment, Block, Departure, OptIn, Step
from feedback.models.looks import Look
from feedback.models.questionnaires import Questionnaire, QuestionnaireVersion, Trigger
from feedback.models.reports import Report, ReportDefinition
from feedback.models.responses import MONTH_MINUTES, Response, answer
from feedback.models.sharing import Sharing, shared_studios
from feedback.models.tickets import Kind, Ticket, Vote
from feedback.models.timing import Correction, TimeEntry
from feedback.models.topics import Release, Severity, Stage, Topic
from feedback.models.trackers import Issue, Tracker, Weight
from feedback.models.weeks import ClosedWeek, EaseLeaf, TimeLeaf, WeekCount
from feedback.models.work import Bid, WorkItem
from feedback.models.worked import Felt, WorkLink

__all__ = [
    "MONTH_MINUTES",
    "Answer",
    "Ask",
    "Assignment",
    "Bid",
    "Block",
    "ClosedWeek",
    "Correction",
    "Departure",
    "EaseLeaf",
    "Felt",
    "Issue",
    "Kind",
    "Look",
    "OptIn",
    "Questionnaire",
    "QuestionnaireVersion",
    "Release",
    "Report",
    "ReportDefinition",
    "Response",
    "Severity",
    "Sharing",
    "Stage",
    "Step",
    "Ticket",
    "TimeEntry",
    "TimeLeaf",
    "Topic",
    "Tracker",
    "Trigger",
    "Turn",
    "Vote",
    "WeekCount",
    "Weight",
    "WorkItem",
    "WorkLink",
    "answer",
    "shared_studios",
]
