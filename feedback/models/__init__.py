"""The rows of this room: what people say, and what is measured."""

from feedback.models.asks import Answer, Ask, Turn
from feedback.models.questionnaires import Questionnaire, QuestionnaireVersion, Trigger
from feedback.models.reports import Report, ReportDefinition
from feedback.models.responses import MONTH_MINUTES, Response, answer
from feedback.models.sharing import Sharing, shared_studios

__all__ = [
    "MONTH_MINUTES",
    "Answer",
    "Ask",
    "Questionnaire",
    "QuestionnaireVersion",
    "Report",
    "ReportDefinition",
    "Response",
    "Sharing",
    "Trigger",
    "Turn",
    "answer",
    "shared_studios",
]
