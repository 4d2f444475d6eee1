"""The statement that gives the shots of a project with what is known of their work.

PostgreSQL builds the whole answer, as columns: a thousand rows of a few short values are
thousands of Python objects fewer. Shots stand in story order: episodes, scenes and shots by their
codes, as people count (2 before 10). Codes are compared as they are where all of a scene have one
length: that is the same order, and much cheaper.

Whoever calls has found the project through `visible_to`; everything here hangs from its id.
"""

from projects.shot_status.parts import PARTS

#: Of requests, as `projects.shot_status.words` tells them.
#: The most pressing first: so they stand in a row.
STATES = (
    *("needs_you", "running", "queued", "failed", "blocked"),
    *("ready", "approved", "rejected", "cancelled"),
)
#: Order of the rows → what they are sorted by.
SORTS = {
    "story": "n",
    "changed": "changed desc, n",
    "notes": "notes desc, n",
    "code": "code, n",
}
#: A code with each of its numbers ten digits long.
_PADDED = (
    r"regexp_replace(regexp_replace({0}, '(\d+)', '0000000000\1', 'g'),"
    r" '0*(\d{{10}})(?!\d)', '\1', 'g')"
)
_SHOTS = """
with scenes as (
  select c.id, row_number() over (order by {episode_code}, {scene_code}, c.id) as place
  from projects_scene c left join projects_episode e on e.id = c.episode_id
  where c.project_id = %(project)s
    and (%(episode)s::uuid is null or c.episode_id = %(episode)s)
    and (%(scene)s::uuid is null or c.id = %(scene)s)
), chosen as materialized (
  select id, code, name, scene_id, version_id, cut_in, cut_out, created_at
  from projects_shot where project_id = %(project)s
    and (%(scene)s::uuid is null or scene_id = %(scene)s)
    and (%(words)s = '' or code ilike %(like)s or name ilike %(like)s)
), counted as materialized (
  select h.scene_id, h.shots, c.place from scenes c
    full join (select scene_id, count(*) as shots from chosen group by scene_id) h
    on h.scene_id = c.id
), ranged as materialized (
  select coalesce(scene_id, %(none)s::uuid) as scene, shots,
    sum(shots) over (order by place nulls last) - shots as before
  from counted where shots > 0
    and (place is not null or (%(episode)s::uuid is null and %(scene)s::uuid is null))
), placed as materialized (
  select r.before, r.shots, s.* from chosen s full join ranged r
    on r.scene = coalesce(s.scene_id, %(none)s::uuid)
), alike as (
  select p.*, min(length(code)) over w = max(length(code)) over w as even
  from placed p where before < %(end)s and before + shots > %(start)s
  window w as (partition by before)
), held as materialized (
  select * from (
    select alike.*,
      row_number() over (order by before, case when even then '' else {code} end, code, id)
        + min(before) over () as n
    from alike
  ) s where n > %(start)s and n <= %(end)s
)""".format(  # noqa: S608  (what is put in stands above)
    episode_code=_PADDED.format("coalesce(e.code, '')"),
    scene_code=_PADDED.format("c.code"),
    code=_PADDED.format("code"),
)
#: What was asked of versions of the shots' own files. Results are grouped, never joined with each
#: other: whatever the planner believes of their number, the cost grows with it and no faster.
_WORK = """, files as materialized (
  select a.shot_id as shot, v.id as version, v.created_at
  from {files} join projects_version v on v.asset_id = a.id{v}
  where a.deleted_at is null and a.shot_id is not null{a}
), candidates as (
  select f.shot, r.id as request, r.tool, r.state, r.created_at, c.id as candidate,
    bool_or(u.state = 'RUNNING') as running, bool_or(u.state = 'QUEUED') as queued,
    bool_or(u.state = 'READY') as ready, bool_or(u.state in ('FAILED', 'ERRORED')) as failed,
    max(u.finished_at) as ended,
    max(array[extract(epoch from d.at)::float8, case d.verdict
      when 'approved' then 1 when 'rejected' then 2 when 'changes' then 3 else 4 end]) as signed
  from files f join projects_requestinput i on i.version_id = f.version
    join projects_assistrequest r on r.id = i.request_id and r.state <> 'withdrawn'{r}
    left join projects_run u on u.request_id = r.id{u}
    left join projects_candidate c on c.run_id = u.id and c.kind <> 'editorial'{c}
    left join projects_decision d on d.candidate_id = c.id{d}
  group by f.shot, r.id, r.tool, r.state, r.created_at, c.id
), requests as (
  select shot, tool, greatest(created_at, max(ended), to_timestamp(max(signed[1]))) as at, case
    when state = 'blocked' then 'blocked'
    when bool_or(running) then 'running'
    when bool_or(queued) then 'queued'
    when state = 'open' and bool_or(candidate is not null and coalesce(signed[2], 3) > 2)
      then 'needs_you'
    when bool_or(signed[2] = 1) then 'approved'
    when bool_or(candidate is not null) then 'rejected'
    when bool_or(ready) then 'ready'
    when bool_or(failed) then 'failed'
    else 'cancelled' end as state
  from candidates group by shot, request, tool, state, created_at
), worked as (
  select shot, json_agg(json_build_array(tool, state, times)
    order by array_position(%(states)s::text[], state), tool) as work,
    array_agg(state) as states, max(at) as at
  from (
    select shot, tool, state, count(*) as times, max(at) as at from requests
    group by shot, tool, state
  ) t group by shot
)"""
#: Threads that nobody resolved: on the shots' own files, and on their frames of a longer film.
_NOTES = """, films as (
  select version_id as version, array_agg(cut_in order by cut_in, n) as starts,
    array_agg(cut_out order by cut_in, n) as ends, array_agg(id order by cut_in, n) as shots
  from held where version_id is not null and cut_in is not null group by version_id
), said as (
  select f.shot, n.created_at from files f join projects_note n on n.version_id = f.version{n}
  where n.parent_id is null and n.resolved_at is null and n.deleted_at is null
  union all
  select shots[at], created_at from (
    select f.shots, f.ends, n.start, n.created_at, width_bucket(n.start::int, f.starts) as at
    from films f join projects_version v on v.id = f.version
      join projects_asset a on a.id = v.asset_id and a.deleted_at is null
      join projects_note n on n.version_id = f.version
    where n.parent_id is null and n.resolved_at is null and n.deleted_at is null
      and n.start < 2147483647
  ) t where at > 0 and start < ends[at]
)"""
#: Joined in full, though nothing stands alone: it is the one join that is never a loop in a loop.
_ROWS = """, newest as (
  select distinct on (shot) shot, version, created_at from files
  order by shot, created_at desc, version
), pictured as (
  select newest.shot, newest.created_at as at, p.id as poster from newest
    left join projects_rendition p on p.version_id = newest.version and p.role = 'poster'
      and p.candidate_id is null and p.index = 0{p}
), noted as (
  select shot, count(*) as notes, max(created_at) as at from said group by shot
), rows as materialized (
  select h.n, h.id, h.code, h.name, h.scene_id, h.version_id, h.cut_in, h.cut_out,
    p.poster, w.work, w.states, coalesce(o.notes, 0) as notes,
    greatest(h.created_at, p.at, w.at, o.at) as changed{values}
  from held h full join pictured p on p.shot = h.id full join worked w on w.shot = h.id
    full join noted o on o.shot = h.id{joins}
)"""
_ANSWER = """
select (select coalesce(sum(shots), 0) from counted)::int, (select count(*) from rows
    where id is not null and (%(state)s = '' or {stands}))::int,
  json_build_object({columns})::text
from (
  select * from rows where id is not null and (%(state)s = '' or {stands})
  order by {sort} offset %(skip)s limit %(most)s
) r
"""
_STANDS = "(case %(state)s when 'none' then states is null else %(state)s = any (states) end)"
_COLUMNS = {
    "id": "id",
    "code": "code",
    "name": "name",
    "scene": "scene_id",
    "film": "case when poster is null then version_id end",
    "first": "cut_in",
    "end": "cut_out",
    "poster": "poster",
    "work": "work",
    "notes": "notes",
    "changed": "extract(epoch from changed)::int",
}


#: Tables of the work by their names in the statement: each row says itself of which project it is.
_OF_PROJECT = ("a", "v", "r", "u", "c", "d", "n", "p")


def statement(sort: str, *, whole: bool) -> str:
    """Gives (shots chosen, rows in that state, the columns as JSON text).

    `whole`: most shots of the project are asked for, so that its rows are read table by table;
    otherwise they are looked up shot by shot.
    """
    own = {name: f" and {name}.project_id = %(project)s" if whole else "" for name in _OF_PROJECT}
    files = "projects_asset a" if whole else "held h join projects_asset a on a.shot_id = h.id"
    values = "".join(f", {part.name}.value as {part.name}" for part in PARTS)
    joins = "".join(
        f" full join ({part.sql}) {part.name} on {part.name}.shot = h.id" for part in PARTS
    )
    columns = _COLUMNS | {part.name: part.name for part in PARTS}
    order = SORTS[sort]
    listed = ", ".join(f"'{name}', json_agg({of} order by {order})" for name, of in columns.items())
    return (
        _SHOTS
        + (_WORK + _NOTES).format(files=files, **own)
        + _ROWS.format(values=values, joins=joins, **own)
        + _ANSWER.format(columns=listed, sort=order, stands=_STANDS)
    )
