"""Sends the local Xero's webhooks: intent to receive, signed deliveries, retries, replay.

What is told comes from the world; who is connected from identity. The wait for an answer (5 s)
is counted on the machine's clock, the times between retries on the local Xero's. It receives
nothing.
"""

import random
import threading
from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from connectors.sandbox.delivery import (
    Attempt,
    Delivery,
    Event,
    Faulty,
    body_of,
    lost,
    post,
    signature,
    wrong_signature,
)
from connectors.sandbox.faults import Switchboard
from connectors.sandbox.identity import Identity
from connectors.sandbox.recording import Recorder
from connectors.sandbox.records import Change
from connectors.sandbox.world import World

CATEGORIES = ("CONTACT", "INVOICE", "CREDITNOTE", "PREPAYMENT", "OVERPAYMENT")
KEPT = timedelta(days=31)
GIVES_UP = timedelta(hours=24)
RETRY_MINUTES = (0, 15, 15, 15, 15, 30, 30, 60, 60, 120, 120, 240, 240, 480)
"""From one failed attempt to the next: at once, every quarter of an hour, then less often."""
MOST_EVENTS = 100
_GATHER_SECONDS = 0.05
_ONE_MOMENT = 0.05
_IDLE_SECONDS = 0.2
_INTENT_PAUSE = 2.0
_NOBODY = "00000000-0000-4000-8000-00000000beef"
_NOTHING = "00000000-0000-4000-8000-00000000cafe"


