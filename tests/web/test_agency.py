"""Handing debts to an agency: what stands in the way, what is said with it, and what follows."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from plugin import chain
from plugin.cli import main
from plugin.credit.account import HoldKind
from plugin.credit.agreements import DisputeReason, PlanPart
from plugin.credit.decisions import TaskKind
from plugin.credit.law import Kind, Law
from plugin.credit.money import Money
from plugin.operations import disputes, second, silence, situation, standing
from plugin.operations.answering import Answerer
from plugin.operations.doors import NotPossible
from plugin.operations.second import HardStep
from plugin.ports import Ledger, Unavailable
from plugin.store import tasks
from plugin.store.people import Role
from plugin.store.portal_answers import seen_of
from tests.builders import TODAY, House, sign_in
from tests.letters.papers import words_of
from tests.store.facts import a_payment
from tests.web.conftest import Browser, browser_of
from tests.web.test_team import as_a
from tests.web.visiting import Caller, a_link

HERE = "customers/kettle/hand-off"
FORM = {"agency": "Straight & Fair Ltd", "address": "new@straight.example", "why": "No answer"}


@pytest.fixture
def house(settled_house: House) -> House:
    """The Copper Kettle is a company that contests £12.40 of the older of its two late invoices."""
    house = settled_house

    def nothing_to_be_had(*_: object) -> Ledger:
        raise Unavailable("away until noon")

    house.doors = replace(house.doors, open_books=nothing_to_be_had)
    standing.say(
        house.doors, org_id=house.org_id, by="Ann Lee", customer_id="kettle", kind=Kind.COMPANY,
        law=Law.ENGLAND_WALES,
    )  # fmt: skip
    disputes.open_dispute(
        house.doors, org_id=house.org_id, by="Ann Lee", customer_id="kettle",
        invoice_id="INV-1041", reason=DisputeReason.WRONG_PRICE, amount=Money.of("12.40", "GBP"),
        words="The crates were four, not five.", owner="Ann Lee", deadline=None,
    )  # fmt: skip
    house.review()
    return house


def keys(page: str) -> list[str]:
    """The cautions of a page, as its form sends them."""
    return [part.split('"')[0] for part in page.split('name="yes" value="')[1:]]


def hand_over(ann: Browser, *invoices: str, **changes: object) -> str:
    """Look at the page of these invoices, say yes to all of it, and hand them over."""
    asked = "&".join(f"invoice={each}" for each in invoices)
    page = ann.get(f"{HERE}?{asked}").get_data(as_text=True)
    fields: dict[str, object] = {**FORM, "invoice": list(invoices), "yes": keys(page), **changes}
    return ann.post(HERE, **fields).get_data(as_text=True)


def test_a_disputed_part_is_said_before_and_with_a_hand_off(ann: Browser, house: House) -> None:
    """The page says it, the form needs a yes to it, and paper, CSV and JSON carry it."""
    page = ann.get(f"{HERE}?invoice=INV-1041").get_data(as_text=True)
    assert "INV-1041: £12.40 of it is disputed by the customer, and undecided." in page
    refused = hand_over(ann, "INV-1041", yes=[])
    assert "Nothing was handed over: say first that you know this" in refused
    assert "Handed over. Nothing went to Straight &amp; Fair Ltd" in hand_over(ann, "INV-1041")
    files = zipfile.ZipFile(io.BytesIO(ann.get(f"{HERE}.zip?invoice=INV-1041").data))
    by_ending = {name.rpartition(str(TODAY))[2]: files.read(name) for name in files.namelist()}
    words = words_of(by_ending[".pdf"]).replace("\xa0", " ")
    assert "£12.40 of it is disputed by the customer and undecided; £400.00 is not." in words
    assert "The crates were four, not five." in words
    assert "Xero did not hand the invoices over when this was made (away until noon)" in words
    (line,) = csv.DictReader(io.StringIO(by_ending[".csv"].decode("utf-8-sig")))
    assert (line["invoice"], line["balance"], line["disputed"]) == ("INV-1041", "412.40", "12.40")
    document = json.loads(by_ending[".json"])
    assert document["format"] == "goodterms-hand-off/1"
    assert document["handed_over"]["name"] == "Straight & Fair Ltd"
    assert document["invoices"][0]["disputed"] == {"amount": "12.40", "currency": "GBP"}
    verdict = chain.verify(json.loads(by_ending["-log.json"]))
    assert verdict.wrong == ""
    assert 0 < verdict.read < verdict.links
    assert verdict.head == document["log"]["head"]


def test_whom_the_law_or_kindness_protects_is_not_handed_over(ann: Browser, house: House) -> None:
    """Hardship, breathing space and who is not known before the law: no form, and no way round."""
    page = ann.get("customers/quay/hand-off").get_data(as_text=True)
    assert "Say first what this customer is before the law" in page
    for kind in (HoldKind.HARDSHIP, HoldKind.BREATHING_SPACE):
        silence.begin(
            house.doors, org_id=house.org_id, by="Ann Lee", customer_id="kettle", kind=kind,
            until=None, invoice_id=None, amount=None, open_end=True,
        )  # fmt: skip
    page = ann.get(HERE).get_data(as_text=True)
    assert "They are in hardship." in page
    assert "Breathing space: the law forbids contact" in page
    assert 'name="agency"' not in page
    assert "Nothing was handed over." in hand_over(ann, "INV-1041")
    assert "hardship" not in words_of(ann.get(f"{HERE}.pdf").data).lower()


@pytest.mark.long
def test_it_shows_where_people_look_and_can_be_taken_back(ann: Browser, house: House) -> None:
    """The customer's page, the portal and the timeline say so; a reason takes it back."""
    hand_over(ann, "INV-1041")
    house.review()
    assert "With Straight &amp; Fair Ltd" in ann.get("customers/kettle").get_data(as_text=True)
    link = a_link(house.doors, house.org_id, "kettle", "kettle@customer.test")
    visitor = Caller(ann.client.application.test_client(), link)
    home = visitor.open("").get_data(as_text=True)
    assert "Who to talk to about INV-1041" in home
    assert "new@straight.example" in home
    assert "Dealt with apart from this page: INV-1041" in home
    assert "£389.00" in home
    assert "£801.40" not in home
    page = ann.get(HERE).get_data(as_text=True)
    back = page.partition(f"{HERE}/")[2].partition('"')[0]
    refused = ann.post(f"{HERE}/{back}", why="")
    assert "taking it back has a reason" in refused.get_data(as_text=True)
    assert "Taken back." in ann.post(f"{HERE}/{back}", why="They paid").get_data(as_text=True)
    assert "With Straight" not in ann.get("customers/kettle").get_data(as_text=True)
    assert "They paid" in ann.get(HERE).get_data(as_text=True)
    assert ann.post(f"{HERE}/{back}", why="Again").status_code == 409


