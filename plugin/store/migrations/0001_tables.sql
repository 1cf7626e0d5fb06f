CREATE TABLE allocations (
	org_id UUID NOT NULL, 
	credit_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	invoice_id TEXT NOT NULL, 
	allocated_on DATE NOT NULL, 
	amount NUMERIC NOT NULL, 
	CONSTRAINT pk_allocations PRIMARY KEY (org_id, credit_id, position)
);

CREATE INDEX ix_allocations_invoice ON allocations (org_id, invoice_id);

CREATE TABLE api_keys (
	org_id UUID NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	scopes TEXT NOT NULL, 
	token_hash TEXT NOT NULL, 
	by TEXT NOT NULL, 
	by_user UUID NOT NULL, 
	made_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE, 
	last_used_at TIMESTAMP WITH TIME ZONE, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	revoked_by TEXT, 
	CONSTRAINT pk_api_keys PRIMARY KEY (org_id, id)
);

CREATE UNIQUE INDEX uq_api_keys_token ON api_keys (org_id, token_hash);

CREATE TABLE api_replies (
	org_id UUID NOT NULL, 
	key_id TEXT NOT NULL, 
	idempotency_key TEXT NOT NULL, 
	request_hash TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	status INTEGER, 
	reply BYTEA, 
	CONSTRAINT pk_api_replies PRIMARY KEY (org_id, key_id, idempotency_key)
);

CREATE INDEX ix_api_replies_at ON api_replies (org_id, at);

CREATE TABLE app_budget (
	id SMALLINT NOT NULL, 
	minute_remaining INTEGER, 
	minute_began TIMESTAMP WITH TIME ZONE, 
	noted_at TIMESTAMP WITH TIME ZONE, 
	paused_until TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_app_budget PRIMARY KEY (id)
);

CREATE TABLE asked (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	visit TEXT NOT NULL, 
	once TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	did TEXT NOT NULL, 
	intent TEXT NOT NULL, 
	content BYTEA, 
	CONSTRAINT pk_asked PRIMARY KEY (org_id, id), 
	CONSTRAINT uq_asked_org_id_once UNIQUE (org_id, once)
);

CREATE INDEX ix_asked_customer ON asked (org_id, customer_id, at);

CREATE TABLE assessments (
	org_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	status TEXT DEFAULT 'open' NOT NULL, 
	since DATE, 
	over_limit BOOLEAN DEFAULT 'false' NOT NULL, 
	stop_proposed BOOLEAN DEFAULT 'false' NOT NULL, 
	stop_confirmed_by TEXT, 
	stop_refused_on DATE, 
	stop_refused_amount NUMERIC, 
	stop_refused_currency TEXT, 
	written_on DATE, 
	segment TEXT, 
	segment_found TEXT, 
	segment_since DATE, 
	policy TEXT, 
	decision JSONB DEFAULT '{}' NOT NULL, 
	look_again_on DATE, 
	changed_seq BIGINT DEFAULT '1' NOT NULL, 
	assessed_seq BIGINT DEFAULT '0' NOT NULL, 
	assessed_on DATE, 
	CONSTRAINT pk_assessments PRIMARY KEY (org_id, customer_id)
);

CREATE INDEX ix_assessments_changed ON assessments (org_id, customer_id) WHERE changed_seq > assessed_seq;

CREATE INDEX ix_assessments_due ON assessments (org_id, look_again_on);

CREATE INDEX ix_assessments_on ON assessments (org_id, assessed_on);

CREATE TABLE audit (
	org_id UUID NOT NULL, 
	seq BIGINT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	by TEXT NOT NULL, 
	what TEXT NOT NULL, 
	refs JSONB NOT NULL, 
	said_hash TEXT, 
	salt TEXT NOT NULL, 
	before TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (org_id, seq)
);

CREATE TABLE call_days (
	org_id UUID NOT NULL, 
	day DATE NOT NULL, 
	calls BIGINT NOT NULL, 
	bytes BIGINT NOT NULL, 
	refused BIGINT NOT NULL, 
	remaining INTEGER, 
	CONSTRAINT pk_call_days PRIMARY KEY (org_id, day)
);

CREATE TABLE call_slots (
	org_id UUID NOT NULL, 
	slot SMALLINT NOT NULL, 
	lease UUID NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_call_slots PRIMARY KEY (org_id, slot)
);

CREATE TABLE call_state (
	org_id UUID NOT NULL, 
	minute_remaining INTEGER, 
	minute_began TIMESTAMP WITH TIME ZONE, 
	day_remaining INTEGER, 
	day_began TIMESTAMP WITH TIME ZONE, 
	day_limit INTEGER, 
	last_call_at TIMESTAMP WITH TIME ZONE, 
	paused_until TIMESTAMP WITH TIME ZONE, 
	paused_by TEXT, 
	refusals INTEGER DEFAULT '0' NOT NULL, 
	last_error TEXT, 
	last_error_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_call_state PRIMARY KEY (org_id)
);

CREATE TABLE call_waits (
	org_id UUID NOT NULL, 
	lease UUID NOT NULL, 
	rank SMALLINT NOT NULL, 
	since TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_call_waits PRIMARY KEY (org_id, lease)
);

CREATE TABLE called_off (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	invoice_id TEXT NOT NULL, 
	instalment INTEGER NOT NULL, 
	customer_id TEXT NOT NULL, 
	level INTEGER NOT NULL, 
	cycle INTEGER NOT NULL, 
	is_courtesy BOOLEAN NOT NULL, 
	is_final BOOLEAN NOT NULL, 
	amount NUMERIC NOT NULL, 
	currency TEXT NOT NULL, 
	foreseen DATE NOT NULL, 
	until DATE, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	undone_by TEXT, 
	undone_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_called_off PRIMARY KEY (org_id, id, invoice_id, instalment)
);

CREATE INDEX ix_called_off_customer ON called_off (org_id, customer_id);

