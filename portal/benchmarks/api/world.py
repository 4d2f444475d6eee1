"""Rows for the benchmarks of lists, written by the database itself, past all fences.

`people` makes a studio with its producers; `production` one project with so many shots, each with
an asset, a version and its poster, three requests of tools (with run, candidate, and of two of
them a decision), two notes and a work item. `crowd` adds rows to the same studio's lists until it
has so many. Everything is analysed at the end, as a database does by itself within a minute.
"""

import json
from typing import Any

import psycopg

from portal.embedded import database_url
from portal.rehearsal import Rehearsal

#: Of a production that is done: nothing of it awaits anybody.
NEVER = 10**9
PEOPLE = """
import json
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from portal.models import Membership, Studio, User
from portal.models.secrets import ApiToken
studio = Studio.objects.create(name="Bench House")
other = Studio.objects.create(name="Other House")
open_across(Studio.objects.all(), reason="rehearsal")  # the new ones, too
made = []
for number in range({count}):
    who = User.objects.create_user(f"lists{{number}}@example.org", None, name=f"Lists {{number}}")
    Membership.objects.create(studio=studio, user=who, role="producer")
    Authenticator.objects.create(user=who, type="totp", data={{}})
    _row, token = ApiToken.issue(who, name="bench", scopes={scopes}, days=1)
    session = SessionStore()
    session[SESSION_KEY] = str(who.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = who.get_session_auth_hash()
    session.save()
    made.append([token, session.session_key])
print(json.dumps([str(studio.pk), str(who.pk), str(other.pk), made]))
"""
SCOPES = ["read", "upload", "comment", "manage", "feedback", "request", "decide"]

PROJECT = """
insert into projects_project (studio_id, id, name, code, rate_label, description, watermark,
  allow_downloads, credit_names, strike_by_name, strike_why, created_at)
values ('{studio}', '{project}', '{name}', '{code}', '24', '', 'overlay', false, false, '', '',
  now());
insert into projects_episode (studio_id, id, project_id, code, name, created_at)
select '{studio}', gen_random_uuid(), '{project}', 'E' || e, 'Episode ' || e, now()
from generate_series(1, greatest(1, {shots} / 200)) e;
insert into projects_scene (studio_id, id, project_id, episode_id, code, name, script, created_at)
select '{studio}', gen_random_uuid(), '{project}', e.id, s::text, 'Scene ' || s, '{{}}', now()
from projects_episode e, generate_series(1, 10) s where e.project_id = '{project}';
insert into projects_shot (studio_id, id, project_id, scene_id, code, name, cut_in, cut_out,
  created_at)
select '{studio}', gen_random_uuid(), '{project}', s.id,
  e.code || '_' || s.code || '_' || lpad((n * 10)::text, 4, '0'), '', 0, 24 + n * 3,
  now() - n * interval '1 second'
from projects_scene s join projects_episode e on e.id = s.episode_id,
  generate_series(1, {shots} / (10 * greatest(1, {shots} / 200))) n
where s.project_id = '{project}';
"""
#: What a shot has; `shots` is a query of its rows as s.
WORK = """
create temporary table made on commit drop as
  select s.id shot, s.project_id project, s.studio_id studio, s.code, gen_random_uuid() asset,
    gen_random_uuid() version, row_number() over (order by s.code) n
  from projects_shot s where s.project_id = '{project}' and not exists
    (select from projects_asset a where a.shot_id = s.id);
insert into projects_asset (studio_id, id, project_id, shot_id, name, kind, look, folder, log,
  created_at)
select studio, asset, project, shot, code || '.mov', 'film', '', '', '{{}}', now() - n *
  interval '1 s'
from made;
insert into projects_version (studio_id, id, project_id, asset_id, number, file_name, size,
  tree_sha256, part_size, fingerprint, storage_key, uploaded_by_id, created_at, facts, frames,
  rate_num, rate_den, source_type)
select studio, version, project, asset, 1, code || '_v001.mov', 1000000, repeat('0', 64),
  8388608, '',
  'versions/' || version, '{person}', now() - n * interval '1 s', '{{"width": 1920, "height":
  1080}}',
  96, 24, 1, '' from made;
insert into projects_ingest (studio_id, state, attempt, stage, fraction, seq, error_code,
  error_facts, queued_at, id, project_id, version_id, forgiven)
select studio, 'READY', 1, '', 1, 1, '', '{{}}', now(), gen_random_uuid(), project, version, 0
from made;
insert into projects_rendition (studio_id, id, project_id, version_id, role, index, media_type,
  storage_key, size, facts, created_at)
select studio, gen_random_uuid(), project, version, 'poster', 0, 'image/jpeg', 'r/' || version,
  9000,
  '{{}}', now() from made;
create temporary table asked on commit drop as
  select made.*, gen_random_uuid() request, gen_random_uuid() run, gen_random_uuid() candidate, k,
    k > 0 and n % {open_every} = k as awaited, k = 2 and n % {open_every} = 5 as failed
  from made, generate_series(0, 2) k;
insert into projects_assistrequest (studio_id, id, project_id, tool, parameters, person_id, state,
  blind, created_at)
select studio, request, project, (array['clean_plate', 'shot_match', 'stills'])[k + 1], '{{}}',
  '{person}',
  case when awaited or failed then 'open' else 'decided' end, '[]',
  now() - n * interval '1 s' from asked;
insert into projects_requestinput (studio_id, request_id, version_id, position)
select studio, request, version, 0 from asked;
insert into projects_run (studio_id, state, attempt, stage, fraction, seq, error_code, error_facts,
  queued_at, started_at, finished_at, id, project_id, request_id, provider, model, turns, usage,
  cost, currency)
select studio, case when failed then 'FAILED' else 'READY' end,
  1, '', 1, 1, '', '{{}}', now() - n * interval '1 s', now(), now(), run, project, request, 'local',
  '', 0, '{{}}', 0, 'USD' from asked;
insert into projects_candidate (studio_id, id, project_id, run_id, version_id, number, result, kind,
  likeness, source_type, created_at)
select studio, candidate, project, run, version, 1, '{{}}', (array['plate', 'match',
  'track'])[k + 1],
  '', '', now() - n * interval '1 s' from asked where not failed;
insert into projects_revision (studio_id, project_id, candidate_id, number, cut, summary,
  created_at)
select studio, project, candidate, 0, '{{}}', '', now() from asked where not failed;
insert into projects_decision (studio_id, id, project_id, candidate_id, revision_id, verdict,
  reason,
  why, person_id, person_name, at)
select a.studio, gen_random_uuid(), a.project, a.candidate, r.id,
  case when k = 0 then 'approved' else 'rejected' end, 'bench', '', '{person}', 'Bench',
  now() - n * interval '1 s'
from asked a join projects_revision r on r.candidate_id = a.candidate
where not a.awaited;
insert into projects_note (studio_id, id, project_id, version_id, start, "end", text, drawing,
  mentions, person_id, person_name, said_by, created_at, edited_by_name, resolved_by_name,
  resolved_at)
select studio, gen_random_uuid(), project, version, k * 10, k * 10 + 1,
  'The edge of the sky wavers here; look at frame ' || n, '[]', '[]', '{person}', 'Bench', '',
  now() - n * interval '1 s', '', '', case when n % 2 = 0 then now() end
from made, generate_series(0, 1) k;
insert into feedback_workitem (studio_id, id, project_id, shot_id, code, title, stage, stratum,
  state,
  assigned, arm, approved_by_name, dropped_why, sample, created_at)
select studio, gen_random_uuid(), project, shot, code || '-CLN', '', 'paint', 'small', 'planned',
  '', '', '', '', false, now() from made;
"""
#: Of the rest of a portal: what its lists page through besides the work on shots.
REST = """
insert into portal_auditevent (uid, studio_id, studio_name, actor_id, actor_name, verb, facts, at,
  digest)
select gen_random_uuid(), '{studio}', 'Bench House', '{person}', 'Bench', 'run:requested',
  '{{"work": "Clean plate", "project": "P", "id": "x"}}', now() - n * interval '1 s',
  repeat('0', 64)
from generate_series(1, {rest}) n;
"""


