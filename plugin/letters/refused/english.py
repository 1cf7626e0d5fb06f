"""What no letter in English may say, by why."""

from __future__ import annotations

from plugin.letters.refused.kinds import BLAME, LOOK_ALIKE, MARKETING, SHOUTING, THREAT

ENGLISH = {
    THREAT: (
        r"legal (action|proceedings|steps|advice|department|remed\w*)",
        r"(court|enforcement) (action|proceedings|order|claim|fees?\b)",
        r"\b(to|in|before|through|at) court\b|\bthe courts?\b|\blitigat\w+|small claims",
        r"\bsue\b|\bsuing\b|(make|bring|start|issue|file|lodge)\w* (a|our) claim\b",
        r"disputes? tribunal|solicitors?\b|\blawyers?\b|\battorneys?\b",
        r"bailiffs?\b|enforcement (agent|officer)|\bhigh court|county court|\bCCJs?\b",
        r"debt collect\w*|collect(ion|ing) agen\w+|collections? department|repossess\w*",
        r"prosecut\w*|criminal\w*|fraudulent\w*|\barrest(ed)?\b|to prison\b",
        r"(call|inform|report)\w*\b.{0,30}\bpolice\b",
        r"credit (rating|record|file|score)|credit reference agen\w*",
        r"blacklist\w*|winding[- ]up|statutory demand|bankrupt\w*|insolven\w*|seiz(e|ing|ure)\b",
        r"consequences|or else\b|without (any |further )*(notice|warning)|last chance",
        (
            r"(suspend|stop|withdraw|refus|cut)\w* (off )?(your|all|further|any) \w* ?"
            r"(supply|supplies|deliver\w*|credit|orders?|services?|account)\b"
        ),
        r"(stop|cease) supplying|(fine|penalty) of\b|penalty (charge|fee)|incur a? ?penalt\w+",
        r"(tell|inform|contact|write to) your (employer|boss|bank|neighbou?rs?|family|customers)",
    ),
    LOOK_ALIKE: (
        r"\b(claim|case) (no\.?|number|ref)",
        r"claimant|defendant|\bwrits?\b|summons|hereby|take notice|\bsubpoena\w*",
        r"(court|default|county) judgment|judgment (against|debt|order|in default)",
        r"letter before (action|claim)|pre-action|practice direction",
        r"notice of (intended )?(proceedings|claim|enforcement|issue)|official notice",
        r"(his|her) majesty|ministry of justice|\bHMCTS\b",
    ),
    MARKETING: (
        r"\b\d+ ?% (off|discount|cheaper)|special offer|(latest|new|great|exclusive) offers?\b",
        r"offer ends|\bbargains?\b|\bsale (now|starts|ends)\b|\bprize draw\b|\bgiveaway\b",
        r"our new (range|product|menu|service|shop|website|store)|\bon sale\b|\bnew in\b",
        r"newsletter|\bsubscribe\b|follow us|refer a friend|leave (us )?a review|like us on",
        r"black friday|\bpromo\b|promotional|\b(our|this|current) promotion|promotion code",
        r"(use|get|with|free|gift) (a |your |our |this |the )?(vouchers?|coupons?)|limited time",
        r"\b(visit|browse|check out|shop) (our|the) (website|shop|store|catalogue|range)",
        r"treat yourself|don[’']t miss|why not try|introducing our|loyalty points",
    ),
    BLAME: (
        r"you (have |simply |again |still )*(failed|ignored|refused|neglected|chose)\b",
        r"your (failure|refusal|neglect|negligence|bad faith|excuses?)|(no|more) excuses?\b",
        r"unacceptable|disappoint\w*|despite our|ashamed|disgrace\w*|dishonest\w*",
        r"(pay|payment|settle\w*|remit\w*)\b[^.]{0,30}\bimmediate(ly)?\b",
        r"immediate (payment|settlement|attention|action)",
        r"\bliars?\b|\bthie(f|ves)\b|we demand|\bdelinquen\w+|bad payers?|how dare|you people",
    ),
    SHOUTING: (r"\burgent(ly)?\b|\bASAP\b|\bimportant notice\b|act now|(final|last) warning",),
}
