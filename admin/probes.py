"""Probes for whoever keeps the service running: alive, and ready. Public, so they tell nothing but yes and no."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock

from flask import Flask, current_app, jsonify
from flask.typing import ResponseReturnValue

from models import cipher, connection
from services import claims, maintenance

REMEMBERED = timedelta(seconds=30)  # looking at every index is dear, and anybody may ask
DATABASE, INDEXES, KEY, SCHEDULER = "database", "indexes", "encryption_key", "scheduler"


def register(app: Flask) -> None:
    """Put `/healthz` and `/readyz` on the application."""
    app.extensions["husrom_indexes"] = Remembered(lambda: not maintenance.missing_indexes())
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)


class Remembered:
    """A dear question whose answer holds for half a minute."""

    def __init__(self, ask: Callable[[], bool]) -> None:
        self._ask = ask
        self._answer = False
        self._until = datetime.min.replace(tzinfo=UTC)
        self._lock = Lock()

    def answer(self, now: datetime) -> bool:
        with self._lock:
            if now >= self._until:
                self._answer = self._ask()
                self._until = now + REMEMBERED
            return self._answer


def healthz() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return jsonify(status="ok")


def readyz() -> ResponseReturnValue:
    """200 when requests can be served and the clock runs, otherwise 503; each check says ok or not ok."""
    checks = _checks(datetime.now(UTC))
    ready = all(checks.values())
    told = {name: "ok" if passed else "not ok" for name, passed in checks.items()}
    return jsonify(status="ok" if ready else "not ok", checks=told), 200 if ready else 503


def _checks(now: datetime) -> dict[str, bool]:
    checks = dict.fromkeys((DATABASE, INDEXES, KEY, SCHEDULER), False)
    try:
        with connection.soon():
            heartbeat = claims.heartbeat()
            checks[DATABASE] = True
            checks[SCHEDULER] = heartbeat is not None and heartbeat.until > now
            checks[KEY] = cipher.current().has_key() and cipher.current().fits()
            checks[INDEXES] = current_app.extensions["husrom_indexes"].answer(now)
    except connection.DATABASE_ERRORS:
        checks[DATABASE] = False
    return checks
