"""Reading pages as a person would: what a form sends, and what it cannot send."""

from __future__ import annotations

import pytest

from plugin.demo.pages import Page, Unexpected, read_page

PAGE = """<!doctype html><html><head><title>no words</title><style>p{}</style></head><body>
<h1>Settle <em>the past</em></h1><div class="said" role="status"><p>Placed 3.</p></div>
<form method="post" action="/o/1/groups">
  <input type="hidden" name="csrf" value="abc"><input name="off" value="x" disabled>
  <label for="g">VIP</label><select id="g" name="group-7">
    <option value="">Not decided</option><option value="vip">Special care</option></select>
  <textarea name="why">because &amp; so</textarea>
  <input type="checkbox" id="a1" name="account" value="1"><label for="a1">404 Bad Debts</label>
  <input type="checkbox" id="a2" name="account" value="2" checked><label for="a2">Sales</label>
  <button name="answer" value="stop">Stop</button> <button name="answer" value="no">Do not</button>
</form>
<form><button>Look</button></form><a href="../limits?x=1">Limits for many</a></body></html>"""


def page() -> Page:
    """The page above at an address of its own."""
    return read_page("http://localhost:8000/o/1/start/past", 200, PAGE)


def test_an_untouched_form_sends_what_stands_in_it() -> None:
    """Hidden fields, first options, texts, ticked boxes and the first button, nothing disabled."""
    sent = page().form("/groups").filled({})
    assert sent == [
        ("csrf", "abc"),
        ("group-7", ""),
        ("why", "because & so"),
        ("account", "2"),
        ("answer", "stop"),
    ]


def test_answers_replace_what_stands_and_the_pressed_button_is_sent() -> None:
    """A person chooses, ticks several boxes, and presses the other button."""
    sent = (
        page()
        .form("/groups")
        .filled({"group-7": "vip", "account": ["1", "2"], "why": ""}, press="Do not")
    )
    assert ("group-7", "vip") in sent
    assert [value for name, value in sent if name == "account"] == ["1", "2"]
    assert ("why", "") in sent
    assert sent[-1] == ("answer", "no")


@pytest.mark.parametrize(
    ("answers", "press", "said"),
    [
        ({"nothing": "1"}, None, "no field 'nothing'"),
        ({"off": "1"}, None, "no field 'off'"),
        ({"group-7": "agency"}, None, "cannot be set to agency"),
        ({"account": ["1", "9"]}, None, "cannot be set to 9"),
        ({}, "Delete", "no button 'Delete'"),
    ],
)
def test_what_a_form_does_not_offer_cannot_be_sent(
    answers: dict[str, str], press: str | None, said: str
) -> None:
    """A renamed field or a choice that is gone is noticed instead of being sent in vain."""
    with pytest.raises(Unexpected, match=said):
        page().form("/groups").filled(answers, press)


def test_a_page_is_read_with_its_heading_sentence_labels_and_links() -> None:
    """What the person goes by: headings, what was just done, labels, where links lead."""
    found = page()
    assert found.headline == "Settle the past"
    assert found.said == "Placed 3."
    assert found.labels == {"group-7": "VIP", "account=1": "404 Bad Debts", "account=2": "Sales"}
    assert found.link("limits") == "http://localhost:8000/o/1/limits?x=1"
    assert "p{}" not in found.words
    assert "Special care" in found.words
    with pytest.raises(Unexpected, match="no link"):
        found.link("policy")


def test_a_form_without_action_goes_to_its_own_page_by_get() -> None:
    """As browsers do it."""
    form = page().forms[1]
    assert (form.action, form.method) == ("http://localhost:8000/o/1/start/past", "get")
    assert form.filled({}) == []
