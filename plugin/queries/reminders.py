"""Reminders as the console shows them: the stack that waits, what goes out soon, what ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from plugin.credit.decisions import AskWhy
from plugin.credit.money import Money
from plugin.credit.policy_parts import Channel
from plugin.letters.kind_words import KIND_WORDS
from plugin.letters.words import ask_words, level_name
from plugin.store import Tx, kind_words, statements
from plugin.store.reading import Record, ledger, work

_ASKING = frozenset({"reminder", "proof"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """One message of a list; `asks` say why it waits for a person."""

    id: UUID
    customer_id: str
    customer: str
    is_proof: bool
    state: str
    level: str
    is_final: bool
    is_first: bool
    total: Money
    netted: Money
    invoice_count: int
    days_late: int
    proposed_on: date
    #: email, letter, sms or call
    channel: str
    goes_at: datetime | None
    settled_at: datetime | None
    sent_on: date | None
    approved_by: str
    outcome: str
    asks: tuple[str, ...]
    #: the invoices go with it as PDFs
    with_invoices: bool = False
    #: a statement of account: it lists, and asks for nothing
    is_statement: bool = False
    #: thanks, a welcome, an apology: it asks for nothing either
    is_kind_word: bool = False

    @property
    def asks_nothing(self) -> bool:
        """Whether nothing is asked for in it, so that nothing of it can be softened or paid."""
        return self.is_statement or self.is_kind_word

    @property
    def may_go_with_all(self) -> bool:
        """Approving all never includes a first message to a customer or a final notice."""
        return not self.is_first and not self.is_final


@dataclass(frozen=True, slots=True, kw_only=True)
class ChasedLine:
    """An invoice that a message asks for: what it asks, and what stands in the ledger now."""

    number: str
    issued: date
    due: date
    days_late: int
    level: str
    asked: Money
    balance_now: Money


@dataclass(frozen=True, slots=True)
class Sum:
    """A count and a sum in one currency."""

    count: int
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """What waits for a person's yes, what goes out soon, and what nobody can be sure of."""

    waiting: tuple[MessageLine, ...]
    going: tuple[MessageLine, ...]
    unconfirmed: tuple[MessageLine, ...]
    sums: tuple[Sum, ...]

    @property
    def for_all(self) -> int:
        """How many *approve all* would approve."""
        return sum(line.may_go_with_all for line in self.waiting)


def stack(tx: Tx, *, most: int = 500) -> Stack:
    """The reminders that are not settled yet."""
    reconciled = ledger.reconciled_to(tx)
    rows = work.messages(tx, "proposed", limit=most)
    proposed = [row for row in rows if row.channel != Channel.CALL]
    waiting = _lines(proposed, reconciled)
    return Stack(
        waiting=waiting,
        going=_lines(work.messages(tx, "approved", "claimed", limit=most), reconciled),
        unconfirmed=_lines(work.messages(tx, "unconfirmed"), reconciled),
        sums=_sums(waiting),
    )


def narrowed(found: Stack, keep: Callable[[str], bool]) -> Stack:
    """The same with only what waits for a yes about customers that `keep` says yes to, by id."""
    waiting = tuple(line for line in found.waiting if keep(line.customer_id))
    return replace(found, waiting=waiting, sums=_sums(waiting))


def settled(tx: Tx, *, size: int = 50) -> tuple[MessageLine, ...]:
    """Messages that ended, newest first."""
    return _lines(work.settled_messages(tx, limit=size), None)


def messages_of(tx: Tx, customer_id: str, *, most: int = 20) -> tuple[MessageLine, ...]:
    """A customer's messages: open ones first, then the newest."""
    return _lines(work.messages_of(tx, customer_id, limit=most), ledger.reconciled_to(tx))


def message(tx: Tx, message_id: UUID) -> MessageLine | None:
    """One message; None where there is no such."""
    row = work.message(tx, message_id)
    return _line(row, ledger.reconciled_to(tx)) if row is not None else None


def chased(tx: Tx, message_id: UUID) -> tuple[ChasedLine, ...]:
    """The invoices that a message asks for, longest late first."""
    return tuple(
        ChasedLine(
            number=row.number,
            issued=row.issued,
            due=row.due,
            days_late=row.days_late,
            level=level_name(row.level, is_courtesy=row.days_late <= 0 and row.level == 0),
            asked=Money(row.amount, row.currency),
            balance_now=Money(row.balance, row.currency),
        )
        for row in work.message_steps(tx, message_id)
    )


def _sums(lines: Sequence[MessageLine]) -> tuple[Sum, ...]:
    found: dict[str, Sum] = {}
    for line in lines:
        if line.asks_nothing:
            continue
        currency = line.total.currency
        before = found.get(currency, Sum(0, Money.zero(currency)))
        found[currency] = Sum(before.count + 1, before.amount + line.total)
    return tuple(sorted(found.values(), key=lambda each: -each.count))


def _lines(rows: Sequence[Record], reconciled: date | None) -> tuple[MessageLine, ...]:
    return tuple(_line(row, reconciled) for row in rows)


def _line(row: Record, reconciled: date | None) -> MessageLine:
    customer = row.customer_name or row.customer_id
    return MessageLine(
        id=row.id,
        customer_id=row.customer_id,
        customer=customer,
        is_proof=row.kind == "proof",
        state=row.state,
        level=_what(row),
        is_final=row.is_final,
        is_first=AskWhy.FIRST_TO_CUSTOMER in row.ask or row.is_first,
        total=Money(row.total, row.currency),
        netted=Money(row.netted, row.currency),
        invoice_count=row.n_steps if row.kind in _ASKING else len(row.also),
        days_late=row.days_late or 0,
        proposed_on=row.proposed_on,
        channel=row.channel,
        goes_at=row.send_after,
        settled_at=row.settled_at,
        sent_on=row.sent_on,
        approved_by=row.approved_by or "",
        outcome=row.outcome or "",
        asks=tuple(ask_words(AskWhy(ask), customer, reconciled) for ask in row.ask),
        with_invoices=row.with_invoices,
        is_statement=row.kind == statements.KIND,
        is_kind_word=row.kind in kind_words.KINDS,
    )


def _what(row: Record) -> str:
    if row.kind == statements.KIND:
        return "statement of account"
    if row.kind in KIND_WORDS:
        return KIND_WORDS[row.kind]
    return level_name(row.level, is_courtesy=row.is_courtesy, is_final=row.is_final)
