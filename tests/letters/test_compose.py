from __future__ import annotations

import html
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import CreditKind
from plugin.credit.decisions import ProposedMessage
from plugin.credit.money import Money
from plugin.credit.policy import Level, Tone
from plugin.letters import (
    ImpossibleLetter,
    LetterCredit,
    PartPayment,
    PaymentBack,
    Proof,
    compose,
    tone_of,
)
from plugin.letters.lint import complaints
from tests.letters.builders import BANK, gbp, line, reminder

HOSTS = frozenset({"in.xero.com"})
FIRM = [Tone.FIRM, Tone.FINAL]


def read(text: str) -> str:
    """Text as a reader has it: no line breaks, no hard blanks."""
    return " ".join(text.replace("\xa0", " ").split())


def seen(page: str) -> str:
    """What a reader sees of an HTML part."""
    page = re.sub(r"<style.*?</style>", " ", page, flags=re.DOTALL)
    return read(html.unescape(re.sub(r"<(?!br)[^>]*>", "", page).replace("<br />", " ")))


def credit(kind: CreditKind, remaining: str, taken_off: str) -> LetterCredit:
    return LetterCredit(
        number="CN-0012",
        kind=kind,
        on=date(2026, 10, 1),
        remaining=gbp(remaining),
        taken_off=gbp(taken_off),
    )


@pytest.mark.parametrize("tone", list(Tone))
def test_amount_number_and_date_stand_first(tone: Tone) -> None:
    """Every tone says in its subject and its first sentences which invoice, how much and when."""
    letter = compose(reminder(tone))
    due = "Tuesday 1 December" if tone is Tone.COURTESY else "Saturday 7 November"
    opening = read(letter.text.split("\n\n")[1])
    for said in ("INV-1041", "£412.40"):
        assert said in letter.subject
        assert said in opening
    assert due in opening
    assert opening in seen(letter.html)


@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_has_words_of_its_own(tone: Tone) -> None:
    """No two tones ask in the same words, and none of them draws a complaint."""
    letter = compose(reminder(tone))
    others = {compose(reminder(other)).text for other in Tone if other is not tone}
    assert letter.text not in others
    assert complaints(letter, allowed_hosts=HOSTS) == ()


@pytest.mark.parametrize("tone", list(Tone))
def test_many_invoices_are_worded_as_many(tone: Tone) -> None:
    """A letter about three invoices counts them, lists each with its link, and adds them up."""
    late = -7 if tone is Tone.COURTESY else 20
    lines = tuple(
        line(f"INV-{number}", late=late - number, amount=f"{number}00.10") for number in (1, 2, 3)
    )
    letter = compose(reminder(tone, *lines))
    assert "£600.30" in letter.subject
    for part in (read(letter.text), seen(letter.html)):
        assert "three invoices on your account" in part
        assert "Total" in part
        assert "£600.30" in part
        for each in lines:
            assert each.number in part
    for each in lines:
        assert each.pay_url in letter.text
        assert f'href="{each.pay_url}"' in letter.html


def test_a_final_notice_names_nothing_that_is_not_yet_due() -> None:
    """A at final, B due in three days: B is absent from the final notice (rule 18)."""
    soon = line("INV-2000", late=-3)
    letter = compose(reminder(Tone.FINAL, line(), also=(soon, line("INV-1500", late=9))))
    assert "INV-2000" not in letter.text + letter.html
    assert "INV-1500" in letter.text
    assert letter.text.index("nothing asked of these today") < letter.text.index("INV-1500")
    assert "£412.40" in letter.subject


def test_a_friendly_letter_says_what_is_not_due_yet() -> None:
    """Where a late invoice and a coming one go in one friendly letter, it tells them apart."""
    letter = compose(reminder(Tone.FRIENDLY, line(), line("INV-1070", late=-3, amount="95.20")))
    assert "INV-1070 (£95.20) is not due until Friday 27 November" in read(letter.text)


def test_an_invoice_due_today_is_not_called_late() -> None:
    """A level on the due date itself says that the invoice falls due today."""
    letter = compose(reminder(Tone.FRIENDLY, line(late=0)))
    assert "falls due today, Tuesday 24 November" in read(letter.text)
    assert "late" not in letter.text


