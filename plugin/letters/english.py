"""The English of every reminder: subject, opening, background, request and closing.

It lays nothing out; every function is pure and takes its date from the facts.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugin.credit.account import CreditKind
from plugin.credit.money import Money, total
from plugin.credit.policy import Tone
from plugin.letters.facts import LetterCredit, LetterFacts, LetterLine, PartPayment, PaymentBack
from plugin.letters.wording import counted, day, days, listed, money, one_line, sentence, spelled

ALSO_HEADING = "Also on your account, nothing asked of these today"
HOW_TO_PAY_HEADING = "How to pay"
PAY_LINK = "View and pay online"
#: for an invoice that nothing is asked of
VIEW_LINK = "View online"

_CREDIT_NAMES = {
    CreditKind.CREDIT_NOTE: "credit note",
    CreditKind.OVERPAYMENT: "overpayment",
    CreditKind.PREPAYMENT: "deposit",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one letter, in the order in which they are read."""

    subject: str
    preview: str
    banner: str
    greeting: str
    #: what it is about, with the amount and the date
    opening: str
    #: thanks, payments that came back, credit, the last message
    background: tuple[str, ...]
    #: the one thing to do
    request: str
    how_to_pay: tuple[str, ...]
    #: already paid, and whom to speak to
    after: tuple[str, ...]
    valediction: str
    signature: tuple[str, ...]
    footer: str


def worded(facts: LetterFacts) -> Wording:
    """Put a letter's facts into British English."""
    return Wording(
        subject=_subject(facts),
        preview=_opening_amount(facts),
        banner=_banner(facts),
        greeting=_greeting(facts),
        opening=f"{_about(facts)} {_opening_amount(facts)}",
        background=_background(facts),
        request=_request(facts),
        how_to_pay=_how_to_pay(facts),
        after=(*_attached(facts), _already_paid(facts), _human(facts)),
        valediction="Yours sincerely," if facts.tone.is_final else "Kind regards,",
        signature=_signature(facts),
        footer=(
            f"You have this letter because {facts.customer} has an account with "
            f"{facts.organisation}. If it has reached the wrong person, please reply and say so, "
            "and we will put our records right."
        ),
    )


def _attached(facts: LetterFacts) -> tuple[str, ...]:
    if not facts.attached:
        return ()
    return ("The invoice is attached." if facts.attached == 1 else "The invoices are attached.",)


def credit_name(credit: LetterCredit) -> str:
    """Credit note CN-12, overpayment, deposit PP-3."""
    return f"{_CREDIT_NAMES[credit.kind]} {credit.number}".strip()


def lateness(line: LetterLine) -> str:
    """17 days late, due today, due in 5 days."""
    if line.days_late > 0:
        return f"{days(line.days_late)} late"
    return f"due in {days(-line.days_late)}" if line.days_late < 0 else "due today"


def _subject(facts: LetterFacts) -> str:
    numbers = _numbers(facts)
    which = f"invoice {numbers[0]}" if len(numbers) == 1 else f"invoices {listed(numbers, 2)}"
    if len(numbers) > 2:
        which = f"{listed(numbers, 2)} invoices"
    amount, oldest = money(facts.total), _oldest(facts)
    late, when = f"{days(oldest.days_late)} late", _when(facts, oldest)
    alone = len(facts.lines) == 1
    if facts.tone is Tone.FINAL:
        subject = f"Final notice, {which}: {amount}, {late if alone else f'the oldest {late}'}"
    elif facts.tone is Tone.BEFORE_ACTION:
        subject = f"Our last letter, {which}: {amount}, {late if alone else f'the oldest {late}'}"
    elif facts.tone is Tone.FIRM:
        subject = f"{which}: {amount}, {late if alone else f'the oldest {late}'}"
    elif _is_early(facts):
        subject = f"{which}: {amount}, {'due' if _one_date(facts) else 'first due'} {when}"
    elif _one_date(facts):
        subject = f"{which}: {amount} was due {when}"
    else:
        subject = f"{which}: {amount}, the oldest due {when}"
    subject = sentence(subject)
    return one_line(f"For you to see first: {subject}" if facts.proof else subject)


def _banner(facts: LetterFacts) -> str:
    if facts.proof is None:
        return ""
    return (
        f"This is how your first reminder will look to {facts.proof.customer}. "
        f"It goes to them when {facts.proof.goes_when}."
    )


