"""Every kind of mail that the product sends, composed of invented facts and ready for the wire.

`KINDS` names the module that makes each, so that a module which nobody scores is noticed. Nothing
is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from plugin.credit.account import CreditKind
from plugin.credit.agreements import PlanPart
from plugin.credit.kind_word_facts import KindWord
from plugin.credit.law import Kind, Law, Standing, last_letter_for
from plugin.credit.policy import DEFAULT_POLICY, Tone
from plugin.letters.code_mail import CodeFacts, compose_code
from plugin.letters.compose import Letter, compose
from plugin.letters.enclosures import enclosures_pdf, has_enclosures
from plugin.letters.facts import LetterCredit, PartPayment, PaymentBack, Proof
from plugin.letters.kind_words import KindWordFacts, compose_kind_word
from plugin.letters.languages import LANGUAGES
from plugin.letters.link_mail import compose_link
from plugin.letters.lost import Loss, compose_loss
from plugin.letters.mail_words import as_html, copy_words
from plugin.letters.month_mail import compose_month
from plugin.letters.month_paper import month_pdf
from plugin.letters.statement import statement_pdf
from plugin.letters.statement_facts import Signer, statement_facts
from plugin.letters.statement_mail import compose_statement
from plugin.letters.told import ToldFacts, compose_told
from plugin.ports import Attachment
from tests.credit.builders import TODAY as ACCOUNT_DAY
from tests.credit.builders import an_account, credit, owes
from tests.letters.builders import TODAY, gbp, line, reminder
from tests.letters.months import a_month, an_empty_month
from tests.spam.credit_kinds import OF_CREDIT
from tests.spam.meeting_kinds import reviews
from tests.spam.posting import AT, Mails, mail
from tests.spam.team_kinds import OF_THE_TEAM

_PDF = Attachment(
    "INV-1041.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + b"1 0 obj\n" * 400 + b"%%EOF\n"
)

#: the customer's own way into their account; no two letters have the same
_LINK = (
    "https://goodterms.example/p/l/lIhhHc5RSXKX-Zr2cL3L6kU2b2FPTmCfrNv0cT6f_0sRz3oW4y8mQe1uJtA5dGk"
)


_NO_MORE = "https://goodterms.example/p/never-ask/lIhhHc5RSXKX-Zr2cL3L6kU2b2FPTmCfrNv0cT6f_0s"


def reminders() -> Mails:
    """Each tone in each language, for one invoice and for several."""
    many = tuple(line(f"INV-10{at}", late=at, amount=f"{at}0.25") for at in (31, 37, 45, 52))
    coming = tuple(line(f"INV-11{at}", late=-at, amount=f"{at}0.25") for at in (11, 12, 13))
    for language in LANGUAGES:
        for tone in Tone:
            lines = coming if tone is Tone.COURTESY else many
            for found, what in ((reminder(tone), "one"), (reminder(tone, *lines), "several")):
                letter = compose(replace(found, language=language, portal_url=_LINK))
                yield f"{tone} {what} {language}", mail(letter)


def full_reminders() -> Mails:
    """Letters with all that one may hold: credit, thanks, a payment back, what is contested."""
    invoice = line("INV-1041", late=40, amount="900.00", reference="PO 4471")
    facts = replace(
        reminder(Tone.PLAIN, invoice),
        also=(line("INV-1066", late=-5, amount="75.50"),),
        credits=(LetterCredit(
            number="CN-12", kind=CreditKind.CREDIT_NOTE, on=TODAY - timedelta(days=9),
            remaining=gbp("50.00"), taken_off=gbp("50.00"),
        ),),
        total=gbp("850.00"),
        part_payments=(PartPayment("INV-1041", TODAY - timedelta(days=3), gbp("100.00")),),
        payments_back=(PaymentBack("INV-1041", TODAY - timedelta(days=2), gbp("100.00")),),
        last_written_on=TODAY - timedelta(days=14),
        own_sentence="Thank you for having us at the opening last week.",
        attached=1,
    )  # fmt: skip
    for language in LANGUAGES:
        yield (
            f"everything {language}",
            mail(compose(replace(facts, language=language, portal_url=_LINK)), _PDF),
        )


def last_letters() -> Mails:
    """Letters before action to a person, with the protocol's forms, and to a company."""
    invoice = line("INV-1041", late=75, amount="1412.40")
    for kind in (Kind.SOLE_TRADER, Kind.COMPANY):
        rule = last_letter_for(Standing(kind, Law.ENGLAND_WALES, is_confirmed=True))
        facts = reminder(Tone.BEFORE_ACTION, invoice, last_letter=rule, portal_url=_LINK)
        attached = [
            Attachment("statement-and-reply-form.pdf", enclosures_pdf(facts))
            for _ in range(has_enclosures(facts))
        ]
        yield f"before action {kind}", mail(compose(facts), *attached)


