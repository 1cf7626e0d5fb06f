"""From a wish to contest an invoice, or to have a paper, to the act or the question that lacks."""

from __future__ import annotations

from plugin.assistant.acts import (
    CopyAsked,
    Lacking,
    Pointless,
    Ready,
    SaidWrong,
    StatementAsked,
    Wish,
)
from plugin.assistant.facts import Facts
from plugin.assistant.reasons import reason_of
from plugin.assistant.said import as_of, dated, either, money, named, numbers
from plugin.assistant.scoping import named_in, worth
from plugin.credit.disputes import may_be_disputed

Resolved = Ready | Lacking | Pointless


def resolve_dispute(facts: Facts, wish: Wish) -> Resolved:
    """What of one invoice is wrong; only that part rests."""
    chosen = named_in(facts, wish)
    if not chosen:
        if len(facts.open) == 1:
            chosen = facts.open
        elif not facts.open:
            return Pointless(
                "Nothing is open on your account. A person looks at what you wrote.", did="handover"
            )
        else:
            return Lacking(f"Which invoice is it about: {either(facts.open)}?")
    if len(chosen) > 1:
        return Lacking(f"I note one invoice at a time. Which is it about: {either(chosen)}?")
    (invoice,) = chosen
    if not invoice.is_open:
        return Pointless(
            f"{invoice.number} is settled, so there is nothing to hold back. A person looks at"
            " what you wrote.",
            did="handover",
        )
    left = may_be_disputed(invoice, facts.account.disputes)
    if invoice.disputed is not None and not facts.account.disputes:
        left = invoice.balance - invoice.disputed
    if not left.amount > 0:
        return Pointless(
            f"{invoice.number} is in query already: nobody asks for it until a person has answered."
            " I have passed on what you wrote.",
            did="handover",
        )
    amount = worth(facts, wish)
    contested = left if amount is None or amount.amount <= 0 else min(amount, left)
    reason = reason_of(wish.words)
    days = facts.policy.answers.dispute_days
    act = SaidWrong(invoice.id, reason, contested, wish.words)
    rest = invoice.balance - contested
    stays = f" The other {money(rest)} stays payable." if rest.amount > 0 else ""
    what = f"something is wrong with {money(contested)} of {invoice.number}"
    follows = f"Nobody asks for that part until a person has answered, within {days} days.{stays}"
    return Ready(
        act,
        f"Shall I note that {what}? {follows} (yes or no)",
        f"Noted that {what}. {follows}",
        (invoice.number, as_of(facts), "the policy: if something is wrong"),
    )


_ON_THE_PAGE = (
    "{what} on your page here, under the invoices and under *Papers and settings*. It asks for"
    " a code"
    " that is sent to an address on file."
)


def resolve_copy(facts: Facts, wish: Wish) -> Resolved:
    """Copies of invoices."""
    if not facts.sends_copies:
        mine = named_in(facts, wish)
        what = f"{numbers(mine)} can be had as PDF" if mine else "Your invoices can be had as PDF"
        return Pointless(_ON_THE_PAGE.format(what=what))
    if not facts.has_address:
        return Pointless(
            "There is no mail address for you on file, and I send to no other.", did="handover"
        )
    chosen = named_in(facts, wish)
    if not chosen and len(facts.open) == 1:
        chosen = facts.open
    if not chosen:
        if not facts.invoices:
            return Pointless("There is no invoice on your account.")
        some = facts.open or facts.invoices[-3:]
        return Lacking(f"Which invoice shall I send: {either(some)}?")
    act = CopyAsked(tuple(each.id for each in chosen))
    what = f"a copy of {numbers(chosen)} as PDF to the address on file"
    return Ready(
        act, f"Shall I send {what}? (yes or no)", f"Done: {what}.", (*named(chosen), as_of(facts))
    )


def resolve_statement(facts: Facts, wish: Wish) -> Resolved:
    """A statement of the account."""
    if not facts.sends_copies:
        return Pointless(_ON_THE_PAGE.format(what="Your statement of account can be had as PDF"))
    if not facts.has_address:
        return Pointless(
            "There is no mail address for you on file, and I send to no other.", did="handover"
        )
    what = f"a statement of your account as of {dated(facts.on)} to the address on file"
    return Ready(
        StatementAsked(facts.on),
        f"Shall I send {what}? (yes or no)",
        f"Done: {what}.",
        (as_of(facts),),
    )
