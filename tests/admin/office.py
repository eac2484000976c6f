"""The application with the office's own screens on an in-memory database; import `app` to use it for a test module."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import admin
import api
from admin import views
from tests.admin.plain_text import visible
from tests.clockwork import load_rulebook
from tests.conftest import make_settings
from wiring import register_effects

JOBS = {"arrears": "Restanser", "rent_run": "Månedens husleie"}


@cache
def _built() -> Flask:
    """The application, put together once for each process: it holds no data, and forty screens take their time."""
    flask_app = Flask("husrom", static_folder=None)
    flask_app.testing = True
    settings = make_settings("mongodb://127.0.0.1/husrom")
    desk = admin.register(flask_app, settings)
    views.add_to(desk, allow_synthetic_ids=True, jobs=JOBS)
    api.register(flask_app, settings)
    flask_app.config["WTF_CSRF_ENABLED"] = False
    return flask_app


@pytest.fixture
def app(memory_database: Any) -> Iterator[Flask]:
    """The office without tokens on its forms (the base's own test turns them on)."""
    register_effects()
    load_rulebook()
    flask_app = _built()
    config, extensions = dict(flask_app.config), dict(flask_app.extensions)
    yield flask_app
    flask_app.config.clear()
    flask_app.config.update(config)
    flask_app.extensions.clear()
    flask_app.extensions.update(extensions)


def do(caller: FlaskClient, screen: str, step: str, record: Any, version: int | None = None, **form: str) -> str:
    """Post a step as its page would; the text of the page that one ends on."""
    seen = getattr(record, "version", 0) if version is None else version
    data = {"id": str(record.pk), "version": str(seen), **form}
    return visible(caller.post(f"/admin/{screen}/{step}/", data=data, follow_redirects=True).text)