def test_only_money_for_what_was_handed_over_is_told(ann: Browser, house: House) -> None:
    """A payment of the other invoice is nobody else's business."""
    hand_over(ann, "INV-1041")
    for number in ("INV-1041", "INV-1058"):
        house.books.payments(
            a_payment(f"late-{number}", document_id=number, amount="50.00", on=TODAY)
        )
    house.review()
    with house.doors.store.tenant(house.org_id) as tx:
        told = [each for each in tasks.open_tasks(tx) if each.kind is TaskKind.TELL_AGENCY]
    assert [each.names[0] for each in told] == ["INV-1041"]
    assert "Whom to tell" in ann.get("tasks").get_data(as_text=True)


def test_a_hand_off_is_no_hold_that_can_just_be_ended(ann: Browser, house: House) -> None:
    """The agency would go on collecting: it is taken back on its own page."""
    hand_over(ann, "INV-1041")
    page = ann.get("customers/kettle").get_data(as_text=True)
    hold = page.partition("customers/kettle/hold/")[2].partition('"')[0]
    refused = ann.post(f"customers/kettle/hold/{hold}")
    assert refused.status_code == 409
    assert "Take the hand-off back on its own page" in refused.get_data(as_text=True)


def test_the_customer_promises_nothing_beside_the_agency(ann: Browser, house: House) -> None:
    """A promise or a split for what was handed over is answered with whom to write to."""
    hand_over(ann, "INV-1041")
    seen = seen_of(house.books.account("kettle", on=TODAY))
    who = Answerer(
        org_id=house.org_id, customer_id="kettle", once="a form", seen=seen, link_id=None
    )
    told = "Straight & Fair Ltd looks after INV-1041"
    with pytest.raises(NotPossible, match=told):
        situation.promise(house.doors, who, invoice_ids=["INV-1041"], due=TODAY + timedelta(days=3))
    parts = [PlanPart(TODAY + timedelta(days=n), Money.of("200.00", "GBP")) for n in (3, 9)]
    with pytest.raises(NotPossible, match=told):
        situation.split(house.doors, who, invoice_ids=["INV-1041"], parts=parts)


