"""In which language each customer has its letters, where a person chose one (rule 29).

Nothing here is guessed from a country or a name.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugin.store._tx import Tx


def language_of(tx: Tx, customer_id: str) -> str | None:
    """The tag that a person chose for this customer; None where it is the organisation's."""
    found: str | None = tx.sql(
        "select language from terms where org_id = :org and customer_id = :id", id=customer_id
    ).scalar_one_or_none()
    return found


def speak(tx: Tx, customer_ids: Sequence[str], language: str | None) -> frozenset[str]:
    """Choose the language of these customers' letters; returns those for whom it really changed.

    None is the organisation's. No decision hangs on it, so nobody is reviewed anew.
    """
    changed = tx.sql(
        "insert into terms as t (org_id, customer_id, language)"
        " select cast(:org as uuid), c.id, cast(:language as text) from contacts c"
        " where c.org_id = :org and c.id = any(:ids)"
        " on conflict (org_id, customer_id) do update set language = excluded.language"
        " where t.language is distinct from excluded.language returning customer_id",
        ids=sorted(set(customer_ids)),
        language=language,
    )
    return frozenset(row.customer_id for row in changed)


def spoken(tx: Tx) -> dict[str, int]:
    """How many customers have letters in each language that a person chose."""
    rows = tx.sql(
        "select language, count(*) as customers from terms"
        " where org_id = :org and language is not null group by language order by language"
    )
    return {row.language: row.customers for row in rows}
