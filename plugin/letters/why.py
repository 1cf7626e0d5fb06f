"""One sentence with its numbers for why a message is proposed. It decides nothing."""

from __future__ import annotations

from datetime import date, timedelta

from plugin.credit.account import Account, Invoice, Step, StepState
from plugin.credit.decisions import ProposedMessage, ProposedStep
from plugin.credit.parts import part_of
from plugin.letters.wording import ago, counted, day, days, money, sentence
from plugin.letters.words import level_name


def why(message: ProposedMessage, account: Account, on: date) -> str:
    """Why this message is proposed on this civil day, for the business's own screen.

    For example "INV-1041 is 17 days late (£412.40) and the first reminder went 14 days ago; second
    reminder." Raises KeyError where the message chases an invoice that the account does not have.
    """
    invoices = {invoice.id: invoice for invoice in account.invoices}
    # the oldest among those that set the tone
    lead = max(
        (step for step in message.chased if step.level == message.level),
        key=lambda step: step.days_late,
    )
    invoice = invoices[lead.invoice_id]
    state = _state(message, lead, _named(account, lead, invoice), on)
    before = _before(lead, account.steps, on)
    asked = level_name(message.level, is_courtesy=message.is_courtesy, is_final=message.is_final)
    netted = f", less {money(message.netted)} of credit," if message.netted else ""
    back = " after a payment came back" if invoice.came_back_on is not None else ""
    return f"{sentence(state)}{netted} and {before}; {asked}{back}."


def _named(account: Account, lead: ProposedStep, invoice: Invoice) -> str:
    """The invoice, and which part of it."""
    part = part_of(account, invoice, lead.instalment)
    if part is None:
        return invoice.number
    which = "retention" if part.is_retention else f"instalment {part.number} of {part.count}"
    return f"{invoice.number}, {which},"


def _state(message: ProposedMessage, lead: ProposedStep, named: str, on: date) -> str:
    due = on - timedelta(days=lead.days_late)
    late = f"{days(lead.days_late)} late" if lead.days_late > 0 else f"due on {day(due, on)}"
    if len(message.chased) == 1:
        return f"{named} is {late} ({money(lead.amount)})"
    gross = money(message.total + message.netted)
    verb = "fall due soon" if message.is_courtesy else "are open"
    return f"{counted(len(message.chased), 'invoice')} {verb} ({gross}), of which {named} is {late}"


def _before(lead: ProposedStep, steps: tuple[Step, ...], on: date) -> str:
    done = [
        step
        for step in steps
        if step.invoice_id == lead.invoice_id
        and step.instalment == lead.instalment
        and step.state is StepState.DONE
        and step.cycle == lead.cycle
    ]
    if not done:
        return "nothing about it has been sent yet"
    last = max(done, key=lambda step: (step.on, step.level))
    name = level_name(last.level, is_courtesy=last.level == 0)
    by = "was done by a person" if last.by_person else "went"
    return f"the {name} {by} {ago(last.on, on)}"
