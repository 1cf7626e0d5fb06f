"""What the person at the console does: connects, settles the past, sets limits, answers mornings.

Everything goes through the console's own pages and forms. It reads no database and advances no
clock.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from plugin.demo.browser import Browser
from plugin.demo.pages import Form, Page, Unexpected

#: what the books' own contact groups say of their customers (rule 22); others stay undecided
MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "Solicitor": "agency",
        "In administration": "insolvent",
        "In dispute": "disputed",
        "VIP": "vip",
    }
)

_HOW_TO_PAY = "Bank transfer: sort code 12-34-56, account 12345678"
_PHONE = "01632 960 412"
_ANSWER = "approve"


@dataclass(slots=True)
class Answered:
    """What was answered in one morning; `complaints` are pages that said no."""

    stopped: int = 0
    books_were_fresh: bool = False
    complaints: list[str] = field(default_factory=list)


class Person:
    """Somebody at the console at `url`; `say` gets a line for each thing done."""

    def __init__(self, url: str, say: Callable[[str], None]) -> None:
        self._url = url
        self._say = say
        self._browser = Browser()
        self._books = ""

    def connect(self) -> None:
        """Sign up with Xero, then connect the first organisation, through the consent page."""
        front = self._browser.open(self._url)
        consent = self._browser.open(front.link("/oauth/start"))
        page = self._browser.must_send(consent.forms[0], press="allow")
        consent = self._browser.open(page.link("purpose=connect"))
        page = self._browser.must_send(consent.forms[0], press="allow")
        ours, mark, rest = page.address.partition("/o/")
        if ours != self._url or not mark:
            raise Unexpected(f"connecting led to {page.address} ({page.headline})")
        self._books = f"{ours}/o/{rest.partition('/')[0]}"
        self._say("connected through the consent page")

    def await_first_sync(self, *, timeout: float = 300.0) -> None:
        """Watch the progress until the whole ledger has been read. Raises Unexpected."""
        until = time.monotonic() + timeout
        told = ""
        while True:
            progress = self._browser.json(f"{self._books}/start/progress.json")
            line = ", ".join(f"{each['name']} {each['rows']}" for each in progress["resources"])
            if line != told:
                self._say(f"reading: {line}")
                told = line
            if progress["finished"]:
                return
            if time.monotonic() > until:
                raise Unexpected(f"the first sync has not ended: {progress}")
            time.sleep(0.3)

    def settle_the_past(self) -> None:
        """Place opening debt by the presets, and say what the contact groups mean."""
        page = self._open("start/past")
        presets = page.forms_to("/start/presets")
        if presets and presets[0].buttons:
            page = self._browser.must_send(presets[0])
            self._say(page.said)
        for form in page.forms_to("/start/groups"):
            page = self._browser.must_send(form, _meanings(page, form))
            self._say("said what the contact groups mean")

    def choose_start(self) -> None:
        """Ask first, with a person who signs; accounts called bad debts hold bad debts."""
        page = self._open("start/signing")
        form = page.form("/start/signing")
        answers: dict[str, str | Sequence[str]] = {
            "mode": "ask_first",
            "sender_title": "Accounts",
            "phone": _PHONE,
            "how_to_pay": _HOW_TO_PAY,
        }
        bad_debts = _accounts_called(page, "bad debt")
        if bad_debts:
            answers["bad_debt"] = bad_debts
        self._browser.must_send(form, answers)
        self._say("chose to be asked first, with a sender")

    def set_limits(self, limits: Sequence[tuple[str, str]]) -> None:
        """Paste the limits that came with the books, and accept proposed ones elsewhere."""
        if limits:
            pasted = "\n".join(f"{name}\t{amount}" for name, amount in limits)
            form = self._open("limits").form("/limits/paste")
            page = self._browser.must_send(
                form, {"pasted": pasted, "reason": "as agreed with the customer"}
            )
            self._say(f"pasted {len(limits)} limits: {page.said}")
        # the first table holds what fits; what is below a customer's debt is looked at one by one
        page = self._open("limits")
        forms = page.forms_to("/limits/accept")
        if forms and "tick all" in page.words:
            proposed = forms[0].field("customer").choices or ()
            self._browser.must_send(forms[0], {"customer": proposed})
            self._say(f"accepted {len(proposed)} proposed limits")

    def answer_tasks(self) -> Answered:
        """Answer stale books with *the books are right*, and say yes to proposed stops."""
        answered = Answered()
        tasks = self._open("tasks")
        for form in tasks.forms_to("/tasks/books-are-fresh"):
            answered.books_were_fresh = self._take(answered, form)
        for form in tasks.forms_to("/stop"):
            if any(button.value == "stop" for button in form.buttons):
                answered.stopped += self._take(answered, form, press="stop")
        return answered

    def approve_what_waits(self, answered: Answered) -> int:
        """Say yes to every message that waits; says to how many.

        All at once where that is offered; first messages and final notices one by one, each card
        opened before.
        """
        page = self._open("reminders")
        before = len(_cards(page))
        for form in page.forms_to("/reminders/approve-all"):
            page = self._browser.must_send(form)
        approved = before - len(_cards(page))
        for card in _cards(page):
            shown = self._open(f"reminders?card={card}")
            approved += self._take(answered, shown.form(f"{card}/{_ANSWER}"))
        return approved

    def report(self) -> Any:
        """What the console says has happened since the connection."""
        return self._browser.json(f"{self._books}/report.json")

    def _take(self, answered: Answered, form: Form, *, press: str | None = None) -> bool:
        page = self._browser.send(form, press=press)
        if page.status >= 400:
            answered.complaints.append(page.words[:300])
        return page.status < 400

    def _open(self, path: str) -> Page:
        return self._browser.open(f"{self._books}/{path}")


def _cards(page: Page) -> tuple[str, ...]:
    """The ids of the messages that wait: the card in full, then those in the stack."""
    first = [
        form.action.removesuffix(f"/{_ANSWER}").rpartition("/")[2]
        for form in page.forms_to(f"/{_ANSWER}")
    ]
    others = [
        link.address.partition("?card=")[2] for link in page.links if "?card=" in link.address
    ]
    return tuple(Counter(first + others))


def _meanings(page: Page, form: Form) -> dict[str, str | Sequence[str]]:
    """The meaning of each group that we know by its name, read from its label."""
    labels = page.labels
    found: dict[str, str | Sequence[str]] = {}
    for each in form.fields:
        meaning = MEANINGS.get(labels.get(each.name, ""))
        if meaning is not None:
            found[each.name] = meaning
    return found


def _accounts_called(page: Page, words: str) -> tuple[str, ...]:
    """Values of the accounts whose label has these words in it."""
    return tuple(
        name.partition("=")[2]
        for name, label in page.labels.items()
        if name.startswith("bad_debt=") and words in label.lower()
    )
