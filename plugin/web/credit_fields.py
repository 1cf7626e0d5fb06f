"""Reads the form of a request for credit; every fault is said beside its field, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from plugin.credit.application import Application, Referee
from plugin.credit.law import Kind
from plugin.credit.money import Money
from plugin.credit.registration import CheckedNumber, check_company_number, check_vat_number
from plugin.credit.terms import Terms
from plugin.letters.credit_words import verdict_words

REFEREES = 2
#: what people may ask for, in days after the invoice; empty = as the business sees fit
DAYS = (7, 14, 21, 30, 45, 60)
_EMAIL = re.compile(r"[^@\s,;<>\"()]{1,64}@[^@\s,;<>\"()]+\.[^@\s,;<>\"()]{2,}")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_MOST = {"words": 1_000, "address": 400, "order_route": 500}
_LONGEST, _LONGEST_EMAIL = 160, 254
_MOST_MONEY = Decimal(10) ** 9
#: what stands in a mail that somebody else gets
_NAMES = frozenset({"name", "orderer"})
_A_LINK = re.compile(r"://|www\.|\b[a-z0-9-]+\.(com|net|org|io|ru|cn|info|xyz)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass
class CreditFields:
    """What was sent, as text, and what is wrong with which field."""

    sent: Mapping[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    def application(self, currency: str) -> Application | None:
        """The application; None where something is wrong with it, and `faults` says what."""
        country = self._country()
        kind = self._kind()
        made = Application(
            name=self._text("name", needed="Write the legal name of the business."),
            trading_as=self._text("trading_as"),
            kind=kind,
            country=country,
            company_number=self._number("company_number", check_company_number, country),
            vat_number=self._number("vat_number", check_vat_number, country),
            address=self._lines("address"),
            town=self._text("town", needed="Write the town."),
            postcode=self._text("postcode"),
            orderer=self._text("orderer", needed="Write who orders."),
            email=self._email("email", needed=True),
            phone=self._text("phone"),
            payer=self._text("payer"),
            payer_email=self._email("payer_email"),
            needs_order_number=self._ticked("needs_order_number"),
            order_route=self._text("order_route"),
            monthly=self._money("monthly", currency),
            limit_wanted=self._money("limit_wanted", currency),
            terms_wanted=self._days(),
            referees=self._referees(),
            signed_by=self._text("signed_by", needed="Write your name, to accept the terms."),
            may_ask_bureau=self._ticked("may_ask_bureau"),
            words=self._text("words"),
        )
        if kind is Kind.COMPANY and not made.company_number:
            self.faults.setdefault("company_number", "Write the number of the company.")
        if not self._ticked("accepts"):
            self.faults["accepts"] = "Accept the terms, or leave it: without them nothing is sent."
        return None if self.faults else made

    def _raw(self, name: str) -> str:
        return _CONTROL.sub(" ", self.sent.get(name, "")).strip()

    def _text(self, name: str, *, needed: str = "") -> str:
        written = " ".join(self._raw(name).split())
        most = _MOST.get(name, _LONGEST)
        if needed and not written:
            self.faults[name] = needed
        if name in _NAMES and _A_LINK.search(written):
            # a stranger's words stand in mail to others: no advertisement goes that way
            self.faults[name] = "Write the name without an address of a page."
        if len(written) > most:
            self.faults[name] = f"At most {most:,} letters fit here."
        return written[:most]

    def _lines(self, name: str) -> tuple[str, ...]:
        lines = tuple(" ".join(each.split()) for each in self._raw(name).splitlines())
        found = tuple(each for each in lines if each)
        if not found:
            self.faults[name] = "Write the address you trade from."
        if len(found) > 4 or sum(map(len, found)) > _MOST["address"]:
            self.faults[name] = "At most four lines fit here."
        return found[:4]

    def _email(self, name: str, *, needed: bool = False) -> str:
        written = self._raw(name)
        if not written and not needed:
            return ""
        if len(written) > _LONGEST_EMAIL or _EMAIL.fullmatch(written) is None:
            self.faults[name] = "That is not an email address."
            return ""
        if not written.isascii():
            self.faults[name] = "We can write only to addresses in plain letters."
        return written

    def _country(self) -> str:
        written = self._raw("country").upper()
        if _COUNTRY.fullmatch(written) is None:
            self.faults["country"] = "Write the two letters of your country, such as GB."
            return ""
        return written

    def _kind(self) -> Kind:
        try:
            return Kind(self._raw("kind"))
        except ValueError:
            self.faults["kind"] = "Say what you are before the law."
            return Kind.UNKNOWN

    def _number(self, name: str, check: object, country: str) -> str:
        """A registration number in capitals; refused only where it cannot be one."""
        written = self._text(name)
        if not written:
            return ""
        found: CheckedNumber = check(written, country)  # type: ignore[operator]
        if found.verdict.is_wrong and name not in self.faults:
            said = verdict_words(found.verdict)
            self.faults[name] = f"{said[:1].upper()}{said[1:]}. Please look at it again."
        return found.number

    def _money(self, name: str, currency: str) -> Money | None:
        written = self._raw(name).replace(",", "").replace(" ", "").lstrip("£$€")
        if not written:
            return None
        try:
            amount = Decimal(written)
        except InvalidOperation:
            amount = Decimal(-1)
        if not amount.is_finite() or not 0 <= amount < _MOST_MONEY:
            self.faults[name] = "That is not an amount. Write it as 2500."
            return None
        return Money(amount.quantize(Decimal("0.01")), currency)

    def _days(self) -> Terms | None:
        written = self._raw("days")
        if not written:
            return None
        if written not in {str(each) for each in DAYS}:
            self.faults["days"] = "Choose one of the days."
            return None
        return Terms(int(written))

    def _referees(self) -> tuple[Referee, ...]:
        found = []
        for at in range(1, REFEREES + 1):
            business = self._text(f"referee_{at}")
            name = self._text(f"referee_{at}_name")
            email = self._email(f"referee_{at}_email")
            if not (business or name or email) and f"referee_{at}_email" not in self.faults:
                self.faults[f"referee_{at}"] = "Name a business that you buy from on account."
                continue
            if not business:
                self.faults[f"referee_{at}"] = "Write which business it is."
            if not email:
                self.faults.setdefault(f"referee_{at}_email", "Write whom there we may ask.")
            found.append(Referee(business, name, email))
        emails = [each.email.lower() for each in found if each.email]
        mine = self._raw("email").lower()
        if len(set(emails)) < len(emails) or mine in emails:
            self.faults[f"referee_{REFEREES}_email"] = (
                "Name two different businesses, and neither of them your own."
            )
        return tuple(found)

    def _ticked(self, name: str) -> bool:
        return self._raw(name) == "yes"
