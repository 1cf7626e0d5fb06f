"""What needs a person, in plain English with its numbers, for the business's own screen.

It decides nothing, and none of it goes to a customer or into the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugin.credit.account import HoldKind
from plugin.credit.decisions import Task, TaskKind
from plugin.letters.agreement_words import agreement_task
from plugin.letters.answer_words import answer_task
from plugin.letters.leaving_words import leaving_words
from plugin.letters.wording import counted, listed, money, sentence
from plugin.letters.words import hold_words

_NAMES_SHOWN = 6
_HOLDS = {kind: hold_words(kind) for kind in HoldKind}


def task_words(task: Task, customer: str, numbers: Mapping[str, str] | None = None) -> str:
    """What needs a person, as a sentence with its numbers.

    `numbers` maps invoice ids to invoice numbers, for tasks whose subject is an invoice; an id that
    it does not name is not shown.
    """
    subject = (numbers or {}).get(task.subject, "")
    named = listed(task.names, _NAMES_SHOWN) if task.names else subject
    amount = "" if task.amount is None else money(task.amount)
    both = ", ".join(part for part in (named, amount) if part)
    if task.kind is TaskKind.BEFORE_LEAVING:
        return leaving_words(customer, subject, task.names)
    agreed = agreement_task(task, customer, _HOLDS) or answer_task(task, customer)
    if agreed is not None:
        return sentence(agreed)
    words = _TASKS[task.kind].format(
        customer=customer,
        subject=task.subject or "another currency",
        in_names=f" ({named})" if named else "",
        in_both=f" ({both})" if both else "",
        of_amount=f" of {amount}" if amount else "",
        in_amount=f" ({amount})" if amount else "",
        invoices=counted(max(1, len(task.names)), "invoice"),
        what=task.names[0] if task.names else "a change",
        said=f"{sentence(task.names[-1] if task.names else 'no').rstrip('.')}.",
        advice=refusal_advice(task.names[-1] if task.names else ""),
    )
    return sentence(words)


def refusal_advice(said: str) -> str:
    """What a person can do about a refusal in the ledger's own words; what was not done."""
    lowered = said.lower()
    for sign, advice in _REFUSALS:
        if sign in lowered:
            return f"Nothing of it was done. {advice}"
    return "Nothing of it was done. Put it right in Xero, then try again."


#: a sign in the ledger's words, and what helps; the first that fits
_REFUSALS = (
    ("limit of 100", "Delete a contact group there that nobody needs; it is then made by itself."),
    ("already in use", "Rename the other group there; it is then made by itself."),
    ("archived", "Restore the contact there, and it is written by itself; or leave it."),
    ("erased", "The contact asked to be forgotten: leave it."),
    ("lock", "Move the lock date there, then try again; or leave it."),
    (
        "authentication",
        "Whoever connected lacks the permission there: give it to them, or let another connect.",
    ),
    ("cannot be found", "It was deleted or merged there: leave it."),
)


