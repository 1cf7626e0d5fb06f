"""Keeps the sums of figures by customer and day: which are out of date, and the new ones.

What a sum is, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from plugin.credit.kpi_measures import Measure, Sums
from plugin.credit.kpi_sweep import SumsKey
from plugin.store._bulk import fresh_rows
from plugin.store._tx import Tx

#: raised when a measure changes its meaning, so that what was kept under the old one is dropped
RULES = 1
#: nothing that a day's sums need was settled longer before it
LOOKS_BACK = timedelta(days=400)

_MEASURES = tuple(Measure)
_AT = {measure: at for at, measure in enumerate(_MEASURES)}
_COLUMNS = ", ".join(each.value for each in _MEASURES)
_SHAPE = {
    "customer_id": "text",
    "currency": "text",
    "in_base": "bool",
    "day": "date",
    "measures": "text",
    "aged_months": "text",
    "aged": "text",
}
#: one statement takes so many rows
_PORTION = 5_000


def hold_others(tx: Tx) -> None:
    """Let nobody else bring this organisation's sums up to date until the transaction ends."""
    tx.sql("select pg_advisory_xact_lock(hashtextextended(cast(:org as text) || ' kpis', 0))")


def home_country(tx: Tx) -> str:
    """The organisation's country, whose holidays stand in for those of a customer without one."""
    country: str = tx.sql("select country from organisations where id = :org").scalar_one()
    return country


def _rules(tx: Tx) -> str:
    return f"{RULES} {home_country(tx)}"


def kept_days(tx: Tx) -> frozenset[date]:
    """The days whose sums are kept and were made by the rules in force."""
    rows = tx.sql(
        "select day from kpi_days where org_id = :org and rules = :rules", rules=_rules(tx)
    )
    return frozenset(rows.scalars())


def replace_days(tx: Tx, days: Collection[date]) -> None:
    """Keep these days and no others: what was kept of any other is dropped."""
    rules = _rules(tx)
    tx.sql(
        "with kept as (delete from kpi_days where org_id = :org"
        " and (rules <> :rules or day <> all(cast(:days as date[]))) returning day)"
        " delete from kpi_sums s using kept where s.org_id = :org and s.day = kept.day",
        days=list(days),
        rules=rules,
    )
    tx.sql(
        "insert into kpi_days (org_id, day, rules) select :org, day, :rules"
        " from unnest(cast(:days as date[])) as day on conflict do nothing",
        days=list(days),
        rules=rules,
    )


def changed(tx: Tx) -> dict[str, int]:
    """Customers whose facts changed since their sums were made, with the count of changes now."""
    rows = tx.sql(
        "select a.customer_id, a.changed_seq from assessments a left join kpi_seen s"
        " on s.org_id = :org and s.customer_id = a.customer_id"
        " where a.org_id = :org and s.seq is distinct from a.changed_seq"
    )
    return {row.customer_id: row.changed_seq for row in rows}


def drop_gone(tx: Tx) -> int:
    """Drop the sums of customers who are none any more; how many they were."""
    return tx.sql(
        "with gone as (delete from kpi_seen s where s.org_id = :org and not exists (select from"
        " assessments a where a.org_id = :org and a.customer_id = s.customer_id)"
        " returning customer_id), dropped as (delete from kpi_sums k using gone"
        " where k.org_id = :org and k.customer_id = gone.customer_id)"
        " select customer_id from gone"
    ).rowcount


def counted(tx: Tx) -> tuple[str, ...]:
    """Customers whose sums were ever made, in the order of their ids."""
    rows = tx.sql("select customer_id from kpi_seen where org_id = :org order by customer_id")
    return tuple(rows.scalars())


def forget(tx: Tx, customer_ids: Collection[str]) -> None:
    """Drop the sums of these customers."""
    tx.sql(
        "delete from kpi_sums where org_id = :org and customer_id = any(:ids)",
        ids=list(customer_ids),
    )


def note_seen(tx: Tx, seqs: Mapping[str, int]) -> None:
    """Note up to which change the sums of each customer are true."""
    source, values = fresh_rows({"customer_id": "text", "seq": "bigint"}, list(seqs.items()))
    tx.sql(
        "insert into kpi_seen (org_id, customer_id, seq)"  # noqa: S608 - our names
        f" select cast(:org as uuid), customer_id, seq from ({source}) as fresh"
        " on conflict (org_id, customer_id) do update set seq = excluded.seq",
        **values,
    )


def keep(tx: Tx, sums: Mapping[SumsKey, Mapping[date, Sums]]) -> int:
    """Write these sums, of which none is kept yet; says how many rows they were."""
    rows: list[tuple[object, ...]] = []
    written = 0
    for key, by_day in sums.items():
        for day, found in by_day.items():
            rows.append((key.customer_id, key.currency, key.in_base, day, *_arrays(found)))
        if len(rows) >= _PORTION:
            written += _write(tx, rows)
            rows = []
    return written + _write(tx, rows)


def _arrays(sums: Sums) -> tuple[str, str, str]:
    """The measures, the months and what is aged of each, as the texts of arrays."""
    measures = ["0"] * len(_MEASURES)
    for measure, amount in sums.by.items():
        measures[_AT[measure]] = format(amount, "f")
    months = ",".join(month.isoformat() for month in sums.aged)
    aged = ",".join(format(amount, "f") for amount in sums.aged.values())
    return "{" + ",".join(measures) + "}", "{" + months + "}", "{" + aged + "}"


def _write(tx: Tx, rows: Sequence[Sequence[object]]) -> int:
    if not rows:
        return 0
    source, values = fresh_rows(_SHAPE, rows)
    picked = ", ".join(f"m[{n}]" for n in range(1, len(_MEASURES) + 1))
    return tx.sql(
        "insert into kpi_sums (org_id, customer_id, currency, in_base, day,"  # noqa: S608 - ours
        f" {_COLUMNS}, aged_months, aged) select cast(:org as uuid), customer_id, currency,"
        f" in_base, day, {picked}, cast(aged_months as date[]), cast(aged as numeric[])"
        " from (select fresh.*, cast(fresh.measures as numeric[]) as m"
        f" from ({source}) as fresh offset 0) as one",
        **values,
    ).rowcount
