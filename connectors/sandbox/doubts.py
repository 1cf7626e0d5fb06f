"""What is not known of the real Xero, each way switchable so that a client can try both.

It holds the questions and the answers that are set; what follows from an answer stands where it
is asked for.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubts:
    """The open questions that change what a client sees; the defaults are the likelier answers."""

    balances_in_base: bool = False
    day_window_rolls: bool = False
    payment_events: bool = False
    payment_updates_invoice: bool = True
    disconnected_is_401: bool = False
    group_touches_contact: bool = False
    expected_date_on_part_paid: bool = False
    empty_date_is_refused: bool = False
    null_date_is_ignored: bool = False
    small_requests: bool = False
    unmodified_is_304: bool = False
    quoted_numbers: bool = False
    names_may_repeat: bool = False
    event_types_in_words: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """An open question and what a client sees either way."""

    asked: str
    yes: str
    no: str


QUESTIONS: dict[str, Question] = {
    "balances_in_base": Question(
        "Are a contact's Balances converted to the base currency?",
        "Each amount is divided by its CurrencyRate first.",
        "Amounts are added as they are, whatever their currency.",
    ),
    "day_window_rolls": Question(
        "Does the day limit count the last 24 hours?",
        "A call counts for 24 hours; Retry-After ends when the oldest one leaves.",
        "A fixed window of 24 hours, starting at another second for each organisation.",
    ),
    "payment_events": Question(
        "Do webhooks of category PAYMENT exist?",
        "Payments, refunds and reversals are told as PAYMENT.",
        "Nothing is told under that category.",
    ),
    "payment_updates_invoice": Question(
        "Does a payment or an allocation fire INVOICE UPDATE?",
        "The invoice is told as updated.",
        "The invoice changes in silence.",
    ),
    "disconnected_is_401": Question(
        "Is a call after a disconnect refused with 401?",
        "401 AuthenticationUnsuccessful.",
        "403 AuthenticationUnsuccessful.",
    ),
    "group_touches_contact": Question(
        "Does entering a group change the contact?",
        "UpdatedDateUTC is bumped and CONTACT UPDATE fires.",
        "The contact stays as it was.",
    ),
    "expected_date_on_part_paid": Question(
        "May ExpectedPaymentDate change once something is paid?",
        "It is written like Reference or DueDate.",
        "400: the document cannot be edited.",
    ),
    "empty_date_is_refused": Question(
        'Is an ExpectedPaymentDate of "" refused?',
        "400: it is no date.",
        "It empties the date.",
    ),
    "null_date_is_ignored": Question(
        "Is an ExpectedPaymentDate of null ignored?",
        "The date stays as it was.",
        "It empties the date.",
    ),
    "small_requests": Question(
        "Are requests over 3.5 MB and attachments over 3 MB refused?",
        "They are, with 413 and 400.",
        "Both may have 10 MB.",
    ),
    "unmodified_is_304": Question(
        "Is If-Modified-Since without a match answered 304?",
        "304 with an empty body.",
        "200 with an empty list.",
    ),
    "quoted_numbers": Question(
        "Do amounts come in quotation marks, as in some of Xero's examples?",
        'Amounts, quantities and rates are text, as "4.00".',
        "They are bare numbers.",
    ),
    "names_may_repeat": Question(
        "May two active contacts have one name?",
        "They may.",
        "400: the name is already assigned to another contact.",
    ),
    "event_types_in_words": Question(
        "Is a webhook's eventType written Create and Update?",
        "Create and Update.",
        "CREATE and UPDATE.",
    ),
}
"""The questions by their switch, in the order in which pages show them."""
