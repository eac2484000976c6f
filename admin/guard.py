"""The one lock before every route: it reads the list in `admin.access` and lets nobody else through."""

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager

from admin import access
from admin.doors import OWN, PUBLIC
from admin.people import current_roles, load_person, signed_in


def lock(app: Flask) -> None:
    """Put the lock on; call it before anything else that looks at requests."""
    manager = LoginManager(app, add_context_processor=False)  # it would read the user for error pages too
    manager.user_loader(load_person)
    manager.session_protection = "basic"
    app.before_request(check)


def check() -> ResponseReturnValue | None:
    """None lets the request pass; otherwise the way to sign-in, or a refusal."""
    if request.endpoint is None:
        return None
    allowed = access.access_of(current_app, request.endpoint)
    if allowed in (PUBLIC, OWN):
        return None
    if signed_in() is None:
        return _sign_in_first()
    if not isinstance(allowed, frozenset) or not allowed & current_roles():
        abort(403)
    return None


def _sign_in_first() -> ResponseReturnValue:
    if request.method != "GET":
        abort(401)
    return redirect(url_for("front.login", next=request.full_path.rstrip("?")))
