"""The form of a request for credit as the document that lies sealed, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal

from plugin.credit.application import Application, Referee
from plugin.credit.law import Kind
from plugin.credit.money import Money
from plugin.credit.terms import Terms, TermsKind


def written(application: Application) -> str:
    """As it is sealed; amounts as exact text."""
    document = asdict(application)
    for name in ("monthly", "limit_wanted"):
        found = getattr(application, name)
        document[name] = None if found is None else [str(found.amount), found.currency]
    terms = application.terms_wanted
    document["terms_wanted"] = None if terms is None else [terms.days, terms.kind.value]
    return json.dumps(document)


def read_application(text: str) -> Application:
    """The application that was written so."""
    document = json.loads(text)
    for name in ("monthly", "limit_wanted"):
        found = document[name]
        document[name] = None if found is None else Money(Decimal(found[0]), found[1])
    terms = document["terms_wanted"]
    document["terms_wanted"] = None if terms is None else Terms(terms[0], TermsKind(terms[1]))
    document["kind"] = Kind(document["kind"])
    document["address"] = tuple(document["address"])
    document["referees"] = tuple(Referee(**each) for each in document["referees"])
    return Application(**document)
