"""The addresses of the accounting API: which resource and method leads to which function.

It checks no token and no limit; `gate` has done so. Called with the world's lock held.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from connectors.sandbox import reading, settings_pages
from connectors.sandbox.aged_report import aged_receivables
from connectors.sandbox.attachments import (
    attachment_json,
    attachments_json,
    find_attachment,
    put_attachment,
)
from connectors.sandbox.errors import (
    ForbiddenError,
    MethodError,
    NotFoundError,
    NotThereError,
    ValidationError,
)
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.listing import Query, modified_since
from connectors.sandbox.pdf import invoice_pdf
from connectors.sandbox.replies import TEXT, Reply, envelope
from connectors.sandbox.wire import Json, read_flag
from connectors.sandbox.world import World
from connectors.sandbox.writing import WRITES, Write


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of the accounting API, let through by the gate."""

    world: World
    ledger: Ledger
    app: str
    client: str
    user: str
    method: str
    path: str
    query: Mapping[str, str]
    body: bytes
    accept: str
    content_type: str
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
    "taxrates": lambda ledger, _: settings_pages.tax_rates(ledger),
    "trackingcategories": lambda ledger, _: settings_pages.tracking_categories(ledger),
    "items": lambda _, __: {"Items": []},
    "currencies": lambda ledger, _: settings_pages.currencies(ledger),
}
_WITHOUT_REPORTS = frozenset(("READONLY", "INVOICEONLY"))
"""Roles of people who may not see reports."""
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
_KEYS: dict[str, Callable[[Ledger, str], str]] = {
    "invoices": lambda ledger, key: ledger.invoice(key).id,
    "contacts": lambda ledger, key: ledger.contact(key).id,
    "payments": lambda ledger, key: ledger.payment(key).id,
    **dict.fromkeys(
        ("creditnotes", "overpayments", "prepayments"), lambda ledger, key: ledger.credit(key).id
    ),
}
"""The id of a record that has a history, by its id or number."""
_WITH_FILES = frozenset(("invoices", "contacts", "creditnotes"))


def answer(asked: Asked) -> Reply:
    """The reply to a call. Raises XeroError for every refusal."""
    if asked.method == "PATCH":
        raise MethodError(asked.method)
    parts = [part for part in asked.path.split("/") if part]
    resource = parts[0].lower() if parts else ""
    if resource not in {*_COLLECTIONS, "users", "invoicereminders", "reports"}:
        raise NotFoundError
    if asked.method == "GET":
        return _read(asked, resource, parts[1:])
    return _write(asked, resource, parts[1:])


def _read(asked: Asked, resource: str, rest: list[str]) -> Reply:
    query = Query(
        asked.query,
        modified_since(asked.modified_since),
        asked.client,
        asked.world.high_volume,
    )
    if file := _file(asked, resource, rest):
        return file
    content = _content(asked, query, resource, rest)
    doubts = asked.world.doubts
    if doubts.unmodified_is_304 and query.since and _records(content) == []:
        return Reply(304, b"", TEXT)
    return envelope(asked.app, asked.world.now(), content, is_quoted=doubts.quoted_numbers)


def _file(asked: Asked, resource: str, rest: list[str]) -> Reply | None:
    """A file where one was asked for: a PDF, or an attachment as it was put."""
    ledger = asked.ledger
    is_pdf = "application/pdf" in asked.accept.lower()
    match [resource, *rest]:
        case ["invoices", key] if is_pdf:
            return Reply(200, invoice_pdf(ledger, ledger.invoice(key)), "application/pdf")
        case ["invoices", key, last] if last.lower() == "pdf":
            return Reply(200, invoice_pdf(ledger, ledger.invoice(key)), "application/pdf")
        case [kind, key, last, name] if last.lower() == "attachments" and kind in _WITH_FILES:
            file = find_attachment(ledger, _KEYS[kind](ledger, key), unquote(name))
            return Reply(200, file.content, file.type)
    return None


