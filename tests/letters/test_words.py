from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from plugin.credit.account import (
    Account,
    CreditStatus,
    Customer,
    HoldKind,
    Invoice,
    InvoiceState,
    Placement,
    Step,
    StepState,
)
from plugin.credit.decisions import (
    AskWhy,
    BrokenPromise,
    CannotCompare,
    ExposurePart,
    NearLimit,
    OldestOverdue,
    OverLimit,
    ProposedMessage,
    ProposedStep,
    StatusReason,
    Task,
    TaskKind,
    Wait,
    WaitKind,
)
from plugin.credit.policy import Level, Tone
from plugin.letters.task_words import task_words
from plugin.letters.why import why
from plugin.letters.words import (
    ask_words,
    hold_words,
    level_name,
    part_words,
    placement_words,
    reason_words,
    rung_name,
    status_name,
    status_words,
    wait_words,
)
from tests.letters.builders import TODAY, gbp

REASONS: list[tuple[StatusReason, tuple[str, ...]]] = [
    (OverLimit(gbp("310"), gbp("2810"), gbp("2500")), ("£310.00", "£2,810.00", "£2,500.00")),
    (NearLimit(Decimal("92.4"), gbp("2310"), gbp("2500")), ("92 %", "£2,310.00", "£2,500.00")),
    (OldestOverdue(37, "INV-1041", gbp("412.40")), ("INV-1041", "37 days", "£412.40")),
    (
        BrokenPromise(("INV-1041", "INV-1056"), date(2026, 11, 20), 2),
        ("INV-1041 and INV-1056", "Friday 20 November", "Two promises"),
    ),
    (CannotCompare("EUR", "GBP"), ("EUR", "GBP")),
]


def is_a_sentence(words: str) -> bool:
    """Begins with a capital or a digit or a sign, ends, holds no gap that was never filled."""
    ends = words.endswith((".", "?"))
    return (
        ends and words[0] == words[0].upper() and not set("{}!") & set(words) and "  " not in words
    )


@pytest.mark.parametrize(("reason", "numbers"), REASONS)
def test_every_reason_is_a_sentence_with_its_numbers(
    reason: StatusReason, numbers: tuple[str, ...]
) -> None:
    """A status says why, with every number that decided it."""
    words = reason_words(reason, TODAY)
    assert is_a_sentence(words)
    for number in numbers:
        assert number in words


@pytest.mark.parametrize("kind", [*WaitKind, *HoldKind])
def test_every_wait_says_why_and_until_when(kind: WaitKind | HoldKind) -> None:
    """Each reason for silence has words of its own, and an end where there is one (rule 20)."""
    words = wait_words(Wait(kind, date(2026, 11, 26)), TODAY)
    assert is_a_sentence(words)
    assert words.endswith("until Thursday 26 November.")
    assert wait_words(Wait(kind, None, "id"), TODAY, "INV-1041").startswith("INV-1041: ")
    assert "until" not in wait_words(Wait(kind, None), TODAY)


def test_no_two_silences_sound_alike() -> None:
    """Twenty reasons, twenty phrases."""
    assert len({hold_words(kind) for kind in HoldKind}) == len(HoldKind)


#: what the names of a task are where they are more than document numbers
_NAMES = {
    TaskKind.BEFORE_LEAVING: ("order_number|5|6", "due_date|2026-12-01|2026-12-08"),
    TaskKind.SAYS_PAID: ("2026-11-20", "INV-1", "INV-2"),
    TaskKind.SAYS_PAID_AGAIN: ("2026-11-20", "INV-1", "INV-2"),
    TaskKind.TALK_WAITS: ("2", "2026-12-01", "2026-12-08", "INV-1", "INV-2"),
}


@pytest.mark.parametrize("kind", list(TaskKind))
def test_every_task_is_a_sentence(kind: TaskKind) -> None:
    """A task reads well with its amount and names, and without them."""
    full = Task(kind, "invoice-id", gbp("1000"), _NAMES.get(kind, ("INV-1", "INV-2")))
    for task in (Task(kind), Task(kind, "invoice-id"), full):
        words = task_words(task, "Quay Bistro", {"invoice-id": "INV-1041"})
        assert is_a_sentence(words)
        assert "Quay Bistro" in words
        assert "invoice-id" not in words or kind is TaskKind.CANNOT_COMPARE


def test_an_id_that_nobody_can_read_is_not_shown() -> None:
    """A task about a promise or a message shows no id; one about a currency names it."""
    assert "7f3a" not in task_words(Task(TaskKind.BROKEN_PROMISE, "7f3a", gbp("80")), "Quay Bistro")
    words = task_words(Task(TaskKind.CANNOT_COMPARE, "EUR", names=("GBP",)), "Quay Bistro")
    assert "owed in EUR" in words
    assert "the limit (GBP)" in words


