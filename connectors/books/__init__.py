"""A books file: a whole sales ledger as one JSON document, read and checked.

It knows nothing of Xero, of policies or of the clock; what is open on a day is asked with the day.
"""

from connectors.books.check import cli_check
from connectors.books.figures import (
    BUCKETS,
    CurrencyFigures,
    Figures,
    OpenPart,
    as_json,
    figures,
    open_parts,
)
from connectors.books.parsing import load, parse
from connectors.books.records import (
    Allocation,
    Books,
    BooksError,
    Complaint,
    Credit,
    CreditKind,
    Customer,
    Instalment,
    Invoice,
    Organisation,
    Payment,
)

__all__ = [
    "BUCKETS",
    "Allocation",
    "Books",
    "BooksError",
    "Complaint",
    "Credit",
    "CreditKind",
    "CurrencyFigures",
    "Customer",
    "Figures",
    "Instalment",
    "Invoice",
    "OpenPart",
    "Organisation",
    "Payment",
    "as_json",
    "cli_check",
    "figures",
    "load",
    "open_parts",
    "parse",
]
