"""A page of the desk that is not generated from a document; who may use it stands in `admin.access.ROUTES`."""

from collections.abc import Callable
from typing import Any, cast

from flask import abort, current_app
from flask_admin import BaseView

from admin import access
from admin.desk import Desk
from admin.people import current_roles


class OwnPage(BaseView):
    """One page, or a few that belong together."""

    def may(self, method: str) -> bool:
        """Whether the person at the screen may use one of the page's methods."""
        allowed = access.access_of(current_app, f"{self.endpoint}.{method}")
        return isinstance(allowed, frozenset) and bool(allowed & current_roles())

    def is_accessible(self) -> bool:
        return self.may(str(self._default_view))

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        if not self.may(name):
            abort(403)

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return fn(self, *args, **kwargs)  # Flask-Admin would call again on any TypeError and hide the first

    @property
    def desk(self) -> Desk:
        return cast(Desk, self.admin)
