"""The housing journal across cases: who wrote what kind of entry and when; the text stands on the entry's own page."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from admin import formats
from admin.desk import CASES
from admin.fields import blank_to_none
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step, form_of
from admin.views.attached import FilesField, listed
from admin.views.columns import Column
from admin.views.screen import Screen
from admin.views.steps.journal import LONGEST_ENTRY, NONCE
from models import JournalEntry
from rules.errors import AlreadyExists
from rules.terms import JournalKind
from services import attachments, journals, records

CORRECT = Step(
    heading="Skriv en rettelse",
    lead="Det første notatet blir stående. Rettelsen blir et nytt notat som viser til det.",
    button="Journalfør rettelsen",
    done="Rettelsen står i journalen.",
    facts=("at", "by_name", "text"),
)


class JournalEntries(Screen):
    """Entries, newest first; opening one is logged."""

    name_one, name_many, category_name = "journalnotat", "Journalnotater", CASES
    hint = "Teksten vises når du åpner et notat. Hver åpning loggføres."
    label_fields = ("kind", "at")
    column_labels = {"applicant.name_words": "Navn", "application.application_number": "Søknadsnummer"}
    column_list = ("at", "applicant", "application", "kind", "by_name")
    column_filters = ("kind", "at", "applicant", "application")
    column_searchable_list = ("~applicant.name_words", "^application.application_number")
    column_sortable_list = ("at",)
    column_default_sort = [("at", True)]
    own_columns = {
        "attached": Column(label="Vedlegg", needs=("files",), value=lambda entry: len(entry.files) or None, wide=True)
    }
    details_groups = (("Notatet", ("kind", "at", "by_name", "applicant", "application", "text", "attached")),)
    quiet = frozenset({"attached"})

    def declare(self) -> None:
        self.correction = form_of(
            nonce=HiddenField(validators=[InputRequired(), Regexp(NONCE)]),
            text=TextAreaField(
                "Rettelse",
                validators=[DataRequired("Skriv hva som er riktig."), Length(max=LONGEST_ENTRY)],
                filters=[blank_to_none],
            ),
            files=FilesField(),
        )

    def requested(self) -> Any:
        """The entry, for those who work its case. Raises NoNeedToKnow."""
        entry = super().requested()
        if entry.application is not None:
            journals.require(entry.application, current_actor())
        return entry

    def label(self, document: Any) -> str:
        return f"{document.kind.label} {formats.moment(document.at)}"

    def logged_person(self, document: Any) -> Any:
        return records.reference(document, "applicant")

    def logged_number(self, document: Any) -> str | None:
        return document.application.number if document.application else None

    def about(self, document: Any) -> Markup | None:
        """Which entry this one corrects, and which corrects it."""
        corrected = JournalEntry.objects(pk=document.corrects).first() if document.corrects else None
        others = [("Dette er en rettelse av", corrected)] if corrected else []
        mine = JournalEntry.objects(applicant=document.applicant, corrects=document.pk).order_by("-at", "pk")
        others += [("Notatet er rettet i", entry) for entry in mine]
        lines = [
            Markup('<p>{} <a href="{}">{}</a>.</p>').format(words, self.desk.page_url(entry), self.label(entry))
            for words, entry in others
        ]
        return Markup('<div class="notices">{}</div>').format(Markup("").join(lines)) if lines else None

    def acts(self, document: Any) -> Sequence[Act]:
        may = self.may("correct") and document.application is not None
        return [self.page("Rett notatet", "correct", document)] if may else []

    def shown(self, document: Any, name: str) -> Any:
        """The files by name, each on its way through the case's journal."""
        if name != "attached" or document.application is None or not document.files:
            return super().shown(document, name)
        facts, case = attachments.facts_of(document.files), document.application.pk
        found = listed(document.files, facts, lambda file: self.get_url("application.journal_file", id=case, fil=file))
        return Markup(render_template("admin/views/_attached.html", attached=found))  # noqa: S704 - a template escapes

    @expose("/rett/", "GET", "POST")
    def correct(self) -> ResponseReturnValue:
        """Write a new entry that corrects this one."""
        entry = self.requested()
        if entry.application is None:
            abort(404)
        self.log_opening(entry)

        def do(document: Any, form: Any) -> None:
            actor = current_actor()
            try:
                journals.write(
                    document.application,
                    JournalKind.CORRECTION,
                    form.text.data,
                    actor,
                    nonce=form.nonce.data,
                    now=actor.at,
                    corrects=document.pk,
                    files=form.files.data,
                )
            except AlreadyExists:
                form.nonce.data = uuid4().hex  # the text is kept, and may be sent again
                raise

        return self.ask(CORRECT, self.correction, do, start={"nonce": uuid4().hex})
