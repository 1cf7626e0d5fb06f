"""The connected organisations and their people's choices. Policies and limits lie elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, get_type_hints
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import Row, Select, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from plugin.ports import LedgerOrganisation
from plugin.store._tx import HouseTx, Tx
from plugin.store.schema.organisations import organisations as table


class OrgState(StrEnum):
    """How an organisation stands with its ledger."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    #: a person disconnected it; the last words are being written, nothing else is done
    LEAVING = "leaving"
    DISCONNECTED = "disconnected"
    NEEDS_CONSENT = "needs_consent"


#: somebody has to connect again before anything goes on
LOST = frozenset({OrgState.DISCONNECTED, OrgState.NEEDS_CONSENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One connected organisation. Dates are its own civil dates; instants are UTC."""

    id: UUID
    ledger_id: str
    name: str
    base_currency: str
    country: str
    timezone: str
    short_code: str
    is_demo: bool
    lock_date: date | None
    sales_terms_days: int | None
    state: OrgState
    #: one plain sentence for a person
    state_why: str
    state_since: datetime
    connection_id: str
    grant_id: UUID
    #: the day of the first connection: what was late then is opening debt (rule 2)
    connected_on: date
    connected_at: datetime
    #: the ledger's own reminders; None = not asked yet
    reminders_on: bool | None
    first_synced_at: datetime | None
    settled_at: datetime | None
    mail_proof_at: datetime | None
    #: nothing goes out until this date (rule 28)
    stopped_until: date | None
    #: somebody answered whether the settings of one that is gone come along
    carry_answered_at: datetime | None
    #: the law of its terms (plugin.credit.law.Law), where a person said it
    law: str | None = None
    #: how sales tax is accounted for, as the ledger says (LedgerOrganisation.tax_basis)
    tax_basis: str = ""
    #: month and day on which the financial year ends; None where the ledger does not say
    year_end: tuple[int, int] | None = None

    @property
    def is_connected(self) -> bool:
        """True while its ledger may be called."""
        return self.state is OrgState.CONNECTED

    @property
    def is_leaving(self) -> bool:
        """True from a person's disconnecting until the connection is deleted."""
        return self.state is OrgState.LEAVING

    def is_stopped(self, on: date) -> bool:
        """True while everything is stopped; the named date is the first day that is not."""
        return self.stopped_until is not None and on < self.stopped_until


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedTexts:
    """Somebody read the final texts of a language and approved them as they were (rule 29)."""

    language: str
    digest: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgSettings:
    """What the people of an organisation chose; everything has a default."""

    sender_name: str = ""
    sender_title: str = ""
    reply_to: str = ""
    #: where answers are read: both, here alone, or own: by whoever signs alone
    answers_read: str = "both"
    phone: str = ""
    #: bank details or other words, one line each
    how_to_pay: tuple[str, ...] = ()
    #: when and by whom that was last changed: all users are told (rule 26)
    how_to_pay_changed_at: datetime | None = None
    how_to_pay_changed_by: str = ""
    #: the organisation's own domain, once it may be used for sending (rule 26)
    from_domain: str = ""
    language: str = "en-GB"
    #: in which languages final letters may go, beside English
    approved_texts: tuple[ApprovedTexts, ...] = ()
    #: the id of the person in whose name letters go out
    who_signs: str = ""
    #: whether status is mirrored in the ledger
    write_back: bool = True
    #: the organisation's own postal address for its papers, one line each
    letterhead: tuple[str, ...] = ()
    #: account code and tax type of the lines of an invoice for interest or fees (rule 36)
    charges_account: str = ""
    charges_tax: str = ""
    #: how sales tax is accounted for, where the owner says otherwise than the ledger
    tax_basis: str = ""


_COLUMNS = tuple(table.c[field.name] for field in fields(Organisation))


def connect_organisation(
    tx: Tx | HouseTx,
    facts: LedgerOrganisation,
    *,
    connection_id: str,
    grant_id: UUID,
    now: datetime,
    on: date,
    org_id: UUID | None = None,
) -> Organisation:
    """Connect an organisation, or reconnect one that we know by its ledger's id.

    A new one gets `org_id`, where its calls were counted under that already.
    `on` is the civil date there. A reconnected one keeps its id, its settings, its settled past
    and the day of its first connection, so that no debt becomes opening debt a second time.
    """
    anew = {
        **_facts(facts),
        "state": OrgState.CONNECTED.value,
        "state_why": "",
        "state_since": now,
        "connection_id": connection_id,
        "grant_id": grant_id,
        "connected_at": now,
    }
    row = tx.run(
        insert(table)
        .values(id=org_id or uuid4(), ledger_id=facts.ledger_id.lower(), connected_on=on, **anew)
        .on_conflict_do_update(index_elements=[table.c.ledger_id], set_=anew)
        .returning(*_COLUMNS)
    ).one()
    return _organisation(row)


def reach_through(
    tx: Tx | HouseTx,
    org_id: UUID,
    *,
    grant_id: UUID,
    connection_id: str,
    connected_at: datetime | None = None,
) -> None:
    """Reach its ledger through this grant from now on; with `connected_at`, connect it anew.

    For an organisation that is known, where the ledger cannot be asked about it just now.
    """
    values: dict[str, Any] = {"grant_id": grant_id, "connection_id": connection_id}
    if connected_at is not None:
        values |= {
            "state": OrgState.CONNECTED.value,
            "state_why": "",
            "state_since": connected_at,
            "connected_at": connected_at,
        }
    _change(tx, org_id, **values)


def read(tx: Tx | HouseTx, org_id: UUID) -> Organisation | None:
    """One organisation; None where it is not known."""
    return _one(tx, _known().where(table.c.id == org_id))


def by_ledger_id(tx: Tx | HouseTx, ledger_id: str) -> Organisation | None:
    """The organisation that the ledger knows by this id; letter case does not matter."""
    return _one(tx, _known().where(table.c.ledger_id == ledger_id.lower()))


def all_connected(house: HouseTx) -> tuple[Organisation, ...]:
    """Every organisation whose ledger may be called."""
    connected = table.c.state == OrgState.CONNECTED.value
    return _all(house, _known().where(connected).order_by(table.c.id))


def among(tx: Tx | HouseTx, org_ids: Sequence[UUID]) -> tuple[Organisation, ...]:
    """These organisations, by name."""
    named = table.c.id.in_(list(org_ids))
    return _all(tx, _known().where(named).order_by(func.lower(table.c.name), table.c.id))


def on_grant(tx: Tx | HouseTx, grant_id: UUID) -> tuple[Organisation, ...]:
    """The organisations that are connected through this grant, in any state but disconnected."""
    alive = table.c.state != OrgState.DISCONNECTED.value
    return _all(tx, _known().where(table.c.grant_id == grant_id, alive).order_by(table.c.id))


def update_facts(tx: Tx | HouseTx, org_id: UUID, facts: LedgerOrganisation) -> None:
    """Take over what the ledger says of the organisation itself."""
    _change(tx, org_id, **_facts(facts))


def set_state(tx: Tx | HouseTx, org_id: UUID, state: OrgState, *, why: str, now: datetime) -> bool:
    """Change how it stands, with one sentence for a person; False where it stood so already."""
    differs = tuple_(table.c.state, table.c.state_why) != tuple_(state.value, why)
    changed = tx.run(
        update(table)
        .where(table.c.id == org_id, differs)
        .values(state=state.value, state_why=why, state_since=now)
    )
    return changed.rowcount == 1


def note_reminders_on(tx: Tx | HouseTx, org_id: UUID, is_on: bool) -> None:
    """Note whether the ledger sends reminders of its own."""
    _change(tx, org_id, reminders_on=is_on)


def note_first_synced(tx: Tx | HouseTx, org_id: UUID, *, now: datetime) -> bool:
    """Note that everything has been read once; False where it was noted before."""
    return _note_once(tx, org_id, "first_synced_at", now)


def note_settled(tx: Tx | HouseTx, org_id: UUID, *, now: datetime) -> bool:
    """Note that a person has settled the past (rule 2); False where it was noted before."""
    return _note_once(tx, org_id, "settled_at", now)


def note_mail_proof(tx: Tx | HouseTx, org_id: UUID, *, now: datetime) -> bool:
    """Note that the proof message went to its own user; False where it was noted before."""
    return _note_once(tx, org_id, "mail_proof_at", now)


def answer_carry(tx: Tx | HouseTx, org_id: UUID, *, now: datetime) -> bool:
    """Note that the offer to carry settings over was answered; False where it was before."""
    return _note_once(tx, org_id, "carry_answered_at", now)


def stop_until(tx: Tx | HouseTx, org_id: UUID, until: date | None) -> None:
    """Stop everything until this civil date (rule 28); None lets it go on."""
    _change(tx, org_id, stopped_until=until)


def choose_law(tx: Tx, law: str) -> None:
    """Say under which law the organisation sells, for customers of whom nobody said more."""
    _change(tx, tx.org_id, law=law)


def settings(tx: Tx, org_id: UUID | None = None) -> OrgSettings:
    """What its people chose; of the transaction's own organisation unless one is named."""
    return _settings(tx, org_id or tx.org_id, lock=False)


def change_settings(tx: Tx, **changes: Any) -> OrgSettings:
    """Change some settings of the transaction's organisation and return all of them.

    Raises TypeError for a name or a value that is none. Two people who change different settings
    at once both keep their change.
    """
    hints = get_type_hints(OrgSettings)
    changed = replace(_settings(tx, tx.org_id, lock=True), **changes)
    for name in changes:
        try:
            msgspec.convert(getattr(changed, name), hints[name], strict=True)
        except msgspec.ValidationError as problem:
            raise TypeError(f"{name}: {problem}") from problem
    sealed = tx.seal.close(msgspec.json.encode(asdict(changed)).decode())
    _change(tx, tx.org_id, settings=sealed)
    return changed


def _facts(facts: LedgerOrganisation) -> dict[str, Any]:
    found = {name: value for name, value in asdict(facts).items() if name != "ledger_id"}
    return found | {"year_end": None if facts.year_end is None else list(facts.year_end)}


def _known() -> Select[Any]:
    return select(*_COLUMNS)


def _one(tx: Tx | HouseTx, query: Select[Any]) -> Organisation | None:
    row = tx.run(query).one_or_none()
    return None if row is None else _organisation(row)


def _all(tx: Tx | HouseTx, query: Select[Any]) -> tuple[Organisation, ...]:
    return tuple(_organisation(row) for row in tx.run(query))


def _organisation(row: Row[Any]) -> Organisation:
    year_end = None if row.year_end is None else (row.year_end[0], row.year_end[1])
    return Organisation(**{**row._mapping, "state": OrgState(row.state), "year_end": year_end})


def _change(tx: Tx | HouseTx, org_id: UUID, **values: Any) -> None:
    tx.run(update(table).where(table.c.id == org_id).values(**values))


def _note_once(tx: Tx | HouseTx, org_id: UUID, column: str, now: datetime) -> bool:
    noted = tx.run(
        update(table).where(table.c.id == org_id, table.c[column].is_(None)).values({column: now})
    )
    return noted.rowcount == 1


def _settings(tx: Tx, org_id: UUID, *, lock: bool) -> OrgSettings:
    query = select(table.c.settings).where(table.c.id == org_id)
    sealed = tx.run(query.with_for_update() if lock else query).scalar_one()
    if sealed is None:
        return OrgSettings()
    return msgspec.json.decode(tx.seal.open(sealed), type=OrgSettings)