def _greeting(facts: LetterFacts) -> str:
    formal = facts.tone.is_firm
    if facts.recipient:
        return f"{'Dear' if formal else 'Hello'} {facts.recipient},"
    return "Dear accounts team," if formal else "Hello,"


def _about(facts: LetterFacts) -> str:
    numbers = _numbers(facts)
    subject = f"invoice {numbers[0]}"
    if len(numbers) > 1:
        subject = f"{counted(len(numbers), 'invoice')} on your account"
    elif len(facts.lines) > 1:
        subject = f"{counted(len(facts.lines), 'instalment')} of {subject}"
    match facts.tone:
        case Tone.COURTESY:
            return f"A note in good time about {subject}."
        case Tone.FRIENDLY:
            return f"This is a reminder about {subject}."
        case Tone.PLAIN:
            return f"We are writing about {subject}."
        case Tone.FIRM:
            return (
                f"We are writing again about {subject}."
                if facts.last_written_on
                else (f"We are writing about {subject}.")
            )
        case Tone.FINAL:
            return f"This is our final notice about {subject}."
        case Tone.BEFORE_ACTION:
            return f"This is our last letter about {subject}."


def _opening_amount(facts: LetterFacts) -> str:
    amount, oldest = money(facts.total), _oldest(facts)
    when, late = _when(facts, oldest), days(oldest.days_late)
    in_all = amount if len(facts.lines) == 1 else f"{amount} in all"
    if _is_early(facts):
        if _one_date(facts):
            return f"{in_all} falls due {when}."
        return f"{in_all} falls due over the coming days, the first of it {when}."
    if _one_date(facts):
        if facts.tone is Tone.FRIENDLY:
            return f"{in_all} was due {when} and does not seem to have reached us."
        return f"{in_all} was due {when} and is now {late} late."
    coming = tuple(line for line in facts.lines if line.days_late <= 0)
    state = "is open" if coming else "is unpaid"
    if facts.tone is Tone.FRIENDLY and not coming:
        state = "does not seem to have reached us"
    opening = f"{in_all} {state}; the oldest, {oldest.number}, was due {when} and is {late} late."
    return f"{opening} {_not_yet_due(facts, coming)}" if coming else opening


def _not_yet_due(facts: LetterFacts, coming: tuple[LetterLine, ...]) -> str:
    if len(coming) == 1:
        due = day(coming[0].due, facts.on)
        return f"{coming[0].number} ({money(coming[0].amount)}) is not due until {due}."
    amount = money(total((line.amount for line in coming), facts.total.currency))
    return f"{sentence(spelled(len(coming)))} of them, {amount} together, are not due yet."


def _background(facts: LetterFacts) -> tuple[str, ...]:
    paragraphs = []
    if facts.last_written_on is not None and facts.tone.is_firm:
        them = "it" if len(_numbers(facts)) == 1 else "them"
        paragraphs.append(
            f"We last wrote to you about {them} on {day(facts.last_written_on, facts.on)}."
        )
    if facts.part_payments:
        paragraphs.append(_thanks(facts, facts.part_payments))
    paragraphs += [_came_back(facts, payment) for payment in facts.payments_back]
    netting = [credit for credit in facts.credits if credit.taken_off]
    if netting:
        named = listed([f"{credit_name(each)} ({money(each.taken_off)})" for each in netting])
        have = "has" if len(netting) == 1 else "have"
        paragraphs.append(f"Your {named} {have} already been taken off this amount.")
    for credit in facts.credits:
        if credit.taken_off:
            continue
        paragraphs.append(
            f"We also hold your {credit_name(credit)} of {money(credit.remaining)}, which has not "
            "been taken off. If you would like it put towards this, please tell us."
        )
    return tuple(paragraphs)


def _thanks(facts: LetterFacts, payments: tuple[PartPayment, ...]) -> str:
    if len(payments) == 1:
        only = payments[0]
        return (
            f"Thank you for the {money(only.amount)} towards {only.number}, which reached us on "
            f"{day(only.on, facts.on)}. The amount here is what remains."
        )
    named = listed([f"{money(each.amount)} towards {each.number}" for each in payments])
    return f"Thank you for {named}. The amounts here are what remains."


def _came_back(facts: LetterFacts, payment: PaymentBack) -> str:
    amount = "payment" if payment.amount is None else f"payment of {money(payment.amount)}"
    return (
        f"The {amount} for {payment.number} came back to us on {day(payment.on, facts.on)}, so the "
        "invoice is open again. It may be worth a word with your bank before it is sent again."
    )


