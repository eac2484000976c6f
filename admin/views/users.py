"""Users: accounts, roles, absence, and what an administrator does with them."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, ValidationError
from wtforms.validators import InputRequired, Optional

from admin import formats
from admin.badges import term_badge
from admin.desk import ADMINISTRATION
from admin.fields import DayField
from admin.pages import Act
from admin.people import current_actor
from admin.pickers import PickField
from admin.routes import expose
from admin.sign_in import hashed
from admin.views import validators
from admin.views.acting import Step, form_of, reason
from admin.views.columns import Column
from admin.views.related import Section, section
from admin.views.screen import Screen
from admin.wording import listed
from models import Task, User
from rules.errors import HusromError
from rules.terms import TaskState
from services import hand_over, users
from services.actor import Actor
from services.hand_over import HandedOver

PASSWORD_SIGNS = 18  # random ones: some 100 bits
SIGNS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another
ABSENCE = Step(
    heading="Fravær og stedfortreder",
    lead="Mens brukeren er borte, går påminnelsene til stedfortrederen.",
    button="Lagre fraværet",
    done="Fraværet er lagret.",
    facts=("roles", "office"),
)
HAND_OVER = Step(
    heading="Overfør oppgaver og saker",
    lead="Alle åpne oppgaver som står på brukeren, går til den du velger. Vil du, følger de åpne sakene med.",
    button="Overfør",
    done="Overført.",
    confirm="Overføre alt som er åpent?",
)
NO_DEPUTY = (
    "Ingen stedfortreder er valgt. Påminnelsene går fortsatt til {name}, som er borte, og ingen andre ser oppgavene "
    "på sin startside. Velg en stedfortreder, eller overfør oppgavene og sakene."
)
OTHER_ROLES = "Velg en med samme slags rolle: {name} har ikke adgang til sakene en stedfortreder må kunne åpne."
AWAY = "{name} er {away}. Se om en stedfortreder er valgt, ellers ser ingen oppgavene før fraværet er over."
ONE_AND_MANY = {
    "tasks": ("oppgave", "oppgaver"),
    "applications": ("søknad", "søknader"),
    "leases": ("leieforhold", "leieforhold"),
    "appeals": ("klage", "klager"),
    "vacancies": ("ledig bolig", "ledige boliger"),
}
CLOSED = "Kan ikke logge inn"


def _away(user: Any) -> str | None:
    """«Borte t.o.m. 30.11.2026», where the user is away today."""
    if not user.away(formats.today()):
        return None
    return f"Borte t.o.m. {formats.day(user.away_until)}" if user.away_until else "Borte inntil videre"


def _roles(user: Any) -> str:
    """«Saksbehandler, innsyn»."""
    names = [role.label for role in user.roles]
    return ", ".join([*names[:1], *(formats.inside(name) for name in names[1:])])


def _receipt(given: HandedOver, to: Any) -> str:
    """«3 oppgaver, 1 søknad og 2 leieforhold er overført til Berit B.»"""
    counts = {name: getattr(given, name) for name in ONE_AND_MANY}
    words = [f"{count} {ONE_AND_MANY[name][count != 1]}" for name, count in counts.items() if count]
    return f"{listed(words)} er overført til {to.name}."


class DeputyField(PickField):
    """A deputy for the person whose page it is."""

    @property
    def lookup_url(self) -> str:
        person = request.values.get("id", "")
        return url_for(f"{self.picker.view.endpoint}.ajax_lookup", name=self.picker.name, person=person)


def _fits(_form: Any, field: Any) -> None:
    person = users.find(request.values.get("id", ""))
    if person is None or field.data is None or field.data.pk == person.pk:
        return  # that nobody is their own deputy is the service's to say
    if not hand_over.stand_in_roles(person.roles) & set(field.data.roles):
        raise ValidationError(OTHER_ROLES.format(name=field.data.name))


class Users(Screen):
    """Users by name."""

    name_one, name_many, category_name = "bruker", "Brukere", ADMINISTRATION
    label_fields = ("name",)
    own_columns = {
        "absence": Column(
            label="Fravær",
            needs=("away_from", "away_until"),
            value=_away,
            html=lambda user: term_badge(_away(user) or "", "waiting"),
            blank=True,
        ),
        "role_names": Column(label="Roller", needs=("roles",), value=_roles),
        "closed": Column(
            label="Stengt",
            needs=("active",),
            value=lambda user: None if user.active else CLOSED,
            html=lambda _user: term_badge(CLOSED, "over"),
            blank=True,
        ),
        "password": Column(
            label="Passord", needs=("password_hash",), value=lambda user: "Satt" if user.password_hash else "Ikke satt"
        ),
    }
    column_list = ("name", "email", "role_names", "office", "absence", "closed")
    column_filters = ("roles", "office", "active", "sees_protected")
    column_searchable_list = ("name", "^email")
    column_sortable_list = ("name", "email")
    column_default_sort = "name"
    picker_order = ("name", "pk")
    details_groups = (
        ("Brukeren", ("name", "email", "office", "roles", "sees_protected", "active", "password")),
        ("Fravær", ("absence", "away_from", "away_until", "deputy")),
    )
    form_columns = ("name", "email", "roles", "office", "sees_protected", "active")
    form_args = {
        "email": {"validators": [validators.email], "description": "Brukes til å logge inn og til påminnelser."},
        "roles": {"description": "Gi bare de rollene arbeidet krever."},
    }

    def declare(self) -> None:
        self.forms = {
            "absence": form_of(
                deputy=DeputyField(
                    "Stedfortreder",
                    picker=self.picker("absence.deputy", User),
                    validators=[Optional(), _fits],
                    description="En med samme slags rolle, som kan åpne sakene.",
                ),
                away_from=DayField("Borte fra og med"),
                away_until=DayField(
                    "Borte til og med", description="La feltet stå tomt hvis du ikke vet når fraværet slutter."
                ),
            ),
            "hand_over": form_of(
                to=PickField(
                    "Ny ansvarlig",
                    picker=self.picker("hand_over.to", User),
                    validators=[InputRequired("Velg hvem som skal ha oppgavene.")],
                ),
                cases=BooleanField(
                    "Også sakene",
                    description="Åpne søknader, løpende leieforhold, klager som venter, og ledige boliger.",
                ),
                reason=reason("Begrunnelse", required=False, description="Valgfritt."),
            ),
        }

    def pickable(self) -> Any:
        """Those who may sign in; as deputies for a person (named in the look-up) others with the same kind of role."""
        found = self.get_query().filter(active=True)
        person = users.find(request.args.get("person", ""))
        if person is None:
            return found
        return found.filter(pk__ne=person.pk, roles__in=list(hand_over.stand_in_roles(person.roles)))

    def pick_label(self, document: Any) -> str:
        """Also with what they do, and that they are away."""
        words = [formats.inside(one) for one in (_roles(document), _away(document)) if one]
        return f"{document.name} ({', '.join(words)})" if words else str(document.name)

    # --- Writing -------------------------------------------------------------------------------------------------

    def write_new(self, document: Any, actor: Actor) -> None:
        made = users.create(document.email, document.name, document.roles, actor, office=document.office)
        document.pk, document.version = made.pk, made.version
        later = {name: getattr(document, name) for name in ("sees_protected", "active")}
        users.change(made, later, actor, version=made.version)

    def write_change(
        self,
        document: Any,
        actor: Actor,
        values: Mapping[str, Any],
        *,
        why: str,
        version: int | None,
        action: str = "edited",
    ) -> bool:
        return users.change(document, values, actor, version=version or 0, why=why, action=action)

    # --- Steps ---------------------------------------------------------------------------------------------------

    def acts(self, document: Any) -> Sequence[Act]:
        confirm = f"Lage nytt passord for {document.name}? Det gamle slutter å gjelde, og brukeren logges ut."
        found = (
            ("absence", self.page("Fravær og stedfortreder", "absence", document)),
            ("hand_over", self.page("Overfør oppgaver og saker", "hand_over", document)),
            ("new_password", self.press("Nytt passord", "new_password", document, confirm=confirm)),
        )
        return [act for method, act in found if self.may(method)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        mine = Task.objects(assignee=document, state=TaskState.OPEN).order_by("due_on", "key")
        columns = ("kind", "subject_number", "text", "urgency", "due_on")
        return (
            section(self.desk, "Åpne oppgaver", Task, mine, columns, empty="Ingen åpne oppgaver.",
                    assignee=str(document.pk), state=TaskState.OPEN.value),
        )  # fmt: skip

    @expose("/nytt-passord/", "POST")
    def new_password(self) -> ResponseReturnValue:
        """A random password, shown on this one page and nowhere else; every session of the user ends."""
        user = self.requested()
        password = "".join(secrets.choice(SIGNS) for _ in range(PASSWORD_SIGNS))
        try:
            users.set_password(user, hashed(password), current_actor(), version=self.seen())
        except HusromError as error:
            return self.refused(user, error)
        page: str = self.render("admin/views/password.html", model=user, password=password)
        return page

    @expose("/fravar/", "GET", "POST")
    def absence(self) -> ResponseReturnValue:
        """When the user is away, and who stands in."""

        def do(user: Any, form: Any) -> object:
            values = {name: form[name].data for name in ("deputy", "away_from", "away_until")}
            changed = users.change(user, values, current_actor(), version=form.version.data or 0)
            if values["away_from"] and not values["deputy"]:
                flash(NO_DEPUTY.format(name=user.name), "warning")
            return changed

        user = self.requested()
        start = {name: getattr(user, name) for name in ("deputy", "away_from", "away_until")}
        return self.ask(ABSENCE, self.forms["absence"], do, start=start)

    @expose("/overfor/", "GET", "POST")
    def hand_over(self) -> ResponseReturnValue:
        """Give all open tasks of the user to another, and the open cases too."""

        def do(user: Any, form: Any) -> object:
            to, why = form.to.data, form.reason.data or ""
            given = hand_over.hand_over_all(user, to, current_actor(), cases=form.cases.data, why=why)
            if given.total and _away(to):
                flash(AWAY.format(name=to.name, away=formats.inside(_away(to) or "")), "warning")
            return _receipt(given, to) if given.total else False

        return self.ask(HAND_OVER, self.forms["hand_over"], do, start={"cases": True})