class Subscription:
    """The one webhook of the app; thread-safe. Nothing is sent without a `url`.

    States: *none* (no url), *required* (intent to receive not yet passed), *ok*, *failing*
    (being retried), *disabled* (24 hours without success, or switched off).
    """

    def __init__(
        self,
        world: World,
        identity: Identity,
        faults: Switchboard,
        *,
        key: str,
        url: str | None,
        recorder: Recorder,
    ) -> None:
        self._world = world
        self._recorder = recorder
        self._identity = identity
        self._faults = faults
        self._key = key
        self._lock = threading.RLock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._url = url
        self._state = "required" if url else "none"
        self._has_passed = False
        """Whether the intent to receive ever passed: from then on events are kept."""
        self._categories = set(CATEGORIES)
        self._faulty = Faulty()
        self._sequence = 0
        self._events: deque[Event] = deque()
        self._waiting: list[Event] = []
        self._current: Delivery | None = None
        self._attempts: deque[Attempt] = deque(maxlen=500)
        self._reason = ""
        self._dice = random.Random(world.salt)  # noqa: S311 (what is shuffled must be repeatable)
        self._thread = threading.Thread(target=self._run, name="local-xero-webhooks", daemon=True)
        world.listen(self._hear)

    def start(self) -> None:
        """Begin to send; the intent to receive is tried until it passes."""
        self._thread.start()

    def stop(self) -> None:
        """Send no more."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(timeout=1)

    def wake(self) -> None:
        """Look at once for what is to be sent, or for a fault that was set."""
        self._wake.set()

    def configure(
        self,
        *,
        url: str | None = None,
        categories: list[str] | None = None,
        duplicates: bool | None = None,
        shuffle: bool | None = None,
        state: str | None = None,
    ) -> None:
        """Change the subscription; a new url (or re-enabling) needs intent to receive again.

        `state` "disabled" switches it off, "required" on again.
        """
        with self._lock:
            if url is not None and url != self._url:
                self._url, self._state = url, "required" if url else "none"
            if categories is not None:
                self._categories = set(categories)
            if duplicates is not None:
                self._faulty = replace(self._faulty, duplicates=duplicates)
            if shuffle is not None:
                self._faulty = replace(self._faulty, shuffle=shuffle)
            if state is not None:
                if state not in {"disabled", "required"}:
                    raise ValueError("state may be set to disabled or required")
                self._state = state
        self._wake.set()

    def ask_intent(self) -> None:
        """Try the intent to receive now, as the portal's button does."""
        with self._lock:
            if self._url:
                self._state = "required"
        self._try_intent()

    def replay(self, start: int = 1) -> int:
        """Send every kept event again from this sequence number; how many."""
        with self._lock:
            again = [event for event in self._events if event.sequence >= start]
            known = {event.sequence for event in self._waiting}
            self._waiting += [event for event in again if event.sequence not in known]
            self._waiting.sort(key=lambda event: event.sequence)
        self._wake.set()
        return len(again)

    def send_stray(self) -> None:
        """Tell of a contact in an organisation that the app has never seen."""
        self._tell(_NOBODY, "CONTACT")

    def _tell(self, tenant: str, category: str) -> None:
        with self._lock:
            self._queue(Change(tenant, category, _NOTHING, "UPDATE", self._world.now()))
        self._wake.set()

    def shown(self) -> dict[str, Any]:
        """State, settings and the newest attempts, as plain values."""
        with self._lock:
            return {
                "url": self._url,
                "state": self._state,
                "reason": self._reason,
                "categories": sorted(self._categories),
                "duplicates": self._faulty.duplicates,
                "shuffle": self._faulty.shuffle,
                "last_sequence": self._sequence,
                "waiting": len(self._waiting) + len(self._current.events if self._current else ()),
                "next_try": self._current.next_try.isoformat() if self._current else None,
                "attempts": [attempt.shown() for attempt in self._attempts],
            }

    def _hear(self, change: Change) -> None:
        """Called with the world's lock held: only what a connected organisation may tell."""
        with self._lock:
            has_payments = self._world.doubts.payment_events
            wanted = self._categories | ({"PAYMENT"} if has_payments else set())
            if not self._has_passed or change.category not in wanted:
                return
            client = self._identity.app.client_id
            if not self._identity.is_connected(client, change.tenant):
                return
            self._queue(change)
        self._wake.set()

    def _queue(self, change: Change) -> None:
        if self._joins(change):
            return
        self._sequence += 1
        origin, doubts = self._identity.signer.issuer, self._world.doubts
        event = Event(self._sequence, change, origin, doubts.event_types_in_words)
        self._events.append(event)
        oldest = self._world.now() - KEPT
        while self._events and self._events[0].change.at < oldest:
            self._events.popleft()
        self._waiting.append(event)

    def _joins(self, change: Change) -> bool:
        """Whether the change belongs to an event not yet sent: one verb's steps are one event."""
        for place in range(len(self._waiting) - 1, -1, -1):
            event = self._waiting[place]
            if (change.at - event.change.at).total_seconds() > _ONE_MOMENT:
                return False
            if event.is_same_record(change):
                newer = replace(event, change=replace(change, verb=event.change.verb))
                self._waiting[place] = newer
                self._events[event.sequence - self._events[0].sequence] = newer
                return True
        return False

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait(_IDLE_SECONDS)
            self._wake.clear()
            self._play_faults()
            if self._state == "required":
                self._try_intent()
                if self._state == "required":
                    self._stopping.wait(_INTENT_PAUSE)
                continue
            self._stopping.wait(_GATHER_SECONDS)
            while not self._stopping.is_set() and self._send_next():
                pass

    def _play_faults(self) -> None:
        """The faults that come by themselves, and not with a delivery."""
        take = self._faults.take_one
        if self._url and take("webhook_wrong_signature"):
            self._play_stranger(self._url)
        if self._state not in {"ok", "failing"}:
            return
        if take("webhook_disabled"):
            self.configure(state="disabled")
        elif take("webhook_unknown_tenant"):
            self._tell(_NOBODY, "CONTACT")
        elif take("webhook_unknown_category"):
            self._tell(self._some_tenant(), "UNHEARDOF")

    def _play_stranger(self, url: str) -> None:
        now = self._world.now()
        change = Change(self._some_tenant(), "CONTACT", _NOTHING, "UPDATE", now)
        event = Event(self._sequence + 1, change, self._identity.signer.issuer)
        body = body_of((event,), self._dice)
        attempt = self._post(url, body, wrong_signature(self._key, body), now)
        with self._lock:
            self._attempts.append(replace(attempt, kind="stranger"))
        self._wake.set()

    def _some_tenant(self) -> str:
        """The first connected organisation."""
        connected = self._identity.connections(self._identity.app.client_id)
        return connected[0].tenant if connected else _NOBODY

    def _try_intent(self) -> None:
        """Several posts, some wrongly signed; every one must get the right answer."""
        url = self._url
        if not url:
            return
        for is_good in (True, False, True, False):
            body = body_of((), self._dice)
            sign = signature(self._key, body)
            attempt = self._post(
                url, body, sign if is_good else wrong_signature(self._key, body), self._world.now()
            )
            problem = attempt.problem
            if not is_good and attempt.problem == "":
                problem = "a wrong signature was answered with success"
            elif not is_good and attempt.status == 401:
                problem = "cookie" if attempt.has_cookie else ""
            with self._lock:
                self._attempts.append(replace(attempt, kind="intent", problem=problem))
                if problem:
                    self._reason = f"intent to receive: {problem}"
                    return
        with self._lock:
            if self._state == "required" and url == self._url:
                self._state, self._reason, self._has_passed = "ok", "", True

    def _send_next(self) -> bool:
        """Send one delivery if one is due; whether there may be more."""
        with self._lock:
            if self._state not in {"ok", "failing"} or not self._url:
                return False
            url, now = self._url, self._world.now()
            delivery = self._current
            if delivery and now < delivery.next_try:
                return False
            if delivery is None:
                events = tuple(self._waiting[:MOST_EVENTS])
                if not events:
                    return False
                del self._waiting[: len(events)]
                delivery = Delivery(events, first_try=now, next_try=now)
                self._current = delivery
        attempt = self._send(url, delivery, now)
        with self._lock:
            self._attempts.append(attempt)
            self._settle(delivery, attempt, now)
            return self._current is None or self._current.tries == 1

    def _send(self, url: str, delivery: Delivery, now: datetime) -> Attempt:
        """One try of a delivery, with whatever is to go wrong with it."""
        take = self._faults.take_one
        if slow := take("webhook_slow"):
            self._stopping.wait(slow.seconds)
        if take("webhook_failing"):
            return lost(delivery.events, now)
        faulty = replace(
            self._faulty,
            duplicates=bool(take("webhook_duplicate")) or self._faulty.duplicates,
            shuffle=bool(take("webhook_shuffled")) or self._faulty.shuffle,
        )
        body = body_of(faulty.arrange(delivery.events, self._dice), self._dice)
        attempt = self._post(url, body, signature(self._key, body), now)
        if faulty.duplicates and not attempt.problem:
            self._post(url, body, signature(self._key, body), now)
        if take("webhook_answer_lost"):
            return replace(attempt, problem="the answer was lost on the way back")
        return attempt

    def _post(self, url: str, body: bytes, sign: str, now: datetime) -> Attempt:
        self._recorder.sent(url, body)
        return post(url, body, sign, now)

    def _settle(self, delivery: Delivery, attempt: Attempt, now: datetime) -> None:
        if not attempt.problem:
            self._current, self._reason = None, ""
            if self._state == "failing":
                self._state = "ok"
            return
        self._reason = attempt.problem
        if now - delivery.first_try >= GIVES_UP:
            # kept and sent in order once the subscription is enabled again
            self._waiting[:0] = delivery.events
            self._current, self._state = None, "disabled"
            return
        pause = RETRY_MINUTES[min(delivery.tries, len(RETRY_MINUTES) - 1)]
        self._current = replace(
            delivery, tries=delivery.tries + 1, next_try=now + timedelta(minutes=pause)
        )
        if self._state == "ok":
            self._state = "failing"
