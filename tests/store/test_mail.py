"""Mail in the store: sealed, moved with a merge, gone with an erasure, found by its address."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from plugin.store import conversations
from plugin.store import mail as mails
from plugin.store.mail import Mail, MailContent, MailFile
from tests.store.facts import NOON, TODAY, Books, a_contact, later

DOMAIN = "reply.goodterms.example"


def kept(books: Books, customer: str = "acme", known_as: str = "<1@x>") -> UUID:
    """A mail of a customer with a file."""
    mail = Mail(
        id=uuid4(),
        customer_id=customer,
        kind="own",
        known_as=known_as,
        arrived_at=NOON,
        arrived_on=TODAY,
        message_id=None,
        on_file=True,
        automatic=False,
        content=MailContent(sender="bo@customer.test", said="our words", rows=(("a", "b"),)),
    )
    with books.tx() as tx:
        assert mails.keep(tx, mail, [MailFile(1, "paper.pdf", "application/pdf", 3, b"\xff\x00x")])
    return mail.id


def test_words_names_and_files_lie_sealed_and_come_back(books: Books) -> None:
    """Told twice it counts once."""
    books.contacts(a_contact())
    mail_id = kept(books)
    with books.tx() as tx:
        found = mails.read(tx, mail_id)
        file = mails.file(tx, mail_id, 1)
        assert found is not None
        assert file is not None
        assert (found.content.said, found.content.rows) == ("our words", (("a", "b"),))
        assert (file.name, file.content) == ("paper.pdf", b"\xff\x00x")
        assert not mails.keep(tx, found)
    ((content, name, paper),) = books.all(
        "select m.content, f.name, f.content from mails m join mail_files f on f.mail_id = m.id"
    )
    for sealed in (content, name, paper):
        assert not {b"words", b"paper"} & set(bytes(sealed).split(b" "))


def test_an_own_mail_is_a_contact_in_every_currency(books: Books) -> None:
    """Rule 23 counts it, whatever the debts are in."""
    books.contacts(a_contact())
    kept(books)
    (message,) = books.account().messages
    assert (message.on, message.currency, message.unprompted) == (TODAY, "*", True)


def test_a_merge_takes_mail_and_address_along(books: Books) -> None:
    """A mail that both were told of stands once; the loser's address leads to the winner."""
    books.contacts(a_contact(), a_contact("b"))
    kept(books, "acme")
    kept(books, "b")
    kept(books, "acme", "<2@x>")
    with books.tx() as tx:
        address = conversations.address_of(tx, "acme", DOMAIN, at=NOON)
    books.contacts(a_contact(merged_into="b", status="archived", updated_at=later(1)))
    assert books.all("select customer_id, count(*) from mails group by 1") == [("b", 2)]
    assert books.all("select count(*) from mail_files") == [(2,)]
    with books.store.house() as house:
        named = conversations.named(house, address, DOMAIN)
    assert named is not None
    with books.tx() as tx:
        assert conversations.customer_of(tx, named) == "b"


def test_erasing_a_contact_leaves_no_mail_and_no_address(books: Books) -> None:
    """And its address leads nowhere any more."""
    books.contacts(a_contact())
    kept(books)
    with books.tx() as tx:
        address = conversations.address_of(tx, "acme", DOMAIN, at=NOON)
    books.contacts(a_contact(status="erase", updated_at=later(1)))
    for table in ("mails", "mail_files", "conversations"):
        assert books.all(f"select count(*) from {table}") == [(0,)]
    with books.store.house() as house:
        named = conversations.named(house, address, DOMAIN)
        assert named is not None
        assert conversations.org_of(house, named) is None


def test_an_address_ends_and_another_begins(books: Books) -> None:
    """Case does not matter to mail systems; a wrong signature is told before any look-up."""
    books.contacts(a_contact())
    with books.tx() as tx:
        old = conversations.address_of(tx, "acme", DOMAIN, at=NOON)
        assert conversations.address_of(tx, "acme", DOMAIN, at=NOON) == old
        conversations.begin_anew(tx, "acme", at=NOON)
        new = conversations.address_of(tx, "acme", DOMAIN, at=NOON + timedelta(hours=1))
    assert new != old
    assert len(new.partition("@")[0]) <= 64
    with books.store.house() as house:
        before = conversations.named(house, old.upper(), DOMAIN)
        assert conversations.named(house, new[:-30] + "x" + new[-29:], DOMAIN) is None
    assert before is not None
    with books.tx() as tx:
        assert conversations.customer_of(tx, before) is None
