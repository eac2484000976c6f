"""Keys for landlords' systems: made and taken over from, each shown on one page, once."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from bson import ObjectId
from flask import current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from admin import wording
from admin.desk import Desk
from admin.fields import DayField, TickList, blank_to_none, term_choices, term_reader
from admin.formats import today
from admin.forms import Form
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step, form_of
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import ApiCalls, ApiKey, Webhook
from rules.errors import AlreadyExists, HusromError
from rules.terms import Scope
from services import api_access, rulebooks

SHOWN_BEFORE = "Nøkkelen er laget og vist før. Fikk du den ikke med deg? Sperr den, og lag en ny."
ISSUE = Step(
    heading="Lag nøkkel for utleierens system",
    lead="Nøkkelen vises én gang, på neste side. Gi den til utleieren på en trygg måte, aldri i en vanlig e-post.",
    button="Lag nøkkelen",
    done="",
    facts=("organisation", "active"),
)
ROTATE = Step(
    heading="Lag avløser for nøkkelen",
    lead="Den nye nøkkelen åpner for det samme og vises én gang. Den gamle virker i en uke til, så utleieren rekker å "
    "bytte.",
    button="Lag den nye nøkkelen",
    done="",
    facts=("landlord", "label", "scopes", "expires_on"),
)

Made = tuple[ApiKey, str]


def last_day() -> Any:
    """The last day of a key, as the form asks for it."""
    return DayField("Gjelder til og med", validators=[InputRequired("Skriv dagen.")], description="Høyst to år.")


def issue_form() -> type[Form]:
    return form_of(
        nonce=HiddenField(),
        label=StringField(
            "Brukes til", validators=[DataRequired("Skriv hva nøkkelen brukes til."), Length(max=80)],
            filters=[blank_to_none], description="For eksempel navnet på utleierens system.",
        ),
        scopes=TickList(
            "Åpner for", choices=term_choices(Scope), coerce=term_reader(Scope),
            validators=[InputRequired("Kryss av for minst én ting.")],
            description="Gi ikke mer enn systemet trenger. Å kunne melde er også å kunne lese.",
        ),
        expires_on=last_day(),
    )  # fmt: skip


def secret() -> str:
    """What keys are made and checked under."""
    return str(current_app.secret_key)


def identity_of(form: Any) -> ObjectId:
    """The id that the form carries, or a new one where somebody has changed it."""
    held = form.nonce.data or ""
    return ObjectId(held) if ObjectId.is_valid(held) else ObjectId()


class ShowingKeys(Screen):
    """A screen whose step makes a key."""

    def show_once(self, step: Step, kind: type[Form], make: Callable[[Any, Any], Made]) -> str:
        """The page of the step; when the key is made, the page that shows it."""
        document = self.requested()
        usual = today() + timedelta(days=rulebooks.current(today()).partnering.key_days)
        start = {"version": self.version_of(document), "nonce": str(ObjectId()), "expires_on": usual}
        form = kind(get_form_data(), data=start)
        if request.method == "POST" and form.validate():
            try:
                key, text = make(document, form)
            except AlreadyExists:
                flash(SHOWN_BEFORE, "error")
            except HusromError as error:
                flash(wording.explain(error), "error")
                self._refused(error, form)
            else:
                shown: str = self.render("admin/views/key_shown.html", model=document, key=key, text=text)
                return shown
        page: str = self.render("admin/views/step.html", model=document, form=form, step=step)
        return page


class Issuing(ShowingKeys):
    """The landlord's page: a key for its system."""

    def acts(self, document: Any) -> Sequence[Act]:
        found = list(super().acts(document))
        if document.active and self.may("issue_key"):
            found.append(self.page("Lag nøkkel for system", "issue_key", document))
        return found

    @expose("/lag-nokkel/", "GET", "POST")
    def issue_key(self) -> ResponseReturnValue:
        """Make a key and show it once."""

        def make(landlord: Any, form: Any) -> Made:
            return api_access.issue(
                landlord, current_actor(), label=form.label.data, scopes=form.scopes.data, today=today(),
                expires_on=form.expires_on.data, secret=secret(), identity=identity_of(form),
            )  # fmt: skip

        return self.show_once(ISSUE, issue_form(), make)


def system_sections(desk: Desk, landlord: Any) -> tuple[Section | None, ...]:
    """A landlord's keys, what its systems called, and where they are told of events: each for those who may see it."""
    own = {"landlord": str(landlord.pk)}
    keys = ApiKey.objects(landlord=landlord.pk).order_by("-id")
    calls = ApiCalls.objects(landlord=landlord.pk).order_by("-hour", "key")
    hooks = Webhook.objects(landlord=landlord.pk).order_by("-id")
    return (
        section(desk, "Nøkler", ApiKey, keys, ("prefix", "label", "state", "expires_on", "last_used_on"),
                empty="Utleieren har ingen nøkkel.", **own),
        section(desk, "Kall fra systemene", ApiCalls, calls, ("called", "hour", "client", "status", "count"),
                empty="Ingen kall er talt opp. Det siste minuttet kan mangle.", **own),
        section(desk, "Varslinger", Webhook, hooks, ("url", "state", "failures"),
                empty="Utleieren har ikke satt opp varsling.", **own),
    )  # fmt: skip
