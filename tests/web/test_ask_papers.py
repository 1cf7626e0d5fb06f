"""Copies and statements asked for in the question box: by mail after a yes, to nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from plugin.operations.mail_answers import look_after_mail
from tests.builders import House
from tests.web.test_ask import ask, replies
from tests.web.test_portal_code import KETTLE, Postbox
from tests.web.test_portal_code import app as app  # noqa: PLC0414
from tests.web.test_portal_code import kettle as kettle  # noqa: PLC0414
from tests.web.test_portal_code import postbox as postbox  # noqa: PLC0414
from tests.web.visiting import Caller, a_caller


class PdfBooks:
    """A ledger that hands over PDFs and nothing else."""

    def invoice_pdf(self, invoice_id: str) -> bytes:
        """The invoice as a paper that says which it is."""
        return f"%PDF of {invoice_id}".encode()


def _books(*_: object) -> Any:
    return PdfBooks()


@pytest.fixture
def house(settled_house: House, postbox: Postbox) -> House:
    """A wholesaler whose mail is kept and whose ledger prints invoices."""
    settled_house.doors = replace(settled_house.doors, mailer=postbox, open_books=_books)
    return settled_house


def test_a_copy_goes_by_mail_to_the_address_on_file_after_one_yes(
    kettle: Caller, house: House, postbox: Postbox
) -> None:
    """Asked, read back, sent once: the invoice as PDF, to the address that the business has."""
    page = ask(kettle, "can you send me a copy of INV-1041")
    assert "Shall I send a copy of INV-1041 as PDF to the address on file?" in replies(page)[-1]
    look_after_mail(house.doors, house.org_id)
    assert postbox.mails == []
    for _ in range(2):
        page = ask(kettle, "yes please", once="the-one-yes")
    assert "Done: a copy of INV-1041" in replies(page)[-1]
    look_after_mail(house.doors, house.org_id)
    [mail] = postbox.mails
    assert mail.to == (KETTLE,)
    assert [each.name for each in mail.attachments] == ["INV-1041.pdf"]
    assert "copy of invoice INV-1041" in mail.text


def test_a_statement_goes_by_mail_and_a_forwarded_link_still_reads_none(
    app: Flask, house: House, postbox: Postbox
) -> None:
    """Whoever holds the link may ask; the paper goes to the address on file alone."""
    stranger = a_caller(app, house.doors, house.org_id, "kettle", KETTLE)
    ask(stranger, "statement please")
    ask(stranger, "yes")
    look_after_mail(house.doors, house.org_id)
    [mail] = postbox.mails
    assert mail.to == (KETTLE,)
    assert [each.name[:10] for each in mail.attachments] == ["statement-"]
    assert stranger.get("statement.pdf?currency=GBP").status_code == 303


def test_papers_are_rationed_and_then_stand_on_the_page(
    kettle: Caller, house: House, postbox: Postbox
) -> None:
    """Twice in seven days by default; then the page says where they can be had, by a code."""
    for once in ("first", "second"):
        ask(kettle, "copy of INV-1041", once=f"asks {once}")
        ask(kettle, "yes", once=f"says {once}")
    said = replies(ask(kettle, "copy of INV-1041", once="asks again"))[-1]
    assert "asks for a code" in said
    look_after_mail(house.doors, house.org_id)
    assert len(postbox.mails) == 2
