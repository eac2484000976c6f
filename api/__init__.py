"""The landlords' door: JSON under /api/v1, its specification and its pages. `register` puts it on the app."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

if TYPE_CHECKING:
    from config.settings import Settings

BASE = "/api/"


def register(app: Flask, settings: "Settings") -> None:
    """Put the partner API on the app, after `admin.register`: it shares the app's headers, not its sessions."""
    from api import call, problems, specification
    from api.callers import Callers
    from api.counting import Counter
    from api.maskinporten import Maskinporten
    from api.rates import Rates
    from api.resources import RESOURCES

    maskinporten = None
    if settings.maskinporten_issuer:
        maskinporten = Maskinporten(
            settings.maskinporten_issuer, settings.maskinporten_audience, settings.maskinporten_scope_prefix
        )
    app.extensions[call.DOOR] = call.Door(
        Callers(settings.secret_key, maskinporten, settings.demo),
        Rates(settings.api_rate),
        Counter(patient=app.testing),
    )
    app.url_map.merge_slashes = False  # two slashes are another address, and no way to send callers elsewhere
    app.session_interface = Sessionless()
    app.after_request(_finish)
    problems.register(app, settings.base_url)
    specification.register(app, settings, RESOURCES)
    for resource in RESOURCES:
        app.extensions["csrf"].exempt(resource)
        app.error_handler_spec[resource.name][None][Exception] = problems.answer


class Sessionless(SecureCookieSessionInterface):
    """Sessions for people's pages; under /api/ no cookie is read or set."""

    def open_session(self, app: Flask, request: Any) -> Any:
        if request.path.startswith(BASE):
            return None  # Flask then hands out one that cannot be written
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not request.path.startswith(BASE):
            super().save_session(app, session, response)


def _finish(response: Response) -> Response:
    """Tell how the caller stands, and count the call once it is answered."""
    from api import call, rates
    from api.resource import PREFIX, Resource

    blueprint = current_app.blueprints.get(request.blueprint or "")
    if not isinstance(blueprint, Resource) or request.method == "OPTIONS":  # which Flask answers by itself
        return response
    rates.put(response)
    counter, caller = call.door().counter, g.get("partner_caller")
    due = counter.note(
        client=caller.known.client if caller else "ukjent",
        landlord=caller.known.landlord if caller else None,
        supplier=caller.supplier if caller else None,
        operation=(request.endpoint or "").removeprefix(PREFIX),
        status=response.status_code,
        at=datetime.now(UTC),
    )
    if due:
        response.call_on_close(counter.flush)
    return response
