"""Keeps the planner's statistics in step with tables that grow quickly. It knows no table by name.

PostgreSQL's own autovacuum looks once a minute. Until then a first sync and the review after it
would be planned for empty tables: every join becomes a loop over all rows of the organisation.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugin.store._tx import HouseTx

#: a table is looked at anew once it has this many times the pages that the planner knows of
_GROWN = 2
#: and at least so many more: a handful of pages is quick in any order
_PAGES = 4


def declaration(app: str) -> Iterator[str]:
    """The function by which the app's login, which owns no table, has grown tables analysed.

    It runs as the owner and takes nothing from its caller. A table that somebody else is analysing
    is left to them.
    """
    yield f"""create function refresh_statistics() returns int language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    grown record;
    analysed int := 0;
begin
    for grown in
        select oid::regclass as name from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace
          and pg_relation_size(oid) / current_setting('block_size')::int
              > {_PAGES} + {_GROWN} * relpages
    loop
        execute format('analyze (skip_locked) %s', grown.name);
        analysed := analysed + 1;
    end loop;
    return analysed;
end
$$"""  # noqa: S608 - two numbers of ours
    yield "revoke all on function refresh_statistics() from public"
    yield f"grant execute on function refresh_statistics() to {app}"


def keep_up(house: HouseTx) -> int:
    """Have tables analysed that have doubled since they last were; says how many.

    For a transaction of its own: each table stays locked against schema changes, not against
    readers or writers, until it ends. Where nothing has grown it takes about a millisecond.
    """
    return int(house.sql("select refresh_statistics()").scalar_one())