def proofs() -> Mails:
    """The first message of all, to the organisation's own user."""
    shown = Proof("The Copper Kettle Café", "you have looked at it, at 11:40 today at the earliest")
    for tone in (Tone.COURTESY, Tone.FRIENDLY):
        letter = compose(replace(reminder(tone), proof=shown))
        yield f"proof {tone}", mail(letter, _PDF, ours=True)


def statements() -> Mails:
    """The note that a statement goes with, and its proof."""
    signer = Signer(
        organisation="Harbour Lane Foods",
        name="Sarah Hughes",
        reply_to="sarah@harbourlane.example",
        how_to_pay=("Sort code 20-45-77, account 3311 2094",),
    )
    account = an_account(
        owes(1000, late=40, number="F-1"), owes(300, late=5), credits=(credit(50),)
    )
    for language in LANGUAGES:
        facts = statement_facts(
            account,
            DEFAULT_POLICY,
            replace(signer, language=language),
            on=ACCOUNT_DAY,
            currency="GBP",
            recipient="Maya",
        )
        paper = Attachment("statement.pdf", statement_pdf(facts))
        yield (
            f"statement {language}",
            mail(compose_statement(replace(facts, portal_url=_LINK)), paper),
        )
    shown = Proof("The Copper Kettle Café", "you approve it")
    yield "statement's proof", mail(compose_statement(facts, proof=shown), paper, ours=True)


def kind_words() -> Mails:
    """An apology, thanks of both kinds and a welcome in each language, and a proof of one."""
    facts = KindWordFacts(
        kind=KindWord.APOLOGY,
        organisation="Harbour Lane Foods",
        customer="The Copper Kettle Café",
        recipient="Maya",
        sender_name="Sarah Hughes",
        sender_title="Accounts",
        reply_to="sarah@harbourlane.example",
        phone="01234 567890",
        language="en-GB",
        numbers=("INV-1041",),
        amount=gbp("412.40"),
        about_on=TODAY - timedelta(days=4),
        written_on=TODAY,
        due=TODAY + timedelta(days=26),
        how_to_pay=("Sort code 20-45-77, account 3311 2094",),
        portal_url=_LINK,
    )
    for language in LANGUAGES:
        for kind in KindWord:
            for late in (True, False) if kind is KindWord.THANKS else (False,):
                said = replace(
                    facts,
                    kind=kind,
                    language=language,
                    was_late=late,
                    asks_how_it_went=kind is KindWord.THANKS,
                    is_of_years=language == "en-GB",
                    no_more_url=_NO_MORE if kind is KindWord.RECOMMEND else "",
                )
                yield f"{kind} {late} {language}", mail(compose_kind_word(said))
    shown = Proof("The Copper Kettle Café", "you approve it")
    yield "kind word's proof", mail(compose_kind_word(facts, proof=shown), ours=True)


def losses() -> Mails:
    """Xero cannot be reached any more."""
    for waiting in (0, 3):
        loss = Loss(
            organisation="Harbour Lane Foods",
            since=AT,
            why="Xero says that the consent has been withdrawn",
            waiting=waiting,
            link="https://app.goodterms.example/oauth/start?purpose=connect",
        )
        yield f"lost, {waiting} waiting", mail(compose_loss(loss), ours=True)


