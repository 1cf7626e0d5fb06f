"""Days of a company as they pass: work in the books, mornings with us, mischief, and a rest.

A day has two long steps, after each of which everybody reads the ledger, and two short ones for
what was put off by minutes. 11:00 and 21:00 in London are also 16:00 in New York and 10:00 in
Auckland, so that mail may go everywhere: a day after somebody said yes to it, and after whatever
happened meanwhile.
"""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from connectors.sandbox.doubts import QUESTIONS
from plugin.jobs import What
from plugin.operations import connect
from plugin.ports import LedgerError
from plugin.store import comparisons, due, organisations
from tests.contract import bookkeeping, credit_control
from tests.contract.company import Branch, Company
from tests.contract.mischief import Trickster, a_deck

#: from nine, when the clock starts, to eleven; then hours from one step to the next
_FIRST, _DAY = 2.0, (0.3, 9.7, 0.3, 13.7)
#: a short step: nobody works in the books
_SHORT = 1.0
#: days from the first: a second person connects the first organisation too; many look at once
_SECOND_PERSON_ON, _CROWDS_ON = 1, {2, 12, 22}
#: the share of steps in which the work is killed in mid-run
_KILLS = 0.08
#: the share of looks at which somebody sees that webhooks are switched off
_LOOKS = 0.25
#: after a day limit nobody reads for twenty hours
_HOURS_TO_PLAY_OUT = 40
#: pages of a comparison that stands aside for other work
_ROUNDS = 40


class Journey:
    """A company, its trickster, and all organisations that there ever were, by our id."""

    def __init__(self, company: Company, seed: int, *, is_whole: bool, a_step: int) -> None:
        """`a_step` is how many faults are dealt at most before people work on."""
        self.company = company
        self.dice = random.Random(seed)
        self._a_step = a_step
        keys = [branch.office.key for branch in company.branches]
        demo = next(b.office.key for b in company.branches if b.office.is_demo)
        self.trickster = Trickster(company, a_deck(self.dice, keys, demo, is_whole=is_whole))
        self.ever: dict[UUID, Branch] = {}
        self._remember()
        company.xero.advance(_FIRST)

    def live(self, days: int) -> None:
        """So many days of work and mischief."""
        for day in range(days):
            if day == days // 2:
                self._answer_open_questions()
            if day == _SECOND_PERSON_ON:
                with suppress(LedgerError):
                    self.company.branches[0].connect(person="ruth")
            if day in _CROWDS_ON:
                self.trickster.crowd(self.dice.choice(self.company.branches))
            for hours in _DAY:
                if hours > _SHORT:
                    self._work()
                self._step(hours)

    def _answer_open_questions(self) -> None:
        """What is not known of Xero is otherwise from now on, as the dice fall."""
        answers = {name: self.dice.random() < 0.5 for name in QUESTIONS}
        self.company.xero.world.doubt(**answers)

    def _work(self) -> None:
        """What people do between two readings: in the books, and with us."""
        self._look_after_webhooks(share=_LOOKS)
        for branch in self.company.branches:
            deeds = self.dice.choice((0, 1, 2, 3, 4))
            bookkeeping.some_work(branch.ledger, self.dice, deeds)
            if 6 <= branch.ledger.now().astimezone(branch.ledger.zone).hour < 18:
                self._a_morning(branch)

    def _step(self, hours: float) -> None:
        self.trickster.deal(at_most=self._a_step)
        self.company.hear()
        if self.dice.random() < _KILLS:
            self.trickster.settle_and_die(self.dice.randint(1, 30))
        self.company.settle()
        self.trickster.count()
        self.company.xero.advance(hours)

    def _look_after_webhooks(self, *, share: float = 1.0) -> None:
        """Somebody sees in the portal that they are switched off, sooner or later, and acts."""
        webhooks = self.company.xero.sandbox.webhooks
        if webhooks.shown()["state"] == "disabled" and self.dice.random() < share:
            webhooks.configure(state="required")

    def _a_morning(self, branch: Branch) -> None:
        if not branch.is_connected:
            self._reconnect(branch)
        self._stay_signed_in(branch)
        credit_control.a_morning(branch, self.dice, self.company.postman)

    def _stay_signed_in(self, branch: Branch) -> None:
        """Opening the console asks Xero once a day what this person's consent lists."""
        assert branch.user_id is not None
        assert branch.signed_in_at is not None
        connect.may_stay(branch.doors, user_id=branch.user_id, signed_in_at=branch.signed_in_at)

    def _reconnect(self, branch: Branch) -> None:
        """Somebody sees that the connection is gone and consents again; some days it fails."""
        with suppress(LedgerError):
            branch.connect()
            self._remember()
            self.company.settle()
            with branch.doors.store.house() as house:
                found = organisations.read(house, branch.org_id)
            if found is not None and found.settled_at is None:
                # a demo company that was reset comes back as another one
                branch.place()
                branch.start(reply_to=f"accounts@{branch.office.key}.example")

    def _remember(self) -> None:
        for branch in self.company.branches:
            self.ever.setdefault(branch.org_id, replace(branch))

    def play_out(self) -> None:
        """What no call has hit until now is laid on the readings of the next hours."""
        self.trickster.lay_aside_what_waits_for_writes()
        for _ in range(_HOURS_TO_PLAY_OUT):
            if self.trickster.is_done:
                return
            self._look_after_webhooks()
            for branch in self.company.branches:
                self._stay_signed_in(branch)
                if not branch.is_connected:
                    self._reconnect(branch)
                # webhooks need something to tell
                bookkeeping.sell(branch.ledger, self.dice)
            self._step(1.1)

    def come_to_rest(self) -> None:
        """All faults off, two days for what was put off, and one comparison."""
        self.trickster.take_back()
        self._look_after_webhooks()
        for branch in self.company.branches:
            if not branch.is_connected:
                self._reconnect(branch)
                assert branch.is_connected, f"{branch.office.key} could not be connected again"
        self.trickster.crowd(self.company.branches[0])
        for hours in (*_DAY, *_DAY):
            self.company.xero.advance(hours)
            self.company.hear()
            self.company.settle()
        for branch in self.company.branches:
            self._read_and_compare(branch)

    def _read_and_compare(self, branch: Branch) -> None:
        """A last catch-up, and then one comparison from its beginning to its end."""
        branch.catch_up()
        began = branch.doors.clock.now()
        for _ in range(_ROUNDS):
            with branch.doors.store.tenant(branch.org_id) as tx:
                last = comparisons.last_finished(tx)
                due.put(tx, What.COMPARE, branch.doors.clock.now())
            if last is not None and last.started_at >= began:
                return
            self.company.settle()
            self.company.xero.advance(30 / 3600)
        raise AssertionError("the comparison never ended")
