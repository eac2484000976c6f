"""What the specification says of every resource alike: headers, ids in addresses, pages."""

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
ETAG = {"schema": {"type": "string"}, "description": "Versjonen, til If-Match og If-None-Match."}
LOCATION = {"schema": {"type": "string", "format": "uri-reference"}, "description": "Adressen til det nye."}
LINK = {"schema": {"type": "string"}, "description": "Neste side, med rel=next, når det er en."}


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
