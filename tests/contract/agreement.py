"""Whether the store and the books inside the local Xero agree, said as a list of disagreements.

Nothing here goes through our own client: one side is read by SQL, the other from the records of
the local Xero. An empty list is agreement.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import Credit
from plugin.queries.figures import customer_figures, ledger_figures
from plugin.store import contacts
from tests.contract.company import Branch
from tests.journeys.house import URL

_STATES = {
    "DRAFT": "draft",
    "SUBMITTED": "awaiting_approval",
    "AUTHORISED": "approved",
    "PAID": "paid",
    "VOIDED": "voided",
    "DELETED": "deleted",
}
_KINDS = {"ACCREC": "sale", "ACCPAY": "bill"}
_CONTACT_STATES = {"ACTIVE": "active", "ARCHIVED": "archived", "GDPRREQUEST": "erase"}
_CREDIT_KINDS = {
    "ACCRECCREDIT": "credit_note",
    "RECEIVE-OVERPAYMENT": "overpayment",
    "RECEIVE-PREPAYMENT": "prepayment",
}
FLAGS = {"watch": "Goodterms: watch", "stop": "Goodterms: stop"}

Rows = Mapping[Any, tuple[Any, ...]]


def disagreements(branch: Branch) -> list[str]:
    """Everything in which this organisation's store and books differ, to the cent."""
    with branch.xero.world.lock:
        return [
            *_differing("invoice", _books_invoices(branch.ledger), _our_invoices(branch)),
            *_differing("payment", _books_payments(branch.ledger), _our_payments(branch)),
            *_differing("credit", _books_credits(branch.ledger), _our_credits(branch)),
            *_differing("allocation", _books_allocations(branch.ledger), _our_allocations(branch)),
            *_differing("contact", _books_contacts(branch.ledger), _our_contacts(branch)),
            *_differing("balance", _books_open(branch.ledger), _our_open(branch)),
            *_differing("exposure", _books_exposure(branch.ledger), _our_exposure(branch)),
            *_flags(branch),
            *_notes(branch),
        ]


def _differing(what: str, books: Rows, ours: Rows) -> list[str]:
    return [
        f"{what} {key}: the books say {books.get(key)}, the store {ours.get(key)}"
        for key in sorted({*books, *ours}, key=str)
        if books.get(key) != ours.get(key)
    ]


# --- documents ------------------------------------------------------------------------------------


def _books_invoices(ledger: Ledger) -> Rows:
    return {
        each.id: (
            each.number,
            _KINDS[each.kind],
            _STATES[each.status],
            each.contact,
            each.issued,
            each.due,
            each.currency,
            each.total,
            each.amount_due,
            each.paid,
            each.credited,
            each.is_sent,
            each.fully_paid_on,
            each.expected,
        )
        for each in ledger.invoices.values()
    }


def _our_invoices(branch: Branch) -> Rows:
    found = branch.sql(
        "select id, number, kind, state, contact_id, issued, due, currency, total, balance, paid,"
        " credited, sent, fully_paid_on, expected_on from invoices where org_id = :org"
    )
    return {row[0]: row[1:] for row in found}


def _books_payments(ledger: Ledger) -> Rows:
    return {
        each.id: (each.target, each.on, each.amount, each.currency, each.is_deleted)
        for each in ledger.payments.values()
    }


def _our_payments(branch: Branch) -> Rows:
    found = branch.sql(
        "select id, document_id, paid_on, amount, currency, deleted from payments"
        " where org_id = :org"
    )
    return {row[0]: row[1:] for row in found}


def _customers_credits(ledger: Ledger) -> Iterable[Credit]:
    return (each for each in ledger.credits.values() if each.kind in _CREDIT_KINDS)


def _books_credits(ledger: Ledger) -> Rows:
    return {
        each.id: (
            _CREDIT_KINDS[each.kind],
            each.contact,
            each.currency,
            each.total,
            each.remaining,
            each.status in {"AUTHORISED", "PAID"},
        )
        for each in _customers_credits(ledger)
    }


def _our_credits(branch: Branch) -> Rows:
    found = branch.sql(
        "select id, kind, contact_id, currency, total, remaining, live from credits"
        " where org_id = :org"
    )
    return {row[0]: row[1:] for row in found}


def _books_allocations(ledger: Ledger) -> Rows:
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for credit in _customers_credits(ledger):
        for part in credit.allocations:
            if not part.is_deleted:
                sums[credit.id, part.invoice] += part.amount
    return {key: (amount,) for key, amount in sums.items()}


def _our_allocations(branch: Branch) -> Rows:
    found = branch.sql(
        "select credit_id, invoice_id, sum(amount) from allocations where org_id = :org"
        " group by credit_id, invoice_id"
    )
    return {(row[0], row[1]): row[2:] for row in found}


def _books_contacts(ledger: Ledger) -> Rows:
    return {
        each.id: (
            contacts.ERASED_NAME if each.status == "GDPRREQUEST" else each.name,
            each.number,
            _CONTACT_STATES[each.status],
            each.email,
            _winner(ledger, each.id),
        )
        for each in ledger.contacts.values()
    }


def _winner(ledger: Ledger, contact: str) -> str | None:
    """The last of a chain of merges; None where it was never merged away."""
    winner = ledger.contacts[contact].merged_into
    while winner is not None and ledger.contacts[winner].merged_into is not None:
        winner = ledger.contacts[winner].merged_into
    return winner


