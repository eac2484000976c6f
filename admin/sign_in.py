"""Signing in and out: argon2, throttled, the same answer for a wrong name and a wrong password."""

from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from admin import formats
from admin.people import Person, demo_mode
from models import User, connection
from services import users

front = Blueprint("front", __name__)

WRONG = "E-postadressen eller passordet stemmer ikke. Prøv på nytt, eller be en administrator om et nytt passord."
CLOSED = "Brukeren er ikke aktiv. Be en administrator om å åpne den igjen."
LOCKED = "For mange mislykkede forsøk. Du kan prøve igjen {when}."
HASHER = PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return HASHER.hash("ingen har dette passordet")


def hashed(password: str) -> str:
    """The argon2 hash that `services.users` stores."""
    return HASHER.hash(password)


def matches(user: User | None, password: str) -> bool:
    """Whether the password is the user's; takes as long when there is no such user."""
    stored = user.password_hash if user else None
    try:
        HASHER.verify(stored or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def safe_target(target: str | None) -> str:
    """The page to go on to: a path of ours, never another site."""
    home = url_for("admin.index")
    if not target or "\\" in target or any(ord(sign) < 33 for sign in target):
        return home
    parts = urlsplit(target)
    inside = not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith("//")
    return target if inside else home


@front.get("/")
def root() -> ResponseReturnValue:
    return redirect(url_for("admin.index"))


@front.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    target = safe_target(request.values.get("next"))
    if request.method == "GET":
        return redirect(target) if current_user.is_authenticated else _page(target)
    email = request.form.get("email", "").strip().lower()
    address, now = request.remote_addr or "", datetime.now(UTC)
    with connection.soon():
        locked = users.locked_until(email, address, now)
    if locked is not None:
        return _page(target, email, LOCKED.format(when=formats.moment(locked))), 429
    user = users.find_by_email(email)
    if not matches(user, request.form.get("password", "")) or user is None:
        users.note_failure(email, address, now)
        return _page(target, email, WRONG), 401
    if not Person(user).is_active:
        return _page(target, email, CLOSED), 403
    users.note_success(email, address)
    let_in(user)
    return redirect(target)


@front.post("/logout")
def logout() -> ResponseReturnValue:
    logout_user()
    session.clear()
    flash("Du er logget ut.", "info")
    return redirect(url_for("front.login"))


def let_in(user: User) -> None:
    """Begin a session of the user's."""
    session.clear()  # a session id known before sign-in is worth nothing after it
    session.permanent = True
    login_user(Person(user))


def _page(target: str, email: str = "", problem: str = "") -> str:
    demo = users.demo_users() if demo_mode() else ()
    return render_template("login.html", target=target, email=email, problem=problem, demo=demo)
