"""A credit policy: every number that a decision about a customer may depend on, as data.

It decides nothing. A document that breaks the format is refused with every complaint at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from plugin.credit.account import Customer
from plugin.credit.answer_rules import AnswerRules, read_answer_rules
from plugin.credit.channels import (
    Calling,
    Escalation,
    Texting,
    complain_of_channels,
    read_calling,
    read_escalation,
    read_texting,
)
from plugin.credit.charge_terms import ChargeTerms, read_charge_terms
from plugin.credit.check_in_facts import CheckInRules, read_check_ins
from plugin.credit.complaints import Complaint, PolicyComplaints, Table, shown
from plugin.credit.feedback_rules import FeedbackRules, read_feedback
from plugin.credit.incoming_rules import IncomingRules, read_incoming_rules
from plugin.credit.kind_word_rules import KindWordRules, read_kind_words
from plugin.credit.mail_rules import MailRules, read_mail_rules
from plugin.credit.passport_switches import PassportSwitches, read_passport
from plugin.credit.plan_rules import PlanRules, read_plan_rules
from plugin.credit.policy_parts import (
    CEILING_IN_SEVEN_DAYS,
    CEILING_IN_THIRTY_DAYS,
    DEFAULT_LEVELS,
    After,
    Channel,
    ContactLimits,
    ExposureSwitches,
    GroupNames,
    Guards,
    LadderOn,
    Level,
    Mode,
    Repeat,
    SenderName,
    StatusThresholds,
    Then,
    Tolerance,
    Tone,
    plain,
)
from plugin.credit.policy_reading import (
    read_contact,
    read_exposure,
    read_groups,
    read_house_tolerance,
    read_levels,
    read_repeat,
    read_sender,
    read_status,
    read_tolerances,
)
from plugin.credit.statements import Statements, read_statements, statements_document
from plugin.credit.veto import VetoRules, read_veto

__all__ = [
    "CEILING_IN_SEVEN_DAYS",
    "CEILING_IN_THIRTY_DAYS",
    "DEFAULT_POLICY",
    "After",
    "Channel",
    "ContactLimits",
    "CreditPolicy",
    "ExposureSwitches",
    "GroupNames",
    "LadderOn",
    "Level",
    "Mode",
    "PolicyComplaints",
    "PolicySet",
    "Repeat",
    "SenderName",
    "StatusThresholds",
    "Then",
    "Tolerance",
    "Tone",
    "as_document",
    "parse_policies",
    "policy_from_document",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditPolicy:
    """Everything that may differ from one policy to the next; the defaults are the house's own.

    Amounts are in the currency at hand; limits are in the organisation's base currency.
    `levels` empty means explicitly never chased (rule 16). `guards` off leaves the bare ladder.
    """

    name: str = "standard"
    mode: Mode = Mode.ASK_FIRST
    guards: bool = True
    ladder_on: LadderOn = LadderOn.INVOICE
    levels: tuple[Level, ...] = DEFAULT_LEVELS
    #: rule 11: each level at least this many days after the one before was sent
    days_between_levels: int = 7
    #: whether the last level goes out again, how often, and what follows
    repeat: Repeat = field(default_factory=Repeat)
    tolerance: Tolerance = field(default_factory=Tolerance)
    #: currencies whose tolerance differs, each named once
    tolerances: tuple[tuple[str, Tolerance], ...] = ()
    status: StatusThresholds = field(default_factory=StatusThresholds)
    exposure: ExposureSwitches = field(default_factory=ExposureSwitches)
    contact: ContactLimits = field(default_factory=ContactLimits)
    groups: GroupNames = field(default_factory=GroupNames)
    sender: SenderName = field(default_factory=SenderName)
    #: whether late money earns interest, and by what; off until somebody chooses (rule 36)
    interest: ChargeTerms = field(default_factory=ChargeTerms)
    texting: Texting = field(default_factory=Texting)
    calling: Calling = field(default_factory=Calling)
    escalation: Escalation = field(default_factory=Escalation)
    #: statements of account on a schedule; off until somebody switches them on
    statements: Statements = field(default_factory=Statements)
    #: what may be settled in instalments, and when a plan counts as not kept
    plans: PlanRules = field(default_factory=PlanRules)
    #: what a customer may settle alone on their own page (rule 37)
    answers: AnswerRules = field(default_factory=AnswerRules)
    #: which segments see their own credit passport; nobody until somebody says so
    passport: PassportSwitches = field(default_factory=PassportSwitches)
    #: whether and how often customers are asked how it went
    feedback: FeedbackRules = field(default_factory=FeedbackRules)
    #: for how long money that a payment provider has seen silences what it pays
    incoming: IncomingRules = field(default_factory=IncomingRules)
    kind_words: KindWordRules = field(default_factory=KindWordRules)
    #: how often key accounts are rung to say hello
    check_ins: CheckInRules = field(default_factory=CheckInRules)
    #: which mail of customers is answered by rule
    mail: MailRules = field(default_factory=MailRules)
    #: before which steps a customer's salesperson may say no
    veto: VetoRules = field(default_factory=VetoRules)
    #: rule 7: deposits are listed and do not net what is chased unless this is switched on
    net_prepayments: bool = False
    starter_limit: Decimal | None = None
    #: no limit above this is proposed; a person may set one
    most_limit: Decimal | None = None
    #: rule 3: days after we first saw an invoice sent before the first level
    newly_sent_wait_days: int = 7
    #: rule 2: how many released customers may hear from us a day, in any mode
    released_per_day: int = 20
    #: rule 21, in working days
    stale_books_days: int = 5
    #: a message waits at most so many days for the customer's own pay run; 0 for never
    pay_run_wait_days: int = 6
    #: working days after a promised date before it counts as broken
    promise_grace_days: int = 2

    def tolerance_for(self, currency: str) -> Tolerance:
        """The tolerance in force for a currency."""
        for named, tolerance in self.tolerances:
            if named == currency:
                return tolerance
        return self.tolerance

    @property
    def courtesies(self) -> tuple[Level, ...]:
        """The levels before the due date."""
        return tuple(level for level in self.levels if level.is_courtesy)

    @property
    def ladder(self) -> tuple[Level, ...]:
        """The levels after the due date, mildest first."""
        return tuple(level for level in self.levels if not level.is_courtesy)

    def level(self, number: int) -> Level | None:
        """The level of this number, or None where the policy has none."""
        return next((level for level in self.levels if level.number == number), None)


DEFAULT_POLICY = CreditPolicy()


@dataclass(frozen=True, slots=True)
class PolicySet:
    """The policies of an organisation and who is under which."""

    policies: tuple[CreditPolicy, ...]
    default: str | None = None
    #: segment to name of policy
    segments: tuple[tuple[str, str], ...] = ()

    def named(self, name: str) -> CreditPolicy | None:
        """The policy of this name, or None."""
        return next((policy for policy in self.policies if policy.name == name), None)

    def of(self, customer: Customer) -> CreditPolicy | None:
        """The customer's own policy, else the segment's, else the default (rule 16).

        None means that no policy covers the customer, which is not the same as *never chase*.
        """
        if customer.policy is not None:
            return self.named(customer.policy)
        for segment, name in self.segments:
            if segment == customer.segment:
                return self.named(name)
        return self.named(self.default) if self.default is not None else None


def parse_policies(document: Mapping[str, object]) -> PolicySet:
    """Read a decoded policy file: `[policy.NAME]` tables, `[segments]`, `[default]`.

    Raises PolicyComplaints listing every fault with the path of the element.
    """
    complaints: list[Complaint] = []
    root = Table("", document, complaints)
    named = root.table("policy")
    policies = tuple(_policy(name, named.table(name)) for name in list(named.names()))
    known = {policy.name for policy in policies}
    segments = root.table("segments")
    by_segment = tuple((name, segments.text(name, "")) for name in segments.names())
    for segment, policy in by_segment:
        if policy not in known:
            segments.complain(segment, f"no policy of this name: {shown(policy)}")
    default = root.table("default")
    chosen = default.text("policy", "") if default.has("policy") else None
    if chosen is not None and chosen not in known:
        default.complain("policy", f"no policy of this name: {shown(chosen)}")
    default.close()
    root.close()
    if complaints:
        raise PolicyComplaints(tuple(complaints))
    return PolicySet(policies, chosen, by_segment)


def policy_from_document(document: Mapping[str, object]) -> CreditPolicy:
    """Read what `as_document` wrote; raises PolicyComplaints as `parse_policies` does."""
    complaints: list[Complaint] = []
    name = document.get("name", DEFAULT_POLICY.name)
    elements = {key: value for key, value in document.items() if key != "name"}
    if not isinstance(name, str):
        complaints.append(Complaint("name", f"not a text: {shown(name)}"))
    policy = _policy(str(name), Table(f"policy.{name}", elements, complaints))
    if complaints:
        raise PolicyComplaints(tuple(complaints))
    return policy


def as_document(policy: CreditPolicy) -> dict[str, object]:
    """The policy as JSON-ready values, in the shape of its table in a policy file, with its name.

    Amounts and times are text, so that nothing is lost on the way.
    """
    tolerance = plain(policy.tolerance)
    document: dict[str, object] = {
        "name": policy.name,
        "mode": policy.mode.value,
        "guards": "on" if policy.guards else "off",
        "ladder_on": policy.ladder_on.value,
        "levels": [plain(level) for level in policy.levels],
        "tolerance": tolerance["balance"],
        "residue_tolerance": tolerance["residue"],
        "account_tolerance": tolerance["account"],
        "tolerances": {currency: plain(own) for currency, own in policy.tolerances},
    }
    for part in _PARTS:
        document[part] = plain(getattr(policy, part))
    document["statements"] = statements_document(policy.statements)
    for number in _NUMBERS:
        document[number] = getattr(policy, number)
    document["net_prepayments"] = policy.net_prepayments
    for name in _LIMITS:
        if (limit := getattr(policy, name)) is not None:
            document[name] = str(limit)
    return document


_PARTS = (
    *("repeat", "status", "exposure", "contact", "groups", "sender", "interest"),
    *("texting", "calling", "escalation", "plans", "passport", "feedback"),
    *("answers", "incoming", "kind_words", "mail", "check_ins", "veto"),
)

#: in the organisation's base currency, each of them absent or an amount
_LIMITS = ("starter_limit", "most_limit")

_NUMBERS = (
    "days_between_levels",
    "newly_sent_wait_days",
    "released_per_day",
    "stale_books_days",
    "promise_grace_days",
    "pay_run_wait_days",
)


def _policy(name: str, table: Table) -> CreditPolicy:
    policy = CreditPolicy(
        name=name,
        mode=table.choice("mode", DEFAULT_POLICY.mode),
        guards=table.choice("guards", Guards.ON) is Guards.ON,
        ladder_on=table.choice("ladder_on", DEFAULT_POLICY.ladder_on),
        levels=read_levels(table.tables("levels"))
        if table.has("levels")
        else DEFAULT_POLICY.levels,
        tolerance=read_house_tolerance(table),
        tolerances=read_tolerances(table.table("tolerances")),
        repeat=read_repeat(table.table("repeat")),
        status=read_status(table.table("status")),
        exposure=read_exposure(table.table("exposure")),
        contact=read_contact(table.table("contact")),
        groups=read_groups(table.table("groups")),
        sender=read_sender(table.table("sender")),
        interest=read_charge_terms(table.table("interest")),
        texting=read_texting(table.table("texting")),
        calling=read_calling(table.table("calling")),
        escalation=read_escalation(table.table("escalation")),
        statements=read_statements(table.table("statements")),
        plans=read_plan_rules(table.table("plans")),
        answers=read_answer_rules(table.table("answers")),
        passport=read_passport(table.table("passport")),
        feedback=read_feedback(table.table("feedback")),
        incoming=read_incoming_rules(table.table("incoming")),
        kind_words=read_kind_words(table.table("kind_words")),
        mail=read_mail_rules(table.table("mail")),
        check_ins=read_check_ins(table.table("check_ins")),
        veto=read_veto(table.table("veto")),
        net_prepayments=table.flag("net_prepayments", DEFAULT_POLICY.net_prepayments),
        starter_limit=_limit(table, "starter_limit"),
        most_limit=_limit(table, "most_limit"),
        **{number: table.whole(number, getattr(DEFAULT_POLICY, number)) for number in _NUMBERS},
    )
    if policy.ladder_on is LadderOn.ACCOUNT and not policy.guards:
        table.complain("ladder_on", "the bare ladder (guards off) knows single invoices only")
    complain_of_channels(table, policy.levels, policy.texting)
    table.close()
    return policy


def _limit(table: Table, name: str) -> Decimal | None:
    return table.decimal(name, Decimal(0)) if table.has(name) else None
