"""An inspection as it is held, on a phone in the home: one card for each room, saved by itself."""

from typing import Any
from uuid import uuid4

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import formats, wording
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step
from admin.views.keeping import inspection_forms as forms
from admin.views.keeping.inspection_forms import RoomForm
from admin.views.keeping.inspection_planning import InspectionPlanningSteps
from rules import inspections as rules
from rules.errors import HusromError, StaleState
from rules.terms import InspectionState
from services import inspections

BEGIN = "Begynner befaringen nå? Rommene i boligen settes opp, og dagens dato føres."
KEPT = "Det du skrev, står fortsatt her. Bildene må velges på nytt. Se over, og lagre en gang til."
ROOM = "rom"
SAVED = "lagret"


class WalkSteps(InspectionPlanningSteps):
    """The steps of an inspection that is being held."""

    def declare(self) -> None:
        super().declare()
        self.name_form, self.whole_form = forms.name_form(), forms.whole_form()

    def step_acts(self, document: Any) -> list[Any]:
        found = super().step_acts(document)
        if not self.works(document):
            return found
        if document.state is InspectionState.PLANNED:
            now = document.planned_on <= formats.today()
            press = self.press("Begynn befaringen", "begin", document, confirm=BEGIN, main=now)
            found.append(("begin", press))
        if document.state is InspectionState.HELD:
            left = rules.unseen((room.name, room.standard) for room in document.rooms)
            found.append(("walk", self.page("Gå gjennom rommene", "walk", document, main=bool(left))))
            found.append(("note_whole", self.page("Nøkler, måler og merknader", "note_whole", document)))
        return found

    @expose("/begynn/", "POST")
    def begin(self) -> ResponseReturnValue:
        """Begin to walk through the home."""
        document, today = self.requested(), formats.today()
        try:
            inspections.begin(document, current_actor(), on=today, version=self.seen(), today=today)
        except HusromError as error:
            return self.refused(document, error)
        return redirect(self.get_url(".walk", id=document.pk))

    @expose("/rom/")
    def walk(self) -> ResponseReturnValue:
        """All rooms, a card for each."""
        document = self.requested()
        if document.state is not InspectionState.HELD or not self.works(document):
            return self.back(document)
        return self._walk(document)

    def _walk(self, document: Any, failed: str = "", form: Any = None, named: Any = None) -> str:
        """The cards; the one that was refused keeps what was typed."""
        cards = []
        moved_in = inspections.move_in_of(document)
        was = inspections.standards_of(moved_in)
        for room in document.rooms:
            own = form if str(room.id) == failed else self._card(document, room)
            cards.append((room, own, rules.before(room.name, was)))
        page: str = self.render(
            "admin/views/keeping/walk.html",
            model=document,
            cards=cards,
            named=named or self.name_form(data={"version": document.version}),
            compared=moved_in,
            saved=request.args.get(SAVED, ""),
            left=rules.unseen((room.name, room.standard) for room in document.rooms),
        )
        return page

    def _card(self, document: Any, room: Any, data: Any = None) -> Any:
        start = {"standard": room.standard, "note": room.note, "version": document.version, "nonce": uuid4().hex}
        return RoomForm(data, prefix=f"r{room.id}-", data=start)

    @expose("/rom/lagre/", "POST")
    def note_room(self) -> ResponseReturnValue:
        """Note one room, with its pictures."""
        document, named = self.requested(), request.form.get(ROOM, "")
        room = next((one for one in document.rooms if str(one.id) == named), None)
        if room is None:
            flash("Rommet er tatt bort.", "error")
            return redirect(self.get_url(".walk", id=document.pk))
        form = self._card(document, room, get_form_data())
        if form.validate():
            try:
                inspections.note_room(
                    document, named, current_actor(), standard=form.standard.data, note=form.note.data or "",
                    files=form.files.data, caption=form.caption.data or "", nonce=form.nonce.data,
                    version=form.version.data or 0, today=formats.today(),
                )  # fmt: skip
            except StaleState as error:
                document = self.requested()
                if document.state is not InspectionState.HELD:
                    return self.refused(document, error)
                form.version.data = document.version
                flash(f"{wording.explain(error)} {KEPT}", "error")
            except HusromError as error:
                self._refused(error, form)
            else:
                return redirect(self.get_url(".walk", id=document.pk, lagret=named, _anchor=f"rom-{named}"))
        return self._walk(document, named, form)

    @expose("/rom/nytt/", "POST")
    def add_room(self) -> ResponseReturnValue:
        """Add a room."""
        document = self.requested()
        form: Any = self.name_form(get_form_data())
        if form.validate():
            try:
                inspections.add_room(
                    document, current_actor(), name=form.name.data or "", version=form.version.data or 0
                )
            except HusromError as error:
                self._refused(error, form)
            else:
                return redirect(self.get_url(".walk", id=document.pk, _anchor="nytt-rom"))
        return self._walk(self.requested(), named=form)

    @expose("/rom/bort/", "POST")
    def remove_room(self) -> ResponseReturnValue:
        """Take away a room that the home has not."""
        document = self.requested()
        try:
            inspections.remove_room(document, request.form.get(ROOM, ""), current_actor(), version=self.seen())
        except HusromError as error:
            flash(wording.explain(error), "error")
        else:
            flash("Rommet er tatt bort.", "success")
        return redirect(self.get_url(".walk", id=document.pk))

    @expose("/hele/", "GET", "POST")
    def note_whole(self) -> ResponseReturnValue:
        """Note who was there, the keys, the meter, and what the tenant says."""
        document = self.requested()

        def do(document: Any, form: Any) -> object:
            return inspections.note_whole(
                document, current_actor(), held_on=form.held_on.data, present=form.present.data or "",
                keys_back=form.keys_back.data, meter=form.meter.data or "", remarks=form.remarks.data or "",
                tenant_says=form.tenant_says.data or "", version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        if not self.works(document):
            return self.back(document)
        names = ("held_on", "present", "keys_back", "meter", "remarks", "tenant_says")
        return self.ask(WHOLE, self.whole_form, do, start={name: getattr(document, name) for name in names})

    # --- Its pictures ------------------------------------------------------------------------------------------------

    def may_change_photos(self, document: Any) -> bool:
        return document.state is InspectionState.HELD and self.works(document)

    @expose("/bilder/tekst/", "POST")
    def caption_photo(self) -> ResponseReturnValue:
        """Say what a picture shows."""
        document, photo = self.requested(), request.form.get("bilde", "")
        text = request.form.get("caption", "")[:160]
        return self.changed_photo(
            document, photo, lambda: inspections.caption_photo(
                document, photo, current_actor(), caption=text, version=self.seen()
            ), "Bildeteksten er lagret.",
        )  # fmt: skip

    @expose("/bilder/bort/", "POST")
    def take_back(self) -> ResponseReturnValue:
        """Show a picture no more."""
        document, photo = self.requested(), request.form.get("bilde", "")
        return self.changed_photo(
            document, photo, lambda: inspections.take_photo_back(
                document, photo, current_actor(), why=request.form.get("why", "")[:500], version=self.seen(),
                today=formats.today(),
            ), "Bildet er tatt bort.",
        )  # fmt: skip


WHOLE = Step(
    heading="Nøkler, måler og merknader",
    lead="Det som gjelder hele boligen, og det leietakeren sier.",
    button="Lagre",
    done="Lagret.",
    facts=("kind", "lease", "dwelling"),
    keeps=True,
)
