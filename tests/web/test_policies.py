"""Several policies and whom each covers, walked as a person walks them."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from tests.builders import TODAY, House
from tests.web.conftest import Browser
from tests.web.test_forms import _policy_fields

#: every invoice of theirs was paid late or is late: by the rule a poor payer
POOR = "kettle"
#: one invoice, late: still new
NEW = "quay"


def words(reply: object) -> str:
    """What stands on a page."""
    text = getattr(reply, "get_data")(as_text=True)  # noqa: B009 - any reply of a browser
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def fields(ann: Browser, path: str, **changes: str) -> dict[str, str]:
    """The fields of a policy's form as they stand, with these changes."""
    found = _policy_fields(ann.get(path).get_data(as_text=True))
    for name in ("csrf", "back", "until"):
        found.pop(name, None)
    return {**found, **changes}


def under(house: House, customer: str) -> tuple[str, int]:
    """The policy and version that the customer's open message was proposed under."""
    [(policy, version)] = house.books.all(
        "select policy, policy_version from messages where customer_id = :c and state = 'proposed'",
        c=customer,
    )
    return str(policy), int(version)


def makes_gentle(ann: Browser, house: House, *, segment: str = "poor", mode: str = "draft") -> None:
    """A copy called gentle, in a mode, that covers one segment."""
    ann.post("policies", name="gentle", copy_of="standard")
    ann.post("policies/gentle", **fields(ann, "policies/gentle", mode=mode))
    ann.post("policies/cover", **{"default": "standard", f"segment-{segment}": "gentle"})
    house.review()


def test_a_new_policy_is_a_draft_that_covers_nobody(ann: Browser, house: House) -> None:
    """A copy of another; nobody's message changes by it."""
    before = under(house, POOR)
    page = words(ann.post("policies", name="gentle", copy_of="standard"))
    assert "gentle is a draft and covers nobody" in page
    assert "Covers no segment yet." in page
    house.review()
    assert under(house, POOR) == before == ("standard", 1)
    listed = words(ann.get("policies"))
    assert "gentle Draft version 1 0 customers: covers nobody yet." in listed
    assert "6 customers: everybody whose segment is not named below." in listed
    assert re.search(r"Poor Less than half of the last twelve were paid on time\. 1 ", listed)
    again = ann.post("policies", name="Gentle", copy_of="standard")
    assert again.status_code == 409
    assert "there is a policy “Gentle” already" in words(again)


def test_a_new_policy_starts_with_one_segment_and_a_draft_sends_nothing(
    ann: Browser, house: House
) -> None:
    """Its customer waits unsent while everybody else goes on under the default."""
    makes_gentle(ann, house)
    assert under(house, POOR) == ("gentle", 2)
    assert under(house, NEW) == ("standard", 1)
    [(card,)] = house.books.all("select id from messages where customer_id = :c", c=POOR)
    assert "policy is a draft: it shows what it would send" in words(
        ann.get(f"reminders?card={card}")
    )
    refused = ann.post(f"reminders/{card}/approve")
    assert "this customer's policy is a draft" in words(refused)
    [(card,)] = house.books.all("select id from messages where customer_id = :c", c=NEW)
    assert "until then you can take it back" in words(ann.post(f"reminders/{card}/approve"))
    listed = words(ann.get("policies"))
    assert "gentle Draft version 2 1 customer: poor." in listed


def test_a_version_says_what_it_changed_and_an_earlier_one_can_be_put_back(
    ann: Browser, house: House
) -> None:
    """In plain words; the versions stay, and a message says under which it was proposed."""
    makes_gentle(ann, house, mode="ask_first")
    ann.post(
        "policies/gentle",
        **fields(ann, "policies/gentle", days_between="9", **{"level-1-days": "5"}),
    )
    house.review()
    page = words(ann.get("policies/gentle"))
    assert "Days between unasked messages: 9, was 7." in page
    assert "New: First reminder 5 days after the due date" in page
    assert "No longer: First reminder 3 days after the due date" in page
    assert under(house, POOR) == ("gentle", 3)
    page = words(ann.post("policies/gentle/versions/2"))
    assert "Version 2 is in force." in page
    assert "at most once in 7 days unasked" in page
    house.review()
    assert under(house, POOR) == ("gentle", 2)
    assert under(house, NEW) == ("standard", 1)


def test_a_version_can_be_kept_for_later(ann: Browser, house: House) -> None:
    """What is in force does not change until somebody says so."""
    reply = ann.post("policies/standard/keep", **fields(ann, "policy", days_between="9"))
    assert "Version 2 is kept for later." in words(reply)
    assert "at most once in 7 days unasked" in words(ann.get("policy"))
    house.review()
    assert under(house, NEW) == ("standard", 1)
    assert "at most once in 9 days unasked" in words(ann.post("policies/standard/versions/2"))
    house.review()
    assert under(house, NEW) == ("standard", 2)


