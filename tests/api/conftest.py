"""The partner API's tier: fast, on mongomock, with the clock standing still at noon."""

from functools import cache
from typing import Any

import pytest
from flask import Flask

from tests.api import calling
from tests.clockwork import load_rulebook
from wiring import register_effects


@pytest.fixture
def app(memory_database: Any, clock: Any) -> Flask:
    register_effects()
    load_rulebook()
    return calling.fresh(calling.built())


@pytest.fixture
def caller(app: Flask) -> calling.System:
    """A landlord's system whose key opens everything."""
    return calling.system(app)


@pytest.fixture
def trying(memory_database: Any, clock: Any, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with the tests' own resource alone, which has every kind of call."""
    from admin import access
    from admin.doors import OWN

    own = {f"partner_tries.{name}": OWN for name in ("listed", "one", "make", "rename", "change")}
    monkeypatch.setattr(access, "ROUTES", {**access.ROUTES, **own})
    register_effects()
    return calling.fresh(trying_app())


@cache
def trying_app() -> Flask:
    from tests.api import trying

    return trying.built(calling.SECRET)
