"""Behovsoversikter: counted, completed by hand with reasons, settled, compared, printed."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from admin import export, formats, need_pictures
from admin.desk import PROCUREMENT
from admin.fields import ChoiceField, term_choices, term_reader
from admin.forms import Form
from admin.pages import Act
from admin.people import current_actor
from admin.presenting import Cell
from admin.routes import expose
from admin.views import bid_forms
from admin.views.acting import Step, form_of
from admin.views.screen import Screen
from models import NeedOverview
from models.need_overview import NeedAddition
from rules.errors import HusromError
from rules.terms import AccessKind, NeedState, NeedTerm, TargetGroup
from services import audit, needs, rulebooks

ADD = Step(
    heading="Legg til eller trekk fra boliger",
    lead="For behov som Husrom ikke kan regne ut: bosetting, planlagte boliger, boliger som skal rives. Skriv aldri om "
    "enkeltpersoner.",
    button="Legg til",
    done="Lagt til.",
    facts=("on", "state"),
    keeps=True,
)
SUMMARISE = Step(
    heading="Skriv vurdering",
    lead="Hva tallene betyr for kommunen på kort og lang sikt. Vurderingen må stå før oversikten fastsettes.",
    button="Lagre vurderingen",
    done="Vurderingen er lagret.",
    facts=("on", "state"),
    keeps=True,
)
SETTLE = "Fastsette oversikten? Etterpå kan den ikke endres."
AGAIN = "Beregne tallene på nytt per i dag? Det dere har lagt til, blir stående."
TITLES = ["Sikt", "Rom", "Tilgjengelig", "Område", "Målgruppe", *need_pictures.TITLES]


class NeedOverviews(Screen):
    """Behovsoversikter, newest first."""

    name_one, name_many, category_name = "behovsoversikt", "Behovsoversikter", PROCUREMENT
    hint = (
        "Hvor mange boliger som trengs på kort og lang sikt, regnet ut fra venteliste, leiekontrakter, avtaler "
        "med utleiere og ledige boliger."
    )
    label_fields = ("overview_number",)
    column_list = ("overview_number", "on", "state", "settled_on", "by_name")
    column_filters = ("state", "on")
    column_searchable_list = ("^overview_number",)
    column_default_sort = [("on", True)]
    picker_order = ("-on", "pk")
    create_template = "admin/views/partners/begin_need.html"
    details_template = "admin/views/partners/need.html"
    details_groups = (
        ("Oversikten", ("overview_number", "on", "state", "settled_on", "by_name", "settled_by_name", "summary")),
    )
    quiet = frozenset({"settled_on", "settled_by_name", "summary"})
    legend = need_pictures.LEGEND

    def declare(self) -> None:
        self.summary_form = form_of(summary=bid_forms.words("Vurdering", 4000, "Skriv en vurdering."))

    def pick_label(self, document: Any) -> str:
        return f"{document} per {formats.day(document.on)} – {document.state.label.lower()}"

    # --- Counted -------------------------------------------------------------------------------------------------

    def get_create_form(self) -> type[Form]:
        return bid_forms.new_form(nonce=bid_forms.nonce())

    def create_form(self, obj: Any = None) -> Any:
        return self._create_form_class(request.form if request.method == "POST" else None)

    def counted_on(self) -> str:
        """The day that an overview is counted for."""
        return formats.day(formats.today())

    def create_model(self, form: Any) -> Any:
        try:
            return needs.begin(current_actor(), today=formats.today(), identity=bid_forms.identity_of(form))
        except HusromError as error:
            self._refused(error, form)
            return False

    # --- The page ------------------------------------------------------------------------------------------------

    def terms_of(self, document: Any) -> Sequence[need_pictures.Shown]:
        """Both terms with their tables, and until when each is."""
        last = needs.terms(document.on, rulebooks.numbered(document.rulebook).partnering)
        return need_pictures.shown(document, {term: f", til {formats.day(day)}" for term, day in last.items()})

    def earlier(self, document: Any) -> tuple[str, str | None] | None:
        """The overview that this one is compared with: its number and day in words, and its page."""
        found = needs.before(document)
        return None if found is None else (f"{found.number} per {formats.day(found.on)}", self.desk.page_url(found))

    def added(self, document: Any) -> list[str]:
        """Each addition in one line."""
        return [need_pictures.addition(one) for one in document.additions]

    def may_drop(self, document: Any) -> bool:
        return document.state is NeedState.DRAFT and bool(self.may("drop"))

    def acts(self, document: Any) -> Sequence[Act]:
        found: list[tuple[str, Act]] = []
        if document.state is NeedState.DRAFT:
            ready = bool(document.summary)
            if ready:
                found.append(
                    ("settle_need", self.press("Fastsett", "settle_need", document, confirm=SETTLE, main=True))
                )
            found += [
                ("summarise", self.page("Endre vurderingen" if ready else "Skriv vurdering", "summarise", document,
                                        main=not ready)),
                ("add", self.page("Legg til boliger", "add", document)),
                ("count_again", self.press("Beregn på nytt", "count_again", document, confirm=AGAIN)),
            ]  # fmt: skip
        found.append(("published_need", self.page("Til publisering", "published_need", document)))
        found.append(("need_lines", self.press("Tallene som fil", "need_lines", document, confirm="")))
        return [act for method, act in found if self.may(method)]

    # --- The steps -----------------------------------------------------------------------------------------------

    @expose("/legg-til/", "GET", "POST")
    def add(self) -> ResponseReturnValue:
        """Put homes to the overview or take them off."""

        def do(overview: Any, form: Any) -> object:
            addition = NeedAddition(
                term=form.term.data, rooms=form.rooms.data, accessible=form.accessible.data, area=form.area.data,
                target_group=form.target_group.data, homes=form.homes.data, why=form.why.data,
            )  # fmt: skip
            return needs.add(overview, current_actor(), addition, version=form.version.data or 0)

        return self.ask(ADD, _add_form(needs.areas_of(self.requested(), formats.today())), do)

    @expose("/ta-bort/", "POST")
    def drop(self) -> ResponseReturnValue:
        """Take away one of the additions."""
        document, at = self.requested(), request.form.get("nr", -1, type=int)
        return self.settle(
            document, lambda: needs.drop(document, current_actor(), at=at, version=self.seen()), "Tatt bort."
        )

    @expose("/vurdering/", "GET", "POST")
    def summarise(self) -> ResponseReturnValue:
        """Write what the numbers mean."""

        def do(overview: Any, form: Any) -> object:
            return needs.summarise(
                overview, current_actor(), summary=form.summary.data or "", version=form.version.data or 0
            )

        return self.ask(SUMMARISE, self.summary_form, do, start={"summary": self.requested().summary})

    @expose("/beregn/", "POST")
    def count_again(self) -> ResponseReturnValue:
        """Count a draft anew."""
        document, today = self.requested(), formats.today()
        return self.settle(
            document, lambda: needs.count_again(document, current_actor(), version=self.seen(), today=today),
            "Tallene er beregnet på nytt.",
        )  # fmt: skip

    @expose("/fastsett/", "POST")
    def settle_need(self) -> ResponseReturnValue:
        """Settle it: from now on it stands as it was."""
        document, today = self.requested(), formats.today()
        return self.settle(
            document, lambda: needs.settle(document, current_actor(), version=self.seen(), today=today),
            "Oversikten er fastsatt.",
        )  # fmt: skip

    # --- To be taken along ---------------------------------------------------------------------------------------

    @expose("/publisering/")
    def published_need(self) -> ResponseReturnValue:
        """The tables that may be published, for printing: nobody can be known again in them."""
        document = self.requested()
        tables = need_pictures.published(document)
        page: str = self.render("admin/views/partners/need_published.html", model=document, tables=tables)
        return page

    @expose("/tall/", "POST")
    def need_lines(self) -> ResponseReturnValue:
        """The numbers as they were counted, as a file for those who work with them; it stands in the access log."""
        document = self.requested()
        audit.record_access(
            current_actor(), AccessKind.EXPORTED, "need_overview", number=document.number,
            document_id=str(document.pk), details={"format": "csv", "columns": TITLES},
        )  # fmt: skip
        return Response(
            "".join(export.csv_lines(TITLES, _cells(document))),
            mimetype="text/csv; charset=utf-8",
            headers={"Content-Disposition": f"attachment; filename={document.overview_number}.csv"},
        )


def _cells(document: NeedOverview) -> Iterator[list[Cell]]:
    for line in needs.lines_of(document):
        slot, sums = line.slot, line.sums
        yield [
            line.term.label, slot.rooms, formats.yes_no(slot.accessible), slot.area, slot.target_group.label,
            *need_pictures.parts(sums), sums.lacking,
        ]  # fmt: skip


def _add_form(areas: Sequence[str]) -> type[Form]:
    return form_of(
        term=ChoiceField(
            "Sikt", choices=term_choices(NeedTerm), coerce=term_reader(NeedTerm), required=True,
            validators=[InputRequired("Velg kort eller lang sikt.")],
        ),
        homes=bid_forms.count(
            "Antall boliger", least=-2000, missing="Skriv antall boliger.",
            description="Minus foran tallet trekker fra.",
        ),
        rooms=bid_forms.count("Rom", most=10, missing="Skriv antall rom."),
        accessible=BooleanField("Må være tilgjengelig"),
        area=ChoiceField(
            "Område", choices=[SelectChoice(value=one, label=one) for one in areas], required=True,
            validators=[InputRequired("Velg område.")],
        ),
        target_group=ChoiceField(
            "Målgruppe", choices=term_choices(TargetGroup), coerce=term_reader(TargetGroup), required=True,
            validators=[InputRequired("Velg målgruppe.")],
        ),
        why=bid_forms.words("Begrunnelse", 2000, "Skriv en begrunnelse."),
    )  # fmt: skip
