"""What people answered to the product's questions: how unsent invoices go out, and stale books.

How an answer reads an invoice number is decided here; what follows from it is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from plugin.store._tx import Tx

#: the key of the answer that holds for every customer without one of its own
EVERYBODY = ""

_LAST_NUMBER = re.compile(r"^(.*?)(\d+)(\D*)$")


class SentAnswer(StrEnum):
    """What a person said of invoices that were approved but never sent (rule 3)."""

    NOT_YET = "not_yet"
    ELSEWHERE = "elsewhere"
    ELSEWHERE_FROM = "elsewhere_from"


@dataclass(frozen=True, slots=True)
class HowSent:
    """An answer; `from_number` is the first invoice that went out elsewhere."""

    answer: SentAnswer
    from_number: str = ""

    def covers(self, number: str) -> bool:
        """Whether an invoice of this number went to the customer by another way than the ledger.

        Numbers compare by their last run of digits where all else is alike; numbers of another
        pattern are not covered.
        """
        if self.answer is SentAnswer.ELSEWHERE:
            return True
        if self.answer is SentAnswer.NOT_YET:
            return False
        mine, first = _LAST_NUMBER.match(number), _LAST_NUMBER.match(self.from_number)
        if mine is None or first is None:
            return number == self.from_number
        alike = (mine[1].lower(), mine[3].lower()) == (first[1].lower(), first[3].lower())
        return alike and int(mine[2]) >= int(first[2])


def answer_sent(
    tx: Tx,
    answer: HowSent,
    *,
    by: str,
    at: datetime,
    customer_id: str = EVERYBODY,
) -> None:
    """Keep the answer for one customer or, without one, for everybody; they are reviewed anew.

    Raises ValueError where *elsewhere from* names no number.
    """
    if answer.answer is SentAnswer.ELSEWHERE_FROM and not answer.from_number:
        raise ValueError("elsewhere from which number on?")
    tx.sql(
        "insert into sent_answers (org_id, customer_id, answer, from_number, by, at)"
        " values (:org, :customer_id, :answer, :from_number, :by, :at)"
        " on conflict (org_id, customer_id) do update set answer = excluded.answer,"
        " from_number = excluded.from_number, by = excluded.by, at = excluded.at",
        customer_id=customer_id,
        answer=answer.answer.value,
        from_number=answer.from_number,
        by=by,
        at=at,
    )
    tx.sql(
        "update assessments set changed_seq = changed_seq + 1"
        " where org_id = :org and (:customer_id = '' or customer_id = :customer_id)",
        customer_id=customer_id,
    )


def sent_answers(tx: Tx) -> dict[str, HowSent]:
    """Every answer by customer id; EVERYBODY is the key of the general one."""
    rows = tx.sql("select customer_id, answer, from_number from sent_answers where org_id = :org")
    return {row.customer_id: HowSent(SentAnswer(row.answer), row.from_number or "") for row in rows}


def answer_stale_books(tx: Tx, *, on: date, by: str, at: datetime) -> None:
    """A person said on civil day `on` that the books are right although they look stale."""
    tx.sql(
        "insert into stale_answers (org_id, answered_on, by, at) values (:org, :on, :by, :at)"
        " on conflict (org_id, answered_on) do update set by = excluded.by, at = excluded.at",
        on=on,
        by=by,
        at=at,
    )
    tx.sql("update assessments set changed_seq = changed_seq + 1 where org_id = :org")


def books_answered_on(tx: Tx) -> date | None:
    """The last day on which a person said that the books are right; None = never (rule 21)."""
    found: date | None = tx.sql(
        "select max(answered_on) from stale_answers where org_id = :org"
    ).scalar_one()
    return found
