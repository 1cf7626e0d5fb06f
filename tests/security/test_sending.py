"""What changes while messages are being sent counts from the next message on."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.operations import policy
from plugin.ports import Mailer, OutgoingMail
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house, with_doors

NAMES = ("quay", "bell", "mill")


@dataclass
class Meanwhile:
    """The real mail system; as the first reminder goes, somebody changes how to pay."""

    house: House
    mailer: Mailer
    is_done: bool = False

    def send(self, mail: OutgoingMail) -> None:
        """Send, and change the lines once."""
        self.mailer.send(mail)
        if not self.is_done and mail.to[0].partition("@")[0] in NAMES:
            self.is_done = True
            policy.change_settings(
                self.house.doors, org_id=self.house.org_id, by=BY, how_to_pay=("Account 99999999",)
            )


def test_new_bank_details_stand_in_every_message_that_leaves_after_them(store: Store) -> None:
    """A run under way does not go on with the lines that it began with."""
    seed = books([a_customer(name, name.title(), a_debt(f"INV-{name}", "250.00", late=9))
                  for name in NAMES])  # fmt: skip
    with a_house(store, seed) as house:
        house.begin()
        assert house.approve_all() == len(NAMES)
        changing = with_doors(house, mailer=Meanwhile(house, house.doors.mailer))
        changing.advance(2.5, step=0.5)
        sent = [mail.text for mail in house.mails()]
        assert ["99999999" in text for text in sent] == [False, True, True]
        assert ["12345678" in text for text in sent] == [True, False, False]
