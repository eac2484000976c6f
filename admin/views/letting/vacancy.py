"""The vacancy itself on the screen: reported, dated through its stages, taken on, cancelled; and what it costs."""

from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import formats, void_words
from admin.forms import Form
from admin.pages import Act
from admin.people import current_actor, current_roles
from admin.routes import expose
from admin.views.acting import form_of, reason
from admin.views.letting.next_act import in_words, next_of
from admin.views.letting.screen import VacancyScreen
from admin.views.letting.vacancy_forms import (
    BUTTONS,
    CANCEL,
    MENDED,
    STAGES,
    WORDS,
    report_form,
    stage_form,
    step_of,
)
from models import Dwelling
from models.vacancy import LIVE
from rules.errors import HusromError
from rules.terms import Role, VacancyStage
from rules.vacancies import FIELDS, UNLET
from services import records, vacancies

TAKE = "Ta ansvaret for denne ledige boligen? Oppgavene kommer da på din liste."
TAKEN = "Du har ansvaret for den ledige boligen."


class VacancySteps(VacancyScreen):
    """The notice, the stages with their clock, and the end of it."""

    form_groups = (("Boligen", ("dwelling", "cause", "note")), ("Når", ("known_on", "free_from")))

    def declare(self) -> None:
        super().declare()
        self.stage_forms = {(stage, mend): stage_form(stage, mend=mend) for stage in FIELDS for mend in (False, True)}
        self.cancel_form = form_of(reason=reason("Hvorfor avlyses den?"))

    # --- The notice -------------------------------------------------------------------------------------------------

    def get_create_form(self) -> type[Form]:
        return report_form(self.picker("dwelling", Dwelling))

    def create_form(self, obj: Any = None) -> Any:
        """With the dwelling that the person came from."""
        form = super().create_form(obj)
        wanted = request.args.get("bolig", "")
        if request.method == "GET" and wanted:
            form.dwelling.data = form.dwelling.picker.get_one(wanted)
        return form

    def create_model(self, form: Any) -> Any:
        dwelling, cause = form.dwelling.data, form.cause.data
        try:
            return vacancies.report(
                dwelling,
                cause,
                current_actor(),
                known_on=form.known_on.data,
                free_from=form.free_from.data,
                lease=None if cause in UNLET else vacancies.living_in(dwelling.pk),
                note=form.note.data,
                today=formats.today(),
            )
        except HusromError as error:
            self._refused(error, form)
            return False

    # --- What the page shows ----------------------------------------------------------------------------------------

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.state not in LIVE:
            return found
        if self.follows(document):
            found += [("date_stage", self._stage_act(document, stage)) for stage in _coming(document)]
            found.append(("cancel", self.page("Avlys", "cancel", document)))
        mine = str(records.reference(document, "consultant")) == current_actor().id
        if Role.HOUSING_CONSULTANT in current_roles() and not mine:
            found.append(("take", self.press("Ta ansvaret", "take", document, confirm=TAKE)))
        return found

    def _stage_act(self, document: Any, stage: VacancyStage) -> Act:
        url = self.get_url(".date_stage", id=document.pk, trinn=WORDS[stage])
        return Act(label=BUTTONS[stage], url=url, post=False)

    def follows(self, document: Any) -> bool:
        """Whether the person at the screen dates this dwelling's stages: a unit's leader the own unit's alone."""
        dwelling = document.dwelling
        return isinstance(dwelling, Dwelling) and vacancies.may_follow(dwelling, current_actor())

    def about(self, document: Any) -> Markup | None:
        """The next step, the line of stages, and what the empty days have cost."""
        coming = next_of(document)
        told = render_template(
            "admin/views/_stages.html",
            next_step=in_words(coming, document) if coming else "",
            ended=void_words.ended(document),
            stops=void_words.line(document, self._mendable(document)),
            headline=void_words.headline(document),
            empty=void_words.void_now(document).days,
            tables=void_words.tables(document),
        )
        return Markup("{}{}").format(super().about(document) or "", Markup(told))  # noqa: S704 - our own template

    def _mendable(self, document: Any) -> dict[VacancyStage, str]:
        """The last dated stage of those that people date, where the person may correct it."""
        if document.state not in LIVE or not self.may("date_stage") or not self.follows(document):
            return {}
        dated = [stage for stage, field in FIELDS.items() if getattr(document, field) is not None]
        return {one: self.get_url(".date_stage", id=document.pk, trinn=WORDS[one]) for one in dated[-1:]}

    def notices_of(self, document: Any) -> list[str]:
        """Also that the notice came late: S004 asks for it the same day."""
        late = void_words.late(document)
        return [*([late] if late else ()), *super().notices_of(document)]

    # --- What is done -----------------------------------------------------------------------------------------------

    @expose("/dato/", "GET", "POST")
    def date_stage(self) -> ResponseReturnValue:
        """The page of a stage: its day, or its day mended."""
        stage = STAGES.get(request.args.get("trinn", ""))
        if stage is None:
            abort(404)
        held = getattr(self.requested(), FIELDS[stage])
        mend = held is not None

        def do(document: Any, form: Any) -> object:
            on = None if mend and form.away.data else form.on.data
            why = form.reason.data if mend else ""
            seen = form.version.data or 0
            return vacancies.date_stage(
                document, stage, on, current_actor(), why=why, version=seen, today=formats.today()
            )

        step = MENDED if mend else step_of(stage, lease=self.requested().lease is not None)
        return self.ask(step, self.stage_forms[stage, mend], do, start={"on": held or formats.today()})

    @expose("/avlys/", "GET", "POST")
    def cancel(self) -> ResponseReturnValue:
        """Take the notice back."""

        def do(document: Any, form: Any) -> object:
            seen = form.version.data or 0
            return vacancies.cancel(
                document, current_actor(), why=form.reason.data, version=seen, today=formats.today()
            )

        return self.ask(CANCEL, self.cancel_form, do)

    @expose("/ta/", "POST")
    def take(self) -> ResponseReturnValue:
        """The consultant at the screen takes the vacancy on."""
        document = self.requested()
        return self.settle(document, lambda: vacancies.take(document, current_actor(), version=self.seen()), TAKEN)


def _coming(vacancy: Any) -> list[VacancyStage]:
    """The stages that can be dated next: one may be skipped."""
    if vacancy.vacated_on is None:
        return [VacancyStage.VACATED]
    if vacancy.ready_on is not None:
        return []
    return [VacancyStage.READY] if vacancy.preparation_on else [VacancyStage.PREPARATION, VacancyStage.READY]
