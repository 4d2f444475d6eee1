"""A studio of three people, as questionnaires are tested with."""

from tests.feedback.questionnaires.conftest import house

__all__ = ["house"]
