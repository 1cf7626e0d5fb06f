"""Answers from the published policy, and who may say what it does not: never a rule of its own."""

from __future__ import annotations

import re

from plugin.assistant.answers_money import totals
from plugin.assistant.facts import Facts
from plugin.assistant.said import Said, as_of, dated, money, named
from plugin.credit.account import CreditStatus
from plugin.credit.money import Money

_HANDED_OVER = (
    "I have passed this on to a person with everything written here, and they answer you."
)


def letter(facts: Facts) -> Said:
    """Why a message came: what is late, and by which rule one is told of it."""
    debts = facts.late
    if not debts:
        text = (
            "Nothing of yours is late on the ledger today. A message may have been written before a"
            " payment was booked, or be a note ahead of a due date. If it asks for something that"
            " you have paid, tell me when and how much."
        )
        return Said("letter", text, sources=(as_of(facts), "the policy: when we write"))
    lines = ["We write about invoices that are past their due date. Today that is:"]
    for each in debts[:12]:
        days = "1 day" if each.days_late == 1 else f"{each.days_late} days"
        left = money(Money(each.balance, each.currency))
        lines.append(f"  {each.invoice.number}: {left}, was due on {dated(each.due)}, {days} late")
    steps = _steps(facts)
    if steps:
        lines.append(f"By the policy you hear from us {steps}.")
    invoices = tuple({each.invoice.id: each.invoice for each in debts}.values())
    ids = tuple(each.id for each in invoices)
    sources = (*named(invoices), as_of(facts), "the policy: when we write")
    text = "\n".join(lines) + totals(facts)
    return Said("letter", text, sources=sources, focus=ids, listed=ids)


def _steps(facts: Facts) -> str:
    section = facts.section("reminders")
    if section is None or not section.rows:
        return ""
    return "; ".join(f"{when} ({what}, {how})" for when, what, how in section.rows)


def interest(facts: Facts) -> Said:
    """What the policy says of interest and fees; a figure of one's own is a person's to state."""
    section = facts.section("late")
    charged = facts.account.claims
    if section is None or charged:
        return handed_over("interest", "What was charged on your account, a person tells you.")
    text = " ".join(section.sentences)
    return Said("interest", text, sources=("the policy: interest and fees",))


_TOPICS = (
    ("time", re.compile(r"instalments|plan|split|promise|delay|ahead|extension|wait|longest|BIGGEST"
                        r"|furthest|leave|staged|partial|latest|maximum|most")),
    ("wrong", re.compile(r"dispute|wrong|mistake|challenge|contest")),
    ("reminders", re.compile(r"reminder|letter|remind|chase|send|write|contact|call|happen|not pay"
                             r"|consequence|what if|miss|default|ignore|later")),
    ("late", re.compile(r"interest|fee|penalt|charge")),
    ("limits", re.compile(r"limit|hold|stop")),
    ("terms", re.compile(r"terms|days|period|when to pay")),
)  # fmt: skip


def policy(facts: Facts, text: str) -> Said:
    """The part of the published policy that was asked for; its outline where none was."""
    keys = [key for key, words in _TOPICS if words.search(text)]
    if not keys or re.search(r"credit policy|your policy|the policy|\brules\b", text):
        keys = ["terms", "reminders", "late", "time"]
    parts, sources = [], []
    for key in keys[:4]:
        section = facts.section(key)
        if section is None:
            continue
        lines = [f"{section.heading}: {' '.join(section.sentences)}"]
        lines += [f"  {when}: {what}, {how}" for when, what, how in section.rows]
        parts.append("\n".join(lines))
        sources.append(f"the policy: {section.heading.lower()}")
    if not parts:
        return handed_over("policy", "The policy says nothing of that.")
    return Said("policy", "\n".join(parts), sources=tuple(sources))


def contact(facts: Facts) -> Said:
    """Whom to turn to: who signs the letters, as the owner set it."""
    section = facts.section("person")
    person = facts.person
    if person is not None and person.name:
        title = f", {person.title}" if person.title else ""
        ways = [
            f"write to {person.email}" if person.email else "",
            f"ring {person.phone}" if person.phone else "",
        ]
        how = " or ".join(each for each in ways if each)
        text = f"{person.name}{title} at {facts.organisation} looks after your account."
        text += f" You can {how}." if how else ""
        text += " Or say so here, and I pass on what you write."
        return Said("contact", text, sources=("the policy: talk to a person",))
    known = (
        " ".join(section.sentences) if section is not None and person and person.is_known else ""
    )
    text = (
        f"The people at {facts.organisation} who sent you the invoice look after your account."
        f" {known} Say here what it is about, and I pass it on to them."
    )
    return Said("contact", " ".join(text.split()), sources=("the policy: talk to a person",))


def how_to_pay(facts: Facts) -> Said:
    """The owner's own lines and the invoices' own pay links; never an account number of ours."""
    links = [f"  {each.number}: {each.pay_url}" for each in facts.open if each.pay_url][:12]
    lines = list(facts.how_to_pay)
    if links:
        lines += ["You can pay online:", *links]
    if not lines:
        lines = [
            (
                "How to pay stands on each invoice. I state no bank details here; if you are not"
                f" sure of them, ring {facts.organisation} on a number that you had before."
            )
        ]
    return Said("how_to_pay", "\n".join(lines), sources=("how to pay, as the business wrote it",))


def limit(facts: Facts) -> Said:
    """The credit limit, where the owner shows it; else a person says."""
    shown = facts.passport
    if shown is None:
        return handed_over("limit", "Your limit is something that a person talks about with you.")
    lines = [shown.summary, *shown.how]
    if shown.raised:
        lines.append(f"{shown.raised_heading}: {' '.join(shown.raised)}")
    return Said("limit", "\n".join(lines), sources=("your credit passport", as_of(facts)))


def stopped(facts: Facts) -> Said:
    """Whether a stop is in force and what ends it, where the owner shows credit; else a person."""
    shown = facts.passport
    section = facts.section("limits")
    if shown is None or section is None:
        words = " ".join(section.sentences) if section is not None else ""
        lead = f"Whether and why your account is stopped, a person tells you. {words}"
        return handed_over("stop", lead.strip())
    held = facts.account.status
    if held.status is CreditStatus.STOP:
        since = f" since {dated(held.since)}" if held.since is not None else ""
        lines = [f"Your account is stopped{since}: further sales on account wait."]
    else:
        lines = [f"No stop is in force on your account as of {dated(facts.on)}."]
    lines.append(shown.summary)
    debts = facts.late
    if debts:
        oldest = max(debts, key=lambda each: each.days_late)
        lines.append(
            f"Your oldest late invoice is {oldest.invoice.number}, {oldest.days_late} days late."
        )
    lines += section.sentences[-2:]
    sources = ("your credit passport", as_of(facts), "the policy: credit limits and holds")
    return Said("stop", " ".join(lines), sources=sources)


def handed_over(intent: str, lead: str) -> Said:
    """A reply that ends with a person."""
    return Said(intent, f"{lead} {_HANDED_OVER}".strip(), did="handover")
