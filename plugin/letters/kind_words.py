"""Composes a kind word: an apology in one line, a thank-you, a welcome. It sends nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from plugin.credit.kind_word_facts import KindWord
from plugin.credit.money import Money
from plugin.letters.account_links import AccountLink, AccountLinks, account_links
from plugin.letters.bond_texts import BOND_TEXTS, BondTexts
from plugin.letters.compose import Letter
from plugin.letters.facts import Proof
from plugin.letters.kind_word_texts import ENGLISH, TEXTS, KindTexts
from plugin.letters.languages import Language, fallback, language_for
from plugin.letters.lint import complaints, sentence_complaints
from plugin.letters.plain import linked
from plugin.letters.statement_mail import note_template, set_note
from plugin.letters.wording import one_line

#: what each is called on screen, by the kind of its message
KIND_WORDS = {
    KindWord.APOLOGY.value: "apology for a crossing",
    KindWord.THANKS.value: "thank-you",
    KindWord.WELCOME.value: "welcome",
    KindWord.LOYALTY.value: "thank-you with a higher limit",
    KindWord.MILESTONE.value: "thank-you for a milestone",
    KindWord.RECOMMEND.value: "question for a recommendation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWordFacts:
    """All that a kind word says; `numbers` are the invoices it is about, `about_on` the day paid.

    Of thanks with a higher limit `amount` is that limit and `about_on` the day from which it
    stands. Of a welcome `about_on` is the invoice's date and `due` the day on which it is due.
    `language` is a tag such as "en-GB"; `portal_url` leads into the customer's account.
    """

    kind: KindWord
    organisation: str
    customer: str
    recipient: str
    sender_name: str
    sender_title: str
    reply_to: str
    phone: str
    language: str
    numbers: tuple[str, ...]
    amount: Money
    about_on: date
    written_on: date | None = None
    due: date | None = None
    was_late: bool = False
    how_to_pay: tuple[str, ...] = ()
    own_sentence: str = ""
    portal_url: str = ""
    policy_url: str = ""
    #: everything is settled, and one tap says how it was (at most as often as the policy allows)
    asks_how_it_went: bool = False
    #: a milestone of years, and not of an amount
    is_of_years: bool = False
    #: a milestone of so many invoices paid on time, one after the other; 0 for another
    in_a_row: int = 0
    #: where whoever is asked for a recommendation says that they want no more such questions
    no_more_url: str = ""


def compose_kind_word(facts: KindWordFacts, *, proof: Proof | None = None) -> Letter:
    """Compose it. Pure: the same facts give the same letter, to the byte.

    In the language asked for, or visibly in English (rule 29). A `proof` goes to the
    organisation's own user.
    """
    language, texts, fell_back = _spoken(facts.language)
    subject, paragraphs, closing = _words(facts, texts, language)
    greeting = _greeting(facts, texts)
    banner = _banner(proof) if proof is not None else ""
    how_to_pay = facts.how_to_pay if facts.kind is KindWord.WELCOME else ()
    signature = _signature(facts)
    footer = texts.footer.format(customer=facts.customer, organisation=facts.organisation)
    links = _links(facts, language)
    heading = language.labels.how_to_pay
    blocks = [
        banner,
        greeting,
        *paragraphs,
        "\n".join((f"{heading}{language.colon}", *(f"  {line}" for line in how_to_pay)))
        if how_to_pay
        else "",
        closing,
        *linked(links, language.colon),
        "\n".join((texts.valediction, "", *signature)),
        "-" * 24 + "\n" + footer,
    ]
    html = note_template().render(
        subject=subject,
        lang=language.tag,
        banner=banner,
        greeting=greeting,
        paragraphs=paragraphs,
        organisation=facts.organisation,
        how_to_pay_heading=heading,
        how_to_pay=how_to_pay,
        closing=closing,
        valediction=texts.valediction,
        signature=signature,
        footer=footer,
        links=links,
    )
    return Letter(subject, set_note(blocks), html, language.tag, fell_back)


def _links(facts: KindWordFacts, language: Language) -> AccountLinks:
    links = account_links(
        facts.portal_url,
        language.tag,
        "statement",
        facts.policy_url,
        asks_how_it_went=facts.asks_how_it_went,
    )
    if not facts.no_more_url:
        return links
    refusal = AccountLink(_bond(language).no_more, facts.no_more_url)
    # beside such a question nothing leads to money: only *not the right person*, and the no
    return replace(links, others=(*links.others[-1:], refusal))


def kind_word_complaints(letter: Letter, facts: KindWordFacts) -> tuple[str, ...]:
    """What is wrong with it, as the linter of reminders sees it; it links to us alone."""
    names = (
        *(facts.customer, facts.organisation, facts.recipient, facts.sender_name),
        *facts.numbers,
    )
    known = [name for name in names if name]
    hosts = (urlsplit(facts.portal_url).hostname or "",)
    own = sentence_complaints(facts.own_sentence, known, letter.language)
    found = complaints(letter, allowed_hosts=hosts, names=known)
    return tuple(dict.fromkeys((*found, *(own if facts.own_sentence else ()))))


def _greeting(facts: KindWordFacts, texts: KindTexts) -> str:
    return texts.greeting_named.format(name=facts.recipient) if facts.recipient else texts.greeting


def _banner(proof: Proof) -> str:
    return (
        f"This is how the first message will look. It goes to {proof.customer} when "
        f"{proof.goes_when}."
    )


def _spoken(tag: str) -> tuple[Language, KindTexts, bool]:
    language = language_for(tag)
    texts = None if language is None else TEXTS.get(language.formats.locale.language)
    if language is None or texts is None:
        return fallback(), ENGLISH, True
    return language, texts, False


def _words(
    facts: KindWordFacts, texts: KindTexts, language: Language
) -> tuple[str, tuple[str, ...], str]:
    """Subject, paragraphs, and what stands before the greeting at the end."""
    noun = language.formats.plural(len(facts.numbers), texts.invoice, texts.invoices)
    dated = language.formats.dated
    filled = {
        "numbers": language.listed(list(facts.numbers)),
        "invoices": f"{noun} {language.listed(list(facts.numbers))}",
        "amount": language.money(facts.amount),
        "count": str(facts.in_a_row),
        "paid": dated(facts.about_on),
        "written": dated(facts.written_on) if facts.written_on is not None else "",
        "due": dated(facts.due) if facts.due is not None else "",
        "days": str((facts.due - facts.about_on).days) if facts.due is not None else "",
        "name": facts.sender_name or facts.organisation,
        "address": facts.reply_to,
        "phone": facts.phone,
    }
    if facts.kind is KindWord.APOLOGY:
        said = [texts.apology]
        subject, closing = texts.apology_subject, ""
    elif facts.kind is KindWord.THANKS:
        more = texts.thanks_late if facts.was_late else texts.thanks_punctual
        said, subject, closing = [f"{texts.thanks} {more}"], texts.thanks_subject, ""
    elif facts.kind is KindWord.LOYALTY:
        said, subject, closing = [texts.raised_thanks, texts.raised], texts.raised_subject, ""
    elif facts.kind in (KindWord.MILESTONE, KindWord.RECOMMEND):
        (subject, said), closing = _of_bond(facts, _bond(language)), ""
    else:
        terms = f" {texts.welcome_terms}" if facts.due is not None else ""
        said = [f"{texts.welcome}{terms}", texts.welcome_order]
        closing = texts.welcome_ask_call if facts.phone else texts.welcome_ask
        subject = texts.welcome_subject
    paragraphs = [each.format(**filled) for each in said]
    if facts.own_sentence:
        paragraphs.append(facts.own_sentence)
    return one_line(subject.format(**filled)), tuple(paragraphs), closing.format(**filled)


def _bond(language: Language) -> BondTexts:
    return BOND_TEXTS[language.formats.locale.language]


def _of_bond(facts: KindWordFacts, texts: BondTexts) -> tuple[str, list[str]]:
    """Subject and paragraphs of a milestone, or of the question for a recommendation."""
    if facts.kind is KindWord.RECOMMEND:
        said = [texts.recommend, texts.recommend_how, texts.recommend_rarely]
        return texts.recommend_subject, said
    if facts.is_of_years:
        return texts.year_subject, [texts.year, texts.thanks]
    if facts.in_a_row:
        return texts.row_subject, [texts.row, texts.thanks]
    return texts.paid_subject, [texts.passed, texts.thanks]


def _signature(facts: KindWordFacts) -> tuple[str, ...]:
    place = ", ".join(part for part in (facts.sender_title, facts.organisation) if part)
    lines = (facts.sender_name, place, facts.phone, facts.reply_to)
    return tuple(line for line in lines if line)
