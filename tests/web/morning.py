"""A house at half past seven on a Wednesday, with a letterbox, a clock and people of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin.bootstrap import OPERATIONS
from plugin.credit.account import StepState
from plugin.jobs import What
from plugin.operations import respond
from plugin.ports import OutgoingMail
from plugin.store import due, messages, people, team
from plugin.store.messages import Message
from plugin.store.people import Role
from tests.builders import House, sign_in
from tests.doors import HeldClock
from tests.store.facts import a_payment
from tests.web.conftest import Browser, browser_of
from tests.web.test_months import Postbox

#: Wednesday 25 November 2026 in London: the first morning after the work began
HALF_PAST_SEVEN = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)


@dataclass
class Morning:
    """What a test of the morning does, in small verbs."""

    house: House
    post: Postbox
    clock: HeldClock
    app: Flask

    def letters(self) -> datetime | None:
        """Do the work of the morning; when it is due again."""
        return letters_of(self.house)

    def joins(self, name: str, role: Role) -> Browser:
        """Somebody of this role, signed in."""
        token = sign_in(self.house.doors.store, self.house.org_id, name=name, at=self.clock.now())
        browser = browser_of(self.app, token, self.house.org_id)
        self.becomes(browser, role)
        return browser

    def signs_in_again(self, browser: Browser) -> Browser:
        """The same person, some days later."""
        now = self.clock.now()
        with self.house.doors.store.house() as tx:
            token = people.open_session(
                tx, self.who(browser), now=now, expires_at=now + timedelta(days=9)
            )
        return browser_of(self.app, token, self.house.org_id)

    def who(self, browser: Browser) -> UUID:
        """Whose browser it is."""
        with self.house.doors.store.house() as tx:
            session = people.read_session(tx, browser.token, now=self.clock.now())
        assert session is not None
        return session.user_id

    def becomes(self, browser: Browser, role: Role) -> None:
        """They are something else from now on."""
        with self.house.doors.store.house() as tx:
            team.give_role(tx, self.house.org_id, self.who(browser), role)

    def paid(self, customer: str, number: str, amount: str) -> None:
        """Money of a customer is entered in the books now."""
        now = self.clock.now()
        self.house.books.payments(
            a_payment(
                f"now-{number}-{now:%d%H}",
                document_id=number,
                amount=amount,
                on=now.date(),
                updated_at=now,
                reconciled=True,
            )
        )

    def a_second_round(self) -> None:
        """Every customer was written to a fortnight ago, and the books are up to date."""
        for message in self.messages(StepState.PROPOSED):
            respond.done_by_me(
                self.house.doors, org_id=self.house.org_id, by="Ann Lee", message_id=message.id
            )
        self.clock.move(timedelta(days=14))
        self.paid("lisa", "INV-0901", "1.00")
        self.house.review()

    def messages(self, *states: StepState) -> tuple[Message, ...]:
        """Messages of the outbox in these states."""
        with self.house.doors.store.tenant(self.house.org_id) as tx:
            return messages.in_state(tx, *states)

    def links(self, mail: OutgoingMail) -> list[str]:
        """The paths of its links of one tap, in their order."""
        return links_of(mail)

    def link(self, mail: OutgoingMail, label: str) -> str:
        """The path of the link with these words."""
        found = re.search(rf"^{re.escape(label)}.*\n\S+(/m/\S+)$", mail.text, re.MULTILINE)
        assert found is not None, mail.text
        return found.group(1)

    def press(self, client: FlaskClient, path: str) -> TestResponse:
        """Open a link and press the button of its page; the same form where there is none."""
        form = f"{client.get('/sign-in').get_data(True)}{client.get(path).get_data(True)}"
        return client.post(path, data=fields_of(form))

    def timeline(self) -> str:
        """What the record says, newest first, with who said so."""
        rows = self.house.books.all("select by, summary from events order by id desc")
        return "\n".join(f"{by}: {summary}" for by, summary in rows)


def letters_of(house: House) -> datetime | None:
    """Do the work of the morning, with nothing else left to do; when it is due again."""
    with house.doors.store.tenant(house.org_id) as tx:
        due.drop_all(tx, house.org_id)
    return OPERATIONS[What.MORNING](house.doors, house.org_id)


def links_of(mail: OutgoingMail) -> list[str]:
    """The paths of the links of one tap in a letter, in their order."""
    return re.findall(r"https?://[^/\s]+(/m/\S+)", mail.text)


def fields_of(page: str) -> dict[str, str]:
    """What the form of a link's page carries."""
    inside = "".join(part.partition("</main")[0] for part in page.split("<main")[1:])
    return dict(re.findall(r'name="(csrf|seen)" value="(\w+)"', inside))


def a_morning(house: House, app: Flask) -> Morning:
    """Half past seven; nobody is there yet."""
    post, clock = Postbox(), HeldClock(HALF_PAST_SEVEN)
    house.doors = replace(house.doors, mailer=post, clock=clock)
    app.extensions["goodterms"] = replace(app.extensions["goodterms"], doors=house.doors)
    with house.doors.store.house() as tx:
        for member in people.members_of(tx, house.org_id):
            people.shut_out(tx, house.org_id, member.user.id)
    return Morning(house, post, clock, app)
