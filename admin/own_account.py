"""«Min side»: what Husrom knows of the person at the screen, their own password, and when they are away."""

from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from wtforms import PasswordField, SelectField
from wtforms.validators import InputRequired, Length

from admin import formats, sign_in, wording
from admin.fields import DayField
from admin.forms import Form, VersionField
from admin.own_page import OwnPage
from admin.people import current_actor, signed_in
from admin.routes import expose
from models import User
from rules.errors import HusromError, InvalidRecord
from services import users

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200  # argon2 would work on for ever
WRONG = "Det gamle passordet stemmer ikke. Passordet er ikke endret."
UNEQUAL = "De to nye passordene er ikke like. Skriv det samme begge steder."
SAME = "Det nye passordet må være et annet enn det gamle."
LOCKED = "For mange mislykkede forsøk. Du kan prøve igjen {when}."
NOBODY = "Ingen"


class PasswordForm(Form):
    """The old one, and the new one twice."""

    old = PasswordField(
        "Gammelt passord", validators=[InputRequired("Skriv passordet du har nå.")],
        render_kw={"autocomplete": "current-password"},
    )  # fmt: skip
    new = PasswordField(
        "Nytt passord",
        validators=[
            InputRequired("Skriv et nytt passord."),
            Length(min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD, message="Passordet må ha fra 12 til 200 tegn."),
        ],
        description="Minst 12 tegn. Flere ord etter hverandre er lettest å huske.",
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "Nytt passord en gang til", validators=[InputRequired("Skriv det nye passordet en gang til.")],
        render_kw={"autocomplete": "new-password"},
    )  # fmt: skip


class AbsenceForm(Form):
    """From, until, and who stands in meanwhile."""

    away_from = DayField("Borte fra og med")
    away_until = DayField("Borte til og med", description="La feltet stå tomt hvis du ikke vet når fraværet slutter.")
    deputy = SelectField("Stedfortreder", description="Får påminnelsene dine mens du er borte.")
    version = VersionField()


class OwnAccount(OwnPage):
    """The page behind the name at the top."""

    def __init__(self) -> None:
        super().__init__(name="Min side", endpoint="own_account", url="min-side")

    def is_visible(self) -> bool:
        return False  # the name stands at the top of every page

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self._page(_me())

    @expose("/passord/", "POST")
    def password(self) -> ResponseReturnValue:
        user, form = _me(), PasswordForm(request.form)
        if form.validate() and not (wrong := _wrong_password(user, form)):
            users.change_own_password(user, sign_in.hashed(form.new.data), current_actor())
            sign_in.let_in(users.find(str(user.pk)) or user)  # the others of their sessions have ended
            flash("Passordet er endret. Er du logget inn andre steder, er du logget ut der.", "success")
            return redirect(self.get_url(".index"))
        if not form.errors:
            flash(wrong, "error")
        return self._page(user, password=form), 422

    @expose("/fravar/", "POST")
    def absence(self) -> ResponseReturnValue:
        user, form = _me(), _absence_form(_me(), request.form)
        if not form.validate():
            return self._page(user, absence=form), 422
        values = {"away_from": form.away_from.data, "away_until": form.away_until.data}
        deputy = users.find(form.deputy.data) if form.deputy.data else None
        try:
            users.set_own_absence(user, values | {"deputy": deputy}, current_actor(), version=form.version.data or 0)
        except HusromError as error:
            problems = error.problems if isinstance(error, InvalidRecord) else {}
            for name, problem in problems.items():
                form[name].errors = [wording.invalid(problem)]
            flash(wording.explain(error), "error")
            return self._page(user, absence=form), 422
        flash("Fraværet er lagret.", "success")
        return redirect(self.get_url(".index"))

    def _page(self, user: User, *, password: PasswordForm | None = None, absence: AbsenceForm | None = None) -> str:
        page: str = self.render(
            "admin/own_account.html", user=user, away=user.away(formats.today()), password=password or PasswordForm(),
            absence=absence or _absence_form(user), roles=sorted(role.label for role in user.roles), day=formats.day,
        )  # fmt: skip
        return page


def _me() -> User:
    person = signed_in()
    if person is None:
        raise LookupError("nobody is signed in")
    return person.user


def _absence_form(user: User, posted: Any = None) -> AbsenceForm:
    deputy = str(user.deputy.pk) if user.deputy else ""
    form = AbsenceForm(
        posted, away_from=user.away_from, away_until=user.away_until, deputy=deputy, version=user.version
    )
    form.deputy.choices = [("", NOBODY), *((str(one.pk), one.name) for one in users.possible_deputies(user))]
    return form


def _wrong_password(user: User, form: PasswordForm) -> str:
    """What keeps the password from being changed; a wrong old one counts as a failed sign-in."""
    address, now = request.remote_addr or "", datetime.now(UTC)
    if locked := users.locked_until(user.email, address, now):
        return LOCKED.format(when=formats.moment(locked))
    if form.new.data != form.again.data:
        return UNEQUAL
    if not sign_in.matches(user, form.old.data):
        users.note_failure(user.email, address, now)
        return WRONG
    return SAME if form.new.data == form.old.data else ""