def test_what_holds_for_the_whole_organisation_is_asked_in_one_policy_only(
    ann: Browser, house: House
) -> None:
    """The others say where it stands, and keep what they were copied with."""
    makes_gentle(ann, house)
    assert "Books look stale after, working days" in words(ann.get("policy"))
    page = words(ann.get("policies/gentle"))
    assert "Books look stale after, working days" not in page
    assert "stands in the policy for everybody else" in page
    saved = ann.post("policies/gentle", **fields(ann, "policies/gentle", days_between="8"))
    assert "is in force" in words(saved)


def test_a_persons_choice_of_segment_wins_and_ends_on_its_day(ann: Browser, house: House) -> None:
    """The page says why, with the numbers, whose choice it is and until when."""
    makes_gentle(ann, house)
    page = words(ann.get(f"customers/{POOR}"))
    assert "Poor. 0 of the last 3 invoices were paid on time." in page
    assert "Under gentle , version 2: draft. It covers their segment." in page
    last = TODAY + timedelta(days=10)
    ann.post(f"customers/{POOR}/segment", segment="key", until=last.isoformat())
    house.review()
    page = words(ann.get(f"customers/{POOR}"))
    assert (
        "Key account. Chosen by a person; by the rule they would be poor: 0 of the last 3" in page
    )
    assert "chosen until Fri 4 Dec" in page
    assert "Under standard , version 1" in page
    assert "The Copper Kettle Café: poor to key account." in page
    assert under(house, POOR) == ("standard", 1)
    [(again,)] = house.books.all(
        "select look_again_on from assessments where customer_id = :c", c=POOR
    )
    assert again <= last
    ann.post(f"customers/{POOR}/segment", segment="rule")
    house.review()
    assert "Under gentle , version 2" in words(ann.get(f"customers/{POOR}"))


def test_a_customers_own_policy_goes_before_the_segments(ann: Browser, house: House) -> None:
    """Rule 16: customer over segment over organisation; and it cannot be retired meanwhile."""
    makes_gentle(ann, house)
    ann.post("policies", name="quiet", copy_of="standard")
    ann.post(f"customers/{POOR}/policy", policy="quiet")
    house.review()
    page = words(ann.get(f"customers/{POOR}"))
    assert "Under quiet , version 1: draft. By your own choice." in page
    assert under(house, POOR) == ("quiet", 1)
    assert "by your own choice" in words(ann.post("policies/quiet/retire"))
    assert "covers a segment" in words(ann.post("policies/gentle/retire"))
    ann.post(f"customers/{POOR}/policy", policy="")
    assert "quiet is retired." in words(ann.post("policies/quiet/retire"))
    assert "Retired: quiet." in words(ann.get("policies"))
    house.review()
    assert under(house, POOR) == ("gentle", 2)


@pytest.mark.parametrize(("segment", "names"), [("poor", "Kettle"), ("new", "Quay")])
def test_the_list_of_customers_shows_and_filters_segments(
    ann: Browser, segment: str, names: str
) -> None:
    """As they were found at the last review."""
    page = words(ann.get(f"customers?status={segment}"))
    assert names in page
    others = {"Kettle", "Quay"} - {names}
    assert not any(other in page for other in others)


def test_who_comes_under_a_ladder_that_cannot_say_where_they_stand_is_asked_about(
    ann: Browser, house: House
) -> None:
    """A first reminder went; the new first is a final notice. The task takes the answer."""
    [(card,)] = house.books.all("select id from messages where customer_id = :c", c=POOR)
    ann.post(f"reminders/{card}/done-by-me")
    ann.post("policies", name="last", copy_of="standard")
    short = {"level-1-tone": "final", "level-2-tone": "before_action", "level-3-days": ""}
    ann.post("policies/last", **fields(ann, "policies/last", mode="ask_first", **short))
    ann.post("policies/cover", **{"default": "standard", "segment-poor": "last"})
    house.review()
    page = words(ann.get("tasks"))
    assert "is under another policy now, and its ladder does not say where they stand" in page
    assert "INV-1041" in page
    assert "From the first Under last ." in page
    assert "It was answered" not in page
    refused = ann.post(f"customers/{POOR}/resume", level="7")
    assert "has no such level any more" in words(refused)
    assert "Said." in words(ann.post(f"customers/{POOR}/resume", level="first"))
    house.review()
    assert "its ladder does not say" not in words(ann.get("tasks"))
    assert "Under the policy last: from the first" in words(ann.get(f"customers/{POOR}"))
    again = ann.post(f"customers/{POOR}/resume", level="first")
    assert "ladder says where they stand" in words(again)
    # seven days after what went
    house.doors.clock.move(timedelta(days=8))  # type: ignore[attr-defined]  # a held clock
    house.review()
    [step] = house.books.all(
        "select s.level, s.cycle, m.policy, m.is_final from steps s join messages m"
        " on m.org_id = s.org_id and m.id = s.message_id where s.customer_id = :c"
        " and s.invoice_id = 'INV-1041' and s.state = 'proposed'",
        c=POOR,
    )
    assert step == (1, 2, "last", True)


