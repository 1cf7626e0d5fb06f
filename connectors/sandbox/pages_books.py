"""The pages of invoices: the list, one invoice and its history, raising one, and paying online.

What the buttons do is in `documents` and `credits`.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from connectors.sandbox import credits as credit_verbs
from connectors.sandbox import documents, page_views
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.page_frame import Pages
from connectors.sandbox.records import Invoice
from connectors.sandbox.seed import BAD_DEBTS_CODE, BANK_CODE

ROWS = 100


def add_book_pages(local: Pages) -> None:
    """Registers them; the path of an invoice is that of the real Xero."""
    _add_list(local)
    _add_invoice(local)
    _add_raising(local)
    _add_online(local)


def _amount(name: str = "amount") -> Decimal:
    """An amount as a person types it; raises InvalidOperation for anything else."""
    typed = request.form.get(name, "").replace(",", "").strip().lstrip("£€$")
    found = Decimal(typed)
    if not found.is_finite() or found != round(found, 2):
        raise ValueError(f"not an amount: {typed}")
    return found


def _day(name: str) -> date | None:
    """A date from a date field, None where it is empty."""
    typed = request.form.get(name, "").strip()
    return date.fromisoformat(typed) if typed else None


def _chosen(ledger: Ledger, which: str) -> list[Invoice]:
    """Sales invoices: late and open ones by due date, all others newest first."""
    today = ledger.today()
    every = [one for one in ledger.invoices.values() if one.kind == "ACCREC"]
    open_ = sorted(
        (one for one in every if page_views.is_open(one)), key=lambda one: (one.due, one.number)
    )
    newest = sorted(every, key=lambda one: (one.issued, one.number), reverse=True)
    match which:
        case "late":
            return [one for one in open_ if page_views.is_late(one, today)]
        case "open":
            return open_
        case "unsent":
            return [one for one in newest if page_views.is_open(one) and not one.is_sent]
        case "approval":
            return [one for one in newest if one.status in {"DRAFT", "SUBMITTED"}]
    return newest


def _add_list(local: Pages) -> None:
    @local.get("/app/<short>/invoicing/list")
    def invoice_list(short: str) -> str:
        ledger = local.ledger(short)
        which = request.args.get("show", "late")
        page = max(1, request.args.get("page", 1, type=int))
        with ledger.lock:
            found = _chosen(ledger, which)
            first = (page - 1) * ROWS
            rows = [page_views.invoice_row(ledger, one) for one in found[first : first + ROWS]]
        return local.show(
            "invoices.html",
            ledger=ledger,
            rows=rows,
            which=which,
            page=page,
            total=len(found),
            last=max(1, -(-len(found) // ROWS)),
        )


def _add_invoice(local: Pages) -> None:
    @local.get("/app/<short>/invoicing/view/<key>")
    def invoice(short: str, key: str) -> str:
        ledger = local.ledger(short)
        with ledger.lock:
            found = ledger.invoice(key)
            payments = [ledger.payments[each] for each in ledger.payments_of.get(found.id, ())]
            spare = [
                one
                for one in ledger.credits.values()
                if one.contact == found.contact
                and one.currency == found.currency
                and one.remaining > 0
            ]
            return local.show(
                "invoice.html",
                ledger=ledger,
                invoice=found,
                row=page_views.invoice_row(ledger, found),
                is_open=page_views.is_open(found),
                contact=ledger.contacts[found.contact],
                payments=payments,
                accounts=ledger.accounts,
                used=ledger.live_allocations(found.id),
                spare=spare,
                kinds=page_views.KINDS,
                notes=page_views.note_rows(ledger, found.id),
                mails=local.around.mailbox.naming(found.number),
            )

    @local.post("/app/<short>/invoicing/view/<key>/<deed>")
    def invoice_deed(short: str, key: str, deed: str) -> AnyResponse:
        ledger = local.ledger(short)
        here = url_for("local.invoice", short=short, key=key)
        found = DEEDS.get(deed)
        if found is None:
            return local.back(here, "Not done: no such button.", is_refused=True)
        act, said = found
        return local.attempt(here, lambda: act(ledger, key), said)


def _pay(ledger: Ledger, key: str) -> None:
    with ledger.lock:
        left = ledger.invoice(key).amount_due
        amount = _amount() if request.form.get("amount", "").strip() else left
        documents.record_payment(ledger, key, amount, on=_day("on"))


def _pay_off(ledger: Ledger, key: str) -> None:
    with ledger.lock:
        left = ledger.invoice(key).amount_due
        account = BAD_DEBTS_CODE if BAD_DEBTS_CODE in ledger.accounts else BANK_CODE
        documents.record_payment(ledger, key, left, account=account, reference="Written off")


def _take_back(ledger: Ledger, _: str) -> None:
    documents.reverse_payment(ledger, request.form.get("payment", ""))


def _credit(ledger: Ledger, key: str) -> None:
    credit_verbs.credit_invoice(ledger, key, _amount())


def _use_credit(ledger: Ledger, key: str) -> None:
    with ledger.lock:
        credit = ledger.credit(request.form.get("credit", ""))
        amount = min(credit.remaining, ledger.invoice(key).amount_due)
        credit_verbs.allocate(ledger, credit.id, key, amount)


def _expect(ledger: Ledger, key: str) -> None:
    documents.set_expected_date(ledger, key, _day("expected"))


def _fall_due(ledger: Ledger, key: str) -> None:
    due = _day("due")
    if due is None:
        raise ValueError("a due date cannot be emptied")
    documents.set_due_date(ledger, key, due)


DEEDS: dict[str, tuple[Callable[[Ledger, str], object], str]] = {
    "pay": (_pay, "Payment recorded."),
    "take-back": (_take_back, "Payment deleted; the invoice is open again."),
    "write-off": (_pay_off, "Written off: a payment coded to bad debts."),
    "credit": (_credit, "Credit note raised and set against this invoice."),
    "use-credit": (_use_credit, "Credit set against this invoice."),
    "void": (documents.void_invoice, "Voided."),
    "approve": (documents.approve_invoice, "Approved."),
    "submit": (documents.submit_invoice, "Now awaiting approval."),
    "sent": (documents.mark_sent, "Marked as sent."),
    "expect": (_expect, "Expected payment date saved."),
    "due": (_fall_due, "Due date changed."),
}
"""What the buttons of an invoice do, and what is said afterwards."""


def _add_raising(local: Pages) -> None:
    @local.get("/app/<short>/invoicing/new")
    def new_invoice(short: str) -> str:
        ledger = local.ledger(short)
        with ledger.lock:
            active = sorted(
                (one for one in ledger.contacts.values() if one.status == "ACTIVE"),
                key=lambda one: one.name.lower(),
            )
            return local.show(
                "new_invoice.html",
                ledger=ledger,
                contacts=active,
                chosen=request.args.get("contact", ""),
                today=ledger.today(),
            )

    @local.post("/app/<short>/invoicing/new")
    def raise_invoice(short: str) -> AnyResponse:
        ledger = local.ledger(short)
        form = request.form
        raised: list[Invoice] = []

        def deed() -> None:
            status = form.get("status", "AUTHORISED")
            if status not in {"AUTHORISED", "SUBMITTED", "DRAFT"}:
                raise ValueError(f"not a status: {status}")
            raised.append(
                documents.raise_invoice(
                    ledger,
                    form.get("contact", ""),
                    _amount(),
                    issued=_day("issued"),
                    due=_day("due"),
                    reference=form.get("reference", "").strip(),
                    description=form.get("description", "").strip() or "Goods supplied",
                    status=status,
                    is_sent="sent" in form,
                )
            )

        # where it is refused, the form comes back with the sentence that says why
        answer = local.attempt(url_for("local.new_invoice", short=short), deed, "")
        if not raised:
            return answer
        here = url_for("local.invoice", short=short, key=raised[0].id)
        return local.back(here, f"Invoice {raised[0].number} raised.")


def _add_online(local: Pages) -> None:
    def owner(key: str) -> Ledger:
        ledgers = local.around.world.ledgers.values()
        return next((one for one in ledgers if key in one.invoices), local.around.world.first)

    @local.get("/online-invoice/<key>")
    def online(key: str) -> str:
        """What the customer sees behind the pay link of a message."""
        ledger = owner(key)
        with ledger.lock:
            found = ledger.invoice(key)
            return local.show(
                "online.html",
                ledger=ledger,
                invoice=found,
                row=page_views.invoice_row(ledger, found),
                is_open=page_views.is_open(found),
            )

    @local.post("/online-invoice/<key>")
    def pay_online(key: str) -> AnyResponse:
        ledger = owner(key)

        def deed() -> None:
            with ledger.lock:
                left = ledger.invoice(key).amount_due
                documents.record_payment(ledger, key, left, reference="Paid online")

        return local.attempt(
            url_for("local.online", key=key), deed, "Thank you. Your payment is made."
        )
