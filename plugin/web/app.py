"""Builds the console as one Flask app around the doors that it is handed. It wires nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Flask

from plugin.operations.doors import Doors
from plugin.web import (
    about_to_go,
    agency,
    api_keys,
    assigning,
    bad_debts,
    before_leaving,
    call_sheet,
    cards,
    carry,
    charges,
    charts,
    coming,
    comments,
    credit_form,
    credit_requests,
    customers,
    disputes,
    doorkeeper,
    errors,
    export,
    feedback,
    filters,
    first_run,
    front,
    good_payer,
    hooks,
    insight,
    insight_changes,
    insight_figures,
    insight_figures_files,
    insight_forecast,
    insight_hindsight,
    insight_limits,
    insight_months,
    insight_needs,
    insight_patterns,
    insight_reviews,
    joining,
    leaving,
    letters,
    limits,
    mail,
    morning,
    morning_links,
    oauth,
    orders,
    overview,
    paper,
    passport,
    plans,
    policies,
    policy,
    portal_links,
    portfolio,
    providers,
    punctuality,
    quarter_reviews,
    recipients,
    relationship,
    reminders,
    replies,
    report_json,
    samples,
    second,
    security,
    settings,
    shell,
    silence,
    standing,
    statements,
    table_imports,
    talks,
    tasks,
    team,
    tidying,
    timeline,
    veto,
)
from plugin.web.house import House
from plugin.web.portal import ask as portal_ask
from plugin.web.portal import code as portal_code
from plugin.web.portal import documents as portal_documents
from plugin.web.portal import feedback as portal_feedback
from plugin.web.portal import home as portal_home
from plugin.web.portal import passport as portal_passport
from plugin.web.portal import person as portal_person
from plugin.web.portal import policy as portal_policy
from plugin.web.portal import preferences as portal_preferences
from plugin.web.portal import situation as portal_situation
from plugin.web.portal import talks as portal_talks
from plugin.web.tables import customer as customer_tables
from plugin.web.tables import files as table_files
from plugin.web.tables import pages as page_tables

#: of one request body: a pasted table of limits for thousands of customers fits well
_MOST_BYTES = 1_000_000


def create_console(
    doors: Doors, *, secure_cookies: bool, extra_blueprints: Iterable[Blueprint] = ()
) -> Flask:
    """The console as a WSGI app.

    `secure_cookies` is true behind https. Blueprints in `extra_blueprints`, such as the webhook
    receiver, keep their own door: no session, no cookie, no form token.
    """
    app = Flask("plugin.web")
    app.config["MAX_CONTENT_LENGTH"] = _MOST_BYTES
    app.config["MAX_FORM_PARTS"] = 20_000
    app.config["MAX_FORM_MEMORY_SIZE"] = _MOST_BYTES
    app.jinja_env.lstrip_blocks = True
    app.extensions["goodterms"] = House(doors, secure_cookies)
    elsewhere = tuple(extra_blueprints)
    security.send_headers(app, https=secure_cookies)
    doorkeeper.keep_the_door(app, frozenset(blueprint.name for blueprint in elsewhere))
    errors.say_what_went_wrong(app)
    filters.write_values(app)
    replies.carry_sentences(app)
    shell.frame_pages(app)
    insight.show_rooms(app)
    table_files.teach_tables(app)
    for room in (
        front, portfolio, tidying, bad_debts, oauth, joining, team, orders, carry, first_run,
        overview, customers, limits, reminders, letters, samples,
        paper, agency, tasks, before_leaving, credit_form, credit_requests, call_sheet, recipients,
        policies, plans, disputes, silence,
        statements, providers, about_to_go, mail, relationship, quarter_reviews,
        coming, policy, standing, charges, settings, export, leaving, timeline, charts, report_json,
        portal_home, portal_code, portal_documents, portal_preferences, portal_person, portal_links,
        portal_feedback, feedback, portal_ask,
        talks, portal_situation, portal_talks,
        passport, good_payer, portal_passport, portal_policy,
        insight, insight_figures, insight_forecast, insight_figures_files, insight_changes,
        insight_limits, insight_hindsight, insight_needs, insight_patterns,
        insight_months, punctuality, insight_reviews,
        morning, morning_links, cards,
        veto, second, assigning, comments,
        table_files, page_tables, customer_tables,
        api_keys, hooks, table_imports,
    ):  # fmt: skip
        app.register_blueprint(room.blueprint)
    for blueprint in elsewhere:
        app.register_blueprint(blueprint)
    return app
