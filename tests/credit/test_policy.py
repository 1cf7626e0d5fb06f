"""A policy is data: read from its file, refused with precise complaints, written and read back."""

from __future__ import annotations

import json
import tomllib
from datetime import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.account import Customer
from plugin.credit.channels import Calling, Escalation, Texting
from plugin.credit.policy import (
    DEFAULT_POLICY,
    After,
    Channel,
    ContactLimits,
    CreditPolicy,
    ExposureSwitches,
    GroupNames,
    Level,
    Mode,
    PolicyComplaints,
    PolicySet,
    SenderName,
    StatusThresholds,
    Tolerance,
    Tone,
    as_document,
    parse_policies,
    policy_from_document,
)

THREE = """
[policy.three]
tolerance = "0.10"
guards = "off"
levels = [
  { number = 1, after = "due",          days = 10, channel = "email"  },
  { number = 2, after = "end_of_month", days = 30, channel = "email"  },
  { number = 3, after = "previous",     days = 10, channel = "letter" },
]
[policy.none]
levels = []
[default]
policy = "three"
"""


def parse(text: str) -> PolicySet:
    """The policies of a file."""
    return parse_policies(tomllib.loads(text))


def complaints(text: str) -> list[str]:
    """What is said of a file that breaks the format, a line each."""
    with pytest.raises(PolicyComplaints) as refused:
        parse(text)
    return [str(each) for each in refused.value.complaints]


def test_the_defaults_are_the_house_s_own() -> None:
    """Courtesy at -7, then +3, +14, +28; the last is final; the rest as the rules say."""
    assert [(level.number, level.days) for level in DEFAULT_POLICY.levels] == [
        (0, -7),
        (1, 3),
        (2, 14),
        (3, 28),
    ]
    assert [level.is_final for level in DEFAULT_POLICY.ladder] == [False, False, True]
    assert DEFAULT_POLICY.tolerance == Tolerance(Decimal("5.00"), Decimal("10.00"))
    assert DEFAULT_POLICY.mode is Mode.ASK_FIRST
    assert DEFAULT_POLICY.starter_limit is None


def test_the_file_of_the_format_is_read() -> None:
    """Three levels as written, the last of several final; an empty ladder is never."""
    policies = parse(THREE)
    three, none = policies.policies
    assert three.levels == (
        Level(1, 10),
        Level(2, 30, After.END_OF_MONTH, Channel.EMAIL, Tone.FIRM),
        Level(3, 10, After.PREVIOUS, Channel.LETTER, Tone.FINAL),
    )
    assert (three.guards, three.tolerance.balance) == (False, Decimal("0.10"))
    assert (none.guards, none.levels) == (True, ())


def test_tones_go_by_place_from_friendly_over_plain_and_firm_to_final() -> None:
    """Four rungs use four tones; none is a letter before action unless it says so."""
    rows = "".join(f"[[policy.p.levels]]\nnumber={n}\ndays={n * 10}\n" for n in range(1, 6))
    (policy,) = parse(rows).policies
    assert [level.tone.value for level in policy.levels] == [
        *("friendly", "plain", "firm", "firm", "final")
    ]
    last = rows + '[[policy.p.levels]]\nnumber=6\ndays=60\ntone="before_action"\n'
    (policy,) = parse(last).policies
    assert [level.is_final for level in policy.levels[-2:]] == [False, True]


def test_a_letter_before_action_goes_by_email_or_on_paper() -> None:
    """Not as a text message and not by telephone."""
    row = 'number=1\ndays=60\ntone="before_action"\nchannel="sms"\n'
    last = f"[policy.p.texting]\non = true\n[[policy.p.levels]]\n{row}"
    said = "policy.p.levels[0].channel: a letter before action goes by email or letter"
    assert complaints(last) == [said]


def test_gentler_goes_down_the_scale_one_tone_at_a_time_to_friendly() -> None:
    """A courtesy is about what is not late yet, so nothing late ever becomes one."""
    assert [tone.gentler.value for tone in Tone] == [
        *("courtesy", "friendly", "friendly", "plain", "firm", "final")
    ]


def test_a_customer_s_policy_goes_before_the_segment_s_and_the_default() -> None:
    """An unnamed customer gets the default; without one there is no policy, which is not never."""
    policies = parse(THREE + '[segments]\nvip = "none"\n')
    named = {"own": "none", "segment": None, "neither": None}
    own = Customer(id="1", name="A", policy=named["own"])
    vip = Customer(id="2", name="B", segment="vip")
    other = Customer(id="3", name="C")
    chosen = [policies.of(each) for each in (own, vip, other)]
    assert [each.name for each in chosen if each is not None] == ["none", "none", "three"]
    assert PolicySet(policies.policies).of(other) is None


def test_every_fault_is_listed_with_its_path() -> None:
    """One reading, all the complaints."""
    text = THREE.replace("days = 30", 'days = "ten"').replace('policy = "three"', 'policy = "x"')
    assert complaints(text.replace("levels = []", "levels = []\nlevls = 3")) == [
        'policy.three.levels[1].days: not a whole number: "ten"',
        "policy.none.levls: not known here",
        'default.policy: no policy of this name: "x"',
    ]


