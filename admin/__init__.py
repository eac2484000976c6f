"""The caseworkers' door: generated screens, signing in, and what every page needs. `register` puts it on the app."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from flask import Blueprint, Flask
from flask_babel import Babel  # type: ignore[import-untyped]
from flask_login import current_user

if TYPE_CHECKING:
    from admin.desk import Desk
    from config.settings import Settings

HERE = Path(__file__).parent
LOCALE = "nb"
TIME_ZONE = "Europe/Oslo"


def register(app: Flask, settings: "Settings", nightly: Mapping[str, str] = MappingProxyType({})) -> "Desk":
    """Put sign-in, the lock, the error pages and the screens on the app; returns the desk with its screens.

    `nightly` holds the jobs of every night, by id, with the names that people read.
    """
    from admin import (
        commands,
        failures,
        guard,
        own_pages,
        security,
        shortcuts,
        sign_in,
        translations,
        waiting_list,
        wordings,
    )
    from admin.desk import Desk
    from admin.home import HomeView

    wordings.learn()
    translations.compile_catalogue(force=False)
    app.config["HUSROM_DEMO"] = settings.demo
    app.config["HUSROM_MUNICIPALITY"] = settings.municipality_name
    app.config["HUSROM_BASE_URL"] = settings.base_url
    app.secret_key = settings.secret_key
    waiting_list.prepare(app, settings.secret_key)
    guard.lock(app)
    app.extensions["csrf"] = security.protect(app, https=settings.base_url.startswith("https"))
    Babel(app, default_locale=LOCALE, default_timezone=TIME_ZONE)
    app.register_blueprint(_own_pages(security.nonce))  # before Flask-Admin's, so that our templates are found first
    app.register_blueprint(sign_in.front)
    app.register_blueprint(shortcuts.shortcuts)
    failures.register(app)
    desk = Desk(app, name="Husrom", home=HomeView())
    app.extensions["husrom_desk"] = desk
    app.jinja_env.globals.update(municipality=settings.municipality_name, demo_mode=settings.demo)
    own_pages.add_to(desk, settings, nightly)
    commands.register(app, settings)
    return desk


def _own_pages(nonce: Callable[[], str]) -> Blueprint:
    pages = Blueprint(
        "husrom", __name__, template_folder="templates", static_folder="static", static_url_path="/static/husrom"
    )
    pages.app_context_processor(lambda: {"csp_nonce": nonce, "current_user": current_user})
    return pages
