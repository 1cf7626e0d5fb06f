"""What becomes of a customer's mail where the ledger merged or erased the contact."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.store._tx import Tx

_WINNER = (
    " from contacts c where m.org_id = :org and c.org_id = :org and c.id = m.customer_id"
    " and c.merged_into is not null and c.id = any(:losers)"
)


def move_mail(tx: Tx, losers: list[str]) -> None:
    """What the loser wrote is the winner's; a mail that both were told of stands once.

    An address that the loser was given goes on leading to the winner.
    """
    tx.sql(
        "delete from mails m using contacts c, mails o where m.org_id = :org and c.org_id = :org"
        " and c.id = m.customer_id and c.merged_into is not null and c.id = any(:losers)"
        " and o.org_id = :org and o.customer_id = c.merged_into and o.known_as = m.known_as",
        losers=losers,
    )
    for table in ("mails", "mail_answers", "conversations"):
        tx.sql(
            f"update {table} m set customer_id = c.merged_into" + _WINNER,  # noqa: S608
            losers=losers,
        )
    _drop_orphans(tx)


def forget_mail(tx: Tx, customer_ids: Sequence[str]) -> None:
    """Destroy what these customers wrote and what was written back; nothing more is taken."""
    ids = list(customer_ids)
    tx.sql(
        "delete from conversation_orgs where org_id = :org and id in (select id from conversations"
        " where org_id = :org and customer_id = any(:ids))",
        ids=ids,
    )
    for table in ("mails", "mail_answers", "conversations"):
        tx.sql(
            f"delete from {table} where org_id = :org and customer_id = any(:ids)",  # noqa: S608
            ids=ids,
        )
    _drop_orphans(tx)


def _drop_orphans(tx: Tx) -> None:
    tx.sql(
        "delete from mail_files f where f.org_id = :org and not exists"
        " (select from mails m where m.org_id = :org and m.id = f.mail_id)"
    )
