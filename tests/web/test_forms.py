"""What each form does, seen on the next page and in the store."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from plugin.store import Store
from plugin.web import policy_form
from plugin.web.app import create_console
from tests.builders import TODAY, House, a_busy_house, a_house, sign_in
from tests.web.conftest import Browser, browser_of

TOMORROW = (TODAY + timedelta(days=1)).isoformat()


def _message(house: House, customer: str) -> UUID:
    [(found,)] = house.books.all(
        "select id from messages where customer_id = :c and state <> 'dropped'", c=customer
    )
    return UUID(str(found))


def _state(house: House, customer: str) -> str:
    [(found,)] = house.books.all(
        "select state from messages where customer_id = :c order by proposed_on desc", c=customer
    )
    return str(found)


def test_approving_one_card_holds_it_and_it_can_be_taken_back(ann: Browser, house: House) -> None:
    """The page says when it goes; taking it back leaves it waiting."""
    card = _message(house, "kettle")
    page = ann.post(f"reminders/{card}/approve").get_data(as_text=True)
    assert "until then you can take it back" in page
    assert _state(house, "kettle") == "approved"
    page = ann.post(f"reminders/{card}/take-back").get_data(as_text=True)
    assert "Taken back" in page
    assert _state(house, "kettle") == "proposed"


def test_approving_all_leaves_first_messages_alone(ann: Browser, house: House) -> None:
    """Nobody of this house ever had a message, so none may go with all."""
    page = ann.post("reminders/approve-all").get_data(as_text=True)
    assert "None could be approved together" in page
    assert _state(house, "kettle") == "proposed"


@pytest.mark.parametrize(
    ("answer", "fields", "state"),
    [
        ("edit", {"sentence": "See you at the fair."}, "proposed"),
        ("gentler", {}, "proposed"),
        ("hold", {"until": TOMORROW}, None),
        ("paid", {}, "dropped"),
        ("not-this-time", {}, "dropped"),
        ("done-by-me", {}, "done"),
    ],
)
def test_every_answer_of_a_card_does_what_it_says(
    ann: Browser, house: House, answer: str, fields: dict[str, str], state: str | None
) -> None:
    """Each button of the card ends in the state that its words promise."""
    reply = ann.post(f"reminders/{_message(house, 'bell')}/{answer}", **fields)
    assert reply.status_code == 200, reply.get_data(as_text=True)
    assert 'class="said"' in reply.get_data(as_text=True)
    if state is not None:
        assert _state(house, "bell") == state
    if answer == "hold":
        assert house.books.all("select 1 from holds where customer_id = 'bell'") == [(1,)]


def test_an_own_sentence_stands_in_the_letter(ann: Browser, house: House) -> None:
    """What was typed is in the framed letter, escaped."""
    card = _message(house, "bell")
    ann.post(f"reminders/{card}/edit", sentence="<b>Tea</b> & biscuits?")
    letter = ann.get(f"reminders/{card}/letter")
    assert "&lt;b&gt;Tea&lt;/b&gt; &amp; biscuits?" in letter.get_data(as_text=True)
    assert letter.headers["Content-Security-Policy"].startswith("sandbox;")


def test_an_answer_that_is_too_late_says_so(ann: Browser, house: House) -> None:
    """A card that somebody else has answered is a page with words, not a failure."""
    card = _message(house, "kettle")
    ann.post(f"reminders/{card}/not-this-time")
    reply = ann.post(f"reminders/{card}/approve")
    assert reply.status_code == 409
    assert ann.post(f"reminders/{card}/nonsense").status_code == 404


def test_a_limit_is_set_with_a_reason_and_shown_as_a_bar(ann: Browser, house: House) -> None:
    """The customer page shows used, free and who set it; without a reason nothing happens."""
    reply = ann.post("customers/kettle/limit", limit="2,500.00", currency="GBP", reason="")
    assert reply.status_code == 400
    ann.post("customers/kettle/limit", limit="2,500.00", currency="GBP", reason="Two good years")
    house.review()
    page = ann.get("customers/kettle").get_data(as_text=True)
    assert 'value="1698.60"' in page
    assert "Two good years" in page
    assert 'class="bar"' in page


@pytest.mark.parametrize("amount", ["lots", "-5", "NaN", "1e400000"])
def test_what_is_no_amount_sets_no_limit(ann: Browser, house: House, amount: str) -> None:
    """The page says what to write; no limit is set."""
    reply = ann.post("customers/kettle/limit", limit=amount, currency="GBP", reason="x")
    assert reply.status_code == 400
    assert house.books.all("select 1 from terms where credit_limit is not null") == []


def test_pasted_limits_are_set_and_refused_line_by_line(ann: Browser, house: House) -> None:
    """Good lines are set; each bad one is shown with its number and why, ready to be mended."""
    reply = ann.post("limits/paste", pasted="C-kettle\t2500\nQuay Bistro;2,500.00\nNobody,5\nx")
    page = reply.get_data(as_text=True)
    assert reply.status_code == 422
    assert "line 3" in page
    assert "line 4" in page
    assert len(house.books.all("select 1 from terms where credit_limit = 2500")) == 2
    assert "Nobody,5\nx</textarea>" in page
    assert "2 limits are set" in ann.post("limits/paste", pasted="C-kettle\t1\nC-quay\t2").get_data(
        as_text=True
    )


def test_proposed_limits_are_shown_with_reasons_and_accepted_when_ticked(
    ann: Browser, house: House
) -> None:
    """Only what is ticked is set."""
    page = ann.get("limits").get_data(as_text=True)
    assert "was all paid on time" in page
    assert ann.post("limits/accept").status_code == 400
    ann.post("limits/accept", customer="lisa")
    assert [row[0] for row in house.books.all("select customer_id from terms")] == ["lisa"]


def test_a_stop_waits_for_a_yes_and_can_be_cleared(ann: Browser, house: House) -> None:
    """Stop from the task; the page of the customer offers to clear it."""
    page = ann.get("tasks").get_data(as_text=True)
    assert "INV-1012 is 71 days late, with £2,810.00 unpaid. Stop further sales" in page
    ann.post("customers/quay/stop", answer="stop", back=ann.at("tasks"))
    house.review()
    page = ann.get("customers/quay").get_data(as_text=True)
    assert "● Stop" in page
    assert "Clear the stop" in page
    ann.post("customers/quay/stop", answer="clear")
    house.review()
    assert "● Stop" not in ann.get("customers/quay").get_data(as_text=True)


def test_holds_and_promises_stand_on_the_page_with_their_end(ann: Browser, house: House) -> None:
    """A hold can be ended where it is shown; a promise names its invoices."""
    ann.post("customers/bell/hold", kind="hardship")
    page = ann.get("customers/bell").get_data(as_text=True)
    assert "Held for hardship" in page
    found = re.search(r"/hold/([0-9a-f-]{36})/end", page)
    assert found is not None
    ann.post(f"customers/bell/hold/{found[1]}/end")
    page = ann.post(
        "customers/bell/promise", invoice="INV-1033", amount="1200", currency="GBP", due=TOMORROW
    ).get_data(as_text=True)
    assert "End this hold" not in page.split("Why nothing")[0]
    assert "INV-1033" in page.split('id="promises"')[1]
    assert ann.post("customers/bell/hold", kind="until").status_code == 400
    assert ann.post("customers/bell/hold", kind="until", until="2020-01-01").status_code == 400


def test_stop_everything_stands_on_every_page_and_can_be_taken_back(ann: Browser) -> None:
    """The banner says until when; *go on now* takes it away."""
    assert ann.post("stop", until=TODAY.isoformat()).status_code == 400
    assert ann.post("stop", until="soon").status_code == 400
    page = ann.post("stop", until=TOMORROW, back=ann.at("policy")).get_data(as_text=True)
    assert "Everything is stopped until" in page
    assert "Put this policy in force" in page
    page = ann.post("stop", until="").get_data(as_text=True)
    assert "Everything goes on" in page
    assert "Everything is stopped until" not in page


def test_going_back_never_leaves_the_organisation(ann: Browser) -> None:
    """A forged way back is ignored."""
    reply = ann.client.post(
        ann.at("stop"), data={"csrf": ann.csrf, "until": "", "back": "https://evil.test/"}
    )
    assert reply.location == ann.at("")


def _policy_fields(page: str) -> dict[str, str]:
    """What the form of the policy would send, untouched."""
    fields = dict(re.findall(r'name="([a-z0-9_-]+)"[^>]*? value="([^"]*)"', page))
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]+)" selected', body)
        assert chosen or name.startswith("level-4")
        fields[name] = chosen[1] if chosen else "due"
    for box in re.findall(r'<input type="checkbox"[^>]*>', page):
        name = re.search(r'name="([^"]+)"', box)
        if name is not None and " checked" not in box:
            fields.pop(name[1], None)
    for other in ("csrf", "back", "until"):
        fields.pop(other, None)
    return {**fields, "mode": "ask_first"}


def test_a_policy_sent_back_unchanged_is_the_same_policy(ann: Browser, house: House) -> None:
    """The form loses nothing on the way."""
    [(before,)] = house.books.all("select document from policies where active")
    fields = _policy_fields(ann.get("policy").get_data(as_text=True))
    reply = ann.post("policy", **fields)
    assert "Version 2 is in force" in reply.get_data(as_text=True)
    [(after,)] = house.books.all("select document from policies where active")
    assert after == before


def test_a_wrong_policy_is_refused_with_each_fault_beside_its_field(
    ann: Browser, house: House
) -> None:
    """What was typed stays in the form; nothing is half taken."""
    fields = _policy_fields(ann.get("policy").get_data(as_text=True))
    fields |= {"in_thirty_days": "11", "watch_percent": "120", "level-1-days": "soon"}
    reply = ann.post("policy", **fields)
    page = reply.get_data(as_text=True)
    assert reply.status_code == 422
    assert "not a whole number: &#34;soon&#34;" in page
    fields["level-1-days"] = "3"
    page = ann.post("policy", **fields).get_data(as_text=True)
    assert "above the ceiling of 10: 11" in page
    assert "above stop_percent" in page
    assert 'value="11"' in page
    assert house.books.all("select count(*) from policies") == [(1,)]


def test_complaints_find_their_fields() -> None:
    """A path of the document becomes the name of a field; others are listed."""
    placed, others = policy_form.place_complaints(
        [("policy.standard.levels[2].days", "below 0"), ("policy.standard.guards", "odd")]
    )
    assert placed == {"level-2-days": "below 0"}
    assert others == ("guards: odd",)


def test_the_first_run_leads_from_the_ledger_to_the_overview(store: Store) -> None:
    """Ledger, past by the presets, groups, who signs: then the overview opens."""
    house = a_busy_house(store)
    app = create_console(house.doors, secure_cookies=False)
    ann = browser_of(app, sign_in(store, house.org_id), house.org_id)
    assert ann.get("").location == ann.at("start/ledger")
    assert "Your ledger at a glance" in ann.get("start/ledger").get_data(as_text=True)
    page = ann.post("start/past", placement="mine", invoice="INV-1012").get_data(as_text=True)
    assert "Placed 1" in page
    assert ann.post("start/past", placement="gentle").status_code == 400
    page = ann.post("start/presets").get_data(as_text=True)
    assert "Every one is placed" in page
    ann.post("start/groups", **{"group-g-1": "agency", "group-g-2": "vip"})
    assert house.books.all("select meaning from ledger_groups order by name") == [
        ("agency",), ("vip",)
    ]  # fmt: skip
    assert ann.post("start/signing", mode="ask_first", sender_name="").status_code == 400
    page = ann.post(
        "start/signing", mode="ask_first", sender_name="Ann Lee", reply_to="ann@acme.test",
        how_to_pay="Sort code 00-00-00\r\nAccount 1", bad_debt="a-1",
    ).get_data(as_text=True)  # fmt: skip
    assert "All set" in page
    assert house.books.all("select bad_debts from chart where id = 'a-1'") == [(True,)]


def test_the_first_sync_is_shown_as_it_goes(store: Store) -> None:
    """Before it is through, the page shows pages and rows, and refreshes without scripts."""
    house = a_house(store)
    house.books.all("update organisations set first_synced_at = null where id = :id returning 1",
                    id=house.org_id)  # fmt: skip
    app = create_console(house.doors, secure_cookies=False)
    ann = browser_of(app, sign_in(store, house.org_id), house.org_id)
    page = ann.get("start/ledger").get_data(as_text=True)
    assert "Reading your ledger" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    progress = ann.get("start/progress.json").get_json()
    assert progress["finished"] is False
    by_name = {each["name"]: each for each in progress["resources"]}
    assert by_name["Invoices"]["rows"] == 8
    assert by_name["Payments"]["page_count"] == 0
    assert "to come" in page


def test_xeros_own_reminders_are_warned_of(store: Store) -> None:
    """Customers would get both."""
    house = a_house(store)
    house.books.all("update organisations set reminders_on = true where id = :id returning 1",
                    id=house.org_id)  # fmt: skip
    app = create_console(house.doors, secure_cookies=False)
    ann = browser_of(app, sign_in(store, house.org_id), house.org_id)
    assert "own invoice reminders are on" in ann.get("start/ledger").get_data(as_text=True)


def test_a_lost_connection_says_since_when_and_what_still_works(
    app: Flask, ann: Browser, house: House
) -> None:
    """Every page carries the one button."""
    assert app
    house.books.all(
        "update organisations set state = 'disconnected', state_why = 'Removed inside Xero'"
        " where id = :id returning 1",
        id=house.org_id,
    )
    page = ann.get("customers").get_data(as_text=True)
    assert "is no longer connected" in page
    assert "Connect to Xero" in page
    assert "Removed inside Xero" in ann.get("settings").get_data(as_text=True)


def test_settings_are_saved_and_the_domain_is_judged(ann: Browser) -> None:
    """A domain without all three records is named with what it lacks."""
    ann.post("settings", sender_name="Bo", reply_to="bo@bare.test", how_to_pay="x")
    page = ann.get("settings").get_data(as_text=True)
    assert "bare.test lacks SPF and DKIM" in page
    assert 'value="Bo"' in page


def test_disconnecting_asks_about_the_flags(ann: Browser, house: House) -> None:
    """Without an answer about the flags nothing is disconnected."""
    assert ann.post("settings/disconnect").status_code == 400
    assert ann.post("settings/disconnect", flags="remove").status_code == 200
    assert any(what == "disconnect" for _, what in house.doors.bell.rung)  # type: ignore[attr-defined]


def test_a_task_is_closed_with_words_that_stand_in_the_timeline(ann: Browser, house: House) -> None:
    """The answer is kept, and the timeline finds it."""
    [(task,)] = house.books.all("select id from tasks where kind = 'no_email'")
    page = ann.post(f"tasks/{task}/close", answer="rang them, address follows")
    assert "Closed" in page.get_data(as_text=True)
    assert "rang them" in ann.get("timeline?search=rang them").get_data(as_text=True)
    assert ann.post(f"tasks/{task}/close", answer="again").status_code == 409


def test_names_and_notes_are_escaped(ann: Browser, house: House) -> None:
    """What comes from the ledger is text, never markup."""
    house.customer("xss", "<script>alert(1)</script>")
    house.owes("xss", "INV-<i>", "5000.00", late=2)
    house.review()
    for path in ("customers", "customers/xss", "invoices", "reminders", ""):
        page = ann.get(path).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "INV-<i>" not in page