def test_a_policy_is_tried_over_those_whom_it_would_cover(ann: Browser, house: House) -> None:
    """One segment before it is switched on, whom it covers once it is, everybody if asked."""
    ann.post("policies", name="gentle", copy_of="standard")
    nobody = fields(ann, "policies/gentle")
    assert "of 6 customers" in words(ann.post("policies/gentle/tried", **nobody))
    poor = words(ann.post("policies/gentle/tried", **{**nobody, "try_over": "poor"}))
    assert "of 1 customer of your own books, who are poor payers today" in poor
    assert "Kettle" in poor
    assert "Quay Bistro" not in poor
    ann.post("policies/cover", **{"default": "standard", "segment-poor": "gentle"})
    house.review()
    covered = words(ann.post("policies/gentle/tried", **nobody))
    assert "of 1 customer of your own books, whom it covers today" in covered
    rest = words(ann.post("policies/standard/tried", **fields(ann, "policy")))
    assert "of 5 customers of your own books, whom it covers today" in rest
    everybody = words(ann.post("policies/gentle/tried", **{**nobody, "try_over": "everybody"}))
    assert "of 6 customers" in everybody


def test_limits_are_proposed_by_each_customers_own_policy(ann: Browser, house: House) -> None:
    """The starter limit of the segment's policy, and no limit above its bound."""
    makes_gentle(ann, house, segment="new", mode="ask_first")
    changed = fields(ann, "policies/gentle", starter_limit="250", most_limit="300")
    assert "Whoever is new is proposed a limit of 250.00." in words(
        ann.post("policies/gentle", **changed)
    )
    house.review()
    page = words(ann.get("limits"))
    assert "New: the policy's starter limit of £250.00." in page
    assert "Kettle" not in page


def test_the_house_s_own_numbers_reach_customers_of_every_policy(
    ann: Browser, house: House
) -> None:
    """Books look stale by the default policy, whatever was copied."""
    makes_gentle(ann, house)
    ann.post("policy", **fields(ann, "policy", stale_books_days="9"))
    page = words(ann.get("policies/gentle"))
    assert "If no payment has been reconciled for 9 working days" in page


def test_what_was_sent_is_still_read_once_the_ladder_has_no_such_level(
    ann: Browser, house: House
) -> None:
    """The version that it was proposed under words it; the customer's policy has no levels now."""
    [(card,)] = house.books.all("select id from messages where customer_id = :c", c=POOR)
    ann.post(f"reminders/{card}/done-by-me")
    ann.post("policies", name="silent", copy_of="standard")
    empty = {f"level-{row}-days": "" for row in range(8)}
    ann.post("policies/silent", **fields(ann, "policies/silent", mode="ask_first", **empty))
    ann.post("policies/cover", **{"default": "standard", "segment-poor": "silent"})
    house.review()
    page = ann.get(f"reminders/{card}/letter")
    assert page.status_code == 200
    assert "£412.40" in words(page)


def test_the_calendar_alone_moves_a_segment_on_its_day_and_the_timeline_says_so(
    ann: Browser, house: House
) -> None:
    """Two late invoices say nothing yet; the third falls due tomorrow and is late the day after."""
    house.customer("turn", "Turn & Tide")
    for number, late in (("T-1", 20), ("T-2", 10), ("T-3", -1)):
        house.owes("turn", number, "90.00", late=late)
    house.review()
    assert "New. 0 of the last 2 invoices were paid on time." in words(ann.get("customers/turn"))
    for segment in ("new", "poor"):
        house.doors.clock.move(timedelta(days=1))  # type: ignore[attr-defined]  # a held clock
        house.review()
        [(found,)] = house.books.all("select segment from assessments where customer_id = 'turn'")
        assert found == segment
    told = "Turn & Tide: new to poor. 0 of the last 3 invoices were paid on time."
    assert house.books.all("select summary from events where kind = 'segment'") == [(told,)]
