"""The page of suggested limits: the budget, one tap to answer, what is remembered and logged."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

import plugin
from plugin.credit.money import Money
from plugin.jobs import What
from plugin.operations import decision_log
from plugin.operations.ground import ground
from plugin.operations.limit_suggestions import look_at_families
from plugin.store import credit_decisions, due, terms
from tests.builders import House
from tests.doors import HeldClock
from tests.web.conftest import Browser

_LISA = "c:lisa"


def words(page: str) -> str:
    """A page as it is read, without its marks."""
    main = page.partition('<main id="main">')[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def limits_page(ann: Browser) -> str:
    """The page in words."""
    return words(ann.get("insight/limits").text)


def test_one_tap_sets_the_limit_and_logs_it(ann: Browser, house: House) -> None:
    """What was suggested, with exposure then; its outcome is asked for in ninety days."""
    assert "Lisa’s Deli : no limit → £350.00 (first limit)" in limits_page(ann)
    ann.post("insight/limits/accept", **{"one": _LISA, f"to:{_LISA}": "350"})
    page = limits_page(ann)
    assert "Lisa’s Deli : no limit" not in page
    assert "First limit: none to £350.00 (Suggested and accepted: first limit), by Ann Lee" in page
    assert "£240.10 owed, no score; standard, version" in page
    with house.doors.store.tenant(house.org_id) as tx:
        [logged] = credit_decisions.newest(tx, limit=9)
        on = ground(tx, now=house.doors.clock.now())
    assert (logged.by, logged.after, logged.policy) == (
        "Ann Lee",
        Money.of("350", "GBP"),
        "standard",
    )
    assert logged.exposure == (Money.of("240.10", "GBP"),)
    assert logged.look_on == on.today + timedelta(days=90)
    with house.doors.store.house() as tx:
        row = due.read(tx, house.org_id, What.OUTCOMES)
    assert row is not None
    assert row.at.date() == logged.look_on


def test_what_the_page_did_not_show_is_not_set(ann: Browser, house: House) -> None:
    """Another amount than is suggested by now is left, with its reason; an unknown one too."""
    said = unescape(ann.post("insight/limits/accept", **{"one": _LISA, f"to:{_LISA}": "9000"}).text)
    assert "0 limits are set. Not Lisa’s Deli: another is suggested by now" in said
    said = unescape(ann.post("insight/limits/accept", **{"one": "c:x", "to:c:x": "5"}).text)
    assert "Not c:x: not known here any more" in said
    with house.doors.store.tenant(house.org_id) as tx:
        assert terms.terms(tx, "lisa").limit is None
        assert credit_decisions.newest(tx, limit=9) == ()


def test_a_refusal_needs_a_reason_and_rests_with_it(ann: Browser) -> None:
    """Without one nothing is remembered; with one it stands apart, and the log has it."""
    path = f"insight/limits/{_LISA}/refuse"
    assert "remembered with its reason" in unescape(ann.post(path, why=" ").text)
    ann.post(path, why="she is moving house")
    suggested, refused = limits_page(ann).split("Refused, and resting")
    assert "Lisa’s Deli" not in suggested
    assert "Refused by Ann Lee on 24 November 2026: she is moving house" in refused
    assert "limit of £350.00: she is moving house), by Ann Lee" in refused


def test_the_budget_holds_on_every_road_to_a_limit(ann: Browser, house: House) -> None:
    """Line by line, another amount, and many at once: none passes it."""
    ann.post("insight/limits/budget", amount="1", why="small")
    page = limits_page(ann)
    assert "nothing is raised until there is room" in page
    assert "Lisa’s Deli" in page.split("Held back by the budget")[1]
    ann.post("insight/limits/accept", **{"one": _LISA, f"to:{_LISA}": "350"})
    refused = ann.post(f"insight/limits/{_LISA}/set", amount="900", why="a big order")
    assert "the loss budget has £0.00 left" in unescape(refused.text)
    many = unescape(ann.post("limits/accept", customer="lisa").text)
    assert "1 was left as it is" in many
    with house.doors.store.tenant(house.org_id) as tx:
        assert terms.terms(tx, "lisa").limit is None
    ann.post("insight/limits/budget", amount="")
    assert "Lisa’s Deli : no limit → £350.00" in limits_page(ann)
    assert "1 proposed limit is set." in unescape(ann.post("limits/accept", customer="lisa").text)


def test_facts_stand_side_by_side_before_a_limit_is_chosen(ann: Browser) -> None:
    """As it is, as suggested, as typed: what is used, what would follow, what it may cost."""
    page = words(ann.get(f"insight/limits/{_LISA}?amount=200").text)
    for said in (
        "What As it is As suggested As you typed",
        "none set, which is not zero £350.00 £200.00",
        "£240.10 is owed, 120.05 % of it: over the limit at once, and a stop would be proposed.",
        "£17.50: 5 % of £350.00",
        "Largest balance paid within terms £310.00 stood on 13 October 2026",
    ):
        assert said in page, said
    assert ann.get("insight/limits/c:nobody").status_code == 404
    assert ann.get(f"insight/limits/{_LISA}?amount=much").status_code == 400


def test_a_family_has_one_limit_to_answer(ann: Browser, house: House) -> None:
    """Two members, one line; what is set is the family's limit, and the log names the family."""
    with house.doors.store.tenant(house.org_id) as tx:
        terms.save_family(tx, "f1", name="The Deli sisters", limit=Money.of("100", "GBP"))
        terms.set_family(tx, ["lisa", "kettle"], "f1")
    house.review()
    ann.post("insight/limits/f:f1/set", amount="2500", why="one purse")
    with house.doors.store.tenant(house.org_id) as tx:
        on = ground(tx, now=house.doors.clock.now())
        [family] = look_at_families(tx, on)
        [logged] = credit_decisions.newest(tx, limit=9)
    assert family.account.customer.family_limit == Money.of("2500.00", "GBP")
    assert (logged.family_id, logged.name) == ("f1", "The Deli sisters")
    assert (logged.before, logged.after) == (Money.of("100", "GBP"), Money.of("2500.00", "GBP"))
    page = words(ann.get("insight/limits/f:f1").text)
    assert "Limit of The Deli sisters family" in page