def test_instalments_of_one_invoice_are_no_two_invoices() -> None:
    """Two instalments of one invoice are named once, each with its own due date."""
    letter = compose(reminder(Tone.FIRM, line(late=40), line(late=10)))
    assert letter.subject.startswith("Invoice INV-1041: £824.80")
    assert "two instalments of invoice INV-1041" in read(letter.text)
    assert letter.text.count("\n  due ") == 2


def test_credit_taken_off_is_named_and_subtracted() -> None:
    """Unallocated credit is listed by number and nets the total (rule 7)."""
    netting = credit(CreditKind.CREDIT_NOTE, "50.00", "50.00")
    letter = compose(reminder(Tone.FIRM, credits=(netting,), total=gbp("362.40")))
    for part in (read(letter.text), seen(letter.html)):
        assert "Credit note CN-0012" in part
        assert "−£50.00" in part
        assert "Please pay £362.40" in part


def test_a_deposit_is_listed_and_does_not_net() -> None:
    """1,000 late and a 1,000 deposit: chased 1,000, and the deposit is named (rule 7)."""
    deposit = credit(CreditKind.PREPAYMENT, "1000.00", "0")
    letter = compose(reminder(Tone.FRIENDLY, line(amount="1000.00"), credits=(deposit,)))
    assert "£1,000.00 was due" in read(letter.text)
    assert "your deposit CN-0012 of £1,000.00, which has not been taken off" in read(letter.text)


def test_part_payments_are_thanked_for_and_returned_ones_told() -> None:
    """Money that came is thanked for; a payment that came back is said so (rule 6)."""
    letter = compose(
        reminder(
            Tone.FRIENDLY,
            part_payments=(PartPayment("INV-1041", date(2026, 11, 3), gbp("200.00")),),
            payments_back=(PaymentBack("INV-1041", date(2026, 11, 13), gbp("412.40")),),
        )
    )
    words = read(letter.text)
    assert "Thank you for the £200.00 towards INV-1041" in words
    assert "came back to us on Friday 13 November" in words


def test_every_letter_says_how_to_pay() -> None:
    """Bank details where there are some, else the links, else where to find them (rule 26)."""
    bank = compose(reminder()).text
    assert all(each in bank for each in BANK)
    assert "Reference: INV-1041" in bank
    assert "Follow the link" in compose(reminder(how_to_pay=())).text


def test_a_proof_says_whom_it_is_for_and_when_it_goes() -> None:
    """The very first message of an organisation goes to its own user first (rule 2)."""
    letter = compose(reminder(proof=Proof("Quay Bistro", "you approve it")))
    said = (
        "This is how your first reminder will look to Quay Bistro. "
        "It goes to them when you approve it."
    )
    assert said in read(letter.text)
    assert said in seen(letter.html)
    assert letter.subject.startswith("For you to see first: ")
    assert "first reminder will look" not in compose(reminder()).text


@pytest.mark.parametrize(
    ("language", "written", "fell_back"),
    [("en-GB", "en-GB", False), ("en_AU", "en-AU", False), ("pl", "en-GB", True)],
)
def test_a_missing_language_falls_back_visibly(
    language: str, written: str, fell_back: bool
) -> None:
    """A letter in a language that has no text yet is British English and says so (rule 29)."""
    letter = compose(reminder(language=language))
    assert (letter.language, letter.fell_back) == (written, fell_back)
    assert f'lang="{written}"' in letter.html


def test_other_currencies_keep_their_sign() -> None:
    """Amounts are written exactly, with the sign of their currency."""
    euros = Money(Decimal(1200), "EUR")
    one = line()
    other = type(one)(number="INV-1", issued=one.issued, due=one.due, days_late=17, amount=euros)
    assert "€1,200.00" in compose(reminder(Tone.FRIENDLY, other, total=euros)).subject


def test_what_customers_are_called_is_escaped() -> None:
    """Names and references from the ledger never become markup or break a subject."""
    hostile = '<img src="https://evil.example/x"> & {{ total }}'
    letter = compose(
        reminder(
            Tone.FRIENDLY,
            line("INV-<b>1</b>", reference=hostile),
            customer=hostile,
            recipient=hostile,
            own_sentence=hostile,
            organisation="Two\nLines",
        )
    )
    assert "<img" not in letter.html
    assert "<b>" not in letter.html
    assert "{{ total }}" in seen(letter.html)
    assert "\n" not in letter.subject


