"""Pages for what went wrong: what happened, what was not done, what to do."""

from __future__ import annotations

import logging

from flask import Flask, g, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from plugin.operations.doors import NotPossible
from plugin.operations.second import WantsSecond
from plugin.operations.second_taken import ask
from plugin.ports import LedgerError
from plugin.web.house import doors
from plugin.web.replies import done
from plugin.web.rights import NoRight

_LOG = logging.getLogger(__name__)

_TITLES = {
    400: "That could not be read",
    403: "Not sent from your page",
    404: "There is no such page",
    405: "There is no such page",
    413: "That is too much at once",
    429: "Too many attempts",
}

_SENTENCES = {
    404: "It may have moved, or it belongs to an organisation that you are not a member of. "
    "Nothing was changed.",
    405: "This address takes no such request. Nothing was changed.",
    413: "What was sent is larger than this page takes. Nothing was changed. Send less at a time.",
    429: "There were too many attempts to sign in from your address. Nothing was changed. "
    "Wait a quarter of an hour and try again.",
}


def say_what_went_wrong(app: Flask) -> None:
    """Register a page for every kind of error."""
    app.register_error_handler(NotPossible, _not_possible)
    app.register_error_handler(WantsSecond, _propose_instead)
    app.register_error_handler(LedgerError, _ledger_trouble)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _not_possible(problem: NotPossible) -> tuple[str, int]:
    return _page(409, "That was not done", str(problem))


def _propose_instead(problem: WantsSecond) -> Response | tuple[str, int]:
    """Whoever is signed in and asked for it has proposed it by that, or is the second person."""
    who, org_id = g.get("person"), g.get("org_id")
    if who is None or org_id is None:
        return _not_possible(problem)
    try:
        said = ask(doors(), org_id=org_id, who=who.user_id, by=who.name, wanted=problem.wanted)
    except NotPossible as refused:
        return _not_possible(refused)
    return done(url_for("second.waiting", org_id=org_id), said)


def _ledger_trouble(problem: LedgerError) -> tuple[str, int]:
    _LOG.warning("ledger trouble on %s: %s", request.endpoint, type(problem).__name__)
    return _page(
        502,
        "Xero did not do that",
        f"Xero says: {problem or type(problem).__name__}. Nothing was changed here. "
        "Try again in a minute; under Settings you see whether the connection still stands.",
    )


def _http(problem: HTTPException) -> tuple[str, int]:
    code = problem.code or 500
    ours = problem.description if type(problem).description != problem.description else None
    sentence = ours or _SENTENCES.get(code) or "Nothing was changed."
    title = "Not yours to do here" if isinstance(problem, NoRight) else _TITLES.get(code)
    return _page(code, title or "Something went wrong", sentence)


def _broken(problem: Exception) -> tuple[str, int]:
    _LOG.exception("a page failed: %s", request.endpoint, exc_info=problem)
    # whatever broke may break the frame as well, so this page goes without
    g.shell = None
    return _page(
        500,
        "Something of ours broke",
        "The page could not be made; the failure has been logged. What you last sent was either "
        "done whole or not at all. Load the page again and look before you send it once more.",
    )


def _page(code: int, title: str, sentence: str) -> tuple[str, int]:
    if request.path.startswith("/p/"):
        # a customer's page: no word of the console
        return render_template("portal/trouble.html", title=title, sentence=sentence), code
    home = f"/o/{g.org_id}/" if g.get("org_id") else "/"
    return render_template("trouble.html", title=title, sentence=sentence, home=home), code