def people(portal: Rehearsal, count: int) -> dict[str, Any]:
    """The studio, a person of it, and for each person a token and a session."""
    told = portal.shell(PEOPLE.format(count=count, scopes=SCOPES), seconds=300)
    studio, person, other, made = json.loads(told.splitlines()[-1])
    emails = [f"lists{number}@example.org" for number in range(count)]
    return {"studio": studio, "person": person, "other": other, "keys": made, "people": emails}


def production(
    portal: Rehearsal, world: dict[str, Any], code: str, shots: int, *, open_every: int = 10
) -> str:
    """A project's id. Two shots of `open_every` await a decision, another's last request
    failed."""
    ((project,),) = portal.query("select gen_random_uuid()::text")
    own = {"studio": world["studio"], "person": world["person"], "project": project}
    named = {"name": f"Production of {shots}", "code": code, "shots": shots}
    _write(portal, PROJECT.format(**own, **named) + WORK.format(**own, open_every=open_every))
    return project


def rest(portal: Rehearsal, world: dict[str, Any], count: int) -> None:
    _write(portal, REST.format(studio=world["studio"], person=world["person"], rest=count))


def rows(portal: Rehearsal) -> int:
    """All rows there are, counted."""
    tables = portal.query("select relname from pg_stat_user_tables where schemaname = 'public'")
    counted = " + ".join(f"(select count(*) from {name})" for (name,) in tables)  # noqa: S608
    ((found,),) = portal.query(f"select {counted}")
    return int(found)


def analysed(portal: Rehearsal) -> None:
    """As a database does by itself within a minute."""
    with _owner(portal) as connection:
        connection.execute("vacuum analyze")


def _write(portal: Rehearsal, sql: str) -> None:
    with _owner(portal) as connection, connection.transaction():
        connection.execute(sql)


def _owner(portal: Rehearsal) -> psycopg.Connection:
    return psycopg.connect(database_url(portal.var, role="postgres"), autocommit=True)
