create function erase_log() returns bigint language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    named uuid[] := nullif(current_setting('app.org_ids', true), '')::uuid[];
    gone bigint;
begin
    if named is null or cardinality(named) = 0 or cardinality(named) <> (
        select count(*) from organisations
        where id = any (named) and state = 'disconnected'
    ) then
        raise exception 'only the log of an organisation that has left may be erased';
    end if;
    delete from audit where org_id = any (named);
    get diagnostics gone = row_count;
    return gone;
end
$$;
revoke all on function erase_log() from public;
grant execute on function erase_log() to goodterms_app;
