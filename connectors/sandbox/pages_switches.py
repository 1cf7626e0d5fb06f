"""The pages of the local Xero's switches: faults, webhooks, limits, open questions.

It holds no rule: what is switched stands in `faults`, `webhooks`, `limits` and `doubts`.
"""

from dataclasses import asdict
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from connectors.sandbox.doubts import QUESTIONS
from connectors.sandbox.fault_kinds import KINDS, Where, of
from connectors.sandbox.faults import Fault
from connectors.sandbox.limits import DAY_LIMITS
from connectors.sandbox.page_frame import Pages
from connectors.sandbox.webhooks import CATEGORIES

_NEWEST = 12


def add_switch_pages(local: Pages) -> None:
    """Registers them."""
    _add_faults(local)
    _add_webhooks(local)
    _add_limits(local)
    _add_doubts(local)


def _add_faults(local: Pages) -> None:
    @local.get("/faults")
    def faults() -> str:
        return local.show(
            "faults.html",
            groups=[(where, of(where)) for where in Where],
            kinds=KINDS,
            chosen=request.args.get("kind", ""),
            active=local.around.faults.shown(),
        )

    @local.post("/faults")
    def set_fault() -> AnyResponse:
        here = url_for("local.faults")
        if request.form.get("deed") == "clear":
            return local.attempt(here, local.around.faults.clear, "All faults are off.")
        kind = KINDS.get(request.form.get("kind", ""))
        said = f"Set: {kind.words}." if kind else ""
        return local.attempt(here, lambda: local.around.set_fault(_asked_fault()), said)


def _asked_fault() -> Fault:
    """The fault that the form describes. Raises ValueError for a number that is none."""
    form = request.form
    return Fault(
        kind=form.get("kind", ""),
        path=form.get("path", "").strip(),
        count=int(form.get("count") or 1),
        after=int(form.get("after") or 0),
        seconds=float(form.get("seconds") or 0),
        text=form.get("text", "").strip(),
    )


def _add_webhooks(local: Pages) -> None:
    @local.get("/webhooks")
    def webhooks() -> str:
        around = local.around
        shown = around.webhooks.shown()
        return local.show(
            "webhooks.html",
            standing=_standing(shown),
            shown=shown,
            known=CATEGORIES,
            attempts=list(reversed(shown["attempts"]))[:_NEWEST],
            strangers=of(Where.DELIVERY),
        )

    @local.post("/webhooks")
    def set_webhooks() -> AnyResponse:
        here, hooks, form = url_for("local.webhooks"), local.around.webhooks, request.form
        match form.get("deed"):
            case "intent":
                return local.attempt(here, hooks.ask_intent, "Asked for the intent to receive.")
            case "disable":
                said = "Disabled: events are kept, and nothing is sent."
                return local.attempt(here, lambda: hooks.configure(state="disabled"), said)
            case "replay":
                return local.attempt(here, hooks.replay, "Everything kept is sent again, in order.")
        url = form.get("url", "").strip()
        return local.attempt(
            here,
            lambda: hooks.configure(
                url=url,
                categories=form.getlist("category"),
                duplicates="duplicates" in form,
                shuffle="shuffle" in form,
            ),
            "Saved.",
        )


def _standing(shown: dict[str, Any]) -> dict[str, object]:
    """How the deliveries stand, as label and value."""
    last = shown["attempts"][-1] if shown["attempts"] else None
    return {
        "Address": shown["url"] or "none",
        "State": shown["state"],
        "Last sequence number": shown["last_sequence"],
        "Waiting": shown["waiting"],
        "Last answer": (last["status"] or last["problem"]) if last else "none yet",
        "Why it failed": shown["reason"] or "it did not",
    }


def _add_limits(local: Pages) -> None:
    @local.get("/limits")
    def limits() -> str:
        around = local.around
        client, now = around.identity.app.client_id, around.world.now()
        sums = around.calls.sums()
        today = now.date().isoformat()
        rows = [
            (each, around.limits.look(client, tenant, now), sums.get(tenant, {}).get(today, {}))
            for tenant, each in around.world.ledgers.items()
        ]
        return local.show(
            "limits.html",
            limits=around.limits,
            tiers=DAY_LIMITS,
            rows=rows,
            high_volume=around.world.high_volume,
        )

    @local.post("/limits")
    def set_limits() -> AnyResponse:
        said = "Spent." if request.form.get("deed") == "spend" else "Saved."
        return local.attempt(url_for("local.limits"), lambda: _change_limits(local), said)


def _change_limits(local: Pages) -> None:
    around, form = local.around, request.form
    if form.get("deed") == "spend":
        tenant = around.world.ledger(form.get("tenant", "")).tenant
        around.limits.spend(
            around.identity.app.client_id,
            tenant,
            around.world.now(),
            minute=int(form.get("minute") or 0),
            day=int(form.get("day") or 0),
        )
        return
    if form.get("tier") not in DAY_LIMITS:
        raise ValueError("no such tier")
    around.limits.is_on = "on" in form
    around.limits.has_rapid_sync = "rapid" in form
    around.limits.per_day = DAY_LIMITS[form["tier"]]
    around.world.high_volume = max(1, int(form.get("high_volume") or 0))


def _add_doubts(local: Pages) -> None:
    @local.get("/doubts")
    def doubts() -> str:
        answers = asdict(local.around.world.doubts)
        return local.show("doubts.html", questions=QUESTIONS, answers=answers)

    @local.post("/doubts")
    def set_doubts() -> AnyResponse:
        answers = {name: request.form.get(name) == "yes" for name in QUESTIONS}
        return local.attempt(
            url_for("local.doubts"), lambda: local.around.world.doubt(**answers), "Saved."
        )
