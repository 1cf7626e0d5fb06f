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

_INVOICES, _PAYMENTS = "accounting.invoices", "accounting.payments"
_CONTACTS, _SETTINGS = "accounting.contacts", "accounting.settings"
_FAMILY: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("invoices", "creditnotes", "quotes", "repeatinginvoices"), (_INVOICES,)),
    **dict.fromkeys(("payments", "overpayments", "prepayments"), (_PAYMENTS,)),
    **dict.fromkeys(("contacts", "contactgroups"), (_CONTACTS,)),
    "items": (_SETTINGS, _INVOICES),
    **dict.fromkeys(
        (
            *("organisation", "organisations", "accounts", "brandingthemes", "currencies"),
            *("invoicereminders", "taxrates", "trackingcategories", "users"),
        ),
        (_SETTINGS,),
    ),
}
_REPORT_SCOPES = {"agedreceivablesbycontact": "accounting.reports.aged.read"}


def needed(path: str, *, is_write: bool) -> tuple[str, ...]:
    """Scopes of which one suffices for a path below the API's root; none for an unknown one.

    The narrowest that would do stands last: it is named to whoever has none.
    """
    resource, *rest = (part.lower() for part in path.split("/"))
    if resource == "reports" and rest:
        scope = _REPORT_SCOPES.get(rest[0])
        return (scope,) if scope else ()
    families = _FAMILY.get(resource, ())
    if rest[1:2] == ["attachments"]:
        families = ("accounting.attachments",) if families else ()
    if is_write:
        return families
    return tuple(each for family in families for each in (family, f"{family}.read"))


def refused(requested: frozenset[str]) -> frozenset[str]:
    """The requested scopes that this app may not ask for."""
    return requested - KNOWN
