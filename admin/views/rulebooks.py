"""Rulebook versions in words: all of each, what it changed, and where a draft is changed."""

from collections.abc import Sequence
from typing import Any

from flask import g
from markupsafe import Markup, escape

from admin import formats
from admin.desk import ADMINISTRATION
from admin.pages import Act
from admin.rulebook_forms import PARTS
from admin.rulebook_words import Chapter, Difference, chapters, differences
from admin.views.columns import Column
from admin.views.related import Section
from admin.views.rulebook_steps import RulebookSteps
from models import Rulebook
from rules.errors import NotFound
from rules.reading import RulebookInvalid
from services import rulebooks

DRAFT, DROPPED, CURRENT, EARLIER = "Utkast", "Forkastet", "Gjelder nå", "Tidligere"
FROM_BEFORE = "Den er eldre enn denne utgaven av Husrom. Det den ikke sier noe om, vises slik den nyeste sier det."
UNREADABLE = "Innholdet i denne versjonen kan ikke leses. Kjør «flask --app app create-indexes» for å fylle den ut."


def _current_number() -> int:
    """The version in force, asked once for each request."""
    if "rulebook_in_force" not in g:
        found = rulebooks.find_current(formats.today())
        g.rulebook_in_force = found.rulebook_number if found else 0
    return int(g.rulebook_in_force)


def _status(version: Any) -> str:
    if version.dropped_at is not None:
        return DROPPED
    if version.valid_from is None:
        return DRAFT
    if version.valid_from > formats.today():
        return f"Gjelder fra {formats.day(version.valid_from)}"
    return CURRENT if version.rulebook_number == _current_number() else EARLIER


def _badge(version: Any) -> Markup:
    words = _status(version)
    tone = {DRAFT: "waiting", CURRENT: "good"}.get(words, "over" if words in (DROPPED, EARLIER) else "new")
    return Markup('<span class="badge-term tone-{}">{}</span>').format(tone, words)


def _base(version: Any) -> str | None:
    return f"Versjon {version.based_on}" if version.based_on else None


class Rulebooks(RulebookSteps):
    """Versions, newest first; a draft is changed, what is published is fixed."""

    name_one, name_many, category_name = "regelbok", "Regelbok", ADMINISTRATION
    hint = "Vilkårene, prioriteringen, fristene og brevtekstene som kommunen har bestemt."
    label_fields = ("rulebook_number", "title")
    own_columns = {
        "status": Column(
            label="Status", needs=("rulebook_number", "valid_from", "dropped_at"), value=_status, html=_badge
        ),
        "base": Column(label="Kopi av", needs=("based_on",), value=_base),
    }
    column_list = ("rulebook_number", "title", "status", "valid_from", "base")
    column_sortable_list = ("rulebook_number", "valid_from")
    column_default_sort = [("rulebook_number", True)]
    details_groups = (
        ("Regelboken", ("title", "rulebook_number", "status", "valid_from", "published_at", "dropped_at", "base")),
    )
    quiet = frozenset({"valid_from", "published_at", "dropped_at", "base"})

    def label(self, document: Any) -> str:
        return f"Versjon {document.rulebook_number}"

    def acts(self, document: Any) -> Sequence[Act]:
        if document.is_draft:
            found = [
                ("impact", self.page("Se hva som ville endres", "impact", document, main=True)),
                ("upload", self.page("Legg inn en tekst", "upload", document)),
                ("as_text", self.page("Hent som tekst", "as_text", document)),
                ("drop", self.press("Forkast utkastet", "drop", document, confirm="Forkaste utkastet for godt?")),
            ]
        else:
            copied = self.page("Lag en kopi å endre", "copy", document, main=document.dropped_at is None)
            found = [("copy", copied), ("as_text", self.page("Hent som tekst", "as_text", document))]
        return [act for method, act in found if self.may(method)]

    def about(self, document: Any) -> Markup | None:
        """What the version is good for, so that nobody takes a draft for the rules."""
        return Markup('<p class="rulebook-mark {}">{}</p>').format(
            "is-draft" if document.is_draft else "", " ".join(self._told(document))
        )

    def _told(self, version: Any) -> list[str]:
        status = _status(version)
        if status == DRAFT:
            return ["Dette er et utkast. Det gjelder ikke før det er publisert.", *self._behind(version)]
        if status == DROPPED:
            return ["Utkastet er forkastet og kan verken endres eller publiseres."]
        if status == CURRENT:
            return ["Denne versjonen gjelder nå. Den kan ikke endres: lag en kopi, endre den og publiser den."]
        if status == EARLIER:
            told = f"Denne versjonen er avløst. Versjon {_current_number()} gjelder nå."
            return [told] if rulebooks.is_readable(version) else [told, FROM_BEFORE]
        return [f"Denne versjonen er publisert og gjelder fra {formats.day(version.valid_from)}."]

    def _behind(self, version: Any) -> list[str]:
        now = _current_number()
        if version.based_on is None or version.based_on >= now:
            return []
        told = f"Det er en kopi av versjon {version.based_on}, men versjon {now} gjelder nå."
        return [told, "Se nøye på hva som ville endres, eller lag en kopi av den nyeste."]

    def sections(self, document: Rulebook) -> Sequence[Section | None]:
        try:
            rules = rulebooks.legible(document)
        except RulebookInvalid:
            return (_section("Innhold", (), (), UNREADABLE),)
        changed = self._changed(document)
        own = [self._chapter(document, one) for one in chapters(rules)]
        return ([changed] if changed else []) + own

    def _changed(self, document: Rulebook) -> Section | None:
        """What the version says otherwise than the one it was copied from."""
        if document.based_on is None:
            return None
        try:
            before, after = rulebooks.rules_of(rulebooks.get(document.based_on)), rulebooks.rules_of(document)
        except (NotFound, RulebookInvalid):
            return None
        return difference_section(f"Endret fra versjon {document.based_on}", differences(before, after))

    def _chapter(self, document: Rulebook, chapter: Chapter) -> Section:
        changes = tuple(self._ways(document, chapter)) if document.is_draft and self.may("edit_part") else ()
        return _section(chapter.heading, chapter.titles, chapter.rows, chapter.empty, changes)

    def _ways(self, document: Rulebook, chapter: Chapter) -> list[tuple[str, str]]:
        part = PARTS[chapter.part]
        others = list(part.others(document.content))
        if not others:
            url = self.get_url(".edit_part", id=document.pk, **{"del": part.slug})
            return [(f"Endre {formats.inside(chapter.heading)}", url)]
        return [
            (f"Endre {formats.inside(name)}" if one.isdecimal() else name,
             self.get_url(".edit_part", id=document.pk, nr=one, **{"del": part.slug}))
            for name, one in others
        ]  # fmt: skip


def difference_section(heading: str, found: Sequence[Difference]) -> Section:
    """What differs between two versions, before and after."""
    rows = [(one.chapter, one.name, one.then, one.now) for one in found]
    return _section(heading, ("Del", "Hva", "Før", "Etter"), rows, "Ingenting er endret.")


def _section(
    heading: str,
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    empty: str,
    changes: tuple[tuple[str, str], ...] = (),
) -> Section:
    cells = tuple(tuple(_cell(cell) for cell in row) for row in rows)
    return Section(heading, tuple((title, "") for title in titles), cells, empty, changes=changes)


def _cell(text: str) -> Markup:
    """A cell whose lines stay lines."""
    return Markup("<br>").join(escape(line) for line in text.split("\n")) if text else Markup("")
