"""The partner API's tier: fast, on mongomock, with the clock standing still at noon."""

from typing import Any

import pytest
from flask import Flask

from app import register_effects
from tests.api import calling
from tests.clockwork import load_rulebook


@pytest.fixture
def app(memory_database: Any, clock: Any) -> Flask:
    register_effects()
    load_rulebook()
    return calling.fresh(calling.built())


@pytest.fixture
def caller(app: Flask) -> calling.System:
    """A landlord's system whose key opens everything."""
    return calling.system(app)