def _all_reminders() -> Mails:
    yield from reminders()
    yield from full_reminders()
    yield from last_letters()


def answers() -> Mails:
    """Copies that were asked for by mail, in each language, and a person's own words."""
    for language in LANGUAGES:
        subject, text = copy_words(
            ("INV-1041", "INV-1058"),
            subject="Copy, please",
            signed="Sarah Hughes\nHarbour Lane Foods",
            language=language,
        )
        letter = Letter(subject, text, as_html(text, language), language)
        yield f"copies {language}", mail(letter, _PDF)
    words = "Dear Maya,\n\nOf course. We have noted it.\n\nSarah\n\n> Can we split it in two?"
    yield "a person's words", mail(Letter("Re: INV-1041", words, as_html(words)))


#: by the module that hands such mails to the mail server
def confirmations() -> Mails:
    """What a customer is told of their own answer, of an offer, and of words of the business."""
    parts = tuple(PlanPart(TODAY + timedelta(days=30 * n), gbp("267.13")) for n in (1, 2, 3))
    told = ToldFacts(
        organisation="Harbour Lane Foods",
        customer="The Copper Kettle Café",
        recipient="Maya",
        sender_name="Sarah Hughes",
        sender_title="Accounts",
        phone="01234 567890",
        reply_to="sarah@harbourlane.example",
        subject="Noted: £801.40 by Thursday 3 December",
        paragraphs=(
            "You told us that you will pay £801.40 for INV-1041 by Thursday 3 December. Thank you.",
            "Nothing is asked for it until then, nor in the two working days after it.",
        ),
        link=_LINK,
        link_label="Your page, to see it or to change it",
    )
    yield "promise", mail(compose_told(told))
    subject = "Agreed: £801.39 in three instalments"
    yield "plan", mail(compose_told(replace(told, subject=subject, parts=parts)))
    subject = "Harbour Lane Foods wrote to you about INV-1041"
    quoted = "We look into the two jars today, and write to you tomorrow."
    written = replace(told, subject=subject, paragraphs=("You have an answer:",), quoted=quoted)
    yield "words", mail(compose_told(written))


def codes() -> Mails:
    """A code that a customer asked for, in each language."""
    for language in LANGUAGES:
        facts = CodeFacts(
            code="048213",
            organisation="Harbour Lane Foods",
            customer="The Copper Kettle Café",
            minutes=15,
            language=language,
        )
        yield f"code {language}", mail(compose_code(facts))


def new_links() -> Mails:
    """A link in place of one that has run out, in each language."""
    for language in LANGUAGES:
        letter = compose_link(
            url=_LINK,
            organisation="Harbour Lane Foods",
            customer="The Copper Kettle Café",
            language=language,
        )
        yield f"new link {language}", mail(letter)


def months() -> Mails:
    """A month's page, to our own user: with all there is on it, and of a month without anything."""
    link = "https://app.goodterms.example/o/1/insight/months?month=2026-10"
    for what, facts in (("full", a_month()), ("empty", an_empty_month())):
        page = Attachment("2026-10.pdf", month_pdf(facts))
        letter = compose_month(facts, link=link, recipient="Sarah")
        yield f"month {what}", mail(letter, page, ours=True)


KINDS: Mapping[str, Callable[[], Mails]] = MappingProxyType(
    {
        "plugin.operations.composing": _all_reminders,
        "plugin.operations.proof": proofs,
        "plugin.operations.send_statements": statements,
        "plugin.operations.send_kind_words": kind_words,
        "plugin.operations.send_reviews": reviews,
        "plugin.operations.tell_lost": losses,
        **OF_THE_TEAM,
        **OF_CREDIT,
        "plugin.operations.portal_told": confirmations,
        "plugin.operations.portal_codes": codes,
        "plugin.operations.portal_renewal": new_links,
        "plugin.operations.mail_answers": answers,
        "plugin.operations.month_letters": months,
    }
)