def _our_contacts(branch: Branch) -> Rows:
    found: dict[str, tuple[Any, ...]] = {}
    with branch.doors.store.tenant(branch.org_id) as tx:
        for row in tx.sql("select id, status, merged_into from contacts where org_id = :org"):
            known = contacts.contact(tx, row.id)
            assert known is not None
            found[row.id] = (known.name, known.number, row.status, known.email, row.merged_into)
    return found


# --- sums -----------------------------------------------------------------------------------------


def _books_open(ledger: Ledger) -> Rows:
    """(open, late, unallocated credit) by customer and currency; customer "" is everybody."""
    sums: defaultdict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    today = ledger.today()
    for invoice in ledger.invoices.values():
        if (invoice.kind, invoice.status) != ("ACCREC", "AUTHORISED") or not invoice.amount_due:
            continue
        for whose in ("", invoice.contact):
            sums[whose, invoice.currency][0] += invoice.amount_due
            if invoice.due < today:
                sums[whose, invoice.currency][1] += invoice.amount_due
    for credit in _customers_credits(ledger):
        if credit.status == "AUTHORISED" and credit.remaining:
            for whose in ("", credit.contact):
                sums[whose, credit.currency][2] += credit.remaining
    return {key: tuple(amounts) for key, amounts in sums.items()}


def _our_open(branch: Branch) -> Rows:
    """The same from the figures that the console shows."""
    ledger = branch.ledger
    on, found = ledger.today(), {}
    with branch.doors.store.tenant(branch.org_id) as tx:
        shown = {"": ledger_figures(tx, on=on, base_currency=ledger.base_currency)}
        for customer in ledger.contacts:
            shown[customer] = customer_figures(tx, customer, on=on)
    for customer, figures in shown.items():
        for each in figures:
            amounts = (each.open.amount, each.late.amount, each.unallocated.amount)
            if any(amounts):
                found[customer, each.currency] = amounts
    return found


def _books_exposure(ledger: Ledger) -> Rows:
    """Open and awaiting approval, less credit that is not set against anything (rule 8)."""
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for invoice in ledger.invoices.values():
        if invoice.kind == "ACCREC" and invoice.status in {"AUTHORISED", "SUBMITTED"}:
            sums[invoice.contact, invoice.currency] += invoice.amount_due
    for credit in _customers_credits(ledger):
        if credit.status == "AUTHORISED" and credit.kind != "RECEIVE-PREPAYMENT":
            sums[credit.contact, credit.currency] -= credit.remaining
    return {key: (amount,) for key, amount in sums.items() if amount}


def _our_exposure(branch: Branch) -> Rows:
    """What the last review of each customer says."""
    found = branch.sql(
        "select a.customer_id, e ->> 'currency', cast(e ->> 'amount' as numeric)"
        " from assessments a, jsonb_array_elements(a.decision -> 'exposure') e"
        " join contacts c on true where a.org_id = :org and c.org_id = :org"
        " and c.id = a.customer_id and c.merged_into is null"
    )
    return {(row[0], row[1]): (row[2],) for row in found if row[2]}


# --- what we wrote --------------------------------------------------------------------------------


def _flags(branch: Branch) -> list[str]:
    """Groups hold whom we decided, unless a person answered, today's one change was made, or
    Xero refused it and somebody was told."""
    ledger = branch.ledger
    alive = [group for group in ledger.groups.values() if not group.is_deleted]
    names = Counter(group.name for group in alive)
    wrong = [
        f"{names[name]} groups are called {name}" for name in FLAGS.values() if names[name] > 1
    ]
    held = {
        status: {member for group in alive if group.name == name for member in group.members}
        for status, name in FLAGS.items()
    }
    told = {
        row[0]
        for row in branch.sql(
            "select customer_id from tasks where org_id = :org and kind = 'ledger_refused'"
        )
    }
    for customer, decided, written, changed_on, removed in branch.sql(
        "select a.customer_id, a.status, coalesce(f.written, 'open'), f.written_on,"
        " coalesce(f.removed_by_person, false) from assessments a join contacts c"
        " on c.org_id = a.org_id and c.id = a.customer_id left join flags f"
        " on f.org_id = a.org_id and f.customer_id = a.customer_id"
        " where a.org_id = :org and c.status = 'active'"
    ):
        stands = [status for status, members in held.items() if customer in members]
        expected = [] if removed or written == "open" else [written]
        if stands != expected:
            wrong.append(f"{customer} stands in {stands}, we wrote {expected} (removed {removed})")
        is_told = bool(told & {customer, ""})
        if decided != written and not (removed or is_told) and changed_on != ledger.today():
            wrong.append(f"{customer} is decided {decided}, written {written} on {changed_on}")
    return wrong


def _notes(branch: Branch) -> list[str]:
    """Every note of ours that stands is one that we wrote down as done, and stands once."""
    standing = Counter(
        note.details.rsplit(f"{URL}/n/", 1)[1].split()[0].rstrip(".)")
        for notes in branch.ledger.notes.values()
        for note in notes
        if f"{URL}/n/" in note.details
    )
    states = {
        str(row[0]): row[1:]
        for row in branch.sql(
            "select id, state, outcome from ledger_writes where org_id = :org"
            " and kind in ('note_contact', 'note_invoice')"
        )
    }
    done = {write for write, (state, _) in states.items() if state == "done"}
    return [
        *(f"note {write} stands {count} times" for write, count in standing.items() if count > 1),
        *(f"note {w} stands and is {states.get(w)}" for w in sorted({*standing} - done)),
        *(f"note {w} is done and does not stand" for w in sorted(done - {*standing})),
        *(f"note {w} is still claimed" for w, found in states.items() if found[0] == "claimed"),
    ]