_TASKS = {
    TaskKind.PLACE_OPENING_DEBT: (
        "Say what to do with what {customer} already owed late when you connected"
        "{in_amount}. Until then nothing is sent and no flag is set."
    ),
    TaskKind.NEVER_SENT: (
        "{customer}: {invoices} approved but never sent from the ledger{in_names}. Not sent yet, "
        "sent from elsewhere, or sent from elsewhere from this number on?"
    ),
    TaskKind.NO_EMAIL: (
        "{customer} has no email address, so nothing can be sent{in_amount}. Add one in the ledger "
        "or call."
    ),
    TaskKind.NO_NUMBER: (
        "The next step for {customer} needs a telephone number, and none is known that it could "
        "use. Add one in the ledger; nothing goes another way by itself."
    ),
    TaskKind.NO_ADDRESS: (
        "The next step for {customer} is a letter, and Xero has no postal address of theirs. Add "
        "street and town to the contact in Xero; nothing goes another way by itself."
    ),
    TaskKind.WRONG_NUMBER: (
        "The number of {customer} is not theirs{in_names}. Put it right in the ledger."
    ),
    TaskKind.ANSWERED: (
        "{customer} answered. Their words stand on their page; nothing goes meanwhile."
    ),
    TaskKind.ALLOCATE_CREDIT: (
        "Credit{of_amount} of {customer} covers what they owe{in_names}. Allocate it in the "
        "ledger; nothing is sent meanwhile."
    ),
    TaskKind.SET_OFF: (
        "You owe {customer} bills{of_amount}. Decide on set-off before anything is sent to them."
    ),
    TaskKind.CANNOT_COMPARE: (
        "{customer}: what is owed in {subject} cannot be compared with the limit{in_names}, "
        "because the ledger has never used a rate for it."
    ),
    TaskKind.PROPOSE_STOP: (
        "Stop further sales on terms to {customer}{in_amount}? It needs your yes."
    ),
    TaskKind.BROKEN_PROMISE: (
        "The money that {customer} promised{in_both} has not come. A call may do more "
        "than a letter."
    ),
    TaskKind.REPEATING_WHILE_STOPPED: (
        "{customer} is stopped, but the ledger goes on issuing repeating invoices{in_names}. Pause "
        "them there, or let them run."
    ),
    TaskKind.LADDER_ENDED: ("{customer} has had every reminder{in_both}. Decide what comes next."),
    TaskKind.HAND_OFF: (
        "{customer} has had every reminder, the last one more than once{in_both}. Time for an "
        "agency or a solicitor, or to let it go: the choice is yours."
    ),
    TaskKind.LODGE_CLAIM: (
        "{customer} is insolvent: lodge your claim{of_amount} with whoever winds it up."
    ),
    TaskKind.LADDER_CHANGED: (
        "{customer} is under another policy now, and its ladder does not say where they "
        "stand{in_both}. Say where to go on; nothing is sent until you have."
    ),
    TaskKind.PERSON_DECIDES: ("{customer}: no rule settles this{in_both}. Please decide."),
    TaskKind.SAY_STANDING: (
        "Say what {customer} is before the law, and under whose{in_both}. A letter before action "
        "gives 30 days and forms to a person, 14 days to a company, and names no court outside "
        "England and Wales; it waits until you have said it."
    ),
    TaskKind.FLAG_REMOVED: (
        "Somebody took the credit flag off {customer} in the ledger{in_names}. Clear the status "
        "here too, or keep it and set the flag again?"
    ),
    TaskKind.LEDGER_REFUSED: ("{customer}: Xero refused {what}. In its words: “{said}” {advice}"),
    TaskKind.BOUNCED: (
        "A message to {customer} came back undelivered{in_names}. Correct the address; nothing "
        "more is sent until then."
    ),
    TaskKind.WRONG_PERSON: (
        "Somebody at {customer} says that they are not the right person to write to. Nothing goes "
        "to that address any more."
    ),
    TaskKind.ORDER_ROUTE: (
        "{customer} says how their order numbers come about. Read it on their page before the next "
        "invoice."
    ),
    TaskKind.MATCH_PAYMENT: (
        "{what} saw money{of_amount} that names no invoice and may be from {customer}. Say whether "
        "it is; a reminder for what it may pay asks you first."
    ),
    TaskKind.PAYMENT_BACK: (
        "A payment{of_amount} of {customer} went back, says {what}, and the ledger still shows it "
        "as paid. Take it out there, and the invoice stands open again."
    ),
    TaskKind.CREDIT_REQUEST: (
        "{customer} asks for credit. Look at what the books and others say, and decide."
    ),
    TaskKind.GOOD_PAYER_LETTER: (
        "{customer} would like a good-payer letter. Look at its facts and approve it, or decline."
    ),
    TaskKind.CHECK_IN: (
        "Time to ring {customer} to say hello, and not for money. What there is to talk about "
        "stands on their page."
    ),
    TaskKind.UNCONFIRMED: (
        "It is not known whether a message to {customer} was delivered{in_names}. Look before you "
        "send it again; Goodterms will not."
    ),
    TaskKind.STALE_BOOKS: (
        "Payments have not been reconciled lately, so {customer} may have paid already"
        "{in_amount}. One answer from you releases what waits."
    ),
}
