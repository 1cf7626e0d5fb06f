"""`goodterms assistant answer`: what the portal's assistant replies to a file of conversations.

It reads a books file, a policy and the conversations, and prints; what a customer says yes to is
carried out on the account in memory, and nothing is sent or saved.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from connectors.books import Books, BooksError, load
from plugin.assistant.carrying_out import carry_out
from plugin.assistant.dialogue import Assistant
from plugin.assistant.facts import Facts
from plugin.assistant.state import NEW
from plugin.credit.covered import covering
from plugin.credit.history import Happened, account_on
from plugin.credit.passport import credit_passport
from plugin.credit.policy import (
    DEFAULT_POLICY,
    CreditPolicy,
    PolicyComplaints,
    PolicySet,
    parse_policies,
)
from plugin.letters.passport_shapes import PassportFacts
from plugin.letters.passport_words import passport_in_words
from plugin.letters.policy_shapes import PolicyFacts, WhoToAsk
from plugin.letters.public_policy import policy_in_words
from plugin.replay_command import pasts_of


def cli_assistant(argv: Sequence[str]) -> int:
    """Run the command; returns its exit status.

    0: every turn was answered. 1: a file was refused, each complaint on stderr with its path.
    2: the command itself was wrong.
    """
    parser = argparse.ArgumentParser(
        prog="goodterms assistant answer",
        description="What the portal's assistant replies to each turn, as JSON lines.",
    )
    parser.add_argument("file", metavar="FILE.jsonl")
    parser.add_argument("--books", required=True, metavar="FILE")
    parser.add_argument("--policy", required=True, metavar="POLICY.toml")
    parser.add_argument("--customer", required=True, metavar="ID")
    parser.add_argument("--on", required=True, type=_day, metavar="DATE")
    parser.add_argument("--json", action="store_true", help="as always: JSON lines")
    try:
        asked = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        facts = read_facts(asked.books, asked.policy, asked.customer, asked.on)
        for line in answers(facts, conversations(asked.file)):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError as error:
        sys.stderr.write(f"{error.filename}: cannot be read: {error.strerror or error}\n")
        return 2
    except Unreadable as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


class Unreadable(ValueError):
    """A file breaks its format, or names a customer that is not in the books."""


def read_facts(books_file: str, policy_file: str, customer: str, on: date) -> Facts:
    """One customer of a books file as they stood on a civil day.

    Raises OSError, and Unreadable with every complaint and its path.
    """
    try:
        books = load(books_file)
        policies = parse_policies(tomllib.loads(Path(policy_file).read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"{policy_file}: not a policy file: {error}") from error
    except (BooksError, PolicyComplaints) as error:
        raise Unreadable("\n".join(str(each) for each in error.complaints)) from error
    return facts_of(books, policies, customer, on)


def facts_of(books: Books, policies: PolicySet, customer: str, on: date) -> Facts:
    """What the assistant may speak from for one customer. Raises Unreadable for an unknown one."""
    known = next((each for each in books.customers if each.id == customer), None)
    if known is None:
        raise Unreadable(f'--customer: not in the books: "{customer}"')
    past = next(each for each in pasts_of(books, [on]) if each.customer.id == customer)
    account = account_on(past, on, Happened(connected_on=on))
    account, found, policy = covering(account, policies, on)
    policy = policy or _default(policies)
    organisation = books.organisation
    person = WhoToAsk(
        organisation=organisation.name,
        name=policy.sender.name,
        title=policy.sender.role,
        email=policy.sender.reply_to,
    )
    words = policy_in_words(
        PolicyFacts(
            organisation=organisation.name,
            currency=organisation.base_currency,
            policy=policy,
            person=person,
            terms_days=organisation.terms_days,
        )
    )
    facts = Facts(
        account=account,
        policy=policy,
        on=on,
        organisation=organisation.name,
        country=known.country or organisation.country,
        terms_days=organisation.terms_days,
        has_address=bool(known.email),
        published=words.sections,
        person=person,
    )
    if _default(policies).passport.shows(found.segment):
        shown = PassportFacts(
            organisation=organisation.name, passport=credit_passport(account, policy, on)
        )
        facts = replace(facts, passport=passport_in_words(shown))
    return facts


def _default(policies: PolicySet) -> CreditPolicy:
    found = policies.named(policies.default) if policies.default is not None else None
    return found or DEFAULT_POLICY


def conversations(file: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each line's id and turns; other keys are ignored. Raises OSError and Unreadable."""
    with Path(file).open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                document = json.loads(line)
            except ValueError as error:
                raise Unreadable(f"{file}:{number}: not JSON: {error}") from error
            yield _conversation(document, f"{file}:{number}")


def _conversation(document: object, where: str) -> tuple[str, tuple[str, ...]]:
    if not isinstance(document, Mapping) or "turns" not in document:
        raise Unreadable(f'{where}: not an object with "id" and "turns"')
    turns = document["turns"]
    if not isinstance(turns, list) or not all(isinstance(each, str) for each in turns):
        raise Unreadable(f"{where}.turns: not a list of texts")
    return document.get("id", ""), tuple(turns)


def answers(facts: Facts, every: Iterator[tuple[str, tuple[str, ...]]]) -> Iterator[dict[str, Any]]:
    """One line a turn; each conversation begins on the same facts."""
    fresh = Assistant.of(facts)
    for name, turns in every:
        assistant, state = fresh, NEW
        for index, words in enumerate(turns):
            turn = assistant.answer(words, state)
            state = turn.state
            effects: tuple[str, ...] = ()
            if turn.act is not None:
                changed, effects = carry_out(assistant.facts, turn.act, name=f"{name}:{index}")
                assistant = replace(assistant, facts=changed)
            yield {
                "id": name,
                "turn": index,
                "did": turn.did,
                "intent": turn.intent,
                "slots": turn.slots,
                "reply": turn.reply,
                "sources": list(turn.sources),
                "effects": list(effects),
            }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'not a date: "{text}"') from None
