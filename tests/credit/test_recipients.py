"""Who gets a message: only people of the customer's own record, by role, nobody twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.recipients import (
    Addressed,
    Choice,
    Listed,
    Role,
    instead_of,
    people_of,
    recipients_of,
)

OWN = Listed("Quay Bistro", "pay@quay.test", Role.TO, is_first=True)
MAYA = Listed("Maya", "maya@quay.test", Role.COPY)
OWEN = Listed("Owen", "owen@quay.test", Role.NONE)


def chosen(**roles: Role) -> list[Addressed]:
    """The three of them, with these roles by the part before the @."""
    return list(
        people_of([OWN, MAYA, OWEN], lambda email: Choice(roles.get(email.partition("@")[0])))
    )


def test_as_the_ledger_says_where_nobody_chose() -> None:
    """To the contact's own address, copies to who is included in emails."""
    found = recipients_of(chosen())
    assert (found.to, found.copy_to) == (("pay@quay.test",), ("maya@quay.test",))


def test_the_first_copy_takes_the_place_of_nobody() -> None:
    """A contact without an address of its own, or whose own is taken out, is still written to."""
    found = recipients_of(chosen(pay=Role.NONE))
    assert (found.to, found.copy_to) == (("maya@quay.test",), ())
    assert recipients_of(people_of([MAYA, OWEN], lambda _: Choice())).to == ("maya@quay.test",)


def test_escalation_people_get_a_copy_from_their_level_on_and_nothing_before() -> None:
    """It stays one thread with those who know the invoices."""
    known = chosen(owen=Role.ESCALATION)
    assert "owen@quay.test" not in recipients_of(known).addresses
    assert recipients_of(known, escalated=True).copy_to == ("maya@quay.test", "owen@quay.test")


def test_instead_of_a_bounced_one_copies_are_offered_first() -> None:
    """Then anybody else of the record; never one whose mail came back too."""
    known = people_of(
        [OWN, OWEN, MAYA],
        lambda email: Choice(bounced=email == OWN.email),
    )
    assert [each.name for each in instead_of(known[0], known)] == ["Maya", "Owen"]
    assert instead_of(known[0], known[:1]) == ()


EMAILS = st.sampled_from(["a@x.test", "A@X.test", "b@x.test", "c@x.test", "d@x.test", ""])
LISTED = st.lists(st.builds(Listed, st.just("N"), EMAILS, st.sampled_from(Role)), max_size=6)


@given(LISTED, st.dictionaries(EMAILS, st.none() | st.sampled_from(Role)), st.booleans())
def test_nobody_of_another_record_and_no_address_twice(
    listed: list[Listed], roles: dict[str, Role | None], escalated: bool
) -> None:
    """Whatever was chosen, for whoever: addresses come from the record alone, each once."""
    known = people_of(listed, lambda email: Choice(roles.get(email)))
    found = recipients_of(known, escalated=escalated)
    theirs = {each.email.lower() for each in listed if each.email}
    got = [email.lower() for email in found.addresses]
    assert set(got) <= theirs
    assert len(set(got)) == len(got)
    taken_out = {each.email for each in known if each.role is Role.NONE}
    assert not taken_out & set(found.addresses)
    if any(each.role in (Role.TO, Role.COPY) for each in known):
        assert found.to
