-- PostgreSQL 18
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE TYPE public.projects_tally_change AS (
	studio_id uuid,
	project_id uuid,
	kind character varying,
	assets bigint,
	versions bigint,
	size bigint,
	seconds numeric
);
CREATE FUNCTION public.feedback_bid_first() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if exists (select from feedback_assignment where id = new.id)
        and not exists (select from feedback_bid
            where id = new.bid_id and item_id = new.item_id and locked_at is not null) then
        raise exception 'an arm is settled only after the bid is locked'
            using errcode = 'check_violation';
    end if;
    return null;
end $$;
CREATE FUNCTION public.feedback_keep_asked() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if old.published_at is not null and (tg_op = 'DELETE' or new is distinct from old) then
        raise exception 'a published questionnaire is not changed'
            using errcode = 'check_violation';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
CREATE FUNCTION public.feedback_keep_frozen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if old.frozen_at is not null and (tg_op = 'DELETE' or
        (new.id, new.name, new.title, new.language, new.sections, new.filters, new.sha256,
         new.frozen_at, new.frozen_by_name, new.created_at) is distinct from
        (old.id, old.name, old.title, old.language, old.sections, old.filters, old.sha256,
         old.frozen_at, old.frozen_by_name, old.created_at)) then
        raise exception 'a frozen definition is not changed' using errcode = 'check_violation';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
CREATE FUNCTION public.feedback_keep_weeks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'a week that is over is not changed' using errcode = 'check_violation';
end $$;
CREATE FUNCTION public.feedback_stands() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare free text[] = coalesce(tg_argv, '{}');
begin
    if to_jsonb(old) - free is distinct from to_jsonb(new) - free then
        raise exception 'what was recorded of work is never rewritten (%)', tg_table_name
            using errcode = 'check_violation';
    end if;
    return new;
end $$;
CREATE FUNCTION public.feedback_ticket_index() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'INSERT' then 
        insert into projects_indexcard
            (studio_id, project_id, person, kind, row, title, lexemes, at)
        select r.studio_id, null::uuid, r.person_id, 't', r.id,
            left(projects_index_fold(r.title), 300),
            projects_index_lexemes(r.studio_id, 't', concat_ws(' ', r.title, r.text, 't-' || left(replace(r.id::text, '-', ''), 6))), r.created_at
        from new_rows r where true and true
        on conflict (kind, row) do update set project_id = excluded.project_id,
            person = excluded.person, title = excluded.title, lexemes = excluded.lexemes;
    elsif tg_op = 'DELETE' then
        delete from projects_indexcard
        where kind = 't' and row in (select id from old_rows);
    else 
        insert into projects_indexcard
            (studio_id, project_id, person, kind, row, title, lexemes, at)
        select r.studio_id, null::uuid, r.person_id, 't', r.id,
            left(projects_index_fold(r.title), 300),
            projects_index_lexemes(r.studio_id, 't', concat_ws(' ', r.title, r.text, 't-' || left(replace(r.id::text, '-', ''), 6))), r.created_at
        from new_rows r join old_rows o using (id) where (o.title, o.text, o.person_id) is distinct from (r.title, r.text, r.person_id) and true
        on conflict (kind, row) do update set project_id = excluded.project_id,
            person = excluded.person, title = excluded.title, lexemes = excluded.lexemes;
        delete from projects_indexcard where kind = 't'
            and row in (select id from new_rows r where not (true));
    end if;
    return null;
end $$;
CREATE FUNCTION public.portal_audit_chain() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  last record;
begin
  select position, hash into last from portal_auditseal order by position desc limit 1;
  if new.position <> coalesce(last.position, 0) + 1
     or new.hash <> encode(sha256(
        decode(coalesce(last.hash, '0000000000000000000000000000000000000000000000000000000000000000'), 'hex') || decode(new.digest, 'hex')), 'hex')
     or not exists (select from portal_auditpending
        where event = new.event_id and digest = new.digest) then
    raise exception 'seal % does not continue the chain', new.position using errcode = '23001';
  end if;
  return new;
end $$;
CREATE FUNCTION public.portal_audit_keep() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if not exists (select from portal_auditseal where event_id = old.event) then
    raise exception 'audit row % has no seal yet', old.event using errcode = '23001';
  end if;
  return old;
end $$;
CREATE FUNCTION public.portal_audit_queue() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  insert into portal_auditpending (event, digest) values (new.id, new.digest);
  return null;
end $$;
CREATE FUNCTION public.portal_audit_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception 'rows of % are only ever added', tg_table_name using errcode = '23001';
end $$;
CREATE FUNCTION public.portal_audit_true() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if not exists (select from portal_auditevent where id = new.event and digest = new.digest)
     or exists (select from portal_auditseal where event_id = new.event) then
    raise exception 'no audit row % waits for a seal', new.event using errcode = '23001';
  end if;
  return new;
end $$;
CREATE FUNCTION public.portal_keep_acceptance() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'UPDATE' and new.person_id is null
    and to_jsonb(new) - 'person_id' = to_jsonb(old) - 'person_id' then
    return new;  -- the account is gone; its name and address stay
  end if;
  raise exception 'an acceptance is neither changed nor removed'
    using errcode = 'restrict_violation';
end $$;
CREATE FUNCTION public.portal_keep_words() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if old.published_at is not null and (tg_op = 'DELETE' or new is distinct from old) then
        raise exception 'a published agreement is not changed' using errcode = 'check_violation';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
CREATE FUNCTION public.projects_asset_index() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'INSERT' then 
        insert into projects_indexcard
            (studio_id, project_id, person, kind, row, title, lexemes, at)
        select r.studio_id, r.project_id, null::uuid, 'a', r.id,
            left(projects_index_fold(r.name), 300),
            projects_index_lexemes(r.studio_id, 'a', concat_ws(' ', r.name, r.folder, r.log ->> 'scene', r.log ->> 'take')), r.created_at
        from new_rows r where true and r.deleted_at is null
        on conflict (kind, row) do update set project_id = excluded.project_id,
            person = excluded.person, title = excluded.title, lexemes = excluded.lexemes;
    elsif tg_op = 'DELETE' then
        delete from projects_indexcard
        where kind = 'a' and row in (select id from old_rows);
    else 
        insert into projects_indexcard
            (studio_id, project_id, person, kind, row, title, lexemes, at)
        select r.studio_id, r.project_id, null::uuid, 'a', r.id,
            left(projects_index_fold(r.name), 300),
            projects_index_lexemes(r.studio_id, 'a', concat_ws(' ', r.name, r.folder, r.log ->> 'scene', r.log ->> 'take')), r.created_at
        from new_rows r join old_rows o using (id) where (o.name, o.folder, o.log, o.deleted_at) is distinct from (r.name, r.folder, r.log, r.deleted_at) and r.deleted_at is null
        on conflict (kind, row) do update set project_id = excluded.project_id,
            person = excluded.person, title = excluded.title, lexemes = excluded.lexemes;
        delete from projects_indexcard where kind = 'a'
            and row in (select id from new_rows r where not (r.deleted_at is null));
    end if;
    return null;
