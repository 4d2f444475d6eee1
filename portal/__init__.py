"""Who may come in, and under which terms; and the Django project itself."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