def test_a_long_list_of_names_is_shortened() -> None:
    """A task about 31 invoices names the first and counts the rest."""
    task = Task(TaskKind.NEVER_SENT, names=tuple(f"INV-{number}" for number in range(31)))
    words = task_words(task, "Quay Bistro")
    assert "31 invoices" in words
    assert "INV-4 and 26 more" in words
    assert "INV-5" not in words


def test_the_rest_has_words_too() -> None:
    """Statuses, parts of exposure, placements and reasons to ask: each value, its own words."""
    for status in CreditStatus:
        assert status_name(status).lower() == status.value
        assert is_a_sentence(status_words(status))
    assert len({part_words(part) for part in ExposurePart}) == len(ExposurePart)
    assert len({placement_words(placement) for placement in Placement}) == len(Placement)
    for ask in AskWhy:
        assert is_a_sentence(ask_words(ask, "Quay Bistro"))
    assert "12 November 2026" in ask_words(AskWhy.STALE_BOOKS, "Quay Bistro", date(2026, 11, 12))
    assert level_name(0, is_courtesy=True) == "courtesy"
    assert [level_name(2), level_name(9)] == ["second reminder", "level 9 reminder"]


def account(*steps: Step) -> Account:
    """The café, which owes INV-1041 and INV-1056."""
    invoices = tuple(
        Invoice(
            id=number.lower(),
            number=number,
            issued=date(2026, 10, 8),
            due=due,
            state=InvoiceState.APPROVED,
            total=gbp(amount),
            balance=gbp(amount),
            sent_on=date(2026, 10, 8),
        )
        for number, due, amount in (
            ("INV-1041", date(2026, 11, 7), "412.40"),
            ("INV-1056", date(2026, 11, 19), "389.00"),
        )
    )
    return Account(
        customer=Customer(id="café", name="The Copper Kettle Café"),
        base_currency="GBP",
        connected_on=date(2026, 9, 1),
        invoices=invoices,
        steps=steps,
    )


def proposed(*chased: ProposedStep, netted: str = "0", final: bool = False) -> ProposedMessage:
    gross = sum((step.amount.amount for step in chased), Decimal(0))
    return ProposedMessage(
        currency="GBP",
        level=max(step.level for step in chased),
        is_courtesy=False,
        is_final=final,
        chased=chased,
        also=(),
        netted=gbp(netted),
        total=gbp(str(gross - Decimal(netted))),
    )


FIRST = Step("inv-1041", 0, 1, StepState.DONE, date(2026, 11, 10))
SECOND = ProposedStep("inv-1041", 0, 2, gbp("412.40"), 17)
OTHER = ProposedStep("inv-1056", 0, 1, gbp("389.00"), 5)


def test_why_one_invoice() -> None:
    """One sentence with the days, the amount and what went before."""
    assert why(proposed(SECOND), account(FIRST), TODAY) == (
        "INV-1041 is 17 days late (£412.40) and the first reminder went 14 days ago; "
        "second reminder."
    )


def test_why_many_invoices_and_credit() -> None:
    """Several invoices are summed up by the one that sets the tone, and credit is named."""
    assert why(proposed(OTHER, SECOND, netted="50"), account(FIRST), TODAY) == (
        "Two invoices are open (£801.40), of which INV-1041 is 17 days late, less £50.00 of "
        "credit, and the first reminder went 14 days ago; second reminder."
    )


def test_why_for_the_first_time() -> None:
    """Only what was really sent counts as sent: a dropped step is not a reminder."""
    dropped = Step("inv-1041", 0, 1, StepState.DROPPED, date(2026, 11, 10))
    first = ProposedStep("inv-1041", 0, 1, gbp("412.40"), 17)
    assert why(proposed(first), account(dropped), TODAY) == (
        "INV-1041 is 17 days late (£412.40) and nothing about it has been sent yet; first reminder."
    )
    assert why(proposed(SECOND, final=True), account(FIRST), TODAY).endswith("; final notice.")


def test_the_last_rung_is_called_what_it_is() -> None:
    """A letter before action is no reminder and no final notice, on the page of the policy too."""
    ladder = [Level(1, 3), Level(2, 14, tone=Tone.FINAL), Level(3, 60, tone=Tone.BEFORE_ACTION)]
    names = [rung_name(level) for level in (Level(0, -7, tone=Tone.COURTESY), *ladder)]
    assert names == ["courtesy", "first reminder", "final notice", "letter before action"]
