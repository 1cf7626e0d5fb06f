create function refresh_statistics() returns int language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    grown record;
    analysed int := 0;
begin
    for grown in
        select oid::regclass as name from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace
          and pg_relation_size(oid) / current_setting('block_size')::int
              > 4 + 2 * relpages
    loop
        execute format('analyze (skip_locked) %s', grown.name);
        analysed := analysed + 1;
    end loop;
    return analysed;
end
$$;
revoke all on function refresh_statistics() from public;
grant execute on function refresh_statistics() to goodterms_app;
