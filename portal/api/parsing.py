"""JSON as it comes in: nested too deeply is as malformed as a missing brace."""

from typing import Any

from rest_framework import exceptions, parsers


class Json(parsers.JSONParser):
    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise exceptions.ParseError("nested too deeply") from None
