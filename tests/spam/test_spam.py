"""No mail of ours looks like spam to Debian's SpamAssassin, by its words, its HTML and its headers.

Local tests only: neither the sender's domain nor anybody's list is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectors.sandbox.generator import generate
from connectors.sandbox.mailbox import Mail
from plugin.letters.compose import Letter
from plugin.store import Store
from tests.journeys.books import DAY
from tests.journeys.house import a_house
from tests.spam.kinds import KINDS
from tests.spam.posting import mail
from tests.spam.scorer import Scorer, is_installed, scoring

pytestmark = [
    pytest.mark.spam,
    pytest.mark.skipif(not is_installed(), reason="no SpamAssassin on this machine"),
]

#: points; SpamAssassin itself calls five of them spam
MOST = 1.0


@pytest.fixture(scope="module")
def scorer() -> Iterator[Scorer]:
    """SpamAssassin, which has read its rules."""
    with scoring() as scorer:
        yield scorer


def test_the_scorer_knows_spam_when_it_sees_it(scorer: Scorer) -> None:
    """A mail that shouts and hides scores far above; nothing else here could fail otherwise."""
    words = "ACT NOW! Viagra at 90% off, no prescription needed. Dear friend, $10,000,000 is yours!"
    hidden = f'<div style="display:none;color:#ffffff">{words}</div>' * 3
    found = scorer.score(mail(Letter("URGENT!!! CLICK HERE", words, f"<html>{hidden}</html>")))
    assert found.points > 3 * MOST, str(found)
    assert "HTML_FONT_LOW_CONTRAST" in found.rules


@pytest.mark.parametrize("module", KINDS)
def test_every_kind_of_mail_scores_under_one(scorer: Scorer, module: str) -> None:
    """In each tone and language, with and without what may be enclosed."""
    mails = list(KINDS[module]())
    assert len({name for name, _ in mails}) == len(mails)
    scored = {name: scorer.score(each) for name, each in mails}
    assert {name: str(found) for name, found in scored.items() if found.points >= MOST} == {}


def test_the_mail_of_demo_days_scores_under_one(scorer: Scorer, store: Store) -> None:
    """As it arrived in the customers' mailboxes, of the demo's own ledger, byte for byte."""
    with a_house(store, generate(1, DAY)) as house:
        house.begin()
        for _ in range(3):
            house.approve_all()
            house.pass_a_day()
        arrived = house.xero.sandbox.mailbox.all()
    assert len(arrived) > 20
    scored = {f"{each.place} {each.subject}": _scored(scorer, each) for each in arrived}
    assert {name: score for name, score in scored.items() if score} == {}


def _scored(scorer: Scorer, arrived: Mail) -> str:
    """The score where it is too high, else empty."""
    found = scorer.score_raw(
        arrived.raw, sender=arrived.sender, to=arrived.recipients[0], on=arrived.header("Date")
    )
    return str(found) if found.points >= MOST else ""
