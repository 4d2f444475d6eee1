"""Cursor pagination: the cost of a page does not grow with the list."""

from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = ("-created_at", "id")


class SmallRows(NewestFirst):
    """Of rows that are a few columns each: a whole production may come at once."""

    max_page_size = 1000
