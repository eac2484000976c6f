"""What the specification says of every resource alike: headers, ids in addresses, pages."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from rules import public_ids
from schemas.partner.fields import Answer

IF_MATCH = {
    "in": "header", "name": "If-Match", "required": True, "schema": {"type": "string", "pattern": '^"[0-9a-f]{32}"$'},
    "description": "ETag fra da du leste det. Uten: 428. Endret siden: 412.",
}  # fmt: skip
IF_NONE_MATCH = {
    "in": "header", "name": "If-None-Match", "required": False, "schema": {"type": "string"},
    "description": "ETag fra sist. Er ingenting endret, er svaret 304 uten innhold.",
}  # fmt: skip
KEY = {
    "in": "header", "name": "Idempotency-Key", "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "Din nøkkel for kallet. Samme nøkkel og innhold innen en uke: samme svar, ingenting to ganger.",
}  # fmt: skip
HEADERS: Mapping[str, Mapping[str, Any]] = {  # of answers, by name
    "ETag": {"schema": {"type": "string"}, "description": "Versjonen, til If-Match og If-None-Match."},
    "Location": {"schema": {"type": "string", "format": "uri-reference"}, "description": "Adressen til det nye."},
    "Link": {"schema": {"type": "string"}, "description": "Neste side, med rel=next, når det er en."},
    "Idempotency-Replayed": {
        "schema": {"type": "string", "const": "true"},
        "description": "Svaret er det samme som kallet med denne nøkkelen fikk før.",
    },
    "WWW-Authenticate": {"schema": {"type": "string"}, "description": "Hva som må til for å slippe inn (RFC 6750)."},
    "Retry-After": {"schema": {"type": "integer"}, "description": "Så mange sekunder før du prøver igjen."},
    "RateLimit-Limit": {"schema": {"type": "integer"}, "description": "Så mange kall kan gjøres i tidsrommet."},
    "RateLimit-Remaining": {"schema": {"type": "integer"}, "description": "Så mange er igjen."},
    "RateLimit-Reset": {"schema": {"type": "integer"}, "description": "Så mange sekunder til det begynner på nytt."},
}  # fmt: skip
RATES = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
REFUSALS: Mapping[int, tuple[str, tuple[str, ...]]] = {  # what is said of each, and its own headers
    400: ("Forespørselen er ikke gyldig: innholdet, markøren eller Idempotency-Key.", ()),
    401: ("Nøkkelen eller tokenet åpner ikke.", ("WWW-Authenticate",)),
    403: ("Nøkkelen eller tokenet åpner ikke for dette.", ("WWW-Authenticate",)),
    404: ("Finnes ikke, eller er ikke deres.", ()),
    409: ("Det går ikke slik det står nå, eller det første kallet med nøkkelen er ikke ferdig.", ("Retry-After",)),
    412: ("Det er endret siden du leste det.", ()),
    413: ("Innholdet er for stort.", ()),
    415: ("Innholdet er ikke JSON.", ()),
    422: ("Felt må rettes, eller nøkkelen er brukt til et annet kall.", ()),
    428: ("If-Match mangler.", ()),
    429: ("For mange kall.", ("Retry-After",)),
    503: ("Vent litt, og send det samme på nytt.", ("Retry-After",)),
}
ALWAYS = (400, 401, 403, 413, 415, 422, 429, 503)
CHANGING = ("POST", "PATCH")


def headers(*names: str) -> dict[str, str]:
    """An answer's headers by their names in the specification: these, and how the caller stands."""
    return {name: name for name in (*names, *RATES)}


def refusals(method: str, *, named: bool, matched: bool) -> list[int]:
    """The statuses that such an operation refuses by; `named` where a record stands in its path."""
    record, changing, seen = (
        (404,) if named else (),
        (409,) if method in CHANGING else (),
        (412, 428) if matched else (),
    )
    return sorted((*ALWAYS, *record, *changing, *seen))


def path_parameter(name: str, example: str) -> dict[str, Any]:
    """What the specification says of a record's id in an address."""
    described: dict[str, Any] = {"in": "path", "name": name, "required": True}
    if name != "number":
        return {**described, "schema": {"type": "string", "minLength": 1, "maxLength": 400}, "description": "Hvilken."}
    schema = {"type": "string", "pattern": public_ids.PATTERN, "minLength": 1, "maxLength": 220}
    return {**described, "schema": schema, "description": "`id` fra listen.", "example": example}


def page_of(schema: type[Schema]) -> type[Schema]:
    """A page of them."""
    parts: dict[str, Any] = {
        "items": fields.List(
            fields.Nested(schema), required=True, metadata={"description": "I den rekkefølgen de kom."}
        ),
        "next": fields.String(
            required=True, allow_none=True, metadata={"description": "Markøren for neste side, eller null."}
        ),
    }
    return type(f"{schema.__name__}Page", (Answer,), parts)
