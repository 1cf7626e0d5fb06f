"""What every page of the local Xero shares: its surroundings, its sentence on top, its shell.

No page is here; they are in `pages` and the files that it names.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from connectors.sandbox import page_views
from connectors.sandbox.calls import CallLog
from connectors.sandbox.correspondent import Correspondent
from connectors.sandbox.errors import XeroError
from connectors.sandbox.faults import Fault, Switchboard
from connectors.sandbox.identity import Identity
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.limits import Limits
from connectors.sandbox.mailbox import Mailbox
from connectors.sandbox.textbox import Textbox
from connectors.sandbox.webhooks import Subscription
from connectors.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the pages show and press; everything else is read from the world."""

    world: World
    identity: Identity
    mailbox: Mailbox
    textbox: Textbox
    correspondent: Correspondent
    faults: Switchboard
    set_fault: Callable[[Fault], object]
    advance: Callable[[timedelta], object]
    """Moves the clock and lets everything happen that happens meanwhile."""
    reset: Callable[[str], object]
    """Resets an organisation as Xero resets a demo company, by its tenant id."""
    webhooks: Subscription
    limits: Limits
    calls: CallLog


class Pages(Blueprint):
    """The blueprint with what its pages share."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(
            "local",
            __name__,
            template_folder="templates",
            static_folder="static",
            static_url_path="/local-xero-static",
        )
        self.around = around
        self._said: deque[tuple[int, str, bool]] = deque(maxlen=50)
        self._place = count(1)

    def ledger(self, short_code: str) -> Ledger:
        """The organisation with this short code, with or without its exclamation mark."""
        wanted = short_code.lstrip("!").lower()
        for ledger in self.around.world.ledgers.values():
            if ledger.seed.short_code.lstrip("!").lower() == wanted:
                return ledger
        return self.around.world.ledger(short_code)

    def back(self, to: str, said: str, *, is_refused: bool = False) -> AnyResponse:
        """Goes to a page of ours with one sentence on top of it."""
        place = next(self._place)
        self._said.append((place, said, is_refused))
        path, hash_mark, part = to.partition("#")
        joint = "&" if "?" in path else "?"
        query = urlencode({"said": place})
        return redirect(f"{path}{joint}{query}{hash_mark}{part}", code=303)

    def attempt(self, to: str, deed: Callable[[], object], said: str) -> AnyResponse:
        """Does what a button says and goes back, or goes back with Xero's own refusal."""
        try:
            deed()
        except XeroError as error:
            return self.back(to, f"Not done: {error}", is_refused=True)
        except (ValueError, ArithmeticError):
            return self.back(
                to, "Not done: an amount or a date could not be read.", is_refused=True
            )
        return self.back(to, said)

    def show(self, template: str, **shown: Any) -> str:
        """The page with what every page carries."""
        world = self.around.world
        ledger: Ledger = shown.setdefault("ledger", world.first)
        place = request.args.get("said", type=int)
        said = next((each for each in self._said if each[0] == place), None)
        return render_template(
            f"local/{template}",
            now=world.now().astimezone(ledger.zone),
            ledgers=tuple(world.ledgers.values()),
            short=ledger.seed.short_code,
            mail_count=len(self.around.mailbox.all()),
            text_count=len(self.around.textbox.all()),
            said=said,
            money=page_views.money,
            **shown,
        )
