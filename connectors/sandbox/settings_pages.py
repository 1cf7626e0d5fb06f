"""The small unpaged collections of the accounting API: organisation, users, themes, settings.

It filters nothing and changes nothing.
"""

from decimal import Decimal

from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import LedgerAccount
from connectors.sandbox.render_contacts import terms_json
from connectors.sandbox.wire import Json, day, instant, present
from connectors.sandbox.world import World

_VERSIONS = {"GB": "UK", "AU": "AU", "NZ": "NZ", "US": "US"}
_CLASSES = {
    "BANK": "ASSET",
    "CURRENT": "ASSET",
    "REVENUE": "REVENUE",
    "SALES": "REVENUE",
    "OTHERINCOME": "REVENUE",
    "CURRLIAB": "LIABILITY",
    "LIABILITY": "LIABILITY",
    "EQUITY": "EQUITY",
}
_TAXES = {
    "GB": ("20% VAT", Decimal(20)),
    "AU": ("GST", Decimal(10)),
    "NZ": ("15% GST", Decimal(15)),
}
_ALLOWED = (
    "CreateApprovedInvoice",
    "CreateDraftInvoice",
    "CreateInvoicePayment",
    "CreateRepeatingInvoice",
    "CreateSentQuote",
    "UseMulticurrency",
)
_NAMES = {
    "GBP": "British Pound",
    "EUR": "Euro",
    "USD": "United States Dollar",
    "AUD": "Australian Dollar",
    "NZD": "New Zealand Dollar",
}


def organisation(ledger: Ledger) -> Json:
    """GET /Organisation."""
    seed = ledger.seed
    body = present(
        Name=ledger.name,
        LegalName=seed.legal_name or ledger.name,
        PaysTax=True,
        Version=_VERSIONS.get(seed.country, "GLOBAL"),
        OrganisationType="COMPANY",
        BaseCurrency=ledger.base_currency,
        CountryCode=seed.country,
        IsDemoCompany=seed.is_demo,
        OrganisationStatus="ACTIVE",
        FinancialYearEndDay=31,
        FinancialYearEndMonth=3,
        SalesTaxBasis="ACCRUALS" if seed.country == "GB" else "NONE",
        SalesTaxPeriod="QUARTERLY" if seed.country == "GB" else "NONE",
        DefaultSalesTax="Tax Exclusive",
        DefaultPurchasesTax="Tax Exclusive",
        PeriodLockDate=day(ledger.period_lock) if ledger.period_lock else None,
        EndOfYearLockDate=day(ledger.year_end_lock) if ledger.year_end_lock else None,
        CreatedDateUTC="/Date(1455827393000)/",
        OrganisationEntityType="COMPANY",
        Timezone=seed.xero_timezone,
        ShortCode=seed.short_code,
        OrganisationID=ledger.tenant,
        Edition="BUSINESS",
        Class=ledger.plan,
        Addresses=[],
        Phones=[],
        ExternalLinks=[],
        PaymentTerms={"Sales": terms_json(ledger.terms)},
    )
    return {"Organisations": [body]}


def actions() -> Json:
    """GET /Organisation/Actions."""
    return {"Actions": [{"Name": name, "Status": "ALLOWED"} for name in _ALLOWED]}


def users(world: World, ledger: Ledger) -> Json:
    """GET /Users: every user of the world has access to every organisation."""
    start = min((each.updated for each in ledger.accounts.values()), default=world.clock.start)
    return {
        "Users": [
            {
                "UserID": world.user_id(user),
                "EmailAddress": user.email,
                "FirstName": user.first_name,
                "LastName": user.last_name,
                "UpdatedDateUTC": instant(start),
                "IsSubscriber": place == 0,
                "OrganisationRole": user.role,
            }
            for place, user in enumerate(world.users)
        ]
    }


def branding_themes(ledger: Ledger) -> Json:
    """GET /BrandingThemes."""
    return {
        "BrandingThemes": [
            {
                "BrandingThemeID": ledger.id_of("theme", name),
                "Name": name,
                "Type": "INVOICE",
                "SortOrder": place,
                "CreatedDateUTC": "/Date(1455827393000+0000)/",
            }
            for place, name in enumerate(ledger.seed.branding_themes)
        ]
    }


