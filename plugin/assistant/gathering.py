"""From the words of a clause to a wish: which of what it names belongs to what is to be done.

Nothing is judged here: whether a day is allowed or an amount is owed comes later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from plugin.assistant.acts import Wish
from plugin.assistant.consent import without_dropped
from plugin.assistant.facts import Facts
from plugin.assistant.named_days import Named
from plugin.assistant.named_parts import contested, day_after
from plugin.assistant.slots import Amount, Share, Slots
from plugin.assistant.state import Conversation
from plugin.credit.account import Invoice

_MARK = re.compile(r"(AMT|DATE|INV|PARTS|SHARE|REST|WHOLE)(\d+)")
_LONG_AGO = 200
_PLAINLY = re.compile(
    r"\b(?:i|we) (?:have |had |did )?(?:already |just |now |also |actually |all )*(?:paid|pay"
    r"|made (?:a |the )?payment)\b"
    r"|^\W*(?:already |just |have |all |been |yes |sorry |but |and )*paid\b|\b(?:this|it|that"
    r"|they|all|everything|invoice|bill"
    r"|WHOLE\d+) (?:\w+ ){0,3}paid\b|payment (?:was|has been|is) (?:made|sent|done)|transfer"
    r"|sent (?:the |my |our )?(?:money"
    r"|payment)|already paid|done already"
)
#: a single paper is asked for where several were spoken of: which one, has to be said
_ONE_THING = re.compile(r"\b(?:it|that|this)\b")
_POINTS = re.compile(r"(?<!\w)(?:it|that|this|them|those|these|THATONE|the invoice|same)(?!\w)")


def wish_of(
    facts: Facts, intent: str, text: str, slots: Slots, state: Conversation, words: str
) -> Wish:
    """What a clause wants done, as far as it says so."""
    text = without_dropped(text)
    days, misfits = _days(facts, intent, text, slots)
    amounts = _amounts(text, slots)
    pairs = _pairs(facts, text, slots) if intent in {"plan", "promise"} else ()
    count, every = _count(text, slots)
    if count is None and intent == "plan" and not every:
        count, amounts = _count_of_bare(amounts)
        if count is None and not days and sum(isinstance(e, Share) for e in amounts) == 2:
            # half and half
            count, amounts = 2, []
    amount = next((each for each in amounts if isinstance(each, Amount)), None)
    if intent == "dispute" and amount is not None:
        amount = contested(text, slots, invoices_in(facts, text, slots, state))
    if intent == "paid" and amount is not None:
        amount = _sum_of(amounts, amount)
    unclear = False
    if intent == "promise" and len(pairs) < 2:
        amount, unclear = _one_of(facts, text, slots, amount)
    share = next((each for each in amounts if isinstance(each, Share)), None)
    if intent == "paid" and share is not None and share.of_whole == 1:
        share = None if amount is not None else share
    if intent == "promise" and len(days) == 1 and _SHIFTS.search(text):
        days = [_shifted(facts, invoices_in(facts, text, slots, state), days[0])]
    meant = _meant(facts, text, slots, state)
    if share is not None and share.of_whole == 1 and re.search(r"\blate\b", text):
        # all that is late is not all that is owed
        share, meant = None, tuple(each.id for each in facts.late_invoices)
    one = intent in {"copy", "dispute"}
    return Wish(
        intent="plan" if len(pairs) > 1 else intent,
        invoice_ids=tuple(each.id for each in invoices_in(facts, text, slots, state))
        or _of_a_kind(facts, intent, text),
        meant=() if one and _ONE_THING.search(text) else meant,
        amount=amount,
        share=share if amount is None else None,
        day=_day_of(facts, intent, days, is_pair=len(pairs) > 1, named="DATE" in text),
        count=count,
        every=every,
        pairs=pairs if len(pairs) > 1 else (),
        words=words if intent == "dispute" else "",
        is_plain=bool(_PLAINLY.search(text)),
        is_unclear=unclear,
        day_misfits=misfits and not days,
    )


_KINDS = re.compile(
    r"\b(?P<late>late)\b (?:\w+ ){0,2}?(?:invoice|ones|bills)"
    r"|(?:all|every|each|the|any) (?:of )?(?:\w+ )?(?P<open>unpaid) (?:invoice|ones)"
    r"|invoice (?:that are )?late\b"
)


def _of_a_kind(facts: Facts, intent: str, text: str) -> tuple[str, ...]:
    """'Copies of the late invoices': all of that kind."""
    found = _KINDS.search(text) if intent == "copy" else None
    if found is None:
        return ()
    some = facts.open if found["open"] else facts.late_invoices
    return tuple(each.id for each in some)


#: 'move it back a week' counts from the day on which it is due, not from today
_SHIFTS = re.compile(
    r"\b(?:move|push|shift|put|bump|delay|postpone|defer|extend|roll)\b(?!.*\b(?:to|until|till|on)"
    r" DATE).*(?:\b(?:back|out|along|forward)(?: by)? |\bby )DATE"
)


def _shifted(facts: Facts, chosen: Sequence[Invoice], counted: date) -> date:
    """So much later than the day on which one invoice, or its next instalment, is still due."""
    ids = {each.id for each in chosen}
    coming = [each for each in facts.coming if each.invoice.id in ids or not ids]
    if len({each.invoice.id for each in coming}) != 1:
        return counted
    return max(counted, coming[0].due + (counted - facts.on))


_SO = re.compile(
    r"\b(?:so|makes|leaves|i mean|that is|rather|instead)(?: just| only)? AMT(?P<n>\d+)"
)


def _one_of(
    facts: Facts, text: str, slots: Slots, first: Amount | None
) -> tuple[Amount | None, bool]:
    """The amount of a promise that names several, and whether it stays unclear.

    What follows 'so' is the one; invoices that are named by what is left of each are one sum.
    """
    named = [slots.amounts[int(n)] for kind, n in _MARK.findall(text) if kind == "AMT"]
    if len(named) < 2:
        return first, False
    so = _SO.search(text)
    if so is not None:
        return slots.amounts[int(so["n"])], False
    left = {each.balance.amount for each in facts.open}
    if all(each.value in left for each in named):
        return _sum_of(named, named[0]), False
    return None, True


def _sum_of(amounts: Sequence[Amount | Share], first: Amount) -> Amount:
    """Several amounts that were paid are one payment of all of them, in one currency."""
    paid = [each for each in amounts if isinstance(each, Amount)]
    if len({each.currency for each in paid} - {""}) > 1:
        return first
    return replace(first, value=sum((each.value for each in paid), Decimal(0)))


_AHEAD = re.compile(
    r"\b(?:will|can|cannot|could|shall|would|going to|want|promise|agree|by|until|supposed|due)\b"
)


def tells_of_the_past(wish: Wish, text: str, slots: Slots) -> bool:
    """Whether what reads like a promise names a day that is gone: 'I pay it yesterday'."""
    named = [slots.days[int(n)] for kind, n in _MARK.findall(text) if kind == "DATE"]
    return (
        wish.intent == "promise"
        and wish.day is None
        and wish.day_misfits
        and bool(named)
        and all(each.ahead is None and each.behind is not None for each in named)
        and not _AHEAD.search(text)
    )


#: so long ago a month is still spoken of without its year
_LATELY = 150
_HALF_A_YEAR = 183


def names_day_gone(facts: Facts, wish: Wish, text: str, slots: Slots) -> bool:
    """Whether what reads like a promise names only days of another year, that were lately here."""
    if wish.intent not in {"promise", "plan"} or wish.day is None:
        return False
    if (wish.day - facts.on).days <= _HALF_A_YEAR:
        return False
    named = [slots.days[int(n)] for kind, n in _MARK.findall(text) if kind == "DATE"]
    return any(
        each.behind is not None and (facts.on - each.behind).days <= _LATELY for each in named
    )


def _day_of(
    facts: Facts, intent: str, days: Sequence[date], *, is_pair: bool, named: bool
) -> date | None:
    """The day that counts; a statement is of the account as it stands today, whatever is named."""
    if intent == "statement":
        return facts.on if named else None
    return (days[0] if is_pair else days[-1]) if days else None


def merged(before: Wish, now: Wish) -> Wish:
    """What was said before, with what is said now in its place."""
    says_amount = now.amount is not None or now.share is not None
    return replace(
        before,
        invoice_ids=now.invoice_ids or before.invoice_ids,
        meant=() if now.invoice_ids else now.meant or before.meant,
        amount=now.amount if says_amount else before.amount,
        share=now.share if says_amount else before.share,
        day=now.day if now.day is not None or now.day_misfits else before.day,
        count=now.count if now.count is not None else before.count,
        every=now.every or before.every,
        pairs=now.pairs or before.pairs,
        words=before.words or now.words,
        is_unclear=now.is_unclear and not says_amount,
        day_misfits=now.day_misfits,
    )


def _days(facts: Facts, intent: str, text: str, slots: Slots) -> tuple[list[date], bool]:
    """The days that fit what is to be done, in order; and whether one was named that does not."""
    found: list[date] = []
    misfits = False
    named: list[Named] = [slots.days[int(n)] for kind, n in _MARK.findall(text) if kind == "DATE"]
    for each in named:
        day = each.behind if intent in {"paid", "statement"} else each.ahead
        if intent == "paid" and day is not None and (facts.on - day).days > _LONG_AGO:
            # without its year it is no news of long ago: the day lies ahead
            day = None if each.ahead is not None and each.ahead != day else day
        if each.is_pay_run and intent != "paid":
            day = facts.next_pay_run
        if day is not None:
            found.append(day)
        elif not each.is_vague and not each.is_pay_run:
            misfits = True
    return found, misfits


def _amounts(text: str, slots: Slots) -> list[Amount | Share]:
    found: list[Amount | Share] = []
    for kind, n in _MARK.findall(text):
        if kind == "AMT":
            found.append(slots.amounts[int(n)])
        elif kind in {"SHARE", "REST", "WHOLE"}:
            found.append(slots.shares[int(n)])
    return found


def _pairs(facts: Facts, text: str, slots: Slots) -> tuple[tuple[Amount | Share, date], ...]:
    """Each amount with its day, where as many days as amounts are named, in one order or other."""
    amounts = _amounts(text, slots)
    days, _ = _days(facts, "promise", text, slots)
    later = day_after(text, days[-1]) if days else None
    if later is not None and len(amounts) == len(days) + 1:
        days = [*days, later]
    if len(amounts) < 2 or len(amounts) != len(days):
        return ()
    return tuple(zip(amounts, days, strict=True))


def _count(text: str, slots: Slots) -> tuple[int | None, str]:
    counts = [slots.counts[int(n)] for kind, n in _MARK.findall(text) if kind == "PARTS"]
    every = slots.every if "EVERY" in text else ""
    if not counts:
        return None, every
    return counts[0].number, every or counts[0].every


def _count_of_bare(amounts: Sequence[Amount | Share]) -> tuple[int | None, list[Amount | Share]]:
    """'Three' alone is a number of instalments where that was asked for."""
    for each in amounts:
        if not isinstance(each, Amount) or not each.is_bare or len(amounts) != 1:
            continue
        if each.value == int(each.value) and 2 <= each.value <= 24:
            return int(each.value), []
    return None, list(amounts)


def invoices_in(facts: Facts, text: str, slots: Slots, state: Conversation) -> tuple[Invoice, ...]:
    """The invoices that a clause means: by number, by words such as 'the older one', or by 'it'."""
    found: dict[str, Invoice] = {}
    for kind, n in _MARK.findall(text):
        if kind == "INV":
            invoice = facts.by_id(slots.invoices[int(n)])
            if invoice is not None:
                found[invoice.id] = invoice
    if not found or "OTHER" in text:
        for each in _by_words(facts, text, state):
            found[each.id] = each
    if not found and len(state.focus) == 1 and _POINTS.search(text):
        invoice = facts.by_id(state.focus[0])
        if invoice is not None:
            found[invoice.id] = invoice
    return tuple(found.values())


def _meant(facts: Facts, text: str, slots: Slots, state: Conversation) -> tuple[str, ...]:
    """Several invoices that 'it' or 'them' means: those last spoken of."""
    if len(state.focus) > 1 and _POINTS.search(text) and not invoices_in(facts, text, slots, state):
        return state.focus
    return ()


def _by_words(  # noqa: PLR0911 - one return for each word that points
    facts: Facts, text: str, state: Conversation
) -> tuple[Invoice, ...]:
    known = [each for i in state.listed if (each := facts.by_id(i)) is not None]
    pool = known if len(known) > 1 else list(facts.open or facts.invoices)
    if not pool:
        return ()
    if "OLDEST" in text:
        return (min(pool, key=lambda each: (each.due, each.issued, each.number)),)
    if "NEWEST" in text:
        newest = pool if len(known) > 1 else list(facts.invoices)
        return (max(newest, key=lambda each: (each.issued, each.due, each.number)),)
    if "BIGGEST" in text:
        return (
            max(pool, key=lambda each: (each.balance.amount or each.total.amount, each.number)),
        )
    if "SMALLEST" in text:
        return (
            min(pool, key=lambda each: (each.balance.amount or each.total.amount, each.number)),
        )
    if "NTH" in text:
        at = _ordinal(text)
        return (pool[at - 1],) if 0 < at <= len(pool) else ()
    if "OTHER" in text:
        return tuple(each for each in pool if each.id not in state.focus) if state.focus else ()
    if "BOTH" in text:
        recent = tuple(each for i in state.recent if (each := facts.by_id(i)) is not None)
        return recent if len(recent) == 2 and len(known) != 2 else tuple(pool)
    return ()


def _ordinal(text: str) -> int:
    found = re.search(r"NTH(\d)", text)
    return int(found.group(1)) if found else 0