def test_every_decision_about_credit_is_logged(ann: Browser, house: House) -> None:
    """A limit by hand, a hold, never chasing: who, why, and the version of the policy then."""
    ann.post("customers/lisa/limit", limit="400", currency="GBP", reason="asked for it")
    ann.post("customers/lisa/hold", kind="until", until="2026-12-01")
    ann.post("customers/lisa/chase", never="yes")
    with house.doors.store.tenant(house.org_id) as tx:
        found = credit_decisions.newest(tx, limit=9)
    assert [each.kind for each in found] == ["never_chase", "held", "limit"]
    assert found[-1].words == "Limit set to £400.00: asked for it"
    assert {(each.policy, each.policy_version is not None) for each in found} == {
        ("standard", True)
    }


def test_the_outcome_is_filled_in_after_ninety_days(house: House, ann: Browser) -> None:
    """Not a day before; then once, with what was paid since and what is owed."""
    ann.post("customers/lisa/limit", limit="400", currency="GBP", reason="asked for it")
    clock = house.doors.clock
    assert isinstance(clock, HeldClock)
    clock.move(timedelta(days=89))
    assert decision_log.judge_outcomes(house.doors, house.org_id) is not None
    with house.doors.store.tenant(house.org_id) as tx:
        assert credit_decisions.all_judged(tx) == ()
    clock.move(timedelta(days=1))
    assert decision_log.judge_outcomes(house.doors, house.org_id) is None
    with house.doors.store.tenant(house.org_id) as tx:
        [judged] = credit_decisions.all_judged(tx)
    assert judged.outcome is not None
    assert judged.outcome.verdict.value == "late"
    assert judged.outcome.exposure == (Money.of("240.10", "GBP"),)


def test_the_list_is_in_the_order_of_the_score(ann: Browser, house: House) -> None:
    """Best first, or worst first; without a score the cell says why."""
    for n in range(3):
        house.paid("lisa", f"L-{n}", "90.00", ago=20 + n, days_late=0)
        house.paid("kettle", f"K-{n}", "90.00", ago=20 + n, days_late=20)
    house.review()
    page = words(ann.get("customers?sort=score").text)
    assert "n/a: too new" in page
    assert page.index("Lisa’s Deli") < page.index("Copper Kettle")
    page = words(ann.get("customers?sort=score&reverse=1").text)
    assert page.index("Copper Kettle") < page.index("Lisa’s Deli")
    page = words(ann.get("customers/lisa").text)
    assert re.search(r"Score \d+ of 100\.", page)
    assert "What would change it:" in page
    assert "Not enough history yet" in words(ann.get("customers/bell").text)


@pytest.mark.parametrize("name", ["suggested-limits", "expected-loss", "credit-decisions"])
def test_every_table_is_a_file(ann: Browser, name: str) -> None:
    """The page's tables, whole."""
    answer = ann.get(f"tables/{name}.csv")
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) >= 1


def test_no_score_reaches_a_customer_or_the_ledger() -> None:
    """Nothing that words letters, notes, the portal or the passport knows of scores (rule 32)."""
    root = Path(plugin.__path__[0])
    own = {"score_words.py", "limit_words.py"}
    outward = [
        *root.glob("web/portal/*.py"),
        *root.glob("queries/portal*.py"),
        *(each for each in root.glob("letters/*.py") if each.name not in own),
        *root.glob("operations/write_back.py"),
        *root.glob("operations/ledger_writes.py"),
        root / "credit" / "passport.py",
        root / "queries" / "passport.py",
    ]
    assert len(outward) > 60
    for path in outward:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                last = name.rpartition(".")[2]
                assert not last.startswith(("score", "loss_budget", "limit_words")), path
