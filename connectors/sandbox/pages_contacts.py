"""The pages of contacts and contact groups, as an accountant sees them.

What the buttons do is in `contacts`.
"""

from collections.abc import Callable

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from connectors.sandbox import contacts, page_views
from connectors.sandbox.errors import ValidationError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.page_frame import Pages

PAID_SHOWN = 12


def add_contact_pages(local: Pages) -> None:
    """Registers them; the paths of a contact are those of the real Xero."""
    _add_contacts(local)
    _add_contact_deeds(local)
    _add_groups(local)


def _add_contacts(local: Pages) -> None:
    @local.get("/app/<short>/contacts")
    def contact_list(short: str) -> str:
        ledger = local.ledger(short)
        search, which = request.args.get("q", ""), request.args.get("show", "all")
        with ledger.lock:
            rows = page_views.contact_rows(ledger, search, which)
        return local.show("contacts.html", ledger=ledger, rows=rows, search=search, which=which)

    @local.get("/app/<short>/contacts/contact/<key>")
    def contact(short: str, key: str) -> str:
        ledger = local.ledger(short)
        with ledger.lock:
            found = ledger.contact(key)
            today = ledger.today()
            sales = page_views.sales(ledger, found.id)
            open_ = [one for one in sales if page_views.is_open(one)]
            late = [one for one in open_ if page_views.is_late(one, today)]
            rest = [one for one in sales if not page_views.is_open(one)]
            groups = page_views.groups_of(ledger, found.id)
            inside = {group_id for group_id, _ in groups}
            others = [
                (group.id, group.name)
                for group in sorted(ledger.groups.values(), key=lambda group: group.name)
                if group.id not in inside and not group.is_deleted
            ]
            bills = [one for one in page_views.bills(ledger, found.id) if page_views.is_open(one)]
            return local.show(
                "contact.html",
                ledger=ledger,
                contact=found,
                details=page_views.details(found),
                owes=page_views.by_currency(open_),
                late=page_views.by_currency(late),
                we_owe=page_views.by_currency(bills),
                groups=groups,
                others=others,
                open_rows=[page_views.invoice_row(ledger, one) for one in open_],
                rest_rows=[page_views.invoice_row(ledger, one) for one in rest[:PAID_SHOWN]],
                hidden=max(0, len(rest) - PAID_SHOWN),
                credits=page_views.credit_rows(ledger, found.id),
                notes=page_views.note_rows(ledger, found.id),
                awkward=page_views.awkward_of(ledger).get(found.id),
                names=sorted(c.name for c in ledger.contacts.values() if c.status == "ACTIVE"),
                merged_into=ledger.contacts.get(found.merged_into or ""),
                habit=page_views.HABITS.get(str(ledger.habits.get(found.id, ""))),
            )


def _add_contact_deeds(local: Pages) -> None:
    @local.post("/app/<short>/contacts/contact/<key>/<deed>")
    def contact_deed(short: str, key: str, deed: str) -> AnyResponse:
        ledger = local.ledger(short)
        here = url_for("local.contact", short=short, key=key)
        if deed == "note":
            return local.attempt(
                f"{here}#history",
                lambda: _note(ledger, key, local.around.world.users[0].name),
                "Note added. Nobody can change it or take it away.",
            )
        found = DEEDS.get(deed)
        if found is None:
            return local.back(here, "Not done: no such button.", is_refused=True)
        act, said = found
        return local.attempt(here, lambda: act(ledger, key), said)


def _note(ledger: Ledger, key: str, user: str) -> None:
    contacts.add_note(ledger, ledger.contact(key).id, request.form.get("details", ""), user=user)


def _mail_to(ledger: Ledger, key: str) -> None:
    contacts.change_contact(ledger, key, email=request.form.get("email", "").strip())


def _join(ledger: Ledger, key: str) -> None:
    """Into an existing group, or a new one by name."""
    with ledger.lock:
        name = request.form.get("new", "").strip()
        group = contacts.add_group(ledger, name).id if name else request.form.get("group", "")
        contacts.add_members(ledger, group, [key])


def _leave(ledger: Ledger, key: str) -> None:
    contacts.remove_member(ledger, request.form.get("group", ""), key)


def _merge(ledger: Ledger, key: str) -> None:
    """Into the active contact of this name."""
    with ledger.lock:
        wanted = request.form.get("into", "").strip().lower()
        named = [c for c in ledger.contacts.values() if c.name.lower() == wanted]
        active = [each for each in named if each.status == "ACTIVE"]
        if not active:
            raise ValidationError("There is no active contact of that name")
        contacts.merge_contacts(ledger, key, active[0].id)


DEEDS: dict[str, tuple[Callable[[Ledger, str], object], str]] = {
    "archive": (contacts.archive_contact, "Archived."),
    "restore": (contacts.restore_contact, "Active again."),
    "email": (_mail_to, "Email address changed."),
    "join": (_join, "Added to the group."),
    "leave": (_leave, "Taken out of the group."),
    "merge": (_merge, "Merged: its documents belong to the other contact now."),
}
"""What the buttons of a contact do, and what is said afterwards."""


def _add_groups(local: Pages) -> None:
    @local.get("/app/<short>/contacts/groups")
    def groups(short: str) -> str:
        ledger = local.ledger(short)
        with ledger.lock:
            shown = [
                (group, [ledger.contacts[member] for member in group.members])
                for group in sorted(ledger.groups.values(), key=lambda group: group.name)
                if not group.is_deleted
            ]
            return local.show("groups.html", ledger=ledger, groups=shown)

    @local.post("/app/<short>/contacts/groups")
    def group_deed(short: str) -> AnyResponse:
        ledger = local.ledger(short)
        here = url_for("local.groups", short=short)
        key, name = request.form.get("group", ""), request.form.get("name", "").strip()
        match request.form.get("deed", ""):
            case "add":
                return local.attempt(here, lambda: contacts.add_group(ledger, name), "Added.")
            case "rename":
                return local.attempt(
                    here, lambda: contacts.rename_group(ledger, key, name), "Renamed."
                )
            case "delete":
                return local.attempt(
                    here,
                    lambda: contacts.delete_group(ledger, key),
                    "Deleted; its contacts are still there.",
                )
        return local.back(here, "Not done: no such button.", is_refused=True)
