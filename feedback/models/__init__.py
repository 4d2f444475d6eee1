"""The rows of this room: what people say, and what is measured."""

from feedback.models.responses import MONTH_MINUTES, Response, answer
from feedback.models.sharing import Sharing, shared_studios

__all__ = ["MONTH_MINUTES", "Response", "Sharing", "answer", "shared_studios"]
