"""Papers that a customer asked for on their page and said yes to: mailed to the address on file.

The page is opened by a link that may have been forwarded, so nothing is shown there: a copy goes to
nobody but the addresses that the business itself writes to, rationed like copies asked for by mail,
and on record. It counts for no cap of rule 23.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from plugin.credit.account import Account, StepState
from plugin.jobs import What
from plugin.letters.mail_words import copy_words, statement_words
from plugin.letters.statement import statement_pdf
from plugin.operations import papers
from plugin.operations.answering import CUSTOMER, AlreadySaid, Answerer, decided_by_customer
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground, ground, policy_held
from plugin.operations.portal_codes import on_file
from plugin.ports import Attachment, LedgerDocumentKind
from plugin.store import Tx, accounts, contacts, due, invoices, mail_answers
from plugin.store.languages import language_of
from plugin.store.mail_answers import AnswerContent, AnswerKind, MailAnswer

_WEEK = timedelta(days=7)
_RULE = "rule"


def mail_copies(doors: Doors, who: Answerer, invoice_ids: Sequence[str]) -> None:
    """Put copies of these invoices in line, as PDF, for the address on file.

    Raises NotPossible for what is not theirs, was never sent, or is beyond the owner's bounds, and
    AlreadySaid where the same form asked before.
    """
    with decided_by_customer(doors, who.org_id, who.customer_id) as (tx, on):
        rows = invoices.invoices_by_id(tx, list(invoice_ids))
        told = [
            row
            for row in rows.values()
            if row.customer_id == who.customer_id
            and row.kind is LedgerDocumentKind.SALE
            and row.sent_on is not None
            and row.state in ("approved", "paid")
        ]
        if len(told) != len(set(invoice_ids)):
            raise NotPossible("One of these invoices cannot be had as a copy. Nothing was sent.")
        if len(told) > policy_held(tx, on, who.customer_id).mail.copies_at_once:
            raise NotPossible(
                "These are more copies than go at once. Ask for fewer; none was sent."
            )
        numbers = sorted(row.number for row in told)
        subject, text = copy_words(
            numbers, subject="", signed=on.settings.sender_name, language=_language(tx, on, who)
        )
        _put_in_line(tx, on, who, AnswerKind.COPY, subject, text, [row.id for row in told])
        record(tx, on, CUSTOMER, who.customer_id, "copies", f"Asked for {', '.join(numbers)}")
    doors.bell.ring(who.org_id, What.MAIL)


def mail_statement(doors: Doors, who: Answerer) -> None:
    """Put a statement of the account in line for the address on file; raises as `mail_copies`."""
    with decided_by_customer(doors, who.org_id, who.customer_id) as (tx, on):
        subject, text = statement_words(
            signed=on.settings.sender_name, language=_language(tx, on, who)
        )
        _put_in_line(tx, on, who, AnswerKind.STATEMENT, subject, text, [])
        record(tx, on, CUSTOMER, who.customer_id, "copies", "Asked for a statement")
    doors.bell.ring(who.org_id, What.MAIL)


def statements_now(doors: Doors, *, org_id: UUID, customer_id: str) -> tuple[Attachment, ...]:
    """The statement as PDF in each currency in which something is open or in credit."""
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        loaded = accounts.load_accounts(
            tx, on=on.today, customer_ids=[customer_id], calendar_of=on.calendar_of, limit=1
        )
        contact = contacts.contact(tx, customer_id)
        if not loaded or contact is None:
            return ()
        found = [
            papers.statement_of(tx, on, loaded[0], contact, currency=currency, since=None)
            for currency in _currencies(loaded[0])
        ]
    return tuple(
        Attachment(f"statement-{each.on.isoformat()}-{each.currency}.pdf", statement_pdf(each))
        for each in found
    )


def _currencies(account: Account) -> list[str]:
    """Those of what is open or in credit; the base currency where nothing is."""
    found = {each.balance.currency for each in account.invoices if each.is_open}
    found |= {each.remaining.currency for each in account.credits if each.remaining.amount > 0}
    return sorted(found) or [account.base_currency]


def _language(tx: Tx, on: Ground, who: Answerer) -> str:
    return language_of(tx, who.customer_id) or on.settings.language


def _put_in_line(
    tx: Tx,
    on: Ground,
    who: Answerer,
    kind: AnswerKind,
    subject: str,
    text: str,
    invoice_ids: list[str],
) -> None:
    known = uuid5(NAMESPACE_OID, f"{who.org_id} {who.customer_id} {who.once}")
    if mail_answers.read(tx, known) is not None:
        raise AlreadySaid(known)
    rules = policy_held(tx, on, who.customer_id).mail
    lately = mail_answers.copies_since(tx, who.customer_id, since=on.now - _WEEK)
    if not rules.copies or lately >= rules.copies_a_week:
        raise NotPossible("No more copies go by themselves this week. Nothing was sent.")
    to = next(iter(on_file(tx, who.customer_id)), "")
    if not to:
        raise NotPossible("There is no mail address for you on file. Nothing was sent.")
    mail_answers.write(
        tx,
        MailAnswer(
            id=known,
            customer_id=who.customer_id,
            mail_id=None,
            kind=kind,
            state=StepState.APPROVED,
            by=_RULE,
            at=on.now,
            send_after=on.now,
            content=AnswerContent(to=to, subject=subject, text=text),
            invoice_ids=tuple(invoice_ids),
        ),
    )
    due.put(tx, What.MAIL, on.now)
