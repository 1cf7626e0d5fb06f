"""The addresses of the accounting API: which resource and method leads to which function.

It checks no token and no limit; `gate` has done so. Called with the world's lock held.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connectors.sandbox import reading, settings_pages
from connectors.sandbox.errors import NotFoundError, NotThereError, ValidationError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.listing import Query, modified_since
from connectors.sandbox.pdf import invoice_pdf
from connectors.sandbox.replies import TEXT, Reply, envelope
from connectors.sandbox.wire import Json
from connectors.sandbox.world import World
from connectors.sandbox.writing import WRITES, Write


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of the accounting API, let through by the gate."""

    world: World
    ledger: Ledger
    app: str
    client: str
    method: str
    path: str
    query: Mapping[str, str]
    body: bytes
    accept: str
    modified_since: str | None
    origin: str


_COLLECTIONS: dict[str, Callable[[Ledger, Query], Json]] = {
    "invoices": reading.invoices,
    "contacts": reading.contacts,
    "contactgroups": reading.contact_groups,
    "payments": reading.payments,
    "creditnotes": reading.credit_list("CreditNotes", "CREDITNOTE"),
    "overpayments": reading.credit_list("Overpayments", "OVERPAYMENT"),
    "prepayments": reading.credit_list("Prepayments", "PREPAYMENT"),
    "quotes": reading.quotes,
    "repeatinginvoices": reading.repeating_invoices,
    "accounts": reading.accounts,
    "organisation": lambda ledger, _: settings_pages.organisation(ledger),
    "organisations": lambda ledger, _: settings_pages.organisation(ledger),
    "brandingthemes": lambda ledger, _: settings_pages.branding_themes(ledger),
    "currencies": lambda ledger, _: settings_pages.currencies(ledger),
}
_SINGLES: dict[str, Callable[[Ledger, str, Query], Json]] = {
    "invoices": reading.one_invoice,
    "contacts": reading.one_contact,
    "contactgroups": reading.one_group,
    "payments": reading.one_payment,
    "creditnotes": reading.one_credit("CreditNotes", "CREDITNOTE"),
    "overpayments": reading.one_credit("Overpayments", "OVERPAYMENT"),
    "prepayments": reading.one_credit("Prepayments", "PREPAYMENT"),
    "quotes": reading.one_quote,
    "repeatinginvoices": reading.one_repeating,
}
_WITH_HISTORY: dict[str, Callable[[Ledger, str], str]] = {
    "invoices": lambda ledger, key: ledger.invoice(key).id,
    "contacts": lambda ledger, key: ledger.contact(key).id,
    "payments": lambda ledger, key: ledger.payment(key).id,
    **dict.fromkeys(
        ("creditnotes", "overpayments", "prepayments"), lambda ledger, key: ledger.credit(key).id
    ),
}


def answer(asked: Asked) -> Reply:
    """The reply to a call. Raises XeroError for every refusal."""
    parts = [part for part in asked.path.split("/") if part]
    resource = parts[0].lower() if parts else ""
    if resource not in {*_COLLECTIONS, "users", "invoicereminders"}:
        raise NotFoundError
    if asked.method == "GET":
        return _read(asked, resource, parts[1:])
    return _write(asked, resource, parts[1:])


def _read(asked: Asked, resource: str, rest: list[str]) -> Reply:
    ledger = asked.ledger
    query = Query(
        asked.query,
        modified_since(asked.modified_since),
        asked.client,
        asked.world.high_volume,
    )
    is_pdf = "application/pdf" in asked.accept.lower()
    match [resource, *rest]:
        case ["users"]:
            content = settings_pages.users(asked.world, ledger)
        case ["invoicereminders", settings] if settings.lower() == "settings":
            content = settings_pages.reminder_settings(ledger)
        case ["organisation" | "organisations", actions] if actions.lower() == "actions":
            content = settings_pages.actions()
        case ["invoices", key] if is_pdf:
            invoice = ledger.invoice(key)
            return Reply(200, invoice_pdf(ledger, invoice), "application/pdf")
        case ["invoices", key, last] if last.lower() == "onlineinvoice":
            content = _online_invoice(asked, key)
        case [kind, key, last] if last.lower() == "history" and kind in _WITH_HISTORY:
            content = reading.history(ledger, _WITH_HISTORY[kind](ledger, key))
        case [kind, key] if kind in _SINGLES:
            content = _SINGLES[kind](ledger, key, query)
        case [kind] if kind in _COLLECTIONS:
            content = _COLLECTIONS[kind](ledger, query)
        case _:
            raise NotFoundError
    doubts = asked.world.doubts
    if doubts.unmodified_is_304 and query.since and _records(content) == []:
        return Reply(304, b"", TEXT)
    return envelope(asked.app, asked.world.now(), content, is_quoted=doubts.quoted_numbers)


def _records(content: Json) -> object:
    """The records of a collection's answer."""
    return next((each for each in content.values() if isinstance(each, list)), None)


def _online_invoice(asked: Asked, key: str) -> Json:
    invoice = asked.ledger.invoice(key)
    if invoice.kind != "ACCREC" or invoice.status == "DRAFT":
        raise ValidationError(
            "Online invoices are only available for approved sales invoices",
            element={"InvoiceID": invoice.id},
        )
    return settings_pages.online_invoice(invoice.id, asked.origin)


def _write(asked: Asked, resource: str, rest: list[str]) -> Reply:
    names = [
        resource,
        *("{}" if place % 2 == 0 else part.lower() for place, part in enumerate(rest)),
    ]
    if names[:3] == [resource, "{}", "history"] and resource in _WITH_HISTORY:
        key = _WITH_HISTORY[resource](asked.ledger, rest[0])
        write = WRITES.get((asked.method, "*/{}/history"))
        rest = [key, *rest[1:]]
    else:
        write = WRITES.get((asked.method, "/".join(names)))
    if write is None:
        raise NotThereError("This method is not implemented")
    content = write(
        Write(asked.ledger, asked.client, tuple(rest[::2]), asked.body, dict(asked.query))
    )
    if content is None:
        return Reply(204, b"", TEXT)
    is_quoted = asked.world.doubts.quoted_numbers
    return envelope(asked.app, asked.world.now(), content, is_quoted=is_quoted)