def _content(asked: Asked, query: Query, resource: str, rest: list[str]) -> Json:
    """What a GET shows. Raises NotFoundError for an address that nobody has."""
    ledger = asked.ledger
    lowered = [each.lower() for each in rest]
    read = _READS.get("/".join((resource, *lowered)))
    if read is not None:
        return read(asked, query)
    if not rest and resource in _COLLECTIONS:
        return _COLLECTIONS[resource](ledger, query)
    if len(rest) == 1 and resource in _SINGLES:
        return _SINGLES[resource](ledger, rest[0], query)
    part_of = _PARTS.get(lowered[1]) if len(rest) == 2 else None
    if part_of is None or resource not in part_of[0]:
        raise NotFoundError
    return part_of[1](asked, _KEYS[resource](ledger, rest[0]))


def _records(content: Json) -> object:
    """The records of a collection's answer."""
    return next((each for each in content.values() if isinstance(each, list)), None)


def _address(asked: Asked) -> str:
    """The address of the document that a path names."""
    resource, key = asked.path.split("/")[:2]
    return f"{asked.origin}/api.xro/2.0/{resource}/{key}"


def _role(asked: Asked) -> str:
    """What the connecting person may do; the app's own token may do everything."""
    mine = (u.role for u in asked.world.users if asked.world.user_id(u) == asked.user)
    return next(mine, "")


def _aged(asked: Asked, query: Query) -> Json:
    if _role(asked) in _WITHOUT_REPORTS:
        raise ForbiddenError("You do not have permission to view this report")
    return aged_receivables(asked.ledger, query)


def _online_invoice(asked: Asked, key: str) -> Json:
    invoice = asked.ledger.invoice(key)
    if invoice.kind != "ACCREC" or invoice.status == "DRAFT":
        raise ValidationError(
            "Online invoices are only available for approved sales invoices",
            element={"InvoiceID": invoice.id},
        )
    return settings_pages.online_invoice(invoice.id, asked.origin)


_READS: dict[str, Callable[[Asked, Query], Json]] = {
    "users": lambda asked, _: settings_pages.users(asked.world, asked.ledger),
    "invoicereminders/settings": lambda asked, _: settings_pages.reminder_settings(asked.ledger),
    "organisation/actions": lambda *_: settings_pages.actions(),
    "organisations/actions": lambda *_: settings_pages.actions(),
    "reports/agedreceivablesbycontact": _aged,
}
"""What stands at an address of its own."""
_PARTS: dict[str, tuple[frozenset[str], Callable[[Asked, str], Json]]] = {
    "history": (frozenset(_KEYS), lambda asked, key: reading.history(asked.ledger, key)),
    "attachments": (
        _WITH_FILES,
        lambda asked, key: attachments_json(asked.ledger, key, _address(asked)),
    ),
    "onlineinvoice": (frozenset(("invoices",)), _online_invoice),
}
"""What hangs on a record: on which resources, and how it is shown by the record's id."""


def _write(asked: Asked, resource: str, rest: list[str]) -> Reply:
    names = [
        resource,
        *("{}" if place % 2 == 0 else part.lower() for place, part in enumerate(rest)),
    ]
    if names[1:] == ["{}", "attachments", "{}"] and resource in _WITH_FILES:
        content: Json | None = _put_file(asked, _KEYS[resource](asked.ledger, rest[0]), rest[2])
    else:
        content = _written(asked, names, rest)
    if content is None:
        return Reply(204, b"", TEXT)
    is_quoted = asked.world.doubts.quoted_numbers
    return envelope(asked.app, asked.world.now(), content, is_quoted=is_quoted)


def _written(asked: Asked, names: list[str], rest: list[str]) -> Json | None:
    resource = names[0]
    if names[1:3] == ["{}", "history"] and resource in _KEYS:
        rest = [_KEYS[resource](asked.ledger, rest[0]), *rest[1:]]
        names = ["*", *names[1:]]
    write = WRITES.get((asked.method, "/".join(names)))
    if write is None:
        raise NotThereError("This method is not implemented")
    return write(Write(asked.ledger, asked.client, tuple(rest[::2]), asked.body, dict(asked.query)))


def _put_file(asked: Asked, key: str, name: str) -> Json:
    """PUT or POST .../Attachments/{FileName}: the body is the file itself."""
    if asked.method not in {"PUT", "POST"}:
        raise NotThereError("This method is not implemented")
    file = put_attachment(
        asked.ledger,
        key,
        unquote(name),
        asked.content_type,
        asked.body,
        is_online=bool(read_flag(asked.query.get("includeonline"))),
    )
    return {"Attachments": [attachment_json(file, _address(asked))]}