end $$;
CREATE FUNCTION public.projects_candidates_derive() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.projects_consent_stands() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.projects_derivations_rely() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.projects_index_code(studio uuid) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ select left(md5(studio::text), 6) $$;
CREATE FUNCTION public.projects_index_fold(said text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select replace(replace(replace(replace(lower(regexp_replace(
        normalize(coalesce(said, ''), NFKD), '[\u0300-\u036f]', '', 'g')),
        'œ', 'oe'), 'æ', 'ae'), 'ø', 'o'), 'ß', 'ss')
$$;
CREATE FUNCTION public.projects_index_lexemes(studio uuid, kind text, said text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select array_to_tsvector(array_agg(distinct projects_index_code(studio) || lexeme)) from (
        select '.' as lexeme
        union all select kind || found
        from unnest((projects_index_split(said))[1:600]) word, unnest(
            case when word ~ '[0-9._-]' then array[word] || projects_index_parts(word)
            else array[word] || projects_index_stems(word) end) found
        where found <> ''
    ) lexemes
$$;
CREATE FUNCTION public.projects_index_parts(word text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    with parts as (
        select part from regexp_split_to_table(word, '[._-]+') part where part <> ''
    ), runs as (
        select run[1] as run from parts, regexp_matches(part, '[0-9]+|[^0-9]+', 'g') run
        where part ~ '[0-9]' and part ~ '[^0-9]'
    )
    select array_agg(found) from (
        select part as found from parts
        union select projects_index_short(part) from parts
        union select run from runs where run ~ '[0-9]' or length(run) > 1
        union select projects_index_short(run) from runs where run ~ '[0-9]'
    ) all_of_it
$$;
CREATE FUNCTION public.projects_index_short(word text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select regexp_replace(word, '(^|[^0-9])0+([0-9])', '\1\2', 'g')
$$;
CREATE FUNCTION public.projects_index_sought(sought text, studios text) RETURNS tsquery
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
declare
    codes text[] = array(select distinct projects_index_code(one::uuid)
        from unnest(string_to_array(nullif(studios, ''), ',')) one);
    kinds text = split_part(sought, ' ', 1);
    words text[] = projects_index_split(substr(sought, length(kinds) + 2));
    telling text[] = array(select word from unnest(words) word
        where ts_lexize('english_stem', word) is distinct from '{}'
            and ts_lexize('french_stem', word) is distinct from '{}');
    loosely boolean = kinds like '%~%';
begin
    if coalesce(sought, '') = '' then
        return coalesce((select string_agg('''' || code || '.''', ' | ') from unnest(codes) code),
            '')::tsquery;
    end if;
    if telling <> '{}' then words = telling; end if;
    return coalesce((
        select string_agg(one, ' | ') from (
            select '(' || string_agg(projects_index_term(code || kind, word, loosely),
                case when loosely then ' | ' else ' & ' end) || ')' as one
            from unnest(codes) code, regexp_split_to_table(replace(kinds, '~', ''), '') kind,
                unnest(words[1:8]) word
            group by code, kind
        ) heads
    ), '')::tsquery;
end $$;
CREATE FUNCTION public.projects_index_split(said text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select coalesce(array_agg(distinct left(word, 60)), '{}') from (
        select btrim(one, '._-') as word from regexp_split_to_table(
            projects_index_fold(said),
            E'[\\s,;:!?()\\[\\]{}<>"''`´«»…“”‘’„/\\\\|+*=@#&%$^~\u0001-\u001f\u007f]+') one
    ) words where word <> ''
$_$;
CREATE FUNCTION public.projects_index_stems(word text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select case when word ~ '[0-9._-]' then '{}' else
        coalesce(ts_lexize('english_stem', word), '{}')
        || coalesce(ts_lexize('french_stem', word), '{}') end
$$;
CREATE FUNCTION public.projects_index_term(head text, word text, loosely boolean) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select '(' || string_agg(distinct term, ' | ') || ')' from (
        select '''' || head || word || case when length(word) > 1 then ''':*' else '''' end as term
        union all select '''' || head || stem || ''''
        from unnest(projects_index_stems(word) || projects_index_short(word)) stem
        union all select '''' || head || left(word, greatest(4, length(word) * 3 / 5)) || ''':*'
        where loosely and length(word) > 4
        union all select '(' || string_agg(
            '''' || head || part || case when length(part) > 1 then ''':*' else '''' end, ' & '
        ) || ')'
        from regexp_split_to_table(word, '[._-]+') part where part <> '' and word ~ '[._-]'
        having count(*) > 0
    ) terms
$$;
CREATE FUNCTION public.projects_note_index() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'INSERT' then 
        insert into projects_indexcard
            (studio_id, project_id, person, kind, row, title, lexemes, at)
        select r.studio_id, r.project_id, null::uuid, 'n', r.id,
            left(projects_index_fold(left(r.text, 200)), 300),
            projects_index_lexemes(r.studio_id, 'n', concat_ws(' ', r.text, r.person_name)), r.created_at
        from new_rows r where true and r.deleted_at is null
        on conflict (kind, row) do update set project_id = excluded.project_id,
            person = excluded.person, title = excluded.title, lexemes = excluded.lexemes;
    elsif tg_op = 'DELETE' then
        delete from projects_indexcard
        where kind = 'n' and row in (select id from old_rows);
    else 
        insert into projects_indexcard
            (studio_id, project_id, person, kind, row, title, lexemes, at)
        select r.studio_id, r.project_id, null::uuid, 'n', r.id,
            left(projects_index_fold(left(r.text, 200)), 300),
            projects_index_lexemes(r.studio_id, 'n', concat_ws(' ', r.text, r.person_name)), r.created_at
        from new_rows r join old_rows o using (id) where (o.text, o.person_name, o.deleted_at) is distinct from (r.text, r.person_name, r.deleted_at) and r.deleted_at is null
        on conflict (kind, row) do update set project_id = excluded.project_id,
            person = excluded.person, title = excluded.title, lexemes = excluded.lexemes;
        delete from projects_indexcard where kind = 'n'
            and row in (select id from new_rows r where not (r.deleted_at is null));
    end if;
    return null;
end $$;
CREATE FUNCTION public.projects_project_index() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'INSERT' then 
        insert into projects_indexcard
            (studio_id, project_id, person, kind, row, title, lexemes, at)
        select r.studio_id, r.id, null::uuid, 'p', r.id,
            left(projects_index_fold(r.name), 300),
            projects_index_lexemes(r.studio_id, 'p', concat_ws(' ', r.code, r.name, r.description)), r.created_at
        from new_rows r where true and true
        on conflict (kind, row) do update set project_id = excluded.project_id,
            person = excluded.person, title = excluded.title, lexemes = excluded.lexemes;
    elsif tg_op = 'DELETE' then
        delete from projects_indexcard
        where kind = 'p' and row in (select id from old_rows);
    else 
        insert into projects_indexcard
            (studio_id, project_id, person, kind, row, title, lexemes, at)
        select r.studio_id, r.id, null::uuid, 'p', r.id,
            left(projects_index_fold(r.name), 300),
            projects_index_lexemes(r.studio_id, 'p', concat_ws(' ', r.code, r.name, r.description)), r.created_at
        from new_rows r join old_rows o using (id) where (o.code, o.name, o.description) is distinct from (r.code, r.name, r.description) and true
        on conflict (kind, row) do update set project_id = excluded.project_id,
            person = excluded.person, title = excluded.title, lexemes = excluded.lexemes;
        delete from projects_indexcard where kind = 'p'
            and row in (select id from new_rows r where not (true));
    end if;
    return null;
end $$;
CREATE FUNCTION public.projects_receipt_stands() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                begin raise exception 'a receipt is never changed'; end $$;
CREATE FUNCTION public.projects_rely_again(one uuid) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.projects_scene_index() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'INSERT' then 
        insert into projects_indexcard
            (studio_id, project_id, person, kind, row, title, lexemes, at)
        select r.studio_id, r.project_id, null::uuid, 'c', r.id,
            left(projects_index_fold(concat_ws(' ', r.code, nullif(r.name, ''))), 300),
            projects_index_lexemes(r.studio_id, 'c', concat_ws(' ', r.code, r.name)), r.created_at
        from new_rows r where true and true
        on conflict (kind, row) do update set project_id = excluded.project_id,
            person = excluded.person, title = excluded.title, lexemes = excluded.lexemes;
    elsif tg_op = 'DELETE' then
        delete from projects_indexcard
        where kind = 'c' and row in (select id from old_rows);
    else 
        insert into projects_indexcard
            (studio_id, project_id, person, kind, row, title, lexemes, at)
        select r.studio_id, r.project_id, null::uuid, 'c', r.id,
            left(projects_index_fold(concat_ws(' ', r.code, nullif(r.name, ''))), 300),
            projects_index_lexemes(r.studio_id, 'c', concat_ws(' ', r.code, r.name)), r.created_at
        from new_rows r join old_rows o using (id) where (o.code, o.name) is distinct from (r.code, r.name) and true
        on conflict (kind, row) do update set project_id = excluded.project_id,
            person = excluded.person, title = excluded.title, lexemes = excluded.lexemes;
        delete from projects_indexcard where kind = 'c'
            and row in (select id from new_rows r where not (true));
    end if;
    return null;
end $$;
CREATE FUNCTION public.projects_shot_index() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'INSERT' then 
        insert into projects_indexcard
            (studio_id, project_id, person, kind, row, title, lexemes, at)
        select r.studio_id, r.project_id, null::uuid, 's', r.id,
            left(projects_index_fold(concat_ws(' ', r.code, nullif(r.name, ''))), 300),
            projects_index_lexemes(r.studio_id, 's', concat_ws(' ', r.code, r.name)), r.created_at
        from new_rows r where true and true
        on conflict (kind, row) do update set project_id = excluded.project_id,
            person = excluded.person, title = excluded.title, lexemes = excluded.lexemes;
    elsif tg_op = 'DELETE' then
        delete from projects_indexcard
        where kind = 's' and row in (select id from old_rows);
    else 
        insert into projects_indexcard
            (studio_id, project_id, person, kind, row, title, lexemes, at)
        select r.studio_id, r.project_id, null::uuid, 's', r.id,
            left(projects_index_fold(concat_ws(' ', r.code, nullif(r.name, ''))), 300),
            projects_index_lexemes(r.studio_id, 's', concat_ws(' ', r.code, r.name)), r.created_at
        from new_rows r join old_rows o using (id) where (o.code, o.name) is distinct from (r.code, r.name) and true
        on conflict (kind, row) do update set project_id = excluded.project_id,
            person = excluded.person, title = excluded.title, lexemes = excluded.lexemes;
        delete from projects_indexcard where kind = 's'
            and row in (select id from new_rows r where not (true));
    end if;
    return null;
end $$;
CREATE FUNCTION public.projects_tally_add(changes public.projects_tally_change[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.projects_asset (
    id uuid NOT NULL,
    name character varying(255) NOT NULL,
    kind character varying(12) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    files_removed_at timestamp with time zone,
    studio_id uuid NOT NULL,
    project_id uuid NOT NULL,
    shot_id uuid,
    gone_after timestamp with time zone,
    folder character varying(255) NOT NULL,
    log jsonb NOT NULL,
    look character varying(16) NOT NULL
);
ALTER TABLE ONLY public.projects_asset FORCE ROW LEVEL SECURITY;
CREATE FUNCTION public.projects_tally_assets(rows public.projects_asset[], sign integer) RETURNS public.projects_tally_change[]
    LANGUAGE sql STABLE
    AS $$
    select array_agg((a.studio_id, a.project_id, a.kind, sign, sign * w.versions, sign * w.size,
        sign * w.seconds)::projects_tally_change)
    from unnest(rows) a, projects_tally_weight(a.id) w where a.deleted_at is null
$$;
CREATE FUNCTION public.projects_tally_by_assets() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.projects_tally_by_versions() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.projects_tally_seconds(frames bigint, num bigint, den bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE
    AS $$
    select coalesce(round(frames::numeric * den / nullif(num, 0), 3), 0)
$$;
CREATE FUNCTION public.projects_tally_weight(one uuid) RETURNS TABLE(versions bigint, size bigint, seconds numeric)
    LANGUAGE sql STABLE
    AS $$
    select count(*), coalesce(sum(v.size), 0)::bigint, coalesce(
        (array_agg(projects_tally_seconds(v.frames, v.rate_num, v.rate_den)
            order by v.number desc))[1], 0)
    from projects_version v where v.asset_id = one
$$;
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_admin_log (
    id integer NOT NULL,
    action_time timestamp with time zone NOT NULL,
    object_id text,
    object_repr character varying(200) NOT NULL,
    action_flag smallint NOT NULL,
    change_message text NOT NULL,
    content_type_id integer,
    user_id uuid NOT NULL,
    CONSTRAINT django_admin_log_action_flag_check CHECK ((action_flag >= 0))
);
ALTER TABLE public.django_admin_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_admin_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.feedback_answer (
    id uuid NOT NULL,
    question character varying(40) NOT NULL,
    value jsonb NOT NULL,
    storage_key character varying(200) NOT NULL,
    said_at timestamp with time zone NOT NULL,
    person_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    ask_id uuid NOT NULL
);
ALTER TABLE ONLY public.feedback_answer FORCE ROW LEVEL SECURITY;
CREATE TABLE public.feedback_ask (
    id uuid NOT NULL,
    occasion character varying(120) NOT NULL,
    about character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone,
    snoozed_until timestamp with time zone,
    answered_at timestamp with time zone,
    declined_at timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    person_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    questionnaire_id uuid NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT ask_ends_once CHECK (((answered_at IS NULL) OR (declined_at IS NULL)))
);
ALTER TABLE ONLY public.feedback_ask FORCE ROW LEVEL SECURITY;
CREATE TABLE public.feedback_assignment (
    id bigint NOT NULL,
    design character varying(10) NOT NULL,
    place smallint,
    starts_on date,
    at timestamp with time zone NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    bid_id bigint NOT NULL,
    block_id bigint,
    item_id uuid NOT NULL,
    CONSTRAINT assignment_drawn_in_a_block CHECK ((((block_id IS NOT NULL) AND ((design)::text = 'randomised'::text) AND (place IS NOT NULL)) OR ((NOT ((design)::text = 'randomised'::text)) AND (block_id IS NULL) AND (place IS NULL)))),
    CONSTRAINT assignment_stepped_by_a_day CHECK (((((design)::text = 'stepped'::text) AND (starts_on IS NOT NULL)) OR ((NOT ((design)::text = 'stepped'::text)) AND (starts_on IS NULL)))),
    CONSTRAINT feedback_assignment_place_check CHECK ((place >= 0))
);
ALTER TABLE ONLY public.feedback_assignment FORCE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_assignment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_assignment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_bid (
    id bigint NOT NULL,
    hours numeric(8,2) NOT NULL,
    rate numeric(10,2) NOT NULL,
    currency character varying(3) NOT NULL,
    source character varying(160) NOT NULL,
    person_name character varying(150) NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    locked_at timestamp with time zone,
    person_id uuid,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    item_id uuid NOT NULL,
    CONSTRAINT bid_has_hours CHECK ((hours > (0)::numeric)),
    CONSTRAINT bid_rate_not_negative CHECK ((rate >= (0)::numeric))
);
ALTER TABLE ONLY public.feedback_bid FORCE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_bid ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_bid_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_block (
    id bigint NOT NULL,
    stratum character varying(24) NOT NULL,
    number integer NOT NULL,
    algorithm character varying(20) NOT NULL,
    commitment character varying(64) NOT NULL,
    secret character varying(32) NOT NULL,
    size smallint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    seed character varying(32) NOT NULL,
    told_at timestamp with time zone,
    studio_id uuid NOT NULL,
    CONSTRAINT block_tells_its_seed CHECK ((((seed)::text = ''::text) OR ((seed)::text = (secret)::text))),
    CONSTRAINT feedback_block_number_check CHECK ((number >= 0)),
    CONSTRAINT feedback_block_size_check CHECK ((size >= 0))
);
ALTER TABLE ONLY public.feedback_block FORCE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_block ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_block_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_closedweek (
    week integer NOT NULL,
    waits_from integer,
    told jsonb NOT NULL,
    closed_at timestamp with time zone NOT NULL
);
CREATE TABLE public.feedback_correction (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    reason character varying(300) NOT NULL,
    person_name character varying(150) NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id uuid,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT correction_says_why CHECK ((NOT ((reason)::text = ''::text)))
);
ALTER TABLE ONLY public.feedback_correction FORCE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_correction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_correction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_departure (
    id bigint NOT NULL,
    before character varying(10) NOT NULL,
    after character varying(10) NOT NULL,
    reason text NOT NULL,
    person_name character varying(150) NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id uuid,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    item_id uuid NOT NULL,
    CONSTRAINT departure_says_why CHECK ((NOT (reason = ''::text))),
    CONSTRAINT departure_to_the_other_arm CHECK ((((after)::text = ANY ((ARRAY['assisted'::character varying, 'by_hand'::character varying])::text[])) AND ((before)::text = ANY ((ARRAY['assisted'::character varying, 'by_hand'::character varying])::text[])) AND (NOT ((before)::text = (after)::text))))
);
ALTER TABLE ONLY public.feedback_departure FORCE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_departure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_departure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_easeleaf (
    id bigint NOT NULL,
    place jsonb NOT NULL,
    took jsonb NOT NULL,
    people integer NOT NULL,
    answers integer NOT NULL,
    total integer NOT NULL,
    squares integer NOT NULL,
    closed_id integer NOT NULL,
    CONSTRAINT feedback_easeleaf_answers_check CHECK ((answers >= 0)),
    CONSTRAINT feedback_easeleaf_people_check CHECK ((people >= 0)),
    CONSTRAINT feedback_easeleaf_squares_check CHECK ((squares >= 0)),
    CONSTRAINT feedback_easeleaf_total_check CHECK ((total >= 0)),
    CONSTRAINT leaf_of_five CHECK ((people >= 5))
);
ALTER TABLE public.feedback_easeleaf ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_easeleaf_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_felt (
    id bigint NOT NULL,
    saving numeric(5,3),
    at timestamp with time zone NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    item_id uuid NOT NULL,
    CONSTRAINT felt_is_a_share CHECK (((saving IS NULL) OR ((saving >= ('-9'::integer)::numeric) AND (saving <= (1)::numeric))))
);
ALTER TABLE ONLY public.feedback_felt FORCE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_felt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_felt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_issue (
    id uuid NOT NULL,
    state character varying(10) NOT NULL,
    attempt integer NOT NULL,
    forgiven integer NOT NULL,
    next_try timestamp with time zone NOT NULL,
    began_at timestamp with time zone,
    name_there character varying(80) NOT NULL,
    url character varying(500) NOT NULL,
    with_words boolean,
    error_code character varying(60) NOT NULL,
    error_facts jsonb NOT NULL,
    person_name character varying(150) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    topic_id uuid NOT NULL,
    tracker_id uuid NOT NULL,
    CONSTRAINT feedback_issue_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT feedback_issue_forgiven_check CHECK ((forgiven >= 0))
);
CREATE TABLE public.feedback_look (
    id bigint NOT NULL,
    seconds integer NOT NULL,
    decision_id uuid NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    CONSTRAINT feedback_look_seconds_check CHECK ((seconds >= 0))
);
ALTER TABLE ONLY public.feedback_look FORCE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_look ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_look_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_optin (
    id bigint NOT NULL,
    person_name character varying(150) NOT NULL,
    given_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by_name character varying(150) NOT NULL,
    person_id uuid,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.feedback_optin FORCE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_optin ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_optin_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_questionnaire (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    most_a_week smallint NOT NULL,
    rest_days smallint NOT NULL,
    days_open smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT feedback_questionnaire_days_open_check CHECK ((days_open >= 0)),
    CONSTRAINT feedback_questionnaire_most_a_week_check CHECK ((most_a_week >= 0)),
    CONSTRAINT feedback_questionnaire_rest_days_check CHECK ((rest_days >= 0)),
    CONSTRAINT questionnaire_within_bounds CHECK ((((days_open >= 1) AND (days_open <= 90)) AND ((most_a_week >= 1) AND (most_a_week <= 5))))
);
CREATE TABLE public.feedback_questionnaireversion (
    id bigint NOT NULL,
    number integer NOT NULL,
    content jsonb NOT NULL,
    published_at timestamp with time zone,
    published_by_name character varying(150) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    questionnaire_id uuid NOT NULL,
    CONSTRAINT feedback_questionnaireversion_number_check CHECK ((number >= 0))
);
ALTER TABLE public.feedback_questionnaireversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_questionnaireversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_release (
    id uuid NOT NULL,
    name character varying(60) NOT NULL,
    "on" date NOT NULL,
    notes text NOT NULL,
    published_at timestamp with time zone,
    written_by_name character varying(150) NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.feedback_report (
    state character varying(10) NOT NULL,
    attempt integer NOT NULL,
    lease_expires_at timestamp with time zone,
    stage character varying(40) NOT NULL,
    fraction double precision NOT NULL,
    seq bigint NOT NULL,
    error_code character varying(60) NOT NULL,
    error_facts jsonb NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    swept_at timestamp with time zone,
    id uuid NOT NULL,
    as_of timestamp with time zone NOT NULL,
    person_name character varying(150) NOT NULL,
    content jsonb NOT NULL,
    sha256 character varying(64) NOT NULL,
    stored jsonb NOT NULL,
    person_id uuid,
    definition_id uuid NOT NULL,
    CONSTRAINT feedback_report_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT feedback_report_seq_check CHECK ((seq >= 0))
);
CREATE TABLE public.feedback_reportdefinition (
    id uuid NOT NULL,
    name character varying(60) NOT NULL,
    title character varying(160) NOT NULL,
    language character varying(2) NOT NULL,
    sections jsonb NOT NULL,
    filters jsonb NOT NULL,
    schedule character varying(8) NOT NULL,
    scheduled_for timestamp with time zone,
    sha256 character varying(64) NOT NULL,
    frozen_at timestamp with time zone,
    frozen_by_name character varying(150) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT report_schedule_known CHECK (((schedule)::text = ANY ((ARRAY[''::character varying, 'weekly'::character varying, 'monthly'::character varying])::text[])))
);
CREATE TABLE public.feedback_response (
    id uuid NOT NULL,
    minutes_by_hand numeric(7,2),
    ease smallint,
    comment text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    decision_id uuid NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    CONSTRAINT feedback_response_ease_check CHECK ((ease >= 0)),
    CONSTRAINT response_ease_scale CHECK (((ease IS NULL) OR ((ease >= 1) AND (ease <= 7)))),
    CONSTRAINT response_says_something CHECK ((NOT ((comment = ''::text) AND (ease IS NULL) AND (minutes_by_hand IS NULL)))),
    CONSTRAINT response_time_not_negative CHECK (((minutes_by_hand IS NULL) OR (minutes_by_hand >= (0)::numeric)))
);
ALTER TABLE ONLY public.feedback_response FORCE ROW LEVEL SECURITY;
CREATE TABLE public.feedback_sharing (
    id bigint NOT NULL,
    words boolean NOT NULL,
    raw boolean NOT NULL,
    person_name character varying(150) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.feedback_sharing FORCE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_sharing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_sharing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_step (
    id bigint NOT NULL,
    starts_on date NOT NULL,
    set_on date NOT NULL,
    person_name character varying(150) NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    CONSTRAINT step_in_advance CHECK ((starts_on > set_on))
);
ALTER TABLE ONLY public.feedback_step FORCE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_step ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_ticket (
    id uuid NOT NULL,
    person_name character varying(150) NOT NULL,
    kind character varying(10) NOT NULL,
    severity character varying(10) NOT NULL,
    feature character varying(60) NOT NULL,
    title character varying(120) NOT NULL,
    text text NOT NULL,
    page character varying(300) NOT NULL,
    page_name character varying(80) NOT NULL,
    page_title character varying(200) NOT NULL,
    app_version character varying(40) NOT NULL,
    browser character varying(300) NOT NULL,
    "window" character varying(40) NOT NULL,
    storage_key character varying(200) NOT NULL,
    merged boolean NOT NULL,
    asked text NOT NULL,
    asked_by_name character varying(150) NOT NULL,
    let_read boolean NOT NULL,
    let_by_name character varying(150) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    person_id uuid,
    run_id uuid,
    studio_id uuid NOT NULL,
    version_id uuid,
    topic_id uuid NOT NULL
);
ALTER TABLE ONLY public.feedback_ticket FORCE ROW LEVEL SECURITY;
CREATE TABLE public.feedback_timeentry (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    seen_at timestamp with time zone,
    active_at timestamp with time zone,
    paused boolean NOT NULL,
    by_hand boolean NOT NULL,
    vouched integer NOT NULL,
    reason character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    item_id uuid NOT NULL,
    CONSTRAINT feedback_timeentry_vouched_check CHECK ((vouched >= 0)),
    CONSTRAINT time_by_hand_says_why CHECK (((NOT by_hand) OR ((ended_at IS NOT NULL) AND (NOT ((reason)::text = ''::text))))),
    CONSTRAINT time_ends_after_it_starts CHECK (((ended_at IS NULL) OR (ended_at >= started_at))),
    CONSTRAINT time_of_a_day_at_most CHECK (((ended_at IS NULL) OR (ended_at <= (started_at + '1 day'::interval)))),
    CONSTRAINT time_paused_is_ended CHECK (((NOT paused) OR (ended_at IS NOT NULL)))
);
ALTER TABLE ONLY public.feedback_timeentry FORCE ROW LEVEL SECURITY;
CREATE TABLE public.feedback_timeleaf (
    id bigint NOT NULL,
    place jsonb NOT NULL,
    took jsonb NOT NULL,
    people integer NOT NULL,
    answers integer NOT NULL,
    total numeric(16,2) NOT NULL,
    closed_id integer NOT NULL,
    CONSTRAINT feedback_timeleaf_answers_check CHECK ((answers >= 0)),
    CONSTRAINT feedback_timeleaf_people_check CHECK ((people >= 0)),
    CONSTRAINT time_of_five CHECK ((people >= 5))
);
ALTER TABLE public.feedback_timeleaf ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_timeleaf_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_topic (
    id uuid NOT NULL,
    stage character varying(12) NOT NULL,
    stage_since timestamp with time zone NOT NULL,
    severity character varying(10) NOT NULL,
    feature character varying(60) NOT NULL,
    headline character varying(120) NOT NULL,
    answer text NOT NULL,
    answered_by_name character varying(150) NOT NULL,
    published_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    into_id uuid,
    release_id uuid,
    CONSTRAINT topic_merged_is_duplicate CHECK (((into_id IS NULL) OR ((stage)::text = 'duplicate'::text))),
    CONSTRAINT topic_shown_with_headline CHECK (((published_at IS NULL) OR (NOT ((headline)::text = ''::text)))),
    CONSTRAINT topic_stage CHECK (((stage)::text = ANY ((ARRAY['new'::character varying, 'triaged'::character varying, 'planned'::character varying, 'in_progress'::character varying, 'shipped'::character varying, 'declined'::character varying, 'duplicate'::character varying])::text[])))
);
CREATE TABLE public.feedback_tracker (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    system character varying(10) NOT NULL,
    address character varying(200) NOT NULL,
    place character varying(200) NOT NULL,
    account character varying(200) NOT NULL,
    issue_type character varying(60) NOT NULL,
    sealed text NOT NULL,
    enabled boolean NOT NULL,
    when_planned boolean NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.feedback_trigger (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    tool character varying(40) NOT NULL,
    count smallint,
    "on" date,
    roles character varying(20)[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    cohort_id bigint,
    milestone_id bigint,
    questionnaire_id uuid NOT NULL,
    CONSTRAINT feedback_trigger_count_check CHECK ((count >= 0)),
    CONSTRAINT trigger_says_when CHECK ((((count IS NULL) AND ((kind)::text = 'decision'::text) AND (milestone_id IS NULL) AND ("on" IS NULL)) OR ((count >= 1) AND ((kind)::text = 'use'::text) AND (milestone_id IS NULL) AND ("on" IS NULL)) OR ((count IS NULL) AND ((kind)::text = 'milestone'::text) AND (milestone_id IS NOT NULL) AND ("on" IS NULL) AND ((tool)::text = ''::text)) OR ((count IS NULL) AND ((kind)::text = 'date'::text) AND (milestone_id IS NULL) AND ("on" IS NOT NULL) AND ((tool)::text = ''::text)) OR ((cohort_id IS NOT NULL) AND (count >= 1) AND ((kind)::text = 'cohort'::text) AND ("on" IS NULL) AND ((tool)::text = ''::text))))
);
ALTER TABLE public.feedback_trigger ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_trigger_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_turn (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id uuid NOT NULL,
    questionnaire_id uuid NOT NULL
);
ALTER TABLE public.feedback_turn ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_turn_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_vote (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    person_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    topic_id uuid NOT NULL
);
ALTER TABLE ONLY public.feedback_vote FORCE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_vote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_vote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_weekcount (
    id bigint NOT NULL,
    studio_id uuid NOT NULL,
    tool character varying(60) NOT NULL,
    people integer NOT NULL,
    asked integer NOT NULL,
    answered integer NOT NULL,
    declined integer NOT NULL,
    decisions integer NOT NULL,
    said integer NOT NULL,
    runs integer NOT NULL,
    ended integer NOT NULL,
    failed integer NOT NULL,
    closed_id integer NOT NULL,
    answers integer NOT NULL,
    CONSTRAINT feedback_weekcount_answered_check CHECK ((answered >= 0)),
    CONSTRAINT feedback_weekcount_answers_check CHECK ((answers >= 0)),
    CONSTRAINT feedback_weekcount_asked_check CHECK ((asked >= 0)),
    CONSTRAINT feedback_weekcount_decisions_check CHECK ((decisions >= 0)),
    CONSTRAINT feedback_weekcount_declined_check CHECK ((declined >= 0)),
    CONSTRAINT feedback_weekcount_ended_check CHECK ((ended >= 0)),
    CONSTRAINT feedback_weekcount_failed_check CHECK ((failed >= 0)),
    CONSTRAINT feedback_weekcount_people_check CHECK ((people >= 0)),
    CONSTRAINT feedback_weekcount_runs_check CHECK ((runs >= 0)),
    CONSTRAINT feedback_weekcount_said_check CHECK ((said >= 0))
);
ALTER TABLE public.feedback_weekcount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_weekcount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_weight (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    value numeric(5,2) NOT NULL,
    CONSTRAINT weight_not_negative CHECK ((value >= (0)::numeric))
);
ALTER TABLE public.feedback_weight ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_weight_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.feedback_workitem (
    id uuid NOT NULL,
    code character varying(64) NOT NULL,
    title character varying(160) NOT NULL,
    stage character varying(24) NOT NULL,
    stratum character varying(24) NOT NULL,
    state character varying(10) NOT NULL,
    assigned character varying(10) NOT NULL,
    arm character varying(10) NOT NULL,
    begun_at timestamp with time zone,
    done_at timestamp with time zone,
    approved_at timestamp with time zone,
    approved_by_name character varying(150) NOT NULL,
    dropped_at timestamp with time zone,
    dropped_why text NOT NULL,
    sample boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    person_id uuid,
    project_id uuid NOT NULL,
    shot_id uuid,
    studio_id uuid NOT NULL,
    CONSTRAINT work_begun_with_an_arm CHECK (((((arm)::text = ''::text) AND ((assigned)::text = ''::text) AND (begun_at IS NULL)) OR (((arm)::text = ANY ((ARRAY['assisted'::character varying, 'by_hand'::character varying])::text[])) AND ((assigned)::text = ANY ((ARRAY['assisted'::character varying, 'by_hand'::character varying, 'free'::character varying])::text[])) AND (begun_at IS NOT NULL)))),
    CONSTRAINT work_dropped_says_why CHECK (((NOT ((state)::text = 'dropped'::text)) OR ((dropped_at IS NOT NULL) AND (NOT (dropped_why = ''::text))))),
    CONSTRAINT work_state_begun CHECK (((NOT ((state)::text = ANY ((ARRAY['begun'::character varying, 'done'::character varying, 'approved'::character varying])::text[]))) OR (begun_at IS NOT NULL))),
    CONSTRAINT work_state_done CHECK (((NOT ((state)::text = ANY ((ARRAY['done'::character varying, 'approved'::character varying])::text[]))) OR (done_at IS NOT NULL)))
);
ALTER TABLE ONLY public.feedback_workitem FORCE ROW LEVEL SECURITY;
CREATE TABLE public.feedback_worklink (
    id bigint NOT NULL,
    how character varying(8) NOT NULL,
    at timestamp with time zone NOT NULL,
    item_id uuid,
    project_id uuid NOT NULL,
    request_id uuid NOT NULL,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.feedback_worklink FORCE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_worklink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feedback_worklink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_acceptance (
    id bigint NOT NULL,
    person_name character varying(150) NOT NULL,
    email character varying(254) NOT NULL,
    address inet,
    sha256 character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id uuid,
    studio_id uuid,
    version_id bigint NOT NULL
);
ALTER TABLE ONLY public.portal_acceptance FORCE ROW LEVEL SECURITY;
ALTER TABLE public.portal_acceptance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_acceptance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_agreement (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    title character varying(120) NOT NULL,
    per_studio boolean NOT NULL
);
ALTER TABLE public.portal_agreement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_agreement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_agreementversion (
    id bigint NOT NULL,
    number integer NOT NULL,
    text text NOT NULL,
    pdf character varying(100) NOT NULL,
    sha256 character varying(64) NOT NULL,
    pdf_sha256 character varying(64) NOT NULL,
    in_force_from timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    agreement_id bigint NOT NULL,
    CONSTRAINT portal_agreementversion_number_check CHECK ((number >= 0))
);
ALTER TABLE public.portal_agreementversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_agreementversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_apitoken (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    secret_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    user_id uuid NOT NULL,
    scopes jsonb NOT NULL
);
CREATE TABLE public.portal_auditevent (
    id bigint NOT NULL,
    actor_name character varying(150) NOT NULL,
    verb character varying(60) NOT NULL,
    facts jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id uuid,
    studio_id uuid,
    digest character varying(64) NOT NULL,
    studio_name character varying(120) NOT NULL,
    uid uuid DEFAULT gen_random_uuid() NOT NULL,
    CONSTRAINT audit_has_a_digest CHECK (((digest)::text ~ '^[0-9a-f]{64}$'::text))
);
ALTER TABLE ONLY public.portal_auditevent FORCE ROW LEVEL SECURITY;
ALTER TABLE public.portal_auditevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_auditevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_auditpending (
    event bigint NOT NULL,
    digest character varying(64) NOT NULL
);
CREATE TABLE public.portal_auditseal (
    "position" bigint NOT NULL,
    digest character varying(64) NOT NULL,
    hash character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    event_id bigint NOT NULL
);
CREATE TABLE public.portal_cohort (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    capacity integer NOT NULL,
    opens_on date NOT NULL,
    closes_on date NOT NULL,
    CONSTRAINT cohort_closes_after_it_opens CHECK ((closes_on >= opens_on)),
    CONSTRAINT portal_cohort_capacity_check CHECK ((capacity >= 0))
);
ALTER TABLE public.portal_cohort ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_cohort_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_idempotencykey (
    id bigint NOT NULL,
    key character varying(200) NOT NULL,
    request_hash character varying(64) NOT NULL,
    status smallint,
    body jsonb,
    created_at timestamp with time zone NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT portal_idempotencykey_status_check CHECK ((status >= 0))
);
ALTER TABLE public.portal_idempotencykey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_idempotencykey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_invitation (
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    role character varying(20) NOT NULL,
    secret_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    revoked_at timestamp with time zone,
    invited_by_id uuid,
    studio_id uuid,
    name character varying(150) NOT NULL,
    reminded_at timestamp with time zone,
    sent_at timestamp with time zone NOT NULL,
    CONSTRAINT invitation_role_fits_studio CHECK (((((role)::text = ANY ((ARRAY['beta_lead'::character varying, 'admin'::character varying])::text[])) AND (studio_id IS NULL)) OR (((role)::text = ANY ((ARRAY['producer'::character varying, 'director'::character varying, 'artist'::character varying, 'reviewer'::character varying])::text[])) AND (studio_id IS NOT NULL))))
);
ALTER TABLE ONLY public.portal_invitation FORCE ROW LEVEL SECURITY;
CREATE TABLE public.portal_mail (
    id uuid NOT NULL,
    subject character varying(200) NOT NULL,
    body text NOT NULL,
    state character varying(10) NOT NULL,
    attempt integer NOT NULL,
    next_try timestamp with time zone NOT NULL,
    said character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    studio_id uuid NOT NULL,
    user_id uuid NOT NULL,
    parting boolean NOT NULL,
    forgiven integer NOT NULL,
    html text DEFAULT ''::text NOT NULL,
    silences character varying(60) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT portal_mail_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT portal_mail_forgiven_check CHECK ((forgiven >= 0))
);
ALTER TABLE ONLY public.portal_mail FORCE ROW LEVEL SECURITY;
CREATE TABLE public.portal_membership (
    id bigint NOT NULL,
    role character varying(20) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    user_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    CONSTRAINT membership_role CHECK (((role)::text = ANY ((ARRAY['producer'::character varying, 'director'::character varying, 'artist'::character varying, 'reviewer'::character varying])::text[])))
);
ALTER TABLE ONLY public.portal_membership FORCE ROW LEVEL SECURITY;
ALTER TABLE public.portal_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_milestone (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    "on" date NOT NULL,
    cohort_id bigint NOT NULL
);
ALTER TABLE public.portal_milestone ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_milestone_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_notification (
    id bigint NOT NULL,
    kind character varying(60) NOT NULL,
    facts jsonb NOT NULL,
    url character varying(300) NOT NULL,
    needs_me boolean NOT NULL,
    mode character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    digested_at timestamp with time zone,
    studio_id uuid NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE ONLY public.portal_notification FORCE ROW LEVEL SECURITY;
ALTER TABLE public.portal_notification ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_notificationchoice (
    id bigint NOT NULL,
    kind character varying(60) NOT NULL,
    mode character varying(10) NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.portal_notificationchoice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_notificationchoice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_signinlink (
    id bigint NOT NULL,
    secret_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    user_id uuid NOT NULL,
    strong boolean NOT NULL
);
ALTER TABLE public.portal_signinlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_signinlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_studio (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    quota_bytes bigint NOT NULL,
    suspended_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    concurrent_runs smallint NOT NULL,
    currency character varying(3) NOT NULL,
    monthly_budget numeric(12,2),
    offboarded_at timestamp with time zone,
    suspended_reason character varying(300) NOT NULL,
    cohort_id bigint,
    closed_at timestamp with time zone,
    kms_key character varying(2048) NOT NULL,
    CONSTRAINT portal_studio_concurrent_runs_check CHECK ((concurrent_runs >= 0)),
    CONSTRAINT studio_budget_positive CHECK (((monthly_budget IS NULL) OR (monthly_budget >= (0)::numeric))),
    CONSTRAINT studio_quota_positive CHECK ((quota_bytes >= 0)),
    CONSTRAINT studio_runs_at_least_one CHECK ((concurrent_runs >= 1))
);
CREATE TABLE public.portal_trouble (
    id bigint NOT NULL,
    about character varying(80) NOT NULL,
    text character varying(300) NOT NULL,
    began_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    over_at timestamp with time zone,
    told jsonb NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL
);
ALTER TABLE public.portal_trouble ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_trouble_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_user (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(150) NOT NULL,
    programme_role character varying(20) NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    language character varying(5) DEFAULT ''::character varying NOT NULL,
    steps_folded boolean DEFAULT false NOT NULL
);
CREATE TABLE public.portal_user_groups (
    id bigint NOT NULL,
    user_id uuid NOT NULL,
    group_id integer NOT NULL
);
ALTER TABLE public.portal_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_user_user_permissions (
    id bigint NOT NULL,
    user_id uuid NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.portal_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.portal_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.portal_webhookdelivery (
    id uuid NOT NULL,
    event character varying(60) NOT NULL,
    payload jsonb NOT NULL,
    state character varying(10) NOT NULL,
    attempt integer NOT NULL,
    next_try timestamp with time zone NOT NULL,
    status smallint,
    answer text NOT NULL,
    error_code character varying(60) NOT NULL,
    error_facts jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    tried_at timestamp with time zone,
    studio_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    forgiven integer NOT NULL,
    CONSTRAINT portal_webhookdelivery_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT portal_webhookdelivery_forgiven_check CHECK ((forgiven >= 0)),
    CONSTRAINT portal_webhookdelivery_status_check CHECK ((status >= 0))
);
ALTER TABLE ONLY public.portal_webhookdelivery FORCE ROW LEVEL SECURITY;
CREATE TABLE public.portal_webhookendpoint (
    id uuid NOT NULL,
    url character varying(500) NOT NULL,
    description character varying(120) NOT NULL,
    events jsonb NOT NULL,
    secret_number integer NOT NULL,
    secret_changed_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    disabled_at timestamp with time zone,
    disabled_why character varying(10) NOT NULL,
    failing_since timestamp with time zone,
    busy_until timestamp with time zone,
    studio_id uuid NOT NULL,
    CONSTRAINT portal_webhookendpoint_secret_number_check CHECK ((secret_number >= 0))
);
ALTER TABLE ONLY public.portal_webhookendpoint FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_assistrequest (
    id uuid NOT NULL,
    tool character varying(60) NOT NULL,
    parameters jsonb NOT NULL,
    state character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    person_id uuid,
    studio_id uuid NOT NULL,
    project_id uuid NOT NULL,
    blind jsonb NOT NULL
);
ALTER TABLE ONLY public.projects_assistrequest FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_candidate (
    id uuid NOT NULL,
    number integer NOT NULL,
    result jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    studio_id uuid NOT NULL,
    project_id uuid NOT NULL,
    run_id uuid NOT NULL,
    version_id uuid NOT NULL,
    height integer,
    kind character varying(10) NOT NULL,
    likeness character varying(16) NOT NULL,
    plate_id uuid,
    plate_frame bigint,
    width integer,
    source_type character varying(60) NOT NULL,
    CONSTRAINT candidate_picture_whole CHECK (((NOT ((kind)::text = 'picture'::text)) OR ((height > 0) AND ((likeness)::text ~ '^[0-9a-f]{16}$'::text) AND (width > 0)))),
    CONSTRAINT projects_candidate_height_check CHECK ((height >= 0)),
    CONSTRAINT projects_candidate_number_check CHECK ((number >= 0)),
    CONSTRAINT projects_candidate_plate_frame_check CHECK ((plate_frame >= 0)),
    CONSTRAINT projects_candidate_width_check CHECK ((width >= 0))
);
ALTER TABLE ONLY public.projects_candidate FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_carrying (
    state character varying(10) NOT NULL,
    attempt integer NOT NULL,
    lease_expires_at timestamp with time zone,
    stage character varying(40) NOT NULL,
    fraction double precision NOT NULL,
    seq bigint NOT NULL,
    error_code character varying(60) NOT NULL,
    error_facts jsonb NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    swept_at timestamp with time zone,
    id uuid NOT NULL,
    forgiven integer NOT NULL,
    person_id uuid,
    project_id uuid NOT NULL,
    source_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    version_id uuid NOT NULL,
    CONSTRAINT projects_carrying_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT projects_carrying_forgiven_check CHECK ((forgiven >= 0)),
    CONSTRAINT projects_carrying_seq_check CHECK ((seq >= 0))
);
ALTER TABLE ONLY public.projects_carrying FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_character (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    script_name character varying(120) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    performer_id uuid
);
ALTER TABLE ONLY public.projects_character FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_closeout (
    state character varying(10) NOT NULL,
    attempt integer NOT NULL,
    lease_expires_at timestamp with time zone,
    stage character varying(40) NOT NULL,
    fraction double precision NOT NULL,
    seq bigint NOT NULL,
    error_code character varying(60) NOT NULL,
    error_facts jsonb NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    id uuid NOT NULL,
    reason text NOT NULL,
    keep_export boolean NOT NULL,
    person_name character varying(150) NOT NULL,
    confirmed_by_name character varying(150) NOT NULL,
    confirmed_at timestamp with time zone,
    tries integer NOT NULL,
    retry_at timestamp with time zone,
    "left" integer NOT NULL,
    certificate jsonb,
    certificate_sha256 character varying(64) NOT NULL,
    confirmed_by_id uuid,
    person_id uuid,
    studio_id uuid NOT NULL,
    swept_at timestamp with time zone,
    CONSTRAINT closeout_done_has_certificate CHECK (((NOT ((state)::text = 'READY'::text)) OR (certificate IS NOT NULL))),
    CONSTRAINT closeout_needs_two_people CHECK (((NOT ((state)::text = ANY ((ARRAY['RUNNING'::character varying, 'READY'::character varying])::text[]))) OR (confirmed_at IS NOT NULL))),
    CONSTRAINT projects_closeout_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT projects_closeout_left_check CHECK (("left" >= 0)),
    CONSTRAINT projects_closeout_seq_check CHECK ((seq >= 0)),
    CONSTRAINT projects_closeout_tries_check CHECK ((tries >= 0))
);
ALTER TABLE ONLY public.projects_closeout FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_connection (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    provider character varying(40) NOT NULL,
    product character varying(80) NOT NULL,
    plan character varying(80) NOT NULL,
    region character varying(40) NOT NULL,
    endpoint character varying(200) NOT NULL,
    options jsonb NOT NULL,
    sealed text NOT NULL,
    enabled boolean NOT NULL,
    per_minute integer,
    next_at timestamp with time zone,
    rests_until timestamp with time zone,
    tested_at timestamp with time zone,
    tested_ok boolean,
    tested_told character varying(500) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    studio_id uuid,
    at_once integer,
    CONSTRAINT projects_connection_at_once_check CHECK ((at_once >= 0)),
    CONSTRAINT projects_connection_per_minute_check CHECK ((per_minute >= 0))
);
ALTER TABLE ONLY public.projects_connection FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_consent (
    id uuid NOT NULL,
    number integer NOT NULL,
    kind character varying(24) NOT NULL,
    description text NOT NULL,
    purposes jsonb NOT NULL,
    scenes jsonb NOT NULL,
    script character varying(64) NOT NULL,
    media jsonb NOT NULL,
    territories jsonb NOT NULL,
    quality character varying(8) NOT NULL,
    providers jsonb NOT NULL,
    biometric boolean NOT NULL,
    compensation_days numeric(6,1) NOT NULL,
    starts date NOT NULL,
    ends date NOT NULL,
    services_at timestamp with time zone,
    minor boolean NOT NULL,
    guardian character varying(120) NOT NULL,
    clause text NOT NULL,
    signed_by character varying(120) NOT NULL,
    signed_how character varying(16) NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    recorded_by_name character varying(150) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    strike_hold boolean NOT NULL,
    revoked_at timestamp with time zone,
    revoked_by_name character varying(150) NOT NULL,
    revoked_why text NOT NULL,
    replaced_at timestamp with time zone,
    replaced_by_name character varying(150) NOT NULL,
    document_id uuid,
    project_id uuid NOT NULL,
    recorded_by_id uuid,
    replaced_by_id uuid,
    script_version_id uuid,
    studio_id uuid NOT NULL,
    performer_id uuid NOT NULL,
    CONSTRAINT consent_ends_after_start CHECK ((ends >= starts)),
    CONSTRAINT consent_minor_has_guardian CHECK (((NOT minor) OR (NOT ((guardian)::text = ''::text)))),
    CONSTRAINT projects_consent_number_check CHECK ((number >= 0))
);
ALTER TABLE ONLY public.projects_consent FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_creatorconsultation (
    id uuid NOT NULL,
    creator character varying(120) NOT NULL,
    "on" date NOT NULL,
    how character varying(200) NOT NULL,
    said text NOT NULL,
    recorded_by_name character varying(150) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    project_id uuid NOT NULL,
    recorded_by_id uuid,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.projects_creatorconsultation FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_decision (
    id uuid NOT NULL,
    verdict character varying(10) NOT NULL,
    reason text NOT NULL,
    person_name character varying(150) NOT NULL,
    at timestamp with time zone NOT NULL,
    candidate_id uuid NOT NULL,
    person_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    project_id uuid NOT NULL,
    revision_id bigint NOT NULL,
    why character varying(12) NOT NULL,
    CONSTRAINT decision_says_why CHECK ((((verdict)::text = 'approved'::text) OR (NOT (reason = ''::text))))
);
ALTER TABLE ONLY public.projects_decision FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_derivation (
    id bigint NOT NULL,
    source_kind character varying(10) NOT NULL,
    source uuid NOT NULL,
    made_kind character varying(10) NOT NULL,
    made uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    CONSTRAINT consents_are_signed CHECK ((NOT ((made_kind)::text = 'consent'::text)))
);
ALTER TABLE ONLY public.projects_derivation FORCE ROW LEVEL SECURITY;
ALTER TABLE public.projects_derivation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_derivation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_disclosurepack (
    state character varying(10) NOT NULL,
    attempt integer NOT NULL,
    lease_expires_at timestamp with time zone,
    stage character varying(40) NOT NULL,
    fraction double precision NOT NULL,
    seq bigint NOT NULL,
    error_code character varying(60) NOT NULL,
    error_facts jsonb NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    swept_at timestamp with time zone,
    id uuid NOT NULL,
    number integer NOT NULL,
    person_name character varying(150) NOT NULL,
    content jsonb NOT NULL,
    sha256 character varying(64) NOT NULL,
    storage_key character varying(160) NOT NULL,
    drawn integer NOT NULL,
    person_id uuid,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    CONSTRAINT projects_disclosurepack_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT projects_disclosurepack_drawn_check CHECK ((drawn >= 0)),
    CONSTRAINT projects_disclosurepack_number_check CHECK ((number >= 0)),
    CONSTRAINT projects_disclosurepack_seq_check CHECK ((seq >= 0))
);
ALTER TABLE ONLY public.projects_disclosurepack FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_entry (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    amount numeric(14,4) NOT NULL,
    currency character varying(3) NOT NULL,
    usage jsonb NOT NULL,
    rates jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    project_id uuid,
    run_id uuid,
    studio_id uuid NOT NULL,
    CONSTRAINT entry_not_negative CHECK ((amount >= (0)::numeric))
);
ALTER TABLE ONLY public.projects_entry FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_episode (
    id uuid NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(120) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    studio_id uuid NOT NULL,
    project_id uuid NOT NULL
);
ALTER TABLE ONLY public.projects_episode FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_export (
    state character varying(10) NOT NULL,
    attempt integer NOT NULL,
    lease_expires_at timestamp with time zone,
    stage character varying(40) NOT NULL,
    fraction double precision NOT NULL,
    seq bigint NOT NULL,
    error_code character varying(60) NOT NULL,
    error_facts jsonb NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    id uuid NOT NULL,
    with_renditions boolean NOT NULL,
    storage_key character varying(160) NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    file_count integer NOT NULL,
    missing integer NOT NULL,
    expires_at timestamp with time zone,
    person_id uuid,
    studio_id uuid NOT NULL,
    swept_at timestamp with time zone,
    CONSTRAINT projects_export_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT projects_export_file_count_check CHECK ((file_count >= 0)),
    CONSTRAINT projects_export_missing_check CHECK ((missing >= 0)),
    CONSTRAINT projects_export_seq_check CHECK ((seq >= 0))
);
ALTER TABLE ONLY public.projects_export FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_finalcut (
    id uuid NOT NULL,
    person_name character varying(150) NOT NULL,
    at timestamp with time zone NOT NULL,
    episode_id uuid,
    person_id uuid,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    version_id uuid NOT NULL,
    names jsonb
);
ALTER TABLE ONLY public.projects_finalcut FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_indexcard (
    id bigint NOT NULL,
    person uuid,
    kind character varying(1) NOT NULL,
    "row" uuid NOT NULL,
    title text NOT NULL,
    lexemes tsvector NOT NULL,
    at timestamp with time zone NOT NULL,
    project_id uuid,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.projects_indexcard FORCE ROW LEVEL SECURITY;
ALTER TABLE public.projects_indexcard ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_indexcard_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_ingest (
    state character varying(10) NOT NULL,
    attempt integer NOT NULL,
    lease_expires_at timestamp with time zone,
    stage character varying(40) NOT NULL,
    fraction double precision NOT NULL,
    seq bigint NOT NULL,
    error_code character varying(60) NOT NULL,
    error_facts jsonb NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    id uuid NOT NULL,
    studio_id uuid NOT NULL,
    project_id uuid NOT NULL,
    version_id uuid NOT NULL,
    forgiven integer NOT NULL,
    swept_at timestamp with time zone,
    by_itself boolean DEFAULT false NOT NULL,
    CONSTRAINT projects_ingest_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT projects_ingest_forgiven_check CHECK ((forgiven >= 0)),
    CONSTRAINT projects_ingest_seq_check CHECK ((seq >= 0))
);
ALTER TABLE ONLY public.projects_ingest FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_jobpart (
    id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    job uuid NOT NULL,
    step character varying(40) NOT NULL,
    number integer NOT NULL,
    digest character varying(64) NOT NULL,
    state character varying(5) NOT NULL,
    attempt integer NOT NULL,
    lease_expires_at timestamp with time zone,
    taken_by character varying(100) NOT NULL,
    share double precision NOT NULL,
    called_at timestamp with time zone NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    CONSTRAINT projects_jobpart_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT projects_jobpart_number_check CHECK ((number >= 0))
);
ALTER TABLE ONLY public.projects_jobpart FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_likeness (
    id bigint NOT NULL,
    said_by_name character varying(150) NOT NULL,
    at timestamp with time zone NOT NULL,
    consent_id uuid,
    project_id uuid NOT NULL,
    said_by_id uuid,
    studio_id uuid NOT NULL,
    version_id uuid NOT NULL,
    performer_id uuid,
    CONSTRAINT nobody_needs_none CHECK (((consent_id IS NULL) OR (performer_id IS NOT NULL)))
);
ALTER TABLE ONLY public.projects_likeness FORCE ROW LEVEL SECURITY;
ALTER TABLE public.projects_likeness ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_likeness_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_note (
    id uuid NOT NULL,
    start bigint,
    "end" bigint,
    text text NOT NULL,
    drawing jsonb NOT NULL,
    mentions jsonb NOT NULL,
    person_name character varying(150) NOT NULL,
    said_by character varying(150) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone,
    edited_by_name character varying(150) NOT NULL,
    resolved_at timestamp with time zone,
    resolved_by_name character varying(150) NOT NULL,
    deleted_at timestamp with time zone,
    parent_id uuid,
    person_id uuid,
    project_id uuid NOT NULL,
    resolved_by_id uuid,
    studio_id uuid NOT NULL,
    version_id uuid NOT NULL,
    guest_id uuid,
    CONSTRAINT note_has_frames CHECK (((("end" IS NOT NULL) AND (parent_id IS NULL) AND (start IS NOT NULL) AND ("end" > start)) OR (("end" IS NULL) AND (parent_id IS NOT NULL) AND (start IS NULL)))),
    CONSTRAINT projects_note_end_check CHECK (("end" >= 0)),
    CONSTRAINT projects_note_start_check CHECK ((start >= 0))
);
ALTER TABLE ONLY public.projects_note FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_opening (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    reason character varying(500) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    made_by_id uuid,
    person_id uuid NOT NULL,
    project_id uuid,
    studio_id uuid NOT NULL,
    CONSTRAINT glass_has_a_reason CHECK ((((kind)::text = 'granted'::text) OR (NOT ((reason)::text = ''::text)))),
    CONSTRAINT opening_ends CHECK ((until > created_at))
);
ALTER TABLE ONLY public.projects_opening FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_packsignature (
    id uuid NOT NULL,
    person_name character varying(150) NOT NULL,
    at timestamp with time zone NOT NULL,
    typed character varying(120) NOT NULL,
    capacity character varying(120) NOT NULL,
    sha256 character varying(64) NOT NULL,
    pack_id uuid NOT NULL,
    person_id uuid,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.projects_packsignature FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_performer (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    representative character varying(120) NOT NULL,
    email character varying(254) NOT NULL,
    minor boolean NOT NULL,
    guardian character varying(120) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    CONSTRAINT minor_has_guardian CHECK (((NOT minor) OR (NOT ((guardian)::text = ''::text))))
);
ALTER TABLE ONLY public.projects_performer FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_performerlink (
    id uuid NOT NULL,
    secret_hash character varying(64) NOT NULL,
    made_by_name character varying(150) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    opened_count integer NOT NULL,
    last_opened_at timestamp with time zone,
    made_by_id uuid,
    performer_id uuid NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    CONSTRAINT projects_performerlink_opened_count_check CHECK ((opened_count >= 0))
);
ALTER TABLE ONLY public.projects_performerlink FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_place (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    taken_at timestamp with time zone,
    until timestamp with time zone,
    connection_id uuid NOT NULL,
    project_id uuid NOT NULL,
    run_id uuid NOT NULL,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.projects_place FORCE ROW LEVEL SECURITY;
ALTER TABLE public.projects_place ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_place_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_placement (
    id uuid NOT NULL,
    source_start bigint NOT NULL,
    source_end bigint NOT NULL,
    state character varying(10) NOT NULL,
    start bigint,
    "end" bigint,
    drawing jsonb NOT NULL,
    remarks jsonb NOT NULL,
    reason character varying(20) NOT NULL,
    confidence double precision,
    person_name character varying(150) NOT NULL,
    at timestamp with time zone NOT NULL,
    note_id uuid NOT NULL,
    person_id uuid,
    project_id uuid NOT NULL,
    source_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    version_id uuid NOT NULL,
    CONSTRAINT placement_has_frames CHECK (((NOT ((state)::text = 'placed'::text)) OR (("end" IS NOT NULL) AND (start IS NOT NULL) AND ("end" > start)))),
    CONSTRAINT projects_placement_end_check CHECK (("end" >= 0)),
    CONSTRAINT projects_placement_source_end_check CHECK ((source_end >= 0)),
    CONSTRAINT projects_placement_source_start_check CHECK ((source_start >= 0)),
    CONSTRAINT projects_placement_start_check CHECK ((start >= 0))
);
ALTER TABLE ONLY public.projects_placement FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_playlist (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    description text NOT NULL,
    made_by_name character varying(150) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_by_name character varying(150) NOT NULL,
    summary character varying(500) NOT NULL,
    made_by_id uuid,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.projects_playlist FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_playlistitem (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    result character varying(10) NOT NULL,
    remark character varying(500) NOT NULL,
    said_by_name character varying(150) NOT NULL,
    said_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    playlist_id uuid NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    version_id uuid NOT NULL,
    CONSTRAINT item_result_known CHECK (((result)::text = ANY ((ARRAY[''::character varying, 'for_now'::character varying, 'work'::character varying, 'hold'::character varying])::text[]))),
    CONSTRAINT projects_playlistitem_position_check CHECK (("position" >= 0))
);
ALTER TABLE ONLY public.projects_playlistitem FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_policy (
    id bigint NOT NULL,
    providers jsonb NOT NULL,
    regions jsonb NOT NULL,
    kinds jsonb NOT NULL,
    purposes jsonb NOT NULL,
    retention_days integer NOT NULL,
    human_review boolean NOT NULL,
    owns_output boolean NOT NULL,
    indemnified boolean NOT NULL,
    contracted boolean NOT NULL,
    monthly_limit numeric(12,2),
    total_limit numeric(12,2),
    changed_at timestamp with time zone NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    refused_subprocessors jsonb NOT NULL,
    known_subprocessors boolean NOT NULL,
    CONSTRAINT policy_limits_positive CHECK ((((monthly_limit IS NULL) OR (monthly_limit >= (0)::numeric)) AND ((total_limit IS NULL) OR (total_limit >= (0)::numeric)))),
    CONSTRAINT projects_policy_retention_days_check CHECK ((retention_days >= 0))
);
ALTER TABLE ONLY public.projects_policy FORCE ROW LEVEL SECURITY;
ALTER TABLE public.projects_policy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_policy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_price (
    id uuid NOT NULL,
    provider character varying(40) NOT NULL,
    model character varying(120) NOT NULL,
    unit character varying(20) NOT NULL,
    amount numeric(18,10) NOT NULL,
    currency character varying(3) NOT NULL,
    starts date NOT NULL,
    ends date,
    source character varying(500) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT price_ends_after_start CHECK (((ends IS NULL) OR (ends >= starts))),
    CONSTRAINT price_not_negative CHECK ((amount >= (0)::numeric))
);
CREATE TABLE public.projects_project (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    code character varying(16) NOT NULL,
    rate_label character varying(10) NOT NULL,
    description text NOT NULL,
    allow_downloads boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    studio_id uuid NOT NULL,
    watermark character varying(10) NOT NULL,
    credit_names boolean NOT NULL,
    strike_since timestamp with time zone,
    strike_by_name character varying(150) NOT NULL,
    strike_why text NOT NULL,
    CONSTRAINT project_rate_known CHECK (((rate_label)::text = ANY ((ARRAY['23.976'::character varying, '24'::character varying, '25'::character varying, '29.97 DF'::character varying, '29.97'::character varying, '30'::character varying, '50'::character varying, '59.94 DF'::character varying, '59.94'::character varying, '60'::character varying])::text[]))),
    CONSTRAINT project_watermark_known CHECK (((watermark)::text = ANY ((ARRAY['overlay'::character varying, 'burnt'::character varying, 'none'::character varying])::text[])))
);
ALTER TABLE ONLY public.projects_project FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_projectgrant (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    membership_id bigint NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.projects_projectgrant FORCE ROW LEVEL SECURITY;
ALTER TABLE public.projects_projectgrant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_projectgrant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_receipt (
    id uuid NOT NULL,
    provider character varying(40) NOT NULL,
    product character varying(80) NOT NULL,
    region character varying(40) NOT NULL,
    model character varying(120) NOT NULL,
    host character varying(253) NOT NULL,
    consents jsonb NOT NULL,
    manifest jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    person_name character varying(150) NOT NULL,
    at timestamp with time zone NOT NULL,
    project_id uuid,
    run_id uuid,
    studio_id uuid NOT NULL,
    terms_id uuid
);
ALTER TABLE ONLY public.projects_receipt FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_reliance (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    node uuid NOT NULL,
    consent_id uuid NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.projects_reliance FORCE ROW LEVEL SECURITY;
ALTER TABLE public.projects_reliance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_reliance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_reminder (
    id bigint NOT NULL,
    about character varying(120) NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.projects_reminder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_reminder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_remote (
    id bigint NOT NULL,
    step character varying(10) NOT NULL,
    key uuid NOT NULL,
    external_id character varying(500) NOT NULL,
    rates jsonb NOT NULL,
    quote_low numeric(14,4) NOT NULL,
    quote_high numeric(14,4) NOT NULL,
    currency character varying(3) NOT NULL,
    answer jsonb NOT NULL,
    troubles smallint NOT NULL,
    polls integer NOT NULL,
    sent_at timestamp with time zone,
    again_at timestamp with time zone,
    deadline timestamp with time zone,
    project_id uuid NOT NULL,
    run_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    CONSTRAINT projects_remote_polls_check CHECK ((polls >= 0)),
    CONSTRAINT projects_remote_troubles_check CHECK ((troubles >= 0)),
    CONSTRAINT sent_job_has_its_id CHECK (((NOT ((step)::text = 'sent'::text)) OR (NOT ((external_id)::text = ''::text))))
);
ALTER TABLE ONLY public.projects_remote FORCE ROW LEVEL SECURITY;
ALTER TABLE public.projects_remote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_remote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_rendition (
    id uuid NOT NULL,
    role character varying(20) NOT NULL,
    index integer NOT NULL,
    media_type character varying(80) NOT NULL,
    storage_key character varying(160) NOT NULL,
    size bigint NOT NULL,
    facts jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    candidate_id uuid,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    version_id uuid,
    CONSTRAINT projects_rendition_index_check CHECK ((index >= 0)),
    CONSTRAINT rendition_of_one_thing CHECK ((((version_id IS NULL) OR (candidate_id IS NULL)) AND (1 = (
CASE
    WHEN (version_id IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (candidate_id IS NULL) THEN 1
    ELSE 0
END))))
);
ALTER TABLE ONLY public.projects_rendition FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_requestinput (
    id bigint NOT NULL,
    request_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    version_id uuid NOT NULL,
    "position" smallint NOT NULL,
    CONSTRAINT projects_requestinput_position_check CHECK (("position" >= 0))
);
ALTER TABLE ONLY public.projects_requestinput FORCE ROW LEVEL SECURITY;
ALTER TABLE public.projects_requestinput ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_requestinput_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_resultuse (
    id uuid NOT NULL,
    person_name character varying(150) NOT NULL,
    at timestamp with time zone NOT NULL,
    used_as character varying(10) NOT NULL,
    candidate_id uuid NOT NULL,
    person_id uuid,
    project_id uuid NOT NULL,
    shot_id uuid,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.projects_resultuse FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_revision (
    id bigint NOT NULL,
    number integer NOT NULL,
    cut jsonb NOT NULL,
    summary character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    candidate_id uuid NOT NULL,
    made_by_id uuid,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    CONSTRAINT projects_revision_number_check CHECK ((number >= 0))
);
ALTER TABLE ONLY public.projects_revision FORCE ROW LEVEL SECURITY;
ALTER TABLE public.projects_revision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_revision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_run (
    state character varying(10) NOT NULL,
    attempt integer NOT NULL,
    lease_expires_at timestamp with time zone,
    stage character varying(40) NOT NULL,
    fraction double precision NOT NULL,
    seq bigint NOT NULL,
    error_code character varying(60) NOT NULL,
    error_facts jsonb NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    id uuid NOT NULL,
    provider character varying(40) NOT NULL,
    usage jsonb NOT NULL,
    cost numeric(12,4) NOT NULL,
    currency character varying(3) NOT NULL,
    project_id uuid NOT NULL,
    request_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    swept_at timestamp with time zone,
    model character varying(120) NOT NULL,
    turns integer NOT NULL,
    connection_id uuid,
    fronted_at timestamp with time zone,
    CONSTRAINT projects_run_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT projects_run_seq_check CHECK ((seq >= 0)),
    CONSTRAINT projects_run_turns_check CHECK ((turns >= 0))
);
ALTER TABLE ONLY public.projects_run FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_scene (
    id uuid NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(120) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    episode_id uuid,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    script jsonb NOT NULL
);
ALTER TABLE ONLY public.projects_scene FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_sharelink (
    id uuid NOT NULL,
    guest_name character varying(100) NOT NULL,
    email character varying(254) NOT NULL,
    secret_hash character varying(64) NOT NULL,
    passphrase_hash character varying(200) NOT NULL,
    may_comment boolean NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    made_by_name character varying(150) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    opened_count integer NOT NULL,
    last_opened_at timestamp with time zone,
    made_by_id uuid,
    playlist_id uuid NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    CONSTRAINT projects_sharelink_opened_count_check CHECK ((opened_count >= 0))
);
ALTER TABLE ONLY public.projects_sharelink FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_shot (
    id uuid NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(120) NOT NULL,
    cut_in integer,
    cut_out integer,
    created_at timestamp with time zone NOT NULL,
    project_id uuid NOT NULL,
    scene_id uuid,
    studio_id uuid NOT NULL,
    version_id uuid,
    CONSTRAINT projects_shot_cut_in_check CHECK ((cut_in >= 0)),
    CONSTRAINT projects_shot_cut_out_check CHECK ((cut_out >= 0)),
    CONSTRAINT shot_has_length CHECK ((((cut_in IS NULL) AND (cut_out IS NULL)) OR ((cut_in IS NOT NULL) AND (cut_out > cut_in) AND (cut_out IS NOT NULL))))
);
ALTER TABLE ONLY public.projects_shot FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_storedobject (
    id bigint NOT NULL,
    key character varying(1024) NOT NULL,
    kind character varying(60) NOT NULL,
    size bigint NOT NULL,
    ref character varying(1024) NOT NULL,
    hash_kind character varying(20) NOT NULL,
    hash character varying(64) NOT NULL,
    part_size bigint,
    gone_at timestamp with time zone,
    trouble character varying(200) NOT NULL,
    closeout_id uuid NOT NULL,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.projects_storedobject FORCE ROW LEVEL SECURITY;
ALTER TABLE public.projects_storedobject ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_storedobject_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_tally (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    assets bigint NOT NULL,
    versions bigint NOT NULL,
    size bigint NOT NULL,
    seconds numeric(20,3) NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.projects_tally FORCE ROW LEVEL SECURITY;
ALTER TABLE public.projects_tally ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_tally_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_terms (
    id uuid NOT NULL,
    provider character varying(40) NOT NULL,
    product character varying(80) NOT NULL,
    plan character varying(80) NOT NULL,
    region character varying(40) NOT NULL,
    starts date NOT NULL,
    ends date,
    review_on date,
    trains_on_inputs boolean,
    retention_days integer,
    human_review boolean,
    subprocessors text NOT NULL,
    contract character varying(200) NOT NULL,
    source character varying(500) NOT NULL,
    output_owner character varying(10) NOT NULL,
    licence character varying(300) NOT NULL,
    indemnity character varying(10) NOT NULL,
    note text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    recorded_by_id uuid,
    CONSTRAINT projects_terms_retention_days_check CHECK ((retention_days >= 0)),
    CONSTRAINT terms_end_after_start CHECK (((ends IS NULL) OR (ends >= starts)))
);
CREATE TABLE public.projects_upload (
    id uuid NOT NULL,
    file_name character varying(255) NOT NULL,
    size bigint NOT NULL,
    part_size bigint NOT NULL,
    state character varying(10) NOT NULL,
    storage_key character varying(120) NOT NULL,
    storage_ref character varying(1024) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    touched_at timestamp with time zone NOT NULL,
    asset_id uuid,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    shot_id uuid,
    studio_id uuid NOT NULL,
    version_id uuid,
    fingerprint character varying(64) NOT NULL,
    folder character varying(255) NOT NULL,
    CONSTRAINT upload_not_empty CHECK ((size > 0)),
    CONSTRAINT upload_part_size CHECK ((part_size > 0))
);
ALTER TABLE ONLY public.projects_upload FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_uploadpart (
    id bigint NOT NULL,
    number integer NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    studio_id uuid NOT NULL,
    upload_id uuid NOT NULL,
    CONSTRAINT projects_uploadpart_number_check CHECK ((number >= 0))
);
ALTER TABLE ONLY public.projects_uploadpart FORCE ROW LEVEL SECURITY;
ALTER TABLE public.projects_uploadpart ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_uploadpart_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.projects_version (
    id uuid NOT NULL,
    number integer NOT NULL,
    file_name character varying(255) NOT NULL,
    size bigint NOT NULL,
    tree_sha256 character varying(64) NOT NULL,
    part_size bigint NOT NULL,
    storage_key character varying(120) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    facts jsonb NOT NULL,
    frames bigint,
    rate_num integer,
    rate_den integer,
    asset_id uuid NOT NULL,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL,
    uploaded_by_id uuid,
    fingerprint character varying(64) NOT NULL,
    source_type character varying(60) NOT NULL,
    CONSTRAINT projects_version_frames_check CHECK ((frames >= 0)),
    CONSTRAINT projects_version_number_check CHECK ((number >= 0)),
    CONSTRAINT projects_version_rate_den_check CHECK ((rate_den >= 0)),
    CONSTRAINT projects_version_rate_num_check CHECK ((rate_num >= 0)),
    CONSTRAINT version_not_empty CHECK ((size > 0))
);
ALTER TABLE ONLY public.projects_version FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_viewingcopy (
    state character varying(10) NOT NULL,
    attempt integer NOT NULL,
    lease_expires_at timestamp with time zone,
    stage character varying(40) NOT NULL,
    fraction double precision NOT NULL,
    seq bigint NOT NULL,
    error_code character varying(60) NOT NULL,
    error_facts jsonb NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    swept_at timestamp with time zone,
    id uuid NOT NULL,
    height smallint NOT NULL,
    viewer character varying(60) NOT NULL,
    mark character varying(400) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    project_id uuid NOT NULL,
    rendition_id uuid,
    studio_id uuid NOT NULL,
    version_id uuid NOT NULL,
    CONSTRAINT copy_height CHECK ((height = ANY (ARRAY[540, 1080]))),
    CONSTRAINT projects_viewingcopy_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT projects_viewingcopy_height_check CHECK ((height >= 0)),
    CONSTRAINT projects_viewingcopy_seq_check CHECK ((seq >= 0))
);
ALTER TABLE ONLY public.projects_viewingcopy FORCE ROW LEVEL SECURITY;
CREATE TABLE public.projects_writernotice (
    id uuid NOT NULL,
    person_name character varying(150) NOT NULL,
    at timestamp with time zone NOT NULL,
    writer character varying(120) NOT NULL,
    "on" date NOT NULL,
    agreed boolean NOT NULL,
    candidate_id uuid NOT NULL,
    person_id uuid,
    project_id uuid NOT NULL,
    studio_id uuid NOT NULL
);
ALTER TABLE ONLY public.projects_writernotice FORCE ROW LEVEL SECURITY;
CREATE TABLE public.socialaccount_socialaccount (
    id integer NOT NULL,
    provider character varying(200) NOT NULL,
    uid character varying(191) NOT NULL,
    last_login timestamp with time zone NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    extra_data jsonb NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.socialaccount_socialaccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialaccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.socialaccount_socialapp (
    id integer NOT NULL,
    provider character varying(30) NOT NULL,
    name character varying(40) NOT NULL,
    client_id character varying(191) NOT NULL,
    secret character varying(191) NOT NULL,
    key character varying(191) NOT NULL,
    provider_id character varying(200) NOT NULL,
    settings jsonb NOT NULL
);
ALTER TABLE public.socialaccount_socialapp ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialapp_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.socialaccount_socialtoken (
    id integer NOT NULL,
    token text NOT NULL,
    token_secret text NOT NULL,
    expires_at timestamp with time zone,
    account_id integer NOT NULL,
    app_id integer
);
ALTER TABLE public.socialaccount_socialtoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialtoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usersessions_usersession (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip inet NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    session_key character varying(40) NOT NULL,
    user_agent character varying(200) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usersessions_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
INSERT INTO public.auth_permission VALUES
	(1, 'Can add log entry', 1, 'add_logentry'),
	(2, 'Can change log entry', 1, 'change_logentry'),
	(3, 'Can delete log entry', 1, 'delete_logentry'),
	(4, 'Can view log entry', 1, 'view_logentry'),
	(5, 'Can add permission', 2, 'add_permission'),
	(6, 'Can change permission', 2, 'change_permission'),
	(7, 'Can delete permission', 2, 'delete_permission'),
	(8, 'Can view permission', 2, 'view_permission'),
	(9, 'Can add group', 3, 'add_group'),
	(10, 'Can change group', 3, 'change_group'),
	(11, 'Can delete group', 3, 'delete_group'),
	(12, 'Can view group', 3, 'view_group'),
	(13, 'Can add content type', 4, 'add_contenttype'),
	(14, 'Can change content type', 4, 'change_contenttype'),
	(15, 'Can delete content type', 4, 'delete_contenttype'),
	(16, 'Can view content type', 4, 'view_contenttype'),
	(17, 'Can add session', 5, 'add_session'),
	(18, 'Can change session', 5, 'change_session'),
	(19, 'Can delete session', 5, 'delete_session'),
	(20, 'Can view session', 5, 'view_session'),
	(21, 'Can add email address', 6, 'add_emailaddress'),
	(22, 'Can change email address', 6, 'change_emailaddress'),
	(23, 'Can delete email address', 6, 'delete_emailaddress'),
	(24, 'Can view email address', 6, 'view_emailaddress'),
	(25, 'Can add email confirmation', 7, 'add_emailconfirmation'),
	(26, 'Can change email confirmation', 7, 'change_emailconfirmation'),
	(27, 'Can delete email confirmation', 7, 'delete_emailconfirmation'),
	(28, 'Can view email confirmation', 7, 'view_emailconfirmation'),
	(29, 'Can add authenticator', 8, 'add_authenticator'),
	(30, 'Can change authenticator', 8, 'change_authenticator'),
	(31, 'Can delete authenticator', 8, 'delete_authenticator'),
	(32, 'Can view authenticator', 8, 'view_authenticator'),
	(33, 'Can add user session', 9, 'add_usersession'),
	(34, 'Can change user session', 9, 'change_usersession'),
	(35, 'Can delete user session', 9, 'delete_usersession'),
	(36, 'Can view user session', 9, 'view_usersession'),
	(37, 'Can add social account', 10, 'add_socialaccount'),
	(38, 'Can change social account', 10, 'change_socialaccount'),
	(39, 'Can delete social account', 10, 'delete_socialaccount'),
	(40, 'Can view social account', 10, 'view_socialaccount'),
	(41, 'Can add social application', 11, 'add_socialapp'),
	(42, 'Can change social application', 11, 'change_socialapp'),
	(43, 'Can delete social application', 11, 'delete_socialapp'),
	(44, 'Can view social application', 11, 'view_socialapp'),
	(45, 'Can add social application token', 12, 'add_socialtoken'),
	(46, 'Can change social application token', 12, 'change_socialtoken'),
	(47, 'Can delete social application token', 12, 'delete_socialtoken'),
	(48, 'Can view social application token', 12, 'view_socialtoken'),
	(49, 'Can add person', 13, 'add_user'),
	(50, 'Can change person', 13, 'change_user'),
	(51, 'Can delete person', 13, 'delete_user'),
	(52, 'Can view person', 13, 'view_user'),
	(53, 'Can add API token', 14, 'add_apitoken'),
	(54, 'Can change API token', 14, 'change_apitoken'),
	(55, 'Can delete API token', 14, 'delete_apitoken'),
	(56, 'Can view API token', 14, 'view_apitoken'),
	(57, 'Can add idempotency key', 15, 'add_idempotencykey'),
	(58, 'Can change idempotency key', 15, 'change_idempotencykey'),
	(59, 'Can delete idempotency key', 15, 'delete_idempotencykey'),
	(60, 'Can view idempotency key', 15, 'view_idempotencykey'),
	(61, 'Can add sign-in link', 16, 'add_signinlink'),
	(62, 'Can change sign-in link', 16, 'change_signinlink'),
	(63, 'Can delete sign-in link', 16, 'delete_signinlink'),
	(64, 'Can view sign-in link', 16, 'view_signinlink'),
	(65, 'Can add studio', 17, 'add_studio'),
	(66, 'Can change studio', 17, 'change_studio'),
	(67, 'Can delete studio', 17, 'delete_studio'),
	(68, 'Can view studio', 17, 'view_studio'),
	(69, 'Can add membership', 18, 'add_membership'),
	(70, 'Can change membership', 18, 'change_membership'),
	(71, 'Can delete membership', 18, 'delete_membership'),
	(72, 'Can view membership', 18, 'view_membership'),
	(73, 'Can add invitation', 19, 'add_invitation'),
	(74, 'Can change invitation', 19, 'change_invitation'),
	(75, 'Can delete invitation', 19, 'delete_invitation'),
	(76, 'Can view invitation', 19, 'view_invitation'),
	(77, 'Can add audit event', 20, 'add_auditevent'),
	(78, 'Can change audit event', 20, 'change_auditevent'),
	(79, 'Can delete audit event', 20, 'delete_auditevent'),
	(80, 'Can view audit event', 20, 'view_auditevent'),
	(81, 'Can add webhook', 21, 'add_webhookendpoint'),
	(82, 'Can change webhook', 21, 'change_webhookendpoint'),
	(83, 'Can delete webhook', 21, 'delete_webhookendpoint'),
	(84, 'Can view webhook', 21, 'view_webhookendpoint'),
	(85, 'Can add mail', 22, 'add_mail'),
	(86, 'Can change mail', 22, 'change_mail'),
	(87, 'Can delete mail', 22, 'delete_mail'),
	(88, 'Can view mail', 22, 'view_mail'),
	(89, 'Can add notification', 23, 'add_notification'),
	(90, 'Can change notification', 23, 'change_notification'),
	(91, 'Can delete notification', 23, 'delete_notification'),
	(92, 'Can view notification', 23, 'view_notification'),
	(93, 'Can add notification choice', 24, 'add_notificationchoice'),
	(94, 'Can change notification choice', 24, 'change_notificationchoice'),
	(95, 'Can delete notification choice', 24, 'delete_notificationchoice'),
	(96, 'Can view notification choice', 24, 'view_notificationchoice'),
	(97, 'Can add webhook delivery', 25, 'add_webhookdelivery'),
	(98, 'Can change webhook delivery', 25, 'change_webhookdelivery'),
	(99, 'Can delete webhook delivery', 25, 'delete_webhookdelivery'),
	(100, 'Can view webhook delivery', 25, 'view_webhookdelivery'),
	(101, 'Can add agreement', 26, 'add_agreement'),
	(102, 'Can change agreement', 26, 'change_agreement'),
	(103, 'Can delete agreement', 26, 'delete_agreement'),
	(104, 'Can view agreement', 26, 'view_agreement'),
	(105, 'Can add agreement version', 27, 'add_agreementversion'),
	(106, 'Can change agreement version', 27, 'change_agreementversion'),
	(107, 'Can delete agreement version', 27, 'delete_agreementversion'),
	(108, 'Can view agreement version', 27, 'view_agreementversion'),
	(109, 'Can add acceptance', 28, 'add_acceptance'),
	(110, 'Can change acceptance', 28, 'change_acceptance'),
	(111, 'Can delete acceptance', 28, 'delete_acceptance'),
	(112, 'Can view acceptance', 28, 'view_acceptance'),
	(113, 'Can add cohort', 29, 'add_cohort'),
	(114, 'Can change cohort', 29, 'change_cohort'),
	(115, 'Can delete cohort', 29, 'delete_cohort'),
	(116, 'Can view cohort', 29, 'view_cohort'),
	(117, 'Can add milestone', 30, 'add_milestone'),
	(118, 'Can change milestone', 30, 'change_milestone'),
	(119, 'Can delete milestone', 30, 'delete_milestone'),
	(120, 'Can view milestone', 30, 'view_milestone'),
	(121, 'Can add audit rows waiting for their seal', 31, 'add_auditpending'),
	(122, 'Can change audit rows waiting for their seal', 31, 'change_auditpending'),
	(123, 'Can delete audit rows waiting for their seal', 31, 'delete_auditpending'),
	(124, 'Can view audit rows waiting for their seal', 31, 'view_auditpending'),
	(125, 'Can add audit seal', 32, 'add_auditseal'),
	(126, 'Can change audit seal', 32, 'change_auditseal'),
	(127, 'Can delete audit seal', 32, 'delete_auditseal'),
	(128, 'Can view audit seal', 32, 'view_auditseal'),
	(129, 'Can add trouble', 33, 'add_trouble'),
	(130, 'Can change trouble', 33, 'change_trouble'),
	(131, 'Can delete trouble', 33, 'delete_trouble'),
	(132, 'Can view trouble', 33, 'view_trouble'),
	(133, 'Can add project', 34, 'add_project'),
	(134, 'Can change project', 34, 'change_project'),
	(135, 'Can delete project', 34, 'delete_project'),
	(136, 'Can view project', 34, 'view_project'),
	(137, 'Can add episode', 35, 'add_episode'),
	(138, 'Can change episode', 35, 'change_episode'),
	(139, 'Can delete episode', 35, 'delete_episode'),
	(140, 'Can view episode', 35, 'view_episode'),
	(141, 'Can add candidate', 36, 'add_candidate'),
	(142, 'Can change candidate', 36, 'change_candidate'),
	(143, 'Can delete candidate', 36, 'delete_candidate'),
	(144, 'Can view candidate', 36, 'view_candidate'),
	(145, 'Can add assist request', 37, 'add_assistrequest'),
	(146, 'Can change assist request', 37, 'change_assistrequest'),
	(147, 'Can delete assist request', 37, 'delete_assistrequest'),
	(148, 'Can view assist request', 37, 'view_assistrequest'),
	(149, 'Can add project grant', 38, 'add_projectgrant'),
	(150, 'Can change project grant', 38, 'change_projectgrant'),
	(151, 'Can delete project grant', 38, 'delete_projectgrant'),
	(152, 'Can view project grant', 38, 'view_projectgrant'),
	(153, 'Can add revision', 39, 'add_revision'),
	(154, 'Can change revision', 39, 'change_revision'),
	(155, 'Can delete revision', 39, 'delete_revision'),
	(156, 'Can view revision', 39, 'view_revision'),
	(157, 'Can add decision', 40, 'add_decision'),
	(158, 'Can change decision', 40, 'change_decision'),
	(159, 'Can delete decision', 40, 'delete_decision'),
	(160, 'Can view decision', 40, 'view_decision'),
	(161, 'Can add run', 41, 'add_run'),
	(162, 'Can change run', 41, 'change_run'),
	(163, 'Can delete run', 41, 'delete_run'),
	(164, 'Can view run', 41, 'view_run'),
	(165, 'Can add scene', 42, 'add_scene'),
	(166, 'Can change scene', 42, 'change_scene'),
	(167, 'Can delete scene', 42, 'delete_scene'),
	(168, 'Can view scene', 42, 'view_scene'),
	(169, 'Can add shot', 43, 'add_shot'),
	(170, 'Can change shot', 43, 'change_shot'),
	(171, 'Can delete shot', 43, 'delete_shot'),
	(172, 'Can view shot', 43, 'view_shot'),
	(173, 'Can add asset', 44, 'add_asset'),
	(174, 'Can change asset', 44, 'change_asset'),
	(175, 'Can delete asset', 44, 'delete_asset'),
	(176, 'Can view asset', 44, 'view_asset'),
	(177, 'Can add upload', 45, 'add_upload'),
	(178, 'Can change upload', 45, 'change_upload'),
	(179, 'Can delete upload', 45, 'delete_upload'),
	(180, 'Can view upload', 45, 'view_upload'),
	(181, 'Can add part', 46, 'add_uploadpart'),
	(182, 'Can change part', 46, 'change_uploadpart'),
	(183, 'Can delete part', 46, 'delete_uploadpart'),
	(184, 'Can view part', 46, 'view_uploadpart'),
	(185, 'Can add version', 47, 'add_version'),
	(186, 'Can change version', 47, 'change_version'),
	(187, 'Can delete version', 47, 'delete_version'),
	(188, 'Can view version', 47, 'view_version'),
	(189, 'Can add input', 48, 'add_requestinput'),
	(190, 'Can change input', 48, 'change_requestinput'),
	(191, 'Can delete input', 48, 'delete_requestinput'),
	(192, 'Can view input', 48, 'view_requestinput'),
	(193, 'Can add rendition', 49, 'add_rendition'),
	(194, 'Can change rendition', 49, 'change_rendition'),
	(195, 'Can delete rendition', 49, 'delete_rendition'),
	(196, 'Can view rendition', 49, 'view_rendition'),
	(197, 'Can add ingest', 50, 'add_ingest'),
	(198, 'Can change ingest', 50, 'change_ingest'),
	(199, 'Can delete ingest', 50, 'delete_ingest'),
	(200, 'Can view ingest', 50, 'view_ingest');
INSERT INTO public.auth_permission VALUES
	(201, 'Can add opening', 51, 'add_opening'),
	(202, 'Can change opening', 51, 'change_opening'),
	(203, 'Can delete opening', 51, 'delete_opening'),
	(204, 'Can view opening', 51, 'view_opening'),
	(205, 'Can add closeout', 52, 'add_closeout'),
	(206, 'Can change closeout', 52, 'change_closeout'),
	(207, 'Can delete closeout', 52, 'delete_closeout'),
	(208, 'Can view closeout', 52, 'view_closeout'),
	(209, 'Can add export', 53, 'add_export'),
	(210, 'Can change export', 53, 'change_export'),
	(211, 'Can delete export', 53, 'delete_export'),
	(212, 'Can view export', 53, 'view_export'),
	(213, 'Can add stored file', 54, 'add_storedobject'),
	(214, 'Can change stored file', 54, 'change_storedobject'),
	(215, 'Can delete stored file', 54, 'delete_storedobject'),
	(216, 'Can view stored file', 54, 'view_storedobject'),
	(217, 'Can add note', 55, 'add_note'),
	(218, 'Can change note', 55, 'change_note'),
	(219, 'Can delete note', 55, 'delete_note'),
	(220, 'Can view note', 55, 'view_note'),
	(221, 'Can add playlist', 56, 'add_playlist'),
	(222, 'Can change playlist', 56, 'change_playlist'),
	(223, 'Can delete playlist', 56, 'delete_playlist'),
	(224, 'Can view playlist', 56, 'view_playlist'),
	(225, 'Can add share link', 57, 'add_sharelink'),
	(226, 'Can change share link', 57, 'change_sharelink'),
	(227, 'Can delete share link', 57, 'delete_sharelink'),
	(228, 'Can view share link', 57, 'view_sharelink'),
	(229, 'Can add version in a playlist', 58, 'add_playlistitem'),
	(230, 'Can change version in a playlist', 58, 'change_playlistitem'),
	(231, 'Can delete version in a playlist', 58, 'delete_playlistitem'),
	(232, 'Can view version in a playlist', 58, 'view_playlistitem'),
	(233, 'Can add carrying of notes', 59, 'add_carrying'),
	(234, 'Can change carrying of notes', 59, 'change_carrying'),
	(235, 'Can delete carrying of notes', 59, 'delete_carrying'),
	(236, 'Can view carrying of notes', 59, 'view_carrying'),
	(237, 'Can add placement', 60, 'add_placement'),
	(238, 'Can change placement', 60, 'change_placement'),
	(239, 'Can delete placement', 60, 'delete_placement'),
	(240, 'Can view placement', 60, 'view_placement'),
	(241, 'Can add tally', 61, 'add_tally'),
	(242, 'Can change tally', 61, 'change_tally'),
	(243, 'Can delete tally', 61, 'delete_tally'),
	(244, 'Can view tally', 61, 'view_tally'),
	(245, 'Can add viewing copy', 62, 'add_viewingcopy'),
	(246, 'Can change viewing copy', 62, 'change_viewingcopy'),
	(247, 'Can delete viewing copy', 62, 'delete_viewingcopy'),
	(248, 'Can view viewing copy', 62, 'view_viewingcopy'),
	(249, 'Can add connection', 63, 'add_connection'),
	(250, 'Can change connection', 63, 'change_connection'),
	(251, 'Can delete connection', 63, 'delete_connection'),
	(252, 'Can view connection', 63, 'view_connection'),
	(253, 'Can add ledger entry', 64, 'add_entry'),
	(254, 'Can change ledger entry', 64, 'change_entry'),
	(255, 'Can delete ledger entry', 64, 'delete_entry'),
	(256, 'Can view ledger entry', 64, 'view_entry'),
	(257, 'Can add policy', 65, 'add_policy'),
	(258, 'Can change policy', 65, 'change_policy'),
	(259, 'Can delete policy', 65, 'delete_policy'),
	(260, 'Can view policy', 65, 'view_policy'),
	(261, 'Can add price', 66, 'add_price'),
	(262, 'Can change price', 66, 'change_price'),
	(263, 'Can delete price', 66, 'delete_price'),
	(264, 'Can view price', 66, 'view_price'),
	(265, 'Can add remote job', 67, 'add_remote'),
	(266, 'Can change remote job', 67, 'change_remote'),
	(267, 'Can delete remote job', 67, 'delete_remote'),
	(268, 'Can view remote job', 67, 'view_remote'),
	(269, 'Can add terms', 68, 'add_terms'),
	(270, 'Can change terms', 68, 'change_terms'),
	(271, 'Can delete terms', 68, 'delete_terms'),
	(272, 'Can view terms', 68, 'view_terms'),
	(273, 'Can add receipt', 69, 'add_receipt'),
	(274, 'Can change receipt', 69, 'change_receipt'),
	(275, 'Can delete receipt', 69, 'delete_receipt'),
	(276, 'Can view receipt', 69, 'view_receipt'),
	(277, 'Can add reminder', 70, 'add_reminder'),
	(278, 'Can change reminder', 70, 'change_reminder'),
	(279, 'Can delete reminder', 70, 'delete_reminder'),
	(280, 'Can view reminder', 70, 'view_reminder'),
	(281, 'Can add consent', 71, 'add_consent'),
	(282, 'Can change consent', 71, 'change_consent'),
	(283, 'Can delete consent', 71, 'delete_consent'),
	(284, 'Can view consent', 71, 'view_consent'),
	(285, 'Can add consultation', 72, 'add_creatorconsultation'),
	(286, 'Can change consultation', 72, 'change_creatorconsultation'),
	(287, 'Can delete consultation', 72, 'delete_creatorconsultation'),
	(288, 'Can view consultation', 72, 'view_creatorconsultation'),
	(289, 'Can add performer', 73, 'add_performer'),
	(290, 'Can change performer', 73, 'change_performer'),
	(291, 'Can delete performer', 73, 'delete_performer'),
	(292, 'Can view performer', 73, 'view_performer'),
	(293, 'Can add likeness', 74, 'add_likeness'),
	(294, 'Can change likeness', 74, 'change_likeness'),
	(295, 'Can delete likeness', 74, 'delete_likeness'),
	(296, 'Can view likeness', 74, 'view_likeness'),
	(297, 'Can add character', 75, 'add_character'),
	(298, 'Can change character', 75, 'change_character'),
	(299, 'Can delete character', 75, 'delete_character'),
	(300, 'Can view character', 75, 'view_character'),
	(301, 'Can add personal link', 76, 'add_performerlink'),
	(302, 'Can change personal link', 76, 'change_performerlink'),
	(303, 'Can delete personal link', 76, 'delete_performerlink'),
	(304, 'Can view personal link', 76, 'view_performerlink'),
	(305, 'Can add reliance', 77, 'add_reliance'),
	(306, 'Can change reliance', 77, 'change_reliance'),
	(307, 'Can delete reliance', 77, 'delete_reliance'),
	(308, 'Can view reliance', 77, 'view_reliance'),
	(309, 'Can add derivation', 78, 'add_derivation'),
	(310, 'Can change derivation', 78, 'change_derivation'),
	(311, 'Can delete derivation', 78, 'delete_derivation'),
	(312, 'Can view derivation', 78, 'view_derivation'),
	(313, 'Can add disclosure pack', 79, 'add_disclosurepack'),
	(314, 'Can change disclosure pack', 79, 'change_disclosurepack'),
	(315, 'Can delete disclosure pack', 79, 'delete_disclosurepack'),
	(316, 'Can view disclosure pack', 79, 'view_disclosurepack'),
	(317, 'Can add final cut', 80, 'add_finalcut'),
	(318, 'Can change final cut', 80, 'change_finalcut'),
	(319, 'Can delete final cut', 80, 'delete_finalcut'),
	(320, 'Can view final cut', 80, 'view_finalcut'),
	(321, 'Can add signature', 81, 'add_packsignature'),
	(322, 'Can change signature', 81, 'change_packsignature'),
	(323, 'Can delete signature', 81, 'delete_packsignature'),
	(324, 'Can view signature', 81, 'view_packsignature'),
	(325, 'Can add use of a result', 82, 'add_resultuse'),
	(326, 'Can change use of a result', 82, 'change_resultuse'),
	(327, 'Can delete use of a result', 82, 'delete_resultuse'),
	(328, 'Can view use of a result', 82, 'view_resultuse'),
	(329, 'Can add notice to a writer', 83, 'add_writernotice'),
	(330, 'Can change notice to a writer', 83, 'change_writernotice'),
	(331, 'Can delete notice to a writer', 83, 'delete_writernotice'),
	(332, 'Can view notice to a writer', 83, 'view_writernotice'),
	(333, 'Can add place at a provider', 84, 'add_place'),
	(334, 'Can change place at a provider', 84, 'change_place'),
	(335, 'Can delete place at a provider', 84, 'delete_place'),
	(336, 'Can view place at a provider', 84, 'view_place'),
	(337, 'Can add part of a job', 85, 'add_jobpart'),
	(338, 'Can change part of a job', 85, 'change_jobpart'),
	(339, 'Can delete part of a job', 85, 'delete_jobpart'),
	(340, 'Can view part of a job', 85, 'view_jobpart'),
	(341, 'Can add index card', 86, 'add_indexcard'),
	(342, 'Can change index card', 86, 'change_indexcard'),
	(343, 'Can delete index card', 86, 'delete_indexcard'),
	(344, 'Can view index card', 86, 'view_indexcard'),
	(345, 'Can add response', 87, 'add_response'),
	(346, 'Can change response', 87, 'change_response'),
	(347, 'Can delete response', 87, 'delete_response'),
	(348, 'Can view response', 87, 'view_response'),
	(349, 'Can add sharing', 88, 'add_sharing'),
	(350, 'Can change sharing', 88, 'change_sharing'),
	(351, 'Can delete sharing', 88, 'delete_sharing'),
	(352, 'Can view sharing', 88, 'view_sharing'),
	(353, 'Can add questionnaire', 89, 'add_questionnaire'),
	(354, 'Can change questionnaire', 89, 'change_questionnaire'),
	(355, 'Can delete questionnaire', 89, 'delete_questionnaire'),
	(356, 'Can view questionnaire', 89, 'view_questionnaire'),
	(357, 'Can add version of a questionnaire', 90, 'add_questionnaireversion'),
	(358, 'Can change version of a questionnaire', 90, 'change_questionnaireversion'),
	(359, 'Can delete version of a questionnaire', 90, 'delete_questionnaireversion'),
	(360, 'Can view version of a questionnaire', 90, 'view_questionnaireversion'),
	(361, 'Can add ask', 91, 'add_ask'),
	(362, 'Can change ask', 91, 'change_ask'),
	(363, 'Can delete ask', 91, 'delete_ask'),
	(364, 'Can view ask', 91, 'view_ask'),
	(365, 'Can add trigger', 92, 'add_trigger'),
	(366, 'Can change trigger', 92, 'change_trigger'),
	(367, 'Can delete trigger', 92, 'delete_trigger'),
	(368, 'Can view trigger', 92, 'view_trigger'),
	(369, 'Can add turn', 93, 'add_turn'),
	(370, 'Can change turn', 93, 'change_turn'),
	(371, 'Can delete turn', 93, 'delete_turn'),
	(372, 'Can view turn', 93, 'view_turn'),
	(373, 'Can add answer', 94, 'add_answer'),
	(374, 'Can change answer', 94, 'change_answer'),
	(375, 'Can delete answer', 94, 'delete_answer'),
	(376, 'Can view answer', 94, 'view_answer'),
	(377, 'Can add release', 95, 'add_release'),
	(378, 'Can change release', 95, 'change_release'),
	(379, 'Can delete release', 95, 'delete_release'),
	(380, 'Can view release', 95, 'view_release'),
	(381, 'Can add issue tracker', 96, 'add_tracker'),
	(382, 'Can change issue tracker', 96, 'change_tracker'),
	(383, 'Can delete issue tracker', 96, 'delete_tracker'),
	(384, 'Can view issue tracker', 96, 'view_tracker'),
	(385, 'Can add topic', 97, 'add_topic'),
	(386, 'Can change topic', 97, 'change_topic'),
	(387, 'Can delete topic', 97, 'delete_topic'),
	(388, 'Can view topic', 97, 'view_topic'),
	(389, 'Can add ticket', 98, 'add_ticket'),
	(390, 'Can change ticket', 98, 'change_ticket'),
	(391, 'Can delete ticket', 98, 'delete_ticket'),
	(392, 'Can view ticket', 98, 'view_ticket'),
	(393, 'Can add issue', 99, 'add_issue'),
	(394, 'Can change issue', 99, 'change_issue'),
	(395, 'Can delete issue', 99, 'delete_issue'),
	(396, 'Can view issue', 99, 'view_issue'),
	(397, 'Can add vote', 100, 'add_vote'),
	(398, 'Can change vote', 100, 'change_vote'),
	(399, 'Can delete vote', 100, 'delete_vote'),
	(400, 'Can view vote', 100, 'view_vote');
INSERT INTO public.auth_permission VALUES
	(401, 'Can add impact weight', 101, 'add_weight'),
	(402, 'Can change impact weight', 101, 'change_weight'),
	(403, 'Can delete impact weight', 101, 'delete_weight'),
	(404, 'Can view impact weight', 101, 'view_weight'),
	(405, 'Can add block of draws', 102, 'add_block'),
	(406, 'Can change block of draws', 102, 'change_block'),
	(407, 'Can delete block of draws', 102, 'delete_block'),
	(408, 'Can view block of draws', 102, 'view_block'),
	(409, 'Can add agreement to the draw', 103, 'add_optin'),
	(410, 'Can change agreement to the draw', 103, 'change_optin'),
	(411, 'Can delete agreement to the draw', 103, 'delete_optin'),
	(412, 'Can view agreement to the draw', 103, 'view_optin'),
	(413, 'Can add stepped start', 104, 'add_step'),
	(414, 'Can change stepped start', 104, 'change_step'),
	(415, 'Can delete stepped start', 104, 'delete_step'),
	(416, 'Can view stepped start', 104, 'view_step'),
	(417, 'Can add time entry', 105, 'add_timeentry'),
	(418, 'Can change time entry', 105, 'change_timeentry'),
	(419, 'Can delete time entry', 105, 'delete_timeentry'),
	(420, 'Can view time entry', 105, 'view_timeentry'),
	(421, 'Can add correction', 106, 'add_correction'),
	(422, 'Can change correction', 106, 'change_correction'),
	(423, 'Can delete correction', 106, 'delete_correction'),
	(424, 'Can view correction', 106, 'view_correction'),
	(425, 'Can add work item', 107, 'add_workitem'),
	(426, 'Can change work item', 107, 'change_workitem'),
	(427, 'Can delete work item', 107, 'delete_workitem'),
	(428, 'Can view work item', 107, 'view_workitem'),
	(429, 'Can add felt saving', 108, 'add_felt'),
	(430, 'Can change felt saving', 108, 'change_felt'),
	(431, 'Can delete felt saving', 108, 'delete_felt'),
	(432, 'Can view felt saving', 108, 'view_felt'),
	(433, 'Can add departure', 109, 'add_departure'),
	(434, 'Can change departure', 109, 'change_departure'),
	(435, 'Can delete departure', 109, 'delete_departure'),
	(436, 'Can view departure', 109, 'view_departure'),
	(437, 'Can add bid', 110, 'add_bid'),
	(438, 'Can change bid', 110, 'change_bid'),
	(439, 'Can delete bid', 110, 'delete_bid'),
	(440, 'Can view bid', 110, 'view_bid'),
	(441, 'Can add assignment', 111, 'add_assignment'),
	(442, 'Can change assignment', 111, 'change_assignment'),
	(443, 'Can delete assignment', 111, 'delete_assignment'),
	(444, 'Can view assignment', 111, 'view_assignment'),
	(445, 'Can add request of a work item', 112, 'add_worklink'),
	(446, 'Can change request of a work item', 112, 'change_worklink'),
	(447, 'Can delete request of a work item', 112, 'delete_worklink'),
	(448, 'Can view request of a work item', 112, 'view_worklink'),
	(449, 'Can add report definition', 113, 'add_reportdefinition'),
	(450, 'Can change report definition', 113, 'change_reportdefinition'),
	(451, 'Can delete report definition', 113, 'delete_reportdefinition'),
	(452, 'Can view report definition', 113, 'view_reportdefinition'),
	(453, 'Can add report', 114, 'add_report'),
	(454, 'Can change report', 114, 'change_report'),
	(455, 'Can delete report', 114, 'delete_report'),
	(456, 'Can view report', 114, 'view_report'),
	(457, 'Can add week', 115, 'add_closedweek'),
	(458, 'Can change week', 115, 'change_closedweek'),
	(459, 'Can delete week', 115, 'delete_closedweek'),
	(460, 'Can view week', 115, 'view_closedweek'),
	(461, 'Can add leaf of ease', 116, 'add_easeleaf'),
	(462, 'Can change leaf of ease', 116, 'change_easeleaf'),
	(463, 'Can delete leaf of ease', 116, 'delete_easeleaf'),
	(464, 'Can view leaf of ease', 116, 'view_easeleaf'),
	(465, 'Can add count of a week', 117, 'add_weekcount'),
	(466, 'Can change count of a week', 117, 'change_weekcount'),
	(467, 'Can delete count of a week', 117, 'delete_weekcount'),
	(468, 'Can view count of a week', 117, 'view_weekcount'),
	(469, 'Can add look', 118, 'add_look'),
	(470, 'Can change look', 118, 'change_look'),
	(471, 'Can delete look', 118, 'delete_look'),
	(472, 'Can view look', 118, 'view_look'),
	(473, 'Can add leaf of time by hand', 119, 'add_timeleaf'),
	(474, 'Can change leaf of time by hand', 119, 'change_timeleaf'),
	(475, 'Can delete leaf of time by hand', 119, 'delete_timeleaf'),
	(476, 'Can view leaf of time by hand', 119, 'view_timeleaf');
INSERT INTO public.django_content_type VALUES
	(1, 'admin', 'logentry'),
	(2, 'auth', 'permission'),
	(3, 'auth', 'group'),
	(4, 'contenttypes', 'contenttype'),
	(5, 'sessions', 'session'),
	(6, 'account', 'emailaddress'),
	(7, 'account', 'emailconfirmation'),
	(8, 'mfa', 'authenticator'),
	(9, 'usersessions', 'usersession'),
	(10, 'socialaccount', 'socialaccount'),
	(11, 'socialaccount', 'socialapp'),
	(12, 'socialaccount', 'socialtoken'),
	(13, 'portal', 'user'),
	(14, 'portal', 'apitoken'),
	(15, 'portal', 'idempotencykey'),
	(16, 'portal', 'signinlink'),
	(17, 'portal', 'studio'),
	(18, 'portal', 'membership'),
	(19, 'portal', 'invitation'),
	(20, 'portal', 'auditevent'),
	(21, 'portal', 'webhookendpoint'),
	(22, 'portal', 'mail'),
	(23, 'portal', 'notification'),
	(24, 'portal', 'notificationchoice'),
	(25, 'portal', 'webhookdelivery'),
	(26, 'portal', 'agreement'),
	(27, 'portal', 'agreementversion'),
	(28, 'portal', 'acceptance'),
	(29, 'portal', 'cohort'),
	(30, 'portal', 'milestone'),
	(31, 'portal', 'auditpending'),
	(32, 'portal', 'auditseal'),
	(33, 'portal', 'trouble'),
	(34, 'projects', 'project'),
	(35, 'projects', 'episode'),
	(36, 'projects', 'candidate'),
	(37, 'projects', 'assistrequest'),
	(38, 'projects', 'projectgrant'),
	(39, 'projects', 'revision'),
	(40, 'projects', 'decision'),
	(41, 'projects', 'run'),
	(42, 'projects', 'scene'),
	(43, 'projects', 'shot'),
	(44, 'projects', 'asset'),
	(45, 'projects', 'upload'),
	(46, 'projects', 'uploadpart'),
	(47, 'projects', 'version'),
	(48, 'projects', 'requestinput'),
	(49, 'projects', 'rendition'),
	(50, 'projects', 'ingest'),
	(51, 'projects', 'opening'),
	(52, 'projects', 'closeout'),
	(53, 'projects', 'export'),
	(54, 'projects', 'storedobject'),
	(55, 'projects', 'note'),
	(56, 'projects', 'playlist'),
	(57, 'projects', 'sharelink'),
	(58, 'projects', 'playlistitem'),
	(59, 'projects', 'carrying'),
	(60, 'projects', 'placement'),
	(61, 'projects', 'tally'),
	(62, 'projects', 'viewingcopy'),
	(63, 'projects', 'connection'),
	(64, 'projects', 'entry'),
	(65, 'projects', 'policy'),
	(66, 'projects', 'price'),
	(67, 'projects', 'remote'),
	(68, 'projects', 'terms'),
	(69, 'projects', 'receipt'),
	(70, 'projects', 'reminder'),
	(71, 'projects', 'consent'),
	(72, 'projects', 'creatorconsultation'),
	(73, 'projects', 'performer'),
	(74, 'projects', 'likeness'),
	(75, 'projects', 'character'),
	(76, 'projects', 'performerlink'),
	(77, 'projects', 'reliance'),
	(78, 'projects', 'derivation'),
	(79, 'projects', 'disclosurepack'),
	(80, 'projects', 'finalcut'),
	(81, 'projects', 'packsignature'),
	(82, 'projects', 'resultuse'),
	(83, 'projects', 'writernotice'),
	(84, 'projects', 'place'),
	(85, 'projects', 'jobpart'),
	(86, 'projects', 'indexcard'),
	(87, 'feedback', 'response'),
	(88, 'feedback', 'sharing'),
	(89, 'feedback', 'questionnaire'),
	(90, 'feedback', 'questionnaireversion'),
	(91, 'feedback', 'ask'),
	(92, 'feedback', 'trigger'),
	(93, 'feedback', 'turn'),
	(94, 'feedback', 'answer'),
	(95, 'feedback', 'release'),
	(96, 'feedback', 'tracker'),
	(97, 'feedback', 'topic'),
	(98, 'feedback', 'ticket'),
	(99, 'feedback', 'issue'),
	(100, 'feedback', 'vote'),
	(101, 'feedback', 'weight'),
	(102, 'feedback', 'block'),
	(103, 'feedback', 'optin'),
	(104, 'feedback', 'step'),
	(105, 'feedback', 'timeentry'),
	(106, 'feedback', 'correction'),
	(107, 'feedback', 'workitem'),
	(108, 'feedback', 'felt'),
	(109, 'feedback', 'departure'),
	(110, 'feedback', 'bid'),
	(111, 'feedback', 'assignment'),
	(112, 'feedback', 'worklink'),
	(113, 'feedback', 'reportdefinition'),
	(114, 'feedback', 'report'),
	(115, 'feedback', 'closedweek'),
	(116, 'feedback', 'easeleaf'),
	(117, 'feedback', 'weekcount'),
	(118, 'feedback', 'look'),
	(119, 'feedback', 'timeleaf');
SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);
SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 476, true);
SELECT pg_catalog.setval('public.django_admin_log_id_seq', 1, false);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 119, true);
SELECT pg_catalog.setval('public.feedback_assignment_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_bid_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_block_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_correction_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_departure_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_easeleaf_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_felt_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_look_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_optin_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_questionnaireversion_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_sharing_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_step_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_timeleaf_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_trigger_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_turn_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_vote_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_weekcount_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_weight_id_seq', 1, false);
SELECT pg_catalog.setval('public.feedback_worklink_id_seq', 1, false);
SELECT pg_catalog.setval('public.mfa_authenticator_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_acceptance_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_agreement_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_agreementversion_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_auditevent_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_cohort_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_idempotencykey_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_membership_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_milestone_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_notification_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_notificationchoice_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_signinlink_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_trouble_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_user_groups_id_seq', 1, false);
SELECT pg_catalog.setval('public.portal_user_user_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_derivation_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_indexcard_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_likeness_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_place_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_policy_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_projectgrant_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_reliance_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_reminder_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_remote_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_requestinput_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_revision_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_storedobject_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_tally_id_seq', 1, false);
SELECT pg_catalog.setval('public.projects_uploadpart_id_seq', 1, false);
SELECT pg_catalog.setval('public.socialaccount_socialaccount_id_seq', 1, false);
SELECT pg_catalog.setval('public.socialaccount_socialapp_id_seq', 1, false);
SELECT pg_catalog.setval('public.socialaccount_socialtoken_id_seq', 1, false);
SELECT pg_catalog.setval('public.usersessions_usersession_id_seq', 1, false);
ALTER TABLE ONLY public.portal_acceptance
    ADD CONSTRAINT acceptance_once UNIQUE NULLS NOT DISTINCT (version_id, person_id, studio_id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_agreementversion
    ADD CONSTRAINT agreement_version_once UNIQUE (agreement_id, number);
ALTER TABLE ONLY public.feedback_answer
    ADD CONSTRAINT answer_once_a_question UNIQUE (ask_id, question);
ALTER TABLE ONLY public.feedback_ask
    ADD CONSTRAINT ask_once_an_occasion UNIQUE (questionnaire_id, person_id, occasion);
ALTER TABLE ONLY public.feedback_assignment
    ADD CONSTRAINT assignment_place_once UNIQUE (block_id, place);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_block
    ADD CONSTRAINT block_once UNIQUE (studio_id, stratum, number);
ALTER TABLE ONLY public.projects_candidate
    ADD CONSTRAINT candidate_number_once UNIQUE (run_id, number);
ALTER TABLE ONLY public.projects_indexcard
    ADD CONSTRAINT card_once UNIQUE (kind, "row");
ALTER TABLE ONLY public.projects_carrying
    ADD CONSTRAINT carrying_once UNIQUE (version_id, source_id);
ALTER TABLE ONLY public.projects_character
    ADD CONSTRAINT character_once UNIQUE (project_id, name);
ALTER TABLE ONLY public.portal_notificationchoice
    ADD CONSTRAINT choice_once UNIQUE (user_id, kind);
ALTER TABLE ONLY public.projects_connection
    ADD CONSTRAINT connection_once UNIQUE NULLS NOT DISTINCT (studio_id, name);
ALTER TABLE ONLY public.projects_consent
    ADD CONSTRAINT consent_number_once UNIQUE (project_id, number);
ALTER TABLE ONLY public.projects_viewingcopy
    ADD CONSTRAINT copy_once UNIQUE (version_id, height, viewer, mark);
ALTER TABLE ONLY public.projects_derivation
    ADD CONSTRAINT derivation_once UNIQUE (source, made);
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.projects_entry
    ADD CONSTRAINT entry_once UNIQUE (run_id, kind);
ALTER TABLE ONLY public.projects_episode
    ADD CONSTRAINT episode_code_once UNIQUE (project_id, code);
ALTER TABLE ONLY public.feedback_answer
    ADD CONSTRAINT feedback_answer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_ask
    ADD CONSTRAINT feedback_ask_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_assignment
    ADD CONSTRAINT feedback_assignment_bid_id_key UNIQUE (bid_id);
ALTER TABLE ONLY public.feedback_assignment
    ADD CONSTRAINT feedback_assignment_item_id_key UNIQUE (item_id);
ALTER TABLE ONLY public.feedback_assignment
    ADD CONSTRAINT feedback_assignment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_bid
    ADD CONSTRAINT feedback_bid_item_id_key UNIQUE (item_id);
ALTER TABLE ONLY public.feedback_bid
    ADD CONSTRAINT feedback_bid_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_block
    ADD CONSTRAINT feedback_block_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_closedweek
    ADD CONSTRAINT feedback_closedweek_pkey PRIMARY KEY (week);
ALTER TABLE ONLY public.feedback_correction
    ADD CONSTRAINT feedback_correction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_departure
    ADD CONSTRAINT feedback_departure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_easeleaf
    ADD CONSTRAINT feedback_easeleaf_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_felt
    ADD CONSTRAINT feedback_felt_item_id_key UNIQUE (item_id);
ALTER TABLE ONLY public.feedback_felt
    ADD CONSTRAINT feedback_felt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_issue
    ADD CONSTRAINT feedback_issue_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_look
    ADD CONSTRAINT feedback_look_decision_id_key UNIQUE (decision_id);
ALTER TABLE ONLY public.feedback_look
    ADD CONSTRAINT feedback_look_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_optin
    ADD CONSTRAINT feedback_optin_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_questionnaire
    ADD CONSTRAINT feedback_questionnaire_name_key UNIQUE (name);
ALTER TABLE ONLY public.feedback_questionnaire
    ADD CONSTRAINT feedback_questionnaire_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_questionnaireversion
    ADD CONSTRAINT feedback_questionnaireversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_release
    ADD CONSTRAINT feedback_release_name_key UNIQUE (name);
ALTER TABLE ONLY public.feedback_release
    ADD CONSTRAINT feedback_release_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_report
    ADD CONSTRAINT feedback_report_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_reportdefinition
    ADD CONSTRAINT feedback_reportdefinition_name_key UNIQUE (name);
ALTER TABLE ONLY public.feedback_reportdefinition
    ADD CONSTRAINT feedback_reportdefinition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_response
    ADD CONSTRAINT feedback_response_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_sharing
    ADD CONSTRAINT feedback_sharing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_step
    ADD CONSTRAINT feedback_step_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_step
    ADD CONSTRAINT feedback_step_project_id_key UNIQUE (project_id);
ALTER TABLE ONLY public.feedback_ticket
    ADD CONSTRAINT feedback_ticket_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_timeentry
    ADD CONSTRAINT feedback_timeentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_timeleaf
    ADD CONSTRAINT feedback_timeleaf_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_topic
    ADD CONSTRAINT feedback_topic_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_tracker
    ADD CONSTRAINT feedback_tracker_name_key UNIQUE (name);
ALTER TABLE ONLY public.feedback_tracker
    ADD CONSTRAINT feedback_tracker_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_trigger
    ADD CONSTRAINT feedback_trigger_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_turn
    ADD CONSTRAINT feedback_turn_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_vote
    ADD CONSTRAINT feedback_vote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_weekcount
    ADD CONSTRAINT feedback_weekcount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_weight
    ADD CONSTRAINT feedback_weight_name_key UNIQUE (name);
ALTER TABLE ONLY public.feedback_weight
    ADD CONSTRAINT feedback_weight_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_workitem
    ADD CONSTRAINT feedback_workitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_worklink
    ADD CONSTRAINT feedback_worklink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_worklink
    ADD CONSTRAINT feedback_worklink_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.projects_storedobject
    ADD CONSTRAINT found_once UNIQUE (closeout_id, key);
ALTER TABLE ONLY public.projects_projectgrant
    ADD CONSTRAINT grant_once UNIQUE (project_id, membership_id);
ALTER TABLE ONLY public.portal_idempotencykey
    ADD CONSTRAINT idempotency_once UNIQUE (user_id, key);
ALTER TABLE ONLY public.projects_requestinput
    ADD CONSTRAINT input_once UNIQUE (request_id, version_id);
ALTER TABLE ONLY public.feedback_issue
    ADD CONSTRAINT issue_once UNIQUE (topic_id, tracker_id);
ALTER TABLE ONLY public.projects_jobpart
    ADD CONSTRAINT job_part_once UNIQUE (job, step, number);
ALTER TABLE ONLY public.projects_likeness
    ADD CONSTRAINT likeness_once UNIQUE NULLS NOT DISTINCT (version_id, performer_id);
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_disclosurepack
    ADD CONSTRAINT pack_number_once UNIQUE (project_id, number);
ALTER TABLE ONLY public.projects_packsignature
    ADD CONSTRAINT pack_signed_once UNIQUE (pack_id, person_id);
ALTER TABLE ONLY public.projects_uploadpart
    ADD CONSTRAINT part_once UNIQUE (upload_id, number);
ALTER TABLE ONLY public.projects_performer
    ADD CONSTRAINT performer_once UNIQUE (project_id, name);
ALTER TABLE ONLY public.projects_placement
    ADD CONSTRAINT placement_once UNIQUE (note_id, version_id);
ALTER TABLE ONLY public.portal_acceptance
    ADD CONSTRAINT portal_acceptance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_agreement
    ADD CONSTRAINT portal_agreement_kind_key UNIQUE (kind);
ALTER TABLE ONLY public.portal_agreement
    ADD CONSTRAINT portal_agreement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_agreementversion
    ADD CONSTRAINT portal_agreementversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_apitoken
    ADD CONSTRAINT portal_apitoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_apitoken
    ADD CONSTRAINT portal_apitoken_secret_hash_key UNIQUE (secret_hash);
ALTER TABLE ONLY public.portal_auditevent
    ADD CONSTRAINT portal_auditevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_auditevent
    ADD CONSTRAINT portal_auditevent_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.portal_auditpending
    ADD CONSTRAINT portal_auditpending_pkey PRIMARY KEY (event);
ALTER TABLE ONLY public.portal_auditseal
    ADD CONSTRAINT portal_auditseal_event_id_key UNIQUE (event_id);
ALTER TABLE ONLY public.portal_auditseal
    ADD CONSTRAINT portal_auditseal_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY public.portal_cohort
    ADD CONSTRAINT portal_cohort_name_key UNIQUE (name);
ALTER TABLE ONLY public.portal_cohort
    ADD CONSTRAINT portal_cohort_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_idempotencykey
    ADD CONSTRAINT portal_idempotencykey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_invitation
    ADD CONSTRAINT portal_invitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_invitation
    ADD CONSTRAINT portal_invitation_secret_hash_key UNIQUE (secret_hash);
ALTER TABLE ONLY public.portal_mail
    ADD CONSTRAINT portal_mail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_membership
    ADD CONSTRAINT portal_membership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_milestone
    ADD CONSTRAINT portal_milestone_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_notification
    ADD CONSTRAINT portal_notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_notificationchoice
    ADD CONSTRAINT portal_notificationchoice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_signinlink
    ADD CONSTRAINT portal_signinlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_signinlink
    ADD CONSTRAINT portal_signinlink_secret_hash_key UNIQUE (secret_hash);
ALTER TABLE ONLY public.portal_studio
    ADD CONSTRAINT portal_studio_name_key UNIQUE (name);
ALTER TABLE ONLY public.portal_studio
    ADD CONSTRAINT portal_studio_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_trouble
    ADD CONSTRAINT portal_trouble_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_user
    ADD CONSTRAINT portal_user_email_key UNIQUE (email);
ALTER TABLE ONLY public.portal_user_groups
    ADD CONSTRAINT portal_user_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_user_groups
    ADD CONSTRAINT portal_user_groups_user_id_group_id_bad90d85_uniq UNIQUE (user_id, group_id);
ALTER TABLE ONLY public.portal_user
    ADD CONSTRAINT portal_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_user_user_permissions
    ADD CONSTRAINT portal_user_user_permiss_user_id_permission_id_55ccefbe_uniq UNIQUE (user_id, permission_id);
ALTER TABLE ONLY public.portal_user_user_permissions
    ADD CONSTRAINT portal_user_user_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_webhookdelivery
    ADD CONSTRAINT portal_webhookdelivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portal_webhookendpoint
    ADD CONSTRAINT portal_webhookendpoint_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_price
    ADD CONSTRAINT price_once UNIQUE (provider, model, unit, starts);
ALTER TABLE ONLY public.projects_project
    ADD CONSTRAINT project_code_once UNIQUE (studio_id, code);
ALTER TABLE ONLY public.projects_asset
    ADD CONSTRAINT projects_asset_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_assistrequest
    ADD CONSTRAINT projects_assistrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_candidate
    ADD CONSTRAINT projects_candidate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_carrying
    ADD CONSTRAINT projects_carrying_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_character
    ADD CONSTRAINT projects_character_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_closeout
    ADD CONSTRAINT projects_closeout_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_connection
    ADD CONSTRAINT projects_connection_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_consent
    ADD CONSTRAINT projects_consent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_creatorconsultation
    ADD CONSTRAINT projects_creatorconsultation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_decision
    ADD CONSTRAINT projects_decision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_derivation
    ADD CONSTRAINT projects_derivation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_disclosurepack
    ADD CONSTRAINT projects_disclosurepack_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_entry
    ADD CONSTRAINT projects_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_episode
    ADD CONSTRAINT projects_episode_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_export
    ADD CONSTRAINT projects_export_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_finalcut
    ADD CONSTRAINT projects_finalcut_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_indexcard
    ADD CONSTRAINT projects_indexcard_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_ingest
    ADD CONSTRAINT projects_ingest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_ingest
    ADD CONSTRAINT projects_ingest_version_id_key UNIQUE (version_id);
ALTER TABLE ONLY public.projects_jobpart
    ADD CONSTRAINT projects_jobpart_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_likeness
    ADD CONSTRAINT projects_likeness_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_note
    ADD CONSTRAINT projects_note_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_opening
    ADD CONSTRAINT projects_opening_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_packsignature
    ADD CONSTRAINT projects_packsignature_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_performer
    ADD CONSTRAINT projects_performer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_performerlink
    ADD CONSTRAINT projects_performerlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_performerlink
    ADD CONSTRAINT projects_performerlink_secret_hash_key UNIQUE (secret_hash);
ALTER TABLE ONLY public.projects_place
    ADD CONSTRAINT projects_place_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_place
    ADD CONSTRAINT projects_place_run_id_key UNIQUE (run_id);
ALTER TABLE ONLY public.projects_placement
    ADD CONSTRAINT projects_placement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_playlist
    ADD CONSTRAINT projects_playlist_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_playlistitem
    ADD CONSTRAINT projects_playlistitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_policy
    ADD CONSTRAINT projects_policy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_policy
    ADD CONSTRAINT projects_policy_project_id_key UNIQUE (project_id);
ALTER TABLE ONLY public.projects_price
    ADD CONSTRAINT projects_price_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_project
    ADD CONSTRAINT projects_project_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_projectgrant
    ADD CONSTRAINT projects_projectgrant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_receipt
    ADD CONSTRAINT projects_receipt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_reliance
    ADD CONSTRAINT projects_reliance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_reminder
    ADD CONSTRAINT projects_reminder_about_key UNIQUE (about);
ALTER TABLE ONLY public.projects_reminder
    ADD CONSTRAINT projects_reminder_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_remote
    ADD CONSTRAINT projects_remote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_remote
    ADD CONSTRAINT projects_remote_run_id_key UNIQUE (run_id);
ALTER TABLE ONLY public.projects_rendition
    ADD CONSTRAINT projects_rendition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_rendition
    ADD CONSTRAINT projects_rendition_storage_key_key UNIQUE (storage_key);
ALTER TABLE ONLY public.projects_requestinput
    ADD CONSTRAINT projects_requestinput_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_resultuse
    ADD CONSTRAINT projects_resultuse_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_revision
    ADD CONSTRAINT projects_revision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_run
    ADD CONSTRAINT projects_run_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_scene
    ADD CONSTRAINT projects_scene_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_sharelink
    ADD CONSTRAINT projects_sharelink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_sharelink
    ADD CONSTRAINT projects_sharelink_secret_hash_key UNIQUE (secret_hash);
ALTER TABLE ONLY public.projects_shot
    ADD CONSTRAINT projects_shot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_storedobject
    ADD CONSTRAINT projects_storedobject_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_tally
    ADD CONSTRAINT projects_tally_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_terms
    ADD CONSTRAINT projects_terms_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_upload
    ADD CONSTRAINT projects_upload_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_upload
    ADD CONSTRAINT projects_upload_storage_key_key UNIQUE (storage_key);
ALTER TABLE ONLY public.projects_upload
    ADD CONSTRAINT projects_upload_version_id_key UNIQUE (version_id);
ALTER TABLE ONLY public.projects_uploadpart
    ADD CONSTRAINT projects_uploadpart_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_version
    ADD CONSTRAINT projects_version_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_version
    ADD CONSTRAINT projects_version_storage_key_key UNIQUE (storage_key);
ALTER TABLE ONLY public.projects_viewingcopy
    ADD CONSTRAINT projects_viewingcopy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_viewingcopy
    ADD CONSTRAINT projects_viewingcopy_rendition_id_key UNIQUE (rendition_id);
ALTER TABLE ONLY public.projects_writernotice
    ADD CONSTRAINT projects_writernotice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feedback_questionnaireversion
    ADD CONSTRAINT questionnaire_version_once UNIQUE (questionnaire_id, number);
ALTER TABLE ONLY public.projects_reliance
    ADD CONSTRAINT reliance_once UNIQUE (node, consent_id);
ALTER TABLE ONLY public.projects_rendition
    ADD CONSTRAINT rendition_once UNIQUE NULLS NOT DISTINCT (version_id, candidate_id, role, index);
ALTER TABLE ONLY public.feedback_response
    ADD CONSTRAINT response_once UNIQUE (decision_id, person_id);
ALTER TABLE ONLY public.projects_revision
    ADD CONSTRAINT revision_number_once UNIQUE (candidate_id, number);
ALTER TABLE ONLY public.projects_scene
    ADD CONSTRAINT scene_code_once UNIQUE NULLS NOT DISTINCT (project_id, episode_id, code);
ALTER TABLE ONLY public.feedback_sharing
    ADD CONSTRAINT sharing_once UNIQUE (studio_id);
ALTER TABLE ONLY public.projects_shot
    ADD CONSTRAINT shot_code_once UNIQUE NULLS NOT DISTINCT (project_id, scene_id, code);
ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_provider_uid_fc810c6e_uniq UNIQUE (provider, uid);
ALTER TABLE ONLY public.socialaccount_socialapp
    ADD CONSTRAINT socialaccount_socialapp_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_app_id_account_id_fca4e0ac_uniq UNIQUE (app_id, account_id);
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects_tally
    ADD CONSTRAINT tally_once UNIQUE (project_id, kind);
ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);
ALTER TABLE ONLY public.projects_version
    ADD CONSTRAINT version_number_once UNIQUE (asset_id, number);
ALTER TABLE ONLY public.projects_playlistitem
    ADD CONSTRAINT version_once_a_playlist UNIQUE (playlist_id, version_id);
ALTER TABLE ONLY public.feedback_vote
    ADD CONSTRAINT vote_once UNIQUE (topic_id, person_id);
ALTER TABLE ONLY public.feedback_weekcount
    ADD CONSTRAINT week_count_once UNIQUE (closed_id, studio_id, tool);
ALTER TABLE ONLY public.feedback_workitem
    ADD CONSTRAINT work_code_once UNIQUE (project_id, code);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX ask_of_version ON public.feedback_ask USING btree (version_id, answered_at);
CREATE INDEX asset_of_kind ON public.projects_asset USING btree (project_id, kind, created_at DESC, id);
CREATE INDEX audit_of_studio ON public.portal_auditevent USING btree (studio_id, id DESC);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX card_lexemes ON public.projects_indexcard USING gin (lexemes) WITH (fastupdate=off);
CREATE UNIQUE INDEX closeout_one_at_a_time ON public.projects_closeout USING btree (studio_id) WHERE ((state)::text = ANY ((ARRAY['QUEUED'::character varying, 'RUNNING'::character varying])::text[]));
CREATE INDEX delivery_log ON public.portal_webhookdelivery USING btree (endpoint_id, created_at DESC);
CREATE INDEX derivation_made ON public.projects_derivation USING btree (made);
CREATE INDEX django_admin_log_content_type_id_c4bce8eb ON public.django_admin_log USING btree (content_type_id);
CREATE INDEX django_admin_log_user_id_c564eba6 ON public.django_admin_log USING btree (user_id);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX due ON public.portal_webhookdelivery USING btree (studio_id, next_try) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX entry_month ON public.projects_entry USING btree (studio_id, currency, at);
CREATE INDEX entry_of_project ON public.projects_entry USING btree (project_id, at DESC, id);
CREATE UNIQUE INDEX export_one_at_a_time ON public.projects_export USING btree (studio_id) WHERE ((state)::text = ANY ((ARRAY['QUEUED'::character varying, 'RUNNING'::character varying])::text[]));
CREATE INDEX feedback_answer_ask_id_a7d6f47b ON public.feedback_answer USING btree (ask_id);
CREATE INDEX feedback_answer_person_id_5babd4e7 ON public.feedback_answer USING btree (person_id);
CREATE INDEX feedback_answer_studio_id_b014e432 ON public.feedback_answer USING btree (studio_id);
CREATE INDEX feedback_ask_person_id_c49c0653 ON public.feedback_ask USING btree (person_id);
CREATE INDEX feedback_ask_questionnaire_id_ca6a8e40 ON public.feedback_ask USING btree (questionnaire_id);
CREATE INDEX feedback_ask_studio_id_5c3b93c4 ON public.feedback_ask USING btree (studio_id);
CREATE INDEX feedback_ask_version_id_ae73c582 ON public.feedback_ask USING btree (version_id);
CREATE INDEX feedback_assignment_block_id_e9653f30 ON public.feedback_assignment USING btree (block_id);
CREATE INDEX feedback_assignment_project_id_efacb4ab ON public.feedback_assignment USING btree (project_id);
CREATE INDEX feedback_assignment_studio_id_42db60a8 ON public.feedback_assignment USING btree (studio_id);
CREATE INDEX feedback_bid_person_id_40c22323 ON public.feedback_bid USING btree (person_id);
CREATE INDEX feedback_bid_project_id_b25f0cda ON public.feedback_bid USING btree (project_id);
CREATE INDEX feedback_bid_studio_id_94206076 ON public.feedback_bid USING btree (studio_id);
CREATE INDEX feedback_block_studio_id_56c1a022 ON public.feedback_block USING btree (studio_id);
CREATE INDEX feedback_correction_entry_id_7864433e ON public.feedback_correction USING btree (entry_id);
CREATE INDEX feedback_correction_person_id_58083816 ON public.feedback_correction USING btree (person_id);
CREATE INDEX feedback_correction_project_id_ca517e55 ON public.feedback_correction USING btree (project_id);
CREATE INDEX feedback_correction_studio_id_42a87fba ON public.feedback_correction USING btree (studio_id);
CREATE INDEX feedback_departure_item_id_4b689cc7 ON public.feedback_departure USING btree (item_id);
CREATE INDEX feedback_departure_person_id_2c4ce97f ON public.feedback_departure USING btree (person_id);
CREATE INDEX feedback_departure_project_id_d4e5110b ON public.feedback_departure USING btree (project_id);
CREATE INDEX feedback_departure_studio_id_0d169bbd ON public.feedback_departure USING btree (studio_id);
CREATE INDEX feedback_easeleaf_closed_id_dee48179 ON public.feedback_easeleaf USING btree (closed_id);
CREATE INDEX feedback_felt_person_id_914f4601 ON public.feedback_felt USING btree (person_id);
CREATE INDEX feedback_felt_project_id_ee0b8ec1 ON public.feedback_felt USING btree (project_id);
CREATE INDEX feedback_felt_studio_id_11604be5 ON public.feedback_felt USING btree (studio_id);
CREATE INDEX feedback_issue_topic_id_e2e8ec25 ON public.feedback_issue USING btree (topic_id);
CREATE INDEX feedback_issue_tracker_id_16d65d0b ON public.feedback_issue USING btree (tracker_id);
CREATE INDEX feedback_look_project_id_c57e478e ON public.feedback_look USING btree (project_id);
CREATE INDEX feedback_look_studio_id_14786493 ON public.feedback_look USING btree (studio_id);
CREATE INDEX feedback_optin_person_id_542ede44 ON public.feedback_optin USING btree (person_id);
CREATE INDEX feedback_optin_studio_id_c6b52a84 ON public.feedback_optin USING btree (studio_id);
CREATE INDEX feedback_questionnaire_name_60bab620_like ON public.feedback_questionnaire USING btree (name varchar_pattern_ops);
CREATE INDEX feedback_questionnaireversion_questionnaire_id_55562faf ON public.feedback_questionnaireversion USING btree (questionnaire_id);
CREATE INDEX feedback_release_name_5c48dc14_like ON public.feedback_release USING btree (name varchar_pattern_ops);
CREATE INDEX feedback_report_definition_id_53b296a0 ON public.feedback_report USING btree (definition_id);
CREATE INDEX feedback_report_person_id_0d984a8b ON public.feedback_report USING btree (person_id);
CREATE INDEX feedback_report_state_88bf72b8 ON public.feedback_report USING btree (state);
CREATE INDEX feedback_report_state_88bf72b8_like ON public.feedback_report USING btree (state varchar_pattern_ops);
CREATE INDEX feedback_reportdefinition_name_6c3d04ff_like ON public.feedback_reportdefinition USING btree (name varchar_pattern_ops);
CREATE INDEX feedback_response_decision_id_866e27b1 ON public.feedback_response USING btree (decision_id);
CREATE INDEX feedback_response_person_id_88998814 ON public.feedback_response USING btree (person_id);
CREATE INDEX feedback_response_project_id_4af3035c ON public.feedback_response USING btree (project_id);
CREATE INDEX feedback_response_studio_id_940342a2 ON public.feedback_response USING btree (studio_id);
CREATE INDEX feedback_sharing_studio_id_5c52aae1 ON public.feedback_sharing USING btree (studio_id);
CREATE INDEX feedback_step_studio_id_880fbfc7 ON public.feedback_step USING btree (studio_id);
CREATE INDEX feedback_ticket_person_id_1a5ba29c ON public.feedback_ticket USING btree (person_id);
CREATE INDEX feedback_ticket_run_id_502fef6c ON public.feedback_ticket USING btree (run_id);
CREATE INDEX feedback_ticket_studio_id_51f80390 ON public.feedback_ticket USING btree (studio_id);
CREATE INDEX feedback_ticket_topic_id_2305f43a ON public.feedback_ticket USING btree (topic_id);
CREATE INDEX feedback_ticket_version_id_bdceb500 ON public.feedback_ticket USING btree (version_id);
CREATE INDEX feedback_timeentry_item_id_f48bedf1 ON public.feedback_timeentry USING btree (item_id);
CREATE INDEX feedback_timeentry_person_id_ac8f649b ON public.feedback_timeentry USING btree (person_id);
CREATE INDEX feedback_timeentry_project_id_a318526b ON public.feedback_timeentry USING btree (project_id);
CREATE INDEX feedback_timeentry_studio_id_a0864e64 ON public.feedback_timeentry USING btree (studio_id);
CREATE INDEX feedback_timeleaf_closed_id_12260948 ON public.feedback_timeleaf USING btree (closed_id);
CREATE INDEX feedback_topic_into_id_14b8925c ON public.feedback_topic USING btree (into_id);
CREATE INDEX feedback_topic_release_id_2e7a9117 ON public.feedback_topic USING btree (release_id);
CREATE INDEX feedback_tracker_name_e6eb0e3f_like ON public.feedback_tracker USING btree (name varchar_pattern_ops);
CREATE INDEX feedback_trigger_cohort_id_f58992b5 ON public.feedback_trigger USING btree (cohort_id);
CREATE INDEX feedback_trigger_milestone_id_e75cbf22 ON public.feedback_trigger USING btree (milestone_id);
CREATE INDEX feedback_trigger_questionnaire_id_e128efd1 ON public.feedback_trigger USING btree (questionnaire_id);
CREATE INDEX feedback_turn_person_id_45b8454d ON public.feedback_turn USING btree (person_id);
CREATE INDEX feedback_turn_questionnaire_id_0a41703f ON public.feedback_turn USING btree (questionnaire_id);
CREATE INDEX feedback_vote_person_id_2fa32a9a ON public.feedback_vote USING btree (person_id);
CREATE INDEX feedback_vote_studio_id_7c236d02 ON public.feedback_vote USING btree (studio_id);
CREATE INDEX feedback_vote_topic_id_976bdfc8 ON public.feedback_vote USING btree (topic_id);
CREATE INDEX feedback_weekcount_closed_id_287b7069 ON public.feedback_weekcount USING btree (closed_id);
CREATE INDEX feedback_weight_name_f93214f0_like ON public.feedback_weight USING btree (name varchar_pattern_ops);
CREATE INDEX feedback_workitem_person_id_f07b0af3 ON public.feedback_workitem USING btree (person_id);
CREATE INDEX feedback_workitem_project_id_bb8a7d65 ON public.feedback_workitem USING btree (project_id);
CREATE INDEX feedback_workitem_shot_id_a39977f2 ON public.feedback_workitem USING btree (shot_id);
CREATE INDEX feedback_workitem_state_094be290 ON public.feedback_workitem USING btree (state);
CREATE INDEX feedback_workitem_state_094be290_like ON public.feedback_workitem USING btree (state varchar_pattern_ops);
CREATE INDEX feedback_workitem_studio_id_7d544ec7 ON public.feedback_workitem USING btree (studio_id);
CREATE INDEX feedback_worklink_item_id_1779945b ON public.feedback_worklink USING btree (item_id);
CREATE INDEX feedback_worklink_project_id_1ec83446 ON public.feedback_worklink USING btree (project_id);
CREATE INDEX feedback_worklink_studio_id_198ed9a7 ON public.feedback_worklink USING btree (studio_id);
CREATE INDEX mail_due ON public.portal_mail USING btree (studio_id, next_try) WHERE ((state)::text = 'waiting'::text);
CREATE UNIQUE INDEX membership_once ON public.portal_membership USING btree (studio_id, user_id) WHERE (revoked_at IS NULL);
CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);
CREATE INDEX note_of_version ON public.projects_note USING btree (version_id, created_at, id);
CREATE INDEX notice_digest ON public.portal_notification USING btree (studio_id) WHERE ((digested_at IS NULL) AND ((mode)::text = 'digest'::text));
CREATE INDEX notice_of_person ON public.portal_notification USING btree (user_id, created_at DESC);
CREATE INDEX notice_of_place ON public.portal_notification USING btree (studio_id, url);
CREATE INDEX notice_unread ON public.portal_notification USING btree (user_id) WHERE (read_at IS NULL);
CREATE UNIQUE INDEX optin_one_standing ON public.feedback_optin USING btree (studio_id) WHERE (withdrawn_at IS NULL);
CREATE UNIQUE INDEX pack_one_at_a_time ON public.projects_disclosurepack USING btree (project_id) WHERE ((state)::text = ANY ((ARRAY['QUEUED'::character varying, 'RUNNING'::character varying])::text[]));
CREATE UNIQUE INDEX performer_link_once ON public.projects_performerlink USING btree (performer_id) WHERE (revoked_at IS NULL);
CREATE UNIQUE INDEX place_waits_once ON public.projects_place USING btree (studio_id, connection_id) WHERE (taken_at IS NULL);
CREATE INDEX placement_of_version ON public.projects_placement USING btree (version_id, state);
CREATE INDEX portal_acceptance_person_id_a77eea8d ON public.portal_acceptance USING btree (person_id);
CREATE INDEX portal_acceptance_studio_id_5947dafa ON public.portal_acceptance USING btree (studio_id);
CREATE INDEX portal_acceptance_version_id_b276cbe2 ON public.portal_acceptance USING btree (version_id);
CREATE INDEX portal_agreement_kind_4435abfb_like ON public.portal_agreement USING btree (kind varchar_pattern_ops);
CREATE INDEX portal_agreementversion_agreement_id_5b75e409 ON public.portal_agreementversion USING btree (agreement_id);
CREATE INDEX portal_apitoken_secret_hash_1cdb8a97_like ON public.portal_apitoken USING btree (secret_hash varchar_pattern_ops);
CREATE INDEX portal_apitoken_user_id_26e34258 ON public.portal_apitoken USING btree (user_id);
CREATE INDEX portal_auditevent_actor_id_c61bf5c0 ON public.portal_auditevent USING btree (actor_id);
CREATE INDEX portal_auditevent_at_ec19f308 ON public.portal_auditevent USING btree (at);
CREATE INDEX portal_cohort_name_21125c55_like ON public.portal_cohort USING btree (name varchar_pattern_ops);
CREATE INDEX portal_idempotencykey_created_at_5793f59d ON public.portal_idempotencykey USING btree (created_at);
CREATE INDEX portal_idempotencykey_user_id_e465a673 ON public.portal_idempotencykey USING btree (user_id);
CREATE INDEX portal_invitation_invited_by_id_d2804315 ON public.portal_invitation USING btree (invited_by_id);
CREATE INDEX portal_invitation_secret_hash_e486645d_like ON public.portal_invitation USING btree (secret_hash varchar_pattern_ops);
CREATE INDEX portal_invitation_studio_id_e637ab5a ON public.portal_invitation USING btree (studio_id);
CREATE INDEX portal_mail_studio_id_711a1fc1 ON public.portal_mail USING btree (studio_id);
CREATE INDEX portal_mail_user_id_efa68e24 ON public.portal_mail USING btree (user_id);
CREATE INDEX portal_membership_studio_id_87ddb82e ON public.portal_membership USING btree (studio_id);
CREATE INDEX portal_membership_user_id_977f1295 ON public.portal_membership USING btree (user_id);
CREATE INDEX portal_milestone_cohort_id_8da50140 ON public.portal_milestone USING btree (cohort_id);
CREATE INDEX portal_notification_studio_id_34932201 ON public.portal_notification USING btree (studio_id);
CREATE INDEX portal_notification_user_id_aff6d3aa ON public.portal_notification USING btree (user_id);
CREATE INDEX portal_notificationchoice_user_id_dcd9c6ed ON public.portal_notificationchoice USING btree (user_id);
CREATE INDEX portal_signinlink_secret_hash_7fb9a7e7_like ON public.portal_signinlink USING btree (secret_hash varchar_pattern_ops);
CREATE INDEX portal_signinlink_user_id_db4f2bb4 ON public.portal_signinlink USING btree (user_id);
CREATE INDEX portal_studio_cohort_id_e0dbc0d7 ON public.portal_studio USING btree (cohort_id);
CREATE INDEX portal_studio_name_e51fc339_like ON public.portal_studio USING btree (name varchar_pattern_ops);
CREATE INDEX portal_user_email_56c7e8c6_like ON public.portal_user USING btree (email varchar_pattern_ops);
CREATE INDEX portal_user_groups_group_id_39d85d73 ON public.portal_user_groups USING btree (group_id);
CREATE INDEX portal_user_groups_user_id_120e8705 ON public.portal_user_groups USING btree (user_id);
CREATE INDEX portal_user_user_permissions_permission_id_f211252b ON public.portal_user_user_permissions USING btree (permission_id);
CREATE INDEX portal_user_user_permissions_user_id_fe5a2108 ON public.portal_user_user_permissions USING btree (user_id);
CREATE INDEX portal_webhookdelivery_endpoint_id_228bb5a4 ON public.portal_webhookdelivery USING btree (endpoint_id);
CREATE INDEX portal_webhookdelivery_studio_id_41dcc876 ON public.portal_webhookdelivery USING btree (studio_id);
CREATE INDEX portal_webhookendpoint_studio_id_dec86e7c ON public.portal_webhookendpoint USING btree (studio_id);
CREATE INDEX projects_as_project_9a7e32_idx ON public.projects_asset USING btree (project_id, created_at DESC, id);
CREATE INDEX projects_asset_project_id_0a9e6578 ON public.projects_asset USING btree (project_id);
CREATE INDEX projects_asset_shot_id_65720b41 ON public.projects_asset USING btree (shot_id);
CREATE INDEX projects_asset_studio_id_1ea5e17d ON public.projects_asset USING btree (studio_id);
CREATE INDEX projects_assistrequest_person_id_c0ff3355 ON public.projects_assistrequest USING btree (person_id);
CREATE INDEX projects_assistrequest_project_id_25d25b63 ON public.projects_assistrequest USING btree (project_id);
CREATE INDEX projects_assistrequest_state_5ec81864 ON public.projects_assistrequest USING btree (state);
CREATE INDEX projects_assistrequest_state_5ec81864_like ON public.projects_assistrequest USING btree (state varchar_pattern_ops);
CREATE INDEX projects_assistrequest_studio_id_011956e3 ON public.projects_assistrequest USING btree (studio_id);
CREATE INDEX projects_candidate_plate_id_48d81c25 ON public.projects_candidate USING btree (plate_id);
CREATE INDEX projects_candidate_project_id_2acdbeb0 ON public.projects_candidate USING btree (project_id);
CREATE INDEX projects_candidate_run_id_9dcaff0d ON public.projects_candidate USING btree (run_id);
CREATE INDEX projects_candidate_studio_id_9721b9d4 ON public.projects_candidate USING btree (studio_id);
CREATE INDEX projects_candidate_version_id_10c2a099 ON public.projects_candidate USING btree (version_id);
CREATE INDEX projects_carrying_person_id_f786fd4a ON public.projects_carrying USING btree (person_id);
CREATE INDEX projects_carrying_project_id_77aedd81 ON public.projects_carrying USING btree (project_id);
CREATE INDEX projects_carrying_source_id_801bb65f ON public.projects_carrying USING btree (source_id);
CREATE INDEX projects_carrying_state_f16db45e ON public.projects_carrying USING btree (state);
CREATE INDEX projects_carrying_state_f16db45e_like ON public.projects_carrying USING btree (state varchar_pattern_ops);
CREATE INDEX projects_carrying_studio_id_d957271d ON public.projects_carrying USING btree (studio_id);
CREATE INDEX projects_carrying_version_id_b6e89231 ON public.projects_carrying USING btree (version_id);
CREATE INDEX projects_character_performer_id_729b4fe0 ON public.projects_character USING btree (performer_id);
CREATE INDEX projects_character_project_id_cd443b2d ON public.projects_character USING btree (project_id);
CREATE INDEX projects_character_studio_id_368c337b ON public.projects_character USING btree (studio_id);
CREATE INDEX projects_closeout_confirmed_by_id_5be530db ON public.projects_closeout USING btree (confirmed_by_id);
CREATE INDEX projects_closeout_person_id_55e5f42b ON public.projects_closeout USING btree (person_id);
CREATE INDEX projects_closeout_state_5a67f010 ON public.projects_closeout USING btree (state);
CREATE INDEX projects_closeout_state_5a67f010_like ON public.projects_closeout USING btree (state varchar_pattern_ops);
CREATE INDEX projects_closeout_studio_id_45d53722 ON public.projects_closeout USING btree (studio_id);
CREATE INDEX projects_connection_studio_id_f6ca1e79 ON public.projects_connection USING btree (studio_id);
CREATE INDEX projects_consent_document_id_8aef53ef ON public.projects_consent USING btree (document_id);
CREATE INDEX projects_consent_performer_id_47ac767c ON public.projects_consent USING btree (performer_id);
CREATE INDEX projects_consent_project_id_e73ff5d6 ON public.projects_consent USING btree (project_id);
CREATE INDEX projects_consent_recorded_by_id_0426ddcd ON public.projects_consent USING btree (recorded_by_id);
CREATE INDEX projects_consent_replaced_by_id_0b4129ee ON public.projects_consent USING btree (replaced_by_id);
CREATE INDEX projects_consent_script_version_id_11330dd3 ON public.projects_consent USING btree (script_version_id);
CREATE INDEX projects_consent_studio_id_2d0695c7 ON public.projects_consent USING btree (studio_id);
CREATE INDEX projects_creatorconsultation_project_id_4e12c34b ON public.projects_creatorconsultation USING btree (project_id);
CREATE INDEX projects_creatorconsultation_recorded_by_id_f0297e31 ON public.projects_creatorconsultation USING btree (recorded_by_id);
CREATE INDEX projects_creatorconsultation_studio_id_793f8836 ON public.projects_creatorconsultation USING btree (studio_id);
CREATE INDEX projects_decision_candidate_id_7a652030 ON public.projects_decision USING btree (candidate_id);
CREATE INDEX projects_decision_person_id_08aff3fc ON public.projects_decision USING btree (person_id);
CREATE INDEX projects_decision_project_id_afd4c99a ON public.projects_decision USING btree (project_id);
CREATE INDEX projects_decision_revision_id_a6fe1ae0 ON public.projects_decision USING btree (revision_id);
CREATE INDEX projects_decision_studio_id_723295a2 ON public.projects_decision USING btree (studio_id);
CREATE INDEX projects_derivation_project_id_5e2d709e ON public.projects_derivation USING btree (project_id);
CREATE INDEX projects_derivation_studio_id_7d3a54dc ON public.projects_derivation USING btree (studio_id);
CREATE INDEX projects_disclosurepack_person_id_adf24e8f ON public.projects_disclosurepack USING btree (person_id);
CREATE INDEX projects_disclosurepack_project_id_f6964ec1 ON public.projects_disclosurepack USING btree (project_id);
CREATE INDEX projects_disclosurepack_state_9657c166 ON public.projects_disclosurepack USING btree (state);
CREATE INDEX projects_disclosurepack_state_9657c166_like ON public.projects_disclosurepack USING btree (state varchar_pattern_ops);
CREATE INDEX projects_disclosurepack_studio_id_ca69cc77 ON public.projects_disclosurepack USING btree (studio_id);
CREATE INDEX projects_entry_project_id_4a0de8cf ON public.projects_entry USING btree (project_id);
CREATE INDEX projects_entry_run_id_1d2fa862 ON public.projects_entry USING btree (run_id);
CREATE INDEX projects_entry_studio_id_3d5377e9 ON public.projects_entry USING btree (studio_id);
CREATE INDEX projects_episode_project_id_76a2211c ON public.projects_episode USING btree (project_id);
CREATE INDEX projects_episode_studio_id_46693f9c ON public.projects_episode USING btree (studio_id);
CREATE INDEX projects_export_person_id_13e39b36 ON public.projects_export USING btree (person_id);
CREATE INDEX projects_export_state_cda391a8 ON public.projects_export USING btree (state);
CREATE INDEX projects_export_state_cda391a8_like ON public.projects_export USING btree (state varchar_pattern_ops);
CREATE INDEX projects_export_studio_id_b9873e0d ON public.projects_export USING btree (studio_id);
CREATE INDEX projects_finalcut_episode_id_7735a78f ON public.projects_finalcut USING btree (episode_id);
CREATE INDEX projects_finalcut_person_id_de64406c ON public.projects_finalcut USING btree (person_id);
CREATE INDEX projects_finalcut_project_id_e2735b39 ON public.projects_finalcut USING btree (project_id);
CREATE INDEX projects_finalcut_studio_id_eb1b4463 ON public.projects_finalcut USING btree (studio_id);
CREATE INDEX projects_finalcut_version_id_f030f26c ON public.projects_finalcut USING btree (version_id);
CREATE INDEX projects_indexcard_project_id_5659d41c ON public.projects_indexcard USING btree (project_id);
CREATE INDEX projects_ingest_project_id_4a164e68 ON public.projects_ingest USING btree (project_id);
CREATE INDEX projects_ingest_state_22a4349f ON public.projects_ingest USING btree (state);
CREATE INDEX projects_ingest_state_22a4349f_like ON public.projects_ingest USING btree (state varchar_pattern_ops);
CREATE INDEX projects_ingest_studio_id_59169e15 ON public.projects_ingest USING btree (studio_id);
CREATE INDEX projects_jobpart_project_id_55104a83 ON public.projects_jobpart USING btree (project_id);
CREATE INDEX projects_jobpart_studio_id_a2b3da80 ON public.projects_jobpart USING btree (studio_id);
CREATE INDEX projects_likeness_consent_id_bd6cd8dd ON public.projects_likeness USING btree (consent_id);
CREATE INDEX projects_likeness_performer_id_deba0f58 ON public.projects_likeness USING btree (performer_id);
CREATE INDEX projects_likeness_project_id_d3d50c6b ON public.projects_likeness USING btree (project_id);
CREATE INDEX projects_likeness_said_by_id_13fba6f2 ON public.projects_likeness USING btree (said_by_id);
CREATE INDEX projects_likeness_studio_id_20aa02c7 ON public.projects_likeness USING btree (studio_id);
CREATE INDEX projects_likeness_version_id_93ad00b2 ON public.projects_likeness USING btree (version_id);
CREATE INDEX projects_note_guest_id_abb12fa9 ON public.projects_note USING btree (guest_id);
CREATE INDEX projects_note_parent_id_6a27f001 ON public.projects_note USING btree (parent_id);
CREATE INDEX projects_note_person_id_73173132 ON public.projects_note USING btree (person_id);
CREATE INDEX projects_note_project_id_a406e62a ON public.projects_note USING btree (project_id);
CREATE INDEX projects_note_resolved_by_id_fcd8e5aa ON public.projects_note USING btree (resolved_by_id);
CREATE INDEX projects_note_studio_id_93176e00 ON public.projects_note USING btree (studio_id);
CREATE INDEX projects_note_version_id_5ea58ce4 ON public.projects_note USING btree (version_id);
CREATE INDEX projects_opening_made_by_id_358794a2 ON public.projects_opening USING btree (made_by_id);
CREATE INDEX projects_opening_person_id_91a39664 ON public.projects_opening USING btree (person_id);
CREATE INDEX projects_opening_project_id_fad89fea ON public.projects_opening USING btree (project_id);
CREATE INDEX projects_opening_studio_id_efb8310e ON public.projects_opening USING btree (studio_id);
CREATE INDEX projects_packsignature_pack_id_2a93cb39 ON public.projects_packsignature USING btree (pack_id);
CREATE INDEX projects_packsignature_person_id_5f83160b ON public.projects_packsignature USING btree (person_id);
CREATE INDEX projects_packsignature_project_id_7c5ab691 ON public.projects_packsignature USING btree (project_id);
CREATE INDEX projects_packsignature_studio_id_8da6873e ON public.projects_packsignature USING btree (studio_id);
CREATE INDEX projects_performer_project_id_635f51cb ON public.projects_performer USING btree (project_id);
CREATE INDEX projects_performer_studio_id_b2cdfa84 ON public.projects_performer USING btree (studio_id);
CREATE INDEX projects_performerlink_made_by_id_f3660fcc ON public.projects_performerlink USING btree (made_by_id);
CREATE INDEX projects_performerlink_performer_id_5ecfcb46 ON public.projects_performerlink USING btree (performer_id);
CREATE INDEX projects_performerlink_project_id_fb220bcb ON public.projects_performerlink USING btree (project_id);
CREATE INDEX projects_performerlink_secret_hash_628e07fa_like ON public.projects_performerlink USING btree (secret_hash varchar_pattern_ops);
CREATE INDEX projects_performerlink_studio_id_0e6842e1 ON public.projects_performerlink USING btree (studio_id);
CREATE INDEX projects_place_connection_id_c3a323b5 ON public.projects_place USING btree (connection_id);
CREATE INDEX projects_place_project_id_9f8423a2 ON public.projects_place USING btree (project_id);
CREATE INDEX projects_place_studio_id_79a5e6e3 ON public.projects_place USING btree (studio_id);
CREATE INDEX projects_placement_note_id_4d03d79c ON public.projects_placement USING btree (note_id);
CREATE INDEX projects_placement_person_id_2b962d08 ON public.projects_placement USING btree (person_id);
CREATE INDEX projects_placement_project_id_3f42bbb2 ON public.projects_placement USING btree (project_id);
CREATE INDEX projects_placement_source_id_a798eec5 ON public.projects_placement USING btree (source_id);
CREATE INDEX projects_placement_studio_id_585910ff ON public.projects_placement USING btree (studio_id);
CREATE INDEX projects_placement_version_id_4eea35fa ON public.projects_placement USING btree (version_id);
CREATE INDEX projects_playlist_made_by_id_c4a4f8f2 ON public.projects_playlist USING btree (made_by_id);
CREATE INDEX projects_playlist_project_id_722062e9 ON public.projects_playlist USING btree (project_id);
CREATE INDEX projects_playlist_studio_id_9a7952c4 ON public.projects_playlist USING btree (studio_id);
CREATE INDEX projects_playlistitem_playlist_id_31a11e31 ON public.projects_playlistitem USING btree (playlist_id);
CREATE INDEX projects_playlistitem_project_id_4ccc7c5e ON public.projects_playlistitem USING btree (project_id);
CREATE INDEX projects_playlistitem_studio_id_c56a6ef8 ON public.projects_playlistitem USING btree (studio_id);
CREATE INDEX projects_playlistitem_version_id_c5944575 ON public.projects_playlistitem USING btree (version_id);
CREATE INDEX projects_policy_studio_id_836b2eae ON public.projects_policy USING btree (studio_id);
CREATE INDEX projects_project_studio_id_c834b106 ON public.projects_project USING btree (studio_id);
CREATE INDEX projects_projectgrant_membership_id_21926f3d ON public.projects_projectgrant USING btree (membership_id);
CREATE INDEX projects_projectgrant_project_id_486aa801 ON public.projects_projectgrant USING btree (project_id);
CREATE INDEX projects_projectgrant_studio_id_8dca9365 ON public.projects_projectgrant USING btree (studio_id);
CREATE INDEX projects_receipt_project_id_2e918d75 ON public.projects_receipt USING btree (project_id);
CREATE INDEX projects_receipt_run_id_1ec2dbbf ON public.projects_receipt USING btree (run_id);
CREATE INDEX projects_receipt_studio_id_b0a01c2f ON public.projects_receipt USING btree (studio_id);
CREATE INDEX projects_receipt_terms_id_da26512e ON public.projects_receipt USING btree (terms_id);
CREATE INDEX projects_reliance_consent_id_ea90f464 ON public.projects_reliance USING btree (consent_id);
CREATE INDEX projects_reliance_project_id_ab34209b ON public.projects_reliance USING btree (project_id);
CREATE INDEX projects_reliance_studio_id_c7c5eda8 ON public.projects_reliance USING btree (studio_id);
CREATE INDEX projects_reminder_about_a93cf179_like ON public.projects_reminder USING btree (about varchar_pattern_ops);
CREATE INDEX projects_remote_project_id_4b225110 ON public.projects_remote USING btree (project_id);
CREATE INDEX projects_remote_step_d66609b4 ON public.projects_remote USING btree (step);
CREATE INDEX projects_remote_step_d66609b4_like ON public.projects_remote USING btree (step varchar_pattern_ops);
CREATE INDEX projects_remote_studio_id_697f0192 ON public.projects_remote USING btree (studio_id);
CREATE INDEX projects_rendition_candidate_id_916e24a6 ON public.projects_rendition USING btree (candidate_id);
CREATE INDEX projects_rendition_project_id_cf15ec1c ON public.projects_rendition USING btree (project_id);
CREATE INDEX projects_rendition_storage_key_4d00c562_like ON public.projects_rendition USING btree (storage_key varchar_pattern_ops);
CREATE INDEX projects_rendition_studio_id_ebd2f3d5 ON public.projects_rendition USING btree (studio_id);
CREATE INDEX projects_rendition_version_id_01c22c4c ON public.projects_rendition USING btree (version_id);
CREATE INDEX projects_requestinput_request_id_1fd3fa4e ON public.projects_requestinput USING btree (request_id);
CREATE INDEX projects_requestinput_studio_id_06c496e5 ON public.projects_requestinput USING btree (studio_id);
CREATE INDEX projects_requestinput_version_id_2f82a3be ON public.projects_requestinput USING btree (version_id);
CREATE INDEX projects_resultuse_candidate_id_66eeced6 ON public.projects_resultuse USING btree (candidate_id);
CREATE INDEX projects_resultuse_person_id_46a8ad75 ON public.projects_resultuse USING btree (person_id);
CREATE INDEX projects_resultuse_project_id_016785e9 ON public.projects_resultuse USING btree (project_id);
CREATE INDEX projects_resultuse_shot_id_b9b6d74d ON public.projects_resultuse USING btree (shot_id);
CREATE INDEX projects_resultuse_studio_id_8c3d8a95 ON public.projects_resultuse USING btree (studio_id);
CREATE INDEX projects_revision_candidate_id_a9cf3be9 ON public.projects_revision USING btree (candidate_id);
CREATE INDEX projects_revision_made_by_id_b458a1ce ON public.projects_revision USING btree (made_by_id);
CREATE INDEX projects_revision_project_id_d7484301 ON public.projects_revision USING btree (project_id);
CREATE INDEX projects_revision_studio_id_91357b1f ON public.projects_revision USING btree (studio_id);
CREATE INDEX projects_run_connection_id_1727d30b ON public.projects_run USING btree (connection_id);
CREATE INDEX projects_run_project_id_9952a836 ON public.projects_run USING btree (project_id);
CREATE INDEX projects_run_request_id_1c35be1e ON public.projects_run USING btree (request_id);
CREATE INDEX projects_run_state_292f85fe ON public.projects_run USING btree (state);
CREATE INDEX projects_run_state_292f85fe_like ON public.projects_run USING btree (state varchar_pattern_ops);
CREATE INDEX projects_run_studio_id_e61cf980 ON public.projects_run USING btree (studio_id);
CREATE INDEX projects_scene_episode_id_d01a20c8 ON public.projects_scene USING btree (episode_id);
CREATE INDEX projects_scene_project_id_7414d8b9 ON public.projects_scene USING btree (project_id);
CREATE INDEX projects_scene_studio_id_b5354444 ON public.projects_scene USING btree (studio_id);
CREATE INDEX projects_sharelink_made_by_id_ede87654 ON public.projects_sharelink USING btree (made_by_id);
CREATE INDEX projects_sharelink_playlist_id_780cbc72 ON public.projects_sharelink USING btree (playlist_id);
CREATE INDEX projects_sharelink_project_id_64874927 ON public.projects_sharelink USING btree (project_id);
CREATE INDEX projects_sharelink_secret_hash_3df32393_like ON public.projects_sharelink USING btree (secret_hash varchar_pattern_ops);
CREATE INDEX projects_sharelink_studio_id_85b73c9e ON public.projects_sharelink USING btree (studio_id);
CREATE INDEX projects_shot_project_id_e95b4ee3 ON public.projects_shot USING btree (project_id);
CREATE INDEX projects_shot_scene_id_1ceb7af0 ON public.projects_shot USING btree (scene_id);
CREATE INDEX projects_shot_studio_id_51ee9a4e ON public.projects_shot USING btree (studio_id);
CREATE INDEX projects_shot_version_id_cca66658 ON public.projects_shot USING btree (version_id);
CREATE INDEX projects_storedobject_closeout_id_2825ef96 ON public.projects_storedobject USING btree (closeout_id);
CREATE INDEX projects_storedobject_studio_id_73824569 ON public.projects_storedobject USING btree (studio_id);
CREATE INDEX projects_tally_project_id_8a0c37ef ON public.projects_tally USING btree (project_id);
CREATE INDEX projects_tally_studio_id_2907c8d4 ON public.projects_tally USING btree (studio_id);
CREATE INDEX projects_terms_recorded_by_id_82338d8f ON public.projects_terms USING btree (recorded_by_id);
CREATE INDEX projects_upload_asset_id_50991f26 ON public.projects_upload USING btree (asset_id);
CREATE INDEX projects_upload_person_id_fccf001a ON public.projects_upload USING btree (person_id);
CREATE INDEX projects_upload_project_id_43ff4ce6 ON public.projects_upload USING btree (project_id);
CREATE INDEX projects_upload_shot_id_9df95a84 ON public.projects_upload USING btree (shot_id);
CREATE INDEX projects_upload_storage_key_3aa8b0eb_like ON public.projects_upload USING btree (storage_key varchar_pattern_ops);
CREATE INDEX projects_upload_studio_id_aef474f3 ON public.projects_upload USING btree (studio_id);
CREATE INDEX projects_uploadpart_studio_id_37959614 ON public.projects_uploadpart USING btree (studio_id);
CREATE INDEX projects_uploadpart_upload_id_8e8b7cbb ON public.projects_uploadpart USING btree (upload_id);
CREATE INDEX projects_version_asset_id_7e90aa9c ON public.projects_version USING btree (asset_id);
CREATE INDEX projects_version_project_id_4ff88f9f ON public.projects_version USING btree (project_id);
CREATE INDEX projects_version_storage_key_12878808_like ON public.projects_version USING btree (storage_key varchar_pattern_ops);
CREATE INDEX projects_version_studio_id_7674f9c0 ON public.projects_version USING btree (studio_id);
CREATE INDEX projects_version_uploaded_by_id_451ba620 ON public.projects_version USING btree (uploaded_by_id);
CREATE INDEX projects_viewingcopy_project_id_bc888815 ON public.projects_viewingcopy USING btree (project_id);
CREATE INDEX projects_viewingcopy_state_4d03e873 ON public.projects_viewingcopy USING btree (state);
CREATE INDEX projects_viewingcopy_state_4d03e873_like ON public.projects_viewingcopy USING btree (state varchar_pattern_ops);
CREATE INDEX projects_viewingcopy_studio_id_cc0a2bdf ON public.projects_viewingcopy USING btree (studio_id);
CREATE INDEX projects_viewingcopy_version_id_331acd98 ON public.projects_viewingcopy USING btree (version_id);
CREATE INDEX projects_writernotice_candidate_id_92a631cc ON public.projects_writernotice USING btree (candidate_id);
CREATE INDEX projects_writernotice_person_id_f7043e40 ON public.projects_writernotice USING btree (person_id);
CREATE INDEX projects_writernotice_project_id_b6feb49b ON public.projects_writernotice USING btree (project_id);
CREATE INDEX projects_writernotice_studio_id_ed0cf6ae ON public.projects_writernotice USING btree (studio_id);
CREATE UNIQUE INDEX questionnaire_one_draft ON public.feedback_questionnaireversion USING btree (questionnaire_id) WHERE (published_at IS NULL);
CREATE INDEX reliance_of_consent ON public.projects_reliance USING btree (consent_id, kind) INCLUDE (node);
CREATE UNIQUE INDEX report_one_at_a_time ON public.feedback_report USING btree (definition_id, as_of) WHERE ((state)::text = ANY ((ARRAY['QUEUED'::character varying, 'RUNNING'::character varying])::text[]));
CREATE INDEX response_answered ON public.feedback_response USING btree (created_at, id);
CREATE INDEX response_words ON public.feedback_response USING btree (created_at, id) WHERE (NOT (comment = ''::text));
CREATE INDEX socialaccount_socialaccount_user_id_8146e70c ON public.socialaccount_socialaccount USING btree (user_id);
CREATE INDEX socialaccount_socialtoken_account_id_951f210e ON public.socialaccount_socialtoken USING btree (account_id);
CREATE INDEX socialaccount_socialtoken_app_id_636a42d7 ON public.socialaccount_socialtoken USING btree (app_id);
CREATE INDEX ticket_newest ON public.feedback_ticket USING btree (studio_id, created_at DESC);
CREATE INDEX ticket_words ON public.feedback_ticket USING gin (((((setweight(to_tsvector('english'::regconfig, (COALESCE(title, ''::character varying))::text), 'A'::"char") || setweight(to_tsvector('french'::regconfig, (COALESCE(title, ''::character varying))::text), 'A'::"char")) || setweight(to_tsvector('english'::regconfig, COALESCE(text, ''::text)), 'B'::"char")) || setweight(to_tsvector('french'::regconfig, COALESCE(text, ''::text)), 'B'::"char"))));
CREATE INDEX time_of_item ON public.feedback_timeentry USING btree (item_id, kind);
CREATE UNIQUE INDEX time_one_paused ON public.feedback_timeentry USING btree (person_id) WHERE paused;
CREATE UNIQUE INDEX time_one_running ON public.feedback_timeentry USING btree (person_id) WHERE (ended_at IS NULL);
CREATE INDEX topic_board ON public.feedback_topic USING btree (stage, created_at DESC);
CREATE UNIQUE INDEX trouble_once ON public.portal_trouble USING btree (about) WHERE (over_at IS NULL);
CREATE INDEX turn_of_person ON public.feedback_turn USING btree (person_id, at);
CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE INDEX use_standing ON public.projects_resultuse USING btree (candidate_id, shot_id, at DESC);
CREATE UNIQUE INDEX user_email_once ON public.portal_user USING btree (lower((email)::text));
CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON public.usersessions_usersession USING btree (session_key varchar_pattern_ops);
CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON public.usersessions_usersession USING btree (user_id);
CREATE CONSTRAINT TRIGGER bid_first AFTER INSERT ON public.feedback_assignment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.feedback_bid_first();
CREATE TRIGGER candidates_derive AFTER INSERT ON public.projects_candidate REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_candidates_derive();
CREATE TRIGGER chained BEFORE INSERT ON public.portal_auditseal FOR EACH ROW EXECUTE FUNCTION public.portal_audit_chain();
CREATE TRIGGER consent_stands BEFORE UPDATE ON public.projects_consent FOR EACH ROW EXECUTE FUNCTION public.projects_consent_stands();
CREATE TRIGGER derivations_rely AFTER INSERT ON public.projects_derivation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_derivations_rely();
CREATE TRIGGER index_delete AFTER DELETE ON public.feedback_ticket REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.feedback_ticket_index();
CREATE TRIGGER index_delete AFTER DELETE ON public.projects_asset REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_asset_index();
CREATE TRIGGER index_delete AFTER DELETE ON public.projects_note REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_note_index();
CREATE TRIGGER index_delete AFTER DELETE ON public.projects_project REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_project_index();
CREATE TRIGGER index_delete AFTER DELETE ON public.projects_scene REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_scene_index();
CREATE TRIGGER index_delete AFTER DELETE ON public.projects_shot REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_shot_index();
CREATE TRIGGER index_insert AFTER INSERT ON public.feedback_ticket REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.feedback_ticket_index();
CREATE TRIGGER index_insert AFTER INSERT ON public.projects_asset REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_asset_index();
CREATE TRIGGER index_insert AFTER INSERT ON public.projects_note REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_note_index();
CREATE TRIGGER index_insert AFTER INSERT ON public.projects_project REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_project_index();
CREATE TRIGGER index_insert AFTER INSERT ON public.projects_scene REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_scene_index();
CREATE TRIGGER index_insert AFTER INSERT ON public.projects_shot REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_shot_index();
CREATE TRIGGER index_update AFTER UPDATE ON public.feedback_ticket REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.feedback_ticket_index();
CREATE TRIGGER index_update AFTER UPDATE ON public.projects_asset REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_asset_index();
CREATE TRIGGER index_update AFTER UPDATE ON public.projects_note REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_note_index();
CREATE TRIGGER index_update AFTER UPDATE ON public.projects_project REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_project_index();
CREATE TRIGGER index_update AFTER UPDATE ON public.projects_scene REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_scene_index();
CREATE TRIGGER index_update AFTER UPDATE ON public.projects_shot REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_shot_index();
CREATE TRIGGER keep_acceptance BEFORE DELETE OR UPDATE ON public.portal_acceptance FOR EACH ROW EXECUTE FUNCTION public.portal_keep_acceptance();
CREATE TRIGGER keep_asked BEFORE DELETE OR UPDATE ON public.feedback_questionnaireversion FOR EACH ROW EXECUTE FUNCTION public.feedback_keep_asked();
CREATE TRIGGER keep_frozen BEFORE DELETE OR UPDATE ON public.feedback_reportdefinition FOR EACH ROW EXECUTE FUNCTION public.feedback_keep_frozen();
CREATE TRIGGER keep_weeks BEFORE DELETE OR UPDATE ON public.feedback_closedweek FOR EACH ROW EXECUTE FUNCTION public.feedback_keep_weeks();
CREATE TRIGGER keep_weeks BEFORE DELETE OR UPDATE ON public.feedback_easeleaf FOR EACH ROW EXECUTE FUNCTION public.feedback_keep_weeks();
CREATE TRIGGER keep_weeks BEFORE DELETE OR UPDATE ON public.feedback_timeleaf FOR EACH ROW EXECUTE FUNCTION public.feedback_keep_weeks();
CREATE TRIGGER keep_weeks BEFORE DELETE OR UPDATE ON public.feedback_weekcount FOR EACH ROW EXECUTE FUNCTION public.feedback_keep_weeks();
CREATE TRIGGER keep_words BEFORE DELETE OR UPDATE ON public.portal_agreementversion FOR EACH ROW EXECUTE FUNCTION public.portal_keep_words();
CREATE TRIGGER kept_until_sealed BEFORE DELETE ON public.portal_auditpending FOR EACH ROW EXECUTE FUNCTION public.portal_audit_keep();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON public.portal_auditevent FOR EACH STATEMENT EXECUTE FUNCTION public.portal_audit_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON public.portal_auditpending FOR EACH STATEMENT EXECUTE FUNCTION public.portal_audit_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON public.portal_auditseal FOR EACH STATEMENT EXECUTE FUNCTION public.portal_audit_refuse();
CREATE TRIGGER only_added BEFORE DELETE OR UPDATE ON public.portal_auditevent FOR EACH STATEMENT EXECUTE FUNCTION public.portal_audit_refuse();
CREATE TRIGGER only_added BEFORE UPDATE ON public.portal_auditpending FOR EACH STATEMENT EXECUTE FUNCTION public.portal_audit_refuse();
CREATE TRIGGER only_added BEFORE DELETE OR UPDATE ON public.portal_auditseal FOR EACH STATEMENT EXECUTE FUNCTION public.portal_audit_refuse();
CREATE TRIGGER only_true BEFORE INSERT ON public.portal_auditpending FOR EACH ROW EXECUTE FUNCTION public.portal_audit_true();
CREATE TRIGGER queued AFTER INSERT ON public.portal_auditevent FOR EACH ROW EXECUTE FUNCTION public.portal_audit_queue();
CREATE TRIGGER receipt_stands BEFORE UPDATE ON public.projects_receipt FOR EACH ROW EXECUTE FUNCTION public.projects_receipt_stands();
CREATE TRIGGER stands BEFORE UPDATE ON public.feedback_assignment FOR EACH ROW EXECUTE FUNCTION public.feedback_stands();
CREATE TRIGGER stands BEFORE UPDATE ON public.feedback_bid FOR EACH ROW WHEN ((old.locked_at IS NOT NULL)) EXECUTE FUNCTION public.feedback_stands('person_id');
CREATE TRIGGER stands BEFORE UPDATE ON public.feedback_block FOR EACH ROW EXECUTE FUNCTION public.feedback_stands('seed', 'closed_at', 'told_at');
CREATE TRIGGER stands BEFORE UPDATE ON public.feedback_correction FOR EACH ROW EXECUTE FUNCTION public.feedback_stands('person_id');
CREATE TRIGGER stands BEFORE UPDATE ON public.feedback_departure FOR EACH ROW EXECUTE FUNCTION public.feedback_stands('person_id');
CREATE TRIGGER stands BEFORE UPDATE ON public.feedback_felt FOR EACH ROW EXECUTE FUNCTION public.feedback_stands();
CREATE TRIGGER stands BEFORE UPDATE ON public.feedback_workitem FOR EACH ROW WHEN (((old.begun_at IS NOT NULL) AND ((new.begun_at IS DISTINCT FROM old.begun_at) OR ((new.assigned)::text IS DISTINCT FROM (old.assigned)::text)))) EXECUTE FUNCTION public.feedback_stands();
CREATE TRIGGER tally_delete AFTER DELETE ON public.projects_asset REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_tally_by_assets();
CREATE TRIGGER tally_delete AFTER DELETE ON public.projects_version REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_tally_by_versions();
CREATE TRIGGER tally_insert AFTER INSERT ON public.projects_asset REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_tally_by_assets();
CREATE TRIGGER tally_insert AFTER INSERT ON public.projects_version REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_tally_by_versions();
CREATE TRIGGER tally_update AFTER UPDATE ON public.projects_asset REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_tally_by_assets();
CREATE TRIGGER tally_update AFTER UPDATE ON public.projects_version REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.projects_tally_by_versions();
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_content_type_id_c4bce8eb_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_user_id_c564eba6_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_answer
    ADD CONSTRAINT feedback_answer_ask_id_a7d6f47b_fk_feedback_ask_id FOREIGN KEY (ask_id) REFERENCES public.feedback_ask(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_answer
    ADD CONSTRAINT feedback_answer_person_id_5babd4e7_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_answer
    ADD CONSTRAINT feedback_answer_studio_id_b014e432_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_ask
    ADD CONSTRAINT feedback_ask_person_id_c49c0653_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_ask
    ADD CONSTRAINT feedback_ask_questionnaire_id_ca6a8e40_fk_feedback_ FOREIGN KEY (questionnaire_id) REFERENCES public.feedback_questionnaire(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_ask
    ADD CONSTRAINT feedback_ask_studio_id_5c3b93c4_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_ask
    ADD CONSTRAINT feedback_ask_version_id_ae73c582_fk_feedback_ FOREIGN KEY (version_id) REFERENCES public.feedback_questionnaireversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_assignment
    ADD CONSTRAINT feedback_assignment_bid_id_e47aa235_fk_feedback_bid_id FOREIGN KEY (bid_id) REFERENCES public.feedback_bid(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_assignment
    ADD CONSTRAINT feedback_assignment_block_id_e9653f30_fk_feedback_block_id FOREIGN KEY (block_id) REFERENCES public.feedback_block(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_assignment
    ADD CONSTRAINT feedback_assignment_item_id_c46c6a21_fk_feedback_workitem_id FOREIGN KEY (item_id) REFERENCES public.feedback_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_assignment
    ADD CONSTRAINT feedback_assignment_project_id_efacb4ab_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_assignment
    ADD CONSTRAINT feedback_assignment_studio_id_42db60a8_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_bid
    ADD CONSTRAINT feedback_bid_item_id_19d1d39d_fk_feedback_workitem_id FOREIGN KEY (item_id) REFERENCES public.feedback_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_bid
    ADD CONSTRAINT feedback_bid_person_id_40c22323_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_bid
    ADD CONSTRAINT feedback_bid_project_id_b25f0cda_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_bid
    ADD CONSTRAINT feedback_bid_studio_id_94206076_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_block
    ADD CONSTRAINT feedback_block_studio_id_56c1a022_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_correction
    ADD CONSTRAINT feedback_correction_entry_id_7864433e_fk_feedback_timeentry_id FOREIGN KEY (entry_id) REFERENCES public.feedback_timeentry(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_correction
    ADD CONSTRAINT feedback_correction_person_id_58083816_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_correction
    ADD CONSTRAINT feedback_correction_project_id_ca517e55_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_correction
    ADD CONSTRAINT feedback_correction_studio_id_42a87fba_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_departure
    ADD CONSTRAINT feedback_departure_item_id_4b689cc7_fk_feedback_workitem_id FOREIGN KEY (item_id) REFERENCES public.feedback_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_departure
    ADD CONSTRAINT feedback_departure_person_id_2c4ce97f_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_departure
    ADD CONSTRAINT feedback_departure_project_id_d4e5110b_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_departure
    ADD CONSTRAINT feedback_departure_studio_id_0d169bbd_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_easeleaf
    ADD CONSTRAINT feedback_easeleaf_closed_id_dee48179_fk_feedback_ FOREIGN KEY (closed_id) REFERENCES public.feedback_closedweek(week) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_felt
    ADD CONSTRAINT feedback_felt_item_id_4f48d6e9_fk_feedback_workitem_id FOREIGN KEY (item_id) REFERENCES public.feedback_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_felt
    ADD CONSTRAINT feedback_felt_person_id_914f4601_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_felt
    ADD CONSTRAINT feedback_felt_project_id_ee0b8ec1_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_felt
    ADD CONSTRAINT feedback_felt_studio_id_11604be5_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_issue
    ADD CONSTRAINT feedback_issue_topic_id_e2e8ec25_fk_feedback_topic_id FOREIGN KEY (topic_id) REFERENCES public.feedback_topic(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_issue
    ADD CONSTRAINT feedback_issue_tracker_id_16d65d0b_fk_feedback_tracker_id FOREIGN KEY (tracker_id) REFERENCES public.feedback_tracker(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_look
    ADD CONSTRAINT feedback_look_decision_id_3e1778a3_fk_projects_decision_id FOREIGN KEY (decision_id) REFERENCES public.projects_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_look
    ADD CONSTRAINT feedback_look_project_id_c57e478e_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_look
    ADD CONSTRAINT feedback_look_studio_id_14786493_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_optin
    ADD CONSTRAINT feedback_optin_person_id_542ede44_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_optin
    ADD CONSTRAINT feedback_optin_studio_id_c6b52a84_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_questionnaireversion
    ADD CONSTRAINT feedback_questionnai_questionnaire_id_55562faf_fk_feedback_ FOREIGN KEY (questionnaire_id) REFERENCES public.feedback_questionnaire(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_report
    ADD CONSTRAINT feedback_report_definition_id_53b296a0_fk_feedback_ FOREIGN KEY (definition_id) REFERENCES public.feedback_reportdefinition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_report
    ADD CONSTRAINT feedback_report_person_id_0d984a8b_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_response
    ADD CONSTRAINT feedback_response_decision_id_866e27b1_fk_projects_decision_id FOREIGN KEY (decision_id) REFERENCES public.projects_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_response
    ADD CONSTRAINT feedback_response_person_id_88998814_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_response
    ADD CONSTRAINT feedback_response_project_id_4af3035c_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_response
    ADD CONSTRAINT feedback_response_studio_id_940342a2_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_sharing
    ADD CONSTRAINT feedback_sharing_studio_id_5c52aae1_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_step
    ADD CONSTRAINT feedback_step_project_id_8eec834e_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_step
    ADD CONSTRAINT feedback_step_studio_id_880fbfc7_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_ticket
    ADD CONSTRAINT feedback_ticket_person_id_1a5ba29c_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_ticket
    ADD CONSTRAINT feedback_ticket_run_id_502fef6c_fk_projects_run_id FOREIGN KEY (run_id) REFERENCES public.projects_run(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_ticket
    ADD CONSTRAINT feedback_ticket_studio_id_51f80390_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_ticket
    ADD CONSTRAINT feedback_ticket_topic_id_2305f43a_fk_feedback_topic_id FOREIGN KEY (topic_id) REFERENCES public.feedback_topic(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_ticket
    ADD CONSTRAINT feedback_ticket_version_id_bdceb500_fk_projects_version_id FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_timeentry
    ADD CONSTRAINT feedback_timeentry_item_id_f48bedf1_fk_feedback_workitem_id FOREIGN KEY (item_id) REFERENCES public.feedback_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_timeentry
    ADD CONSTRAINT feedback_timeentry_person_id_ac8f649b_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_timeentry
    ADD CONSTRAINT feedback_timeentry_project_id_a318526b_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_timeentry
    ADD CONSTRAINT feedback_timeentry_studio_id_a0864e64_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_timeleaf
    ADD CONSTRAINT feedback_timeleaf_closed_id_12260948_fk_feedback_ FOREIGN KEY (closed_id) REFERENCES public.feedback_closedweek(week) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_topic
    ADD CONSTRAINT feedback_topic_into_id_14b8925c_fk_feedback_topic_id FOREIGN KEY (into_id) REFERENCES public.feedback_topic(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_topic
    ADD CONSTRAINT feedback_topic_release_id_2e7a9117_fk_feedback_release_id FOREIGN KEY (release_id) REFERENCES public.feedback_release(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_trigger
    ADD CONSTRAINT feedback_trigger_cohort_id_f58992b5_fk_portal_cohort_id FOREIGN KEY (cohort_id) REFERENCES public.portal_cohort(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_trigger
    ADD CONSTRAINT feedback_trigger_milestone_id_e75cbf22_fk_portal_milestone_id FOREIGN KEY (milestone_id) REFERENCES public.portal_milestone(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_trigger
    ADD CONSTRAINT feedback_trigger_questionnaire_id_e128efd1_fk_feedback_ FOREIGN KEY (questionnaire_id) REFERENCES public.feedback_questionnaire(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_turn
    ADD CONSTRAINT feedback_turn_person_id_45b8454d_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_turn
    ADD CONSTRAINT feedback_turn_questionnaire_id_0a41703f_fk_feedback_ FOREIGN KEY (questionnaire_id) REFERENCES public.feedback_questionnaire(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_vote
    ADD CONSTRAINT feedback_vote_person_id_2fa32a9a_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_vote
    ADD CONSTRAINT feedback_vote_studio_id_7c236d02_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_vote
    ADD CONSTRAINT feedback_vote_topic_id_976bdfc8_fk_feedback_topic_id FOREIGN KEY (topic_id) REFERENCES public.feedback_topic(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_weekcount
    ADD CONSTRAINT feedback_weekcount_closed_id_287b7069_fk_feedback_ FOREIGN KEY (closed_id) REFERENCES public.feedback_closedweek(week) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_workitem
    ADD CONSTRAINT feedback_workitem_person_id_f07b0af3_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_workitem
    ADD CONSTRAINT feedback_workitem_project_id_bb8a7d65_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_workitem
    ADD CONSTRAINT feedback_workitem_shot_id_a39977f2_fk_projects_shot_id FOREIGN KEY (shot_id) REFERENCES public.projects_shot(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_workitem
    ADD CONSTRAINT feedback_workitem_studio_id_7d544ec7_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_worklink
    ADD CONSTRAINT feedback_worklink_item_id_1779945b_fk_feedback_workitem_id FOREIGN KEY (item_id) REFERENCES public.feedback_workitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_worklink
    ADD CONSTRAINT feedback_worklink_project_id_1ec83446_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_worklink
    ADD CONSTRAINT feedback_worklink_request_id_611dd618_fk_projects_ FOREIGN KEY (request_id) REFERENCES public.projects_assistrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.feedback_worklink
    ADD CONSTRAINT feedback_worklink_studio_id_198ed9a7_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_acceptance
    ADD CONSTRAINT portal_acceptance_person_id_a77eea8d_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_acceptance
    ADD CONSTRAINT portal_acceptance_studio_id_5947dafa_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_acceptance
    ADD CONSTRAINT portal_acceptance_version_id_b276cbe2_fk_portal_ag FOREIGN KEY (version_id) REFERENCES public.portal_agreementversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_agreementversion
    ADD CONSTRAINT portal_agreementvers_agreement_id_5b75e409_fk_portal_ag FOREIGN KEY (agreement_id) REFERENCES public.portal_agreement(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_apitoken
    ADD CONSTRAINT portal_apitoken_user_id_26e34258_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_idempotencykey
    ADD CONSTRAINT portal_idempotencykey_user_id_e465a673_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_invitation
    ADD CONSTRAINT portal_invitation_invited_by_id_d2804315_fk_portal_user_id FOREIGN KEY (invited_by_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_invitation
    ADD CONSTRAINT portal_invitation_studio_id_e637ab5a_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_mail
    ADD CONSTRAINT portal_mail_studio_id_711a1fc1_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_mail
    ADD CONSTRAINT portal_mail_user_id_efa68e24_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_membership
    ADD CONSTRAINT portal_membership_studio_id_87ddb82e_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_membership
    ADD CONSTRAINT portal_membership_user_id_977f1295_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_milestone
    ADD CONSTRAINT portal_milestone_cohort_id_8da50140_fk_portal_cohort_id FOREIGN KEY (cohort_id) REFERENCES public.portal_cohort(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_notification
    ADD CONSTRAINT portal_notification_studio_id_34932201_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_notification
    ADD CONSTRAINT portal_notification_user_id_aff6d3aa_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_notificationchoice
    ADD CONSTRAINT portal_notificationchoice_user_id_dcd9c6ed_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_signinlink
    ADD CONSTRAINT portal_signinlink_user_id_db4f2bb4_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_studio
    ADD CONSTRAINT portal_studio_cohort_id_e0dbc0d7_fk_portal_cohort_id FOREIGN KEY (cohort_id) REFERENCES public.portal_cohort(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_user_groups
    ADD CONSTRAINT portal_user_groups_group_id_39d85d73_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_user_groups
    ADD CONSTRAINT portal_user_groups_user_id_120e8705_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_user_user_permissions
    ADD CONSTRAINT portal_user_user_per_permission_id_f211252b_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_user_user_permissions
    ADD CONSTRAINT portal_user_user_permissions_user_id_fe5a2108_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_webhookdelivery
    ADD CONSTRAINT portal_webhookdelive_endpoint_id_228bb5a4_fk_portal_we FOREIGN KEY (endpoint_id) REFERENCES public.portal_webhookendpoint(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_webhookdelivery
    ADD CONSTRAINT portal_webhookdelivery_studio_id_41dcc876_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portal_webhookendpoint
    ADD CONSTRAINT portal_webhookendpoint_studio_id_dec86e7c_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_asset
    ADD CONSTRAINT projects_asset_project_id_0a9e6578_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_asset
    ADD CONSTRAINT projects_asset_shot_id_65720b41_fk_projects_shot_id FOREIGN KEY (shot_id) REFERENCES public.projects_shot(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_asset
    ADD CONSTRAINT projects_asset_studio_id_1ea5e17d_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_assistrequest
    ADD CONSTRAINT projects_assistreque_project_id_25d25b63_fk_projects_ FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_assistrequest
    ADD CONSTRAINT projects_assistrequest_person_id_c0ff3355_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_assistrequest
    ADD CONSTRAINT projects_assistrequest_studio_id_011956e3_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_candidate
    ADD CONSTRAINT projects_candidate_plate_id_48d81c25_fk_projects_version_id FOREIGN KEY (plate_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_candidate
    ADD CONSTRAINT projects_candidate_project_id_2acdbeb0_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_candidate
    ADD CONSTRAINT projects_candidate_run_id_9dcaff0d_fk_projects_run_id FOREIGN KEY (run_id) REFERENCES public.projects_run(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_candidate
    ADD CONSTRAINT projects_candidate_studio_id_9721b9d4_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_candidate
    ADD CONSTRAINT projects_candidate_version_id_10c2a099_fk_projects_version_id FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_carrying
    ADD CONSTRAINT projects_carrying_person_id_f786fd4a_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_carrying
    ADD CONSTRAINT projects_carrying_project_id_77aedd81_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_carrying
    ADD CONSTRAINT projects_carrying_source_id_801bb65f_fk_projects_version_id FOREIGN KEY (source_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_carrying
    ADD CONSTRAINT projects_carrying_studio_id_d957271d_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_carrying
    ADD CONSTRAINT projects_carrying_version_id_b6e89231_fk_projects_version_id FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_character
    ADD CONSTRAINT projects_character_performer_id_729b4fe0_fk_projects_ FOREIGN KEY (performer_id) REFERENCES public.projects_performer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_character
    ADD CONSTRAINT projects_character_project_id_cd443b2d_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_character
    ADD CONSTRAINT projects_character_studio_id_368c337b_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_closeout
    ADD CONSTRAINT projects_closeout_confirmed_by_id_5be530db_fk_portal_user_id FOREIGN KEY (confirmed_by_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_closeout
    ADD CONSTRAINT projects_closeout_person_id_55e5f42b_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_closeout
    ADD CONSTRAINT projects_closeout_studio_id_45d53722_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_connection
    ADD CONSTRAINT projects_connection_studio_id_f6ca1e79_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_consent
    ADD CONSTRAINT projects_consent_document_id_8aef53ef_fk_projects_version_id FOREIGN KEY (document_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_consent
    ADD CONSTRAINT projects_consent_performer_id_47ac767c_fk_projects_performer_id FOREIGN KEY (performer_id) REFERENCES public.projects_performer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_consent
    ADD CONSTRAINT projects_consent_project_id_e73ff5d6_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_consent
    ADD CONSTRAINT projects_consent_recorded_by_id_0426ddcd_fk_portal_user_id FOREIGN KEY (recorded_by_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_consent
    ADD CONSTRAINT projects_consent_replaced_by_id_0b4129ee_fk_projects_consent_id FOREIGN KEY (replaced_by_id) REFERENCES public.projects_consent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_consent
    ADD CONSTRAINT projects_consent_script_version_id_11330dd3_fk_projects_ FOREIGN KEY (script_version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_consent
    ADD CONSTRAINT projects_consent_studio_id_2d0695c7_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_creatorconsultation
    ADD CONSTRAINT projects_creatorcons_project_id_4e12c34b_fk_projects_ FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_creatorconsultation
    ADD CONSTRAINT projects_creatorcons_recorded_by_id_f0297e31_fk_portal_us FOREIGN KEY (recorded_by_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_creatorconsultation
    ADD CONSTRAINT projects_creatorcons_studio_id_793f8836_fk_portal_st FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_decision
    ADD CONSTRAINT projects_decision_candidate_id_7a652030_fk_projects_ FOREIGN KEY (candidate_id) REFERENCES public.projects_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_decision
    ADD CONSTRAINT projects_decision_person_id_08aff3fc_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_decision
    ADD CONSTRAINT projects_decision_project_id_afd4c99a_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_decision
    ADD CONSTRAINT projects_decision_revision_id_a6fe1ae0_fk_projects_revision_id FOREIGN KEY (revision_id) REFERENCES public.projects_revision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_decision
    ADD CONSTRAINT projects_decision_studio_id_723295a2_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_derivation
    ADD CONSTRAINT projects_derivation_project_id_5e2d709e_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_derivation
    ADD CONSTRAINT projects_derivation_studio_id_7d3a54dc_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_disclosurepack
    ADD CONSTRAINT projects_disclosurep_project_id_f6964ec1_fk_projects_ FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_disclosurepack
    ADD CONSTRAINT projects_disclosurepack_person_id_adf24e8f_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_disclosurepack
    ADD CONSTRAINT projects_disclosurepack_studio_id_ca69cc77_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_entry
    ADD CONSTRAINT projects_entry_studio_id_3d5377e9_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_episode
    ADD CONSTRAINT projects_episode_project_id_76a2211c_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_episode
    ADD CONSTRAINT projects_episode_studio_id_46693f9c_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_export
    ADD CONSTRAINT projects_export_person_id_13e39b36_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_export
    ADD CONSTRAINT projects_export_studio_id_b9873e0d_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_finalcut
    ADD CONSTRAINT projects_finalcut_episode_id_7735a78f_fk_projects_episode_id FOREIGN KEY (episode_id) REFERENCES public.projects_episode(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_finalcut
    ADD CONSTRAINT projects_finalcut_person_id_de64406c_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_finalcut
    ADD CONSTRAINT projects_finalcut_project_id_e2735b39_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_finalcut
    ADD CONSTRAINT projects_finalcut_studio_id_eb1b4463_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_finalcut
    ADD CONSTRAINT projects_finalcut_version_id_f030f26c_fk_projects_version_id FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_indexcard
    ADD CONSTRAINT projects_indexcard_project_id_5659d41c_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_indexcard
    ADD CONSTRAINT projects_indexcard_studio_id_7f7b2992_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_ingest
    ADD CONSTRAINT projects_ingest_project_id_4a164e68_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_ingest
    ADD CONSTRAINT projects_ingest_studio_id_59169e15_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_ingest
    ADD CONSTRAINT projects_ingest_version_id_0265a8a4_fk_projects_version_id FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_jobpart
    ADD CONSTRAINT projects_jobpart_project_id_55104a83_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_jobpart
    ADD CONSTRAINT projects_jobpart_studio_id_a2b3da80_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_likeness
    ADD CONSTRAINT projects_likeness_consent_id_bd6cd8dd_fk_projects_consent_id FOREIGN KEY (consent_id) REFERENCES public.projects_consent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_likeness
    ADD CONSTRAINT projects_likeness_performer_id_deba0f58_fk_projects_ FOREIGN KEY (performer_id) REFERENCES public.projects_performer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_likeness
    ADD CONSTRAINT projects_likeness_project_id_d3d50c6b_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_likeness
    ADD CONSTRAINT projects_likeness_said_by_id_13fba6f2_fk_portal_user_id FOREIGN KEY (said_by_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_likeness
    ADD CONSTRAINT projects_likeness_studio_id_20aa02c7_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_likeness
    ADD CONSTRAINT projects_likeness_version_id_93ad00b2_fk_projects_version_id FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_note
    ADD CONSTRAINT projects_note_guest_id_abb12fa9_fk_projects_sharelink_id FOREIGN KEY (guest_id) REFERENCES public.projects_sharelink(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_note
    ADD CONSTRAINT projects_note_parent_id_6a27f001_fk_projects_note_id FOREIGN KEY (parent_id) REFERENCES public.projects_note(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_note
    ADD CONSTRAINT projects_note_person_id_73173132_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_note
    ADD CONSTRAINT projects_note_project_id_a406e62a_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_note
    ADD CONSTRAINT projects_note_resolved_by_id_fcd8e5aa_fk_portal_user_id FOREIGN KEY (resolved_by_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_note
    ADD CONSTRAINT projects_note_studio_id_93176e00_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_note
    ADD CONSTRAINT projects_note_version_id_5ea58ce4_fk_projects_version_id FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_opening
    ADD CONSTRAINT projects_opening_made_by_id_358794a2_fk_portal_user_id FOREIGN KEY (made_by_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_opening
    ADD CONSTRAINT projects_opening_person_id_91a39664_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_opening
    ADD CONSTRAINT projects_opening_project_id_fad89fea_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_opening
    ADD CONSTRAINT projects_opening_studio_id_efb8310e_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_packsignature
    ADD CONSTRAINT projects_packsignatu_pack_id_2a93cb39_fk_projects_ FOREIGN KEY (pack_id) REFERENCES public.projects_disclosurepack(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_packsignature
    ADD CONSTRAINT projects_packsignatu_project_id_7c5ab691_fk_projects_ FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_packsignature
    ADD CONSTRAINT projects_packsignature_person_id_5f83160b_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_packsignature
    ADD CONSTRAINT projects_packsignature_studio_id_8da6873e_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_performer
    ADD CONSTRAINT projects_performer_project_id_635f51cb_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_performer
    ADD CONSTRAINT projects_performer_studio_id_b2cdfa84_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_performerlink
    ADD CONSTRAINT projects_performerli_performer_id_5ecfcb46_fk_projects_ FOREIGN KEY (performer_id) REFERENCES public.projects_performer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_performerlink
    ADD CONSTRAINT projects_performerli_project_id_fb220bcb_fk_projects_ FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_performerlink
    ADD CONSTRAINT projects_performerlink_made_by_id_f3660fcc_fk_portal_user_id FOREIGN KEY (made_by_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_performerlink
    ADD CONSTRAINT projects_performerlink_studio_id_0e6842e1_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_place
    ADD CONSTRAINT projects_place_connection_id_c3a323b5_fk_projects_connection_id FOREIGN KEY (connection_id) REFERENCES public.projects_connection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_place
    ADD CONSTRAINT projects_place_project_id_9f8423a2_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_place
    ADD CONSTRAINT projects_place_run_id_bdab150a_fk_projects_run_id FOREIGN KEY (run_id) REFERENCES public.projects_run(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_place
    ADD CONSTRAINT projects_place_studio_id_79a5e6e3_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_placement
    ADD CONSTRAINT projects_placement_note_id_4d03d79c_fk_projects_note_id FOREIGN KEY (note_id) REFERENCES public.projects_note(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_placement
    ADD CONSTRAINT projects_placement_person_id_2b962d08_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_placement
    ADD CONSTRAINT projects_placement_project_id_3f42bbb2_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_placement
    ADD CONSTRAINT projects_placement_source_id_a798eec5_fk_projects_version_id FOREIGN KEY (source_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_placement
    ADD CONSTRAINT projects_placement_studio_id_585910ff_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_placement
    ADD CONSTRAINT projects_placement_version_id_4eea35fa_fk_projects_version_id FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_playlist
    ADD CONSTRAINT projects_playlist_made_by_id_c4a4f8f2_fk_portal_user_id FOREIGN KEY (made_by_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_playlist
    ADD CONSTRAINT projects_playlist_project_id_722062e9_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_playlist
    ADD CONSTRAINT projects_playlist_studio_id_9a7952c4_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_playlistitem
    ADD CONSTRAINT projects_playlistite_playlist_id_31a11e31_fk_projects_ FOREIGN KEY (playlist_id) REFERENCES public.projects_playlist(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_playlistitem
    ADD CONSTRAINT projects_playlistite_project_id_4ccc7c5e_fk_projects_ FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_playlistitem
    ADD CONSTRAINT projects_playlistite_version_id_c5944575_fk_projects_ FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_playlistitem
    ADD CONSTRAINT projects_playlistitem_studio_id_c56a6ef8_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_policy
    ADD CONSTRAINT projects_policy_project_id_ce85ba4f_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_policy
    ADD CONSTRAINT projects_policy_studio_id_836b2eae_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_project
    ADD CONSTRAINT projects_project_studio_id_c834b106_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_projectgrant
    ADD CONSTRAINT projects_projectgran_membership_id_21926f3d_fk_portal_me FOREIGN KEY (membership_id) REFERENCES public.portal_membership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_projectgrant
    ADD CONSTRAINT projects_projectgran_project_id_486aa801_fk_projects_ FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_projectgrant
    ADD CONSTRAINT projects_projectgrant_studio_id_8dca9365_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_receipt
    ADD CONSTRAINT projects_receipt_studio_id_b0a01c2f_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_receipt
    ADD CONSTRAINT projects_receipt_terms_id_da26512e_fk_projects_terms_id FOREIGN KEY (terms_id) REFERENCES public.projects_terms(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_reliance
    ADD CONSTRAINT projects_reliance_consent_id_ea90f464_fk_projects_consent_id FOREIGN KEY (consent_id) REFERENCES public.projects_consent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_reliance
    ADD CONSTRAINT projects_reliance_project_id_ab34209b_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_reliance
    ADD CONSTRAINT projects_reliance_studio_id_c7c5eda8_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_remote
    ADD CONSTRAINT projects_remote_project_id_4b225110_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_remote
    ADD CONSTRAINT projects_remote_run_id_441b74ab_fk_projects_run_id FOREIGN KEY (run_id) REFERENCES public.projects_run(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_remote
    ADD CONSTRAINT projects_remote_studio_id_697f0192_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_rendition
    ADD CONSTRAINT projects_rendition_candidate_id_916e24a6_fk_projects_ FOREIGN KEY (candidate_id) REFERENCES public.projects_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_rendition
    ADD CONSTRAINT projects_rendition_project_id_cf15ec1c_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_rendition
    ADD CONSTRAINT projects_rendition_studio_id_ebd2f3d5_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_rendition
    ADD CONSTRAINT projects_rendition_version_id_01c22c4c_fk_projects_version_id FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_requestinput
    ADD CONSTRAINT projects_requestinpu_request_id_1fd3fa4e_fk_projects_ FOREIGN KEY (request_id) REFERENCES public.projects_assistrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_requestinput
    ADD CONSTRAINT projects_requestinpu_version_id_2f82a3be_fk_projects_ FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_requestinput
    ADD CONSTRAINT projects_requestinput_studio_id_06c496e5_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_resultuse
    ADD CONSTRAINT projects_resultuse_candidate_id_66eeced6_fk_projects_ FOREIGN KEY (candidate_id) REFERENCES public.projects_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_resultuse
    ADD CONSTRAINT projects_resultuse_person_id_46a8ad75_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_resultuse
    ADD CONSTRAINT projects_resultuse_project_id_016785e9_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_resultuse
    ADD CONSTRAINT projects_resultuse_shot_id_b9b6d74d_fk_projects_shot_id FOREIGN KEY (shot_id) REFERENCES public.projects_shot(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_resultuse
    ADD CONSTRAINT projects_resultuse_studio_id_8c3d8a95_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_revision
    ADD CONSTRAINT projects_revision_candidate_id_a9cf3be9_fk_projects_ FOREIGN KEY (candidate_id) REFERENCES public.projects_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_revision
    ADD CONSTRAINT projects_revision_made_by_id_b458a1ce_fk_portal_user_id FOREIGN KEY (made_by_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_revision
    ADD CONSTRAINT projects_revision_project_id_d7484301_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_revision
    ADD CONSTRAINT projects_revision_studio_id_91357b1f_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_run
    ADD CONSTRAINT projects_run_connection_id_1727d30b_fk_projects_connection_id FOREIGN KEY (connection_id) REFERENCES public.projects_connection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_run
    ADD CONSTRAINT projects_run_project_id_9952a836_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_run
    ADD CONSTRAINT projects_run_request_id_1c35be1e_fk_projects_assistrequest_id FOREIGN KEY (request_id) REFERENCES public.projects_assistrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_run
    ADD CONSTRAINT projects_run_studio_id_e61cf980_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_scene
    ADD CONSTRAINT projects_scene_episode_id_d01a20c8_fk_projects_episode_id FOREIGN KEY (episode_id) REFERENCES public.projects_episode(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_scene
    ADD CONSTRAINT projects_scene_project_id_7414d8b9_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_scene
    ADD CONSTRAINT projects_scene_studio_id_b5354444_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_sharelink
    ADD CONSTRAINT projects_sharelink_made_by_id_ede87654_fk_portal_user_id FOREIGN KEY (made_by_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_sharelink
    ADD CONSTRAINT projects_sharelink_playlist_id_780cbc72_fk_projects_playlist_id FOREIGN KEY (playlist_id) REFERENCES public.projects_playlist(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_sharelink
    ADD CONSTRAINT projects_sharelink_project_id_64874927_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_sharelink
    ADD CONSTRAINT projects_sharelink_studio_id_85b73c9e_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_shot
    ADD CONSTRAINT projects_shot_project_id_e95b4ee3_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_shot
    ADD CONSTRAINT projects_shot_scene_id_1ceb7af0_fk_projects_scene_id FOREIGN KEY (scene_id) REFERENCES public.projects_scene(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_shot
    ADD CONSTRAINT projects_shot_studio_id_51ee9a4e_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_shot
    ADD CONSTRAINT projects_shot_version_id_cca66658_fk_projects_version_id FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_storedobject
    ADD CONSTRAINT projects_storedobjec_closeout_id_2825ef96_fk_projects_ FOREIGN KEY (closeout_id) REFERENCES public.projects_closeout(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_storedobject
    ADD CONSTRAINT projects_storedobject_studio_id_73824569_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_tally
    ADD CONSTRAINT projects_tally_project_id_8a0c37ef_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_tally
    ADD CONSTRAINT projects_tally_studio_id_2907c8d4_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_terms
    ADD CONSTRAINT projects_terms_recorded_by_id_82338d8f_fk_portal_user_id FOREIGN KEY (recorded_by_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_upload
    ADD CONSTRAINT projects_upload_asset_id_50991f26_fk_projects_asset_id FOREIGN KEY (asset_id) REFERENCES public.projects_asset(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_upload
    ADD CONSTRAINT projects_upload_person_id_fccf001a_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_upload
    ADD CONSTRAINT projects_upload_project_id_43ff4ce6_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_upload
    ADD CONSTRAINT projects_upload_shot_id_9df95a84_fk_projects_shot_id FOREIGN KEY (shot_id) REFERENCES public.projects_shot(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_upload
    ADD CONSTRAINT projects_upload_studio_id_aef474f3_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_upload
    ADD CONSTRAINT projects_upload_version_id_480fa07c_fk_projects_version_id FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_uploadpart
    ADD CONSTRAINT projects_uploadpart_studio_id_37959614_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_uploadpart
    ADD CONSTRAINT projects_uploadpart_upload_id_8e8b7cbb_fk_projects_upload_id FOREIGN KEY (upload_id) REFERENCES public.projects_upload(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_version
    ADD CONSTRAINT projects_version_asset_id_7e90aa9c_fk_projects_asset_id FOREIGN KEY (asset_id) REFERENCES public.projects_asset(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_version
    ADD CONSTRAINT projects_version_project_id_4ff88f9f_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_version
    ADD CONSTRAINT projects_version_studio_id_7674f9c0_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_version
    ADD CONSTRAINT projects_version_uploaded_by_id_451ba620_fk_portal_user_id FOREIGN KEY (uploaded_by_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_viewingcopy
    ADD CONSTRAINT projects_viewingcopy_project_id_bc888815_fk_projects_project_id FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_viewingcopy
    ADD CONSTRAINT projects_viewingcopy_rendition_id_5a98ecf8_fk_projects_ FOREIGN KEY (rendition_id) REFERENCES public.projects_rendition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_viewingcopy
    ADD CONSTRAINT projects_viewingcopy_studio_id_cc0a2bdf_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_viewingcopy
    ADD CONSTRAINT projects_viewingcopy_version_id_331acd98_fk_projects_version_id FOREIGN KEY (version_id) REFERENCES public.projects_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_writernotice
    ADD CONSTRAINT projects_writernotic_candidate_id_92a631cc_fk_projects_ FOREIGN KEY (candidate_id) REFERENCES public.projects_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_writernotice
    ADD CONSTRAINT projects_writernotic_project_id_b6feb49b_fk_projects_ FOREIGN KEY (project_id) REFERENCES public.projects_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_writernotice
    ADD CONSTRAINT projects_writernotice_person_id_f7043e40_fk_portal_user_id FOREIGN KEY (person_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.projects_writernotice
    ADD CONSTRAINT projects_writernotice_studio_id_ed0cf6ae_fk_portal_studio_id FOREIGN KEY (studio_id) REFERENCES public.portal_studio(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_account_id_951f210e_fk_socialacc FOREIGN KEY (account_id) REFERENCES public.socialaccount_socialaccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_app_id_636a42d7_fk_socialacc FOREIGN KEY (app_id) REFERENCES public.socialaccount_socialapp(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_user_id_8146e70c_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_user_id_af5e0a6d_fk_portal_user_id FOREIGN KEY (user_id) REFERENCES public.portal_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE public.feedback_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_ask ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_bid ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_block ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_correction ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_departure ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_felt ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_look ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_optin ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_response ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_sharing ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_ticket ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_timeentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_vote ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_workitem ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.feedback_worklink ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.portal_acceptance ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.portal_auditevent ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.portal_invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.portal_mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.portal_membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.portal_notification ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.portal_webhookdelivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.portal_webhookendpoint ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_asset ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_assistrequest ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_candidate ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_carrying ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_character ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_closeout ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_connection ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_creatorconsultation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_derivation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_disclosurepack ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_episode ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_export ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_finalcut ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_indexcard ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_ingest ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_jobpart ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_likeness ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_opening ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_packsignature ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_performer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_performerlink ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_place ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_placement ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_playlist ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_playlistitem ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_policy ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_project ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_projectgrant ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_receipt ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_reliance ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_remote ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_rendition ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_requestinput ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_resultuse ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_revision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_scene ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_sharelink ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_shot ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_storedobject ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_upload ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_uploadpart ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_viewingcopy ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects_writernotice ENABLE ROW LEVEL SECURITY;
CREATE POLICY studio ON public.feedback_answer USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_ask USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_assignment USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_bid USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_block USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_correction USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_departure USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_felt USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_look USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_optin USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_response USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_sharing USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_step USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_ticket USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_timeentry USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_vote USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_workitem USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.feedback_worklink USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.portal_acceptance USING (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR (person_id = ( SELECT (NULLIF(current_setting('portal.person'::text, true), ''::text))::uuid AS "nullif")) OR ((studio_id IS NULL) AND ( SELECT (current_setting('portal.programme'::text, true) = 'on'::text))))) WITH CHECK (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR (person_id = ( SELECT (NULLIF(current_setting('portal.person'::text, true), ''::text))::uuid AS "nullif")) OR ((studio_id IS NULL) AND ( SELECT (current_setting('portal.programme'::text, true) = 'on'::text)))));
CREATE POLICY studio ON public.portal_auditevent USING (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR (( SELECT (current_setting('portal.programme'::text, true) = 'on'::text)) AND (NOT (EXISTS ( SELECT
   FROM public.portal_studio s
  WHERE (s.id = portal_auditevent.studio_id))))))) WITH CHECK (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR (( SELECT (current_setting('portal.programme'::text, true) = 'on'::text)) AND (NOT (EXISTS ( SELECT
   FROM public.portal_studio s
  WHERE (s.id = portal_auditevent.studio_id)))))));
CREATE POLICY studio ON public.portal_invitation USING (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR ((secret_hash)::text = ( SELECT NULLIF(current_setting('portal.secret'::text, true), ''::text) AS "nullif")) OR ((studio_id IS NULL) AND ( SELECT (current_setting('portal.programme'::text, true) = 'on'::text))))) WITH CHECK (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR ((secret_hash)::text = ( SELECT NULLIF(current_setting('portal.secret'::text, true), ''::text) AS "nullif")) OR ((studio_id IS NULL) AND ( SELECT (current_setting('portal.programme'::text, true) = 'on'::text)))));
CREATE POLICY studio ON public.portal_mail USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.portal_membership USING (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR (user_id = ( SELECT (NULLIF(current_setting('portal.person'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.portal_notification USING (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR (user_id = ( SELECT (NULLIF(current_setting('portal.person'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR (user_id = ( SELECT (NULLIF(current_setting('portal.person'::text, true), ''::text))::uuid AS "nullif"))));
CREATE POLICY studio ON public.portal_webhookdelivery USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.portal_webhookendpoint USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_asset USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_assistrequest USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_candidate USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_carrying USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_character USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_closeout USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_connection USING (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR (studio_id IS NULL))) WITH CHECK (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR ((studio_id IS NULL) AND ( SELECT (current_setting('portal.programme'::text, true) = 'on'::text)))));
CREATE POLICY studio ON public.projects_consent USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_creatorconsultation USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_decision USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_derivation USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_disclosurepack USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_entry USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_episode USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_export USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_finalcut USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_indexcard USING (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) AND (lexemes @@ ( SELECT public.projects_index_sought(current_setting('portal.sought'::text, true), current_setting('portal.studios'::text, true)) AS projects_index_sought)))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_ingest USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_jobpart USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_likeness USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_note USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_opening USING (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR (person_id = ( SELECT (NULLIF(current_setting('portal.person'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_packsignature USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_performer USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_performerlink USING (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR ((secret_hash)::text = ( SELECT NULLIF(current_setting('portal.secret'::text, true), ''::text) AS "nullif")))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_place USING (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR ( SELECT (current_setting('portal.programme'::text, true) = 'on'::text)))) WITH CHECK (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR ( SELECT (current_setting('portal.programme'::text, true) = 'on'::text))));
CREATE POLICY studio ON public.projects_placement USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_playlist USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_playlistitem USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_policy USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_project USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_projectgrant USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_receipt USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_reliance USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_remote USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_rendition USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_requestinput USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_resultuse USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_revision USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_run USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_scene USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_sharelink USING (((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR ((secret_hash)::text = ( SELECT NULLIF(current_setting('portal.secret'::text, true), ''::text) AS "nullif")))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_shot USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_storedobject USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_tally USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_upload USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_uploadpart USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_version USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_viewingcopy USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
CREATE POLICY studio ON public.projects_writernotice USING ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) WITH CHECK ((studio_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('portal.studios'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])));
insert into public.django_migrations (app, name, applied) values ('contenttypes', '0001_initial', now());
insert into public.django_migrations (app, name, applied) values ('contenttypes', '0002_remove_content_type_name', now());
insert into public.django_migrations (app, name, applied) values ('auth', '0001_initial', now());
insert into public.django_migrations (app, name, applied) values ('auth', '0002_alter_permission_name_max_length', now());
insert into public.django_migrations (app, name, applied) values ('auth', '0003_alter_user_email_max_length', now());
insert into public.django_migrations (app, name, applied) values ('auth', '0004_alter_user_username_opts', now());
insert into public.django_migrations (app, name, applied) values ('auth', '0005_alter_user_last_login_null', now());
insert into public.django_migrations (app, name, applied) values ('auth', '0006_require_contenttypes_0002', now());
insert into public.django_migrations (app, name, applied) values ('auth', '0007_alter_validators_add_error_messages', now());
insert into public.django_migrations (app, name, applied) values ('auth', '0008_alter_user_username_max_length', now());
insert into public.django_migrations (app, name, applied) values ('auth', '0009_alter_user_last_name_max_length', now());
insert into public.django_migrations (app, name, applied) values ('auth', '0010_alter_group_name_max_length', now());
insert into public.django_migrations (app, name, applied) values ('auth', '0011_update_proxy_permissions', now());
insert into public.django_migrations (app, name, applied) values ('auth', '0012_alter_user_first_name_max_length', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0001_initial', now());
insert into public.django_migrations (app, name, applied) values ('account', '0001_initial', now());
insert into public.django_migrations (app, name, applied) values ('account', '0002_email_max_length', now());
insert into public.django_migrations (app, name, applied) values ('account', '0003_alter_emailaddress_create_unique_verified_email', now());
insert into public.django_migrations (app, name, applied) values ('account', '0004_alter_emailaddress_drop_unique_email', now());
insert into public.django_migrations (app, name, applied) values ('account', '0005_emailaddress_idx_upper_email', now());
insert into public.django_migrations (app, name, applied) values ('account', '0006_emailaddress_lower', now());
insert into public.django_migrations (app, name, applied) values ('account', '0007_emailaddress_idx_email', now());
insert into public.django_migrations (app, name, applied) values ('account', '0008_emailaddress_unique_primary_email_fixup', now());
insert into public.django_migrations (app, name, applied) values ('account', '0009_emailaddress_unique_primary_email', now());
insert into public.django_migrations (app, name, applied) values ('admin', '0001_initial', now());
insert into public.django_migrations (app, name, applied) values ('admin', '0002_logentry_remove_auto_add', now());
insert into public.django_migrations (app, name, applied) values ('admin', '0003_logentry_add_action_flag_choices', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0001_initial', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0002_fences', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0002_fences', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0003_openings', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0004_codes', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0003_quotas', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0006_outbox', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0007_programme', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0008_closeout', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0005_closeout', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0006_mended', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0009_audit_chain', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0011_mended', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0012_studio_key', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0013_office', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0007_notes', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0008_bulk', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0009_renditions', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0010_trash', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0014_acceptances', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0011_triage', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0012_playlists', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0013_moved_notes', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0014_sequences', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0015_copies', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0016_script', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0017_tool_pictures', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0018_kinds', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0019_palette', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0020_admin_palette', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0022_consents', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0023_origin', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0024_palette_kinds', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0025_disclosures', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0026_policy_processors', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0027_final_cut_names', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0015_troubles', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0028_places', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0029_job_parts', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0017_person_language', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0030_index_cards', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0031_index_cards_filled', now());
insert into public.django_migrations (app, name, applied) values ('feedback', '0001_initial', now());
insert into public.django_migrations (app, name, applied) values ('feedback', '0002_initial', now());
insert into public.django_migrations (app, name, applied) values ('feedback', '0003_fences', now());
insert into public.django_migrations (app, name, applied) values ('feedback', '0004_sharing', now());
insert into public.django_migrations (app, name, applied) values ('feedback', '0005_questionnaires', now());
insert into public.django_migrations (app, name, applied) values ('feedback', '0006_tickets', now());
insert into public.django_migrations (app, name, applied) values ('feedback', '0007_work', now());
insert into public.django_migrations (app, name, applied) values ('feedback', '0008_answered', now());
insert into public.django_migrations (app, name, applied) values ('feedback', '0009_reports', now());
insert into public.django_migrations (app, name, applied) values ('feedback', '0010_weeks', now());
insert into public.django_migrations (app, name, applied) values ('feedback', '0011_looks', now());
insert into public.django_migrations (app, name, applied) values ('feedback', '0012_time_leaves', now());
insert into public.django_migrations (app, name, applied) values ('feedback', '0013_ticket_cards', now());
insert into public.django_migrations (app, name, applied) values ('mfa', '0001_initial', now());
insert into public.django_migrations (app, name, applied) values ('mfa', '0002_authenticator_timestamps', now());
insert into public.django_migrations (app, name, applied) values ('mfa', '0003_authenticator_type_uniq', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0018_first_steps_folded', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0019_mails_as_html', now());
insert into public.django_migrations (app, name, applied) values ('portal', '0020_notices_by_place', now());
insert into public.django_migrations (app, name, applied) values ('projects', '0032_words_of_no_kind', now());
insert into public.django_migrations (app, name, applied) values ('sessions', '0001_initial', now());
insert into public.django_migrations (app, name, applied) values ('socialaccount', '0001_initial', now());
insert into public.django_migrations (app, name, applied) values ('socialaccount', '0002_token_max_lengths', now());
insert into public.django_migrations (app, name, applied) values ('socialaccount', '0003_extra_data_default_dict', now());
insert into public.django_migrations (app, name, applied) values ('socialaccount', '0004_app_provider_id_settings', now());
insert into public.django_migrations (app, name, applied) values ('socialaccount', '0005_socialtoken_nullable_app', now());
insert into public.django_migrations (app, name, applied) values ('socialaccount', '0006_alter_socialaccount_extra_data', now());
insert into public.django_migrations (app, name, applied) values ('usersessions', '0001_initial', now());
