"""What is done with one dwelling on the meeting's page: chosen for, postponed, put on the agenda or taken off."""

from collections.abc import Callable
from typing import Any

from bson import ObjectId
from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from admin import formats, wording
from admin.people import current_actor
from admin.routes import expose
from admin.views.meeting_cases import MeetingCases
from models import Vacancy
from rules.errors import HusromError, NotFound
from services import allocations, meetings, records

CHOSEN = "Boligen {number} er tildelt. Saksbehandler og enhet får beskjed på e-post."
POSTPONED = "Boligen {number} er utsatt og kan settes på dagsorden i et annet møte."
ADDED = "Boligen {number} står på dagsorden."
REMOVED = "Boligen {number} er tatt av dagsorden."
NO_HOME = "Kryss av for minst én bolig."
NOBODY = "Velg hvem som skal få boligen."


class MeetingHomes(MeetingCases):
    """Buttons on the cards of the dwellings; each goes back to its card."""

    def _do_home(self, do: Callable[[Any, Any, int], str]) -> ResponseReturnValue:
        meeting = self.requested()
        try:
            vacancy = records.get(Vacancy, request.form.get("vacancy", ""))
        except NotFound:
            abort(404)
        try:
            flash(do(meeting, vacancy, request.form.get("home_version", -1, type=int)), "success")
        except HusromError as error:
            flash(wording.explain(error), "error")
        return redirect(self.get_url(".details_view", id=meeting.pk, _anchor=f"bolig-{vacancy.pk}"))

    @expose("/tildel/", "POST")
    def choose_home(self) -> ResponseReturnValue:
        """Give a household the dwelling."""
        picked, why = request.form.get("valgt", ""), request.form.get("over", "").strip()[:2000]
        if not ObjectId.is_valid(picked):
            flash(NOBODY, "error")
            return self.back(self.requested())

        def do(meeting: Any, vacancy: Any, version: int) -> str:
            actor = current_actor()
            places = allocations.standing(vacancy, formats.today()).places if why else {}
            others = [ObjectId(one) for one in places if one != picked]
            allocations.choose_in_meeting(
                vacancy, actor, application=ObjectId(picked), meeting=meeting,
                passed_over=[(others, why)] if others else [], version=version, now=actor.at,
            )  # fmt: skip
            return CHOSEN.format(number=vacancy.number)

        return self._do_home(do)

    @expose("/utsett-bolig/", "POST")
    def postpone_home(self) -> ResponseReturnValue:
        """Leave the dwelling for another meeting."""
        why = request.form.get("why", "").strip()[:2000]

        def do(meeting: Any, vacancy: Any, version: int) -> str:
            meetings.postpone_home(meeting, vacancy, current_actor(), why=why, version=version)
            return POSTPONED.format(number=vacancy.number)

        return self._do_home(do)

    @expose("/ta-av-bolig/", "POST")
    def take_home_off(self) -> ResponseReturnValue:
        """Take the dwelling off the agenda before the meeting."""

        def do(_meeting: Any, vacancy: Any, version: int) -> str:
            meetings.take_home_off(vacancy, current_actor(), version=version)
            return REMOVED.format(number=vacancy.number)

        return self._do_home(do)

    @expose("/sett-pa-boliger/", "POST")
    def set_homes_on_agenda(self) -> ResponseReturnValue:
        """Put the ticked dwellings on the agenda; what is refused is told one by one."""
        meeting, picked = self.requested(), self.picked_rows(request.form.getlist("row"))
        if not picked:
            flash(NO_HOME, "error")
        for one in picked:
            try:
                vacancy = records.get(Vacancy, one.id)
                meetings.set_home_on_agenda(meeting, vacancy, current_actor(), version=one.version)
            except HusromError as error:
                flash(wording.explain(error), "error")
            else:
                flash(ADDED.format(number=vacancy.number), "success")
        return self.back(meeting)