def currencies(ledger: Ledger) -> Json:
    """GET /Currencies: the base currency first, then every other in use."""
    used = {each.currency for each in ledger.invoices.values()}
    codes = [ledger.base_currency, *sorted(used - {ledger.base_currency})]
    return {"Currencies": [{"Code": code, "Description": _NAMES.get(code, code)} for code in codes]}


def tax_rates(ledger: Ledger) -> Json:
    """GET /TaxRates: the rates that documents here are coded to."""
    return {"TaxRates": [_tax_rate(*each) for each in _taxes(ledger)]}


def tax_per_cent(ledger: Ledger, kind: str) -> Decimal | None:
    """What a line of this TaxType is taxed with, in per cent; None where there is no such."""
    return next((percent for known, _, percent in _taxes(ledger) if known == kind), None)


def _taxes(ledger: Ledger) -> list[tuple[str, str, Decimal]]:
    percent = _TAXES.get(ledger.seed.country, ("Tax", Decimal(0)))
    return [("OUTPUT2", f"{percent[0]} on Income", percent[1]), ("NONE", "No Tax", Decimal(0))]


def _tax_rate(kind: str, name: str, percent: Decimal) -> Json:
    rate = percent.quantize(Decimal("0.0001"))
    return {
        "Name": name,
        "TaxType": kind,
        "Status": "ACTIVE",
        "CanApplyToAssets": True,
        "CanApplyToEquity": True,
        "CanApplyToExpenses": kind == "NONE",
        "CanApplyToLiabilities": True,
        "CanApplyToRevenue": True,
        "DisplayTaxRate": rate,
        "EffectiveRate": rate,
        "TaxComponents": [
            {"Name": name, "Rate": rate, "IsCompound": False, "IsNonRecoverable": False}
        ],
    }


def reminder_settings(ledger: Ledger) -> Json:
    """GET /InvoiceReminders/Settings: on or off, and nothing else."""
    return {"InvoiceReminders": [{"Enabled": ledger.reminders_enabled}]}


def account_json(account: LedgerAccount) -> Json:
    """An account of the chart."""
    is_bank = account.type == "BANK"
    return present(
        AccountID=account.id,
        Code=account.code,
        Name=account.name,
        Status="ACTIVE",
        Type=account.type,
        TaxType="NONE",
        Class=_CLASSES.get(account.type, "EXPENSE"),
        EnablePaymentsToAccount=is_bank,
        ShowInExpenseClaims=False,
        BankAccountType="BANK" if is_bank else None,
        BankAccountNumber="000000-00000000" if is_bank else None,
        CurrencyCode=account.currency,
        ReportingCode="ASS" if is_bank else "EXP",
        HasAttachments=False,
        UpdatedDateUTC=instant(account.updated),
        AddToWatchlist=False,
    )


def online_invoice(key: str, base_url: str) -> Json:
    """The customer's page of an invoice, served by the local Xero itself."""
    return {"OnlineInvoices": [{"OnlineInvoiceUrl": f"{base_url}/online-invoice/{key}"}]}


def tracking_categories(ledger: Ledger) -> Json:
    """GET /TrackingCategories: those that contacts of this organisation name, with options."""
    found: dict[str, set[str]] = {}
    for contact in ledger.contacts.values():
        for category, option in contact.sales_tracking:
            found.setdefault(category, set()).add(option)
    return {
        "TrackingCategories": [
            {
                "Name": category,
                "Status": "ACTIVE",
                "TrackingCategoryID": ledger.id_of("tracking", category),
                "Options": [
                    {
                        "TrackingOptionID": ledger.id_of("tracking", f"{category}/{option}"),
                        "Name": option,
                        "Status": "ACTIVE",
                    }
                    for option in sorted(options)
                ],
            }
            for category, options in sorted(found.items())
        ]
    }
