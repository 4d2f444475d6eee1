"""How words become what the index of search holds, as migrations write it for PostgreSQL.

One way for names and for prose, the same when a row is kept and when somebody looks for it. Text
loses its case and accents. A word of a name counts as a whole and in its parts: `sq010_sh0040` is
found by `sq010`, `sh0040`, `sh40` and `40`. Every word also counts by its English and its French
stem, so that "grades" finds "grading". Only dictionaries that every PostgreSQL has are used.

Before each lexeme stand six characters of its studio and one letter of its kind: one index then
holds each studio's words of each kind side by side, and a search reads no others.
"""

_FOLD = r"""
create function projects_index_fold(said text) returns text
language sql immutable parallel safe as $$
    select replace(replace(replace(replace(lower(regexp_replace(
        normalize(coalesce(said, ''), NFKD), '[\u0300-\u036f]', '', 'g')),
        'œ', 'oe'), 'æ', 'ae'), 'ø', 'o'), 'ß', 'ss')
$$;
create function projects_index_code(studio uuid) returns text
language sql immutable parallel safe as $$ select left(md5(studio::text), 6) $$;
"""

#: Words as they stand; points, dashes and underscores inside one are a part of it.
_SPLIT = r"""
create function projects_index_split(said text) returns text[]
language sql immutable parallel safe as $$
    select coalesce(array_agg(distinct left(word, 60)), '{}') from (
        select btrim(one, '._-') as word from regexp_split_to_table(
            projects_index_fold(said),
            E'[\\s,;:!?()\\[\\]{}<>"''`´«»…“”‘’„/\\\\|+*=@#&%$^~\u0001-\u001f\u007f]+') one
    ) words where word <> ''
$$;
"""

#: Without zeros before a number: sh0040 is sh40, and 0040 is 40.
_PARTS = r"""
create function projects_index_short(word text) returns text
language sql immutable parallel safe as $$
    select regexp_replace(word, '(^|[^0-9])0+([0-9])', '\1\2', 'g')
$$;
create function projects_index_parts(word text) returns text[]
language sql immutable parallel safe as $$
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
create function projects_index_stems(word text) returns text[]
language sql immutable parallel safe as $$
    select case when word ~ '[0-9._-]' then '{}' else
        coalesce(ts_lexize('english_stem', word), '{}')
        || coalesce(ts_lexize('french_stem', word), '{}') end
$$;
"""

#: What a row is found by. The point alone stands for every row of a studio.
_LEXEMES = """
create function projects_index_lexemes(studio uuid, kind text, said text) returns tsvector
language sql immutable parallel safe as $$
    select array_to_tsvector(array_agg(distinct projects_index_code(studio) || lexeme)) from (
        select '.' as lexeme
        union all select kind || found
        from unnest((projects_index_split(said))[1:600]) word, unnest(
            case when word ~ '[0-9._-]' then array[word] || projects_index_parts(word)
            else array[word] || projects_index_stems(word) end) found
        where found <> ''
    ) lexemes
$$;
"""

#: `sought` is "kinds words", the kinds as letters; "~" among them: some of the words, or some
#: that begin as they do. Nothing sought: every row. At most eight words count.
_SOUGHT = r"""
create function projects_index_term(head text, word text, loosely boolean) returns text
language sql immutable parallel safe as $$
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
create function projects_index_sought(sought text, studios text) returns tsquery
language plpgsql stable parallel safe as $$
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
"""

MADE = _FOLD + _SPLIT + _PARTS + _LEXEMES + _SOUGHT
UNMADE = """
drop function projects_index_sought(text, text);
drop function projects_index_term(text, text, boolean);
drop function projects_index_lexemes(uuid, text, text);
drop function projects_index_stems(text);
drop function projects_index_parts(text);
drop function projects_index_short(text);
drop function projects_index_split(text);
drop function projects_index_code(uuid);
drop function projects_index_fold(text);
"""
