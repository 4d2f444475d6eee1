"""The triggers behind `Derivation`, `Reliance` and `Consent`, as migrations write them.

Edges from inputs to candidates, and from the consents that receipts name, come with the candidate,
whoever writes it. Each new edge carries the consents of its source to what was made, and on to
everything made of that. A lock for each project keeps two edges that come at once from missing
each other; within it every statement sees what was committed before.
"""

_MADE = """
create function projects_candidates_derive() returns trigger language plpgsql as $$
begin
    insert into projects_derivation
        (studio_id, project_id, source_kind, source, made_kind, made, at)
    select n.studio_id, n.project_id, 'version', i.version_id, 'candidate', n.id, now()
    from new_rows n join projects_run r on r.id = n.run_id
        join projects_requestinput i on i.request_id = r.request_id
    union
    select n.studio_id, n.project_id, 'version', n.version_id, 'candidate', n.id, now()
    from new_rows n
    union
    select n.studio_id, n.project_id, 'consent', c.id, 'candidate', n.id, now()
    from new_rows n join projects_receipt p on p.run_id = n.run_id
        cross join lateral jsonb_array_elements_text(p.consents) told (id)
        join projects_consent c on c.id::text = told.id and c.project_id = n.project_id
    on conflict do nothing;
    return null;
end $$;
create trigger candidates_derive after insert on projects_candidate
    referencing new table as new_rows
    for each statement execute function projects_candidates_derive();
"""

#: Only what gains a consent is walked on from: what has it already has passed it on.
_RELY = """
create function projects_derivations_rely() returns trigger language plpgsql as $$
declare one uuid;
begin
    for one in select distinct project_id from new_rows order by 1 loop
        perform pg_advisory_xact_lock(hashtextextended('lineage ' || one::text, 0));
    end loop;
    with recursive gained (studio_id, project_id, kind, node, consent_id) as (
        select s.* from (
            select n.studio_id, n.project_id, n.made_kind, n.made, n.source
            from new_rows n where n.source_kind = 'consent'
            union
            select n.studio_id, n.project_id, n.made_kind, n.made, r.consent_id
            from new_rows n join projects_reliance r on r.node = n.source
        ) s (studio_id, project_id, kind, node, consent_id)
        where not exists (select from projects_reliance k
            where k.node = s.node and k.consent_id = s.consent_id)
        union
        select d.studio_id, d.project_id, d.made_kind, d.made, g.consent_id
        from gained g join projects_derivation d on d.source = g.node
        where not exists (select from projects_reliance k
            where k.node = d.made and k.consent_id = g.consent_id)
    )
    insert into projects_reliance (studio_id, project_id, kind, node, consent_id)
    select studio_id, project_id, kind, node, consent_id from gained
    on conflict do nothing;
    return null;
end $$;
create trigger derivations_rely after insert on projects_derivation
    referencing new table as new_rows
    for each statement execute function projects_derivations_rely();
"""

#: After an edge from a consent was taken back: what stands on it, walked anew.
_AGAIN = """
create function projects_rely_again(one uuid) returns void language plpgsql as $$
begin
    delete from projects_reliance where consent_id = one;
    with recursive reached (studio_id, project_id, kind, node) as (
        select d.studio_id, d.project_id, d.made_kind, d.made
        from projects_derivation d where d.source = one
        union
        select d.studio_id, d.project_id, d.made_kind, d.made
        from reached r join projects_derivation d on d.source = r.node
    )
    insert into projects_reliance (studio_id, project_id, kind, node, consent_id)
    select studio_id, project_id, kind, node, one from reached;
end $$;
"""

_STANDS = """
create function projects_consent_stands() returns trigger language plpgsql as $$
declare ends text[] = array['strike_hold', 'revoked_at', 'revoked_by_name', 'revoked_why',
    'replaced_by_id', 'replaced_at', 'replaced_by_name', 'script_version_id', 'document_id',
    'recorded_by_id'];
begin
    if to_jsonb(old) - ends is distinct from to_jsonb(new) - ends
        or (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at) then
        raise exception 'a consent is never changed: a further one is signed';
    end if;
    return new;
end $$;
create trigger consent_stands before update on projects_consent
    for each row execute function projects_consent_stands();
"""

_TABLES = ("projects_candidate", "projects_run", "projects_requestinput", "projects_derivation")
_LOOSE = "".join(f"alter table {table} no force row level security;" for table in _TABLES)
_FORCED = "".join(f"alter table {table} force row level security;" for table in _TABLES)
#: What was made before there were edges; no consent is older than they are.
_FILL = """
insert into projects_derivation (studio_id, project_id, source_kind, source, made_kind, made, at)
select c.studio_id, c.project_id, 'version', i.version_id, 'candidate', c.id, c.created_at
from projects_candidate c join projects_run r on r.id = c.run_id
    join projects_requestinput i on i.request_id = r.request_id
union
select studio_id, project_id, 'version', version_id, 'candidate', id, created_at
from projects_candidate
on conflict do nothing;
"""

KEEP = _MADE + _RELY + _AGAIN + _STANDS + _LOOSE + _FILL + _FORCED
FORGET = """
drop trigger candidates_derive on projects_candidate;
drop trigger derivations_rely on projects_derivation;
drop trigger consent_stands on projects_consent;
drop function projects_candidates_derive();
drop function projects_derivations_rely();
drop function projects_consent_stands();
drop function projects_rely_again(uuid);
"""
