"""What `drill tenants` fills the two sample studios with, and how it reads them back."""

#: Run inside the portal. Prints, for each studio, the ids of everything it has, by kind.
FILL = """
import json, uuid
from datetime import timedelta
from django.apps import apps
from django.utils import timezone
from feedback.models import answer
from portal.models import ApiToken, Membership, SignInLink, Studio, User
from portal.models.invitations import invite
from portal.signin import sign_in_link
from projects.assist import cutting
from projects.models import *
from projects.models.decisions import decide
from projects.models.openings import open_to
from projects.models.uploads import start_upload

LEAD = User.objects.filter(programme_role="beta_lead").first()
RESULT = {"rate": "24/1", "shots": [{"start": 0, "end": 24}, {"start": 24, "end": 96}],
    "transitions": [{"kind": "cut", "start": 24, "end": 24}], "warnings": []}


def fill(studio, mark):
    people = {m.role: m.user for m in studio.memberships.all()}
    producer, project = people["producer"], studio_project(studio, mark)
    scene = Scene.objects.create(project=project, code="S1", name=mark,
        episode=Episode.objects.create(project=project, code="E1", name=mark))
    version = Version.objects.filter(project=project).first()
    Asset.objects.filter(pk=version.asset_id).update(name=mark + ".mp4")
    Version.objects.filter(pk=version.pk).update(file_name=mark + ".mp4")
    Shot.objects.create(project=project, scene=scene, code="X1", name=mark, version=version,
        cut_in=0, cut_out=24)
    request = AssistRequest.objects.create(project=project, tool="shot_breakdown", person=producer)
    request.versions.set([version], through_defaults={"studio": studio})
    run = Run.objects.create(project=project, request=request, state="READY")
    candidate = Candidate.objects.create(project=project, run=run, version=version, number=1,
        result=RESULT)
    Revision.objects.create(project=project, candidate=candidate, number=0,
        cut=cutting.from_result(RESULT))
    decision = decide(actor=producer, candidate=candidate, revision=0, verdict="approved",
        reason=mark)
    answer(actor=producer, decision=decision, minutes_by_hand=5, ease=5, comment=mark)
    upload = start_upload(actor=producer, project=project, file_name=mark, size=20, asset=None,
        shot=None)
    upload.sign([{"number": 1, "size": 20, "sha256": "00" * 32}])
    invite(actor=producer, email=mark + "@example.org", role="artist", studio=studio)
    open_to(actor=producer, studio=studio, email=LEAD.email, project=project,
        until=timezone.now() + timedelta(days=1)).end(actor=producer)


def studio_project(studio, mark):
    project = Project.objects.get(studio=studio)
    project.name = project.description = mark
    project.save()
    return project


def tenants():
    for room in ("portal", "projects", "feedback"):
        for model in apps.get_app_config(room).get_models():
            if any(f.name == "studio" for f in model._meta.get_fields()):
                yield model


def ids(studio):
    found = {m._meta.model_name: [str(pk) for pk in
        m.objects.filter(studio=studio).order_by("pk").values_list("pk", flat=True)[:3]]
        for m in tenants()}
    found["user"] = [str(m.user_id) for m in studio.memberships.all()]
    found["studio"] = [str(studio.pk)]
    return found


def keys(studio):
    people = {m.role: m.user for m in studio.memberships.select_related("user")}
    return {role: [ApiToken.issue(user, name="drill")[1], sign_in_link(SignInLink.issue(user))]
        for role, user in {**people, "beta lead": LEAD}.items()}


told = {}
for name in ("Lantern Row", "Northlight Pictures"):
    studio, mark = Studio.objects.get(name=name), "mark" + uuid.uuid4().hex
    fill(studio, mark)
    told[name] = {"mark": mark, "ids": ids(studio), "keys": keys(studio)}
print(json.dumps(told))
"""

EXAMINED = "select count(*) from projects_ingest where state <> 'READY'"

#: One text for all rows of a studio: whatever is changed, added or removed changes it.
ROWS = "select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t"

#: Every pair of tables of which one names the other, both with a studio of their own.
LINKS = """
select c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
from pg_constraint c
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
where c.contype = 'f' and array_length(c.conkey, 1) = 1
  and exists (select from pg_attribute s where s.attrelid = c.conrelid and s.attname = 'studio_id')
  and exists (select from pg_attribute s where s.attrelid = c.confrelid and s.attname = 'studio_id')
"""
CROSSED = (
    "select count(*) from {child} c join {parent} p on p.id = c.{column}"
    " where c.studio_id <> p.studio_id"
)
