"""The sheets of an export as a person reads them: names instead of ids, one line a thing.

Each is a statement whose columns are the heads; `sealed_` marks what has to be opened. The rows
themselves, complete and with their ids, are exported beside them; see `plugin.store.exporting`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file for people: its name, what it holds in one sentence, and the statement."""

    name: str
    what: str
    statement: str


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "customers",
        "everybody in the ledger, with addresses, credit status and limit",
        "select x.number, x.name, x.first_name, x.last_name, x.email as sealed_email,"
        " x.phone as sealed_phone, x.company_number, x.country, x.status as in_xero,"
        " a.status as credit_status, t.credit_limit, t.limit_currency, t.never_chase, t.language,"
        " x.is_customer, x.is_supplier, x.id as xero_id from contacts x"
        " left join assessments a on a.org_id = x.org_id and a.customer_id = x.id"
        " left join terms t on t.org_id = x.org_id and t.customer_id = x.id"
        " where x.org_id = :org order by x.id",
    ),
    Sheet(
        "people",
        "the people named on each contact, and whether they get its emails",
        "select c.number as customer_number, c.name as customer, x.name,"
        " x.email as sealed_email, x.included as gets_emails from contact_people x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.contact_id"
        " where x.org_id = :org order by x.contact_id, x.position",
    ),
    Sheet(
        "invoices",
        "sales invoices and bills as they stand in the copy of the ledger",
        "select x.number, c.number as customer_number, c.name as customer, x.kind, x.state,"
        " x.issued, x.due, x.currency, x.total, x.paid, x.credited, x.balance, x.reference,"
        " x.sent_on, x.expected_on, x.fully_paid_on, x.id as xero_id from invoices x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.contact_id"
        " where x.org_id = :org order by x.id",
    ),
    Sheet(
        "credits",
        "credit notes, overpayments and prepayments, and what is left of each",
        "select x.number, c.number as customer_number, c.name as customer, x.kind,"
        " x.credited_on, x.currency, x.total, x.remaining, x.live, x.is_write_off,"
        " x.id as xero_id from credits x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.contact_id"
        " where x.org_id = :org order by x.id",
    ),
    Sheet(
        "payments",
        "payments of invoices and bills",
        "select i.number as invoice, c.number as customer_number, c.name as customer, x.kind,"
        " x.paid_on, x.currency, x.amount, x.reconciled, x.deleted, x.is_write_off,"
        " x.id as xero_id from payments x"
        " left join invoices i on i.org_id = x.org_id and i.id = x.document_id"
        " left join contacts c on c.org_id = x.org_id and c.id = i.contact_id"
        " where x.org_id = :org order by x.id",
    ),
    Sheet(
        "promises",
        "promises to pay, with the invoices that they name",
        "select c.number as customer_number, c.name as customer, x.amount, x.currency, x.due,"
        " x.made_on, x.source, x.by as noted_by, x.withdrawn_at, x.withdrawn_by,"
        " (select string_agg(coalesce(i.number, n.invoice_id), ' ' order by i.number)"
        "  from promise_invoices n left join invoices i on i.org_id = n.org_id"
        "  and i.id = n.invoice_id where n.org_id = x.org_id and n.promise_id = x.id) as invoices"
        " from promises x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.at, x.id",
    ),
    Sheet(
        "disputes",
        "what customers contested, who answered by when, and what was decided",
        "select c.number as customer_number, c.name as customer, i.number as invoice,"
        " coalesce(x.amount, i.balance) as disputed_amount, x.currency, x.reason,"
        " x.words as sealed_words, x.owner, x.opened_on, x.deadline, x.by as noted_by, x.outcome,"
        " x.credit_due, x.decided_at, x.decided_by from disputes x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " left join invoices i on i.org_id = x.org_id and i.id = x.invoice_id"
        " where x.org_id = :org order by x.at, x.id",
    ),
    Sheet(
        "own_answers",
        "what customers answered on their own page, and what it did",
        "select x.at, c.number as customer_number, c.name as customer, x.kind, x.amount,"
        " x.currency, x.day, x.result, x.until as pauses_until, x.beyond as beyond_bounds,"
        " (select string_agg(coalesce(i.number, n.invoice_id), ' ' order by i.number)"
        "  from portal_answer_invoices n left join invoices i on i.org_id = n.org_id"
        "  and i.id = n.invoice_id where n.org_id = x.org_id and n.answer_id = x.id) as invoices"
        " from portal_answers x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.at, x.id",
    ),
    Sheet(
        "offers",
        "other terms that you and your customers offered each other, and what came of it",
        "select x.at, c.number as customer_number, c.name as customer, x.number as offer,"
        " x.side as offered_by, x.by, x.parts as payments, t.currency, x.lapses_on, t.state,"
        " t.agreed as accepted_offer, t.ended_by, t.ended_at from talk_offers x"
        " join talks t on t.org_id = x.org_id and t.id = x.talk_id"
        " left join contacts c on c.org_id = t.org_id and c.id = t.customer_id"
        " where x.org_id = :org order by x.at, x.talk_id, x.number",
    ),
    Sheet(
        "talks",
        "what customers and you wrote to each other on their page, in the very words",
        "select x.at, c.number as customer_number, c.name as customer, x.side as written_by, x.by,"
        " x.words as sealed_words, x.read_at, x.read_by from talk_lines x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.at, x.id",
    ),
    Sheet(
        "payment_plans",
        "the instalments of each payment plan, beside the ledger's own due dates",
        "select c.number as customer_number, c.name as customer, p.ordinal as plan,"
        " (select string_agg(coalesce(i.number, n.invoice_id), ' ' order by i.number)"
        "  from plan_invoices n left join invoices i on i.org_id = n.org_id"
        "  and i.id = n.invoice_id where n.org_id = p.org_id and n.plan_id = p.id) as invoices,"
        " x.position + 1 as instalment, x.due, x.amount, p.currency, p.agreed_on,"
        " p.by as agreed_by,"
        " p.beyond as beyond_bounds, p.ended_on, p.ended_by, p.ended_why from plan_instalments x"
        " join plans p on p.org_id = x.org_id and p.id = x.plan_id"
        " left join contacts c on c.org_id = p.org_id and c.id = p.customer_id"
        " where x.org_id = :org order by p.at, p.id, x.position",
    ),
    Sheet(
        "feedback",
        "how it went: who was asked after a closed case, and what they answered",
        "select c.number as customer_number, c.name as customer, x.asked_on, x.via as asked_via,"
        " x.closed_on as case_closed_on, x.is_chased as was_chased, x.score, x.answered_at,"
        " x.words as sealed_words, x.read_by from feedback x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.asked_at, x.id",
    ),
    Sheet(
        "asked",
        "what customers asked on their page, and what they were answered",
        "select c.number as customer_number, c.name as customer, x.at as asked_at, x.did, x.intent,"
        " x.content as sealed_words from asked x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.at, x.position, x.id",
    ),
    Sheet(
        "holds",
        "what else kept a customer or an invoice in silence, and when it ended",
        "select c.number as customer_number, c.name as customer, i.number as invoice, x.kind,"
        " x.amount as retained_amount, x.since, x.until, x.review_on, x.by as held_by,"
        " x.at as held_at, x.ended_at, x.ended_by from holds x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " left join invoices i on i.org_id = x.org_id and i.id = x.invoice_id"
        " where x.org_id = :org order by x.at, x.id",
    ),
    Sheet(
        "hand_offs",
        "debts that were handed to an agency or solicitor, why, and when they were taken back",
        "select c.name as customer, x.agency, x.address as sealed_agency_address, x.handed_on,"
        " x.by as handed_by, x.why as sealed_why, (select string_agg(n.number, ' ' order by"
        " n.number) from hand_off_invoices n where n.org_id = :org and n.hand_off_id = x.id) as"
        " invoices, h.ended_at as taken_back_at, h.ended_by as taken_back_by, x.back_why as"
        " sealed_back_why from hand_offs x join holds h on h.org_id = :org and h.id = x.hold_id"
        " left join contacts c on c.org_id = :org and c.id = x.customer_id where x.org_id = :org",
    ),
    Sheet(
        "called_off",
        "messages that somebody called off ahead of their day: skipped, or put off until a day",
        "select c.number as customer_number, c.name as customer, i.number as invoice, x.level,"
        " x.amount, x.currency, x.foreseen, x.until as put_off_until, x.by as called_off_by,"
        " x.at as called_off_at, x.undone_at, x.undone_by from called_off x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " left join invoices i on i.org_id = x.org_id and i.id = x.invoice_id"
        " where x.org_id = :org order by x.at, x.id, x.invoice_id, x.instalment",
    ),
    Sheet(
        "interest_and_fees",
        "what was claimed or waived beside a debt, by whom and why, and the invoice for it",
        "select c.number as customer_number, c.name as customer, x.number as invoice, x.currency,"
        " x.interest, x.compensation, x.until as interest_to, x.basis, x.state, x.by as said_by,"
        " x.at as said_at, x.settled_by, x.settled_at, x.why as sealed_why,"
        " i.number as charge_invoice from charges x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " left join invoices i on i.org_id = x.org_id and i.id = x.ledger_invoice_id"
        " where x.org_id = :org order by x.at, x.id",
    ),
    Sheet(
        "messages",
        "every message: proposed, sent or dropped, to whom, and word for word what was sent",
        "select c.number as customer_number, c.name as customer, x.kind, x.level, x.is_final,"
        " x.state, x.outcome, x.currency, x.total, x.policy, x.policy_version, x.proposed_on,"
        " x.approved_by, x.approved_at,"
        " x.sent_on, x.recipients as sealed_recipients, x.subject as sealed_subject,"
        " x.body_text as sealed_text, x.sentence as sealed_own_sentence"
        " from messages x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.proposed_on, x.id",
    ),
    Sheet(
        "statements",
        "each statement of account: the month, what it listed, and every word of its paper",
        "select c.number as customer_number, c.name as customer, x.currency, x.period, x.kind,"
        " x.since, m.total as open, x.late, m.state, m.sent_on, x.paper as sealed_paper"
        " from statements x join messages m on m.org_id = x.org_id and m.id = x.message_id"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.period, c.name, x.currency, x.customer_id",
    ),
    Sheet(
        "who_is_written_to",
        "who of each customer gets messages, as people chose, and mail that came back",
        "select c.number as customer_number, c.name as customer, x.address as sealed_address,"
        " x.name as sealed_added_here, coalesce(x.role, 'as in Xero') as gets, x.bounced_at,"
        " x.bounced_why, x.by as chosen_by,"
        " x.at as chosen_at from contact_roles x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.customer_id, x.at",
    ),
    Sheet(
        "links_to_their_page",
        "every link to a customer's own page: to whom, until when, and whether it was used",
        "select c.number as customer_number, c.name as customer, x.address as sealed_sent_to,"
        " x.minted_at as sent_at, x.expires_at, x.revoked_at as taken_back_at,"
        " x.revoked_by as taken_back_by, x.acted_at as used_at from portal_links x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.minted_at, x.id",
    ),
    Sheet(
        "said_of_themselves",
        "when customers pay and how their order numbers come, as they said it themselves",
        "select c.number as customer_number, c.name as customer, x.pay_run,"
        " x.order_route as sealed_order_route, x.said_at from customer_wishes x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.said_at, x.customer_id",
    ),
    Sheet(
        "calls",
        "every call that was noted, and what came of it",
        "select x.called_at, c.number as customer_number, c.name as customer, x.level,"
        " x.currency, x.by as called_by, x.outcome, x.reached, x.said as sealed_said from calls x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.called_at, x.id",
    ),
    Sheet(
        "answers",
        "what customers answered, in their own words, and who read it",
        "select x.replied_at, c.number as customer_number, c.name as customer, x.channel,"
        " x.said as sealed_said, x.read_at, x.read_by from replies x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.replied_at, x.id",
    ),
    Sheet(
        "mail",
        "mail that arrived from customers, and their own people's mail to them, in its own words",
        "select x.arrived_at, c.number as customer_number, c.name as customer, x.kind,"
        " x.on_file as address_on_file, x.content as sealed_content, x.answered_at, x.answered_by"
        " from mails x left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.arrived_at, x.id",
    ),
    Sheet(
        "mail_answers",
        "what was answered to mail, by whom, and whether it went",
        "select x.at, c.number as customer_number, c.name as customer, x.kind, x.by as answered_by,"
        " x.content as sealed_content, x.state, x.sent_on, x.outcome from mail_answers x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.at, x.id",
    ),
    Sheet(
        "limits",
        "each credit limit as it stands, by whom and why",
        "select c.number as customer_number, c.name as customer, x.credit_limit,"
        " x.limit_currency, x.limit_set_by, x.limit_set_at, x.limit_reason, x.never_chase"
        " from terms x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.customer_id",
    ),
    Sheet(
        "limit_history",
        "how each limit came to be",
        "select x.at, c.number as customer_number, c.name as customer, x.by, x.reason,"
        " x.limit_before, x.currency_before, x.limit_after, x.currency_after, x.exposure,"
        " x.exposure_currency from limit_changes x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.id",
    ),
    Sheet(
        "timeline",
        "everything that was done and said, oldest first",
        "select x.at, c.number as customer_number, c.name as customer, x.kind, x.by, x.summary,"
        " x.said as sealed_said from events x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.id",
    ),
    Sheet(
        "tasks",
        "what needed a person, and how it was answered",
        "select x.opened_at, c.number as customer_number, c.name as customer, x.kind, x.subject,"
        " x.state, x.amount, x.currency, x.closed_at, x.closed_by, x.answer"
        " from tasks x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " where x.org_id = :org order by x.opened_at, x.id",
    ),
    Sheet(
        "policies",
        "every version of every credit policy",
        "select x.name, x.version, x.mode, x.active, x.by, x.at, x.document from policies x"
        " where x.org_id = :org order by x.name, x.version",
    ),
    Sheet(
        "policy_cover",
        "which policy covers which segment; an empty segment is everybody else",
        "select x.segment, x.policy, x.by, x.at from policy_cover x"
        " where x.org_id = :org order by x.segment",
    ),
    Sheet(
        "segments",
        "each customer's segment and policy as last reviewed, and what a person chose",
        "select c.number as customer_number, c.name as customer, x.segment, x.segment_since,"
        " x.segment_found as by_rule, x.policy, t.segment as chosen_segment, t.segment_until,"
        " t.policy as chosen_policy, t.policy_until from assessments x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.customer_id"
        " left join terms t on t.org_id = x.org_id and t.customer_id = x.customer_id"
        " where x.org_id = :org and x.segment is not null order by x.customer_id",
    ),
    Sheet(
        "resumptions",
        "where a person let a debt go on under another policy",
        "select i.number as invoice_number, x.instalment, x.level, x.cycle, x.by, x.at"
        " from resumptions x left join invoices i on i.org_id = x.org_id and i.id = x.invoice_id"
        " where x.org_id = :org order by x.at, x.invoice_id, x.instalment",
    ),
)

#: the organisation itself and who may see it, from the tables without a tenant
ORGANISATION = (
    "select name, base_currency, country, timezone, short_code, is_demo, lock_date,"
    " sales_terms_days, state, state_why, state_since, connected_on, connected_at,"
    " first_synced_at, settled_at, stopped_until, settings as sealed_settings, ledger_id as xero_id"
    " from organisations where id = :org"
)
MEMBERS = (
    "select u.name, u.email as sealed_email, m.role, m.via, m.since from members m"
    " join users u on u.id = m.user_id where m.org_id = :org order by m.since, u.id"
)
