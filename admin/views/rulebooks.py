"""Rulebook versions, with their values in words."""

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape

from admin.desk import ADMINISTRATION
from admin.views.related import Section
from admin.views.screen import Screen
from models import Rulebook
from rules import rulebook
from rules.rulebook import RulebookInvalid, Rules

SOURCES = {  # the documents that the default goes by, as people know them
    "S001": "Harstads retningslinjer",
    "S002": "Husbankens veiviser",
    "S003": "Husbankens veiviser",
    "S004": "Trondheims rutine",
}


class Rulebooks(Screen):
    """Versions, newest first; the values are read, not edited."""

    name_one, name_many, category_name = "regelbok", "Regelbok", ADMINISTRATION
    hint = "Fristene, dagene og grensene som kommunen har bestemt."
    label_fields = ("rulebook_number", "title")
    column_list = ("rulebook_number", "title", "valid_from")
    column_sortable_list = ("rulebook_number", "valid_from")
    column_default_sort = [("rulebook_number", True)]
    details_groups = (("Regelboken", ("title", "rulebook_number", "valid_from")),)

    def label(self, document: Any) -> str:
        return f"Versjon {document.rulebook_number}"

    def sections(self, document: Rulebook) -> Sequence[Section | None]:
        try:
            rules = rulebook.parse(document.rulebook_number, document.content)
        except RulebookInvalid:
            return (_section("Verdier", (), (), "Innholdet i denne versjonen kan ikke leses."),)
        return (
            _section("Frister og påminnelser", ("Hva", "Verdi"), _limits(rules)),
            _section("Restansestigen", ("Steg", "Dager etter forfall", "Hastegrad", "Kilde"), _ladder(rules)),
            _section("Klageinstans", ("Rettsgrunnlag", "Klageinstans"), _bodies(rules)),
        )


def _section(heading: str, titles: Sequence[str], rows: Any, empty: str = "") -> Section:
    cells = tuple(tuple(escape(str(cell)) for cell in row) for row in rows)
    marked: tuple[tuple[Markup, ...], ...] = cells
    return Section(heading, tuple((title, "") for title in titles), marked, empty)


def _limits(rules: Rules) -> Iterator[tuple[str, str]]:
    lease, agreement = rules.lease_expiry, rules.agreement_expiry
    yield "Klagefrist", f"{rules.appeal_weeks} uker"
    yield "Brev i posten regnes som kommet fram etter", f"{rules.posting_days} dager"
    yield "Egen ny vurdering av en klage", f"{rules.appeal.reassessment_days} dager"
    yield "Påminnelse før fristen for ny vurdering", f"{rules.appeal.soon_days} dager"
    yield "Foreløpig svar eller vedtak", f"{rules.slow.slow_months} måned"
    yield "Saken haster etter", f"{rules.slow.very_slow_months} måneder"
    yield "Påminnelse før leiekontrakten utløper", f"{lease.approaching_months} og {lease.near_months} måneder"
    yield "Leieforholdet er tidsubestemt etter utløp", f"{lease.open_ended_months} måneder"
    yield "Påminnelse før utleieavtalen utløper", f"{agreement.approaching_months} og {agreement.near_months} måneder"
    yield "Tilvisning, høyeste andel av boligene", f"{rules.referral_percent} prosent"
    yield "Alle boligene kan tilvises i prosjekter med færre enn", f"{rules.small_project_homes} boliger"


def _ladder(rules: Rules) -> Iterator[tuple[Any, ...]]:
    for rung in rules.ladder:
        yield rung.step.label, rung.after_days, rung.urgency.label, SOURCES.get(rung.source, rung.source)


def _bodies(rules: Rules) -> Iterator[tuple[str, str]]:
    for basis, body in rules.appeal_bodies.items():
        yield basis.label, body.label
