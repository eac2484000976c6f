"""What callers send and are answered: JSON objects, strictly read."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from flask import Response, request
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser

from api.problems import FieldProblem, Problem
from schemas.partner.faults import Fault

MOST_BYTES = 256 * 1024
MOST_ERRORS = 50  # that a problem document lists
LONGEST_NAME = 200  # of a field that is told back
WHOLE_OBJECT = "_schema"  # marshmallow's name for an object as such, which a field may have too
NAMED = ("unknown", "twice")  # faults that a field alone can have
WHOLE = re.compile(r"-?[0-9]{1,15}")  # in a query


def measure() -> None:
    """Refuse a body that is too large before it is read, and one that hides its length once it has been."""
    request.max_content_length = MOST_BYTES + 1  # a body without a told length is cut off there in silence
    if (request.content_length or 0) > MOST_BYTES:
        raise Problem("too-large", headers={"Connection": "close"})


def raw() -> bytes:
    """The body as it came."""
    sent = request.get_data(cache=True)
    if len(sent) > MOST_BYTES:
        raise Problem("too-large", headers={"Connection": "close"})
    return sent


def read() -> Any:
    """The JSON that was sent; refused where it is no JSON, not called so, or packed."""
    sent = raw()
    packed = request.headers.get("Content-Encoding", "identity").lower() != "identity"
    if packed or request.mimetype != "application/json":
        raise Problem("not-json")
    try:
        return json.loads(sent.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Problem("broken-json") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def answered(body: Any, status: int = 200) -> Response:
    """An answer in JSON."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, mimetype="application/json")


def refuse_query() -> None:
    """Refuse names in the query where none is read, each by its name."""
    if request.args:
        _refuse_unknown(request.args)


def refuse_body() -> None:
    """Refuse what is sent where nothing is read; an empty object is nothing."""
    if not raw():
        return
    sent = read()
    if not isinstance(sent, dict):
        raise Problem("invalid", errors=(FieldProblem("body", Fault("object")),))
    if sent:
        _refuse_unknown(sent)


def _refuse_unknown(names: Iterable[str]) -> NoReturn:
    unknown = [FieldProblem(_told(("", name)), Fault("unknown")) for name in names]
    raise Problem("invalid", errors=tuple(unknown[:MOST_ERRORS]))


class Parser(FlaskParser):
    """Reads bodies and queries strictly: what is not known is refused by its name."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {"json": RAISE, "query": RAISE}

    def load_json(self, req: Any, schema: Schema) -> Any:
        return read()

    def load_querystring(self, req: Any, schema: Schema) -> Any:
        sent = req.args
        twice = {name: Fault("twice") for name, values in sent.lists() if len(values) > 1}
        if twice:
            raise ValidationError({name: [fault] for name, fault in twice.items()})
        return {name: _plain(schema, name, value) for name, value in sent.items()}

    def handle_error(self, error: ValidationError, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Tell of every field."""
        raise Problem("invalid", errors=tuple(_flat(error.messages))[:MOST_ERRORS]) from error


def _plain(schema: Schema, name: str, value: str) -> Any:
    """A query's value as JSON would carry it: whole numbers and truth have their own kinds there."""
    kind = type(schema.fields[name]).__mro__ if name in schema.fields else ()
    names = {one.__name__ for one in kind}
    if "Integer" in names and WHOLE.fullmatch(value):
        return int(value)
    if "Boolean" in names and value in ("true", "false"):
        return value == "true"
    return value


def _flat(messages: Any, path: tuple[str, ...] = ()) -> Iterator[FieldProblem]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _flat(inner, (*path, str(name)))
        return
    for text in messages if isinstance(messages, list) else [messages]:
        fault = text if isinstance(text, Fault) else Fault("not_valid")
        whole = path[-1:] == (WHOLE_OBJECT,) and fault.code not in NAMED
        yield FieldProblem(_told(path[:-1] if whole else path), fault)


def _told(path: tuple[str, ...]) -> str:
    """The field as a path, without the place that all of it was sent in."""
    named = ".".join(path[1:])[:LONGEST_NAME]
    return named.encode("utf-8", "replace").decode() if path[1:] else "body"  # half a character cannot be sent
