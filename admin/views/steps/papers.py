"""The checklist of papers: one page to ask for several, note what has come, and let go of what is not needed."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data
from markupsafe import Markup
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from admin import formats, need
from admin.badges import term_badge
from admin.fields import DayField, TickList, blank_to_none
from admin.forms import Form
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import Step, form_of
from admin.views.attached import FilesField, Listed, listed, served
from admin.views.case_steps import CaseSteps
from admin.views.columns import Column
from admin.views.steps.next_act import step_of
from models import Letter
from models.intake import Paper
from rules.applications import OPEN
from rules.errors import HusromError, InvalidRecord, MissingReason, NotFound, StaleState
from rules.terms import CaseStep, PaperState
from services import applications, attachments, rulebooks

PAPERS = Step(
    heading="Papirer",
    lead="Kryss av for ett eller flere papirer, og velg hva du vil gjøre med dem.",
    button="",
    done="",
    facts=("applicant", "kind", "target_group", "received_on"),
)
ASKED = "Brevet er laget. Se over det, og gjør det klart til utsending."
CHOOSE = "Velg hva du vil gjøre med papirene: trykk på en av knappene."
RECEIVED = "Papirene er notert som mottatt."
WAIVED = "Papirene er frafalt."
NOTHING_CHANGED = "Ingenting var endret, så ingenting er lagret."
TONES = {PaperState.RECEIVED: "good", PaperState.WAIVED: "over"}


def standing(paper: Paper | None) -> str:
    """How a paper stands, in words."""
    if paper is None:
        return "Ikke etterspurt"
    if paper.state is PaperState.ASKED and paper.asked_on is None:
        return "Etterspurt, brevet er ikke sendt"
    return str(paper.state.label)


def detail(paper: Paper | None) -> str:
    """The days that go with it."""
    if paper is None:
        return ""
    days = {
        PaperState.RECEIVED: [("", paper.received_on)],
        PaperState.WAIVED: [],
        PaperState.ASKED: [("sendt ", paper.asked_on), ("frist ", paper.due_on)],
    }
    return ", ".join(f"{word}{formats.day(day)}" for word, day in days[paper.state] if day)


def badge(paper: Paper | None) -> Markup:
    """The same as a badge; what is late says so, and what nobody has asked for is no state."""
    if paper is None:
        return Markup('<span class="soft">{}</span>').format(standing(paper))
    if paper.state is PaperState.ASKED and paper.due_on and paper.due_on < formats.today():
        return term_badge(f"{standing(paper)}, fristen er ute", "bad")
    return term_badge(standing(paper), TONES.get(paper.state, "waiting"))


def lines(application: Any) -> list[Any]:
    """The case's checklist; none before a rulebook is loaded."""
    try:
        return applications.checklist(application, rulebooks.current(formats.today()))
    except NotFound:
        return []


def _shown(application: Any) -> Markup:
    rows = [
        Markup('<li><span>{}</span> <span>{} <span class="soft">{}</span></span></li>').format(
            line.label, badge(line.paper), detail(line.paper)
        )
        for line in lines(application)
    ]
    return Markup('<ul class="paper-list">{}</ul>').format(Markup("").join(rows))


def _in_words(application: Any) -> str | None:
    return "; ".join(f"{line.label}: {standing(line.paper)}" for line in lines(application)) or None


CHECKLIST = Column(label="Papirer", needs=("papers", "kind", "target_group"), value=_in_words, html=_shown, wide=True)


