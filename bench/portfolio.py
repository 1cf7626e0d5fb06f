"""The list of a person's organisations, opened in full: sign-in, visit, reading, the page itself.

Every organisation has customers, flags, a timeline and write-offs of its own; they are put there
by plain SQL, and are what a year of work leaves. The floor is bare SQL for the same rows.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg

from bench.figures import Row, Times, repeated, timed
from bench.house import HeldClock, House, environment, folder, house
from bench.ledger import NOW
from plugin.ports import LedgerOrganisation, Tokens
from plugin.store import grants, organisations, people
from plugin.web.app import create_console
from plugin.web.doorkeeper import cookie_name

#: a year ago
_CONNECTED = NOW - timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many organisations, with so many customers and lines of the timeline each."""

    organisations: int
    customers: int
    events: int


#: one statement a table, for every organisation of the list at once
_FILL = (
    (
        "insert into contacts (org_id, id, name, updated_at, is_customer)"
        " select o, 'c' || n, 'Customer ' || n, %(now)s, true"
        " from unnest(%(orgs)s::uuid[]) o, generate_series(1, %(customers)s) n"
    ),
    # one customer in twenty on watch, one in a hundred on stop
    (
        "insert into flags (org_id, customer_id, written, written_on)"
        " select o, 'c' || n, case when n %% 100 = 0 then 'stop' when n %% 20 = 0 then 'watch'"
        "  else 'open' end, %(now)s::date"
        " from unnest(%(orgs)s::uuid[]) o, generate_series(1, %(customers)s) n"
    ),
    # one line in a hundred is told in a portfolio
    (
        "insert into events (org_id, customer_id, at, kind, by, summary, refs)"
        " select o, 'c' || (n %% %(customers)s + 1), %(now)s - n * interval '3 hours',"
        "  case when n %% 100 = 1 then 'flag' when n %% 100 = 2 then 'planned' else 'sent' end,"
        "  'Goodterms', 'A line of the timeline',"
        '  case when n %% 100 = 1 then \'{"before": "open", "after": "watch"}\'::jsonb'
        "   else '{}'::jsonb end"
        " from unnest(%(orgs)s::uuid[]) o, generate_series(1, %(events)s) n"
    ),
    (
        "insert into invoices (org_id, id, kind, number, contact_id, state, issued, due,"
        "  due_assumed, currency, total, balance, paid, credited, base_per_unit, sent,"
        "  first_seen_on, updated_at)"
        " select o, 'i' || n, 'sale', 'INV-' || n, 'c' || n, 'paid', %(now)s::date - 200,"
        "  %(now)s::date - 170, false, 'GBP', 90, 0, 90, 0, 1, true, %(now)s::date, %(now)s"
        " from unnest(%(orgs)s::uuid[]) o, generate_series(1, 10) n"
    ),
    (
        "insert into payments (org_id, id, kind, document_id, paid_on, amount, currency,"
        "  reconciled, deleted, is_write_off, updated_at)"
        " select o, 'p' || n, 'sale', 'i' || n, %(now)s::date - n * 5, 90, 'GBP', true, false,"
        "  true, %(now)s - n * interval '5 days'"
        " from unnest(%(orgs)s::uuid[]) o, generate_series(1, 10) n"
    ),
    (
        "insert into sync_progress (org_id, resource, rows, started_at, finished_at)"
        " select o, r, 9, %(now)s, %(now)s from unnest(%(orgs)s::uuid[]) o,"
        "  unnest(array['contacts', 'invoices', 'payments', 'credit_notes', 'overpayments']) r"
    ),
    (
        "insert into portfolio_snapshots (org_id, at, over_limit, small, tidy)"
        ' select o, %(now)s, 3, \'[[4, "11.20", "GBP"]]\','
        '  \'{"unused_credit": 3, "small_balance": 4, "not_sent": 2, "due_date": 5, "twins": 1}\''
        " from unnest(%(orgs)s::uuid[]) o"
    ),
)
#: the same rows with nobody signed in, nothing protected and no page made of them
_BARE = (
    "select id, name, state from organisations where id = any(%(orgs)s) order by lower(name)",
    (
        "select org_id, written, count(*) from flags where org_id = any(%(orgs)s)"
        " and written <> 'open' group by 1, 2"
    ),
    (
        "select org_id, kind, at, summary from events where org_id = any(%(orgs)s)"
        " and kind in ('flag', 'planned', 'plan_ended') and at > %(since)s"
    ),
    "select org_id, max(finished_at) from sync_progress where org_id = any(%(orgs)s) group by 1",
    "select org_id, over_limit, small, tidy from portfolio_snapshots where org_id = any(%(orgs)s)",
)


