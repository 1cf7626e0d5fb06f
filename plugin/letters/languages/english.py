"""The English of every reminder. It lays nothing out and takes its dates from the facts."""

from __future__ import annotations

from plugin.credit.account import CreditKind
from plugin.credit.money import total
from plugin.credit.parts import NamedPart
from plugin.credit.policy import Tone
from plugin.letters.claims import claim_sentences
from plugin.letters.facts import LetterCredit, LetterFacts, LetterLine, PaymentBack
from plugin.letters.languages import before_action
from plugin.letters.languages.language import Labels, Language
from plugin.letters.wording import counted, days, sentence

_CREDIT_NAMES = {
    CreditKind.CREDIT_NOTE: "credit note",
    CreditKind.OVERPAYMENT: "overpayment",
    CreditKind.PREPAYMENT: "deposit",
}


class English(Language):
    """Plain English, for every place that writes it."""

    name = "English"
    conjunction = "and"
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    true_words = before_action.TRUE_WORDS
    labels = Labels(
        also="Also on your account, nothing asked of these today",
        how_to_pay="How to pay",
        pay_link="View and pay online",
        view_link="View online",
        invoice="Invoice",
        reference="Your reference",
        due="Due",
        amount="Amount",
        total="Total",
        due_inline="due",
        reference_inline="your reference",
    )

    def more(self, number: int) -> str:
        return f"{self.spelled(number)} more"

    def credit_name(self, credit: LetterCredit) -> str:
        return f"{_CREDIT_NAMES[credit.kind]} {credit.number}".strip()

    def lateness(self, line: LetterLine) -> str:
        if line.days_late > 0:
            return f"{days(line.days_late)} late"
        return f"due in {days(-line.days_late)}" if line.days_late < 0 else "due today"

    def subject(self, facts: LetterFacts) -> str:
        numbers = facts.numbers
        which = f"invoice {numbers[0]}"
        if len(numbers) == 2:
            which = f"invoices {self.listed(numbers)}"
        elif len(numbers) > 2:
            which = f"{self.listed(numbers, 2)} invoices"
        amount, oldest = self.money(facts.total), facts.oldest
        when = self._when(facts, oldest)
        if facts.tone.is_firm:
            late = f"{days(oldest.days_late)} late"
            late = late if len(facts.lines) == 1 else f"the oldest {late}"
            return f"{_first(facts)}{which}: {amount}, {late}"
        if facts.is_early:
            return f"{which}: {amount}, {'due' if facts.has_one_date else 'first due'} {when}"
        if facts.has_one_date:
            return f"{which}: {amount} was due {when}"
        return f"{which}: {amount}, the oldest due {when}"

    def greeting(self, facts: LetterFacts) -> str:
        formal = facts.tone.is_firm
        if facts.recipient:
            return f"{'Dear' if formal else 'Hello'} {facts.recipient},"
        return "Dear accounts team," if formal else "Hello,"

    def about(self, facts: LetterFacts) -> str:
        subject = f"invoice {facts.numbers[0]}"
        alone = facts.lines[0].part if len(facts.lines) == 1 else None
        if alone is not None:
            subject = f"{self.part(alone)} of {subject}"
        elif len(facts.numbers) > 1:
            subject = f"{counted(len(facts.numbers), 'invoice')} on your account"
        elif len(facts.lines) > 1:
            subject = f"{counted(len(facts.lines), 'instalment')} of {subject}"
        if facts.names_court:
            return f"This is a letter before action about {subject}."
        again = "writing again" if facts.last_written_on else "writing"
        opening = {
            Tone.COURTESY: "A note in good time",
            Tone.FRIENDLY: "This is a reminder",
            Tone.PLAIN: "We are writing",
            Tone.FIRM: f"We are {again}",
            Tone.FINAL: "This is our final notice",
            Tone.BEFORE_ACTION: "This is our last letter",
        }[facts.tone]
        return f"{opening} about {subject}."

    def amounts(self, facts: LetterFacts) -> str:
        amount, oldest, coming = self.money(facts.total), facts.oldest, facts.coming
        when, late = self._when(facts, oldest), days(oldest.days_late)
        in_all = amount if len(facts.lines) == 1 else f"{amount} in all"
        if facts.is_early:
            if facts.has_one_date:
                return f"{in_all} falls due {when}."
            return f"{in_all} falls due over the coming days, the first of it {when}."
        if facts.has_one_date:
            if facts.tone is Tone.FRIENDLY:
                return f"{in_all} was due {when} and does not seem to have reached us."
            return f"{in_all} was due {when} and is now {late} late."
        state = "is open" if coming else "is unpaid"
        if facts.tone is Tone.FRIENDLY and not coming:
            state = "does not seem to have reached us"
        said = f"{in_all} {state}; the oldest, {oldest.number}, was due {when} and is {late} late."
        return f"{said} {self._not_yet_due(facts)}" if coming else said

    def _not_yet_due(self, facts: LetterFacts) -> str:
        coming = facts.coming
        if len(coming) == 1:
            due = self.day(facts, coming[0].due)
            return f"{coming[0].number} ({self.money(coming[0].amount)}) is not due until {due}."
        amount = self.money(total((line.amount for line in coming), facts.total.currency))
        return f"{sentence(self.spelled(len(coming)))} of them, {amount} together, are not due yet."

    def particulars(self, facts: LetterFacts) -> tuple[str, ...]:
        return before_action.particulars(facts, self) if facts.names_court else ()

    def last_written(self, facts: LetterFacts, on: str) -> str:
        return f"We last wrote to you about {_it(facts)} on {on}."

    def left_out(self, facts: LetterFacts) -> str:
        named = [f"{self.money(each.amount)} of {each.number}" for each in facts.left_out]
        is_one = len(named) == 1
        return (
            f"{self.listed(named)} {'is' if is_one else 'are'} still being looked into, and "
            f"{'is' if is_one else 'are'} no part of what this asks."
        )

    def part(self, part: NamedPart) -> str:
        if part.is_retention:
            return "retention"
        return f"instalment {part.number} of {part.count}"

    def thanks(self, facts: LetterFacts) -> str:
        payments = facts.part_payments
        if len(payments) == 1:
            only = payments[0]
            return (
                f"Thank you for the {self.money(only.amount)} towards {only.number}, which reached "
                f"us on {self.day(facts, only.on)}. The amount here is what remains."
            )
        named = self.listed(
            [f"{self.money(each.amount)} towards {each.number}" for each in payments]
        )
        return f"Thank you for {named}. The amounts here are what remains."

    def came_back(self, facts: LetterFacts, payment: PaymentBack) -> str:
        amount = "payment"
        if payment.amount is not None:
            amount = f"payment of {self.money(payment.amount)}"
        return (
            f"The {amount} for {payment.number} came back to us on {self.day(facts, payment.on)}, "
            "so the invoice is open again. It may be worth a word with your bank before it is sent "
            "again."
        )

    def netted(self, named: str, number: int) -> str:
        have = "has" if number == 1 else "have"
        return f"Your {named} {have} already been taken off this amount."

    def kept_credit(self, credit: LetterCredit) -> str:
        return (
            f"We also hold your {self.credit_name(credit)} of {self.money(credit.remaining)}, "
            "which has not been taken off. If you would like it put towards this, please tell us."
        )

    def claimed(self, facts: LetterFacts) -> tuple[str, ...]:
        """A paragraph of its own: on which invoice, how much, by what."""
        return claim_sentences(facts.claims)

    def request(self, facts: LetterFacts) -> str:
        it, amount = _it(facts), self.money(facts.total)
        match facts.tone:
            case Tone.COURTESY:
                return (
                    "There is nothing to do before then, unless something needs putting right: in "
                    "that case please reply, and we will see to it."
                )
            case Tone.FRIENDLY if facts.is_early:
                return f"Could you make sure that {it} {'is' if it == 'it' else 'are'} in hand?"
            case Tone.FRIENDLY:
                return "Could you arrange payment, or reply with the day on which we can expect it?"
            case Tone.PLAIN:
                return (
                    f"Please arrange payment of {amount}, or reply with the day on which we can "
                    "expect it. If anything stands in the way of it, tell us and we will see to it."
                )
            case _:
                return self._firm_request(facts, it, amount)

    def _firm_request(self, facts: LetterFacts, it: str, amount: str) -> str:
        match facts.tone:
            case Tone.FIRM:
                subject = "the invoice" if it == "it" else "the invoices"
                return (
                    f"Please pay {amount} now, or reply with the day on which we can expect it. If "
                    f"something about {subject} is not right, or the amount is difficult just now, "
                    "tell us: we would rather know than guess."
                )
            case Tone.FINAL:
                return (
                    f"Please pay {amount} now, or speak to us so that we can agree how it will be "
                    f"settled. This is the last reminder that we will send about {it}; after "
                    "this, one of us will look at the account in person, and we would much rather "
                    "hear from you first."
                )
            case _ if facts.names_court:
                return before_action.request(facts, self)
            case _:
                return (
                    f"Please pay {amount} by {self.day(facts, facts.answer_by)}, or speak to us by "
                    f"then so that we can agree how it will be settled. We will not remind you of "
                    f"{it} again: one of us will then decide in person what to do about the "
                    "account, and we would much rather settle it with you."
                )

    def quote(self, facts: LetterFacts) -> str:
        if len(facts.numbers) == 1:
            return f"Reference: {facts.lines[0].number}"
        return "Reference: the invoice numbers above"

    def where_to_pay(self, facts: LetterFacts, *, links: bool) -> str:
        if links and len(facts.lines) == 1:
            return "Follow the link to the invoice above, where you can see it and how to pay it."
        if links:
            return "Follow the link beside each invoice, where you can see it and how to pay it."
        return (
            "Our payment details are on the invoices themselves; if you would like a copy, please "
            "reply and we will send one."
        )

    def enclosed(self, facts: LetterFacts) -> tuple[str, ...]:
        forms = before_action.enclosed(facts) if facts.names_court else ()
        if not facts.attached:
            return forms
        one = facts.attached == 1
        return (*forms, "The invoice is attached." if one else "The invoices are attached.")

    def already_paid(self, facts: LetterFacts) -> str:
        if facts.tone is Tone.COURTESY:
            return "If it is already on its way, thank you, and please ignore this."
        return (
            "If you have already paid, thank you: please ignore this letter, or reply with the "
            "date so that we can look for it."
        )

    def human(self, facts: LetterFacts) -> str:
        who = facts.sender_name or "us"
        if facts.phone:
            return f"If you would rather talk, call {who} on {facts.phone}, or simply reply."
        return f"If you would like to talk about it, simply reply: your answer comes to {who}."

    def valediction(self, facts: LetterFacts) -> str:
        return "Yours sincerely," if facts.tone.is_final else "Kind regards,"

    def footer(self, facts: LetterFacts) -> str:
        return (
            f"You have this letter because {facts.customer} has an account with "
            f"{facts.organisation}. If it has reached the wrong person, please reply and say so, "
            "and we will put our records right."
        )

    def _when(self, facts: LetterFacts, line: LetterLine) -> str:
        today = line.due == facts.on
        return f"{'today,' if today else 'on'} {self.day(facts, line.due)}"


def _first(facts: LetterFacts) -> str:
    if facts.tone is Tone.FINAL:
        return "Final notice, "
    if facts.tone is not Tone.BEFORE_ACTION:
        return ""
    return "Letter before action, " if facts.names_court else "Our last letter, "


def _it(facts: LetterFacts) -> str:
    return "it" if len(facts.numbers) == 1 else "them"