def _request(facts: LetterFacts) -> str:
    it = "it" if len(_numbers(facts)) == 1 else "them"
    match facts.tone:
        case Tone.COURTESY:
            return (
                "There is nothing to do before then, unless something needs putting right: in "
                "that case please reply, and we will see to it."
            )
        case Tone.FRIENDLY:
            if _is_early(facts):
                return f"Could you make sure that {it} {'is' if it == 'it' else 'are'} in hand?"
            return "Could you arrange payment, or reply with the day on which we can expect it?"
        case Tone.PLAIN:
            return (
                f"Please arrange payment of {money(facts.total)}, or reply with the day on which "
                "we can expect it. If anything stands in the way of it, tell us and we will see "
                "to it."
            )
        case Tone.FIRM | Tone.FINAL | Tone.BEFORE_ACTION:
            return _firm_request(facts, it)


def _firm_request(facts: LetterFacts, it: str) -> str:
    match facts.tone:
        case Tone.FIRM:
            subject = "the invoice" if it == "it" else "the invoices"
            return (
                f"Please pay {money(facts.total)} now, or reply with the day on which we can "
                f"expect it. If something about {subject} is not right, or the amount is "
                "difficult just now, tell us: we would rather know than guess."
            )
        case Tone.FINAL:
            return (
                f"Please pay {money(facts.total)} now, or speak to us so that we can agree how it "
                f"will be settled. This is the last reminder that we will send about {it}; after "
                "this, one of us will look at the account in person, and we would much rather "
                "hear from you first."
            )
        case _:
            return (
                f"Please pay {money(facts.total)} within 14 days, or speak to us by then so that "
                f"we can agree how it will be settled. We will not remind you of {it} again: one "
                "of us will then decide what to do about the account, and we would much rather "
                "settle it with you."
            )


def _how_to_pay(facts: LetterFacts) -> tuple[str, ...]:
    if facts.how_to_pay:
        reference = (
            f"Reference: {facts.lines[0].number}"
            if len(_numbers(facts)) == 1
            else "Reference: the invoice numbers above"
        )
        return (*facts.how_to_pay, reference)
    if all(line.pay_url for line in facts.lines):
        return (
            "Follow the link to the invoice above, where you can see it and how to pay it."
            if len(facts.lines) == 1
            else "Follow the link beside each invoice, where you can see it and how to pay it.",
        )
    on_invoices = (
        "Our payment details are on the invoices themselves; if you would like a copy, please "
        "reply and we will send one."
    )
    return (on_invoices,)


def _already_paid(facts: LetterFacts) -> str:
    if facts.tone is Tone.COURTESY:
        return "If it is already on its way, thank you, and please ignore this."
    return (
        "If you have already paid, thank you: please ignore this letter, or reply with the date "
        "so that we can look for it."
    )


def _human(facts: LetterFacts) -> str:
    who = facts.sender_name or "us"
    if facts.phone:
        return f"If you would rather talk, call {who} on {facts.phone}, or simply reply."
    return f"If you would like to talk about it, simply reply: your answer comes to {who}."


def _signature(facts: LetterFacts) -> tuple[str, ...]:
    place = ", ".join(part for part in (facts.sender_title, facts.organisation) if part)
    lines = (facts.sender_name, place, facts.phone, facts.reply_to)
    return tuple(line for line in lines if line)


def _numbers(facts: LetterFacts) -> tuple[str, ...]:
    """The invoices asked for, each once: several lines may be instalments of one."""
    return tuple(dict.fromkeys(line.number for line in facts.lines))


def _when(facts: LetterFacts, line: LetterLine) -> str:
    today = line.due == facts.on
    return f"{'today,' if today else 'on'} {day(line.due, facts.on)}"


def _is_early(facts: LetterFacts) -> bool:
    return all(line.days_late <= 0 for line in facts.lines)


def _oldest(facts: LetterFacts) -> LetterLine:
    return min(facts.lines, key=lambda line: (line.due, line.number))


def _one_date(facts: LetterFacts) -> bool:
    return len({line.due for line in facts.lines}) == 1


def credit_taken(facts: LetterFacts) -> tuple[tuple[str, Money], ...]:
    """The credits that were taken off, by name, oldest first."""
    netting = sorted((each for each in facts.credits if each.taken_off), key=lambda each: each.on)
    return tuple((sentence(credit_name(each)), each.taken_off) for each in netting)
