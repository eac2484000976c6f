"""Persons registered twice: those who may be the same, side by side, merged and parted again."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data
from markupsafe import Markup, escape
from wtforms import HiddenField
from wtforms.validators import InputRequired

from admin import formats, wording
from admin.forms import VersionField
from admin.pages import Act
from admin.people import current_actor, sees_protected
from admin.pickers import PickField
from admin.presenting import EMPTY
from admin.routes import expose
from admin.views.acting import Step, form_of, reason
from admin.views.related import Section
from admin.views.screen import Screen
from models import Applicant, Application, JournalEntry, Lease
from rules.applications import OPEN
from rules.errors import HusromError, StaleState
from rules.terms import Likeness
from services import persons
from services.persons import Double

FACTS = ("name", "identity_number", "identity_kind", "born_on", "full_address", "phone", "email", "citizenship",
         "permit", "members", "representatives")  # fmt: skip
CONTACT = frozenset({Likeness.PHONE, Likeness.EMAIL})
MERGED = "Personene er slått sammen. Alt som er ført på dem, vises nå på begge."
FIND = Step(
    heading="Slå sammen med en annen",
    lead="Er personen registrert to ganger, søker du opp den andre her. Du får se dem side om side før noe skjer.",
    button="Sammenlign",
    done="",
    facts=("name", "born_on", "full_address"),
)
PART = Step(
    heading="Skill personene",
    lead="Personene blir to igjen, hver med det som er ført på dem. Ingenting går tapt.",
    button="Skill personene",
    done="Personene er skilt. Se over hva som er ført på hver av dem.",
    facts=("name", "born_on", "full_address"),
)


class PersonSteps(Screen):
    """What is done about persons registered twice."""

    def declare(self) -> None:
        super().declare()
        picked = PickField(
            "Den andre personen", picker=self.picker("find_double", Applicant), validators=[InputRequired("Velg hvem.")]
        )
        self.finding = form_of(other=picked)
        self.parting = form_of(reason=reason("Hvorfor skal de skilles?"))
        self.merging = form_of(reason=reason("Hvorfor er de samme person?"), med=HiddenField(), seen=VersionField())

    def pickable(self) -> Any:
        """Nobody picks a record that is merged into another."""
        return super().pickable().filter(merged__ne=True)

    # --- On the person's page ------------------------------------------------------------------------------------

    def acts(self, document: Any) -> Sequence[Act]:
        found = [*super().acts(document)]
        if document.merged and self.may("part"):
            found.append(self.page("Skill personene", "part", document))
        elif self.may("find_double"):
            found.append(self.page("Slå sammen med en annen", "find_double", document))
        return found

    def about(self, document: Any) -> Markup | None:
        if not document.merged:
            return super().about(document)
        root = persons.root_of(document)
        words = Markup('<p>Personen er slått sammen med <a href="{}">{}</a>. Nye søknader føres der.</p>').format(
            self.desk.page_url(root), self.pick_label(root)
        )
        return Markup('<div class="notices">{}</div>').format(words)

    def doubles(self, document: Any) -> Section | None:
        """Those who may be the same person, with the way to compare; None where nobody is."""
        found = [] if document.merged or not self.may("compare") else self._doubles(document)
        if not found:
            return None
        rows = tuple(
            (
                Markup('<a href="{}">{}</a>').format(self.desk.page_url(one.person), one.person.name),
                _born(one.person),
                escape("; ".join(self._words(one, document))),
                Markup('<a href="{}">Sammenlign<span class="sr-only"> med {}</span></a>').format(
                    self.get_url(".compare", id=document.pk, med=one.person.pk), one.person.name
                ),
            )
            for one in found
        )
        titles = (("Navn", ""), ("Født", "when"), ("Hvorfor", ""), ("Se på dem", ""))
        return Section("Mulige dobbeltregistreringer", titles, rows, "")

    def _doubles(self, document: Any) -> list[Double]:
        """Without those who are like this one only in what a protected address hides from the person at the screen."""
        found = persons.find_duplicates(document)
        return [one for one in found if one.likenesses and self._words(one, document)]

    def _words(self, double: Double, document: Any) -> list[str]:
        shielded = not sees_protected() and (double.person.protected_address or document.protected_address)
        words = [one.label for one in double.likenesses if not (shielded and one in CONTACT)]
        return [*words[:1], *map(formats.inside, words[1:])]

    def under(self, document: Any) -> Section | None:
        """The records that are merged into this one; None where there are none."""
        rows = tuple(
            (
                Markup('<a href="{}">{}</a>').format(self.desk.page_url(one), one.name),
                _born(one),
                escape(self.shown(one, "identity_number")),
            )
            for one in persons.under(document)
        )
        titles = (("Navn", ""), ("Født", "when"), ("Fødselsnummer", ""))
        return Section("Slått sammen med denne", titles, rows, "") if rows else None

    # --- Pages ---------------------------------------------------------------------------------------------------

    @expose("/slaa-sammen/", "GET", "POST")
    def find_double(self) -> ResponseReturnValue:
        """Search up the other record of the same person."""
        person = self.requested()
        form = self.finding(get_form_data())
        if request.method == "POST" and form.validate():
            return redirect(self.get_url(".compare", id=person.pk, med=form.other.data.pk), 303)
        page: str = self.render("admin/views/step.html", model=person, form=form, step=FIND)
        return page

    @expose("/sammenlign/", "GET", "POST")
    def compare(self) -> ResponseReturnValue:
        """Two records side by side, and the way to merge them."""
        person = self.requested()
        other = persons.root_of(self.get_one(request.values.get("med", "")))
        if person.pk == other.pk:
            flash("Det er den samme personen. Velg en annen.", "error")
            return redirect(self.get_url(".find_double", id=person.pk))
        start = {"med": str(other.pk), "version": person.version, "seen": other.version}
        form = self.merging(get_form_data(), data=start)
        if request.method == "POST" and form.validate():
            answer = self._merge(person, other, form)
            if answer is not None:
                return answer
        for one in (person, other):
            self.log_opening(one)
        first, second = sorted((person, other), key=lambda one: one.pk)
        obstacle = persons.obstacle(person, other)
        page: str = self.render(
            "admin/views/compare.html", model=person, form=form, first=first, second=second,
            rows=self._rows(first, second), why=self._why(person, other),
            obstacle=wording.explain(obstacle) if obstacle else "",
        )  # fmt: skip
        return page

    @expose("/skill/", "GET", "POST")
    def part(self) -> ResponseReturnValue:
        """Let a merged record stand for itself again."""
        if request.method == "GET" and not self.requested().merged:
            abort(404)

        def do(person: Any, form: Any) -> None:
            persons.unmerge(person, current_actor(), why=form.reason.data, version=form.version.data or 0)

        return self.ask(PART, self.parting, do)

    def _merge(self, person: Any, other: Any, form: Any) -> ResponseReturnValue | None:
        versions = {person.pk: form.version.data or 0, other.pk: form.seen.data or 0}
        try:
            kept = persons.merge(person, other, current_actor(), why=form.reason.data, versions=versions)
        except StaleState as error:
            flash(wording.explain(error), "error")
            return redirect(self.get_url(".compare", id=person.pk, med=other.pk), 303)
        except HusromError as error:
            self._refused(error, form)
            return None
        flash(MERGED, "success")
        return redirect(self.get_url(".details_view", id=kept), 303)

    def _why(self, person: Any, other: Any) -> list[str]:
        found = next((one for one in persons.find_duplicates(person) if one.person.pk == other.pk), None)
        return self._words(found, person) if found else []

    def _rows(self, first: Any, second: Any) -> list[tuple[str, Markup, Markup, bool]]:
        """Label, both values, and whether they are the same and something."""
        closed = self.closed()
        rows = []
        for name in FACTS:
            if name not in closed:
                left, right = (escape(self.shown(one, name)) for one in (first, second))
                if left == right == EMPTY:
                    continue
                hidden = any(self.masks(one, name) for one in (first, second))
                rows.append((self.get_column_name(name), left, right, left == right and not hidden))
        return [*rows, *self._counts(first, second)]

    def _counts(self, first: Any, second: Any) -> list[tuple[str, Markup, Markup, bool]]:
        counted = [_counted(persons.ids_of(one.pk)) for one in (first, second)]
        return [(label, escape(counted[0][label]), escape(counted[1][label]), False) for label in counted[0]]


def _born(person: Any) -> Markup:
    return escape(formats.day(person.born_on)) if person.born_on else EMPTY


def _counted(ids: list[Any]) -> dict[str, str]:
    """How much is kept under a person's records."""
    cases = Application.objects(applicant__in=ids).count()
    still_open = Application.objects(applicant__in=ids, state__in=list(OPEN)).count()
    return {
        "Søknader": f"{cases}, hvorav {still_open} {'åpen' if still_open == 1 else 'åpne'}"
        if still_open
        else str(cases),
        "Leieforhold": str(Lease.objects(tenant__in=ids).count()),
        "Journalnotater": str(JournalEntry.objects(applicant__in=ids).count()),
    }
