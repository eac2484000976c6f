"""The audit trail of changes, and the log of who has seen what."""

from collections.abc import Mapping, Sequence
from typing import Any

from bson.errors import InvalidId
from markupsafe import Markup, escape
from mongoengine import Q, ValidationError

from admin import change_log, presenting, vocabulary, wording
from admin.desk import ADMINISTRATION, HIDDEN
from admin.filters import Filter, choice
from admin.links import record_url, screen_of
from admin.views.columns import Column
from admin.views.related import Section
from admin.views.screen import Screen
from models import AuditEntry, User
from rules.terms import AccessKind

REGISTER = Column(
    label="Register", needs=("document",), value=lambda entry: wording.record(entry.document).capitalize()
)
KINDS = choice(
    "register",
    "Register",
    {code: (one.capitalize(), Q(document=code)) for code, (one, _) in sorted(vocabulary.RECORDS.items())},
)


class Logged(Screen):
    """What both logs have in common: which record it was, with a link for whoever may open it."""

    def scaffold_filters(self, name: str) -> list[Filter]:
        if name != "by":
            return super().scaffold_filters(name)
        picker = self.picker("filter.by", User)
        return [Filter("by", "Av", kind="pick", condition=lambda user: Q(by=user), picker=picker)]

    def record_link(self, entry: Any) -> Markup | None:
        """The way to the record that the entry is about."""
        url = record_url(self.desk, entry.document, entry.document_id) if entry.document_id else None
        words = f"{wording.record(entry.document)} {entry.number or ''}".strip()
        return Markup('<p class="lead-line">Gjelder <a href="{}">{}</a>.</p>').format(url, words) if url else None

    def about(self, document: Any) -> Markup | None:
        return self.record_link(document)


class AuditEntries(Logged):
    """Every change of every record, newest first."""

    name_one, name_many, category_name = "endring", "Endringslogg", ADMINISTRATION
    hint = "Hver endring som er gjort i Husrom. Loggen kan ikke endres."
    label_fields = ("action", "number", "at")
    own_columns = {
        "register": REGISTER,
        "what": Column(label="Handling", needs=("action",), value=lambda entry: wording.action(entry.action)),
    }
    column_list = ("at", "register", "number", "what", "by_name")
    column_filters = (KINDS, "at", "by")
    column_searchable_list = ("^number",)
    column_sortable_list = ("at", "number")
    column_default_sort = [("at", True)]
    details_groups = (("Endringen", ("at", "register", "number", "what", "by_name", "why")),)
    quiet = frozenset({"why"})

    def label(self, document: Any) -> str:
        return (
            f"{wording.action(document.action)}: {document.number}"
            if document.number
            else wording.action(document.action)
        )

    def shown(self, document: Any, name: str) -> Any:
        hidden = name == "why" and document.why and not self._tells_why(document)
        return presenting.html(self.desk, None, HIDDEN) if hidden else super().shown(document, name)

    def _tells_why(self, entry: Any) -> bool:
        """As on the record's own page."""
        screen = screen_of(self.desk, entry.document)
        if screen is None or not (screen.case_fields or screen.keeps_why):
            return True
        record = _record(screen, entry.document_id)
        return record is not None and bool(screen.tells_why_of(record, entry.action))

    def sections(self, document: AuditEntry) -> Sequence[Section | None]:
        """Each field before and after, as far as the person may see the record's own fields."""
        screen = screen_of(self.desk, document.document)
        record = _record(screen, document.document_id) if screen else None
        if screen is None or record is None:
            return ()
        entry = change_log.shown(screen, record, document)
        rows = tuple((escape(one.label), one.old, one.new) for one in entry.fields)
        titles = (("Felt", ""), ("Før", ""), ("Etter", ""))
        return (Section("Felt som ble endret", titles, rows, "Ingen felt ble endret."),)


class AccessEntries(Logged):
    """Openings, searches and exports, newest first."""

    name_one, name_many, category_name = "oppslag", "Innsynslogg", ADMINISTRATION
    hint = "Hvem som har sett eller hentet ut personopplysninger."
    label_fields = ("kind", "at")
    own_columns = {
        "register": REGISTER,
        "taken_out": Column(label="Kolonner", needs=("details",), value=lambda _entry: None, wide=True),
        "narrowed_by": Column(
            label="Avgrenset med", needs=("details",), value=lambda entry: ", ".join(entry.details.get("filters", ()))
        ),
    }
    column_list = ("at", "kind", "register", "number", "person", "count", "by_name")
    column_filters = (KINDS, "kind", "at", "person", "by")
    column_sortable_list = ("at",)
    column_default_sort = [("at", True)]
    details_groups = (
        ("Oppslaget", ("at", "kind", "register", "number", "person", "by_name", "count", "narrowed_by", "taken_out")),
    )
    quiet = frozenset({"number", "count", "narrowed_by"})

    def label(self, document: Any) -> str:
        return f"{document.kind.label}: {wording.record(document.document)}"

    def groups_of(self, document: Any) -> list[tuple[str, list[tuple[str, str]]]]:
        exported = document.kind is AccessKind.EXPORTED
        gone = {"taken_out"} if not exported else {"person"}
        return [
            (heading, [one for one in columns if one[0] not in gone])
            for heading, columns in super().groups_of(document)
        ]

    def shown(self, document: Any, name: str) -> Any:
        if name == "taken_out":
            return escape(", ".join(self._columns(document.document, document.details)))
        return super().shown(document, name)

    def _columns(self, collection: str, details: Mapping[str, Any]) -> list[str]:
        screen = screen_of(self.desk, collection)
        return [screen.get_column_name(name) for name in details.get("columns", ())] if screen else []


def _record(screen: Any, identity: str) -> Any:
    try:
        return screen.model.objects(pk=identity).first()
    except (ValidationError, InvalidId):
        return None
