"""Who is at the screen: the signed-in person, and the actor that services meet."""

from datetime import UTC, datetime
from typing import Any

from flask import current_app
from flask_login import UserMixin, current_user

from models import User, connection
from rules.terms import Role
from services import users
from services.actor import Actor

MARK = 12  # signs of the password's hash that a session carries: a new password ends every session


class Person(UserMixin):
    """The signed-in user, as Flask-Login carries it through one request."""

    def __init__(self, user: User) -> None:
        self.user = user

    @property
    def is_active(self) -> bool:
        return bool(self.user.active) and (not self.user.demo or demo_mode())

    def get_id(self) -> str:
        return f"{self.user.pk}:{_mark(self.user)}"

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(self.user.roles)

    @property
    def office(self) -> Any:
        """The id of the user's office, without reading it."""
        return self.user.to_mongo().get("office")


def demo_mode() -> bool:
    return bool(current_app.config.get("HUSROM_DEMO"))


def _mark(user: User) -> str:
    return (user.password_hash or "")[-MARK:]


def load_person(session_id: str) -> Person | None:
    """Flask-Login's loader: one read per request; None signs the person out."""
    identity, _, mark = session_id.partition(":")
    with connection.soon():
        user = users.find(identity)
    if user is None or not user.password_hash or _mark(user) != mark:
        return None
    person = Person(user)
    return person if person.is_active else None


def signed_in() -> Person | None:
    """The person at the screen; None outside a request and before sign-in."""
    found = current_user._get_current_object()
    return found if isinstance(found, Person) else None


def current_roles() -> frozenset[Role]:
    person = signed_in()
    return person.roles if person else frozenset()


def sees_protected() -> bool:
    """Whether the person at the screen is in the group that may see protected addresses."""
    person = signed_in()
    return person is not None and bool(person.user.sees_protected)


def current_actor() -> Actor:
    """The person at the screen, at the clock's time, as services know them."""
    person = signed_in()
    if person is None:
        raise LookupError("nobody is signed in")
    return Actor(
        id=str(person.user.pk), name=person.name, roles=person.roles, at=datetime.now(UTC), office=person.office
    )
