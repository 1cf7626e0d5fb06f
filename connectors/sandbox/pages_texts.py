"""The page of the texts that were sent, on which a person may answer as the customer."""

import requests
from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from connectors.sandbox.page_frame import Pages


def add_text_pages(local: Pages) -> None:
    """Registers it."""

    @local.get("/texts")
    def texts() -> str:
        zone = local.around.world.first.zone
        rows = [
            (text, text.received.astimezone(zone)) for text in reversed(local.around.textbox.all())
        ]
        return local.show("texts.html", rows=rows)

    @local.post("/texts/answer")
    def answer_text() -> AnyResponse:
        number, said = request.form.get("number", ""), request.form.get("text", "").strip()
        here = url_for("local.texts")
        if not said:
            return local.back(here, "Not done: nothing was written.", is_refused=True)
        try:
            status = local.around.textbox.answer(number, said)
        except (ValueError, requests.RequestException) as problem:
            return local.back(here, f"Not done: {problem}", is_refused=True)
        if status != 200:
            return local.back(here, f"Not taken: the app answered {status}.", is_refused=True)
        return local.back(here, f"Answered as {number}: {said}")
