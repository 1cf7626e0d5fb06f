"""The sheets of an export about the team's own work: who looks after whom, notes, second yeses."""

from __future__ import annotations

from plugin.store.reading.sheets import Sheet

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "who_looks_after_whom",
        "each customer's credit controller and salesperson among your people",
        "select c.number as customer_number, c.name as customer, k.name as credit_controller,"
        " s.name as salesperson, x.by, x.at from customer_people x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " left join users k on k.id = x.controller_id left join users s on s.id = x.sales_id"
        " where x.org_id = :org order by x.customer_id",
    ),
    Sheet(
        "notes_among_colleagues",
        "what your people noted for each other; one that was taken back has no words",
        "select x.at, c.number as customer_number, c.name as customer, x.about, x.by,"
        " x.words as sealed_words, x.withdrawn_at, x.withdrawn_by from comments x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.at, x.id",
    ),
    Sheet(
        "asked_of_salespeople",
        "before which final notice or stop a salesperson was asked, and what they answered",
        "select c.number as customer_number, c.name as customer, x.step, x.asked, x.opened_on,"
        " x.answer, x.answered_at, x.until as held_until, x.reason as sealed_reason, x.closed_why"
        " from veto_windows x left join contacts c on c.org_id = x.org_id"
        " and c.id = x.customer_id where x.org_id = :org order by x.found_at, x.id",
    ),
    Sheet(
        "second_person",
        "hard steps that one person proposed, and who agreed or did not",
        "select x.proposed_at, x.step, x.words, x.proposed_by, x.state, x.settled_by,"
        " x.settled_at from second_approvals x where x.org_id = :org"
        " order by x.proposed_at, x.id",
    ),
)
