"""Houses that many tests begin with: built once by each worker, then brought back row by row.

What is kept are the rows that building it wrote, every column of every table, so a house brought
back is the house that was built. Its sandbox, clock and doors are not kept: they are made anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from plugin.store import Store
from plugin.store.organisations import Organisation
from tests.builders import House, a_busy_house, some_doors
from tests.store.facts import Books

#: by table, its columns that can be written
_COLUMNS = """
    select c.relname, array_agg(a.attname::text order by a.attnum)
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migrations'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname"""


class Tables:
    """All tables, by the owner's connection: empties them, sets rows aside, brings them back.

    Each of these is a function of this session, so what runs before every test is planned once.
    """

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._columns: dict[str, list[str]] = dict(connection.execute(_COLUMNS).fetchall())
        self._define("empty", [f"delete from public.{name}" for name in self._columns])
        self._kept = 0

    def empty(self) -> None:
        """Delete every row; on empty tables it takes about a millisecond."""
        self._connection.execute("select pg_temp.empty()")

    def keep(self) -> str:
        """Set all rows aside; what `bring_back` knows them by."""
        self._kept += 1
        name, back = f"kept_{self._kept}", []
        for table, columns in self._columns.items():
            made = f"create temporary table {name}_{table} as select * from public.{table}"
            if self._connection.execute(made).rowcount:
                every = ", ".join(f'"{column}"' for column in columns)
                back.append(
                    f"insert into public.{table} ({every}) overriding system value"
                    f" select {every} from pg_temp.{name}_{table}"
                )
            else:
                self._connection.execute(f"drop table pg_temp.{name}_{table}")
        self._define(f"bring_back_{name}", back)
        return name

    def bring_back(self, name: str) -> None:
        """Put rows that were set aside into the empty tables."""
        self._connection.execute(f"select pg_temp.bring_back_{name}()")

    def rows(self) -> dict[str, list[str]]:
        """All that stands in the database, by table, as text."""
        return {
            table: [row for (row,) in self._connection.execute(f"select t::text from {table} t")]
            for table in self._columns
        }

    def _define(self, name: str, statements: list[str]) -> None:
        body = "".join(f"{statement};\n" for statement in statements)
        self._connection.execute(
            f"create function pg_temp.{name}() returns void language plpgsql as"
            f" $$ begin\n{body}end $$"
        )


@dataclass
class Kept:
    """Houses that were built once and stand aside."""

    store: Store
    tables: Tables
    _settled: tuple[str, Organisation] | None = None

    def settled_house(self) -> House:
        """`a_busy_house` with its past settled and its work begun, in an empty store."""
        if self._settled is None:
            house = a_busy_house(self.store)
            house.settle()
            self._settled = (self.tables.keep(), house.organisation)
        else:
            self.tables.bring_back(self._settled[0])
        organisation = self._settled[1]
        return House(some_doors(self.store), organisation, Books(self.store, organisation.id))
