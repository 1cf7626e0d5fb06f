"""Which granular scope each part of the accounting API asks for, and which scopes exist.

Broad scopes (accounting.transactions and its like) are refused: an app created on or after
2 March 2026 gets granular ones only.
"""

IDENTITY = frozenset({"openid", "profile", "email", "offline_access"})
WITHOUT_TENANT = frozenset({"app.connections", "marketplace.billing"})
_BOTH_WAYS = (
    "accounting.invoices",
    "accounting.payments",
    "accounting.banktransactions",
    "accounting.manualjournals",
    "accounting.contacts",
    "accounting.settings",
    "accounting.attachments",
)
_REPORTS = (
    "aged",
    "balancesheet",
    "banksummary",
    "budgetsummary",
    "executivesummary",
    "profitandloss",
    "taxreports",
    "trialbalance",
)
ACCOUNTING = frozenset(
    {
        *_BOTH_WAYS,
        *(f"{scope}.read" for scope in _BOTH_WAYS),
        *(f"accounting.reports.{report}.read" for report in _REPORTS),
        "accounting.budgets.read",
        "accounting.journals.read",
    }
)
KNOWN = IDENTITY | ACCOUNTING | WITHOUT_TENANT

_FAMILY = {
    "invoices": "accounting.invoices",
    "creditnotes": "accounting.invoices",
    "quotes": "accounting.invoices",
    "repeatinginvoices": "accounting.invoices",
    "payments": "accounting.payments",
    "overpayments": "accounting.payments",
    "prepayments": "accounting.payments",
    "contacts": "accounting.contacts",
    "contactgroups": "accounting.contacts",
    "organisation": "accounting.settings",
    "organisations": "accounting.settings",
    "accounts": "accounting.settings",
    "brandingthemes": "accounting.settings",
    "currencies": "accounting.settings",
    "invoicereminders": "accounting.settings",
    "users": "accounting.settings",
}


def needed(resource: str, *, is_write: bool) -> tuple[str, ...]:
    """Scopes of which one suffices for a resource (lower case); none for an unknown resource."""
    family = _FAMILY.get(resource)
    if family is None:
        return ()
    return (family,) if is_write else (family, f"{family}.read")


def refused(requested: frozenset[str]) -> frozenset[str]:
    """The requested scopes that this app may not ask for."""
    return requested - KNOWN
