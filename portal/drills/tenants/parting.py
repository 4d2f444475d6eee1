"""Parts of a long run in both studios: it is held, so that no sweep removes them meanwhile."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from projects.models import AssistRequest, JobPart, Project, Run


def part(project: Project, version: Any, producer: Any) -> None:
    request = AssistRequest.objects.create(project=project, tool="stills", person=producer)
    request.versions.set([version], through_defaults={"studio": project.studio})
    until = timezone.now() + timedelta(days=1)
    run = Run.objects.create(
        project=project, request=request, state="RUNNING", lease_expires_at=until
    )
    for number in range(2):
        JobPart.objects.create(
            project=project, kind=run.kind, job=run.pk, step="1 pass 1", number=number, digest="0"
        )
