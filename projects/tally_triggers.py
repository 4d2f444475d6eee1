"""The triggers behind `Tally`, as migrations write them.

They work by statement, not by row: ten thousand assets that come at once change each tally once.
For every asset that a statement touches, what it counted for before and after is summed by project
and kind, and the difference is added. Rows are changed in the order of their key, so that two
transactions wait for each other in one direction only.
"""

#: What one asset counts for now, and how long a version is.
_WEIGHTS = """
create function projects_tally_seconds(frames bigint, num bigint, den bigint) returns numeric
language sql immutable as $$
    select coalesce(round(frames::numeric * den / nullif(num, 0), 3), 0)
$$;
create function projects_tally_weight(one uuid)
returns table (versions bigint, size bigint, seconds numeric) language sql stable as $$
    select count(*), coalesce(sum(v.size), 0)::bigint, coalesce(
        (array_agg(projects_tally_seconds(v.frames, v.rate_num, v.rate_den)
            order by v.number desc))[1], 0)
    from projects_version v where v.asset_id = one
$$;
"""

_ADD = """
create type projects_tally_change as (
    studio_id uuid, project_id uuid, kind varchar,
    assets bigint, versions bigint, size bigint, seconds numeric
);
create function projects_tally_add(changes projects_tally_change[]) returns void
language plpgsql as $$
declare one projects_tally_change;
begin
    for one in
        select c.studio_id, c.project_id, c.kind, sum(c.assets), sum(c.versions), sum(c.size),
            sum(c.seconds)
        from unnest(changes) c group by 1, 2, 3
        having sum(c.assets) <> 0 or sum(c.versions) <> 0 or sum(c.size) <> 0
            or sum(c.seconds) <> 0
        order by 2, 3
    loop
        update projects_tally t set assets = t.assets + one.assets,
            versions = t.versions + one.versions, size = t.size + one.size,
            seconds = t.seconds + one.seconds
        where t.project_id = one.project_id and t.kind = one.kind;
        -- What goes needs no row: its project may be going, and the tally before it.
        if not found and one.assets >= 0 and one.versions >= 0 then
            insert into projects_tally
                (studio_id, project_id, kind, assets, versions, size, seconds)
            values (one.studio_id, one.project_id, one.kind, one.assets, one.versions, one.size,
                one.seconds)
            on conflict (project_id, kind) do update set
                assets = projects_tally.assets + excluded.assets,
                versions = projects_tally.versions + excluded.versions,
                size = projects_tally.size + excluded.size,
                seconds = projects_tally.seconds + excluded.seconds;
        end if;
    end loop;
end $$;
"""

_ASSETS = """
create function projects_tally_assets(rows projects_asset[], sign int) returns
projects_tally_change[] language sql stable as $$
    select array_agg((a.studio_id, a.project_id, a.kind, sign, sign * w.versions, sign * w.size,
        sign * w.seconds)::projects_tally_change)
    from unnest(rows) a, projects_tally_weight(a.id) w where a.deleted_at is null
$$;
create function projects_tally_by_assets() returns trigger language plpgsql as $$
declare before projects_asset[] = '{}'; after projects_asset[] = '{}';
begin
    if tg_op = 'INSERT' then
        -- Versions come after their asset, or with it in one statement: they count themselves.
        perform projects_tally_add((
            select array_agg((n.studio_id, n.project_id, n.kind, 1, 0, 0, 0)::projects_tally_change)
            from new_rows n where n.deleted_at is null
        ));
        return null;
    elsif tg_op = 'DELETE' then
        select array_agg(o) into before from old_rows o;
    else
        select array_agg(o), array_agg(n) into before, after
        from old_rows o join new_rows n using (id)
        where (o.kind, o.project_id, o.deleted_at is null)
            is distinct from (n.kind, n.project_id, n.deleted_at is null);
    end if;
    if before is null and after is null then return null; end if;
    perform projects_tally_add(
        projects_tally_assets(before, -1) || projects_tally_assets(after, 1));
    return null;
end $$;
"""

