"""One turn of a conversation: what was written, on these facts and after what was said before.

Pure and total: the same words on the same facts give the same reply, and any words give one. It
changes nothing: an act that got its yes is handed back, for an operation to carry out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from plugin.assistant import answers_policy, answers_talk
from plugin.assistant.acts import Lacking, Pointless, Ready, Wish, plain_amount
from plugin.assistant.answers import Asked, answer_question
from plugin.assistant.answers_payments import already_booked
from plugin.assistant.certainty import PASSED_ON, SMALL
from plugin.assistant.closed import act_of
from plugin.assistant.consent import is_correction, is_doubtful, is_no, is_waiting, is_yes
from plugin.assistant.doubts import in_the_books, left_unfilled
from plugin.assistant.facts import Facts
from plugin.assistant.following import (
    follow_up,
    is_about_focus,
    is_one_word,
    keeps_question,
    names_some,
    once,
    points_at_one,
    whole_acts,
)
from plugin.assistant.gathering import (
    invoices_in,
    merged,
    names_day_gone,
    tells_of_the_past,
    wish_of,
)
from plugin.assistant.likeness import TOLD, is_doubtful_reading, names_a_stranger
from plugin.assistant.named_days import Today
from plugin.assistant.named_parts import due_day, of_one_instalment, without_instalment
from plugin.assistant.reading import Clause, Read, read_line
from plugin.assistant.references import Catalogue, catalogue
from plugin.assistant.resolving import resolve
from plugin.assistant.said import Said, as_of, either, named
from plugin.assistant.scoping import slots_of
from plugin.assistant.second_look import by_likeness, others_too
from plugin.assistant.settling import ACTS
from plugin.assistant.state import NEW, Conversation
from plugin.assistant.turns import Turn, also_passed_on, together, turn_of, with_more

#: so many things of one line are answered; a longer list is for a person
_MOST = 6

__all__ = ["Assistant", "Turn"]

#: what is less sure gives way to what follows from the answer before
_SURE = 2.5
#: words of a line that says what it is about by itself
_LONG = 5


@dataclass(frozen=True, slots=True)
class Assistant:
    """The facts of one customer with what is read from them once."""

    facts: Facts
    numbers: Catalogue

    @classmethod
    def of(cls, facts: Facts) -> Assistant:
        """For one customer, on one day."""
        return cls(facts, catalogue(facts.invoices, facts.account.credits))

    @property
    def today(self) -> Today:
        """The day of the question, as this customer writes days."""
        return Today(self.facts.on, self.facts.month_first)

    def answer(self, words: str, state: Conversation = NEW) -> Turn:
        """The reply to one line, after what was said before."""
        facts = self.facts
        read = read_line(words, self.today, self.numbers, facts.own_words, facts.invoices)
        if state.wish is not None and read.guard is None:
            answered = self._about_wish(read, state)
            if answered is not None:
                return answered
        if read.guard is not None:
            said = answers_talk.met(read.guard, facts)
            quiet = read.guard.is_quiet
            return turn_of(said, Conversation(last=said.intent), is_quiet=quiet)
        if read.slots.unknown:
            acts = any(each.intent in ACTS for each in read.clauses)
            return turn_of(answers_talk.not_theirs(facts, acts=acts), replace(state, wish=None))
        says_more = any(each.intent in ACTS for each in read.clauses)
        thanks = re.search(r"\b(?:thanks|thank|cheers)\b", read.text)
        if (is_yes(read.text) or is_no(read.text)) and not says_more and not thanks:
            return turn_of(answers_talk.small_talk("acknowledgement", facts), state)
        turn = self._clauses(read, replace(state, wish=None, asked=""), words, before=state.wish)
        turn = self._agreed_upon(turn, read, words, state)
        return self._looked_again(turn, read, words, state)

    def _looked_again(self, turn: Turn, read: Read, words: str, state: Conversation) -> Turn:
        """The turn, unless nobody understood it and it can be told by its words alone."""
        if not ACTS.isdisjoint(turn.intent.split(", ")):
            return turn
        is_told = turn.did == "answer" and turn.intent in TOLD and not state.last
        if not is_told and (turn.did != "handover" or "unclear" not in turn.intent):
            return turn
        before = replace(state, wish=None, asked="")
        act = act_of(read.text, self.facts.own_words, asks=_asks(read, words))
        if act:
            said, after = self._act(Clause(read.text, act, _SURE), read, before, words, None)
            return turn_of(said, after)
        if is_told:
            return turn
        told = by_likeness(self.facts, read, words, state)
        if not told:
            return turn
        focus = next((each.focus for each in told if each.focus), state.focus)
        listed = next((each.listed for each in told if each.listed), state.listed)
        return together(told, replace(before, focus=focus, listed=listed))

    def _agreed_upon(self, turn: Turn, read: Read, words: str, state: Conversation) -> Turn:
        """The turn, unless lines like this one are about something else: then a person reads it.

        A short line that follows another says too little by itself to be like anything.
        """
        stands_alone = not state.last or len(words.split()) >= _LONG
        if turn.did not in {"answer", "confirm_action"} or not stands_alone:
            return turn
        act = act_of(read.text, self.facts.own_words, asks=_asks(read, words))
        if act and act == turn.intent:
            return turn
        if turn.did == "answer" and names_a_stranger(words, self.facts.own_words):
            return also_passed_on(turn, answers_talk.passed("unclear", self.facts))
        if turn.did == "answer":
            more = others_too(self.facts, read, words, turn.intent, state)
            if more:
                return with_more(turn, more)
        if len(words.split()) < 3 or not is_doubtful_reading(words, turn.intent):
            return turn
        return turn_of(
            answers_talk.passed("unclear", self.facts), replace(state, wish=None, asked="")
        )

    def _about_wish(  # noqa: PLR0911 - one return for each way of answering us
        self, read: Read, state: Conversation
    ) -> Turn | None:
        """The reply where the line answers our question; None where it is something else."""
        wish = state.wish
        assert wish is not None
        both = len(wish.invoice_ids or wish.meant) > 1 and read.text.startswith("yes")
        agreed = re.sub(r"\b(?:to )?BOTH\b", " ", read.text) if both else read.text
        if is_yes(agreed) and state.asked:
            return self._agreed(wish, state)
        if is_no(read.text):
            said = Said(wish.intent, "All right. Nothing was changed.")
            return turn_of(said, replace(state, wish=None, asked=""))
        if is_doubtful(read.text):
            return None
        if is_waiting(read.text):
            words = "Take your time. Nothing is changed before you say yes."
            return turn_of(Said(wish.intent, words, slots=slots_of(self.facts, wish)), state)
        if state.asked and _AGAIN.search(read.text):
            return self._asked(wish, state)
        is_other = wish.intent == "paid" and _WILL.search(read.text)
        if is_correction(read.text) and not read.slots.unknown and not is_other:
            now = wish_of(self.facts, wish.intent, read.text, read.slots, state, "")
            now = replace(now, intent=wish.intent) if now.intent == "promise" else now
            changed = merged(replace(wish, intent=now.intent), now)
            if changed != wish:
                return self._asked(changed, state)
        return None

    def _agreed(self, wish: Wish, state: Conversation) -> Turn:
        """A yes: what was agreed is looked at once more, and done only if it is still the same."""
        found = resolve(self.facts, wish)
        if not isinstance(found, Ready) or found.question != state.asked:
            return self._asked(wish, state)
        return Turn(
            did="confirm_action",
            intent=wish.intent,
            reply=found.done,
            state=replace(state, wish=None, asked="", last=wish.intent),
            slots=slots_of(self.facts, wish, found.act),
            sources=found.sources,
            act=found.act,
        )

    def _asked(self, wish: Wish, state: Conversation) -> Turn:
        said, after = self._wished(wish, state)
        return turn_of(said, after)

    def _wished(self, wish: Wish, state: Conversation) -> tuple[Said, Conversation]:
        """A wish as far as it goes: the question for a yes, or for what is lacking."""
        found = resolve(self.facts, wish)
        slots = slots_of(self.facts, wish, found.act if isinstance(found, Ready) else None)
        focus = wish.invoice_ids or state.focus
        match found:
            case Ready():
                said = Said(
                    wish.intent, found.question, "confirm_action", found.sources, slots=slots
                )
                after = replace(
                    state, wish=wish, asked=found.question, focus=focus, last=wish.intent
                )
            case Lacking():
                sources = (
                    *named(self.facts.open),
                    as_of(self.facts),
                    "the policy: if you need time",
                )
                said = Said(wish.intent, found.question, "answer", sources, slots=slots)
                after = replace(state, wish=wish, asked="", focus=focus, last=wish.intent)
            case Pointless():
                words = found.words
                if found.did == "handover":
                    said = answers_policy.handed_over(wish.intent, words)
                else:
                    said = Said(wish.intent, words, found.did, wish.invoice_ids[:0], slots=slots)
                after = replace(state, wish=None, asked="", focus=focus, last=wish.intent)
        return said, after

    def _clauses(self, read: Read, state: Conversation, words: str, before: Wish | None) -> Turn:
        """Each question and wish of a line, in order; one that nobody understood is handed over."""
        wanted = [each for each in read.clauses if each.intent and each.intent not in SMALL]
        wanted = whole_acts(once(wanted), read)
        is_weak = len(wanted) == 1 and wanted[0].strength < _SURE
        if not wanted or is_weak or is_one_word(read.text):
            wanted = follow_up(read, state) or wanted
        open_questions = [each for each in read.clauses if not each.intent and each.is_question]
        if wanted and wanted[0].strength == 0:
            open_questions = []
        if not wanted and not open_questions:
            manners = [each for each in read.clauses if each.intent]
            if manners and not any(each.strange or not each.intent for each in read.clauses):
                return turn_of(answers_talk.small_talk(manners[-1].intent, self.facts), state)
            return turn_of(answers_talk.passed("unclear", self.facts), state)
        said: list[Said] = []
        for clause in wanted[:_MOST]:
            one, state = self._clause(clause, read, state, words, before)
            said.append(one)
        if open_questions or len(wanted) > _MOST:
            said.append(answers_talk.passed("unclear", self.facts))
        return together(said, state)

    def _act(
        self, clause: Clause, read: Read, state: Conversation, words: str, before: Wish | None
    ) -> tuple[Said, Conversation]:
        wish = wish_of(self.facts, clause.intent, clause.text, read.slots, state, words)
        if tells_of_the_past(wish, clause.text, read.slots):
            wish = wish_of(self.facts, "paid", clause.text, read.slots, state, words)
        if names_day_gone(self.facts, wish, clause.text, read.slots):
            return answers_talk.passed("unclear", self.facts), replace(state, wish=None, asked="")
        if is_about_focus(wish, state):
            wish = replace(wish, invoice_ids=state.focus)
        wish = due_day(self.facts, wish, clause.text)
        if before is not None and before.intent == wish.intent:
            wish = merged(before, wish)
        known = in_the_books(self.facts, wish, clause.text, read.slots)
        if known:
            return already_booked(self.facts, known), replace(state, wish=None, asked="")
        one = of_one_instalment(self.facts, wish, clause.text, read.slots)
        rest = clause.text if one in {None, wish} else without_instalment(clause.text)
        if one is None or left_unfilled(wish, rest):
            return answers_talk.passed("unclear", self.facts), replace(state, wish=None, asked="")
        if "THATONE" in clause.text and not wish.invoice_ids and len(self.facts.open) > 1:
            asked = f"Which invoice do you mean: {either(self.facts.open)}?"
            said = Said(wish.intent, asked, sources=(as_of(self.facts),))
            return said, replace(state, wish=wish, asked="", last=wish.intent)
        return self._wished(one, state)

    def _clause(
        self, clause: Clause, read: Read, state: Conversation, words: str, before: Wish | None
    ) -> tuple[Said, Conversation]:
        intent = clause.intent
        if intent in ACTS:
            return self._act(clause, read, state, words, before)
        if intent in PASSED_ON:
            refuses = intent == "out_of_scope"
            said = (answers_talk.refused if refuses else answers_talk.passed)(intent, self.facts)
            return said, replace(state, last=intent)
        chosen = invoices_in(self.facts, clause.text, read.slots, state)
        if not chosen and intent == "late" and state.last == "payments":
            # 'was it late?' asks about what was paid, where that was spoken of
            about = (self.facts.by_id(each) for each in state.focus[:_MOST])
            chosen = tuple(each for each in about if each is not None)
        if not chosen and points_at_one(clause.text, read):
            chosen = invoices_in(self.facts, "INV0", read.slots, state)
        if not chosen and intent == "due_date" and len(clause.text.split()) <= 3:
            chosen = tuple(e for i in state.focus[:2] if (e := self.facts.by_id(i)) is not None)
            chosen = chosen if len(chosen) == 1 else ()
        if intent == "invoice" and keeps_question(clause.text, state):
            intent = state.last
        said = answer_question(self.facts, intent, Asked(clause.text, read.slots, tuple(chosen)))
        if chosen and said.did == "answer":
            numbers = ", ".join(each.number for each in chosen)
            named = names_some(clause.text) or len(chosen) == 1
            said = replace(said, slots={"invoice": numbers} if named else {})
        amounts = [int(n) for n in re.findall(r"AMT(\d+)", clause.text)]
        if intent == "payments" and amounts:
            amount = plain_amount(read.slots.amounts[amounts[0]].value)
            said = replace(said, slots={**said.slots, "amount": amount})
        listed = said.listed if len(said.listed) > 1 else state.listed
        if len(chosen) == 1:
            recent = (*(each for each in state.recent if each != chosen[0].id), chosen[0].id)[-2:]
            state = replace(state, recent=recent)
        focus = said.focus or state.focus
        return said, replace(state, focus=focus, listed=listed, last=intent)


#: what will be paid is no correction of what was
_WILL = re.compile(r"\b(?:will|going to|can|could|shall)\b")
_AGAIN = re.compile(
    r"(?:how much|what|when) .*(?:each|every one|instalments|payments) |say that again|repeat"
    r"|pardon"
)


def _asks(read: Read, words: str) -> bool:
    return "?" in words or any(each.is_question for each in read.clauses)