CREATE TABLE calls (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	message_id UUID, 
	level INTEGER, 
	currency TEXT NOT NULL, 
	called_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	called_on DATE NOT NULL, 
	by TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	reached BOOLEAN NOT NULL, 
	said BYTEA, 
	CONSTRAINT pk_calls PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_calls_customer ON calls (org_id, customer_id);

CREATE TABLE card_answers (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	day DATE NOT NULL, 
	place INTEGER NOT NULL, 
	card TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	amount NUMERIC, 
	currency TEXT, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	undone_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_card_answers PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_card_answers_day ON card_answers (org_id, user_id, day);

CREATE TABLE charges (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	invoice_id TEXT NOT NULL, 
	number TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	interest NUMERIC NOT NULL, 
	compensation NUMERIC NOT NULL, 
	until DATE NOT NULL, 
	basis TEXT NOT NULL, 
	pieces JSONB NOT NULL, 
	state TEXT NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	for_good BOOLEAN DEFAULT 'false' NOT NULL, 
	why BYTEA, 
	settled_by TEXT, 
	settled_at TIMESTAMP WITH TIME ZONE, 
	write_id UUID, 
	ledger_invoice_id TEXT, 
	CONSTRAINT pk_charges PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_charges_customer ON charges (org_id, customer_id, at);

CREATE INDEX ix_charges_ledger_invoice ON charges (org_id, ledger_invoice_id);

CREATE INDEX ix_charges_write ON charges (org_id, write_id);

CREATE TABLE chart (
	org_id UUID NOT NULL, 
	id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	type TEXT NOT NULL, 
	bad_debts BOOLEAN DEFAULT 'false' NOT NULL, 
	CONSTRAINT pk_chart PRIMARY KEY (org_id, id)
);

CREATE TABLE check_in_talks (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	words BYTEA, 
	on_day DATE NOT NULL, 
	next_on DATE NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_check_in_talks PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_check_in_talks_customer ON check_in_talks (org_id, customer_id);

CREATE TABLE check_ins (
	org_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	every_weeks INTEGER NOT NULL, 
	next_on DATE NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_check_ins PRIMARY KEY (org_id, customer_id)
);

CREATE TABLE comment_mails (
	org_id UUID NOT NULL, 
	comment_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	claimed_at TIMESTAMP WITH TIME ZONE, 
	outcome TEXT, 
	CONSTRAINT pk_comment_mails PRIMARY KEY (org_id, comment_id, user_id)
);

CREATE INDEX ix_comment_mails_waiting ON comment_mails (org_id) WHERE claimed_at is null;

CREATE TABLE comments (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	about TEXT NOT NULL, 
	subject TEXT DEFAULT '' NOT NULL, 
	words BYTEA, 
	by_id UUID NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	withdrawn_at TIMESTAMP WITH TIME ZONE, 
	withdrawn_by TEXT, 
	CONSTRAINT pk_comments PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_comments_customer ON comments (org_id, customer_id, at);

CREATE TABLE comparison_pages (
	org_id UUID NOT NULL, 
	part TEXT NOT NULL, 
	page INTEGER NOT NULL, 
	ids TEXT[] NOT NULL, 
	CONSTRAINT pk_comparison_pages PRIMARY KEY (org_id, part, page)
);

CREATE TABLE comparisons (
	org_id UUID NOT NULL, 
	started_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	part TEXT NOT NULL, 
	page INTEGER DEFAULT '1' NOT NULL, 
	calls INTEGER DEFAULT '0' NOT NULL, 
	listed INTEGER DEFAULT '0' NOT NULL, 
	finished_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_comparisons PRIMARY KEY (org_id, started_at)
);

CREATE TABLE complaints (
	org_id UUID NOT NULL, 
	id BIGINT GENERATED ALWAYS AS IDENTITY, 
	kind TEXT NOT NULL, 
	words TEXT NOT NULL, 
	first_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	last_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	times INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_complaints PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_complaints_last ON complaints (org_id, last_at);

CREATE TABLE contact_people (
	org_id UUID NOT NULL, 
	contact_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	email BYTEA, 
	email_hash TEXT, 
	included BOOLEAN NOT NULL, 
	CONSTRAINT pk_contact_people PRIMARY KEY (org_id, contact_id, position)
);

CREATE TABLE contact_roles (
	org_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	address_hash TEXT NOT NULL, 
	address BYTEA NOT NULL, 
	name BYTEA, 
	role TEXT, 
	bounced_at TIMESTAMP WITH TIME ZONE, 
	bounced_why TEXT, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_contact_roles PRIMARY KEY (org_id, customer_id, address_hash)
);

CREATE TABLE contacts (
	org_id UUID NOT NULL, 
	id TEXT NOT NULL, 
	number TEXT DEFAULT '' NOT NULL, 
	name TEXT NOT NULL, 
	first_name TEXT DEFAULT '' NOT NULL, 
	last_name TEXT DEFAULT '' NOT NULL, 
	email BYTEA, 
	email_hash TEXT, 
	phone BYTEA, 
	phone_hash TEXT, 
	mobile BYTEA, 
	mobile_hash TEXT, 
	address BYTEA, 
	may_post BOOLEAN DEFAULT 'false' NOT NULL, 
	terms_days INTEGER, 
	terms_kind TEXT, 
	private_hash TEXT DEFAULT '' NOT NULL, 
	company_number TEXT DEFAULT '' NOT NULL, 
	vat_number TEXT DEFAULT '' NOT NULL, 
	country TEXT DEFAULT '' NOT NULL, 
	tracking JSONB DEFAULT '[]' NOT NULL, 
	status TEXT DEFAULT 'active' NOT NULL, 
	merged_into TEXT, 
	is_customer BOOLEAN DEFAULT 'false' NOT NULL, 
	is_supplier BOOLEAN DEFAULT 'false' NOT NULL, 
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_contacts PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_contacts_merged_into ON contacts (org_id, merged_into);

CREATE INDEX ix_contacts_number ON contacts (org_id, number);

CREATE TABLE context_notes (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	fact JSONB NOT NULL, 
	since DATE NOT NULL, 
	until DATE NOT NULL, 
	words BYTEA, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	ended_by TEXT, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_context_notes PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_context_notes_customer ON context_notes (org_id, customer_id);

CREATE TABLE conversation_orgs (
	id TEXT NOT NULL, 
	org_id UUID NOT NULL, 
	CONSTRAINT pk_conversation_orgs PRIMARY KEY (id, org_id)
);

CREATE TABLE conversations (
	org_id UUID NOT NULL, 
	id TEXT NOT NULL, 
	customer_id TEXT NOT NULL, 
	begun_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_conversations PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_conversations_customer ON conversations (org_id, customer_id);

CREATE TABLE credit_decisions (
	org_id UUID NOT NULL, 
	id BIGINT GENERATED ALWAYS AS IDENTITY, 
	customer_id TEXT, 
	family_id TEXT, 
	request_id UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	decided_on DATE NOT NULL, 
	by TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	words BYTEA, 
	exposure JSONB, 
	score INTEGER, 
	segment TEXT, 
	policy TEXT, 
	policy_version INTEGER, 
	limit_before NUMERIC, 
	limit_after NUMERIC, 
	limit_currency TEXT, 
	thanked_for INTEGER, 
	look_on DATE NOT NULL, 
	judged_on DATE, 
	verdict TEXT, 
	outcome JSONB, 
	CONSTRAINT pk_credit_decisions PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_credit_decisions_customer ON credit_decisions (org_id, customer_id, id);

CREATE INDEX ix_credit_decisions_due ON credit_decisions (org_id, look_on) WHERE judged_on is null;

CREATE TABLE credit_doors (
	org_id UUID NOT NULL, 
	is_open BOOLEAN NOT NULL, 
	round INTEGER NOT NULL, 
	terms_text TEXT NOT NULL, 
	asks_bureau BOOLEAN DEFAULT 'false' NOT NULL, 
	changed_by TEXT NOT NULL, 
	changed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_credit_doors PRIMARY KEY (org_id)
);

CREATE TABLE credit_facts (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	request_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	source TEXT NOT NULL, 
	dated DATE NOT NULL, 
	words BYTEA, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_credit_facts PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_credit_facts_request ON credit_facts (org_id, request_id);

CREATE TABLE credit_references (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	request_id UUID NOT NULL, 
	content BYTEA, 
	asked_at TIMESTAMP WITH TIME ZONE, 
	asked_by TEXT, 
	answer BYTEA, 
	answered_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_credit_references PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_credit_references_request ON credit_references (org_id, request_id);

CREATE TABLE credit_requests (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	once TEXT NOT NULL, 
	name TEXT NOT NULL, 
	content BYTEA, 
	email_hash TEXT NOT NULL, 
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	terms_shown TEXT NOT NULL, 
	accepted_by BYTEA, 
	accepted_on DATE NOT NULL, 
	may_ask_bureau BOOLEAN NOT NULL, 
	state TEXT NOT NULL, 
	proved_at TIMESTAMP WITH TIME ZONE, 
	decided_at TIMESTAMP WITH TIME ZONE, 
	decided_by TEXT, 
	why BYTEA, 
	limit_amount NUMERIC, 
	limit_currency TEXT, 
	terms_days INTEGER, 
	terms_kind TEXT, 
	deposit_per_cent INTEGER, 
	in_force_on DATE, 
	contact_id TEXT, 
	writes TEXT DEFAULT '' NOT NULL, 
	write_id UUID, 
	terms_before JSONB, 
	letter_state TEXT DEFAULT 'none' NOT NULL, 
	letter BYTEA, 
	letter_after TIMESTAMP WITH TIME ZONE, 
	letter_by TEXT, 
	letter_said TEXT, 
	CONSTRAINT pk_credit_requests PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_credit_requests_contact ON credit_requests (org_id, contact_id);

CREATE INDEX ix_credit_requests_state ON credit_requests (org_id, state);

CREATE UNIQUE INDEX uq_credit_requests_once ON credit_requests (org_id, once);

CREATE TABLE credits (
	org_id UUID NOT NULL, 
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	number TEXT NOT NULL, 
	contact_id TEXT NOT NULL, 
	credited_on DATE NOT NULL, 
	currency TEXT NOT NULL, 
	total NUMERIC NOT NULL, 
	tax NUMERIC, 
	remaining NUMERIC NOT NULL, 
	live BOOLEAN NOT NULL, 
	account_ids TEXT[] DEFAULT '{}' NOT NULL, 
	is_write_off BOOLEAN NOT NULL, 
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_credits PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_credits_contact ON credits (org_id, contact_id);

CREATE INDEX ix_credits_write_off ON credits (org_id, contact_id) WHERE is_write_off;

CREATE TABLE crossings (
	org_id UUID NOT NULL, 
	message_id UUID NOT NULL, 
	invoice_id TEXT NOT NULL, 
	customer_id TEXT NOT NULL, 
	payment_id TEXT NOT NULL, 
	amount NUMERIC NOT NULL, 
	currency TEXT NOT NULL, 
	paid_on DATE NOT NULL, 
	written_on DATE NOT NULL, 
	seen_on DATE NOT NULL, 
	CONSTRAINT pk_crossings PRIMARY KEY (org_id, message_id, invoice_id)
);

CREATE INDEX ix_crossings_customer ON crossings (org_id, customer_id, seen_on);

CREATE INDEX ix_crossings_seen ON crossings (org_id, seen_on);

CREATE TABLE cursors (
	org_id UUID NOT NULL, 
	resource TEXT NOT NULL, 
	since TIMESTAMP WITH TIME ZONE, 
	page INTEGER DEFAULT '1' NOT NULL, 
	finished BOOLEAN DEFAULT 'false' NOT NULL, 
	CONSTRAINT pk_cursors PRIMARY KEY (org_id, resource)
);

CREATE TABLE customer_people (
	org_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	controller_id UUID, 
	sales_id UUID, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_customer_people PRIMARY KEY (org_id, customer_id)
);

CREATE INDEX ix_customer_people_controller ON customer_people (org_id, controller_id);

CREATE INDEX ix_customer_people_sales ON customer_people (org_id, sales_id);

CREATE TABLE customer_wishes (
	org_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	pay_run TEXT, 
	order_route BYTEA, 
	said_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_customer_wishes PRIMARY KEY (org_id, customer_id)
);

CREATE TABLE differences (
	org_id UUID NOT NULL, 
	id BIGINT GENERATED ALWAYS AS IDENTITY, 
	found_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	part TEXT NOT NULL, 
	document_id TEXT NOT NULL, 
	number TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	customer_id TEXT NOT NULL, 
	field TEXT NOT NULL, 
	ours TEXT, 
	theirs TEXT, 
	why TEXT NOT NULL, 
	CONSTRAINT pk_differences PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_differences_found ON differences (org_id, found_at);

CREATE TABLE disputes (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	invoice_id TEXT NOT NULL, 
	amount NUMERIC, 
	currency TEXT NOT NULL, 
	credited_before NUMERIC NOT NULL, 
	reason TEXT NOT NULL, 
	words BYTEA, 
	owner TEXT NOT NULL, 
	deadline DATE NOT NULL, 
	opened_on DATE NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	outcome TEXT, 
	credit_due NUMERIC, 
	decided_at TIMESTAMP WITH TIME ZONE, 
	decided_by TEXT, 
	CONSTRAINT pk_disputes PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_disputes_customer ON disputes (org_id, customer_id);

CREATE INDEX ix_disputes_deadline ON disputes (org_id, deadline);

CREATE TABLE due (
	org_id UUID NOT NULL, 
	what TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	seq BIGINT DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_due PRIMARY KEY (org_id, what)
);

CREATE INDEX ix_due_at ON due (at);

CREATE TABLE due_changes (
	org_id UUID NOT NULL, 
	invoice_id TEXT NOT NULL, 
	known_from DATE NOT NULL, 
	due DATE NOT NULL, 
	CONSTRAINT pk_due_changes PRIMARY KEY (org_id, invoice_id, known_from)
);

CREATE TABLE events (
	org_id UUID NOT NULL, 
	id BIGINT GENERATED ALWAYS AS IDENTITY, 
	customer_id TEXT, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	kind TEXT NOT NULL, 
	by TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	said BYTEA, 
	refs JSONB DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_events_at ON events (org_id, at);

CREATE INDEX ix_events_customer ON events (org_id, customer_id, at);

CREATE INDEX ix_events_marked ON events (org_id, at) WHERE refs -> 'mark' is not null;

CREATE INDEX ix_events_told ON events (org_id, at) WHERE kind in ('flag', 'planned', 'plan_ended');

CREATE TABLE exceptions (
	org_id UUID NOT NULL, 
	invoice_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	until DATE, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_exceptions PRIMARY KEY (org_id, invoice_id)
);

CREATE TABLE families (
	org_id UUID NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	credit_limit NUMERIC, 
	limit_currency TEXT, 
	CONSTRAINT pk_families PRIMARY KEY (org_id, id)
);

CREATE TABLE feedback (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	asked_on DATE NOT NULL, 
	via TEXT NOT NULL, 
	closed_on DATE NOT NULL, 
	is_chased BOOLEAN NOT NULL, 
	score INTEGER, 
	words BYTEA, 
	answered_at TIMESTAMP WITH TIME ZONE, 
	answered_on DATE, 
	read_at TIMESTAMP WITH TIME ZONE, 
	read_by TEXT, 
	CONSTRAINT pk_feedback PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_feedback_answered ON feedback (org_id, answered_on);

CREATE INDEX ix_feedback_customer ON feedback (org_id, customer_id);

CREATE TABLE flags (
	org_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	written TEXT NOT NULL, 
	written_on DATE NOT NULL, 
	removed_by_person BOOLEAN DEFAULT 'false' NOT NULL, 
	CONSTRAINT pk_flags PRIMARY KEY (org_id, customer_id)
);

CREATE INDEX ix_flags_standing ON flags (org_id, written) WHERE written <> 'open' and not removed_by_person;

CREATE TABLE former_members (
	org_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	until TIMESTAMP WITH TIME ZONE NOT NULL, 
	role TEXT NOT NULL, 
	CONSTRAINT pk_former_members PRIMARY KEY (org_id, user_id)
);

CREATE INDEX ix_former_members_user_id ON former_members (user_id);

CREATE TABLE good_payer_letters (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	state TEXT NOT NULL, 
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	asked_by TEXT NOT NULL, 
	address BYTEA, 
	facts BYTEA, 
	approved_at TIMESTAMP WITH TIME ZONE, 
	approved_by TEXT, 
	good_until DATE, 
	closed_at TIMESTAMP WITH TIME ZONE, 
	closed_by TEXT, 
	CONSTRAINT pk_good_payer_letters PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_good_payer_letters_customer ON good_payer_letters (org_id, customer_id);

CREATE TABLE grants (
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	access BYTEA NOT NULL, 
	refresh BYTEA NOT NULL, 
	scopes TEXT[] NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	state TEXT DEFAULT 'live' NOT NULL, 
	state_why TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_grants PRIMARY KEY (id), 
	CONSTRAINT uq_grants_user_id UNIQUE (user_id)
);

CREATE TABLE group_members (
	org_id UUID NOT NULL, 
	group_id TEXT NOT NULL, 
	contact_id TEXT NOT NULL, 
	CONSTRAINT pk_group_members PRIMARY KEY (org_id, group_id, contact_id)
);

CREATE INDEX ix_group_members_contact ON group_members (org_id, contact_id);

CREATE TABLE hand_off_invoices (
	org_id UUID NOT NULL, 
	hand_off_id UUID NOT NULL, 
	invoice_id TEXT NOT NULL, 
	number TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	owed NUMERIC NOT NULL, 
	disputed NUMERIC NOT NULL, 
	CONSTRAINT pk_hand_off_invoices PRIMARY KEY (org_id, hand_off_id, invoice_id)
);

CREATE TABLE hand_offs (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	hold_id UUID NOT NULL, 
	agency TEXT NOT NULL, 
	address BYTEA NOT NULL, 
	why BYTEA, 
	back_why BYTEA, 
	cautions JSONB DEFAULT '[]' NOT NULL, 
	handed_on DATE NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_hand_offs PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_hand_offs_customer ON hand_offs (org_id, customer_id, at);

CREATE INDEX ix_hand_offs_hold ON hand_offs (org_id, hold_id);

CREATE TABLE holds (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	invoice_id TEXT, 
	kind TEXT NOT NULL, 
	amount NUMERIC, 
	until DATE, 
	review_on DATE, 
	since DATE NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	ended_by TEXT, 
	CONSTRAINT pk_holds PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_holds_customer ON holds (org_id, customer_id);

CREATE TABLE hook_deliveries (
	org_id UUID NOT NULL, 
	endpoint_id UUID NOT NULL, 
	event_id TEXT NOT NULL, 
	state TEXT NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	next_at TIMESTAMP WITH TIME ZONE, 
	last_at TIMESTAMP WITH TIME ZONE, 
	last_status INTEGER, 
	last_words TEXT DEFAULT '' NOT NULL, 
	replayed BOOLEAN DEFAULT 'false' NOT NULL, 
	CONSTRAINT pk_hook_deliveries PRIMARY KEY (org_id, endpoint_id, event_id)
);

CREATE INDEX ix_hook_deliveries_event ON hook_deliveries (org_id, event_id);

CREATE INDEX ix_hook_deliveries_next ON hook_deliveries (org_id, next_at) WHERE state = 'waiting';

CREATE TABLE hook_endpoints (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	url BYTEA NOT NULL, 
	host TEXT NOT NULL, 
	kinds TEXT NOT NULL, 
	secrets BYTEA NOT NULL, 
	by TEXT NOT NULL, 
	made_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	failing_since TIMESTAMP WITH TIME ZONE, 
	stopped_at TIMESTAMP WITH TIME ZONE, 
	stopped_why TEXT DEFAULT '' NOT NULL, 
	removed_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_hook_endpoints PRIMARY KEY (org_id, id)
);

CREATE TABLE hook_events (
	org_id UUID NOT NULL, 
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	key TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	customer_id TEXT, 
	facts JSONB NOT NULL, 
	CONSTRAINT pk_hook_events PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_hook_events_at ON hook_events (org_id, at);

CREATE UNIQUE INDEX uq_hook_events_key ON hook_events (org_id, key);

CREATE TABLE house_secrets (
	name TEXT NOT NULL, 
	value BYTEA NOT NULL, 
	CONSTRAINT pk_house_secrets PRIMARY KEY (name)
);

CREATE TABLE invitations (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	name TEXT NOT NULL, 
	email BYTEA NOT NULL, 
	email_hash TEXT NOT NULL, 
	role TEXT NOT NULL, 
	token_hash TEXT NOT NULL, 
	by TEXT NOT NULL, 
	invited_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	accepted_at TIMESTAMP WITH TIME ZONE, 
	withdrawn_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_invitations PRIMARY KEY (org_id, id)
);

CREATE UNIQUE INDEX uq_invitations_token ON invitations (org_id, token_hash);

CREATE TABLE invoices (
	org_id UUID NOT NULL, 
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	number TEXT NOT NULL, 
	contact_id TEXT NOT NULL, 
	state TEXT NOT NULL, 
	issued DATE NOT NULL, 
	due DATE NOT NULL, 
	due_assumed BOOLEAN NOT NULL, 
	currency TEXT NOT NULL, 
	total NUMERIC NOT NULL, 
	tax NUMERIC, 
	balance NUMERIC NOT NULL, 
	paid NUMERIC NOT NULL, 
	credited NUMERIC NOT NULL, 
	reference TEXT DEFAULT '' NOT NULL, 
	base_per_unit NUMERIC NOT NULL, 
	sent BOOLEAN NOT NULL, 
	sent_on DATE, 
	first_seen_on DATE NOT NULL, 
	expected_on DATE, 
	expected_written DATE, 
	fully_paid_on DATE, 
	repeating_id TEXT, 
	pay_link TEXT, 
	came_back_on DATE, 
	is_charge BOOLEAN DEFAULT 'false' NOT NULL, 
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_invoices PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_invoices_bills ON invoices (org_id, contact_id) WHERE kind = 'bill' and state = 'approved';

CREATE INDEX ix_invoices_contact ON invoices (org_id, contact_id);

CREATE INDEX ix_invoices_currency ON invoices (org_id, currency, issued);

CREATE INDEX ix_invoices_not_left ON invoices (org_id, contact_id) WHERE kind = 'sale' and (state in ('draft', 'awaiting_approval') or (state = 'approved' and sent_on is null));

CREATE INDEX ix_invoices_number ON invoices (org_id, number);

CREATE INDEX ix_invoices_open ON invoices (org_id, due) WHERE kind = 'sale' and state = 'approved' and balance > 0;

CREATE TABLE kind_words (
	org_id UUID NOT NULL, 
	message_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	once TEXT NOT NULL, 
	amount NUMERIC NOT NULL, 
	about_on DATE NOT NULL, 
	written_on DATE, 
	CONSTRAINT pk_kind_words PRIMARY KEY (org_id, message_id)
);

CREATE INDEX ix_kind_words_customer ON kind_words (org_id, customer_id);

CREATE TABLE kpi_days (
	org_id UUID NOT NULL, 
	day DATE NOT NULL, 
	rules TEXT NOT NULL, 
	CONSTRAINT pk_kpi_days PRIMARY KEY (org_id, day)
);

CREATE TABLE kpi_seen (
	org_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	seq BIGINT NOT NULL, 
	CONSTRAINT pk_kpi_seen PRIMARY KEY (org_id, customer_id)
);

CREATE TABLE kpi_sums (
	org_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	in_base BOOLEAN NOT NULL, 
	day DATE NOT NULL, 
	current NUMERIC DEFAULT '0' NOT NULL, 
	late_1 NUMERIC DEFAULT '0' NOT NULL, 
	late_31 NUMERIC DEFAULT '0' NOT NULL, 
	late_61 NUMERIC DEFAULT '0' NOT NULL, 
	late_91 NUMERIC DEFAULT '0' NOT NULL, 
	spare NUMERIC DEFAULT '0' NOT NULL, 
	charged NUMERIC DEFAULT '0' NOT NULL, 
	open_then NUMERIC DEFAULT '0' NOT NULL, 
	spare_then NUMERIC DEFAULT '0' NOT NULL, 
	sold NUMERIC DEFAULT '0' NOT NULL, 
	noted NUMERIC DEFAULT '0' NOT NULL, 
	paid NUMERIC DEFAULT '0' NOT NULL, 
	paid_days NUMERIC DEFAULT '0' NOT NULL, 
	paid_terms NUMERIC DEFAULT '0' NOT NULL, 
	paid_over NUMERIC DEFAULT '0' NOT NULL, 
	lost NUMERIC DEFAULT '0' NOT NULL, 
	fell_due NUMERIC DEFAULT '0' NOT NULL, 
	on_time NUMERIC DEFAULT '0' NOT NULL, 
	sold_year NUMERIC DEFAULT '0' NOT NULL, 
	noted_year NUMERIC DEFAULT '0' NOT NULL, 
	lost_year NUMERIC DEFAULT '0' NOT NULL, 
	billed NUMERIC DEFAULT '0' NOT NULL, 
	risked NUMERIC DEFAULT '0' NOT NULL, 
	was_current NUMERIC DEFAULT '0' NOT NULL, 
	was_1 NUMERIC DEFAULT '0' NOT NULL, 
	was_31 NUMERIC DEFAULT '0' NOT NULL, 
	was_61 NUMERIC DEFAULT '0' NOT NULL, 
	rolled_current NUMERIC DEFAULT '0' NOT NULL, 
	rolled_1 NUMERIC DEFAULT '0' NOT NULL, 
	rolled_31 NUMERIC DEFAULT '0' NOT NULL, 
	rolled_61 NUMERIC DEFAULT '0' NOT NULL, 
	aged_months DATE[] DEFAULT '{}' NOT NULL, 
	aged NUMERIC[] DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_kpi_sums PRIMARY KEY (org_id, customer_id, currency, in_base, day)
);

CREATE TABLE ledger_groups (
	org_id UUID NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	meaning TEXT, 
	ours BOOLEAN DEFAULT 'false' NOT NULL, 
	CONSTRAINT pk_ledger_groups PRIMARY KEY (org_id, id)
);

CREATE TABLE ledger_writes (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	customer_id TEXT NOT NULL, 
	subject_id TEXT NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	state TEXT NOT NULL, 
	once TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	claimed_at TIMESTAMP WITH TIME ZONE, 
	settled_at TIMESTAMP WITH TIME ZONE, 
	outcome TEXT, 
	round INTEGER DEFAULT '0' NOT NULL, 
	unknowns INTEGER DEFAULT '0' NOT NULL, 
	look_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_ledger_writes PRIMARY KEY (org_id, id), 
	CONSTRAINT uq_ledger_writes_org_id_once UNIQUE (org_id, once)
);

CREATE INDEX ix_ledger_writes_state ON ledger_writes (org_id, state);

CREATE TABLE limit_changes (
	org_id UUID NOT NULL, 
	id BIGINT GENERATED ALWAYS AS IDENTITY, 
	customer_id TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	by TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	limit_before NUMERIC, 
	currency_before TEXT, 
	limit_after NUMERIC, 
	currency_after TEXT, 
	exposure NUMERIC, 
	exposure_currency TEXT, 
	basis JSONB DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_limit_changes PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_limit_changes_customer ON limit_changes (org_id, customer_id, id);

CREATE TABLE limit_refusals (
	org_id UUID NOT NULL, 
	id BIGINT GENERATED ALWAYS AS IDENTITY, 
	customer_id TEXT, 
	family_id TEXT, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	by TEXT NOT NULL, 
	why BYTEA NOT NULL, 
	kind TEXT NOT NULL, 
	limit_now NUMERIC, 
	limit_to NUMERIC NOT NULL, 
	currency TEXT NOT NULL, 
	score INTEGER, 
	CONSTRAINT pk_limit_refusals PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_limit_refusals_customer ON limit_refusals (org_id, customer_id, id);

CREATE TABLE looked_fine (
	org_id UUID NOT NULL, 
	invoice_id TEXT NOT NULL, 
	key TEXT NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_looked_fine PRIMARY KEY (org_id, invoice_id, key)
);

CREATE TABLE loss_budgets (
	org_id UUID NOT NULL, 
	id BIGINT GENERATED ALWAYS AS IDENTITY, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	by TEXT NOT NULL, 
	amount NUMERIC, 
	currency TEXT NOT NULL, 
	why BYTEA, 
	CONSTRAINT pk_loss_budgets PRIMARY KEY (org_id, id)
);

CREATE TABLE lost_mails (
	org_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	lost_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_lost_mails PRIMARY KEY (org_id, user_id, lost_at)
);

CREATE TABLE mail_answers (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	mail_id UUID, 
	kind TEXT NOT NULL, 
	state TEXT NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	send_after TIMESTAMP WITH TIME ZONE NOT NULL, 
	settled_at TIMESTAMP WITH TIME ZONE, 
	sent_on DATE, 
	outcome TEXT, 
	content BYTEA NOT NULL, 
	invoice_ids TEXT[] DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_mail_answers PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_mail_answers_customer ON mail_answers (org_id, customer_id);

CREATE INDEX ix_mail_answers_state ON mail_answers (org_id, state);

CREATE TABLE mail_files (
	org_id UUID NOT NULL, 
	mail_id UUID NOT NULL, 
	place INTEGER NOT NULL, 
	name BYTEA NOT NULL, 
	type TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	content BYTEA NOT NULL, 
	CONSTRAINT pk_mail_files PRIMARY KEY (org_id, mail_id, place)
);

CREATE TABLE mails (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	known_as TEXT NOT NULL, 
	arrived_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	arrived_on DATE NOT NULL, 
	message_id UUID, 
	sender_hash TEXT NOT NULL, 
	on_file BOOLEAN NOT NULL, 
	automatic BOOLEAN NOT NULL, 
	content BYTEA NOT NULL, 
	answered_at TIMESTAMP WITH TIME ZONE, 
	answered_by TEXT, 
	papers_read_at TIMESTAMP WITH TIME ZONE, 
	set_aside_at TIMESTAMP WITH TIME ZONE, 
	set_aside_by TEXT, 
	CONSTRAINT pk_mails PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_mails_arrived ON mails (org_id, arrived_at);

CREATE INDEX ix_mails_customer ON mails (org_id, customer_id, arrived_at);

CREATE UNIQUE INDEX uq_mails_known_as ON mails (org_id, customer_id, known_as);

CREATE TABLE members (
	org_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	role TEXT NOT NULL, 
	via TEXT NOT NULL, 
	since TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_members PRIMARY KEY (org_id, user_id)
);

CREATE INDEX ix_members_user_id ON members (user_id);

CREATE TABLE messages (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	kind TEXT DEFAULT 'reminder' NOT NULL, 
	channel TEXT DEFAULT 'email' NOT NULL, 
	currency TEXT NOT NULL, 
	level INTEGER NOT NULL, 
	is_courtesy BOOLEAN NOT NULL, 
	is_final BOOLEAN NOT NULL, 
	state TEXT NOT NULL, 
	ask TEXT[] DEFAULT '{}' NOT NULL, 
	total NUMERIC NOT NULL, 
	netted NUMERIC NOT NULL, 
	also JSONB DEFAULT '[]' NOT NULL, 
	proposed_on DATE NOT NULL, 
	policy TEXT DEFAULT '' NOT NULL, 
	policy_version INTEGER NOT NULL, 
	sentence BYTEA, 
	tone INTEGER, 
	with_invoices BOOLEAN DEFAULT 'false' NOT NULL, 
	approved_by TEXT, 
	approved_at TIMESTAMP WITH TIME ZONE, 
	send_after TIMESTAMP WITH TIME ZONE, 
	claimed_at TIMESTAMP WITH TIME ZONE, 
	settled_at TIMESTAMP WITH TIME ZONE, 
	sent_on DATE, 
	outcome TEXT, 
	subject BYTEA, 
	body_text BYTEA, 
	body_html BYTEA, 
	recipients BYTEA, 
	address_hashes TEXT[] DEFAULT '{}' NOT NULL, 
	mail_id TEXT, 
	CONSTRAINT pk_messages PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_messages_customer ON messages (org_id, customer_id);

CREATE INDEX ix_messages_state ON messages (org_id, state);

CREATE UNIQUE INDEX uq_messages_open ON messages (org_id, customer_id, currency, kind) WHERE state in ('proposed', 'approved', 'claimed');

CREATE TABLE migrations (
	number INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	applied_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_migrations PRIMARY KEY (number)
);

CREATE TABLE month_letters (
	org_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	since TIMESTAMP WITH TIME ZONE NOT NULL, 
	sent_for DATE, 
	CONSTRAINT pk_month_letters PRIMARY KEY (org_id, user_id)
);

CREATE TABLE morning_letters (
	org_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	rhythm TEXT, 
	address BYTEA, 
	skip_on DATE, 
	sent_for DATE, 
	sent_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_morning_letters PRIMARY KEY (org_id, user_id)
);

CREATE TABLE morning_links (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	made_for DATE NOT NULL, 
	change TEXT NOT NULL, 
	about JSONB NOT NULL, 
	address BYTEA, 
	made_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	used_at TIMESTAMP WITH TIME ZONE, 
	outcome TEXT, 
	CONSTRAINT pk_morning_links PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_morning_links_expires_at ON morning_links (org_id, expires_at);

CREATE TABLE never_asked (
	org_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_never_asked PRIMARY KEY (org_id, customer_id)
);

CREATE TABLE notices (
	org_id UUID NOT NULL, 
	key TEXT NOT NULL, 
	resource TEXT NOT NULL, 
	resource_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	received_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	handled_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_notices PRIMARY KEY (org_id, key)
);

CREATE INDEX ix_notices_unhandled ON notices (org_id, received_at) WHERE handled_at is null;

CREATE TABLE organisations (
	id UUID NOT NULL, 
	ledger_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	base_currency TEXT NOT NULL, 
	country TEXT NOT NULL, 
	timezone TEXT NOT NULL, 
	short_code TEXT NOT NULL, 
	is_demo BOOLEAN NOT NULL, 
	lock_date DATE, 
	sales_terms_days INTEGER, 
	tax_basis TEXT DEFAULT '' NOT NULL, 
	year_end INTEGER[], 
	state TEXT NOT NULL, 
	state_why TEXT DEFAULT '' NOT NULL, 
	state_since TIMESTAMP WITH TIME ZONE NOT NULL, 
	connection_id TEXT NOT NULL, 
	grant_id UUID NOT NULL, 
	connected_on DATE NOT NULL, 
	connected_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	reminders_on BOOLEAN, 
	first_synced_at TIMESTAMP WITH TIME ZONE, 
	settled_at TIMESTAMP WITH TIME ZONE, 
	mail_proof_at TIMESTAMP WITH TIME ZONE, 
	stopped_until DATE, 
	law TEXT, 
	carry_answered_at TIMESTAMP WITH TIME ZONE, 
	policy_slug TEXT, 
	policy_public BOOLEAN DEFAULT 'false' NOT NULL, 
	settings BYTEA, 
	CONSTRAINT pk_organisations PRIMARY KEY (id), 
	CONSTRAINT uq_organisations_ledger_id UNIQUE (ledger_id), 
	CONSTRAINT uq_organisations_policy_slug UNIQUE (policy_slug)
);

CREATE TABLE payment_providers (
	org_id UUID NOT NULL, 
	provider TEXT NOT NULL, 
	token TEXT NOT NULL, 
	secrets BYTEA, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	last_kind TEXT, 
	last_at TIMESTAMP WITH TIME ZONE, 
	last_outcome TEXT, 
	CONSTRAINT pk_payment_providers PRIMARY KEY (org_id, provider)
);

CREATE TABLE payments (
	org_id UUID NOT NULL, 
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	document_id TEXT NOT NULL, 
	paid_on DATE NOT NULL, 
	amount NUMERIC NOT NULL, 
	currency TEXT NOT NULL, 
	account_id TEXT DEFAULT '' NOT NULL, 
	reconciled BOOLEAN NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	is_write_off BOOLEAN NOT NULL, 
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_payments PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_payments_document ON payments (org_id, document_id);

CREATE INDEX ix_payments_reconciled ON payments (org_id, paid_on) WHERE reconciled and not deleted;

CREATE INDEX ix_payments_write_off ON payments (org_id, document_id) WHERE is_write_off;

CREATE TABLE placements (
	org_id UUID NOT NULL, 
	invoice_id TEXT NOT NULL, 
	placement TEXT NOT NULL, 
	level INTEGER DEFAULT '1' NOT NULL, 
	released_on DATE, 
	placed_by TEXT NOT NULL, 
	placed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_placements PRIMARY KEY (org_id, invoice_id)
);

CREATE INDEX ix_placements_released ON placements (org_id, released_on);

CREATE TABLE plan_instalments (
	org_id UUID NOT NULL, 
	plan_id UUID NOT NULL, 
	position INTEGER NOT NULL, 
	due DATE NOT NULL, 
	amount NUMERIC NOT NULL, 
	CONSTRAINT pk_plan_instalments PRIMARY KEY (org_id, plan_id, position)
);

CREATE TABLE plan_invoices (
	org_id UUID NOT NULL, 
	plan_id UUID NOT NULL, 
	invoice_id TEXT NOT NULL, 
	owed NUMERIC NOT NULL, 
	paid_before NUMERIC NOT NULL, 
	written_off_before NUMERIC DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_plan_invoices PRIMARY KEY (org_id, plan_id, invoice_id)
);

CREATE INDEX ix_plan_invoices_invoice ON plan_invoices (org_id, invoice_id);

CREATE TABLE plans (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	ordinal INTEGER NOT NULL, 
	currency TEXT NOT NULL, 
	agreed_on DATE NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	beyond TEXT DEFAULT '' NOT NULL, 
	ended_on DATE, 
	ended_by TEXT, 
	ended_why TEXT, 
	CONSTRAINT pk_plans PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_plans_customer ON plans (org_id, customer_id);

CREATE TABLE policies (
	org_id UUID NOT NULL, 
	name TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	document JSONB NOT NULL, 
	mode TEXT NOT NULL, 
	active BOOLEAN NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_policies PRIMARY KEY (org_id, name, version)
);

CREATE UNIQUE INDEX uq_policies_active ON policies (org_id, name) WHERE active;

CREATE TABLE policy_cover (
	org_id UUID NOT NULL, 
	segment TEXT NOT NULL, 
	policy TEXT NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_policy_cover PRIMARY KEY (org_id, segment)
);

CREATE TABLE policy_reviews (
	org_id UUID NOT NULL, 
	id BIGINT GENERATED ALWAYS AS IDENTITY, 
	policy TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	decision TEXT NOT NULL, 
	why TEXT DEFAULT '' NOT NULL, 
	"on" DATE NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	by TEXT NOT NULL, 
	shown JSONB NOT NULL, 
	CONSTRAINT pk_policy_reviews PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_policy_reviews_policy ON policy_reviews (org_id, policy, version, id);

CREATE TABLE portal_answer_invoices (
	org_id UUID NOT NULL, 
	answer_id UUID NOT NULL, 
	invoice_id TEXT NOT NULL, 
	amount NUMERIC NOT NULL, 
	CONSTRAINT pk_portal_answer_invoices PRIMARY KEY (org_id, answer_id, invoice_id)
);

CREATE INDEX ix_portal_answer_invoices_invoice ON portal_answer_invoices (org_id, invoice_id);

CREATE TABLE portal_answers (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	once TEXT NOT NULL, 
	result TEXT NOT NULL, 
	amount NUMERIC NOT NULL, 
	currency TEXT NOT NULL, 
	day DATE, 
	until DATE, 
	beyond TEXT DEFAULT '' NOT NULL, 
	talk_id UUID, 
	promise_id UUID, 
	plan_id UUID, 
	link_id UUID, 
	said_on DATE NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_portal_answers PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_portal_answers_customer ON portal_answers (org_id, customer_id);

CREATE INDEX ix_portal_answers_said_on ON portal_answers (org_id, said_on);

CREATE TABLE portal_codes (
	org_id UUID NOT NULL, 
	visit_hash TEXT NOT NULL, 
	link_id UUID NOT NULL, 
	code_hash TEXT NOT NULL, 
	address BYTEA NOT NULL, 
	sent_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	tries_left INTEGER NOT NULL, 
	CONSTRAINT pk_portal_codes PRIMARY KEY (org_id, visit_hash)
);

CREATE INDEX ix_portal_codes_link ON portal_codes (org_id, link_id);

CREATE TABLE portal_links (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	message_id UUID, 
	address BYTEA NOT NULL, 
	address_hash TEXT NOT NULL, 
	minted_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	revoked_by TEXT, 
	acted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_portal_links PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_portal_links_customer ON portal_links (org_id, customer_id);

CREATE INDEX ix_portal_links_expires ON portal_links (org_id, expires_at);

CREATE UNIQUE INDEX uq_portal_links_message ON portal_links (org_id, message_id, address_hash) WHERE message_id is not null;

CREATE TABLE portal_proofs (
	org_id UUID NOT NULL, 
	visit_hash TEXT NOT NULL, 
	link_id UUID NOT NULL, 
	address_hash TEXT NOT NULL, 
	proved_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	until TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_portal_proofs PRIMARY KEY (org_id, visit_hash)
);

CREATE INDEX ix_portal_proofs_link ON portal_proofs (org_id, link_id);

CREATE TABLE portfolio_snapshots (
	org_id UUID NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	over_limit INTEGER NOT NULL, 
	small JSONB NOT NULL, 
	tidy JSONB NOT NULL, 
	CONSTRAINT pk_portfolio_snapshots PRIMARY KEY (org_id)
);

CREATE TABLE portfolio_visits (
	org_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	seen_to TIMESTAMP WITH TIME ZONE NOT NULL, 
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_portfolio_visits PRIMARY KEY (org_id, user_id)
);

CREATE TABLE promise_invoices (
	org_id UUID NOT NULL, 
	promise_id UUID NOT NULL, 
	invoice_id TEXT NOT NULL, 
	CONSTRAINT pk_promise_invoices PRIMARY KEY (org_id, promise_id, invoice_id)
);

CREATE INDEX ix_promise_invoices_invoice ON promise_invoices (org_id, invoice_id);

CREATE TABLE promises (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	amount NUMERIC NOT NULL, 
	currency TEXT NOT NULL, 
	due DATE NOT NULL, 
	made_on DATE NOT NULL, 
	source TEXT NOT NULL, 
	grace_days INTEGER NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	withdrawn_at TIMESTAMP WITH TIME ZONE, 
	withdrawn_by TEXT, 
	CONSTRAINT pk_promises PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_promises_customer ON promises (org_id, customer_id);

CREATE TABLE proposed_people (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	instead_of BYTEA NOT NULL, 
	name BYTEA, 
	email BYTEA, 
	proposed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	answer TEXT, 
	answered_by TEXT, 
	answered_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_proposed_people PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_proposed_people_customer ON proposed_people (org_id, customer_id);

CREATE TABLE provider_events (
	org_id UUID NOT NULL, 
	provider TEXT NOT NULL, 
	key TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	payment TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	received_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	said BYTEA, 
	outcome TEXT, 
	handled_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_provider_events PRIMARY KEY (org_id, provider, key)
);

CREATE INDEX ix_provider_events_unhandled ON provider_events (org_id, received_at) WHERE handled_at is null;

CREATE TABLE provider_payments (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	provider TEXT NOT NULL, 
	payment TEXT NOT NULL, 
	state TEXT NOT NULL, 
	began_on DATE NOT NULL, 
	since_on DATE NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	amount NUMERIC, 
	currency TEXT DEFAULT '' NOT NULL, 
	customer_id TEXT, 
	invoice_ids TEXT[] DEFAULT '{}' NOT NULL, 
	match TEXT NOT NULL, 
	matched_by TEXT DEFAULT '' NOT NULL, 
	payer TEXT DEFAULT '' NOT NULL, 
	reference BYTEA, 
	why TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_provider_payments PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_provider_payments_customer ON provider_payments (org_id, customer_id, began_on);

CREATE INDEX ix_provider_payments_payer ON provider_payments (org_id, provider, payer);

CREATE UNIQUE INDEX uq_provider_payments ON provider_payments (org_id, provider, payment);

CREATE TABLE quarter_reviews (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	quarter DATE NOT NULL, 
	starts_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	minutes INTEGER NOT NULL, 
	place BYTEA, 
	name BYTEA, 
	email BYTEA NOT NULL, 
	agenda BYTEA, 
	state TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	paper BYTEA, 
	mail TEXT NOT NULL, 
	outcome TEXT, 
	invited_at TIMESTAMP WITH TIME ZONE, 
	went_on DATE, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_quarter_reviews PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_quarter_reviews_customer ON quarter_reviews (org_id, customer_id);

CREATE TABLE quotes (
	org_id UUID NOT NULL, 
	id TEXT NOT NULL, 
	contact_id TEXT NOT NULL, 
	number TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	total NUMERIC NOT NULL, 
	accepted BOOLEAN NOT NULL, 
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_quotes PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_quotes_contact ON quotes (org_id, contact_id);

CREATE TABLE reference_rates (
	org_id UUID NOT NULL, 
	reference TEXT NOT NULL, 
	since DATE NOT NULL, 
	per_cent NUMERIC NOT NULL, 
	source TEXT NOT NULL, 
	read_on DATE NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_reference_rates PRIMARY KEY (org_id, reference, since)
);

CREATE TABLE repeating (
	org_id UUID NOT NULL, 
	id TEXT NOT NULL, 
	contact_id TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	total NUMERIC NOT NULL, 
	next_on DATE, 
	live BOOLEAN NOT NULL, 
	CONSTRAINT pk_repeating PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_repeating_contact ON repeating (org_id, contact_id);

CREATE TABLE replies (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	replied_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	replied_on DATE NOT NULL, 
	said BYTEA, 
	read_at TIMESTAMP WITH TIME ZONE, 
	read_by TEXT, 
	CONSTRAINT pk_replies PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_replies_customer ON replies (org_id, customer_id);

CREATE TABLE resumptions (
	org_id UUID NOT NULL, 
	invoice_id TEXT NOT NULL, 
	instalment INTEGER NOT NULL, 
	level INTEGER NOT NULL, 
	cycle INTEGER NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_resumptions PRIMARY KEY (org_id, invoice_id, instalment)
);

CREATE TABLE second_approvals (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	step TEXT NOT NULL, 
	customer_id TEXT DEFAULT '' NOT NULL, 
	subject TEXT NOT NULL, 
	words TEXT NOT NULL, 
	facts TEXT NOT NULL, 
	how JSONB DEFAULT '{}' NOT NULL, 
	state TEXT DEFAULT 'open' NOT NULL, 
	proposed_by_id UUID NOT NULL, 
	proposed_by TEXT NOT NULL, 
	proposed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	settled_by_id UUID, 
	settled_by TEXT, 
	settled_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_second_approvals PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_second_approvals_customer ON second_approvals (org_id, customer_id);

CREATE UNIQUE INDEX uq_second_approvals_open ON second_approvals (org_id, step, subject) WHERE state = 'open';

CREATE TABLE second_rules (
	org_id UUID NOT NULL, 
	steps JSONB DEFAULT '[]' NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_second_rules PRIMARY KEY (org_id)
);

CREATE TABLE sent_answers (
	org_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	from_number TEXT, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_sent_answers PRIMARY KEY (org_id, customer_id)
);

CREATE TABLE sessions (
	token_hash TEXT NOT NULL, 
	user_id UUID NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	org_id UUID, 
	signed_in_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (token_hash)
);

CREATE INDEX ix_sessions_expires_at ON sessions (expires_at);

CREATE TABLE sign_in_codes (
	browser_hash TEXT NOT NULL, 
	user_id UUID NOT NULL, 
	code_hash TEXT NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	tries_left INTEGER NOT NULL, 
	CONSTRAINT pk_sign_in_codes PRIMARY KEY (browser_hash)
);

CREATE INDEX ix_sign_in_codes_expires_at ON sign_in_codes (expires_at);

CREATE TABLE sign_ins (
	state_hash TEXT NOT NULL, 
	nonce TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	return_to TEXT NOT NULL, 
	user_id UUID, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (state_hash)
);

CREATE INDEX ix_sign_ins_expires_at ON sign_ins (expires_at);

CREATE TABLE stale_answers (
	org_id UUID NOT NULL, 
	answered_on DATE NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_stale_answers PRIMARY KEY (org_id, answered_on)
);

CREATE TABLE statement_wishes (
	org_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	wish TEXT NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_statement_wishes PRIMARY KEY (org_id, customer_id)
);

CREATE TABLE statements (
	org_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	period TEXT NOT NULL, 
	message_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	since DATE, 
	late NUMERIC NOT NULL, 
	paper BYTEA, 
	CONSTRAINT pk_statements PRIMARY KEY (org_id, customer_id, currency, period)
);

CREATE UNIQUE INDEX uq_statements_message ON statements (org_id, message_id);

CREATE TABLE steps (
	org_id UUID NOT NULL, 
	invoice_id TEXT NOT NULL, 
	instalment INTEGER NOT NULL, 
	level INTEGER NOT NULL, 
	cycle INTEGER NOT NULL, 
	customer_id TEXT NOT NULL, 
	message_id UUID, 
	state TEXT NOT NULL, 
	amount NUMERIC NOT NULL, 
	days_late INTEGER NOT NULL, 
	stepped_on DATE NOT NULL, 
	by_person BOOLEAN DEFAULT 'false' NOT NULL, 
	is_final BOOLEAN, 
	CONSTRAINT pk_steps PRIMARY KEY (org_id, invoice_id, instalment, level, cycle)
);

CREATE INDEX ix_steps_customer ON steps (org_id, customer_id);

CREATE INDEX ix_steps_message ON steps (org_id, message_id);

CREATE TABLE stopped_numbers (
	number_hash TEXT NOT NULL, 
	stopped_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_stopped_numbers PRIMARY KEY (number_hash)
);

CREATE TABLE sync_progress (
	org_id UUID NOT NULL, 
	resource TEXT NOT NULL, 
	pages_done INTEGER DEFAULT '0' NOT NULL, 
	page_count INTEGER DEFAULT '0' NOT NULL, 
	rows INTEGER DEFAULT '0' NOT NULL, 
	started_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	finished_at TIMESTAMP WITH TIME ZONE, 
	failed TEXT, 
	CONSTRAINT pk_sync_progress PRIMARY KEY (org_id, resource)
);

CREATE TABLE table_imports (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	file_name TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	lines BYTEA NOT NULL, 
	count INTEGER NOT NULL, 
	refused INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	applied_at TIMESTAMP WITH TIME ZONE, 
	applied_by TEXT, 
	undone_at TIMESTAMP WITH TIME ZONE, 
	undone_by TEXT, 
	CONSTRAINT pk_table_imports PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_table_imports_at ON table_imports (org_id, at);

CREATE TABLE talk_invoices (
	org_id UUID NOT NULL, 
	talk_id UUID NOT NULL, 
	invoice_id TEXT NOT NULL, 
	dispute_id UUID, 
	hold_id UUID, 
	CONSTRAINT pk_talk_invoices PRIMARY KEY (org_id, talk_id, invoice_id)
);

CREATE INDEX ix_talk_invoices_invoice ON talk_invoices (org_id, invoice_id);

CREATE TABLE talk_lines (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	talk_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	side TEXT NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	words BYTEA NOT NULL, 
	read_at TIMESTAMP WITH TIME ZONE, 
	read_by TEXT, 
	once TEXT NOT NULL, 
	CONSTRAINT pk_talk_lines PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_talk_lines_talk ON talk_lines (org_id, talk_id);

CREATE TABLE talk_offers (
	org_id UUID NOT NULL, 
	talk_id UUID NOT NULL, 
	number INTEGER NOT NULL, 
	side TEXT NOT NULL, 
	by TEXT NOT NULL, 
	offered_on DATE NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	lapses_on DATE NOT NULL, 
	covers JSONB NOT NULL, 
	parts JSONB NOT NULL, 
	CONSTRAINT pk_talk_offers PRIMARY KEY (org_id, talk_id, number)
);

CREATE TABLE talk_papers (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	talk_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	line_id UUID NOT NULL, 
	type TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	name BYTEA NOT NULL, 
	content BYTEA NOT NULL, 
	CONSTRAINT pk_talk_papers PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_talk_papers_talk ON talk_papers (org_id, talk_id);

CREATE TABLE talks (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	state TEXT NOT NULL, 
	opened_on DATE NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	rests BOOLEAN NOT NULL, 
	agreed INTEGER, 
	ended_side TEXT, 
	ended_by TEXT, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	promise_id UUID, 
	plan_id UUID, 
	CONSTRAINT pk_talks PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_talks_customer ON talks (org_id, customer_id);

CREATE INDEX ix_talks_state ON talks (org_id, state);

CREATE TABLE tasks (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT DEFAULT '' NOT NULL, 
	state TEXT DEFAULT 'open' NOT NULL, 
	amount NUMERIC, 
	currency TEXT, 
	names JSONB DEFAULT '[]' NOT NULL, 
	raised_by TEXT DEFAULT 'review' NOT NULL, 
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	closed_at TIMESTAMP WITH TIME ZONE, 
	closed_by TEXT, 
	answer TEXT, 
	handed_to UUID, 
	handed_by TEXT, 
	CONSTRAINT pk_tasks PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_tasks_customer ON tasks (org_id, customer_id);

CREATE UNIQUE INDEX uq_tasks_open ON tasks (org_id, customer_id, kind, subject) WHERE state = 'open';

CREATE TABLE tax_rates (
	org_id UUID NOT NULL, 
	type TEXT NOT NULL, 
	name TEXT NOT NULL, 
	per_cent NUMERIC NOT NULL, 
	CONSTRAINT pk_tax_rates PRIMARY KEY (org_id, type)
);

CREATE TABLE terms (
	org_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	credit_limit NUMERIC, 
	limit_currency TEXT, 
	limit_set_by TEXT, 
	limit_set_at TIMESTAMP WITH TIME ZONE, 
	limit_reason TEXT, 
	policy TEXT, 
	policy_until DATE, 
	segment TEXT, 
	segment_until DATE, 
	never_chase BOOLEAN DEFAULT 'false' NOT NULL, 
	direct_debit BOOLEAN DEFAULT 'false' NOT NULL, 
	family_id TEXT, 
	set_off_settled BOOLEAN DEFAULT 'false' NOT NULL, 
	kind TEXT, 
	law TEXT, 
	standing_by TEXT, 
	standing_at TIMESTAMP WITH TIME ZONE, 
	accepted_on DATE, 
	interest TEXT, 
	language TEXT, 
	CONSTRAINT pk_terms PRIMARY KEY (org_id, customer_id)
);

CREATE INDEX ix_terms_family ON terms (org_id, family_id);

CREATE TABLE texted_numbers (
	number_hash TEXT NOT NULL, 
	org_id UUID NOT NULL, 
	texted_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_texted_numbers PRIMARY KEY (number_hash, org_id)
);

CREATE TABLE throttles (
	key_hash TEXT NOT NULL, 
	hits INTEGER NOT NULL, 
	until TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_throttles PRIMARY KEY (key_hash)
);

CREATE INDEX ix_throttles_until ON throttles (until);

CREATE TABLE tidy_asides (
	org_id UUID NOT NULL, 
	line TEXT NOT NULL, 
	customer_ids TEXT[] NOT NULL, 
	reason BYTEA NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_tidy_asides PRIMARY KEY (org_id, line)
);

CREATE TABLE tidy_letters (
	org_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	since TIMESTAMP WITH TIME ZONE NOT NULL, 
	sent_for DATE, 
	CONSTRAINT pk_tidy_letters PRIMARY KEY (org_id, user_id)
);

CREATE TABLE told (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	subject_id UUID NOT NULL, 
	talk_id UUID, 
	state TEXT NOT NULL, 
	once TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	settled_at TIMESTAMP WITH TIME ZONE, 
	sent_on DATE, 
	outcome TEXT, 
	letter BYTEA, 
	CONSTRAINT pk_told PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_told_customer ON told (org_id, customer_id);

CREATE INDEX ix_told_state ON told (org_id, state);

CREATE UNIQUE INDEX uq_told_once ON told (org_id, once);

CREATE TABLE touch_costs (
	org_id UUID NOT NULL, 
	set_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	per_message NUMERIC NOT NULL, 
	per_hour NUMERIC NOT NULL, 
	message_minutes NUMERIC NOT NULL, 
	call_minutes NUMERIC NOT NULL, 
	set_by TEXT NOT NULL, 
	CONSTRAINT pk_touch_costs PRIMARY KEY (org_id, set_at)
);

CREATE TABLE trial_places (
	org_id UUID NOT NULL, 
	trial_id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	pair INTEGER NOT NULL, 
	is_first BOOLEAN NOT NULL, 
	switch_on DATE NOT NULL, 
	segment TEXT NOT NULL, 
	sales NUMERIC NOT NULL, 
	late NUMERIC NOT NULL, 
	switched_at TIMESTAMP WITH TIME ZONE, 
	passed_over TEXT, 
	CONSTRAINT pk_trial_places PRIMARY KEY (org_id, trial_id, customer_id)
);

CREATE INDEX ix_trial_places_customer ON trial_places (org_id, customer_id);

CREATE INDEX ix_trial_places_waiting ON trial_places (org_id, switch_on) WHERE switched_at is null and passed_over is null;

CREATE TABLE trials (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	policy TEXT NOT NULL, 
	policy_version INTEGER NOT NULL, 
	against TEXT NOT NULL, 
	against_version INTEGER NOT NULL, 
	key TEXT NOT NULL, 
	starts_on DATE NOT NULL, 
	weeks INTEGER NOT NULL, 
	groups INTEGER NOT NULL, 
	by TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	ended_on DATE, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	ended_by TEXT, 
	decision TEXT, 
	why TEXT, 
	shown JSONB, 
	CONSTRAINT pk_trials PRIMARY KEY (org_id, id)
);

CREATE UNIQUE INDEX uq_trials_running ON trials (org_id) WHERE ended_on is null;

CREATE TABLE users (
	id UUID NOT NULL, 
	subject TEXT NOT NULL, 
	name TEXT NOT NULL, 
	email BYTEA NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	signed_in_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT uq_users_subject UNIQUE (subject)
);

CREATE TABLE veto_windows (
	org_id UUID NOT NULL, 
	id UUID NOT NULL, 
	customer_id TEXT NOT NULL, 
	step TEXT NOT NULL, 
	covers JSONB DEFAULT '[]' NOT NULL, 
	currency TEXT DEFAULT '' NOT NULL, 
	asked_id UUID NOT NULL, 
	asked TEXT NOT NULL, 
	found_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	opened_on DATE, 
	answer TEXT, 
	answered_at TIMESTAMP WITH TIME ZONE, 
	until DATE, 
	reason BYTEA, 
	closed_at TIMESTAMP WITH TIME ZONE, 
	closed_why TEXT, 
	CONSTRAINT pk_veto_windows PRIMARY KEY (org_id, id)
);

CREATE INDEX ix_veto_windows_customer ON veto_windows (org_id, customer_id) WHERE closed_at is null;

CREATE INDEX ix_veto_windows_unmailed ON veto_windows (org_id) WHERE opened_on is null;

grant usage on schema public to goodterms_app;

alter table allocations enable row level security;

alter table allocations force row level security;

create policy tenant on allocations using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on allocations to goodterms_app;

alter table api_keys enable row level security;

alter table api_keys force row level security;

create policy tenant on api_keys using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on api_keys to goodterms_app;

alter table api_replies enable row level security;

alter table api_replies force row level security;

create policy tenant on api_replies using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on api_replies to goodterms_app;

grant select, insert, update, delete on app_budget to goodterms_app;

alter table asked enable row level security;

alter table asked force row level security;

create policy tenant on asked using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on asked to goodterms_app;

alter table assessments enable row level security;

alter table assessments force row level security;

create policy tenant on assessments using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on assessments to goodterms_app;

alter table audit enable row level security;

alter table audit force row level security;

create policy tenant on audit using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert on audit to goodterms_app;

alter table call_days enable row level security;

alter table call_days force row level security;

create policy tenant on call_days using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on call_days to goodterms_app;

alter table call_slots enable row level security;

alter table call_slots force row level security;

create policy tenant on call_slots using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on call_slots to goodterms_app;

alter table call_state enable row level security;

alter table call_state force row level security;

create policy tenant on call_state using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on call_state to goodterms_app;

alter table call_waits enable row level security;

alter table call_waits force row level security;

create policy tenant on call_waits using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on call_waits to goodterms_app;

alter table called_off enable row level security;

alter table called_off force row level security;

create policy tenant on called_off using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on called_off to goodterms_app;

alter table calls enable row level security;

alter table calls force row level security;

create policy tenant on calls using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on calls to goodterms_app;

alter table card_answers enable row level security;

alter table card_answers force row level security;

create policy tenant on card_answers using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on card_answers to goodterms_app;

alter table charges enable row level security;

alter table charges force row level security;

create policy tenant on charges using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on charges to goodterms_app;

alter table chart enable row level security;

alter table chart force row level security;

create policy tenant on chart using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on chart to goodterms_app;

alter table check_in_talks enable row level security;

alter table check_in_talks force row level security;

create policy tenant on check_in_talks using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on check_in_talks to goodterms_app;

alter table check_ins enable row level security;

alter table check_ins force row level security;

create policy tenant on check_ins using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on check_ins to goodterms_app;

alter table comment_mails enable row level security;

alter table comment_mails force row level security;

create policy tenant on comment_mails using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on comment_mails to goodterms_app;

alter table comments enable row level security;

alter table comments force row level security;

create policy tenant on comments using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on comments to goodterms_app;

alter table comparison_pages enable row level security;

alter table comparison_pages force row level security;

create policy tenant on comparison_pages using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on comparison_pages to goodterms_app;

alter table comparisons enable row level security;

alter table comparisons force row level security;

create policy tenant on comparisons using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on comparisons to goodterms_app;

alter table complaints enable row level security;

alter table complaints force row level security;

create policy tenant on complaints using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on complaints to goodterms_app;

alter table contact_people enable row level security;

alter table contact_people force row level security;

create policy tenant on contact_people using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on contact_people to goodterms_app;

alter table contact_roles enable row level security;

alter table contact_roles force row level security;

create policy tenant on contact_roles using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on contact_roles to goodterms_app;

alter table contacts enable row level security;

alter table contacts force row level security;

create policy tenant on contacts using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on contacts to goodterms_app;

alter table context_notes enable row level security;

alter table context_notes force row level security;

create policy tenant on context_notes using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on context_notes to goodterms_app;

grant select, insert, update, delete on conversation_orgs to goodterms_app;

alter table conversations enable row level security;

alter table conversations force row level security;

create policy tenant on conversations using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on conversations to goodterms_app;

alter table credit_decisions enable row level security;

alter table credit_decisions force row level security;

create policy tenant on credit_decisions using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on credit_decisions to goodterms_app;

alter table credit_doors enable row level security;

alter table credit_doors force row level security;

create policy tenant on credit_doors using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on credit_doors to goodterms_app;

alter table credit_facts enable row level security;

alter table credit_facts force row level security;

create policy tenant on credit_facts using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on credit_facts to goodterms_app;

alter table credit_references enable row level security;

alter table credit_references force row level security;

create policy tenant on credit_references using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on credit_references to goodterms_app;

alter table credit_requests enable row level security;

alter table credit_requests force row level security;

create policy tenant on credit_requests using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on credit_requests to goodterms_app;

alter table credits enable row level security;

alter table credits force row level security;

create policy tenant on credits using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on credits to goodterms_app;

alter table crossings enable row level security;

alter table crossings force row level security;

create policy tenant on crossings using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on crossings to goodterms_app;

alter table cursors enable row level security;

alter table cursors force row level security;

create policy tenant on cursors using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on cursors to goodterms_app;

alter table customer_people enable row level security;

alter table customer_people force row level security;

create policy tenant on customer_people using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on customer_people to goodterms_app;

alter table customer_wishes enable row level security;

alter table customer_wishes force row level security;

create policy tenant on customer_wishes using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on customer_wishes to goodterms_app;

alter table differences enable row level security;

alter table differences force row level security;

create policy tenant on differences using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on differences to goodterms_app;

alter table disputes enable row level security;

alter table disputes force row level security;

create policy tenant on disputes using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on disputes to goodterms_app;

grant select, insert, update, delete on due to goodterms_app;

alter table due_changes enable row level security;

alter table due_changes force row level security;

create policy tenant on due_changes using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on due_changes to goodterms_app;

alter table events enable row level security;

alter table events force row level security;

create policy tenant on events using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on events to goodterms_app;

alter table exceptions enable row level security;

alter table exceptions force row level security;

create policy tenant on exceptions using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on exceptions to goodterms_app;

alter table families enable row level security;

alter table families force row level security;

create policy tenant on families using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on families to goodterms_app;

alter table feedback enable row level security;

alter table feedback force row level security;

create policy tenant on feedback using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on feedback to goodterms_app;

alter table flags enable row level security;

alter table flags force row level security;

create policy tenant on flags using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on flags to goodterms_app;

grant select, insert, update, delete on former_members to goodterms_app;

alter table good_payer_letters enable row level security;

alter table good_payer_letters force row level security;

create policy tenant on good_payer_letters using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on good_payer_letters to goodterms_app;

grant select, insert, update, delete on grants to goodterms_app;

alter table group_members enable row level security;

alter table group_members force row level security;

create policy tenant on group_members using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on group_members to goodterms_app;

alter table hand_off_invoices enable row level security;

alter table hand_off_invoices force row level security;

create policy tenant on hand_off_invoices using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on hand_off_invoices to goodterms_app;

alter table hand_offs enable row level security;

alter table hand_offs force row level security;

create policy tenant on hand_offs using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on hand_offs to goodterms_app;

alter table holds enable row level security;

alter table holds force row level security;

create policy tenant on holds using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on holds to goodterms_app;

alter table hook_deliveries enable row level security;

alter table hook_deliveries force row level security;

create policy tenant on hook_deliveries using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on hook_deliveries to goodterms_app;

alter table hook_endpoints enable row level security;

alter table hook_endpoints force row level security;

create policy tenant on hook_endpoints using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on hook_endpoints to goodterms_app;

alter table hook_events enable row level security;

alter table hook_events force row level security;

create policy tenant on hook_events using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on hook_events to goodterms_app;

grant select, insert, update, delete on house_secrets to goodterms_app;

alter table invitations enable row level security;

alter table invitations force row level security;

create policy tenant on invitations using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on invitations to goodterms_app;

alter table invoices enable row level security;

alter table invoices force row level security;

create policy tenant on invoices using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on invoices to goodterms_app;

alter table kind_words enable row level security;

alter table kind_words force row level security;

create policy tenant on kind_words using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on kind_words to goodterms_app;

alter table kpi_days enable row level security;

alter table kpi_days force row level security;

create policy tenant on kpi_days using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on kpi_days to goodterms_app;

alter table kpi_seen enable row level security;

alter table kpi_seen force row level security;

create policy tenant on kpi_seen using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on kpi_seen to goodterms_app;

alter table kpi_sums enable row level security;

alter table kpi_sums force row level security;

create policy tenant on kpi_sums using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on kpi_sums to goodterms_app;

alter table ledger_groups enable row level security;

alter table ledger_groups force row level security;

create policy tenant on ledger_groups using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on ledger_groups to goodterms_app;

alter table ledger_writes enable row level security;

alter table ledger_writes force row level security;

create policy tenant on ledger_writes using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on ledger_writes to goodterms_app;

alter table limit_changes enable row level security;

alter table limit_changes force row level security;

create policy tenant on limit_changes using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on limit_changes to goodterms_app;

alter table limit_refusals enable row level security;

alter table limit_refusals force row level security;

create policy tenant on limit_refusals using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on limit_refusals to goodterms_app;

alter table looked_fine enable row level security;

alter table looked_fine force row level security;

create policy tenant on looked_fine using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on looked_fine to goodterms_app;

alter table loss_budgets enable row level security;

alter table loss_budgets force row level security;

create policy tenant on loss_budgets using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on loss_budgets to goodterms_app;

grant select, insert, update, delete on lost_mails to goodterms_app;

alter table mail_answers enable row level security;

alter table mail_answers force row level security;

create policy tenant on mail_answers using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on mail_answers to goodterms_app;

alter table mail_files enable row level security;

alter table mail_files force row level security;

create policy tenant on mail_files using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on mail_files to goodterms_app;

alter table mails enable row level security;

alter table mails force row level security;

create policy tenant on mails using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on mails to goodterms_app;

grant select, insert, update, delete on members to goodterms_app;

alter table messages enable row level security;

alter table messages force row level security;

create policy tenant on messages using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on messages to goodterms_app;

grant select on migrations to goodterms_app;

alter table month_letters enable row level security;

alter table month_letters force row level security;

create policy tenant on month_letters using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on month_letters to goodterms_app;

alter table morning_letters enable row level security;

alter table morning_letters force row level security;

create policy tenant on morning_letters using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on morning_letters to goodterms_app;

alter table morning_links enable row level security;

alter table morning_links force row level security;

create policy tenant on morning_links using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on morning_links to goodterms_app;

alter table never_asked enable row level security;

alter table never_asked force row level security;

create policy tenant on never_asked using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on never_asked to goodterms_app;

alter table notices enable row level security;

alter table notices force row level security;

create policy tenant on notices using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on notices to goodterms_app;

grant select, insert, update, delete on organisations to goodterms_app;

alter table payment_providers enable row level security;

alter table payment_providers force row level security;

create policy tenant on payment_providers using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on payment_providers to goodterms_app;

alter table payments enable row level security;

alter table payments force row level security;

create policy tenant on payments using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on payments to goodterms_app;

alter table placements enable row level security;

alter table placements force row level security;

create policy tenant on placements using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on placements to goodterms_app;

alter table plan_instalments enable row level security;

alter table plan_instalments force row level security;

create policy tenant on plan_instalments using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on plan_instalments to goodterms_app;

alter table plan_invoices enable row level security;

alter table plan_invoices force row level security;

create policy tenant on plan_invoices using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on plan_invoices to goodterms_app;

alter table plans enable row level security;

alter table plans force row level security;

create policy tenant on plans using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on plans to goodterms_app;

alter table policies enable row level security;

alter table policies force row level security;

create policy tenant on policies using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on policies to goodterms_app;

alter table policy_cover enable row level security;

alter table policy_cover force row level security;

create policy tenant on policy_cover using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on policy_cover to goodterms_app;

alter table policy_reviews enable row level security;

alter table policy_reviews force row level security;

create policy tenant on policy_reviews using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on policy_reviews to goodterms_app;

alter table portal_answer_invoices enable row level security;

alter table portal_answer_invoices force row level security;

create policy tenant on portal_answer_invoices using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on portal_answer_invoices to goodterms_app;

alter table portal_answers enable row level security;

alter table portal_answers force row level security;

create policy tenant on portal_answers using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on portal_answers to goodterms_app;

alter table portal_codes enable row level security;

alter table portal_codes force row level security;

create policy tenant on portal_codes using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on portal_codes to goodterms_app;

alter table portal_links enable row level security;

alter table portal_links force row level security;

create policy tenant on portal_links using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on portal_links to goodterms_app;

alter table portal_proofs enable row level security;

alter table portal_proofs force row level security;

create policy tenant on portal_proofs using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on portal_proofs to goodterms_app;

alter table portfolio_snapshots enable row level security;

alter table portfolio_snapshots force row level security;

create policy tenant on portfolio_snapshots using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on portfolio_snapshots to goodterms_app;

alter table portfolio_visits enable row level security;

alter table portfolio_visits force row level security;

create policy tenant on portfolio_visits using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on portfolio_visits to goodterms_app;

alter table promise_invoices enable row level security;

alter table promise_invoices force row level security;

create policy tenant on promise_invoices using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on promise_invoices to goodterms_app;

alter table promises enable row level security;

alter table promises force row level security;

create policy tenant on promises using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on promises to goodterms_app;

alter table proposed_people enable row level security;

alter table proposed_people force row level security;

create policy tenant on proposed_people using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on proposed_people to goodterms_app;

alter table provider_events enable row level security;

alter table provider_events force row level security;

create policy tenant on provider_events using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on provider_events to goodterms_app;

alter table provider_payments enable row level security;

alter table provider_payments force row level security;

create policy tenant on provider_payments using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on provider_payments to goodterms_app;

alter table quarter_reviews enable row level security;

alter table quarter_reviews force row level security;

create policy tenant on quarter_reviews using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on quarter_reviews to goodterms_app;

alter table quotes enable row level security;

alter table quotes force row level security;

create policy tenant on quotes using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on quotes to goodterms_app;

alter table reference_rates enable row level security;

alter table reference_rates force row level security;

create policy tenant on reference_rates using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on reference_rates to goodterms_app;

alter table repeating enable row level security;

alter table repeating force row level security;

create policy tenant on repeating using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on repeating to goodterms_app;

alter table replies enable row level security;

alter table replies force row level security;

create policy tenant on replies using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on replies to goodterms_app;

alter table resumptions enable row level security;

alter table resumptions force row level security;

create policy tenant on resumptions using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on resumptions to goodterms_app;

alter table second_approvals enable row level security;

alter table second_approvals force row level security;

create policy tenant on second_approvals using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on second_approvals to goodterms_app;

alter table second_rules enable row level security;

alter table second_rules force row level security;

create policy tenant on second_rules using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on second_rules to goodterms_app;

alter table sent_answers enable row level security;

alter table sent_answers force row level security;

create policy tenant on sent_answers using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on sent_answers to goodterms_app;

grant select, insert, update, delete on sessions to goodterms_app;

grant select, insert, update, delete on sign_in_codes to goodterms_app;

grant select, insert, update, delete on sign_ins to goodterms_app;

alter table stale_answers enable row level security;

alter table stale_answers force row level security;

create policy tenant on stale_answers using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on stale_answers to goodterms_app;

alter table statement_wishes enable row level security;

alter table statement_wishes force row level security;

create policy tenant on statement_wishes using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on statement_wishes to goodterms_app;

alter table statements enable row level security;

alter table statements force row level security;

create policy tenant on statements using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on statements to goodterms_app;

alter table steps enable row level security;

alter table steps force row level security;

create policy tenant on steps using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on steps to goodterms_app;

grant select, insert, update, delete on stopped_numbers to goodterms_app;

alter table sync_progress enable row level security;

alter table sync_progress force row level security;

create policy tenant on sync_progress using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on sync_progress to goodterms_app;

alter table table_imports enable row level security;

alter table table_imports force row level security;

create policy tenant on table_imports using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on table_imports to goodterms_app;

alter table talk_invoices enable row level security;

alter table talk_invoices force row level security;

create policy tenant on talk_invoices using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on talk_invoices to goodterms_app;

alter table talk_lines enable row level security;

alter table talk_lines force row level security;

create policy tenant on talk_lines using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on talk_lines to goodterms_app;

alter table talk_offers enable row level security;

alter table talk_offers force row level security;

create policy tenant on talk_offers using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on talk_offers to goodterms_app;

alter table talk_papers enable row level security;

alter table talk_papers force row level security;

create policy tenant on talk_papers using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on talk_papers to goodterms_app;

alter table talks enable row level security;

alter table talks force row level security;

create policy tenant on talks using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on talks to goodterms_app;

alter table tasks enable row level security;

alter table tasks force row level security;

create policy tenant on tasks using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on tasks to goodterms_app;

alter table tax_rates enable row level security;

alter table tax_rates force row level security;

create policy tenant on tax_rates using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on tax_rates to goodterms_app;

alter table terms enable row level security;

alter table terms force row level security;

create policy tenant on terms using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on terms to goodterms_app;

grant select, insert, update, delete on texted_numbers to goodterms_app;

grant select, insert, update, delete on throttles to goodterms_app;

alter table tidy_asides enable row level security;

alter table tidy_asides force row level security;

create policy tenant on tidy_asides using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on tidy_asides to goodterms_app;

alter table tidy_letters enable row level security;

alter table tidy_letters force row level security;

create policy tenant on tidy_letters using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on tidy_letters to goodterms_app;

alter table told enable row level security;

alter table told force row level security;

create policy tenant on told using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on told to goodterms_app;

alter table touch_costs enable row level security;

alter table touch_costs force row level security;

create policy tenant on touch_costs using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on touch_costs to goodterms_app;

alter table trial_places enable row level security;

alter table trial_places force row level security;

create policy tenant on trial_places using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on trial_places to goodterms_app;

alter table trials enable row level security;

alter table trials force row level security;

create policy tenant on trials using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on trials to goodterms_app;

grant select, insert, update, delete on users to goodterms_app;

alter table veto_windows enable row level security;

alter table veto_windows force row level security;

create policy tenant on veto_windows using (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[])) with check (org_id = any ((select nullif(current_setting('app.org_ids', true), '')::uuid[])::uuid[]));

grant select, insert, update, delete on veto_windows to goodterms_app;

grant usage on all sequences in schema public to goodterms_app;

