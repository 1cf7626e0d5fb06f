"""Xero's JSON as structs, field for field and no more than is read.

Everything may be absent or null and quoted numbers and booleans are taken, because Xero does all
of it somewhere; what a field means and which must be there is for `translate` to say.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec


def xero_name(field: str) -> str:
    """The name on the wire: `merged_to_contact_id` is `MergedToContactID`."""
    parts = field.split("_")
    return "".join(part.upper() if part in {"id", "utc"} else part.capitalize() for part in parts)


class Wire(msgspec.Struct, rename=xero_name, gc=False):
    """A struct that is named as Xero names its fields."""


class Pagination(msgspec.Struct, rename="camel", gc=False):
    """The one object that Xero writes in lower camel case."""

    page: int | None = None
    page_size: int | None = None
    page_count: int | None = None
    item_count: int | None = None


class Phone(Wire):
    """A phone of a contact."""

    phone_type: str | None = None
    phone_number: str | None = None
    phone_area_code: str | None = None
    phone_country_code: str | None = None


class Address(Wire):
    """An address of a contact."""

    address_type: str | None = None
    attention_to: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    address_line3: str | None = None
    address_line4: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None


class Person(Wire):
    """A further person of a contact."""

    first_name: str | None = None
    last_name: str | None = None
    email_address: str | None = None
    include_in_emails: bool | None = None


class Ref(Wire):
    """A record named inside another one."""

    contact_id: str | None = None
    contact_group_id: str | None = None
    invoice_id: str | None = None
    credit_note_id: str | None = None
    overpayment_id: str | None = None
    prepayment_id: str | None = None
    account_id: str | None = None
    type: str | None = None
    name: str | None = None
    currency_code: str | None = None


class Tracking(Wire):
    """The option of a tracking category that sales to a contact get."""

    tracking_category_name: str | None = None
    tracking_option_name: str | None = None


class Contact(Wire):
    """A contact."""

    contact_id: str | None = None
    contact_number: str | None = None
    contact_status: str | None = None
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email_address: str | None = None
    company_number: str | None = None
    tax_number: str | None = None
    addresses: list[Address] | None = None
    phones: list[Phone] | None = None
    contact_persons: list[Person] | None = None
    contact_groups: list[Ref] | None = None
    merged_to_contact_id: str | None = None
    is_customer: bool | None = None
    is_supplier: bool | None = None
    payment_terms: PaymentTerms | None = None
    sales_tracking_categories: list[Tracking] | None = None
    updated_date_utc: str | None = None


class Invoice(Wire):
    """A sales invoice or a bill."""

    type: str | None = None
    invoice_id: str | None = None
    invoice_number: str | None = None
    reference: str | None = None
    contact: Ref | None = None
    status: str | None = None
    date: str | None = None
    date_string: str | None = None
    due_date: str | None = None
    currency_code: str | None = None
    currency_rate: Decimal | None = None
    total: Decimal | None = None
    total_tax: Decimal | None = None
    amount_due: Decimal | None = None
    amount_paid: Decimal | None = None
    amount_credited: Decimal | None = None
    sent_to_contact: bool | None = None
    expected_payment_date: str | None = None
    fully_paid_on_date: str | None = None
    repeating_invoice_id: str | None = None
    updated_date_utc: str | None = None
    updated_date_utc_string: str | None = None


class Payment(Wire):
    """A payment, applied to one document."""

    payment_id: str | None = None
    payment_type: str | None = None
    status: str | None = None
    date: str | None = None
    amount: Decimal | None = None
    is_reconciled: bool | None = None
    account: Ref | None = None
    invoice: Ref | None = None
    credit_note: Ref | None = None
    overpayment: Ref | None = None
    prepayment: Ref | None = None
    updated_date_utc: str | None = None
    updated_date_utc_string: str | None = None


class Line(Wire):
    """A line of a credit; only its account is read."""

    account_id: str | None = None
    account_code: str | None = None


class Allocation(Wire):
    """Part of a credit put against an invoice."""

    amount: Decimal | None = None
    date: str | None = None
    invoice: Ref | None = None
    is_deleted: bool | None = None


class Credit(Wire):
    """A credit note, overpayment or prepayment: the same fields but for the id."""

    credit_note_id: str | None = None
    overpayment_id: str | None = None
    prepayment_id: str | None = None
    credit_note_number: str | None = None
    reference: str | None = None
    type: str | None = None
    contact: Ref | None = None
    status: str | None = None
    date: str | None = None
    date_string: str | None = None
    currency_code: str | None = None
    total: Decimal | None = None
    total_tax: Decimal | None = None
    remaining_credit: Decimal | None = None
    allocations: list[Allocation] | None = None
    line_items: list[Line] | None = None
    updated_date_utc: str | None = None
    updated_date_utc_string: str | None = None


class Quote(Wire):
    """A quote."""

    quote_id: str | None = None
    quote_number: str | None = None
    contact: Ref | None = None
    status: str | None = None
    currency_code: str | None = None
    total: Decimal | None = None
    updated_date_utc: str | None = None


class Schedule(Wire):
    """When a template issues."""

    next_scheduled_date: str | None = None


class Repeating(Wire):
    """A template of repeating invoices."""

    repeating_invoice_id: str | None = None
    type: str | None = None
    contact: Ref | None = None
    reference: str | None = None
    status: str | None = None
    currency_code: str | None = None
    total: Decimal | None = None
    schedule: Schedule | None = None


class Terms(Wire):
    """Days of one kind of payment terms."""

    day: int | None = None
    type: str | None = None


class PaymentTerms(Wire):
    """Payment terms of an organisation, or of a contact."""

    sales: Terms | None = None
    bills: Terms | None = None


class Organisation(Wire):
    """The connected organisation."""

    organisation_id: str | None = None
    name: str | None = None
    base_currency: str | None = None
    country_code: str | None = None
    timezone: str | None = None
    short_code: str | None = None
    is_demo_company: bool | None = None
    period_lock_date: str | None = None
    end_of_year_lock_date: str | None = None
    financial_year_end_day: int | None = None
    financial_year_end_month: int | None = None
    sales_tax_basis: str | None = None
    payment_terms: PaymentTerms | None = None


class Account(Wire):
    """An account of the chart."""

    account_id: str | None = None
    code: str | None = None
    name: str | None = None
    type: str | None = None
    status: str | None = None


class TaxRate(Wire):
    """A tax rate, with what it is in all."""

    name: str | None = None
    tax_type: str | None = None
    status: str | None = None
    can_apply_to_revenue: bool | None = None
    effective_rate: Decimal | None = None


class Group(Wire):
    """A contact group."""

    contact_group_id: str | None = None
    name: str | None = None
    status: str | None = None
    contacts: list[Ref] | None = None


class HistoryRecord(Wire):
    """An entry of a record's history."""

    changes: str | None = None
    date_utc: str | None = None
    date_utc_string: str | None = None
    user: str | None = None
    details: str | None = None


class Reminder(Wire):
    """Whether Xero itself reminds."""

    enabled: bool | None = None


class OnlineInvoice(Wire):
    """The page on which a customer sees and pays an invoice."""

    online_invoice_url: str | None = None


class Envelope(Wire):
    """Any answer of the accounting API: one of its collections is there."""

    pagination: Pagination | None = msgspec.field(name="pagination", default=None)
    organisations: list[Organisation] | None = None
    accounts: list[Account] | None = None
    tax_rates: list[TaxRate] | None = None
    contacts: list[Contact] | None = None
    contact_groups: list[Group] | None = None
    invoices: list[Invoice] | None = None
    payments: list[Payment] | None = None
    credit_notes: list[Credit] | None = None
    overpayments: list[Credit] | None = None
    prepayments: list[Credit] | None = None
    quotes: list[Quote] | None = None
    repeating_invoices: list[Repeating] | None = None
    history_records: list[HistoryRecord] | None = None
    invoice_reminders: list[Reminder] | None = None
    online_invoices: list[OnlineInvoice] | None = None