def rows(sizes: Sizes, *, times: int) -> list[Row]:
    """The table's lines of a person with so many organisations."""
    clock = HeldClock()
    with folder() as data, house(data, environment(), clock=clock) as home:
        orgs = _connected(home, sizes.organisations)
        _fill(home, orgs, sizes)
        token = _signed_in(home, orgs)
        app = create_console(home.doors, secure_cookies=False)
        client = app.test_client()
        client.set_cookie(cookie_name(secure=False), token)

        def opened() -> int:
            page = client.get("/organisations")
            assert page.status_code == 200, page.status_code
            return len(page.data)

        first, size = timed(opened)
        began = time.process_time()
        again = repeated(opened, times)
        ours = (time.process_time() - began) / times
        floor = repeated(lambda: _bare(home.owner_url, orgs), times)
    of = f"portfolio, {sizes.organisations:,} organisations"
    bare = "the same rows by bare SQL on one connection, no page"
    return [
        _row(f"{of}: first opening", Times((first,)), floor, bare, {"page_kb": size / 1_000}),
        _row(
            f"{of}: opened",
            again,
            floor,
            bare,
            {"our_processor_s": ours, "customers": sizes.customers * sizes.organisations},
        ),
    ]


def _row(what: str, taken: Times, floor: Times, bare: str, more: Mapping[str, float]) -> Row:
    return Row(
        what=what,
        value=taken.median,
        unit="s",
        spread=taken.spread,
        floor=floor.median,
        floor_is=bare,
        more=dict(more),
    )


def _connected(home: House, count: int) -> list[UUID]:
    """So many organisations in the books of one practice."""
    tokens = Tokens("access", "refresh", NOW + timedelta(minutes=30), ())
    found = []
    with home.store.house() as tx:
        owner = people.note_user(
            tx, subject=str(uuid4()), name="Bo Hall", email="bo@bench.example", now=_CONNECTED
        )
        grant_id = grants.store_grant(tx, owner.id, tokens)
        for number in range(count):
            facts = LedgerOrganisation(
                ledger_id=str(uuid4()),
                name=f"Client {number:03}",
                base_currency="GBP",
                country="GB",
                timezone="Europe/London",
            )
            connected = organisations.connect_organisation(
                tx,
                facts,
                connection_id=str(uuid4()),
                grant_id=grant_id,
                now=_CONNECTED,
                on=_CONNECTED.date(),
            )
            organisations.note_first_synced(tx, connected.id, now=_CONNECTED)
            organisations.note_settled(tx, connected.id, now=_CONNECTED)
            found.append(connected.id)
    return found


def _fill(home: House, orgs: Sequence[UUID], sizes: Sizes) -> None:
    told = {
        "orgs": list(orgs),
        "now": NOW,
        "customers": sizes.customers,
        "events": sizes.events,
    }
    named = "{" + ",".join(map(str, orgs)) + "}"
    with psycopg.connect(home.owner_url, autocommit=True) as connection:
        connection.execute("select set_config('app.org_ids', %s, false)", (named,))
        for statement in _FILL:
            connection.execute(statement.encode(), told)
        connection.execute("analyze")


def _signed_in(home: House, orgs: Sequence[UUID]) -> str:
    """The accountant of all of them; returns the session's token."""
    with home.store.house() as tx:
        ann = people.note_user(
            tx, subject=str(uuid4()), name="Ann Lee", email="ann@bench.example", now=NOW
        )
        for org_id in orgs:
            people.let_in(
                tx, org_id, ann.id, role=people.Role.ACCOUNTANT, via=people.Via.INVITATION, now=NOW
            )
        return people.open_session(tx, ann.id, now=NOW, expires_at=NOW + timedelta(days=1))


def _bare(owner_url: str, orgs: Sequence[UUID]) -> int:
    told = {"orgs": list(orgs), "since": NOW - timedelta(days=7)}
    with psycopg.connect(owner_url) as connection:
        return sum(len(connection.execute(each.encode(), told).fetchall()) for each in _BARE)
