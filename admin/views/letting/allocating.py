"""From a recommendation to an allocation on the screen: gone through, registered, undone, worked out anew."""

from collections.abc import Iterable
from typing import Any

from bson import ObjectId
from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import choosing_words, formats
from admin.pages import Act
from admin.people import current_actor, current_roles
from admin.routes import expose
from admin.views.acting import form_of, reason
from admin.views.letting import choosing_forms as forms
from admin.views.letting.choosing_screen import ChoosingScreen
from admin.views.letting.next_act import step_of
from models import Application
from models.vacancy_parts import Recommendation
from rules.errors import HusromError, RecommendationOutdated
from rules.terms import VacancyState, VacancyStep
from services import allocations, rulebooks
from services.allocations import Standing

SHIELDED = (
    "Siden vises ikke. En av husstandene har beskyttet adresse, og siden forteller hvilken bolig den gjelder. Be en "
    "kollega som kan se beskyttede adresser, om å se på den."
)


class AllocatingSteps(ChoosingScreen):
    """The second consultant's part of a vacancy's way, and what comes of it."""

    def declare(self) -> None:
        super().declare()
        self.go_through_form = forms.go_through_form()
        self.take_back_form = form_of(reason=reason("Hvorfor trekkes den?"))
        self.undo_form = form_of(reason=reason("Hvorfor angres tildelingen?"))

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        step, actor = step_of(document), current_actor()
        if step is VacancyStep.GO_THROUGH and document.recommendation.by != actor.id:
            found.append(("go_through", self.page("Gå gjennom innstillingen", "go_through", document, main=True)))
        if step is VacancyStep.ALLOCATE:
            found.append(("allocate", self._allocate_act(document)))
        if document.state in allocations.TAKEN_BACK:
            found.append(("take_back", self.page("Trekk innstillingen", "take_back", document)))
        if allocations.may_undo(document, actor):
            found.append(("undo_allocation", self.page("Angre tildelingen", "undo_allocation", document)))
        if self.may_replay() and next(allocations.choices(document), None) is not None:
            found.append(("replay", self.page("Regn ut på nytt", "replay", document)))
        return found

    def _allocate_act(self, document: Any) -> Act:
        chosen = allocations.decided(document)
        case = Application.objects(pk=chosen).only("application_number").first() if chosen else None
        words = forms.ALLOCATE.format(case.number if case else "husstanden")
        return self.press("Registrer tildelingen", "allocate", document, confirm=words, main=True)

    def about(self, document: Any) -> Markup | None:
        """Who is recommended and has got it, by whom and why; why is for those who work the households."""
        before, tells, names = super().about(document), self.knows(document), self.names(document)
        lines = [
            *choosing_words.allocated_in_words(document, names=names),
            *choosing_words.chosen_in_words(document, tells=tells, names=names),
            *choosing_words.fell_in_words(document, tells=tells, names=names),
        ]
        if not lines:
            return before
        told = render_template("admin/views/letting/_chosen.html", lines=lines)
        return Markup("{}{}").format(before or "", Markup(told))  # noqa: S704 - our own template

    # --- Gone through ----------------------------------------------------------------------------------------------

    @expose("/gjennomgang/", "GET", "POST")
    def go_through(self) -> ResponseReturnValue:
        """The recommendation as the second consultant sees it: order, choice and reasons, as things stand now."""
        document = self.requested()
        held = document.recommendation
        if held is None or document.state is not VacancyState.PROPOSED:
            return self.not_now(document)
        concerned = allocations.concerned(document)
        if (refusal := self.closed_to(concerned)) is not None:
            return self.refused(document, refusal)
        self.log_households(concerned)
        found = self.standing_of(document)
        gallery = choosing_words.Gallery(self.desk, found)

        def do(vacancy: Any, form: Any) -> object:
            agree = form.agree.data == "ja"
            allocations.go_through(
                vacancy, current_actor(), agree=agree, why=form.reason.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip
            return forms.AGREED[form.agree.data][vacancy.with_services]

        return self.ask(
            forms.GO_THROUGH, self.go_through_form, do, template="admin/views/letting/go_through.html",
            shown=gallery.show(_around(found, concerned)), unsuited=gallery.unsuited(), held=held,
            chosen=[str(one) for one in held.chosen], outdated=_outdated(document, found),
            criteria=[one.label for one in found.rules.policy.priority],
            day=formats.day, advised=isinstance(held, Recommendation),
        )  # fmt: skip

    @expose("/trekk-innstilling/", "GET", "POST")
    def take_back(self) -> ResponseReturnValue:
        """Take the recommendation back, with why."""

        def do(vacancy: Any, form: Any) -> object:
            return allocations.take_back(
                vacancy, current_actor(), why=form.reason.data, version=form.version.data or 0, today=formats.today()
            )

        return self.ask(forms.TAKE_BACK, self.take_back_form, do)

    # --- Allocated -------------------------------------------------------------------------------------------------

    @expose("/tildel/", "POST")
    def allocate(self) -> ResponseReturnValue:
        """Record that the household agreed on gets the dwelling."""
        document, actor = self.requested(), current_actor()
        return self.settle(
            document, lambda: allocations.allocate(document, actor, version=self.seen(), now=actor.at), forms.ALLOCATED
        )

    @expose("/angre-tildeling/", "GET", "POST")
    def undo_allocation(self) -> ResponseReturnValue:
        """Take the allocation back before any offer is given."""

        def do(vacancy: Any, form: Any) -> object:
            return allocations.undo(
                vacancy, current_actor(), why=form.reason.data, version=form.version.data or 0, today=formats.today()
            )

        return self.ask(forms.UNDO, self.undo_form, do)

    # --- Worked out anew -------------------------------------------------------------------------------------------

    def may_replay(self) -> bool:
        """Those who choose, and auditors; the service says who of them for these households."""
        return bool(current_roles() & set(allocations.REPLAYERS))

    @expose("/regn-ut/")
    def replay(self) -> ResponseReturnValue:
        """A choice from its frozen candidates, facts and rulebook: the same, or what differs."""
        document, actor = self.requested(), current_actor()
        if not self.may_replay():
            abort(403)
        every = list(allocations.choices(document))
        wanted = request.args.get("innstilling", "")
        held = next((one for one in every if str(one.id) == wanted or not wanted), None)
        if held is None:
            abort(404)
        if not self.names(document):
            flash(SHIELDED, "error")
            return self.back(document)
        try:
            found = allocations.replay(document, actor, held)
        except HusromError as error:
            return self.refused(document, error)
        self.log_households(held.chosen)
        policy = rulebooks.numbered(held.rulebook).policy
        page: str = self.render(
            "admin/views/letting/replay.html", model=document, held=held, every=every, found=found,
            lines=choosing_words.frozen_lines(found.basis, policy) if found.basis else [],
            criteria=[one.label for one in policy.priority],
            day=formats.day,
        )  # fmt: skip
        return page


def _around(found: Standing, concerned: Iterable[ObjectId]) -> list[str]:
    """Those the choice is about, all above the last of them, and the two after."""
    last = max((found.places[str(one)] for one in concerned if str(one) in found.places), default=1)
    every = [one.waiting.household.id for one in found.sifted.fits]
    below = [one for one in every if found.places[one] > last][:2]
    return [one for one in every if found.places[one] <= last] + below


def _outdated(document: Any, found: Standing) -> bool:
    """Whether the recommendation no longer holds on the households as they are now."""
    try:
        allocations.refuse_outdated(document, found, document.recommendation.chosen)
    except RecommendationOutdated:
        return True
    return False
