"""A policy in plain words, each sentence with its numbers. It reads nothing."""

from __future__ import annotations

from plugin.credit.answer_rules import AnswerRules
from plugin.credit.passport_switches import PassportSwitches
from plugin.credit.plan_rules import PlanRules
from plugin.credit.policy import (
    After,
    Channel,
    CreditPolicy,
    LadderOn,
    Level,
    Mode,
    Repeat,
    Then,
)
from plugin.credit.segment_held import Segment
from plugin.credit.statements import Statements
from plugin.letters.claims import terms_words
from plugin.letters.segment_words import segment_name
from plugin.letters.statement_why import schedule_words
from plugin.letters.wording import counted, listed
from plugin.letters.wording import days as days_words
from plugin.letters.words import rung_name, tone_name

MODES = (
    (Mode.DRAFT, "Draft", "Nothing is ever sent. You see what would be sent, and why."),
    (Mode.ASK_FIRST, "Ask first", "Every message waits for your yes. This is where to start."),
    (
        Mode.AUTOMATIC,
        "Automatic",
        "Reminders go by themselves. First messages, final notices and stops still wait for you.",
    ),
)


def mode_name(mode: str) -> str:
    """What a mode is called on a page."""
    return next(name for value, name, _ in MODES if value.value == mode)


def in_words(policy: CreditPolicy, mode: Mode) -> tuple[str, ...]:
    """The policy in plain sentences, each with its numbers."""
    sentences = [next(f"{name}: {what}" for value, name, what in MODES if value is mode)]
    sentences += [level_words(level) for level in policy.levels]
    if not policy.levels:
        sentences.append("Nobody is ever chased: there are no levels.")
    if policy.ladder:
        sentences.append(
            f"At least {days_words(policy.days_between_levels)} lie between two levels, and no "
            "level is skipped."
        )
    if policy.ladder and policy.ladder_on is LadderOn.ACCOUNT:
        sentences.append(
            "The oldest debt of a customer climbs the ladder, and all that is late is asked for "
            "with it; once it is paid, the next one begins at the mildest."
        )
    if policy.ladder and policy.repeat.times:
        sentences.append(_repeat_words(policy.repeat))
    sentences += _statement_words(policy.statements)
    sentences += _contact_words(policy)
    if policy.pay_run_wait_days:
        sentences.append(
            "Where a customer has a pay run of their own, a reminder lands two working days before "
            f"it, but waits no longer than {days_words(policy.pay_run_wait_days)} for that."
        )
    sentences += _status_words(policy)
    if policy.starter_limit is not None:
        sentences.append(f"Whoever is new is proposed a limit of {policy.starter_limit:,.2f}.")
    if policy.most_limit is not None:
        sentences.append(f"No limit above {policy.most_limit:,.2f} is proposed.")
    sentences += terms_words(policy.interest)
    sentences.append(_plan_words(policy.plans))
    sentences.append(_passport_words(policy.passport))
    sentences += _answer_words(policy.answers)
    return tuple(sentences)


def _passport_words(switches: PassportSwitches) -> str:
    shown = [segment_name(each) for each in Segment if switches.shows(each.value)]
    if not shown:
        return "No customer sees their credit limit in their account."
    letters = " and may ask for a good-payer letter" if switches.letters else ""
    return f"Customers who are {listed(shown)} see their credit limit in their account{letters}."


def _plan_words(rules: PlanRules) -> str:
    least = f", each at least {rules.least:,.2f}," if rules.least else ""
    missed = "one missed instalment" if rules.missed == 1 else f"{rules.missed} missed instalments"
    return (
        f"A payment plan of at most {rules.payments} payments{least} within {rules.months} months "
        f"is accepted on the spot. After {missed}, or once one is {days_words(rules.days_late)} "
        "late, you are asked whether to end it."
    )


