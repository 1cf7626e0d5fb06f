"""A person sees what their own consent lists or an owner let them into, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from plugin.store import Store, people, team
from plugin.store.people import Role, User, Via
from tests.connecting import connect

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def somebody(store: Store, name: str = "Bob") -> User:
    """A person who signed in."""
    with store.house() as house:
        return people.note_user(
            house, subject=name, name=name, email=f"{name}@x.test".lower(), now=NOW
        )


def test_a_person_is_known_again(store: Store) -> None:
    """By the identifier, with their present name; the address lies sealed."""
    first = somebody(store)
    with store.house() as house:
        again = people.note_user(house, subject="Bob", name="Bob B", email="b@y.test", now=NOW)
        assert again == User(first.id, "Bob", "Bob B", "b@y.test")
        assert people.read_user(house, first.id) == again
        assert people.read_user(house, uuid4()) is None
        stored = bytes(house.sql("select email from users").scalar_one())
    assert b"test" not in stored


def test_consent_decides_what_a_person_sees(store: Store) -> None:
    """Asked again, it gives and takes; an invitation by an owner stands."""
    acme, bolt, cork = (connect(store, name) for name in ("Acme", "Bolt", "Cork"))
    bob = somebody(store)
    with store.house() as house:
        people.let_in(house, cork.id, bob.id, role=Role.READER, via=Via.INVITATION, now=NOW)
        listed = [acme.ledger_id.upper(), bolt.ledger_id, "unknown"]
        seen = people.keep_to_consent(house, bob.id, listed, now=NOW)
        assert set(seen) == {acme.id, bolt.id, cork.id}
        assert people.keep_to_consent(house, bob.id, [], now=NOW) == (cork.id,)
        assert people.shut_out(house, cork.id, bob.id)
        assert not people.shut_out(house, cork.id, bob.id)
        assert people.organisations_of(house, bob.id) == ()


def test_a_role_once_given_changes_only_by_being_changed(store: Store) -> None:
    """Who is let in again stays what they are; an owner makes them something else."""
    acme, bob = connect(store, "Acme"), somebody(store)
    with store.house() as house:
        for role in (Role.READER, Role.OWNER, Role.SALES):
            people.let_in(house, acme.id, bob.id, role=role, via=Via.INVITATION, now=LATER)
        assert team.role_of(house, acme.id, bob.id) is Role.READER
        assert team.give_role(house, acme.id, bob.id, Role.CONTROLLER)
        members = people.members_of(house, acme.id)
    assert [(member.user.name, member.role) for member in members] == [
        ("Ann Lee", Role.OWNER),
        ("Bob", Role.CONTROLLER),
    ]


def test_who_comes_back_by_consent_comes_back_as_what_they_were(store: Store) -> None:
    """Losing sight for a day in Xero makes nobody an owner who was made less here."""
    acme, bob = connect(store, "Acme"), somebody(store)
    with store.house() as house:
        people.keep_to_consent(house, bob.id, [acme.ledger_id], now=NOW)
        assert team.role_of(house, acme.id, bob.id) is Role.OWNER
        team.give_role(house, acme.id, bob.id, Role.READER)
        people.keep_to_consent(house, bob.id, [], now=NOW)
        assert team.role_of(house, acme.id, bob.id) is None
        people.keep_to_consent(house, bob.id, [acme.ledger_id], now=LATER)
        assert team.roles_of(house, bob.id) == {acme.id: Role.READER}


def test_whoever_connects_an_organisation_without_an_owner_becomes_one(store: Store) -> None:
    """The last owner's consent may end in Xero; somebody has to be able to let people in."""
    acme, bob = connect(store, "Acme"), somebody(store)
    with store.house() as house:
        (ann,) = people.members_of(house, acme.id)
        people.let_in(house, acme.id, bob.id, role=Role.CONTROLLER, via=Via.CONSENT, now=NOW)
        team.keep_an_owner(house, acme.id, bob.id)
        assert team.role_of(house, acme.id, bob.id) is Role.CONTROLLER
        people.shut_out(house, acme.id, ann.user.id)
        team.keep_an_owner(house, acme.id, bob.id)
        assert team.role_of(house, acme.id, bob.id) is Role.OWNER


def test_a_session_ends(store: Store) -> None:
    """By time, by signing out, and everywhere at once; its token is stored nowhere."""
    bob = somebody(store)
    with store.house() as house:
        token = people.open_session(house, bob.id, now=NOW, expires_at=LATER)
        session = people.read_session(house, token, now=NOW)
        assert session is not None
        assert (session.user_id, session.org_id, session.signed_in_at) == (bob.id, None, NOW)
        assert people.read_session(house, "forged", now=NOW) is None
        assert people.read_session(house, token, now=LATER) is None
        people.extend_session(house, token, expires_at=LATER + timedelta(hours=1))
        assert people.read_session(house, token, now=LATER) is not None
        assert token not in str(house.sql("select * from sessions").all())
        people.close_session(house, token)
        assert people.read_session(house, token, now=NOW) is None
        tokens = [people.open_session(house, bob.id, now=NOW, expires_at=LATER) for _ in "ab"]
        assert people.close_sessions_of(house, bob.id) == 2
        assert [people.read_session(house, each, now=NOW) for each in tokens] == [None, None]


def test_a_session_remembers_the_organisation(store: Store) -> None:
    """The one last looked at."""
    acme, bob = connect(store, "Acme"), somebody(store)
    with store.house() as house:
        token = people.open_session(house, bob.id, now=NOW, expires_at=LATER)
        people.look_at(house, token, acme.id)
        session = people.read_session(house, token, now=NOW)
    assert session is not None
    assert session.org_id == acme.id


def test_a_sign_in_comes_back_once_and_in_time(store: Store) -> None:
    """A second answer with the same state is nobody's, and so is a late one."""
    with store.house() as house:
        state, nonce = people.begin_sign_in(
            house, purpose="connect", return_to="/settings", now=NOW, expires_at=LATER
        )
        assert people.finish_sign_in(house, "forged", now=NOW) is None
        assert people.finish_sign_in(house, state, now=NOW) == people.SignIn(
            nonce, "connect", "/settings", None
        )
        assert people.finish_sign_in(house, state, now=NOW) is None
        late, _ = people.begin_sign_in(
            house, purpose="sign-in", return_to="", now=NOW, expires_at=LATER
        )
        assert people.finish_sign_in(house, late, now=LATER) is None
