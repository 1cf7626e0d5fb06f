"""The credit passport in English. It says what is, what was decided and what the rule looks at."""

from __future__ import annotations

from typing import assert_never

from plugin.credit.decisions import ExposurePart
from plugin.credit.limits import (
    AtMost,
    LimitReason,
    MonthlySales,
    PaidWithinTerms,
    RoundedUp,
    StarterLimit,
)
from plugin.credit.metrics import OnTimeRecord
from plugin.credit.money import Money
from plugin.credit.passport import (
    CreditPassport,
    GoesOnPunctual,
    LargerPaidOnTime,
    MostByPolicy,
    OnTimeFirst,
    RaisedBy,
)
from plugin.letters.formats import Formats
from plugin.letters.passport_shapes import LimitDecided, PassportFacts, PassportInWords
from plugin.letters.wording import counted, listed

_PARTS = {
    ExposurePart.APPROVED: "Unpaid invoices",
    ExposurePart.AWAITING_APPROVAL: "Invoices about to be sent",
    ExposurePart.DRAFTS: "Invoices in draft",
    ExposurePart.QUOTES: "Quotes that you accepted",
    ExposurePart.REPEATING: "Repeating invoices of the next 30 days",
    ExposurePart.CREDITS: "Your credit that is not used yet",
    ExposurePart.PREPAYMENTS: "Your deposits",
}


class EnglishPassport:
    """English, with the dates and amounts of the place it is read in."""

    def said(self, facts: PassportFacts, formats: Formats) -> PassportInWords:
        """The whole passport."""
        it = facts.passport
        return PassportInWords(
            title=f"Your credit with {facts.organisation}",
            summary=_summary(it, formats),
            percent=it.use.utilisation if it.use is not None else None,
            is_over=it.over is not None,
            figures=_figures(it),
            parts=_parts(it),
            record=_record(it.record),
            how_heading="How your limit was set",
            how=_how(facts, formats),
            raised_heading="What would raise it",
            raised=_raised(it, formats),
            language=formats.tag,
        )


def _summary(it: CreditPassport, formats: Formats) -> str:
    money = formats.money
    if it.is_shared:
        return (
            "Your limit is one for several businesses together. Its figures would tell of the "
            "others, so they do not stand here; ask us, and a person tells you where you are."
        )
    if it.limit is None:
        return "No credit limit is set for you. That is not a limit of nothing."
    if it.use is None:
        others = listed(sorted({code for code, _ in it.parts} - {it.limit.currency}))
        return (
            f"Your limit is {money(it.limit)}. Part of what is unpaid is in {others}, and our "
            "books know no rate for it yet, so what is free cannot be said in one figure."
        )
    used = f"{money(it.use.used)} of your limit of {money(it.limit)} is used"
    if it.over is not None:
        return f"{used}: {money(it.over)} more than the limit."
    return f"{used}, and {money(it.use.headroom)} is free."


def _figures(it: CreditPassport) -> tuple[tuple[str, Money], ...]:
    if it.limit is None:
        return ()
    if it.use is None:
        return (("Limit", it.limit),)
    last = ("Over the limit", it.over) if it.over is not None else ("Free", it.use.headroom)
    return (("Limit", it.limit), ("Used", it.use.used), last)


def _parts(it: CreditPassport) -> tuple[tuple[str, tuple[tuple[str, Money], ...]], ...]:
    if it.limit is None:
        return ()
    return tuple(
        (
            "What is used" if len(it.parts) == 1 else f"What is used, in {currency}",
            tuple((_PARTS[part], amount) for part, amount in its),
        )
        for currency, its in it.parts
    )


def _record(record: OnTimeRecord) -> str:
    if not record.counted:
        return "None of your invoices of the last year has been paid or has fallen due yet."
    if record.counted == 1:
        how = "was paid on time" if record.on_time else "was not paid on time"
        return f"The one invoice that counts so far {how}."
    return f"{record.on_time} of your last {record.counted} invoices were paid on time."


def _how(facts: PassportFacts, formats: Formats) -> tuple[str, ...]:
    if facts.passport.limit is None:
        return ()
    if not facts.decided:
        return (f"A person at {facts.organisation} set it.",)
    return tuple(_decided(each, facts.organisation, formats) for each in facts.decided)


def _decided(it: LimitDecided, organisation: str, formats: Formats) -> str:
    on, money = formats.dated(it.on), formats.money
    if it.after is None:
        return f"{on}: a person at {organisation} took the limit away."
    what = f"set it to {money(it.after)}"
    if it.before is not None and it.before.currency == it.after.currency:
        how = "raised" if it.after > it.before else "lowered"
        what = f"{how} it from {money(it.before)} to {money(it.after)}"
    elif it.before is not None:
        what = f"set it to {money(it.after)}; before that it was {money(it.before)}"
    if not it.basis:
        return f"{on}: a person at {organisation} {what}."
    why = "; ".join(_reason(each, formats) for each in it.basis)
    return f"{on}: a person at {organisation} {what}, by our usual rule: {why}."


def _reason(reason: LimitReason, formats: Formats) -> str:
    money = formats.money
    match reason:
        case PaidWithinTerms(balance, on):
            return f"{money(balance)} stood open on {formats.dated(on)} and was all paid on time"
        case MonthlySales(average, on_time, of):
            return (
                f"you bought for {money(average)} in an average month, and {on_time} of your "
                f"{of} invoices were paid on time"
            )
        case StarterLimit(limit):
            return f"whoever is new begins with {money(limit)}"
        case RoundedUp(step):
            return f"rounded up to a multiple of {money(step)}"
        case AtMost(limit, _):
            return f"{money(limit)} is the most that the rule proposes"
        case _:
            assert_never(reason)


def _raised(it: CreditPassport, formats: Formats) -> tuple[str, ...]:
    if not it.raised_by:
        return ()
    said = [_raise(each, formats) for each in it.raised_by]
    return (*said, "A person decides each time, so none of this is a promise.")


def _raise(it: RaisedBy, formats: Formats) -> str:
    match it:
        case OnTimeFirst(more):
            return (
                f"Paying on time: {counted(more, 'more invoice')} "
                "paid on time, one after the other, and an average month’s purchases count."
            )
        case GoesOnPunctual(on_time, of):
            return (
                f"Going on as you are: with {on_time} of {of} invoices paid on time, an average "
                "month’s purchases count."
            )
        case LargerPaidOnTime(than):
            return (
                f"A larger amount: more than {formats.money(than)} that stood open and was all "
                "paid on time counts."
            )
        case MostByPolicy(limit):
            return (
                f"{formats.money(limit)} is the most that our rule proposes for anybody. For more, "
                "talk to us."
            )
        case _:
            assert_never(it)