_VERSIONS = """
create function projects_tally_by_versions() returns trigger language plpgsql as $$
declare gone projects_version[] = '{}'; come uuid[] = '{}'; touched uuid[];
begin
    if tg_op = 'INSERT' then
        select array_agg(id), array_agg(distinct asset_id) into come, touched from new_rows;
    elsif tg_op = 'DELETE' then
        select array_agg(o), array_agg(distinct asset_id) into gone, touched from old_rows o;
    else
        select array_agg(o), array_agg(n.id), array_agg(distinct o.asset_id)
        into gone, come, touched from old_rows o join new_rows n using (id)
        where (o.size, o.frames, o.rate_num, o.rate_den, o.number)
            is distinct from (n.size, n.frames, n.rate_num, n.rate_den, n.number);
    end if;
    if touched is null then return null; end if;
    perform projects_tally_add((
        with seen as (
            select v.asset_id, v.number, v.size, true as now, n.id is null as was,
                projects_tally_seconds(v.frames, v.rate_num, v.rate_den) as seconds
            from projects_version v left join unnest(come) n (id) on n.id = v.id
            where v.asset_id = any (touched)
            union all
            select g.asset_id, g.number, g.size, false, true,
                projects_tally_seconds(g.frames, g.rate_num, g.rate_den)
            from unnest(gone) g
        ), sums as (
            select asset_id, count(*) filter (where now) - count(*) filter (where was) as versions,
                coalesce(sum(size) filter (where now), 0)
                    - coalesce(sum(size) filter (where was), 0) as size,
                coalesce((array_agg(seconds order by number desc) filter (where now))[1], 0)
                    - coalesce((array_agg(seconds order by number desc) filter (where was))[1], 0)
                    as seconds
            from seen group by 1
        )
        select array_agg((a.studio_id, a.project_id, a.kind, 0, s.versions, s.size, s.seconds)
            ::projects_tally_change)
        from projects_asset a join sums s on s.asset_id = a.id where a.deleted_at is null
    ));
    return null;
end $$;
"""


def _triggers(table: str, function: str) -> str:
    tables = {
        "insert": "new table as new_rows",
        "update": "old table as old_rows new table as new_rows",
        "delete": "old table as old_rows",
    }
    return "\n".join(
        f"create trigger tally_{event} after {event} on {table} referencing {names} "
        f"for each statement execute function {function}();"
        for event, names in tables.items()
    )


_FILL = """
insert into projects_tally (studio_id, project_id, kind, assets, versions, size, seconds)
select a.studio_id, a.project_id, a.kind, count(*), sum(w.versions), sum(w.size), sum(w.seconds)
from projects_asset a, projects_tally_weight(a.id) w
where a.deleted_at is null group by 1, 2, 3;
"""
_TABLES = ("projects_asset", "projects_version", "projects_tally")
_LOOSE = "".join(f"alter table {table} no force row level security;" for table in _TABLES)
_FORCED = "".join(f"alter table {table} force row level security;" for table in _TABLES)

KEEP = (
    _WEIGHTS
    + _ADD
    + _ASSETS
    + _VERSIONS
    + _triggers("projects_asset", "projects_tally_by_assets")
    + _triggers("projects_version", "projects_tally_by_versions")
    + _LOOSE
    + _FILL
    + _FORCED
)
FORGET = (
    "".join(
        f"drop trigger tally_{event} on {table};"
        for table in ("projects_asset", "projects_version")
        for event in ("insert", "update", "delete")
    )
    + """
drop function projects_tally_by_assets();
drop function projects_tally_by_versions();
drop function projects_tally_assets(projects_asset[], int);
drop function projects_tally_add(projects_tally_change[]);
drop type projects_tally_change;
drop function projects_tally_weight(uuid);
drop function projects_tally_seconds(bigint, bigint, bigint);
"""
)
