"""The composition root: reads the settings, connects, registers, and nothing else."""

from typing import Any

import click
from flask import Flask
from pymongo import MongoClient
from werkzeug.middleware.proxy_fix import ProxyFix

import admin
import api
import jobs
import wiring
from admin import views
from config import logging, schedule
from config.settings import Settings, SettingsError
from jobs import wording
from models import cipher, connection
from services import maintenance, staff_mail, tenant_mail, webhooks


def create_app(settings: Settings | None = None) -> Flask:
    """The application; stops with the setting's name when one is missing, and with the index's when one is."""
    try:
        settings = settings or Settings.from_env()
    except SettingsError as error:
        raise SystemExit(str(error)) from None
    logging.configure()
    client = connection.connect(settings.mongodb_uri)
    cipher.use(cipher.MongoCipher(client, settings.database_name, settings.field_key))
    wiring.register_effects(
        staff_mail.StaffMailer(settings.base_url, settings.mail_domain),
        tenant_mail.TenantMailer(settings.municipality_name, settings.mail_domain),
    )
    webhooks.use(webhooks.Network(base_url=settings.base_url, loopback=settings.demo))
    app = Flask("husrom", static_folder=None)
    if settings.proxies:  # who calls is what the trusted proxies say; without them a header says nothing
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)  # type: ignore[method-assign]
    nightly = {entry.id: entry.title for entry in schedule.PAGE if entry.every is schedule.Every.DAY}
    desk = admin.register(app, settings, nightly)
    titles = {entry.id: entry.title for entry in schedule.PAGE}
    views.add_to(desk, allow_synthetic_ids=settings.allow_synthetic_ids, jobs=titles)
    api.register(app, settings)
    jobs.register(app, settings)
    _register_demo(app, settings)
    if _serves():
        _refuse_unready(client)
    return app


def _register_demo(app: Flask, settings: Settings) -> None:
    from demo import commands  # no part of the product: read only here, and refuses to run outside a demo

    commands.register(app, settings)


def _serves() -> bool:
    """Whether the application is to answer requests: not when an operator's command made it."""
    context = click.get_current_context(silent=True)
    return context is None or context.info_name == "run"


def _refuse_unready(client: MongoClient[Any]) -> None:
    try:
        with connection.soon():
            client.admin.command("ping")
        maintenance.require_ready()
    except (maintenance.NotReady, maintenance.WrongKey) as error:
        raise SystemExit(wording.error(error)) from None
    except connection.DATABASE_ERRORS:
        raise SystemExit(wording.DATABASE_AWAY) from None
