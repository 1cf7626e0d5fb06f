"""Sets the text part of a letter: wrapped paragraphs and aligned amounts. It words nothing."""

from __future__ import annotations

from textwrap import fill, indent

from plugin.letters.account_links import AccountLinks, account_links
from plugin.letters.facts import LetterFacts, LetterLine
from plugin.letters.languages import Language, Wording
from plugin.letters.wording import one_line

#: columns of the text part; a longer word, such as a link, stands whole on a line of its own
WIDTH = 72
#: stands for a blank at which a line may not break
_KEPT = "\ue000"


def set_plain(facts: LetterFacts, wording: Wording, language: Language) -> str:
    """The whole text part, ending in one line break."""
    labels = language.labels
    parts = (wording.banner, wording.greeting, wording.opening, *wording.background)
    blocks = [_wrapped(each, language) for each in (*parts, wording.request, facts.own_sentence)]
    blocks += [_line(line, facts, language, labels.pay_link) for line in facts.lines]
    blocks.append(_totals(facts, language))
    paying = [indent(_wrapped(line, language), "  ") for line in wording.how_to_pay]
    blocks.append("\n".join((f"{labels.how_to_pay}{language.colon}", *paying)))
    links = account_links(facts.portal_url, language.tag, policy_url=facts.policy_url)
    blocks += linked(links, language.colon)
    blocks += [_wrapped(paragraph, language) for paragraph in wording.after]
    if facts.listed:
        blocks.append(_wrapped(f"{labels.also}{language.colon}", language))
        blocks += [_line(line, facts, language, labels.view_link) for line in facts.listed]
    blocks.append("\n".join((wording.valediction, "", *wording.signature)))
    blocks.append("-" * 24 + "\n" + _wrapped(wording.footer, language))
    return "\n\n".join(block for block in blocks if block) + "\n"


def linked(links: AccountLinks, colon: str) -> list[str]:
    """The links into the account, each below what it is called."""
    if not links.others:
        return []
    answers = [f"  {each.label}\n  {each.address}" for each in links.answers]
    others = [f"{each.label}{colon}\n{each.address}" for each in links.others]
    heading = [f"{links.heading}{colon}"] if links.heading else []
    return ["\n".join((*heading, *answers)), "\n".join(others)]


def _wrapped(paragraph: str, language: Language) -> str:
    # a day keeps its month: "7 November" is never torn apart at the end of a line
    kept = language.formats.kept(one_line(paragraph), _KEPT)
    wrapped = fill(kept, WIDTH, break_long_words=False, break_on_hyphens=False)
    return wrapped.replace(_KEPT, " ")


def _line(line: LetterLine, facts: LetterFacts, language: Language, link: str) -> str:
    due = f"  {language.labels.due_inline} {language.day(facts, line.due)}"
    late = f", {language.lateness(line)}" if line.days_late > 0 else ""
    part = f", {language.part(line.part)}" if line.part is not None else ""
    rows = [_aligned(f"  {line.number}{part}", language.money(line.amount)), f"{due}{late}"]
    if line.reference:
        rows.append(f"  {language.labels.reference_inline} {one_line(line.reference)}")
    if line.pay_url:
        rows.append(f"  {link}{language.colon} {line.pay_url}")
    return "\n".join(rows)


def _totals(facts: LetterFacts, language: Language) -> str:
    taken = language.credit_taken(facts)
    if len(facts.lines) == 1 and not taken:
        return ""
    money = language.money
    rows = [_aligned(f"  {name}", money(-amount)) for name, amount in taken]
    return "\n".join((*rows, _aligned(f"  {language.labels.total}", money(facts.total))))


def _aligned(left: str, right: str) -> str:
    return f"{left}{right:>{max(len(right) + 2, WIDTH - 12 - len(left))}}"
