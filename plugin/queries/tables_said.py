"""What was said, sent and asked, as tables for files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plugin.credit.feedback import MeanScore
from plugin.letters.words import settled_words
from plugin.queries.call_sheet import Sheet
from plugin.queries.crossings import CrossingPage
from plugin.queries.disputes import DisputeShown
from plugin.queries.feedback import FeedbackPage
from plugin.queries.mail import MailLine
from plugin.queries.reminders import ChasedLine, MessageLine
from plugin.queries.samples import Spoken
from plugin.queries.tables import Cell, Named, Table, amount, day, number, text
from plugin.queries.talks import TalkShown
from plugin.queries.tasks import TaskShown
from plugin.queries.timeline import Said
from plugin.store.feedback import Asked


def timeline_table(lines: Iterable[Said]) -> Table:
    """Everything said, done and decided, newest first."""
    return Table(
        "Timeline",
        (day("When"), text("Who"), text("Kind"), text("Customer"), text("What"), text("Words")),
        tuple(
            (each.at, each.by, each.kind,
             Named(each.customer, each.customer_id) if each.customer_id else "",
             each.summary, each.said)
            for each in lines
        ),
    )  # fmt: skip


def messages_table(title: str, lines: Iterable[MessageLine]) -> Table:
    """Messages with what they ask for and what became of them."""
    return Table(
        title,
        (
            text("Customer"), text("Message"), text("By"), day("Proposed"), day("Settled"),
            text("State"), text("Approved by"), number("Invoices"), number("Days late"),
            amount("Amount"),
        ),
        tuple(
            (Named(each.customer, each.customer_id), each.level, each.channel, each.proposed_on,
             each.settled_at,
             settled_words(each.state, each.outcome) if each.settled_at else each.state,
             each.approved_by, each.invoice_count, each.days_late, each.total)
            for each in lines
        ),
    )  # fmt: skip


def chased_table(lines: Iterable[ChasedLine]) -> Table:
    """The invoices that one message asks for."""
    return Table(
        "Invoices of a message",
        (
            text("Invoice"), day("Issued"), day("Due"), number("Days late"), text("Level"),
            amount("Asked for"), amount("Unpaid now"),
        ),
        tuple(
            (each.number, each.issued, each.due, each.days_late, each.level, each.asked,
             each.balance_now)
            for each in lines
        ),
    )  # fmt: skip


def crossings_table(page: CrossingPage) -> Table:
    """Reminders that crossed with a payment."""
    return Table(
        "Crossed with a payment",
        (
            text("Customer"), text("Invoice"), amount("Paid"), day("Payment dated"),
            day("Reminder"), day("Known here"), text("Apology"),
        ),
        tuple(
            (Named(each.customer, each.customer_id), each.number, each.amount, each.paid_on,
             each.written_on, each.seen_on, each.apology)
            for each in page.lines
        ),
    )  # fmt: skip


def scores_table(page: FeedbackPage) -> Table:
    """The score of each month, chased and not chased apart."""

    def two(score: MeanScore) -> tuple[Cell, Cell]:
        return score.mean if score.answers else "n/a: nobody answered", score.answers

    return Table(
        "Feedback by month",
        (
            day("Month"), number("All"), number("Answers"), number("Chased"),
            number("Answers of chased"), number("Not chased"), number("Answers of not chased"),
        ),
        tuple(
            (each.month, *two(each.every), *two(each.chased), *two(each.not_chased))
            for each in page.months
        ),
        "1 is badly and 5 very well; the score is the plain mean.",
    )  # fmt: skip


def answers_table(answers: Iterable[Asked]) -> Table:
    """Every answer to how customers find it."""
    return Table(
        "Feedback",
        (
            day("Answered"), text("Customer"), number("Score"), text("Case"), text("Words"),
            text("Read by"),
        ),
        tuple(
            (each.answered_on, Named(each.customer, each.customer_id), each.score,
             "chased" if each.is_chased else "not chased", each.words, each.read_by)
            for each in answers
        ),
    )  # fmt: skip


def tasks_table(tasks: Iterable[tuple[str, TaskShown]]) -> Table:
    """What needs a person, each with the heading under which it stands."""
    return Table(
        "Needs a person",
        (text("Kind"), text("Customer"), text("What"), amount("Amount"), text("Why"),
         day("Since")),
        tuple(
            (heading, Named(each.customer, each.customer_id) if each.customer_id else "",
             each.words, each.amount, " ".join(each.reasons), each.opened_at)
            for heading, each in tasks
        ),
    )  # fmt: skip


def call_sheet_table(sheet: Sheet) -> Table:
    """Whom to call, today and later."""
    return Table(
        "Call sheet",
        (
            text("When"), text("Customer"), text("Ask for"), text("Telephone"), text("Level"),
            amount("Asked for"), number("Tries"), text("Not today because"),
        ),
        tuple(
            (when, Named(card.customer, card.customer_id), card.recipient, card.phone, card.level,
             card.asked, card.tries, card.not_today)
            for when, cards in (("today", sheet.today), ("later", sheet.later))
            for card in cards
        ),
    )  # fmt: skip


def mail_table(lines: Iterable[MailLine]) -> Table:
    """Mail that came, newest first."""
    return Table(
        "Mail",
        (day("When"), text("Customer"), text("From"), text("Subject"), text("What it is"),
         text("State")),
        tuple(
            (each.at, Named(each.customer, each.customer_id) if each.customer_id else "",
             each.sender, each.subject, each.words, _mail_state(each))
            for each in lines
        ),
    )  # fmt: skip


def _mail_state(line: MailLine) -> str:
    if line.answered:
        return "answered"
    return "not read" if line.waits else "read"


def talks_table(talks: Iterable[TalkShown]) -> Table:
    """Terms that were asked for and problems that were told, with how they stand."""
    return Table(
        "Conversations",
        (
            day("Opened"), text("Customer"), text("About"), text("Invoices"), amount("Unpaid"),
            text("State"), text("Waits for"), day("Agreed"),
        ),
        tuple(
            (each.opened_at, Named(each.customer, each.customer_id), each.about,
             ", ".join(each.numbers), each.owed, each.state_words,
             each.waits_for.value if each.waits_for is not None else "", each.agreed_at)
            for each in talks
        ),
    )  # fmt: skip


def disputes_table(found: Sequence[DisputeShown]) -> Table:
    """What is contested, by whom it is looked after and until when."""
    return Table(
        "Disputes",
        (
            text("Customer"), text("Invoice"), amount("Contested"), amount("Unpaid"),
            text("Reason"), text("Words"), text("Owner"), day("Opened"), day("Answer by"),
            text("State"),
        ),
        tuple(
            (Named(each.customer, each.customer_id), each.number, each.contested, each.balance,
             each.reason, each.words, each.owner, each.opened_on, each.deadline,
             "open" if each.is_open else each.decided)
            for each in found
        ),
    )  # fmt: skip


def languages_table(spoken: Iterable[Spoken]) -> Table:
    """The languages of letters, and who approved their final texts."""
    return Table(
        "Languages of letters",
        (text("Language"), number("Customers"), text("Final texts approved by"), day("When")),
        tuple((each.name, each.customers, each.approved_by, each.approved_at) for each in spoken),
    )