def test_the_text_part_is_set_for_72_columns() -> None:
    """No line of the text part is longer, but for a link that must stay whole."""
    letter = compose(
        reminder(Tone.FIRM, line(reference="PO 4471"), last_written_on=date(2026, 11, 2))
    )
    long = [each for each in letter.text.splitlines() if len(each) > 72]
    assert all("https://" in each for each in long)
    assert "7\nNovember" not in letter.text


def test_nothing_is_loaded_and_nothing_redirects() -> None:
    """No picture, no script, no font; every link is an invoice's own page (rule 27)."""
    page = compose(reminder(Tone.FINAL)).html
    assert re.findall(r'(?:href|src)="([^"]*)"', page) == ["https://in.xero.com/inv-1041"]
    assert "@import" not in page
    assert "url(" not in page
    assert "prefers-color-scheme: dark" in page


def test_a_letter_of_ninety_invoices_stays_below_what_mail_programs_clip() -> None:
    """Mail programs cut a message at about 102 kB; ninety invoices stay below it."""
    lines = tuple(line(f"INV-{number}", late=5, amount="10.00") for number in range(1000, 1090))
    letter = compose(reminder(Tone.FRIENDLY, *lines))
    assert len(letter.html.encode()) < 102_000
    assert "£900.00" in letter.subject


@pytest.mark.parametrize(
    "make",
    [
        lambda: reminder(total=gbp("1.00")),
        lambda: reminder(lines=()),
        lambda: reminder(Tone.FIRM, line(late=-2)),
        lambda: reminder(Tone.COURTESY, line(late=2)),
        lambda: reminder(also=(line(),), total=Money.of("412.40", "EUR")),
        lambda: reminder(Tone.FRIENDLY, line(amount="0.00")),
    ],
)
def test_contradicting_facts_make_no_letter(make: object) -> None:
    """A wrong sum, a mixed currency or a firm word about what is not late is refused."""
    assert callable(make)
    with pytest.raises(ImpossibleLetter):
        make()


def test_a_pay_link_is_a_web_address() -> None:
    """A link that is no web address never reaches a letter."""
    one = line()
    with pytest.raises(ImpossibleLetter, match="INV-1041"):
        type(one)(
            number=one.number,
            issued=one.issued,
            due=one.due,
            days_late=17,
            amount=one.amount,
            pay_url="javascript:alert(1)",
        )


def test_tone_follows_the_message() -> None:
    """Courtesy and final come from the message, the rest from its highest level."""
    zero = gbp("0")
    plain = ProposedMessage("GBP", 2, False, False, (), (), zero, zero)
    courtesy = ProposedMessage("GBP", 0, True, False, (), (), zero, zero)
    final = ProposedMessage("GBP", 3, False, True, (), (), zero, zero)
    assert tone_of(plain, Level(2, 14, tone=Tone.FIRM)) is Tone.FIRM
    assert tone_of(courtesy, Level(0, -7)) is Tone.COURTESY
    assert tone_of(final, Level(3, 28, tone=Tone.FIRM)) is Tone.FINAL


amounts = st.decimals("0.01", "99999.99", places=2)


@settings(max_examples=60, deadline=None)
@given(
    tone=st.sampled_from(list(Tone)),
    debts=st.lists(st.tuples(st.integers(1, 900), amounts), min_size=1, max_size=12),
)
def test_every_letter_is_complete_and_clean(tone: Tone, debts: list[tuple[int, Decimal]]) -> None:
    """Whatever is owed, both parts name each invoice and the exact total, without a complaint."""
    sign = -1 if tone is Tone.COURTESY else 1
    lines = tuple(
        line(f"INV-{1000 + at}", late=sign * late, amount=str(amount))
        for at, (late, amount) in enumerate(debts)
    )
    facts = reminder(tone, *lines)
    letter = compose(facts)
    in_all = f"£{sum((amount for _, amount in debts), Decimal(0)):,.2f}"
    for part in (letter.subject, read(letter.text), seen(letter.html)):
        assert in_all in part
    for each in lines:
        assert f"£{each.amount.amount:,.2f}" in letter.text
        assert each.number in letter.text
        assert each.number in seen(letter.html)
    assert complaints(letter, allowed_hosts=HOSTS) == ()
    assert compose(facts) == letter