def test_where_the_owner_wants_two_people_one_is_not_enough(
    app: Flask, ann: Browser, house: House
) -> None:
    """Ann proposes, Bob agrees to exactly that, and both names stand on it."""
    token = sign_in(house.doors.store, house.org_id, name="Bob Ray")
    bob = browser_of(app, token, house.org_id)
    second.choose(
        house.doors, org_id=house.org_id, by="Ann Lee", steps=[HardStep.AGENCY], understood=True
    )
    assert "Proposed: a hand-off of INV-1041" in hand_over(ann, "INV-1041")
    assert "With Straight" not in ann.get(HERE).get_data(as_text=True)
    page = bob.get("second").get_data(as_text=True)
    proposal = page.partition("/second/")[2].partition("/agree")[0]
    assert "Agreed by Ann Lee and Bob Ray" in bob.post(f"second/{proposal}/agree").get_data(True)
    assert "by Ann Lee and Bob Ray" in ann.get(HERE).get_data(as_text=True)


def test_whoever_only_reads_hands_nothing_over(app: Flask, ann: Browser, house: House) -> None:
    """A reader opens the page and its papers; the form is refused."""
    page = ann.get(f"{HERE}?invoice=INV-1041").get_data(as_text=True)
    reader = as_a(Role.READER, app, house)
    assert reader.get(HERE).status_code == 200
    refused = reader.post(HERE, **FORM, invoice="INV-1041", yes=keys(page))
    assert refused.status_code == 403
    assert "With Straight" not in ann.get(HERE).get_data(as_text=True)
    sales = as_a(Role.SALES, app, house)
    for path in (HERE, f"{HERE}.pdf", f"{HERE}.csv", f"{HERE}-log.json", f"{HERE}.zip"):
        assert sales.get(path).status_code == 403, path


def test_a_log_is_checked_by_a_command(
    ann: Browser, house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whole it says so; with one amount changed it says that, and fails."""
    hand_over(ann, "INV-1041")
    log = json.loads(ann.get(f"{HERE}-log.json?invoice=INV-1041").data)
    file = tmp_path / "log.json"
    file.write_text(json.dumps(log))
    assert main(["log", "verify", str(file), "--head", log["head"]]) == 0
    assert "It holds together" in capsys.readouterr().out
    assert main(["log", "verify", str(file), "--head", "0" * 64]) == 1
    (first, *_) = [each for each in log["links"] if "content" not in each]
    first["what"] = "promised"
    file.write_text(json.dumps(log))
    assert main(["log", "verify", str(file)]) == 1
    assert "something in it was changed" in capsys.readouterr().err
    file.write_text("not a log")
    assert main(["log", "verify", str(file)]) == 2
