"""Typed doors to Flask-Admin's untyped decorators."""

from collections.abc import Callable
from typing import TypeVar, cast

from flask_admin import expose as flask_admin_expose
from flask_admin.actions import action as flask_admin_action

Handler = TypeVar("Handler", bound=Callable[..., object])


def expose(url: str, *methods: str) -> Callable[[Handler], Handler]:
    """Give a view's method an address; GET unless told otherwise."""
    return cast(Callable[[Handler], Handler], flask_admin_expose(url, methods=methods or ("GET",)))


def action(name: str, text: str, confirmation: str) -> Callable[[Handler], Handler]:
    """Offer a view's method for the rows that are ticked; it always asks first."""
    return cast(Callable[[Handler], Handler], flask_admin_action(name, text, confirmation))
