"""What needs a person, as values; the words are the letters', and nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from plugin.credit.money import Money


class TaskKind(StrEnum):
    """What needs a person; one open task per customer, kind and subject."""

    PLACE_OPENING_DEBT = "place_opening_debt"
    NEVER_SENT = "never_sent"
    NO_EMAIL = "no_email"
    NO_NUMBER = "no_number"
    NO_ADDRESS = "no_address"
    WRONG_NUMBER = "wrong_number"
    ANSWERED = "answered"
    ALLOCATE_CREDIT = "allocate_credit"
    SET_OFF = "set_off"
    CANNOT_COMPARE = "cannot_compare"
    PROPOSE_STOP = "propose_stop"
    BROKEN_PROMISE = "broken_promise"
    REPEATING_WHILE_STOPPED = "repeating_while_stopped"
    LADDER_ENDED = "ladder_ended"
    HAND_OFF = "hand_off"
    LODGE_CLAIM = "lodge_claim"
    PERSON_DECIDES = "person_decides"
    #: where does this customer's debt stand on the ladder of their new policy (rule 16)
    LADDER_CHANGED = "ladder_changed"
    #: what is this customer before the law: a letter before action hangs on it (rule 34)
    SAY_STANDING = "say_standing"
    #: something to look at on an invoice that can still be changed
    BEFORE_LEAVING = "before_leaving"
    FLAG_REMOVED = "flag_removed"
    LEDGER_REFUSED = "ledger_refused"
    BOUNCED = "bounced"
    UNCONFIRMED = "unconfirmed"
    STALE_BOOKS = "stale_books"
    #: a dispute waits for its owner's answer; its deadline has passed; its credit is not written
    ANSWER_DISPUTE = "answer_dispute"
    DISPUTE_OVERDUE = "dispute_overdue"
    ISSUE_CREDIT = "issue_credit"
    #: a plan was not kept; its invoices owe more than it covers
    PLAN_MISSED = "plan_missed"
    PLAN_TOO_SMALL = "plan_too_small"
    #: the customer says that it was paid: look for it; says so again, and nothing pauses any more
    SAYS_PAID = "says_paid"
    SAYS_PAID_AGAIN = "says_paid_again"
    #: an offer of the customer waits for an answer; words of theirs have not been read
    TALK_WAITS = "talk_waits"
    TALK_UNREAD = "talk_unread"
    #: the assistant of their page passed a question on
    ASKED = "asked"
    #: is a payment that a provider saw for this customer; one went back that the ledger still has
    MATCH_PAYMENT = "match_payment"
    PAYMENT_BACK = "payment_back"
    #: does a silence without an end still hold; money came in for what an agency has
    REVIEW_HOLD = "review_hold"
    TELL_AGENCY = "tell_agency"
    #: somebody says that they are the wrong person to write to, and may have named another
    WRONG_PERSON = "wrong_person"
    #: how this customer's order numbers come about, in their own words
    ORDER_ROUTE = "order_route"
    #: a customer would like a good-payer letter; each is approved by a person
    GOOD_PAYER_LETTER = "good_payer_letter"
    #: somebody new asks for credit; not about a customer of the books yet
    CREDIT_REQUEST = "credit_request"
    #: ring them without a reason of money
    CHECK_IN = "check_in"


@dataclass(frozen=True, slots=True)
class Task:
    """Something for a person; `subject` (an invoice id, a name) makes it unique per customer."""

    kind: TaskKind
    subject: str = ""
    amount: Money | None = None
    names: tuple[str, ...] = ()
