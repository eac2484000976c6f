"""The pages of the desk that are not generated from a document, put on it in one call."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flask import url_for

from admin import probes, start
from admin.cases import MyCases
from admin.demo_mail import DemoMail
from admin.desk import Desk
from admin.import_screen import ImportScreen
from admin.own_account import OwnAccount
from admin.request import InMemory
from admin.search_page import SearchPage

if TYPE_CHECKING:
    from config.settings import Settings


def add_to(desk: Desk, settings: "Settings", nightly: Mapping[str, str]) -> None:
    """Put the start page's panels, my cases, search, import, the probes and, in a demo alone, its mails in place."""
    app = desk.app
    probes.register(app)
    start.add_to(desk, nightly)
    desk.add_view(MyCases())
    app.request_class = InMemory
    desk.add_view(ImportScreen(allow_synthetic=settings.allow_synthetic_ids))
    desk.add_view(SearchPage())
    desk.add_view(OwnAccount())
    app.jinja_env.globals["own_account_url"] = lambda: url_for("own_account.index")
    app.jinja_env.globals["search_url"] = lambda: url_for("search.index")
    if settings.demo and settings.demo_mail_dir:
        desk.add_view(DemoMail(Path(settings.demo_mail_dir)))
        app.jinja_env.globals["demo_mail_url"] = lambda: url_for("demo_mail.index")
