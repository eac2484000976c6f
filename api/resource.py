"""A resource of the partner API: its routes come ready with door, ETag, paging, idempotency and documentation.

    resource = Resource("vacancies", "Ledige boliger")

    @resource.listing("", scope=Scope.VACANCIES, schema=schemas.Notice, filters=schemas.NoticeFilters)
    def listed(call, *, after, limit, **filters):      # as many as `limit`; the door asks for one more than the page
        return partner.notices(call.landlord, after=after, limit=limit, **filters)

    @resource.one("/<number>", scope=Scope.VACANCIES, schema=schemas.Notice)
    def one(call, number):                             # something with `.key` and `.version`
        return partner.notice(call.landlord, number)

    @resource.made("", scope=Scope.VACANCIES_WRITE, body=schemas.NoticeBody, schema=schemas.Notice, at="one")
    def report(call, body):                            # `call.identity` is the new record's id
        ...

    @resource.changed("/<number>", scope=Scope.VACANCIES_WRITE, body=schemas.NoticeChange, schema=schemas.Notice)
    def change(call, body, number):
        found = partner.get_notice(call.landlord, number)
        notices.change(found, call.actor, values=body, version=call.seen(found), today=call.today)
        return partner.notice(call.landlord, number)

`number` in a path is what `rules.public_ids` makes of it, decoded before the handler sees it: no such form, 404.
The docstring of a handler is its description in the specification: bokmål. Endpoints are named
`partner_<name>.<function>` and must stand in `admin.partner_doors.PARTNER_ROUTES`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Response, url_for
from flask_smorest import Blueprint
from marshmallow import Schema

from api import bodies, call, etags, idempotency, paging
from api.call import Call, Handler
from api.described import IF_MATCH, IF_NONE_MATCH, KEY, headers, page_of, path_parameter, refusals
from api.problems import Problem
from rules import public_ids
from rules.terms import Scope

BASE = "/api/v1"
PREFIX = "partner_"


class Resource(Blueprint):  # type: ignore[misc]
    """The routes under `/api/v1/<name>`; `title` is its heading in the documentation, in bokmål."""

    ARGUMENTS_PARSER = bodies.Parser()

    def __init__(self, name: str, title: str, description: str = "", *, example: str = "") -> None:
        super().__init__(PREFIX + name, __name__, url_prefix=f"{BASE}/{name}", description=description)
        self.kind, self.title, self.example = name, title, example

    def listing(
        self, rule: str, *, scope: Scope, schema: type[Schema], filters: type[Schema] | None = None,
        told: Callable[..., Any] | None = None, paged: bool = True,
    ) -> Callable[[Handler], Handler]:  # fmt: skip
        """GET of a page. The handler gets `after`, `limit`, the path and the filters, and returns what it found.

        Each has a `key`, the id that the list is in order of. `told(call, found)` makes those of the page (not the
        one beyond it) into what `schema` tells, where reading is not telling. One that is not `paged` is the latest
        alone: it takes no cursor, and returns `limit` at most.
        """
        asked = type(
            f"{schema.__name__}Asked",
            (paging.PageAsked if paged else paging.LatestAsked, *([filters] if filters else [])),
            {},
        )
        page = page_of(schema)
        dumper = schema(many=True)

        def decorate(handler: Handler) -> Handler:
            @wraps(handler)
            def view(query: dict[str, Any], **path: Any) -> Response:
                made: Call = path.pop("call")
                limit, after = query.pop("limit"), paging.after(query.pop("cursor", None))
                found = handler(made, after=after, limit=limit + 1, **path, **query)[: None if paged else limit]
                shown = found[:limit] if told is None else told(made, found[:limit])
                return paging.answer([*shown, *found[limit:]], dumper.dump(shown), limit)

            documented = self.response(200, page, headers=headers("Link"), description="En side.")(view)
            parsed = self.arguments(asked, location="query")(documented)
            return self._route(rule, "GET", handler, self._through(scope, parsed, asks=True))

        return decorate

    def one(self, rule: str, *, scope: Scope | None, schema: type[Schema]) -> Callable[[Handler], Handler]:
        """GET of one. The handler gets the path and returns something with `key` and `version`."""
        dumper = schema()

        def decorate(handler: Handler) -> Handler:
            @wraps(handler)
            def view(**path: Any) -> Response:
                seen = handler(path.pop("call"), **path)
                return self._tagged(bodies.answered(dumper.dump(seen)), seen)

            told = headers("ETag")
            documented = self.response(200, schema, headers=told, description="Det du spurte etter.")(view)
            same = self.alt_response(304, headers=told, description="Ingenting er endret.", success=True)
            documented = same(documented)
            return self._route(rule, "GET", handler, self._through(scope, documented), [IF_NONE_MATCH])

        return decorate

    def made(
        self, rule: str, *, scope: Scope, schema: type[Schema], body: type[Schema] | None = None, at: str = "",
        status: int = 201, matched: bool = False,
    ) -> Callable[[Handler], Handler]:  # fmt: skip
        """POST under an Idempotency-Key. The handler gets the call, the body (where there is one) and the path.

        It returns something with `key` and `version`. `at` names the endpoint of this resource whose address is told
        as Location (the new one's `number`); `matched` where the step changes a record that must be named by If-Match:
        the handler then asks `call.seen(record)`. A step that makes nothing new has `status=200`.
        """
        dumper = schema()

        def decorate(handler: Handler) -> Handler:
            @wraps(handler)
            def view(*sent: dict[str, Any], **path: Any) -> Response:
                made: Call = path.pop("call")
                key = idempotency.demand()
                if matched:
                    etags.demand()

                def work(identity: Any) -> Response:
                    made.identity = identity
                    seen = handler(made, *sent, **path)
                    answer = self._tagged(bodies.answered(dumper.dump(seen), status), seen)
                    if at:
                        answer.headers["Location"] = self._address(at, seen)
                    return answer

                return idempotency.once(made.landlord, key, work)

            told = headers("ETag", idempotency.REPLAYED, *(["Location"] if at else []))
            described = "Det nye." if status == 201 else "Slik står det nå."
            documented = self.response(status, schema, headers=told, description=described)(view)
            parsed = self.arguments(body)(documented) if body else documented
            needs = [KEY, IF_MATCH] if matched else [KEY]
            return self._route(rule, "POST", handler, self._through(scope, parsed, writes=body is not None), needs)

        return decorate

    def changed(
        self, rule: str, *, scope: Scope, schema: type[Schema], body: type[Schema]
    ) -> Callable[[Handler], Handler]:
        """PATCH under If-Match. The handler gets the call, the body and the path, and asks `call.seen(record)`."""
        dumper = schema()

        def decorate(handler: Handler) -> Handler:
            @wraps(handler)
            def view(sent: dict[str, Any], **path: Any) -> Response:
                made: Call = path.pop("call")
                etags.demand()
                seen = handler(made, sent, **path)
                return self._tagged(bodies.answered(dumper.dump(seen)), seen)

            described = "Slik står det nå."
            documented = self.response(200, schema, headers=headers("ETag"), description=described)(view)
            parsed = self.arguments(body)(documented)
            return self._route(rule, "PATCH", handler, self._through(scope, parsed, writes=True), [IF_MATCH])

        return decorate

    def removed(self, rule: str, *, scope: Scope) -> Callable[[Handler], Handler]:
        """DELETE under If-Match, answered by 204. The handler gets the call and the path."""

        def decorate(handler: Handler) -> Handler:
            @wraps(handler)
            def view(**path: Any) -> Response:
                etags.demand()
                handler(path.pop("call"), **path)
                return Response(status=204)

            documented = self.response(204, headers=headers(), description="Borte.")(view)
            return self._route(rule, "DELETE", handler, self._through(scope, documented), [IF_MATCH])

        return decorate

    def _through(self, scope: Scope | None, view: Handler, *, writes: bool = False, asks: bool = False) -> Handler:
        """The door before everything else, the body last; what is sent where nothing is read is refused."""

        @wraps(view)
        def entered(**path: Any) -> Any:
            bodies.measure()
            made = call.enter(scope, self.kind)
            bodies.raw()
            if "number" in path:
                path["number"] = public_ids.number(path["number"])
                if path["number"] is None:
                    raise Problem("not-found")
            if not asks:
                bodies.refuse_query()
            if not writes:
                bodies.refuse_body()
            return view(call=made, **path)

        named = [scope.value] if scope else []
        return self.doc(security=[{"key": named}, {"maskinporten": named}])(entered)  # type: ignore[no-any-return]

    def _route(
        self, rule: str, method: str, handler: Handler, view: Handler, asked: Sequence[Mapping[str, Any]] = ()
    ) -> Handler:
        named = f"{self.kind}_{handler.__name__}".replace("-", "_")
        refused = refusals(method, named="<" in rule, matched=IF_MATCH in asked)
        answers = {status: HTTPStatus(status).name for status in refused}
        parameters = {"parameters": list(asked)} if asked else {}
        view = self.doc(operationId=named, responses=answers, **parameters)(view)
        path = [path_parameter(name, self.example) for name in re.findall(r"<(\w+)>", rule)]
        self.add_url_rule(rule, handler.__name__, view, methods=[method], tags=[self.title], parameters=path)
        return handler

    def _tagged(self, response: Response, seen: Any) -> Response:
        return etags.put(response, self.kind, seen.key, seen.version)

    def _address(self, endpoint: str, seen: Any) -> str:
        known_as = getattr(seen, "number", None) or seen.id
        full = endpoint if "." in endpoint else f"{self.name}.{endpoint}"
        return url_for(full, number=public_ids.public(str(known_as)))
