"""The OpenAPI 3.1 specification, and the pages that tell people the same in bokmål."""

import http
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Response, abort, current_app, render_template
from flask_smorest import Api
from flask_smorest.utils import prepare_response
from markupsafe import Markup, escape
from marshmallow import Schema, fields

from api import bodies, described, problem_words
from api.problems import ENGLISH, MEDIA_TYPE, NORWEGIAN, language
from api.resource import BASE, Resource
from rules.terms import Scope

if TYPE_CHECKING:
    from config.settings import Settings

VERSION = "1.0.0"
NAME = "husrom_partner_api"
PLACES = {"path": "adressen", "query": "spørringen", "header": "hodefelt"}
KINDS = {
    "string": "tekst", "integer": "helt tall", "number": "tall", "boolean": "true eller false", "null": "null",
    "object": "objekt", "array": "liste",
}  # fmt: skip
SAID = {
    NORWEGIAN: {"all": "Alle feil", "heading": "Feil i utleier-API-et", "about": "Om utleier-API-et"},
    ENGLISH: {
        "all": "All errors",
        "heading": "Errors of the landlord API",
        "about": "About the landlord API (Norwegian)",
    },
}
FORMATS = {"date": "dato", "date-time": "tidspunkt med sone", "uri": "adresse"}
ABOUT = (
    "Private utleiere som kommunen har avtale med, utveksler her ledige boliger, tilvisninger, leieforhold og varsler "
    "med kommunens boligkontor, maskin til maskin.\n\n"
    "Alt gjelder utleierens eget. Beløp er i øre, dager skrives 2026-12-01, tidspunkter med tidssone. Feil er "
    "problemdokumenter (RFC 9457) på norsk eller engelsk etter Accept-Language."
)


class FieldProblem(Schema):
    """Hva som er galt med ett felt."""

    field = fields.String(required=True, metadata={"description": "Feltet, som en sti: `home.rooms`."})
    problem = fields.String(required=True, metadata={"description": "Hva som må rettes."})


class ProblemDocument(Schema):
    """Hva som gikk galt (RFC 9457)."""

    type = fields.String(required=True, metadata={"description": "Adressen til siden om problemet.", "format": "uri"})
    title = fields.String(required=True, metadata={"description": "Hva problemet heter."})
    status = fields.Integer(required=True, metadata={"description": "HTTP-statusen."})
    detail = fields.String(required=True, metadata={"description": "Hva du kan gjøre."})
    errors = fields.List(fields.Nested(FieldProblem), metadata={"description": "Feltene som må rettes."})


class PartnerApi(Api):  # type: ignore[misc]
    """Flask-Smorest's, with our problem documents in place of its own errors."""

    ERROR_SCHEMA = ProblemDocument

    def _register_error_handlers(self) -> None:
        """Ours are `api.problems`."""

    def _register_responses(self) -> None:
        for name, header in described.HEADERS.items():
            self.spec.components.header(name, dict(header), lazy=True)
        for status, (words, own) in described.REFUSALS.items():
            told = {"description": words, "schema": self.ERROR_SCHEMA, "headers": described.headers(*own)}
            prepare_response(told, self.spec, MEDIA_TYPE)
            self.spec.components.response(http.HTTPStatus(status).name, told, lazy=True)
        usual: dict[str, Any] = {"description": "Et problemdokument.", "schema": self.ERROR_SCHEMA}
        prepare_response(usual, self.spec, MEDIA_TYPE)
        self.spec.components.response(self.DEFAULT_ERROR_RESPONSE_NAME, usual, lazy=True)

    def register_resource(self, resource: Resource) -> None:
        """Put a resource on the app, and under its title in the specification."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][resource.name] = self
        self._app.register_blueprint(resource)
        resource.register_views_in_doc(self, self._app, self.spec, name=resource.name, parameters=None)
        self.spec.tag({"name": resource.title, "description": resource.description})


def register(app: Flask, settings: "Settings", resources: Iterable[Resource]) -> None:
    """Put the resources, their specification and the pages on the app."""
    app.config.update(API_TITLE="Husrom for utleiere", API_VERSION=VERSION, OPENAPI_VERSION="3.1.0")
    commands = dict(app.cli.commands)
    api = PartnerApi(app, spec_kwargs=_about(settings))
    app.cli.commands = commands  # Flask-Smorest's own command speaks English; the specification is served
    for resource in resources:
        api.register_resource(resource)
    app.extensions[NAME] = api
    app.register_blueprint(pages)


def _about(settings: "Settings") -> dict[str, Any]:
    key = {"type": "http", "scheme": "bearer", "description": "En nøkkel fra kommunen. Den begynner med `husrom_`."}
    token = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Et token fra Maskinporten."}
    return {
        "info": {"description": ABOUT},
        "servers": [{"url": settings.base_url, "description": settings.municipality_name}],
        "components": {"securitySchemes": {"key": key, "maskinporten": token}},
    }


pages = Blueprint("partner_pages", __name__, url_prefix=BASE, template_folder="templates")


@pages.get("/openapi.json")
def openapi() -> Response:
    """The specification; the same for everybody."""
    return bodies.answered(specification(current_app))


def specification(app: Flask) -> dict[str, Any]:
    """The specification as it is served."""
    found: dict[str, Any] = app.extensions[NAME].spec.to_dict()
    return found


@pages.get("/docs")
def docs() -> str:
    """The specification as people read it."""
    spec = specification(current_app)
    return render_template(
        "api/docs.html", spec=spec, groups=_groups(spec), scopes=list(Scope), kinds=_kinds, places=PLACES
    )


@pages.app_template_filter("code")
def code(text: str) -> Markup:
    """Text with `code` between backticks."""
    parts = str(escape(text)).split("`")
    return Markup("").join(Markup(f"<code>{one}</code>" if odd % 2 else one) for odd, one in enumerate(parts))  # noqa: S704 - escaped above


def _kinds(schema: Mapping[str, Any]) -> str:
    """What kind of value a field holds, in words."""
    held = schema.get("type", "object")
    names = [KINDS[one] for one in (held if isinstance(held, list) else [held])]
    form = FORMATS.get(schema.get("format", ""))
    return " eller ".join([form, *names[1:]] if form else names)


@pages.get("/problems")
def problems() -> Response:
    """All problems, in the reader's language."""
    return _told(list(problem_words.PROBLEMS))


@pages.get("/problems/<slug>")
def problem(slug: str) -> Response:
    """One problem, as `type` in its document says, in the reader's language."""
    if slug not in problem_words.PROBLEMS:
        abort(404)
    return _told([slug])


def _told(slugs: list[str]) -> Response:
    spoken = language()
    found = {slug: problem_words.PROBLEMS[slug].words(english=spoken == ENGLISH) for slug in slugs}
    statuses = {slug: problem_words.PROBLEMS[slug].status for slug in slugs}
    page = render_template("api/problems.html", problems=found, statuses=statuses, spoken=spoken, said=SAID[spoken])
    return Response(page, headers={"Content-Language": spoken, "Vary": "Accept-Language"}, mimetype="text/html")


def _groups(spec: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], list[dict[str, Any]]]]:
    """The operations under each tag."""
    found = [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict)
    ]
    return [(tag, [one for one in found if tag["name"] in one.get("tags", ())]) for tag in spec.get("tags", ())]
