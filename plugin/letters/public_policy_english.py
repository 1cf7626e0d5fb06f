"""The policy for customers in English. Each sentence is there because the policy says so."""

from __future__ import annotations

from plugin.credit.charge_terms import ChargeTerms
from plugin.credit.claims import Regime
from plugin.credit.money import Money
from plugin.credit.policy import After, Channel, CreditPolicy, LadderOn, Level, Mode, Tone
from plugin.letters.claims import percent
from plugin.letters.formats import Formats
from plugin.letters.policy_shapes import PolicyFacts, Section
from plugin.letters.statement_why import schedule_words
from plugin.letters.wording import days, listed, sentence, spelled

_BY = {
    Channel.EMAIL: "by email",
    Channel.LETTER: "by post",
    Channel.SMS: "by text message",
    Channel.CALL: "we ring you",
}
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


class EnglishPolicy:
    """English, with the dates and amounts of the place it is read in."""

    def title(self, facts: PolicyFacts) -> str:
        """What stands above the page."""
        return f"How {facts.organisation} handles payment"

    def lead(self, facts: PolicyFacts) -> str:
        """One sentence under it."""
        return (
            "When invoices are due, when we write, what you can ask for, and how to reach a "
            "person. It is made from the very settings that we work by."
        )

    def version(self, facts: PolicyFacts, formats: Formats) -> str:
        """Which version this is."""
        if facts.dated is None:
            return "In force now."
        named = f"Version {facts.version}, of {formats.dated(facts.dated)}"
        if facts.is_current:
            return f"{named}; in force now."
        return f"{named}. It is not in force any more."

    def sections(self, facts: PolicyFacts, formats: Formats) -> tuple[Section, ...]:
        """The parts, in the order in which they are read."""
        found = (
            Section("terms", "When to pay", _terms(facts, formats)),
            _reminders(facts.policy),
            Section("late", "Interest and fees", _late(facts, formats)),
            Section("limits", "Credit limits and holds", _limits(facts, formats)),
            Section("wrong", "If something is wrong", _wrong(facts.policy)),
            Section("time", "If you need time", _time(facts, formats)),
            Section("person", "Talk to a person", _person(facts)),
        )
        return tuple(each for each in found if each.sentences or each.rows)


def _terms(facts: PolicyFacts, formats: Formats) -> tuple[str, ...]:
    tolerance = facts.policy.tolerance_for(facts.currency)
    said = ["Each invoice names the last day to pay it."]
    if facts.terms_days is not None:
        said = [
            (
                f"Unless an invoice names another day, it is to be paid within "
                f"{days(facts.terms_days)} of its date."
            )
        ]
    said.append(
        "Paying on the due date is on time. Where that is a weekend or public holiday, so is the "
        "next working day."
    )
    small = []
    if tolerance.residue:
        left = _money(formats, tolerance.residue, facts)
        small.append(f"what a payment leaves of an invoice, below {left}")
    if tolerance.account:
        whole = _money(formats, tolerance.account, facts)
        small.append(f"a whole account, below {whole}")
    if small:
        said.append(f"We do not ask for small change: {', nor '.join(small)}.")
    return tuple(said)


def _reminders(policy: CreditPolicy) -> Section:
    if policy.mode is Mode.DRAFT or not policy.levels:
        return Section("reminders", "When we write", ("We send no reminders at present.",))
    said = []
    if policy.ladder:
        said.append(
            f"Each step comes at least {days(policy.days_between_levels)} after the one before, "
            "and none is skipped."
        )
    if policy.ladder and policy.ladder_on is LadderOn.ACCOUNT:
        said.append("The days count from your oldest unpaid invoice; the others go with it.")
    if policy.ladder and policy.repeat.times:
        again = "once more" if policy.repeat.times == 1 else f"{policy.repeat.times} times more"
        said.append(f"The last one goes out {again}, {days(policy.repeat.every)} apart.")
    if policy.mode is Mode.ASK_FIRST:
        said.append("A person looks at every message before it goes.")
    elif any(level.is_final for level in policy.levels):
        said.append("A person looks at a final notice before it goes.")
    said.append("Just before a reminder goes, your balance is read from our books once more.")
    contact = policy.contact
    said.append(
        f"Unasked, you hear from us at most once in {days(contact.days_between)} and at most "
        f"{_times(contact.in_thirty_days)} in thirty days, on working days between "
        f"{contact.opens:%H:%M} and {contact.closes:%H:%M}. Only a payment that came back, or a "
        "day you named that has passed, may be mentioned in between."
    )
    if policy.statements.scheduled:
        said.append(
            f"A statement of account goes {schedule_words(policy.statements)}. It asks for nothing."
        )
    return Section(
        "reminders",
        "When we write",
        tuple(said),
        ("When", "What", "How"),
        tuple(_row(level) for level in policy.levels),
    )


def _row(level: Level) -> tuple[str, str, str]:
    match level.after:
        case After.DUE if level.is_courtesy:
            when = f"{days(-level.days)} before the due date"
        case After.DUE if level.days:
            when = f"{days(level.days)} after the due date"
        case After.DUE:
            when = "on the due date"
        case After.END_OF_MONTH:
            when = f"{days(level.days)} after the end of the month in which it was due"
        case After.PREVIOUS:
            when = f"{days(level.days)} after the step before"
    return when, _name(level), _BY[level.channel]


def _name(level: Level) -> str:
    if level.is_courtesy:
        return "a friendly note ahead"
    if level.tone is Tone.BEFORE_ACTION:
        return "a last letter"
    if level.is_final:
        return "the final notice"
    if 0 < level.number < len(_ORDINALS):
        return f"the {_ORDINALS[level.number]} reminder"
    return f"reminder {level.number}"


