"""The rows of this room: what people say, and what is measured."""

from feedback.models.drawn import Assignment, Block, Departure, OptIn, Step
from feedback.models.reports import Report, ReportDefinition
from feedback.models.responses import MONTH_MINUTES, Response, answer
from feedback.models.sharing import Sharing, shared_studios
from feedback.models.timing import Correction, TimeEntry
from feedback.models.work import Bid, WorkItem
from feedback.models.worked import Felt, WorkLink

__all__ = [
    "MONTH_MINUTES",
    "Assignment",
    "Bid",
    "Block",
    "Correction",
    "Departure",
    "Felt",
    "OptIn",
    "Report",
    "ReportDefinition",
    "Response",
    "Sharing",
    "Step",
    "TimeEntry",
    "WorkItem",
    "WorkLink",
    "answer",
    "shared_studios",
]
