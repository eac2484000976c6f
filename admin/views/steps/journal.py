"""The journal of a case: its entries with what is attached, and room for a new one; for those who work the case."""

from typing import Any
from uuid import uuid4

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from admin import formats
from admin.fields import ChoiceField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.links import screen_of
from admin.people import current_actor
from admin.routes import expose
from admin.views.attached import FilesField, Listed, listed, served
from admin.views.screen import Screen
from rules.errors import AlreadyExists, HusromError, NoNeedToKnow, NotAuthorised
from rules.terms import JournalKind
from services import attachments, journals

LONGEST_ENTRY = 20_000
OTHER_ENTRY = (
    "Notatet er ikke lagret ennå: dette skjemaet er alt brukt til et annet notat, som står i journalen. "
    "Se over teksten, og lagre på nytt hvis den også skal stå der."
)
FILES_AGAIN = "Vedleggene følger ikke med når siden lastes på nytt. Velg dem en gang til."
NONCE = r"^[0-9a-f]{32}$"
WRITTEN = [kind for kind in JournalKind if kind is not JournalKind.CORRECTION]


class JournalForm(Form):
    """A new entry; the nonce makes a form that is sent twice write once."""

    nonce = HiddenField(validators=[InputRequired(), Regexp(NONCE)])
    kind = ChoiceField(
        "Slag",
        choices=term_choices(WRITTEN),
        coerce=term_reader(JournalKind),
        required=True,
        validators=[InputRequired("Velg hva notatet er.")],
    )
    text = TextAreaField(
        "Tekst",
        validators=[DataRequired("Skriv det som skal stå i journalen."), Length(max=LONGEST_ENTRY)],
        filters=[blank_to_none],
        description="Notatet kan ikke endres etterpå. Er noe feil, skriver du en rettelse.",
    )
    files = FilesField()


class JournalSteps(Screen):
    """The journal's page, and the files in it."""

    moment = staticmethod(formats.moment)

    @expose("/journal/", "GET", "POST")
    def journal(self) -> ResponseReturnValue:
        """The case's journal with room for a new entry; opening it is logged by the service."""
        case = self.requested()
        form = JournalForm(get_form_data(), data={"nonce": uuid4().hex})
        if request.method == "POST":
            if form.validate() and self._write(case, form):
                return redirect(self.get_url(".journal", id=case.pk))
            if form.files.data:
                flash(FILES_AGAIN, "info")
        entries = journals.read(case, current_actor())
        page: str = self.render(
            "admin/views/journal.html", model=case, form=form, entries=entries, files=self._files_of(case, entries)
        )
        return page

    @expose("/journal/vedlegg/")
    def journal_file(self) -> ResponseReturnValue:
        """One of the journal's files; the fetching is logged by the service."""
        return served(*journals.fetch(self.requested(), request.args.get("fil", ""), current_actor()))

    def correct_url(self, entry: Any) -> str | None:
        """Where an entry is corrected; None for those who may not."""
        screen = screen_of(self.desk, "journal_entry")
        return screen.get_url("journal_entry.correct", id=entry.pk) if screen and screen.may("correct") else None

    def _files_of(self, case: Any, entries: list[Any]) -> dict[str, list[Listed]]:
        facts = attachments.facts_of({file for entry in entries for file in entry.files})
        return {
            entry.key: listed(entry.files, facts, lambda file: self.get_url(".journal_file", id=case.pk, fil=file))
            for entry in entries
        }

    def _write(self, case: Any, form: Any) -> bool:
        actor, written = current_actor(), (form.kind.data, form.text.data)
        try:
            journals.write(case, *written, actor, nonce=form.nonce.data, now=actor.at, files=form.files.data)
        except AlreadyExists:
            form.nonce.data = uuid4().hex
            flash(OTHER_ENTRY, "error")
            return False
        except (NotAuthorised, NoNeedToKnow):
            raise  # nor may they read what the page would show
        except HusromError as error:
            self._refused(error, form)
            return False
        flash("Notatet står i journalen.", "success")
        return True