def _answer_words(rules: AnswerRules) -> tuple[str, ...]:
    """What customers settle alone on their own page (rule 37)."""
    after = "" if rules.after_final else ", unless a final notice has gone out"
    promise = (
        f"On their own page a customer may promise to pay at most {days_words(rules.promise_days)} "
        f"ahead, {_times(rules.promises)} an invoice{after}; beyond that it is a proposal to you."
        if rules.promise_days and rules.promises
        else "A customer's promise on their own page is always a proposal to you."
    )
    paid = (
        f"“I have paid” pauses what it covers for {counted(rules.paid_days, 'working day')}, "
        f"{_times(rules.paid_times)} an invoice; then you are asked."
        if rules.paid_times
        else "“I have paid” pauses nothing; you are asked to look."
    )
    rests = (
        f"lets its invoices rest for {counted(rules.rest_days, 'working day')}"
        if rules.rest_days
        else "lets nothing rest"
    )
    return (
        promise,
        paid,
        f"What they contest is not chased; you answer within {days_words(rules.dispute_days)}.",
        f"A proposal {rests}, and lapses after {days_words(rules.offer_days)} without an answer.",
    )


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _repeat_words(repeat: Repeat) -> str:
    times = "once more" if repeat.times == 1 else f"{repeat.times} times more"
    then = (
        "then it is ready to be handed off"
        if repeat.then is Then.HAND_OFF
        else "then you are told that every reminder has gone"
    )
    return f"The last one goes out {times}, {days_words(repeat.every)} apart; {then}."


def _statement_words(plan: Statements) -> tuple[str, ...]:
    if not plan.scheduled:
        return ()
    least = f", where more than {plan.above:,.2f} is open" if plan.above else ""
    only = f", in {' and '.join(plan.currencies)} only" if plan.currencies else ""
    when = f"{schedule_words(plan)}{least}{only}"
    return (f"A statement of account goes {when}. It asks for nothing.",)


def _contact_words(policy: CreditPolicy) -> tuple[str, ...]:
    contact, tolerance = policy.contact, policy.tolerance
    return (
        (
            f"A customer hears from you at most once in {days_words(contact.days_between)} "
            f"unasked, and at most {contact.in_thirty_days} times in thirty days, on their working "
            f"days between {contact.opens:%H:%M} and {contact.closes:%H:%M}."
        ),
        (
            f"What is left after a payment is not chased below {tolerance.residue:.2f}, nor a "
            f"whole account below {tolerance.account:.2f}."
        ),
        (
            f"If no payment has been reconciled for {policy.stale_books_days} working days, you "
            "are asked before anything is sent."
        ),
    )


def _status_words(policy: CreditPolicy) -> tuple[str, ...]:
    status = policy.status
    return (
        (
            f"Watch: from {status.watch_percent:.0f} % of the limit, or when the oldest debt is "
            f"{days_words(status.watch_days_late)} late. Written into Xero by itself."
        ),
        (
            f"Stop is proposed above {status.stop_percent:.0f} % of the limit, at "
            f"{days_words(status.stop_days_late)} late, or after {status.stop_broken_promises} "
            "promises not kept. It waits for your yes, and an overrun clears at "
            f"{status.clears_percent:.0f} %."
        ),
    )


_BY = {
    Channel.EMAIL: "by email",
    Channel.LETTER: "as a letter that you print",
    Channel.SMS: "as a text message",
    Channel.CALL: "as a call, on the call sheet",
}


def level_words(level: Level) -> str:
    """One level in a sentence."""
    name = rung_name(level)
    match level.after:
        case After.DUE if level.is_courtesy:
            when = f"{days_words(-level.days)} before the due date"
        case After.DUE:
            when = f"{days_words(level.days)} after the due date"
        case After.END_OF_MONTH:
            when = f"at the end of the month of the due date and {days_words(level.days)}"
        case After.PREVIOUS:
            when = f"{days_words(level.days)} after the one before was sent"
    by = _BY[level.channel]
    return f"{name[0].upper()}{name[1:]} {when}, {by}, tone: {tone_name(level.tone)}."
