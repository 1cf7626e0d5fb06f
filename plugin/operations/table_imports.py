"""Limits and more for many customers from a table: shown first, applied after a person's yes.

Exactly what was shown is applied, or nothing: where the world moved in between, the table is shown
anew with what moved. What was applied can be undone; what somebody changed since stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from plugin.jobs import What
from plugin.operations.brought_in import Asked, Cell, Field, Unusable, read_lines
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import Ground, ground
from plugin.operations.table_writing import write_changes
from plugin.store import Tx, assessments, contacts, people, table_imports
from plugin.store.table_imports import Change, Line, Stands, TableImport

_AFTER = (What.ASSESS, What.WRITE_BACK)


@dataclass(frozen=True, slots=True)
class Applied:
    """How many customers were changed, and how many lines had moved: then nothing was applied."""

    customers: int
    moved: int


@dataclass(frozen=True, slots=True)
class Undone:
    """How many customers stand as before, and which were changed since and stay as they are."""

    customers: int
    left: tuple[str, ...]


def preview(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    file_name: str,
    reason: str,
    rows: Sequence[Sequence[Cell]],
) -> tuple[UUID, tuple[str, ...]]:
    """Keep what a table would change, line by line; its id, and the columns left alone.

    Changes nothing. Raises NotPossible for a table that cannot be used at all.
    """
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        team = {
            each.user.email.lower(): str(each.user.id) for each in people.members_of(tx, org_id)
        }
        try:
            asked, unknown = read_lines(
                rows,
                base_currency=on.organisation.base_currency,
                today=on.today,
                team=team,
            )
        except Unusable as problem:
            raise NotPossible(f"Nothing was read. {problem}") from problem
        if not asked:
            raise NotPossible("Nothing was read. There is no line below the heads.")
        lines = _shown(tx, on, _matched(tx, asked))
        import_id = table_imports.keep(
            tx, file_name=file_name[:120], reason=reason.strip()[:300] or "from a table",
            by=by, at=on.now, lines=lines,
        )  # fmt: skip
    return import_id, unknown


def apply(doors: Doors, *, org_id: UUID, by: str, import_id: UUID) -> Applied:
    """Apply exactly what was shown, or nothing. Raises NotPossible."""
    with decided(doors, org_id, *_AFTER) as tx:
        found = _standing(tx, import_id, "shown")
        on = ground(tx, now=doors.clock.now())
        _check_days(found, on.today)
        wanted = _wanted(found)
        assessments.lock(tx, sorted(wanted))
        now = table_imports.stands(tx, list(wanted), on=on.today)
        lines, moved = _moved(found, now, table_imports.named(tx, list(wanted)))
        if moved:
            table_imports.show_anew(tx, import_id, lines)
            return Applied(0, moved)
        if not wanted:
            raise NotPossible("There is nothing left to change. Nothing was done.")
        why = f"{found.reason} ({found.file_name})"
        write_changes(tx, on, by, wanted, now, why)
        table_imports.settle(tx, import_id, state="applied", by=by, at=on.now)
        words = f"Brought in {found.file_name}: {len(wanted):,} customers changed"
        record(tx, on, by, None, "limit", words, mark=words)
    return Applied(len(wanted), 0)


def undo(doors: Doors, *, org_id: UUID, by: str, import_id: UUID) -> Undone:
    """Put back what stood before, except what was changed since. Raises NotPossible."""
    with decided(doors, org_id, *_AFTER) as tx:
        found = _standing(tx, import_id, "applied")
        on = ground(tx, now=doors.clock.now())
        ids = sorted(_wanted(found))
        assessments.lock(tx, ids)
        now = table_imports.stands(tx, ids, on=on.today)
        back: dict[str, list[Change]] = {}
        left: list[str] = []
        for line in found.lines:
            for each in line.changes:
                is_past = each.field == Field.HOLD and _is_past(each.before, on.today)
                before = "" if is_past else each.before
                if _value(now[line.customer_id], each.field) != each.after:
                    left.append(line.name)
                elif before != each.after:
                    turned = Change(field=each.field, before=each.after, after=before)
                    back.setdefault(line.customer_id, []).append(turned)
        write_changes(tx, on, by, back, now, f"{found.file_name} was undone")
        table_imports.settle(tx, import_id, state="undone", by=by, at=on.now)
        words = f"Undid {found.file_name}: {len(back):,} customers stand as before"
        record(tx, on, by, None, "limit", words, mark=words)
    return Undone(len(back), tuple(dict.fromkeys(left)))


def drop(doors: Doors, *, org_id: UUID, by: str, import_id: UUID) -> None:
    """Say no to a table that was shown. Raises NotPossible."""
    with doors.store.tenant(org_id) as tx:
        _standing(tx, import_id, "shown")
        table_imports.settle(tx, import_id, state="dropped", by=by, at=doors.clock.now())


_STATES = {
    "applied": "It was applied already. Nothing was changed.",
    "undone": "It was undone already. Nothing was changed.",
    "dropped": "It was dropped. Nothing was changed. Bring it in again.",
    "shown": "It has not been applied. Nothing was changed.",
}
_GONE = "this customer is not known here any more"


def _standing(tx: Tx, import_id: UUID, state: str) -> TableImport:
    found = table_imports.locked(tx, import_id)
    if found is None:
        raise NotPossible("This table is not known here. Nothing was changed.")
    if found.state != state:
        raise NotPossible(_STATES[found.state])
    return found


def _check_days(found: TableImport, today: date) -> None:
    for line in found.lines:
        for each in line.changes:
            if each.field == Field.HOLD and _is_past(each.after, today):
                raise NotPossible(
                    f"Line {line.line}: the day on which reminders go on has come meanwhile. "
                    "Nothing was changed. Bring the table in again."
                )


def _is_past(written: str, today: date) -> bool:
    return bool(written) and date.fromisoformat(written) <= today


def _matched(tx: Tx, asked: Sequence[Asked]) -> list[tuple[Asked, str, str, str]]:
    """Each line with the id and the name of its customer, or why there is none."""
    by_id = table_imports.named(tx, [each.id for each in asked if each.id])
    texts = [text for each in asked for text in (each.number, each.name) if text]
    by_text = contacts.customers_by_name(tx, texts)
    found: list[tuple[Asked, str, str, str]] = []
    for each in asked:
        if each.refused:
            found.append((each, "", each.called, each.refused))
        elif each.id:
            known = by_id.get(each.id)
            found.append((each, each.id, known[1], "") if known is not None else
                         (each, "", each.called, "no customer has this id"))  # fmt: skip
        else:
            matches = by_text.get(each.number or each.name, ())
            if len(matches) != 1:
                found.append((each, "", each.called, _unclear(matches)))
            else:
                found.append((each, matches[0].customer_id, matches[0].name, ""))
    return [_agreeing(each) for each in found]


def _unclear(matches: Sequence[contacts.Match]) -> str:
    if not matches:
        return "no customer is called so"
    numbers = ", ".join(each.number or each.customer_id for each in matches[:4])
    return f"several customers are called so: name one by its number or id ({numbers})"


def _agreeing(matched: tuple[Asked, str, str, str]) -> tuple[Asked, str, str, str]:
    """A line whose number and name are of two customers is a line that slipped."""
    asked, _, name, why = matched
    if why or not asked.name or not (asked.id or asked.number):
        return matched
    if asked.name.strip().lower() != name.strip().lower():
        return asked, "", asked.called, f"its number is that of {name}, its name is another"
    return matched


def _shown(tx: Tx, on: Ground, matched: Sequence[tuple[Asked, str, str, str]]) -> list[Line]:
    """The lines with what stands now beside what each would become."""
    times = Counter(customer_id for _, customer_id, _, why in matched if not why)
    ids = [customer_id for customer_id in times if customer_id]
    now = table_imports.stands(tx, ids, on=on.today)
    base, lines = on.organisation.base_currency, []
    for asked, customer_id, name, why in matched:
        refused = why or ("another line names the same customer" if times[customer_id] > 1 else "")
        changes = () if refused else _changes(asked, now[customer_id], base)
        lines.append(
            Line(line=asked.line, called=asked.called, customer_id="" if refused else customer_id,
                 name=name, changes=changes, refused=refused)
        )  # fmt: skip
    return lines


def _changes(asked: Asked, now: Stands, base_currency: str) -> tuple[Change, ...]:
    """What is not as it stands already."""
    wanted = dict(asked.wanted)
    if wanted.get(Field.LIMIT):
        wanted[Field.LIMIT] = f"{wanted[Field.LIMIT]} {base_currency}"
    for each in (Field.DIRECT_DEBIT, Field.NEVER_CHASE):
        if wanted.get(each) == "":
            wanted[each] = "no"
    return tuple(
        Change(field=each.value, before=_value(now, each), after=to)
        for each, to in wanted.items()
        if _value(now, each) != to
    )


def _value(now: Stands, field: str) -> str:
    found: str = getattr(now, field)
    return found


def _moved(
    found: TableImport, now: Mapping[str, Stands], known: Mapping[str, object]
) -> tuple[list[Line], int]:
    """The lines as they would be shown now, and how many of them are not as they were shown."""
    lines, count = [], 0
    for line in found.lines:
        if line.changes and line.customer_id not in known:
            lines.append(replace(line, customer_id="", changes=(), refused=_GONE))
            count += 1
            continue
        looked = [_looked_again(each, now[line.customer_id]) for each in line.changes]
        count += any(each.moved for each in looked)
        left = tuple(each for each in looked if each.before != each.after)
        lines.append(replace(line, changes=left))
    return lines, count


def _looked_again(each: Change, now: Stands) -> Change:
    stands = _value(now, each.field)
    return replace(each, before=stands, moved=stands != each.before)


def _wanted(found: TableImport) -> dict[str, list[Change]]:
    return {line.customer_id: list(line.changes) for line in found.lines if line.changes}