class PaperSteps(CaseSteps):
    """The page of the checklist."""

    paper_badge = staticmethod(badge)
    paper_detail = staticmethod(detail)

    def declare(self) -> None:
        super().declare()
        self.paper_form = form_of(
            papers=TickList("Papirer", choices=[], validators=[Optional()]),
            due_on=DayField("Frist", validators=[Optional()]),
            note=StringField(
                "Legg til i brevet", validators=[Optional(), Length(max=500)], filters=[blank_to_none],
                description="Valgfritt. Står etter listen i brevet.",
            ),
            paper_received_on=DayField("Mottatt", validators=[Optional()]),
            files=FilesField(),
            why=StringField("Begrunnelse", validators=[Optional(), Length(max=500)], filters=[blank_to_none]),
        )  # fmt: skip

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if step_of(document) is CaseStep.COLLECT_PAPERS:
            found.append(("papers", self.page("Følg opp papirene", "papers", document, main=True)))
        return found

    @expose("/papirer/", "GET", "POST")
    def papers(self) -> ResponseReturnValue:
        """The checklist, and what is done with the ticked papers: the button pressed says which."""
        case = self.requested()
        every = lines(case)
        days = rulebooks.current(formats.today()).answer_days if every else 0
        start = {
            "version": self.version_of(case),
            "due_on": formats.today() + timedelta(days=days),
            "paper_received_on": formats.today(),
        }
        form = self.paper_form(get_form_data(), data=start)
        form.papers.choices = [SelectChoice(value=line.code, label=line.label) for line in every]
        if request.method == "POST" and form.validate():
            answer = self._do(case, form)
            if answer is not None:
                return answer
        page: str = self.render(
            "admin/views/papers.html",
            model=case,
            form=form,
            step=PAPERS,
            lines=every,
            open=case.state in OPEN,
            works=need.works(case.pk),
            files=self._files(case),
        )
        return page

    @expose("/papirer/vedlegg/")
    def paper_file(self) -> ResponseReturnValue:
        """A file that came with a paper; the fetching is logged by the service."""
        return served(*applications.fetch_file(self.requested(), request.args.get("fil", ""), current_actor()))

    def _files(self, case: Any) -> dict[str, list[Listed]]:
        """The files of each paper, for those who work the case."""
        if not need.works(case.pk):
            return {}
        facts = attachments.facts_of({file for paper in case.papers for file in paper.files})
        return {
            paper.code: listed(paper.files, facts, lambda file: self.get_url(".paper_file", id=case.pk, fil=file))
            for paper in case.papers
        }

    def _do(self, case: Any, form: Form) -> ResponseReturnValue | None:
        acts = {"ask": self._ask_for, "receive": self._receive, "waive": self._waive}
        act = acts.get(request.form.get("do", ""))
        if act is None:
            flash(CHOOSE, "info")
            return None
        try:
            return act(case, form)
        except StaleState as error:
            return self.refused(case, error)
        except MissingReason:
            self._refused(InvalidRecord("application", {"why": "missing_value"}), form)
        except HusromError as error:
            self._refused(error, form)
        return None

    def _ask_for(self, case: Any, form: Any) -> ResponseReturnValue:
        if form.due_on.data is None:
            raise InvalidRecord("application", {"due_on": "missing_value"})
        letter = applications.ask_papers(
            case, form.papers.data or [], form.due_on.data, current_actor(), sender_of(case),
            version=form.version.data or 0, today=formats.today(), note=form.note.data or "",
        )  # fmt: skip
        flash(ASKED, "success")
        return self.to_letter(case, letter)

    def _receive(self, case: Any, form: Any) -> ResponseReturnValue:
        if form.paper_received_on.data is None:
            raise InvalidRecord("application", {"paper_received_on": "missing_value"})
        changed = applications.note_papers_received(
            case, form.papers.data or [], form.paper_received_on.data, current_actor(),
            version=form.version.data or 0, today=formats.today(), files=form.files.data,
        )  # fmt: skip
        return self._back_to_list(case, RECEIVED if changed else NOTHING_CHANGED)

    def _waive(self, case: Any, form: Any) -> ResponseReturnValue:
        changed = applications.waive_papers(
            case, form.papers.data or [], current_actor(), why=form.why.data or "", version=form.version.data or 0,
            today=formats.today(),
        )  # fmt: skip
        return self._back_to_list(case, WAIVED if changed else NOTHING_CHANGED)

    def _back_to_list(self, case: Any, told: str) -> ResponseReturnValue:
        flash(told, "info" if told is NOTHING_CHANGED else "success")
        return redirect(self.get_url(".papers", id=case.pk))

    def to_letter(self, case: Any, letter: Letter) -> ResponseReturnValue:
        """To the page of a letter just drawn, to look it over; back to the case for those who may not see letters."""
        return redirect(self.desk.page_url(letter) or self.get_url(".details_view", id=case.pk))