def _late(facts: PolicyFacts, formats: Formats) -> tuple[str, ...]:
    terms: ChargeTerms = facts.policy.interest
    if terms.regime is Regime.NONE:
        return ("We charge no interest and no late fees.",)
    person = (
        "Nothing is charged by itself: a person decides each time, and it stands apart from what "
        "the invoice asks for."
    )
    if terms.regime is Regime.STATUTORY:
        fixed = " and its fixed compensation" if terms.compensation else ""
        return (
            (
                f"Businesses may owe the interest that the law gives{fixed} on what is paid late. "
                "Consumers are not charged."
            ),
            person,
        )
    earned = [f"interest of {percent(terms.per_cent)} a year"] if terms.per_cent else []
    if terms.fee:
        earned.append(f"a fee of {_money(formats, terms.fee, facts)} for each late invoice")
    return (
        f"Where you accepted our terms, what is paid late may cost {listed(earned)}.",
        person,
    )


def _limits(facts: PolicyFacts, formats: Formats) -> tuple[str, ...]:
    policy, status = facts.policy, facts.policy.status
    said = [
        (
            "A credit limit is what may be unpaid at one time. A person sets it; having none is "
            "not a limit of nothing."
        ),
        f"What counts: {listed(_parts(policy))}, less {listed(_credit(policy))}.",
    ]
    if policy.starter_limit is not None:
        start = _money(formats, policy.starter_limit, facts)
        said.append(f"For somebody new, we begin by thinking of {start}.")
    said.append(
        "What raises it: paying on time. We look at the largest amount that stood open and was "
        "all paid on time in the last twelve months, and, for those who pay on time, at an average "
        "month’s purchases."
    )
    over = "above the limit"
    if status.stop_percent != 100:
        over = f"above {percent(status.stop_percent)} of the limit"
    promises = f"after {status.stop_broken_promises} named days that passed without payment"
    if status.stop_broken_promises == 1:
        promises = "after a named day that passed without payment"
    said.append(
        f"When what is unpaid is {over}, when an invoice is {days(status.stop_days_late)} late, or "
        f"{promises}, a person decides whether further sales on account wait. None waits by itself."
    )
    said.append(
        "What ends it: paying what is late, or coming down to "
        f"{percent(status.clears_percent)} of the limit."
    )
    return tuple(said)


def _parts(policy: CreditPolicy) -> list[str]:
    switches = policy.exposure
    parts = (
        ("unpaid invoices", True),
        ("invoices about to be sent", switches.awaiting_approval),
        ("invoices in draft", switches.drafts),
        ("quotes that you accepted", switches.quotes),
        ("repeating invoices of the next 30 days", switches.repeating),
    )
    return [name for name, counts in parts if counts]


def _credit(policy: CreditPolicy) -> list[str]:
    unused = ["credit notes that are not used up", "what you paid too much"]
    return [*unused, "your deposits"] if policy.exposure.prepayments else unused


def _wrong(policy: CreditPolicy) -> tuple[str, ...]:
    within = days(policy.answers.dispute_days)
    return (
        (
            "Tell us which invoice and which part of it: every message has a link for that, or "
            "ring us."
        ),
        (
            "The part you name is not asked for until a person has answered you. The rest stays "
            "payable."
        ),
        f"We mean to answer within {within}. If it takes us longer, that part still waits.",
    )


def _time(facts: PolicyFacts, formats: Formats) -> tuple[str, ...]:
    policy, answers = facts.policy, facts.policy.answers
    said = []
    if answers.paid_times:
        said.append(
            "If you have paid already, tell us when and how much: we leave it at that for "
            f"{_working(answers.paid_days)} while the money reaches our books."
        )
    if answers.promise_days and answers.promises:
        said.append(
            f"You can name a day of your own, at most {days(answers.promise_days)} ahead and "
            f"{_times(answers.promises)} for one invoice. We do not write about it until "
            f"{_working(policy.promise_grace_days)} after that day."
        )
    plans = policy.plans
    least = ""
    if plans.least:
        least = f", each of at least {_money(formats, plans.least, facts)}"
    months = "one month" if plans.months == 1 else f"{spelled(plans.months)} months"
    said.append(
        f"You can split what you owe into at most {spelled(plans.payments)} payments within "
        f"{months}{least}. Each part is then asked for by itself."
    )
    if answers.after_final:
        said.append("Anything beyond that you can propose, and a person answers.")
    else:
        said.append(
            "Anything beyond that, and anything after a final notice, you can propose, and a "
            "person answers."
        )
    said.append("If times are hard, or somebody is ill or has died, tell us. A person takes it on.")
    return tuple(said)


def _person(facts: PolicyFacts) -> tuple[str, ...]:
    person = facts.person
    if not person.is_known:
        return ()
    who = ", ".join(each for each in (person.name, person.title) if each) or person.organisation
    ways = []
    if person.phone:
        ways.append(f"ring {person.phone}")
    if person.email:
        ways.append(f"write to {person.email}")
    return (
        f"{sentence(who)}: {' or '.join(ways)}.",
        (
            "If a message asks you to pay into an account that you do not know, ring us first, on "
            "a number that you had before."
        ),
    )


def _money(formats: Formats, amount: object, facts: PolicyFacts) -> str:
    return formats.money(Money.of(str(amount), facts.currency))


def _working(number: int) -> str:
    return "one working day" if number == 1 else f"{spelled(number)} working days"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{spelled(number)} times")
