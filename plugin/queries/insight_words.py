"""The words of the figures: what each is called, what it says, and why one is n/a."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.credit.metrics import NotAvailable

#: key to its name and to one sentence that says what it is good for
NAMES: Mapping[str, tuple[str, str]] = {
    "receivables": ("Receivables", "What is owed, by how late it is, less credit not used yet."),
    "dso": ("DSO", "How many days of sales are still unpaid."),
    "best_dso": ("Best possible DSO", "What DSO would be if nothing were late."),
    "add": ("Average days delinquent", "What lateness adds: DSO less best possible DSO."),
    "countback": (
        "DSO by count-back",
        (
            "The newest months of sales are taken off what is owed until nothing is left; their"
            " days are counted. Steadier than DSO where sales rise and fall."
        ),
    ),
    "true_dso": (
        "True DSO",
        (
            "Every open invoice by its age, as a share of the sales of its own month. Old debt"
            " weighs harder."
        ),
    ),
    "cei": (
        "Collection effectiveness (CEI)",
        (
            "What was collected of what could have been. 100 is everything that was due. What was"
            " written off counts as not collected."
        ),
    ),
    "days_to_pay": ("Days to pay", "From the invoice’s date to the money, weighted by amount."),
    "terms": ("Days of terms", "What the same money was allowed, weighted in the same way."),
    "days_late": (
        "Days late",
        (
            "Days to pay less days of terms: early money counts against late. The honest measure,"
            " not moved by whom you sell to."
        ),
    ),
    "days_over": ("Days late, early as none", "The same, where early money counts as no day."),
    "share_current": ("Not yet due", "What of the receivables is not late."),
    "on_time": (
        "Paid on time",
        (
            "What of the invoices that fell due was paid by its day, or by the next working day"
            " after a weekend or holiday. What was credited is left out; what was written off is"
            " not paid."
        ),
    ),
    "roll_0": ("Fell late", "What was not yet due thirty days before and is 1–30 days late now."),
    "roll_1": ("Rolled to 31–60", "What was 1–30 days late and still stands, thirty days on."),
    "roll_2": ("Rolled to 61–90", "What was 31–60 days late and still stands."),
    "roll_3": ("Rolled over 90", "What was 61–90 days late and still stands."),
    "at_risk": (
        "At risk",
        (
            "What of the invoices of one old month was unpaid ninety days after its due date. The"
            " month ended at least 150 days before; what was not ninety days past due yet is left"
            " out."
        ),
    ),
    "bad_debt": ("Bad debt", "What was written off, of the sales of the same 365 days."),
    "cash_released": (
        "Cash released",
        (
            "The days by which DSO is shorter than on the day compared with, times a day’s sales."
            " Below zero: so much more is tied up."
        ),
    ),
    "promises": (
        "Promises kept",
        "What of the promised money whose last day lay in the period came by then.",
    ),
    "touches": (
        "Touches a paid invoice",
        "Reminders and calls about the invoices that were paid off in the period.",
    ),
    "cost": (
        "Cost of a thousand collected",
        "What your reminders and calls cost, by your own say.",
    ),
}

#: how the page sets them together
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Days of sales unpaid",
        ("receivables", "dso", "best_dso", "add", "countback", "true_dso", "cash_released"),
    ),
    (
        "How they pay",
        ("days_to_pay", "terms", "days_late", "days_over", "on_time", "share_current"),
    ),
    ("What goes wrong", ("roll_0", "roll_1", "roll_2", "roll_3", "at_risk", "bad_debt")),
    ("What collecting does", ("cei", "promises", "touches", "cost")),
)

_WHY: Mapping[NotAvailable, str] = {
    NotAvailable.NO_SALES: "nothing was sold in the period, or credit notes took it all back",
    NotAvailable.NO_PAYMENTS: "no money came in the period",
    NotAvailable.NOTHING_OPEN: "nothing is open",
    NotAvailable.NO_HISTORY: "there is no history yet",
    NotAvailable.NO_SALES_OF_MONTH: "an open invoice is of a month whose credit notes took back"
    " all its sales",
    NotAvailable.OLDER_THAN_SALES: "more is owed than all sales on record",
    NotAvailable.NOTHING_DUE: "nothing fell due in the period",
    NotAvailable.NOTHING_OPEN_THEN: "nothing stood there thirty days before",
    NotAvailable.NOTHING_BILLED: "no invoice of that month is ninety days past its due date",
    NotAvailable.NOTHING_TO_COMPARE: "no other day is compared with",
    NotAvailable.NO_PROMISES: "no promise fell due in the period",
    NotAvailable.NOTHING_PAID_OFF: "no invoice was paid off in the period",
    NotAvailable.COST_NOT_SET: "you have not said what a touch costs",
}


def why_not(reason: NotAvailable | None) -> str:
    """Why there is no figure, as it stands after n/a."""
    return _WHY[reason] if reason is not None else "not known"