@pytest.mark.parametrize(
    ("elements", "complaint"),
    [
        (
            'levels = [{ number = 1, after = "previous", days = 3 }]',
            "levels[0].after: the first level may not count from the previous",
        ),
        (
            "levels = [{ number = 2, days = 3 }, { number = 2, days = 9 }]",
            "levels[1].number: not above the one before: 2",
        ),
        ("levels = [{ number = 1 }]", "levels[0].days: is missing"),
        ("levels = [7]", "levels[0]: not a table: 7"),
        ('levels = "none"', 'levels: not a list: "none"'),
        (
            'levels = [{ number = 0, days = -3, after = "end_of_month" }]',
            'levels[0].days: below 0 only after "due": -3',
        ),
        ('mode = "loud"', 'mode: not one of draft, ask_first, automatic: "loud"'),
        ('guards = "maybe"', 'guards: not one of on, off: "maybe"'),
        ('tolerance = "a lot"', 'tolerance: not a decimal text: "a lot"'),
        ('tolerance = "-1"', 'tolerance: not an amount of zero or more: "-1"'),
        ("tolerance = 0.1", "tolerance: not a decimal text: 0.1"),
        ("days_between_levels = -1", "days_between_levels: below 0: -1"),
        ("status = 3", "status: not a table: 3"),
        ("status = { watch_percent = 120 }", "status.watch_percent: above stop_percent: 120"),
        (
            "contact = { in_thirty_days = 11 }",
            "contact.in_thirty_days: above the ceiling of 10: 11",
        ),
        ('contact = { closes = "07:00" }', 'contact.closes: not after opens: "07:00:00"'),
        ('contact = { opens = "late" }', 'contact.opens: not a time of day: "late"'),
        ("exposure = { drafts = 1 }", "exposure.drafts: not true or false: 1"),
        ('groups = { stop = "Goodterms: watch" }', "groups.stop: the same name as watch"),
    ],
)
def test_a_wrong_element_is_named(elements: str, complaint: str) -> None:
    """The path of the element, what is wrong with it, and what was found."""
    assert complaints(f"[policy.p]\n{elements}\n") == [f"policy.p.{complaint}"]


def numbers(least: int = 0, most: int = 90) -> st.SearchStrategy[int]:
    """Whole numbers of a policy."""
    return st.integers(least, most)


AMOUNTS = st.decimals(0, 10_000, places=2)
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "Zs")), max_size=20)


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Level, ...]:
    """Levels that keep rule 14 and rise."""
    count = draw(numbers(0, 5))
    courtesy = draw(st.booleans())
    levels = [Level(0, -draw(numbers(1, 20)), tone=Tone.COURTESY)] if courtesy else []
    for number in range(1, count + 1):
        ways = [After.DUE, After.END_OF_MONTH] + ([After.PREVIOUS] if number > 1 else [])
        tone = draw(st.sampled_from(Tone))
        channels = [*Channel]
        if tone is Tone.BEFORE_ACTION:
            channels = [Channel.EMAIL, Channel.LETTER]
        after, channel = draw(st.sampled_from(ways)), draw(st.sampled_from(channels))
        levels.append(Level(number, draw(numbers()), after, channel, tone))
    return tuple(levels)


TOLERANCES = st.builds(Tolerance, AMOUNTS, AMOUNTS, AMOUNTS)
POLICIES = st.builds(
    CreditPolicy,
    name=NAMES.filter(bool),
    mode=st.sampled_from(Mode),
    guards=st.booleans(),
    levels=ladders(),
    days_between_levels=numbers(),
    tolerance=TOLERANCES,
    tolerances=st.dictionaries(st.sampled_from(["EUR", "JPY", "USD"]), TOLERANCES).map(
        lambda each: tuple(each.items())
    ),
    status=st.builds(
        StatusThresholds,
        watch_percent=st.decimals(0, 100, places=1),
        watch_days_late=numbers(1, 30),
        stop_days_late=numbers(30, 90),
        stop_broken_promises=numbers(1, 5),
        clears_percent=st.decimals(0, 100, places=1),
    ),
    exposure=st.builds(ExposureSwitches, *[st.booleans()] * 5),
    contact=st.builds(
        ContactLimits,
        days_between=numbers(1),
        in_thirty_days=numbers(0, 10),
        a_day_to_one_address=numbers(0, 9),
        opens=st.times(max_value=time(11)),
        closes=st.times(min_value=time(12)),
    ),
    groups=st.builds(GroupNames, watch=st.just("Watch"), stop=st.sampled_from(["Stop", "Halt"])),
    sender=st.builds(SenderName, NAMES, NAMES, NAMES),
    # a ladder may hold texts: they are refused where the policy sends none
    texting=st.just(Texting(on=True)),
    calling=st.builds(Calling, numbers(1, 6)),
    escalation=st.builds(Escalation, numbers(), NAMES, NAMES),
    net_prepayments=st.booleans(),
    starter_limit=st.none() | AMOUNTS,
    newly_sent_wait_days=numbers(),
    released_per_day=numbers(),
    stale_books_days=numbers(),
    promise_grace_days=numbers(),
)


@given(POLICIES)
def test_what_is_written_is_read_back_as_it_was(policy: CreditPolicy) -> None:
    """Through JSON text, nothing is lost and nothing is changed."""
    document = json.loads(json.dumps(as_document(policy)))
    assert policy_from_document(document) == policy


KEYS = st.sampled_from(["policy", "p", "levels", "days", "number", "default", "status"])
ANYTHING: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
)


@given(st.dictionaries(KEYS, ANYTHING, max_size=4))
def test_no_document_makes_the_reader_fall_over(document: dict[str, object]) -> None:
    """Whatever is handed in is read or refused with complaints."""
    try:
        parse_policies(document)
    except PolicyComplaints as refused:
        assert refused.complaints
