"""The one search box and its page of hits.

The box posts, with a token: what is typed may be an identity number, and an address is kept in the browser's history,
in the logs of every server on the way, and in the referrer. Words that cannot hold a number of a person's go on to an
address of their own, so that «back» from a hit works; anything else is answered at once and kept nowhere (`no-store`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import redirect, request
from flask.typing import ResponseReturnValue

from admin import links
from admin.desk import Desk
from admin.own_page import OwnPage
from admin.people import current_actor, sees_protected
from admin.routes import expose
from admin.searching import LONGEST
from services import search
from services.search import Hit

FEW_DIGITS = 6  # from six on it may be a birth date or a piece of an identity number
CASE_NUMBER = re.compile(r"[A-Za-zÆØÅæøå]{1,3}[0-9]+")
GROUPS = {
    "applicant": "Personer",
    "application": "Søknader",
    "lease": "Leieforhold",
    "dwelling": "Boliger",
    "vacancy": "Ledige boliger",
    "landlord": "Utleiere",
}


@dataclass(frozen=True)
class ShownHit:
    url: str
    title: str
    number: str
    detail: str
    protected: bool


@dataclass(frozen=True)
class Group:
    """Hits of one kind; `full` = there may be more than are shown."""

    name: str
    hits: Sequence[ShownHit]
    full: bool


def may_stand_in_address(term: str) -> bool:
    """Whether the words can hold no identity number, nor a piece of one or a mistyped one."""
    return bool(CASE_NUMBER.fullmatch(term)) or sum(sign.isdigit() for sign in term) < FEW_DIGITS


class SearchPage(OwnPage):
    """Hits by kind."""

    def __init__(self) -> None:
        super().__init__(name="Søk", endpoint="search", url="sok")

    def is_visible(self) -> bool:
        return False  # the box stands at the top of every page

    @expose("/", "GET", "POST")
    def index(self) -> ResponseReturnValue:
        term = " ".join(request.values.get("q", "")[:LONGEST].split())
        if request.method == "POST" and may_stand_in_address(term):
            return redirect(self.get_url(".index", q=term or None), 303)
        if request.method == "GET" and not may_stand_in_address(term):
            term = ""  # an address that somebody made by hand: it is not searched for, nor shown again
        short = 0 < len(term) < search.SHORTEST
        hits = search.find(term, current_actor(), sees_protected=sees_protected()) if term and not short else []
        groups = list(grouped(self.desk, hits))
        page: str = self.render(
            "admin/search/hits.html", term=term, short=short, groups=groups, count=sum(len(one.hits) for one in groups)
        )
        return page


def grouped(desk: Desk, hits: Sequence[Hit]) -> Iterator[Group]:
    """The hits by kind, without those that the person at the screen may not open."""
    for kind, name in GROUPS.items():
        shown = [
            _shown(url, hit) for hit in hits if hit.kind == kind and (url := links.record_url(desk, hit.kind, hit.id))
        ]
        if shown:
            yield Group(name, shown, len(shown) >= search.MOST)


def _shown(url: str, hit: Hit) -> ShownHit:
    number = hit.number if hit.number != hit.title else ""
    return ShownHit(url, hit.title, number, hit.detail, hit.protected)
